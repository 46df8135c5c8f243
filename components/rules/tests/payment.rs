//! The rules of payments: tables are complete, money adds up whatever a gateway says in whatever order.
#![allow(clippy::unwrap_used, clippy::panic)]

use motcua_rules::language::Language;
use motcua_rules::money::Dong;
use motcua_rules::payment::judge::{Change, Order, is_on_the_books};
use motcua_rules::payment::ledger::{self, Account, Entry};
use motcua_rules::payment::order::{self, Event, Input, STEPS, State};
use motcua_rules::payment::refund::{self, Refusal, Word};
use motcua_rules::payment::schedule::Times;
use motcua_rules::payment::settlement::{Kind, Line, compare};
use motcua_rules::payment::{Claim, Judgement, Meaning, Notice, Outcome, Said, Trouble, judge};
use proptest::prelude::*;

const FEE: u64 = 150_000;
/// How many words of a gateway the machine is tried with, in every order.
const DEPTH: usize = 5;

fn dong(amount: u64) -> Dong {
    Dong::new(amount).unwrap()
}

/// An order with its books, as a store would keep them.
#[derive(Clone, Debug)]
struct Kept {
    state: State,
    transaction: Option<&'static str>,
    booked: Vec<(&'static str, u64)>,
    entries: Vec<Entry>,
    claim: Claim,
}

/// Something that a gateway may say.
#[derive(Clone, Copy, Debug)]
struct Told {
    meaning: Meaning,
    amount: u64,
    transaction: Option<&'static str>,
}

fn words() -> Vec<Told> {
    let mut words = Vec::new();
    for transaction in ["A", "B"] {
        for amount in [FEE, FEE + 1_000] {
            words.push(Told { meaning: Meaning::Paid, amount, transaction: Some(transaction) });
        }
    }
    for meaning in [Meaning::Claimed, Meaning::Failed, Meaning::Pending, Meaning::Review] {
        words.push(Told { meaning, amount: FEE, transaction: Some("A") });
    }
    words.push(Told { meaning: Meaning::Paid, amount: FEE, transaction: None });
    words
}

impl Kept {
    fn new(state: State, claim: Claim) -> Kept {
        Kept { state, transaction: None, booked: Vec::new(), entries: Vec::new(), claim }
    }

    fn hear(&mut self, word: Told) -> Outcome {
        let order = Order { state: self.state, amount: dong(FEE), purpose: "p", transaction: self.transaction };
        let notice = Notice {
            meaning: word.meaning,
            amount: Some(dong(word.amount)),
            transaction: word.transaction,
            purpose: None,
        };
        match judge(&order, &notice, self.claim) {
            Judgement::Nothing(outcome) | Judgement::Look(outcome, _) => outcome,
            Judgement::Ask => Outcome::Recorded,
            Judgement::Change(change) => self.change(word, change),
        }
    }

    /// As the store does it: a number is booked once.
    fn change(&mut self, word: Told, change: Change) -> Outcome {
        if let (Some(amount), Some(number)) = (change.booked, word.transaction) {
            if self.booked.iter().any(|(known, _)| *known == number) {
                return Outcome::Known;
            }
            self.booked.push((number, amount.dong()));
            if change.to == State::Paid && self.transaction.is_none() && change.event != Event::PaidOther {
                self.transaction = Some(number);
            }
        }
        assert_eq!(ledger::sum(&change.entries), 0);
        self.entries.extend(change.entries);
        if change.settles_claim {
            assert_eq!(self.claim, Claim::Due);
            self.claim = Claim::Settled;
        }
        self.state = change.to;
        change.outcome
    }

