//! Identification codes of agencies: `G09` a ministry, `H29` a province, `H29.24` its department, `H29.101` a commune.
//!
//! Source: Decision 20/2020/QĐ-TTg ([`crate::source::DECISION_20`]).

use core::fmt;

pub use sealed::Id;

mod sealed {
    /// An agency's identification code, `^[A-Y]\d{2}(\.\d{1,3}){0,3}$`.
    #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub struct Id(String);

    impl Id {
        /// Reads a code; `None` when it breaks the grammar.
        pub fn parse(text: &str) -> Option<Id> {
            let mut parts = text.split('.');
            let [letter, digits @ ..] = parts.next()?.as_bytes() else { return None };
            let first = matches!(letter, b'A'..=b'Y') && digits.len() == 2 && digits.iter().all(u8::is_ascii_digit);
            let rest = parts.clone().count() <= 3
                && parts.all(|part| matches!(part.len(), 1..=3) && part.bytes().all(|byte| byte.is_ascii_digit()));
            (first && rest).then(|| Id(text.into()))
        }

        /// The code as written.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

impl Id {
    /// The ministry or province that the agency belongs to: `H29` of `H29.101`.
    pub fn top(&self) -> &str {
        self.as_str().split('.').next().unwrap_or_default()
    }

    /// Which level the code stands at, 1 for `H29` to 4.
    pub fn depth(&self) -> usize {
        self.as_str().split('.').count()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// An agency's code, and whether anybody official gave it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Agency {
    /// Its identification code.
    pub id: Id,
    /// Whether the portal made the code up, because the list of communes' codes is not public. A synthetic code must
    /// be replaced before dossiers are exchanged with other systems.
    pub synthetic: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_the_decision_writes_them() {
        for (good, top, depth) in [
            ("H29", "H29", 1),
            ("H29.24", "H29", 2),
            ("H29.101", "H29", 2),
            ("G09", "G09", 1),
            ("G01.2.33.444", "G01", 4),
        ] {
            let id = Id::parse(good).unwrap();
            assert_eq!((id.to_string().as_str(), id.top(), id.depth()), (good, top, depth));
        }
        for bad in ["", "H", "H2", "H299", "Z01", "h29", "H29.", "H29.1234", "H29.1.2.3.4", "H29-24", "Đ29", "H29..1"]
        {
            assert_eq!(Id::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn every_published_code_is_one() {
        let units = [
            include_str!("../../../infra/data/units/communes.csv"),
            include_str!("../../../infra/data/units/provinces.csv"),
        ];
        let codes: Vec<&str> = units[0]
            .lines()
            .skip(1)
            .filter_map(|row| row.split(',').nth(5))
            .chain(units[1].lines().skip(1).filter_map(|row| row.split(',').nth(4)))
            .collect();
        assert_eq!(codes.len(), 3321 + 34);
        assert!(codes.iter().all(|code| Id::parse(code).is_some()));
    }
}
