//! What a filing costs: the dated table of what notes say, and how to read an amount that has no row in it.

use super::{Facts, Method, Missing, QuoteRequest, Reason, Told, offered, published, ways};
use crate::calendar::read_date;
use crate::language::{Language, words};
use crate::money::Dong;
use crate::procedure::{Channel, Code};
use crate::source::{Citation, FEES};
use crate::unit::Period;

/// What a rate is charged for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Per {
    /// Each filing.
    Time,
    /// Each copy wanted.
    Copy,
    /// Each page of an original, for each copy of it.
    Page,
    /// Each card.
    Card,
    /// Each passport or paper issued.
    Document,
    /// Each person on a list.
    Person,
}

#[rustfmt::skip]
words! { Per:
    Time     "time"     "lần"     "filing",
    Copy     "copy"     "bản"     "copy",
    Page     "page"     "trang"   "page",
    Card     "card"     "thẻ"     "card",
    Document "document" "giấy tờ" "document",
    Person   "person"   "người"   "person",
}

/// A row of the fee table: what a note says about one procedure and channel for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The procedure.
    pub code: Code,
    /// The channel; desks and the portal often differ.
    pub channel: Channel,
    /// The amount; `None` where the note does not settle it, and must be read.
    pub amount: Option<Dong>,
    /// What it is charged for.
    pub per: Per,
    /// For which case only, in Vietnamese; empty for the general one.
    pub case_vi: String,
    /// From which page on another amount is charged, and that amount.
    pub then: Option<(u32, Dong)>,
    /// The most that one copy costs.
    pub max: Option<Dong>,
    /// The days of filing for which it holds.
    pub period: Period,
    /// What the note says, in Vietnamese.
    pub note: String,
    /// The circular or decision that the note names.
    pub source: String,
}

/// A fee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fee {
    /// What is to be paid; [`Dong::ZERO`] is free.
    pub total: Dong,
    /// What one costs, before later pages become cheaper.
    pub each: Dong,
    /// One what.
    pub per: Per,
    /// How many were counted, 1 where only one is possible.
    pub count: u32,
    /// Cases in which another fee is due.
    pub cases: Vec<CaseFee>,
}

/// What is due in a case that the note names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFee {
    /// The case, in Vietnamese.
    pub case_vi: String,
    /// The amount.
    pub amount: Option<Dong>,
    /// For each what.
    pub per: Per,
}

/// Why a fee table is refused: the line (the header being 1) and the column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The line in the text.
    pub line: usize,
    /// The column that cannot be read.
    pub column: &'static str,
}

/// The dated table of fees that notes state. What has no row is read as published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schedule {
    /// The rows, in any order.
    pub rates: Vec<Rate>,
}

/// The table curated from the notes of the procedures that are published whole.
pub const PUBLISHED: &str = include_str!("../../data/fees.csv");

impl Schedule {
    /// The table that the portal is built with; empty if it could not be read, which a test excludes.
    pub fn built_in() -> Schedule {
        Schedule::parse(PUBLISHED).unwrap_or_default()
    }

    /// Reads `code,channel,amount_dong,per,case_vi,tiers,from,until,note_vi,source` under a header. No value contains a
    /// comma. `tiers` is `3:1000;max:200000`: from the third page 1,000 đồng, at most 200,000 a copy.
    pub fn parse(csv: &str) -> Result<Schedule, Refusal> {
        let rates =
            csv.lines().zip(1..).skip(1).map(|(row, line)| rate(row).map_err(|column| Refusal { line, column }));
        Ok(Schedule { rates: rates.collect::<Result<_, _>>()? })
    }

    fn of(&self, code: Code, channel: Channel) -> impl Iterator<Item = &Rate> {
        self.rates.iter().filter(move |rate| rate.code == code && rate.channel == channel)
    }
}

