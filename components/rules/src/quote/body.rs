//! Who decides. Two tables: the ministries, and which fields have local bodies of their own.

use super::{Deciding, Facts, Missing, Place, PlaceUnit, QuoteRequest, Reason, Told, published};
use crate::language::Language;
use crate::procedure::Level;
use crate::source::{Citation, DECISION_20, LOCAL_GOVERNMENT};

/// The ministries and agencies of their rank that publish procedures here.
#[rustfmt::skip]
const MINISTRIES: &[(&str, &str, &str)] = &[
    ("bo-tai-chinh",       "Bộ Tài chính",                    "Ministry of Finance"),
    ("bo-nong-nghiep-mt",  "Bộ Nông nghiệp và Môi trường",    "Ministry of Agriculture and Environment"),
    ("bo-xay-dung",        "Bộ Xây dựng",                     "Ministry of Construction"),
    ("bo-cong-an",         "Bộ Công an",                      "Ministry of Public Security"),
    ("bo-tu-phap",         "Bộ Tư pháp",                      "Ministry of Justice"),
    ("ngan-hang-nha-nuoc", "Ngân hàng Nhà nước Việt Nam",     "State Bank of Vietnam"),
    ("toa-an-nhan-dan",    "Tòa án nhân dân tối cao",         "Supreme People's Court"),
];

/// What a publishing ministry is called, by its word in the data; `None` when it is not in the table.
pub fn ministry_name(slug: &str, language: Language) -> Option<&'static str> {
    MINISTRIES.iter().find(|(one, _, _)| *one == slug).map(|(_, vi, en)| language.pick(vi, en))
}

/// Who acts in a province or commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Body {
    /// The People's Committee of the unit.
    Committee,
    /// The police of the unit.
    Police,
}

/// Who decides about a procedure (thẩm quyền), as far as its publication says: the same for every place. Fewer than thirty
/// of these serve all procedures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Competence {
    /// A ministry, by its names in Vietnamese and English.
    Ministry(&'static str, &'static str),
    /// A ministry that is not in the table.
    UnknownMinistry,
    /// The province's body.
    Province(Body),
    /// The commune's body.
    Commune(Body),
    /// A body whose branches have areas of their own, by its names in Vietnamese and English.
    Branch(&'static str, &'static str),
    /// Another body, and it is not a unit's.
    OtherBody,
    /// Several levels are published, and none of them was chosen.
    SeveralLevels,
    /// No level is published.
    NoLevel,
}

/// Where a competence lies once a place is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seat<'a> {
    /// With a ministry, wherever the place is; its names in Vietnamese and English.
    Ministry(&'static str, &'static str),
    /// With a body of this unit.
    Unit(Body, &'a PlaceUnit),
    /// With a body that is no unit's: a branch, or somebody else.
    Elsewhere,
    /// Nobody can say before the level, the place or the commune is said.
    Open,
}

/// Who acts for a ministry in a province or commune: a body of the unit, or one with areas of its own.
#[derive(Clone, Copy)]
enum Arm {
    Unit(Body),
    Branch(&'static str, &'static str),
}

const POLICE: Arm = Arm::Unit(Body::Police);
const CUSTOMS: Arm = Arm::Branch("cơ quan hải quan", "the customs authority");
const TAX: Arm = Arm::Branch("cơ quan thuế", "the tax authority");
const TREASURY: Arm = Arm::Branch("Kho bạc Nhà nước", "the State Treasury");
const RESERVES: Arm = Arm::Branch("cơ quan dự trữ nhà nước", "the state reserves authority");
const SECURITIES: Arm = Arm::Branch("Ủy ban Chứng khoán Nhà nước", "the State Securities Commission");
const INSURANCE: Arm = Arm::Branch("cơ quan bảo hiểm xã hội", "the social insurance authority");
const ENFORCEMENT: Arm = Arm::Branch("cơ quan thi hành án dân sự", "the civil judgment enforcement authority");
const BANK: Arm = Arm::Branch("Ngân hàng Nhà nước khu vực", "the regional branch of the State Bank");
const COURT: Arm = Arm::Branch("Tòa án nhân dân", "the people's court");
const SECURITY: Arm = Arm::Branch("cơ quan do Bộ Công an quy định", "a body named by the Ministry of Public Security");

