//! What an old code or name became, and what to ask when the law does not say.
//!
//! Pure and total: the caller brings every unit that a code or name may mean, with the successions of the old ones, and
//! gets one answer for sure. What never happens here: a pick that the official table does not make. A commune that was
//! split is a question to the citizen, even when one part took everybody: that part is marked, not chosen.
//!
//! Sources: Resolution 202/2025/QH15 (provinces), Resolutions 1654 to 1687/NQ-UBTVQH15 (communes).

mod say;

use crate::language::{Language, words};
use crate::unit::{self, Code, Level, Period};

/// One unit that a code or name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitReading {
    /// Its code.
    pub code: Code,
    /// What it is called in law.
    pub kind: unit::Kind,
    /// Its name in Vietnamese, with the word for its kind.
    pub name_vi: String,
    /// Its name in English; old units have none.
    pub name_en: Option<String>,
    /// When it exists.
    pub period: Period,
    /// What it lies in, nearest first: the old district and province, or the province.
    pub path: Vec<String>,
}

impl UnitReading {
    /// The name in the language asked for, or the Vietnamese one.
    pub fn name(&self, language: Language) -> &str {
        language.pick(&self.name_vi, self.name_en.as_deref().unwrap_or(&self.name_vi))
    }

    /// Name and all that it lies in: `Phường Ngọc Thụy, Quận Long Biên, Thành phố Hà Nội`.
    pub fn label(&self) -> String {
        core::iter::once(&self.name_vi).chain(&self.path).map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// How a new unit got what an old one was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The old one went into it whole.
    Whole,
    /// It is the old one.
    Unchanged,
    /// It is the old one under another name.
    Renamed,
    /// It is the old one as another kind of unit.
    TypeChanged,
    /// A part.
    Partial,
    /// A part of the area.
    PartialArea,
    /// A part of the area, and everybody who lived in the old one.
    PartialAreaAllPopulation,
    /// A part of the people.
    PartialPopulation,
    /// The whole area.
    WholeArea,
    /// An island district without communes became a special zone.
    IslandDistrictToSpecialZone,
    /// Land that a district ran without a commune.
    UnsettledArea,
}

#[rustfmt::skip]
words! { Kind:
    Whole                       "whole"                           "nhập toàn bộ"                                  "merged whole",
    Unchanged                   "unchanged"                       "giữ nguyên"                                    "unchanged",
    Renamed                     "renamed"                         "đổi tên"                                       "renamed",
    TypeChanged                 "type_changed"                    "đổi loại hình"                                 "changed in kind",
    Partial                     "partial"                         "nhập một phần"                                 "a part",
    PartialArea                 "partial_area"                    "nhập một phần diện tích"                       "a part of the area",
    PartialAreaAllPopulation    "partial_area_all_population"     "nhập một phần diện tích và toàn bộ dân số"     "a part of the area and all inhabitants",
    PartialPopulation           "partial_population"              "nhập một phần dân số"                          "a part of the inhabitants",
    WholeArea                   "whole_area"                      "nhập toàn bộ diện tích"                        "the whole area",
    IslandDistrictToSpecialZone "island_district_to_special_zone" "sắp xếp toàn bộ huyện đảo thành đặc khu"       "the island district became a special zone",
    UnsettledArea               "unsettled_area"                  "nhập khu vực chưa có đơn vị hành chính cấp xã" "land without a commune",
}

impl Kind {
    /// Whether it leaves nothing of the old unit for another one.
    const fn is_all(self) -> bool {
        use Kind::*;
        matches!(self, Whole | Unchanged | Renamed | TypeChanged | IslandDistrictToSpecialZone | UnsettledArea)
    }
}

/// One row of the official table: a new unit that took an old one, or a part of it.
///
/// For an old district, the rows of all that lay in it, with or without a code of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuccessionRow {
    /// The new unit.
    pub unit: UnitReading,
    /// How it took it.
    pub kind: Kind,
    /// The official note, in Vietnamese; may be empty.
    pub note: String,
}

/// An old unit and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldReading {
    /// The old unit.
    pub unit: UnitReading,
    /// Its rows of the official table.
    pub successions: Vec<SuccessionRow>,
}