fn rate(row: &str) -> Result<Rate, &'static str> {
    let columns: Vec<&str> = row.split(',').map(str::trim).collect();
    let Ok([code, channel, amount, per, case, tiers, from, until, note, source]) = <[&str; 10]>::try_from(columns)
    else {
        return Err("source");
    };
    let (then, max) = read_tiers(tiers).ok_or("tiers")?;
    Ok(Rate {
        code: Code::parse(code).ok_or("code")?,
        channel: Channel::parse(channel).ok_or("channel")?,
        amount: optional(amount, dong).ok_or("amount_dong")?,
        per: Per::parse(per).ok_or("per")?,
        case_vi: case.into(),
        then,
        max,
        period: Period::new(optional(from, read_date).ok_or("from")?, optional(until, read_date).ok_or("until")?)
            .ok_or("until")?,
        note: note.into(),
        source: source.into(),
    })
}

/// An empty cell is nothing, another one must be readable.
fn optional<T>(cell: &str, read: fn(&str) -> Option<T>) -> Option<Option<T>> {
    if cell.is_empty() { Some(None) } else { read(cell).map(Some) }
}

fn dong(cell: &str) -> Option<Dong> {
    cell.parse().ok().and_then(Dong::new)
}

type Tiers = (Option<(u32, Dong)>, Option<Dong>);

fn read_tiers(cell: &str) -> Option<Tiers> {
    let mut tiers = (None, None);
    for tier in cell.split(';').filter(|tier| !tier.is_empty()) {
        let (key, amount) = tier.split_once(':')?;
        match key {
            "max" => tiers.1 = Some(dong(amount)?),
            page => tiers.0 = Some((page.parse().ok().filter(|page| *page > 1)?, dong(amount)?)),
        }
    }
    Some(tiers)
}

/// The fee by the channel asked for, or by all channels when they agree.
pub(super) fn fee(facts: &Facts, request: &QuoteRequest, schedule: &Schedule) -> Told<Fee> {
    let methods = match ways(facts, request.channel) {
        Ok(methods) => methods,
        Err(missing) => return Told::Missing(missing),
    };
    let Some((first, rest)) = methods.split_first() else { return Told::Missing(Missing::Fee) };
    let told = by_method(facts, first, request, schedule);
    if rest.iter().all(|method| by_method(facts, method, request, schedule) == told) {
        return told;
    }
    let one_channel = rest.iter().all(|method| method.channel == first.channel);
    Told::Missing(if one_channel { Missing::SeveralFees } else { Missing::Channel { offered: offered(facts) } })
}

fn by_method(facts: &Facts, method: &Method, request: &QuoteRequest, schedule: &Schedule) -> Told<Fee> {
    if schedule.of(facts.code, method.channel).next().is_none() {
        return as_published(facts, method);
    }
    let holding = schedule.of(facts.code, method.channel).filter(|rate| rate.period.holds(request.filed.date()));
    let (general, special): (Vec<_>, Vec<_>) = holding.partition(|rate| rate.case_vi.is_empty());
    let cases: Vec<CaseFee> = special
        .iter()
        .map(|rate| CaseFee { case_vi: rate.case_vi.clone(), amount: rate.amount, per: rate.per })
        .collect();
    // The published column has room for one amount: it is the case that it names, and the others stand beside it.
    let named = method.fee.as_ref().and_then(|fee| Dong::new(fee.amount));
    let headline = special.iter().find(|rate| rate.amount.is_some() && rate.amount == named);
    match (general.as_slice(), cases.as_slice()) {
        ([rate], _) => priced(rate, request, cases),
        ([], [_, ..]) if let Some(rate) = headline => priced(rate, request, cases),
        ([], [_, ..]) => Told::Missing(Missing::FeeCase { cases }),
        ([], []) => Told::Missing(Missing::Fee),
        _ => Told::Missing(Missing::SeveralFees),
    }
}

/// What a row comes to.
fn priced(rate: &Rate, request: &QuoteRequest, cases: Vec<CaseFee>) -> Told<Fee> {
    let Some(each) = rate.amount else { return Told::Missing(Missing::SeeNote { note: rate.note.clone() }) };
    let copies = match (rate.per, request.copies) {
        (Per::Copy | Per::Page, None) => return Told::Missing(Missing::Copies { each }),
        (Per::Copy | Per::Page, Some(copies)) => copies,
        _ => 1,
    };
    let one = match (rate.per, request.pages) {
        (Per::Page, None) => return Told::Missing(Missing::Pages { each }),
        (Per::Page, Some(pages)) => paged(rate, each, pages),
        _ => Some(each),
    };
    let Some(total) = one.and_then(|one| one.times(copies)) else { return Told::Missing(Missing::TooMuch) };
    let sources = vec![Citation::Published(rate.source.clone()), Citation::Law(FEES)];
    let value = Fee { total, each, per: rate.per, count: copies, cases };
    Told::Known { value, reason: Reason::Rate { note: rate.note.clone() }, sources }
}