/// The first row that fits decides; an empty field fits all of a ministry. Who is in no row acts through the committees.
#[rustfmt::skip]
const ARMS: &[(&str, &str, Arm)] = &[
    ("bo-tai-chinh", "Hải quan",                                       CUSTOMS),
    ("bo-tai-chinh", "Thuế",                                           TAX),
    ("bo-tai-chinh", "Quản lý thuế, phí, lệ phí và thu khác của ngân sách nhà nước", TAX),
    ("bo-tai-chinh", "Kho bạc Nhà nước",                               TREASURY),
    ("bo-tai-chinh", "Dự trữ",                                         RESERVES),
    ("bo-tai-chinh", "Chứng khoán",                                    SECURITIES),
    ("bo-tai-chinh", "Thực hiện chính sách BHXH",                      INSURANCE),
    ("bo-tai-chinh", "Thực hiện chính sách BHYT",                      INSURANCE),
    ("bo-tai-chinh", "Chi trả các chế độ BHXH",                        INSURANCE),
    ("bo-tai-chinh", "Thu BHXH, BHYT, BHTN, BH tai nạn lao động, BNN", INSURANCE),
    ("bo-tai-chinh", "Cấp sổ BHXH, thẻ BHYT",                          INSURANCE),
    ("bo-tu-phap",   "Thi hành án dân sự",                             ENFORCEMENT),
    ("bo-cong-an",   "Quản lý xuất nhập cảnh",                         POLICE),
    ("bo-cong-an",   "Cấp, quản lý căn cước",                          POLICE),
    ("bo-cong-an",   "Đăng ký, quản lý cư trú",                        POLICE),
    ("bo-cong-an",   "Định danh và xác thực điện tử",                  POLICE),
    ("bo-cong-an",   "Lý lịch tư pháp",                                POLICE),
    ("bo-cong-an",   "Sát hạch, cấp giấy phép lái xe",                 POLICE),
    ("bo-cong-an",   "Phòng cháy, chữa cháy",                          POLICE),
    ("bo-cong-an",   "Đăng ký, quản lý con dấu",                       POLICE),
    ("bo-cong-an",   "Đăng ký, quản lý phương tiện giao thông cơ giới, xe máy chuyên dùng", POLICE),
    ("bo-cong-an",   "Quản lý vũ khí, vật liệu nổ, công cụ hỗ trợ và pháo",                 POLICE),
    ("bo-cong-an",   "Quản lý ngành nghề đầu tư, kinh doanh có điều kiện về an ninh, trật tự", POLICE),
    ("bo-cong-an",   "",                                               SECURITY),
    ("ngan-hang-nha-nuoc", "",                                         BANK),
    ("toa-an-nhan-dan",    "",                                         COURT),
];

impl Competence {
    /// Who decides at a level, or at the only one where none of those published was chosen.
    pub fn of(facts: &Facts, level: Option<Level>) -> Competence {
        let chosen = level.filter(|level| facts.levels.contains(level));
        match (chosen, facts.levels.as_slice()) {
            (Some(level), _) => Competence::at(facts, level),
            (None, [level]) => Competence::at(facts, *level),
            (None, []) => Competence::NoLevel,
            (None, _) => Competence::SeveralLevels,
        }
    }

    fn at(facts: &Facts, level: Level) -> Competence {
        match (level, arm(facts)) {
            (Level::Ministry, _) => MINISTRIES
                .iter()
                .find(|(slug, ..)| *slug == facts.ministry)
                .map_or(Competence::UnknownMinistry, |(_, vi, en)| Competence::Ministry(vi, en)),
            (Level::Other, _) => Competence::OtherBody,
            (_, Arm::Branch(vi, en)) => Competence::Branch(vi, en),
            (Level::Province, Arm::Unit(body)) => Competence::Province(body),
            (Level::Commune, Arm::Unit(body)) => Competence::Commune(body),
        }
    }