    fn check(&self, claim: Claim) {
        let received: u64 = self.booked.iter().map(|(_, amount)| amount).sum();
        let of = |account| ledger::balance(&self.entries, account);
        assert_eq!(ledger::sum(&self.entries), 0);
        assert_eq!(of(Account::Receivable), received.cast_signed());
        let was_settled = claim == Claim::Due && self.claim == Claim::Settled;
        assert_eq!(of(Account::Revenue), if was_settled { -FEE.cast_signed() } else { 0 }, "{self:?}");
        assert_eq!(-of(Account::Clearing) - of(Account::Revenue), received.cast_signed());
        assert_eq!(self.state == State::Paid, self.transaction.is_some(), "{self:?}");
    }
}

#[test]
fn whatever_a_gateway_says_in_any_order_money_adds_up() {
    let words = words();
    let mut tried = 0_u64;
    for claim in [Claim::Due, Claim::Settled, Claim::Closed] {
        for state in [State::Initiated, State::Pending, State::Failed, State::Expired, State::Review] {
            let mut rows = vec![Kept::new(state, claim)];
            for _ in 0..DEPTH {
                let mut next = Vec::new();
                for kept in &rows {
                    for word in &words {
                        let mut after = kept.clone();
                        after.hear(*word);
                        after.check(claim);
                        let left = kept.state == State::Paid && after.state != State::Paid;
                        assert!(!left, "{kept:?} left paid by {word:?}");
                        // What was said is said again: nothing more happens.
                        let mut again = after.clone();
                        again.hear(*word);
                        assert_eq!((again.state, &again.entries), (after.state, &after.entries), "{word:?}");
                        tried += 1;
                        next.push(after);
                    }
                }
                next.sort_by_key(|kept| format!("{kept:?}"));
                next.dedup_by_key(|kept| format!("{kept:?}"));
                rows = next;
            }
        }
    }
    assert!(tried > 5_000, "{tried}");
}

#[test]
fn only_a_sum_that_has_come_is_on_the_books() {
    let said = |meaning, transaction, amount: Option<u64>| {
        let notice = Notice { meaning, amount: amount.map(dong), transaction, purpose: None };
        is_on_the_books(&notice, dong(7_000))
    };
    assert!(said(Meaning::Review, None, Some(7_000)) && said(Meaning::Review, None, Some(3_500)));
    assert!(!said(Meaning::Review, None, Some(7_001)) && !said(Meaning::Review, None, None));
    assert!(!said(Meaning::Review, Some("140"), Some(7_000)), "another payment may be doubted");
    assert!(!said(Meaning::Paid, None, Some(7_000)) && !said(Meaning::Failed, None, Some(7_000)));
}

#[test]
fn the_table_has_one_line_for_each_case_and_nothing_leaves_paid() {
    for (place, step) in STEPS.iter().enumerate() {
        assert!(!STEPS[..place].iter().any(|other| (other.from, other.input) == (step.from, step.input)), "{step:?}");
        assert!(step.from != State::Paid || step.to == State::Paid, "{step:?}");
        assert!(step.input != Input::Paid || step.to == State::Paid, "{step:?}");
    }
    for state in State::ALL {
        assert!(order::take(*state, Input::Paid).is_some(), "money has to be counted while {state:?}");
    }
}

#[test]
fn a_claim_that_somebody_else_paid_is_given_back() {
    let mut kept = Kept::new(State::Pending, Claim::Settled);
    let paid = Told { meaning: Meaning::Paid, amount: FEE, transaction: Some("A") };
    assert_eq!(kept.hear(paid), Outcome::Surplus);
    assert_eq!(ledger::balance(&kept.entries, Account::Clearing), -FEE.cast_signed());
    let order = Order { state: State::Pending, amount: dong(FEE), purpose: "p", transaction: None };
    let notice = Notice { meaning: Meaning::Paid, amount: Some(dong(FEE)), transaction: Some("A"), purpose: None };
    let Judgement::Change(change) = judge(&order, &notice, Claim::Closed) else { panic!("a change") };
    assert_eq!((change.trouble, change.settles_claim), (Some(Trouble::PaidForNothing), false));
}

#[test]
fn other_contents_change_nothing() {
    let order = Order { state: State::Pending, amount: dong(FEE), purpose: "p", transaction: None };
    let notice = Notice { meaning: Meaning::Paid, amount: Some(dong(FEE)), transaction: Some("A"), purpose: Some("q") };
    assert_eq!(judge(&order, &notice, Claim::Due), Judgement::Look(Outcome::OtherOrder, Trouble::OtherOrder));
}

#[test]
fn a_refund_needs_two_people_and_what_is_left() {
    let (received, returned) = (dong(FEE), dong(100_000));
    assert_eq!(refund::propose(dong(50_000), received, returned), Ok(dong(FEE)));
    assert_eq!(refund::propose(dong(50_001), received, returned), Err(Refusal::TooMuch(dong(50_000))));
    assert_eq!(refund::propose(Dong::ZERO, received, returned), Err(Refusal::Nothing));
    assert_eq!(refund::approve(refund::State::Proposed, "a", "a", true), Err(Refusal::SamePerson));
    assert_eq!(refund::approve(refund::State::Proposed, "a", "b", true), Ok(refund::State::Asked));
    assert_eq!(refund::approve(refund::State::Proposed, "a", "b", false), Ok(refund::State::ByHand));
    for state in refund::State::ALL.iter().filter(|state| **state != refund::State::Proposed) {
        assert_eq!(refund::approve(*state, "a", "b", true), Err(Refusal::NotNow(*state)));
    }
}

#[test]
fn a_gateway_that_has_not_heard_is_believed_after_an_hour() {
    const HOUR: u64 = 3_600_000;
    assert_eq!(refund::heard(Word::Unheard, 0, HOUR - 1), refund::State::Asked);
    assert_eq!(refund::heard(Word::Unheard, 0, HOUR), refund::State::Refused);
    assert_eq!(refund::heard(Word::Silence, 0, 72 * HOUR - 1), refund::State::Asked);
    assert_eq!(refund::heard(Word::Pending, 0, 72 * HOUR), refund::State::ByHand, "a person's");
    assert_eq!(refund::reject(refund::State::ByHand, "a", "b"), Ok(refund::State::Rejected));
    assert_eq!(refund::reject(refund::State::ByHand, "a", "a"), Err(Refusal::SamePerson));
    assert_eq!(refund::transferred(refund::State::ByHand, "a", "b"), Ok(refund::State::Done));
}

#[test]
fn three_books_are_compared_by_number() {
    let line = |transaction: &str, amount, fee| Line {
        transaction: transaction.to_owned(),
        kind: Kind::Payment,
        amount: dong(amount),
        fee: dong(fee),
    };
    let ours = [line("same", 100, 0), line("here", 100, 0), line("other", 100, 0), line("late", 100, 0)];
    let theirs = [line("same", 100, 2), line("there", 100, 2), line("other", 101, 2), line("late", 100, 2)];
    let treasury = [line("same", 98, 0), line("there", 97, 0), line("other", 99, 0), line("only", 5, 0)];
    let compared = compare(&ours, &theirs, Some(&treasury));
    assert_eq!(compared.matches.iter().map(|one| one.transaction.as_str()).collect::<Vec<_>>(), ["same"]);
    let found: Vec<_> = compared.differences.iter().map(|one| (one.transaction.as_str(), one.trouble)).collect();
    assert_eq!(
        found,
        [
            ("here", Trouble::MissingThere),
            ("late", Trouble::MissingAtTreasury),
            ("only", Trouble::OnlyAtTreasury),
            ("other", Trouble::AmountDiffers),
            ("there", Trouble::MissingHere),
            ("there", Trouble::FeeDiffers),
        ]
    );
    // Before the treasury has said anything, nothing is missing there and nothing settled.
    let early = compare(&ours, &theirs, None);
    assert!(early.matches.is_empty() && early.differences.len() == 3);
}

#[test]
fn a_citizen_is_told_in_both_languages_what_to_do() {
    for state in State::ALL {
        for (is_over, has_surplus) in [(false, false), (true, false), (true, true)] {
            let said =
                Said { state: *state, gateway: "VNPay", is_over, is_fee: !is_over, has_surplus, is_refunded: false };
            let (vi, en) = (said.say(Language::Vi), said.say(Language::En));
            assert!(!vi.is_empty() && vi != en);
        }
    }
}

proptest! {
    #[test]
    fn refunds_never_exceed_what_came(fee in 1u64..1_000_000, extra in 0u64..1_000_000, wanted in 0u64..3_000_000) {
        let entries = [ledger::received(dong(fee)), ledger::applied(dong(fee)), ledger::received(dong(extra))].concat();
        let refunded = ledger::refunded(dong(wanted), &entries, Account::Receivable);
        prop_assert_eq!(refunded.is_some(), wanted <= fee + extra);
        if let Some(refunded) = refunded {
            prop_assert_eq!(ledger::sum(&refunded), 0);
            let after = [entries, refunded].concat();
            prop_assert_eq!(ledger::balance(&after, Account::Receivable), (fee + extra - wanted).cast_signed());
            prop_assert_eq!(ledger::balance(&after, Account::Refunds), 0);
            // What was never a fee is given back first.
            prop_assert_eq!(ledger::balance(&after, Account::Clearing), -extra.saturating_sub(wanted).cast_signed());
        }
    }

    #[test]
    fn a_settled_payment_leaves_nothing_to_be_received(amount in 1u64..1_000_000, fee in 0u64..1_000_000) {
        match ledger::settled(dong(amount), dong(fee)) {
            None => prop_assert!(fee > amount),
            Some(settled) => {
                let all = [ledger::received(dong(amount)), settled].concat();
                prop_assert_eq!((ledger::sum(&all), ledger::balance(&all, Account::Receivable)), (0, 0));
            }
        }
    }

    #[test]
    fn nobody_is_asked_too_often_and_everybody_is_asked_after_the_end(
        minutes in 1u32..2_000, gap in 0u32..1_000, created in 0u64..2_000_000_000_000,
    ) {
        let times = Times::of(created, minutes, Some(gap));
        prop_assert!(times.closes() > times.expires);
        let (mut now, mut asked_late) = (created, 0);
        for _ in 0..10_000 {
            let Some(next) = times.next(now) else { break };
            prop_assert!(next > now && next - now >= u64::from(gap) * 1000);
            asked_late += u32::from(next >= times.closes());
            now = next;
        }
        prop_assert!(times.next(now).is_none() && asked_late >= 4, "{}", asked_late);
        let silent = Times::of(created, minutes, None);
        prop_assert_eq!(silent.next(created), Some(silent.closes()));
        prop_assert_eq!(silent.next(silent.closes()), None);
    }

    #[test]
    fn a_comparison_settles_only_what_all_three_say(
        numbers in proptest::collection::vec((0u8..6, 1u64..4, 0u64..2), 0..12),
        theirs in proptest::collection::vec((0u8..6, 1u64..4, 0u64..2), 0..12),
    ) {
        let lines = |of: &[(u8, u64, u64)]| -> Vec<Line> {
            of.iter()
                .map(|(number, amount, fee)| Line {
                    transaction: number.to_string(), kind: Kind::Payment, amount: dong(*amount), fee: dong(*fee),
                })
                .collect()
        };
        let compared = compare(&lines(&numbers), &lines(&theirs), Some(&[]));
        prop_assert!(compared.matches.is_empty());
    }
}
