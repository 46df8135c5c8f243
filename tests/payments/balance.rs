//! The portal's books and a gateway's, held against each other to the đồng. The portal's are read from its database, past all of
//! its code; what has to hold is written here once more, from the words of the rules.

mod kept;
mod laws;
mod settlement;

use motcua_tests::gateway::{Money, Payment};

use crate::hall::Hall;
use crate::history::History;
use kept::Kept;

/// Insists that everything is as it should be at rest, and at the gateway as at the portal.
#[track_caller]
pub fn agree(hall: &Hall, place: usize, histories: &[History]) {
    let gateway = &hall.gateways[place];
    let kept = Kept::read(&mut hall.stage.kept(), gateway.kind.word());
    let mut flaws = Flaws(gateway.violations());
    laws::orders(&kept, gateway, &mut flaws);
    laws::ledger(&kept, &mut flaws);
    laws::claims(&kept, &mut flaws);
    laws::surplus(&kept, &mut flaws);
    laws::refunds(&kept, gateway, histories, &mut flaws);
    laws::rest(&kept, &mut flaws);
    let missing = laws::payments(&kept, gateway, &mut flaws);
    settlement::shows(&hall.desk(place), &missing, &mut flaws);
    if !flaws.0.is_empty() {
        let shown = flaws.0.iter().take(12).map(|flaw| explained(flaw, &kept, histories)).collect::<Vec<_>>();
        panic!("{} flaws at {}:\n{}", flaws.0.len(), gateway.kind.word(), shown.join("\n"));
    }
}

/// What is wrong, and what happened to the order that it names.
fn explained(flaw: &str, kept: &Kept, histories: &[History]) -> String {
    let named = kept.orders.iter().filter(|order| flaw.contains(&order.id) || flaw.contains(&order.reference));
    let told = named.map(|order| {
        let about = |history: &&History| history.dossier.code == order.dossier;
        let done = histories.iter().find(about).map(|history| history.done.join(", "));
        format!("\n    {order:?}\n    {:?}\n    {}", kept.events(&order.id), done.unwrap_or_default())
    });
    format!("- {flaw}{}", told.collect::<String>())
}

/// What is wrong, in words.
pub struct Flaws(Vec<String>);

impl Flaws {
    /// Notes what is wrong unless it is as it should be.
    pub fn unless(&mut self, is_so: bool, wrong: impl FnOnce() -> String) {
        if !is_so {
            self.0.push(wrong());
        }
    }
}

/// Whether a payment counts: the gateway has the money.
fn counts(payment: &&Payment) -> bool {
    payment.money == Money::Paid
}