/// What a copy of so many pages costs: the first pages, the cheaper ones after them, and no more than the most.
fn paged(rate: &Rate, each: Dong, pages: u32) -> Option<Dong> {
    let (from, then) = rate.then.unwrap_or((u32::MAX, each));
    let first = pages.min(from.saturating_sub(1));
    let sum = each.times(first)?.plus(then.times(pages.saturating_sub(first))?)?;
    Some(rate.max.map_or(sum, |max| sum.min(max)))
}

/// An amount below this without a currency is no fee in đồng: the database has 1 to 900, and fees in dollars.
const PLAUSIBLE_DONG: u64 = 1_000;

/// How to read a published amount. The order matters: a note may take back what the number says.
fn as_published(facts: &Facts, method: &Method) -> Told<Fee> {
    let Some(fee) = &method.fee else { return Told::Missing(Missing::Fee) };
    let Some(amount) = Dong::new(fee.amount) else { return Told::Missing(Missing::TooMuch) };
    let in_dong = match fee.currency.as_deref() {
        Some(currency) => currency == "VND" || fee.amount == 0,
        None => fee.amount == 0 || fee.amount >= PLAUSIBLE_DONG,
    };
    let note = fee_note(&method.note);
    let told = |reason| {
        let value = Fee { total: amount, each: amount, per: Per::Time, count: 1, cases: Vec::new() };
        Told::Known { value, reason, sources: vec![published(facts), Citation::Law(FEES)] }
    };
    if note.is_some_and(|note| note.contains("Hội đồng nhân dân")) {
        return Told::Missing(Missing::Council {
            published: Some(amount).filter(|amount| in_dong && *amount > Dong::ZERO),
        });
    }
    match (fee.amount, note) {
        _ if !in_dong => Told::Missing(Missing::Currency(fee.clone())),
        (1.., _) => told(Reason::AsPublished),
        (0, _) if !facts.whole => Told::Missing(Missing::ZeroWithoutNote),
        (0, Some(note)) => Told::Missing(Missing::SeeNote { note: note.into() }),
        (0, None) => told(Reason::NoFeeStated),
    }
}

/// What a note says of the fee: the parentheses at its beginning; or all of it, when it speaks of a fee elsewhere.
fn fee_note(note: &str) -> Option<&str> {
    let note = note.trim();
    let mut depth = 0_usize;
    for (place, letter) in note.char_indices() {
        match letter {
            '(' => depth = depth.saturating_add(1),
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            let head = note.get(1..place).filter(|head| !head.is_empty()).map(str::trim);
            return head.or_else(|| note.to_lowercase().contains("phí").then_some(note));
        }
    }
    (!note.is_empty()).then_some(note)
}

impl Fee {
    /// The fee in a few words: `10.000 đồng`, `free of charge`.
    pub fn say(&self, language: Language) -> String {
        let free = self.total == Dong::ZERO;
        if free { language.pick("Miễn phí", "free of charge").into() } else { self.total.say(language) }
    }
}

#[cfg(test)]
mod tests {
    use super::fee_note;

    #[test]
    fn a_note_speaks_of_the_fee_first_and_in_parentheses() {
        for (note, fee) in [
            ("", None),
            ("Trực tiếp tại Công an cấp xã", None),
            ("(Không quy định)", Some("Không quy định")),
            ("(Lệ phí (nếu có): 10.000)- Nộp trực tiếp", Some("Lệ phí (nếu có): 10.000")),
            (
                "Trả kết quả qua bưu chính, trả phí theo quy định.",
                Some("Trả kết quả qua bưu chính, trả phí theo quy định."),
            ),
            ("(không đóng", Some("(không đóng")),
            ("()Thời hạn", None),
        ] {
            assert_eq!(fee_note(note), fee, "{note}");
        }
    }
}