    /// Where it lies for a place.
    pub fn seat(self, place: Option<&Place>) -> Seat<'_> {
        let unit = match (self, place) {
            (Competence::Province(body), Some(place)) => Some((body, &place.province)),
            (Competence::Commune(body), Some(place)) => place.commune.as_ref().map(|commune| (body, commune)),
            _ => None,
        };
        match (self, unit) {
            (Competence::Ministry(vi, en), _) => Seat::Ministry(vi, en),
            (_, Some((body, unit))) => Seat::Unit(body, unit),
            (Competence::Branch(..) | Competence::OtherBody, _) => Seat::Elsewhere,
            _ => Seat::Open,
        }
    }
}

fn arm(facts: &Facts) -> Arm {
    let fits = |(slug, field, _): &&(&str, &str, Arm)| {
        *slug == facts.ministry && (field.is_empty() || *field == facts.field_vi)
    };
    ARMS.iter().find(fits).map_or(Arm::Unit(Body::Committee), |(.., arm)| *arm)
}

/// Who decides. With several published levels it is not for us to say which: each is shown as a candidate.
pub(super) fn agency(facts: &Facts, request: &QuoteRequest) -> Told<Deciding> {
    told(facts, Competence::of(facts, request.level), request.place.as_ref())
}

fn told(facts: &Facts, competence: Competence, place: Option<&Place>) -> Told<Deciding> {
    let missing = match (competence, competence.seat(place)) {
        (_, Seat::Ministry(vi, en)) => return ministry(facts, vi, en),
        (_, Seat::Unit(body, unit)) => return local(facts, competence, body, unit),
        (Competence::Branch(vi, en), _) => Missing::Branch { vi, en },
        (Competence::OtherBody, _) => Missing::OtherBody { published: facts.agency_vi.clone() },
        (Competence::SeveralLevels, _) => {
            let at = |level: &Level| (*level, told(facts, Competence::at(facts, *level), place));
            Missing::Level { candidates: facts.levels.iter().map(at).collect() }
        }
        (Competence::NoLevel, _) => Missing::NoLevel,
        (Competence::Commune(_), _) if place.is_some() => Missing::Commune,
        (Competence::Province(_) | Competence::Commune(_), _) => Missing::Place,
        (Competence::Ministry(..) | Competence::UnknownMinistry, _) => {
            Missing::Ministry { slug: facts.ministry.clone() }
        }
    };
    Told::Missing(missing)
}

fn ministry(facts: &Facts, vi: &str, en: &str) -> Told<Deciding> {
    let value = Deciding { name_vi: vi.into(), name_en: en.into(), unit: None, agency: None, published: within(facts) };
    Told::Known { value, reason: Reason::ByLevel(Level::Ministry), sources: vec![published(facts)] }
}

fn local(facts: &Facts, competence: Competence, body: Body, unit: &PlaceUnit) -> Told<Deciding> {
    let level = if let Competence::Province(_) = competence { Level::Province } else { Level::Commune };
    let sources = vec![published(facts), Citation::Law(LOCAL_GOVERNMENT), Citation::Law(DECISION_20)];
    Told::Known { value: of_unit(facts, body, unit), reason: Reason::ByLevel(level), sources }
}

fn of_unit(facts: &Facts, body: Body, unit: &PlaceUnit) -> Deciding {
    let police = body == Body::Police;
    let prefix = |language: Language| match police {
        true => language.pick("Công an", "Police of"),
        false => language.pick("Ủy ban nhân dân", "People's Committee of"),
    };
    Deciding {
        name_vi: format!("{} {}", prefix(Language::Vi), unit.inner_name()),
        name_en: format!("{} {}", prefix(Language::En), unit.name_en),
        unit: Some(unit.code),
        // The police have codes of their own, under the ministry's; no list of them is public.
        agency: unit.agency.clone().filter(|_| !police),
        published: within(facts),
    }
}

fn within(facts: &Facts) -> Option<String> {
    let text = facts.agency_vi.trim();
    (!text.is_empty()).then(|| text.into())
}

impl PlaceUnit {
    /// The Vietnamese name inside a longer one: `phường Ba Đình`.
    pub(crate) fn inner_name(&self) -> String {
        let mut letters = self.name_vi.chars();
        letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
    }
}