/// What was asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// A code: old and new readings of it are two meanings of one thing.
    Code,
    /// A name: each unit that bears it is another place.
    Name,
}

/// How the asker means it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Meant {
    /// As it was before 1 July 2025.
    Old,
    /// As it is since.
    New,
    /// Nobody said.
    #[default]
    Unsaid,
}

/// What a code or name leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One unit.
    One {
        /// The unit of today.
        unit: UnitReading,
        /// Why it.
        reason: Reason,
    },
    /// Several, and the citizen must say which.
    Choose {
        /// What there is to choose from, at least one.
        options: Vec<Choice>,
        /// What to ask.
        question: Question,
    },
    /// A code with two meanings that lead to different units. Each stands with its own outcome.
    Ambiguous {
        /// The meanings, old ones first.
        readings: Vec<Reading>,
        /// What to ask.
        question: Question,
    },
    /// Nothing.
    Unknown {
        /// Why not.
        reason: Reason,
    },
}

/// One meaning of an ambiguous code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Whether the code is meant as it was ([`Meant::Old`]) or as it is ([`Meant::New`]).
    pub meant: Meant,
    /// The unit of that code at that time.
    pub unit: UnitReading,
    /// What the code leads to if so meant: [`Outcome::One`], [`Outcome::Choose`] or [`Outcome::Unknown`].
    pub outcome: Box<Outcome>,
}

/// One unit to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The unit of today.
    pub unit: UnitReading,
    /// The old unit through which it is reached; `None` when it was asked for itself.
    pub via: Option<UnitReading>,
    /// How it took the old unit; `None` when it was asked for itself or took several parts of a district.
    pub kind: Option<Kind>,
    /// The official note; may be empty.
    pub note: String,
    /// Whether everybody who lived in the old unit lives here. At most one choice of an outcome is, and it stays the
    /// citizen's: an empty house may lie in the other part.
    pub default: bool,
    /// What to show: name and all that it lies in, of the old unit where the choice is between names.
    pub label: String,
}

/// Why an answer is the answer. A sentence comes from [`Reason::say`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is a unit of today.
    InForce {
        /// Its name.
        unit: String,
    },
    /// It is what the official table says of the old unit.
    Became {
        /// How.
        kind: Kind,
        /// The old name.
        old: String,
        /// The new name.
        new: String,
        /// The level of the old unit.
        level: Level,
    },
    /// All that lay in an old district went to one unit.
    WholeDistrict {
        /// The old district.
        old: String,
        /// The new unit.
        new: String,
    },
    /// No unit has the code or name.
    NotFound,
    /// The table of successions says nothing of an old unit.
    NoSuccessor {
        /// The old unit.
        old: String,
    },
}

/// What to ask a citizen. A sentence comes from [`Question::say`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// An old unit was divided: where in it does the address lie?
    WhichPart {
        /// The old unit.
        old: String,
        /// Where all its inhabitants live now, when the table says so.
        default: Option<String>,
    },
    /// An old district had several communes: which?
    WhichCommune {
        /// The old district.
        old: String,
    },
    /// Several places bear a name: which?
    WhichPlace,
    /// A code meant something else before 1 July 2025: which time?
    WhichTime {
        /// The code.
        code: Code,
    },
}

/// Resolves a code or name. `old` and `new` are all units that bear it, before and since 1 July 2025.
///
/// ```
/// # use motcua_rules::resolve::{By, Meant, Outcome, Reason, resolve};
/// assert_eq!(resolve(By::Code, Meant::Unsaid, &[], &[]), Outcome::Unknown { reason: Reason::NotFound });
/// ```
pub fn resolve(by: By, meant: Meant, old: &[OldReading], new: &[UnitReading]) -> Outcome {
    let old = if meant == Meant::New { &[] } else { old };
    let new = if meant == Meant::Old { &[] } else { new };
    let mut readings = old.iter().map(read_old).chain(new.iter().map(read_new));
    let (first, rest): (_, Vec<Reading>) = (readings.next(), readings.collect());
    let Some(first) = first else { return Outcome::Unknown { reason: Reason::NotFound } };
    if rest.iter().all(|other| same_unit(&first.outcome, &other.outcome)) {
        return *first.outcome;
    }
    let code = first.unit.code;
    let readings: Vec<Reading> = core::iter::once(first).chain(rest).collect();
    match by {
        By::Code => Outcome::Ambiguous { readings, question: Question::WhichTime { code } },
        By::Name => choose_place(readings),
    }
}

