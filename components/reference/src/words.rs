//! The store's words, as the rules have them.

use motcua_rules::procedure::{Channel, Level};
use motcua_rules::term::Unit;

use crate::store::procedures::{self, TimeUnit};

/// A level of government.
pub fn level(level: procedures::Level) -> Level {
    match level {
        procedures::Level::Ministry => Level::Ministry,
        procedures::Level::Province => Level::Province,
        procedures::Level::Commune => Level::Commune,
        procedures::Level::Other => Level::Other,
    }
}

/// A way of handing in.
pub fn channel(channel: procedures::Channel) -> Channel {
    match channel {
        procedures::Channel::Online => Channel::Online,
        procedures::Channel::Postal => Channel::Postal,
        procedures::Channel::Direct => Channel::Direct,
    }
}

/// What a time limit counts.
pub fn time_unit(unit: TimeUnit) -> Unit {
    match unit {
        TimeUnit::WorkingDay => Unit::WorkingDay,
        TimeUnit::Day => Unit::Day,
        TimeUnit::Hour => Unit::Hour,
        TimeUnit::Month => Unit::Month,
        TimeUnit::Other => Unit::Other,
    }
}
