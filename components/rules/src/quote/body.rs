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

/// Who acts for a ministry in a province or commune.
#[derive(Clone, Copy)]
enum Arm {
    /// The People's Committee of the unit.
    Committee,
    /// The police of the unit.
    Police,
    /// A body whose branches have areas of their own.
    Branch(&'static str, &'static str),
}

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
    ("bo-cong-an",   "Quản lý xuất nhập cảnh",                         Arm::Police),
    ("bo-cong-an",   "Cấp, quản lý căn cước",                          Arm::Police),
    ("bo-cong-an",   "Đăng ký, quản lý cư trú",                        Arm::Police),
    ("bo-cong-an",   "Định danh và xác thực điện tử",                  Arm::Police),
    ("bo-cong-an",   "Lý lịch tư pháp",                                Arm::Police),
    ("bo-cong-an",   "Sát hạch, cấp giấy phép lái xe",                 Arm::Police),
    ("bo-cong-an",   "Phòng cháy, chữa cháy",                          Arm::Police),
    ("bo-cong-an",   "Đăng ký, quản lý con dấu",                       Arm::Police),
    ("bo-cong-an",   "Đăng ký, quản lý phương tiện giao thông cơ giới, xe máy chuyên dùng", Arm::Police),
    ("bo-cong-an",   "Quản lý vũ khí, vật liệu nổ, công cụ hỗ trợ và pháo",                 Arm::Police),
    ("bo-cong-an",   "Quản lý ngành nghề đầu tư, kinh doanh có điều kiện về an ninh, trật tự", Arm::Police),
    ("bo-cong-an",   "",                                               SECURITY),
    ("ngan-hang-nha-nuoc", "",                                         BANK),
    ("toa-an-nhan-dan",    "",                                         COURT),
];

/// Who decides. With several published levels it is not for us to say which: each is shown as a candidate.
pub(super) fn agency(facts: &Facts, request: &QuoteRequest) -> Told<Deciding> {
    let place = request.place.as_ref();
    if let Some(level) = request.level.filter(|level| facts.levels.contains(level)) {
        return at_level(facts, level, place);
    }
    match facts.levels.as_slice() {
        [] => Told::Missing(Missing::NoLevel),
        [level] => at_level(facts, *level, place),
        levels => {
            let candidates = levels.iter().map(|level| (*level, at_level(facts, *level, place))).collect();
            Told::Missing(Missing::Level { candidates })
        }
    }
}

fn at_level(facts: &Facts, level: Level, place: Option<&Place>) -> Told<Deciding> {
    match level {
        Level::Ministry => ministry(facts),
        Level::Other => Told::Missing(Missing::OtherBody { published: facts.agency_vi.clone() }),
        Level::Province | Level::Commune => local(facts, level, place),
    }
}

fn ministry(facts: &Facts) -> Told<Deciding> {
    let Some((_, vi, en)) = MINISTRIES.iter().find(|(slug, ..)| *slug == facts.ministry) else {
        return Told::Missing(Missing::Ministry { slug: facts.ministry.clone() });
    };
    let value =
        Deciding { name_vi: (*vi).into(), name_en: (*en).into(), unit: None, agency: None, published: within(facts) };
    Told::Known { value, reason: Reason::ByLevel(Level::Ministry), sources: vec![published(facts)] }
}

fn local(facts: &Facts, level: Level, place: Option<&Place>) -> Told<Deciding> {
    let fits = |(slug, field, _): &&(&str, &str, Arm)| {
        *slug == facts.ministry && (field.is_empty() || *field == facts.field_vi)
    };
    let arm = ARMS.iter().find(fits).map_or(Arm::Committee, |(.., arm)| *arm);
    if let Arm::Branch(vi, en) = arm {
        return Told::Missing(Missing::Branch { vi, en });
    }
    let Some(place) = place else { return Told::Missing(Missing::Place) };
    let unit = if level == Level::Province { Some(&place.province) } else { place.commune.as_ref() };
    let Some(unit) = unit else { return Told::Missing(Missing::Commune) };
    let sources = vec![published(facts), Citation::Law(LOCAL_GOVERNMENT), Citation::Law(DECISION_20)];
    Told::Known { value: of_unit(facts, arm, unit), reason: Reason::ByLevel(level), sources }
}

fn of_unit(facts: &Facts, arm: Arm, unit: &PlaceUnit) -> Deciding {
    let police = matches!(arm, Arm::Police);
    let prefix = |language: Language| match police {
        true => language.pick("Công an", "Police of"),
        false => language.pick("Ủy ban nhân dân", "People's Committee of"),
    };
    Deciding {
        name_vi: format!("{} {}", prefix(Language::Vi), lowered(&unit.name_vi)),
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

/// `Phường Ba Đình` inside a longer name: `phường Ba Đình`.
fn lowered(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}
