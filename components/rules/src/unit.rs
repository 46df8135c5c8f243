//! Administrative units: their codes, their kinds, and when they exist.

use core::fmt;

use jiff::civil::{Date, date};

use crate::language::{Language, words};
use crate::source::{RESOLUTION_203, Source};

/// The day on which two levels of local government replaced three: districts ended, provinces and communes changed.
/// Source: [`REFORM_SOURCE`].
pub const REFORM: Date = date(2025, 7, 1);

/// By what right [`REFORM`] came.
pub const REFORM_SOURCE: Source = RESOLUTION_203;

/// The level of an administrative unit. Districts exist only before [`REFORM`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A province or a centrally run city.
    Province,
    /// A district, town or city inside a province.
    District,
    /// A commune, ward, township or special zone.
    Commune,
}

#[rustfmt::skip]
words! { Level:
    Province "province" "Cấp tỉnh"   "Province",
    District "district" "Cấp huyện"  "District",
    Commune  "commune"  "Cấp xã"     "Commune",
}

impl Level {
    /// How many digits a code of this level has.
    const fn digits(self) -> usize {
        match self {
            Level::Province => 2,
            Level::District => 3,
            Level::Commune => 5,
        }
    }
}

/// A unit's code: two digits for a province, three for a district, five for a commune.
///
/// A code alone names no unit: 3,316 codes of communes were used before and after [`REFORM`], most of them for
/// different areas. Who keeps a code keeps the period too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    level: Level,
    number: u32,
}

impl Code {
    /// Reads a code; `None` unless it has two, three or five ASCII digits and nothing else.
    pub fn parse(text: &str) -> Option<Code> {
        let level = Level::ALL.iter().copied().find(|level| level.digits() == text.len())?;
        let number = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
        Some(Code { level, number })
    }

    /// The level that the number of digits says.
    pub const fn level(self) -> Level {
        self.level
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:0width$}", self.number, width = self.level.digits())
    }
}

/// What a unit is called in law. `ThanhPho` is a level of its own only with a code: cities were provinces or districts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A city, centrally run or (until the reform) inside a province.
    ThanhPho,
    /// A province.
    Tinh,
    /// An urban district, until the reform.
    Quan,
    /// A rural district, until the reform.
    Huyen,
    /// A town, until the reform.
    ThiXa,
    /// A ward.
    Phuong,
    /// A commune.
    Xa,
    /// A township, until the reform.
    ThiTran,
    /// A special zone, since the reform: an island.
    DacKhu,
}

#[rustfmt::skip]
words! { Kind:
    ThanhPho "thanh_pho" "Thành phố" "City",
    Tinh     "tinh"      "Tỉnh"      "Province",
    Quan     "quan"      "Quận"      "District",
    Huyen    "huyen"     "Huyện"     "District",
    ThiXa    "thi_xa"    "Thị xã"    "Town",
    Phuong   "phuong"    "Phường"    "Ward",
    Xa       "xa"        "Xã"        "Commune",
    ThiTran  "thi_tran"  "Thị trấn"  "Township",
    DacKhu   "dac_khu"   "Đặc khu"   "Special Zone",
}

/// When something exists: from a day on, until a day that no longer counts. An open end is unknown or not yet set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Period {
    from: Option<Date>,
    until: Option<Date>,
}

impl Period {
    /// The units before the reform.
    pub const BEFORE_REFORM: Period = Period { from: None, until: Some(REFORM) };
    /// The units since the reform.
    pub const SINCE_REFORM: Period = Period { from: Some(REFORM), until: None };

    /// `[from, until)`; `None` when it would be empty.
    pub fn new(from: Option<Date>, until: Option<Date>) -> Option<Period> {
        let empty = from.zip(until).is_some_and(|(from, until)| until <= from);
        (!empty).then_some(Period { from, until })
    }

    /// The first day, unless it began before anybody noted it.
    pub const fn from(&self) -> Option<Date> {
        self.from
    }

    /// The first day after it, unless it has no end yet.
    pub const fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether the day lies in it.
    pub fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// Whether some day lies in both.
    pub fn overlaps(&self, other: &Period) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| end.zip(start).is_some_and(|(end, start)| end <= start);
        !before(self.until, other.from) && !before(other.until, self.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_digits_is_the_level() {
        for (text, level) in [("01", Level::Province), ("004", Level::District), ("00118", Level::Commune)] {
            let code = Code::parse(text).unwrap();
            assert_eq!((code.level(), code.to_string().as_str()), (level, text));
        }
        for bad in ["", "1", "0004", "001180", "0118a", "+0118", "٠١"] {
            assert_eq!(Code::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_day_of_the_reform_belongs_to_the_new_units() {
        let (last, first) = (date(2025, 6, 30), REFORM);
        assert!(Period::BEFORE_REFORM.holds(last) && !Period::BEFORE_REFORM.holds(first));
        assert!(!Period::SINCE_REFORM.holds(last) && Period::SINCE_REFORM.holds(first));
        assert!(!Period::BEFORE_REFORM.overlaps(&Period::SINCE_REFORM));
        assert_eq!(Period::new(Some(first), Some(first)), None);
        assert!(Period::default().overlaps(&Period::SINCE_REFORM));
    }

    #[test]
    fn every_published_kind_is_one() {
        let units = [
            include_str!("../../../infra/data/units/communes.csv"),
            include_str!("../../../infra/data/units/provinces.csv"),
            include_str!("../../../infra/data/units/old-communes.csv"),
            include_str!("../../../infra/data/units/old-districts.csv"),
            include_str!("../../../infra/data/units/old-provinces.csv"),
        ];
        let mut odd = Vec::new();
        for row in units.iter().flat_map(|table| table.lines().skip(1)) {
            let mut columns = row.split(',');
            let code = columns.next().and_then(Code::parse).unwrap();
            let kind = columns.next().and_then(Kind::parse).unwrap();
            let name = columns.next().unwrap().trim_matches('"').to_lowercase();
            if !name.starts_with(&kind.label(Language::Vi).to_lowercase()) {
                odd.push(code.to_string());
            }
        }
        // As published: "Xa Ea Kly" without its mark, and a township and two wards that are listed as communes.
        assert_eq!(odd, ["24496", "15061", "27046", "27076"]);
    }
}