/// Two outcomes agree only on a single unit; two questions never do.
fn same_unit(one: &Outcome, other: &Outcome) -> bool {
    match (one, other) {
        (Outcome::One { unit, .. }, Outcome::One { unit: same, .. }) => unit.code == same.code,
        _ => false,
    }
}

fn read_new(unit: &UnitReading) -> Reading {
    let reason = Reason::InForce { unit: unit.name_vi.clone() };
    Reading { meant: Meant::New, unit: unit.clone(), outcome: Box::new(Outcome::One { unit: unit.clone(), reason }) }
}

fn read_old(reading: &OldReading) -> Reading {
    Reading { meant: Meant::Old, unit: reading.unit.clone(), outcome: Box::new(succeed(reading)) }
}

/// What the official table says of one old unit.
fn succeed(OldReading { unit: old, successions }: &OldReading) -> Outcome {
    let (name, level) = (old.name_vi.clone(), old.code.level());
    let options = choices(old, successions);
    match (options.as_slice(), successions.as_slice()) {
        ([], _) => Outcome::Unknown { reason: Reason::NoSuccessor { old: name } },
        ([only], [row]) if row.kind.is_all() => {
            let reason = Reason::Became { kind: row.kind, old: name, new: only.unit.name_vi.clone(), level };
            Outcome::One { unit: only.unit.clone(), reason }
        }
        ([only], rows) if level == Level::District && rows.iter().all(|row| row.kind.is_all()) => {
            let reason = Reason::WholeDistrict { old: name, new: only.unit.name_vi.clone() };
            Outcome::One { unit: only.unit.clone(), reason }
        }
        _ if level == Level::District => Outcome::Choose { options, question: Question::WhichCommune { old: name } },
        _ => {
            let default = options.iter().find(|option| option.default).map(|option| option.unit.name_vi.clone());
            Outcome::Choose { options, question: Question::WhichPart { old: name, default } }
        }
    }
}

/// The new units of an old one, each once, in order of code.
fn choices(old: &UnitReading, rows: &[SuccessionRow]) -> Vec<Choice> {
    let split = old.code.level() != Level::District;
    let is_default = |row: &SuccessionRow| split && row.kind == Kind::PartialAreaAllPopulation;
    let one_default = rows.iter().filter(|row| is_default(row)).count() == 1;
    let mut options: Vec<Choice> = Vec::new();
    for row in rows {
        if let Some(known) = options.iter_mut().find(|option| option.unit.code == row.unit.code) {
            (known.kind, known.note) = (None, String::new());
            continue;
        }
        let place = options.partition_point(|option| option.unit.code < row.unit.code);
        options.insert(
            place,
            Choice {
                unit: row.unit.clone(),
                via: Some(old.clone()),
                kind: Some(row.kind),
                note: row.note.clone(),
                default: one_default && is_default(row),
                label: row.unit.label(),
            },
        );
    }
    options
}

/// All that several bearers of one name lead to, each labelled by the place that bears it.
fn choose_place(readings: Vec<Reading>) -> Outcome {
    let mut options = Vec::new();
    for Reading { meant, unit: asked, outcome } in readings {
        match *outcome {
            Outcome::One { unit, reason } => {
                let kind = if let Reason::Became { kind, .. } = reason { Some(kind) } else { None };
                let (label, via) = (asked.label(), (meant == Meant::Old).then_some(asked));
                options.push(Choice { unit, via, kind, note: String::new(), default: false, label });
            }
            Outcome::Choose { options: parts, .. } => {
                let label = asked.label();
                options.extend(parts.into_iter().map(|part| Choice { default: false, label: label.clone(), ..part }));
            }
            Outcome::Ambiguous { .. } | Outcome::Unknown { .. } => {}
        }
    }
    match options.is_empty() {
        true => Outcome::Unknown { reason: Reason::NotFound },
        false => Outcome::Choose { options, question: Question::WhichPlace },
    }
}
