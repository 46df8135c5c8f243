//! Administrative procedures (thủ tục hành chính): their codes, levels, channels, audiences and documents.

use core::fmt;

use crate::language::{Language, words};

/// A procedure's code, `N.NNNNNN`: `1.001193` is birth registration.
///
/// Two numbers, never a float: `1.001193` and `1.0011930` are not the same thing, and the second is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    group: u8,
    number: u32,
}

impl Code {
    /// Reads exactly one digit, a full stop and six digits. `None` for anything else.
    pub fn parse(text: &str) -> Option<Code> {
        let (group, number) = text.split_once('.')?;
        Some(Code { group: digits(group, 1)?.try_into().ok()?, number: digits(number, 6)? })
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:06}", self.group, self.number)
    }
}

/// A service's code, `N.NNNNNN.NN`: one way in which a procedure is offered online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ServiceCode {
    /// The procedure that is offered.
    pub procedure: Code,
    suffix: u8,
}

impl ServiceCode {
    /// Reads a procedure's code, a full stop and two digits. `None` for anything else.
    pub fn parse(text: &str) -> Option<ServiceCode> {
        let (procedure, suffix) = text.rsplit_once('.')?;
        Some(ServiceCode { procedure: Code::parse(procedure)?, suffix: digits(suffix, 2)?.try_into().ok()? })
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}", self.procedure, self.suffix)
    }
}

/// Exactly `length` ASCII digits as a number; `parse` alone would also take a sign.
fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The level of government that a procedure is published for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// A ministry or an agency of its rank.
    Ministry,
    /// A province or a centrally run city.
    Province,
    /// A commune, ward or special zone.
    Commune,
    /// Somebody else: notaries, missions abroad, courts, enterprises that hold a public task.
    Other,
}

#[rustfmt::skip]
words! { Level:
    Ministry "ministry" "Cấp Bộ"         "Ministry level",
    Province "province" "Cấp Tỉnh"       "Province level",
    Commune  "commune"  "Cấp Xã"         "Commune level",
    Other    "other"    "Cơ quan khác"   "Other body",
}

/// How a dossier reaches the desk, or its result the citizen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// Over the portal.
    Online,
    /// By the public post.
    Postal,
    /// In person, at a one-stop desk.
    Direct,
}

#[rustfmt::skip]
words! { Channel:
    Online "online" "Trực tuyến"          "Online",
    Postal "postal" "Dịch vụ bưu chính"   "By post",
    Direct "direct" "Trực tiếp"           "In person",
}

/// Whom a procedure is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Vietnamese citizens, those living abroad among them.
    Citizen,
    /// Enterprises and cooperatives.
    Business,
    /// Organisations that are no enterprise, the Party and foreign ones among them.
    Organisation,
    /// Officials, civil servants and public employees.
    Official,
    /// Foreigners.
    Foreigner,
}

#[rustfmt::skip]
words! { Audience:
    Citizen      "citizen"      "Công dân"                        "Citizens",
    Business     "business"     "Doanh nghiệp, hợp tác xã"        "Businesses",
    Organisation "organisation" "Tổ chức"                         "Organisations",
    Official     "official"     "Cán bộ, công chức, viên chức"    "Officials",
    Foreigner    "foreigner"    "Người nước ngoài"                "Foreigners",
}

/// The subjects that the national database publishes, and whom each of them means.
#[rustfmt::skip]
const SUBJECTS: &[(&str, Audience)] = &[
    ("Công dân Việt Nam",                            Audience::Citizen),
    ("Người Việt Nam định cư ở nước ngoài",          Audience::Citizen),
    ("Đảng viên",                                    Audience::Citizen),
    ("Doanh nghiệp",                                 Audience::Business),
    ("Doanh nghiệp Việt Nam",                        Audience::Business),
    ("Doanh nghiệp có vốn đầu tư nước ngoài",        Audience::Business),
    ("Hợp tác xã",                                   Audience::Business),
    ("Tổ chức (không bao gồm doanh nghiệp, HTX)",    Audience::Organisation),
    ("Tổ chức nước ngoài",                           Audience::Organisation),
    ("Tổ chức Đảng",                                 Audience::Organisation),
    ("Cán bộ, công chức, viên chức",                 Audience::Official),
    ("Người nước ngoài",                             Audience::Foreigner),
    ("Người nước ngoài cư trú tại Việt Nam",         Audience::Foreigner),
];

impl Audience {
    /// Whom a subject of the national database means. `None` for a subject that is not in the table: a publication
    /// that brings one is refused, so that nobody is left out of a search silently.
    pub fn of_subject(vi: &str) -> Option<Audience> {
        SUBJECTS.iter().find(|(subject, _)| *subject == vi.trim()).map(|(_, audience)| *audience)
    }
}

/// Whom a procedure is for, each once, by the subjects that were published.
pub fn audiences(subjects_vi: &[String]) -> Vec<Audience> {
    let is_meant = |audience: &Audience| subjects_vi.iter().any(|one| Audience::of_subject(one) == Some(*audience));
    Audience::ALL.iter().copied().filter(is_meant).collect()
}

/// A line of a procedure's list of documents, and how many of it are handed in.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Document {
    /// What it is, in Vietnamese as published.
    pub name: String,
    /// How many originals.
    pub originals: u32,
    /// How many copies.
    pub copies: u32,
}

impl Document {
    /// Whether the line only explains something. The database keeps remarks among the documents, with none of either.
    pub const fn is_note(&self) -> bool {
        self.originals == 0 && self.copies == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_exactly_and_written_back() {
        for good in ["1.001193", "2.000815", "3.000000"] {
            assert_eq!(Code::parse(good).unwrap().to_string(), good);
        }
        for bad in
            ["", "1.00119", "1.0011933", "11.001193", "1,001193", "1.+01193", "١.001193", " 1.001193", "1.001193.01"]
        {
            assert_eq!(Code::parse(bad), None, "{bad}");
        }
        let service = ServiceCode::parse("1.001193.01").unwrap();
        assert_eq!(
            (service.to_string().as_str(), service.procedure),
            ("1.001193.01", Code::parse("1.001193").unwrap())
        );
        assert_eq!(ServiceCode::parse("1.001193"), None);
        assert_eq!(ServiceCode::parse("1.001193.1"), None);
    }

    #[test]
    fn words_are_read_as_they_are_written() {
        assert!(Level::ALL.iter().all(|level| Level::parse(level.as_str()) == Some(*level)));
        assert!(Channel::ALL.iter().all(|channel| Channel::parse(channel.as_str()) == Some(*channel)));
        assert!(Audience::ALL.iter().all(|audience| Audience::parse(audience.as_str()) == Some(*audience)));
        assert_eq!(Level::parse("Ministry"), None);
    }

    #[test]
    fn every_published_subject_is_somebody() {
        let procedures: Vec<serde_json::Value> =
            serde_json::from_str(include_str!("../../../infra/data/procedures/full.json")).unwrap();
        for subject in procedures.iter().flat_map(|one| one["subjects_vi"].as_array().unwrap()) {
            assert!(Audience::of_subject(subject.as_str().unwrap()).is_some(), "{subject}");
        }
        assert_eq!(Audience::of_subject("Người ngoài hành tinh"), None);
    }

    #[test]
    fn a_line_without_originals_and_copies_is_a_note() {
        let line = |originals, copies| Document { name: String::new(), originals, copies };
        assert!(line(0, 0).is_note());
        assert!(!line(1, 0).is_note() && !line(0, 1).is_note());
    }
}
