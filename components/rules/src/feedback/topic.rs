//! What an item is about, how it came, and what its sender thinks of the answer, as closed lists.

use crate::language::{Language, words};

/// The two kinds that the law knows. They go to different desks: [`super::route`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A rule itself: it is wrong, superfluous, costly, or contradicts another (quy định hành chính).
    Regulation,
    /// How somebody was served, or what an authority does or leaves undone (hành vi hành chính).
    Conduct,
}

#[rustfmt::skip]
words! { Kind:
    Regulation "regulation" "Về quy định hành chính"                         "About a regulation",
    Conduct    "conduct"    "Về việc giải quyết và hành vi của cơ quan, cán bộ" "About the conduct of an authority or official",
}

/// What it points at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// One dossier.
    Dossier,
    /// A procedure.
    Procedure,
    /// An agency.
    Agency,
    /// A place, and what happens there.
    Place,
    /// This portal.
    Portal,
}

#[rustfmt::skip]
words! { About:
    Dossier   "dossier"   "Một hồ sơ"             "A dossier",
    Procedure "procedure" "Một thủ tục hành chính" "A procedure",
    Agency    "agency"    "Một cơ quan"           "An agency",
    Place     "place"     "Một địa điểm"          "A place",
    Portal    "portal"    "Cổng dịch vụ công này" "This portal",
}

/// Whether anybody knows who said it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Identity {
    /// Nobody: the sender follows the item by its number and a secret.
    Anonymous,
    /// Whoever works on it.
    Named,
    /// Only who has to know to answer; the name is shown nowhere else.
    Confidential,
}

#[rustfmt::skip]
words! { Identity:
    Anonymous    "anonymous"    "Ẩn danh"                 "Anonymous",
    Named        "named"        "Nêu tên"                 "By name",
    Confidential "confidential" "Nêu tên, giữ bí mật"     "By name, kept confidential",
}

/// How it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The portal's page.
    Web,
    /// The telephone; an operator wrote it down.
    Hotline,
    /// Another application, by the Open311 protocol.
    Open311,
    /// Another system of the state, item by item.
    Import,
}

#[rustfmt::skip]
words! { Channel:
    Web     "web"     "Cổng dịch vụ công"         "Portal",
    Hotline "hotline" "Tổng đài điện thoại"       "Hotline",
    Open311 "open311" "Ứng dụng khác (Open311)"   "Another application (Open311)",
    Import  "import"  "Chuyển từ hệ thống khác"   "Another system",
}

/// The field, as somebody who is no lawyer picks it. Statistics and lists are told by it; who answers is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Roads, pavements, traffic, parking.
    RoadsTraffic,
    /// Rubbish, noise, smoke, animals, trees.
    Environment,
    /// Street lamps and power supply.
    LightingElectricity,
    /// Drinking water, flooding, sewers.
    WaterDrainage,
    /// Building without permission, encroachment.
    ConstructionOrder,
    /// Public order, fire safety, gambling, drugs.
    SecurityOrder,
    /// Food, clinics, hospitals, epidemics.
    HealthFood,
    /// Schools.
    Education,
    /// Land, compensation, land books.
    Land,
    /// How officials behave.
    OfficialsConduct,
    /// Procedures, papers, rules.
    ProceduresRegulations,
    /// This portal: errors, signing in, paying.
    Portal,
    /// Anything else.
    Other,
}

#[rustfmt::skip]
words! { Field:
    RoadsTraffic          "roads_traffic"          "Đường sá, giao thông"                        "Roads and traffic",
    Environment           "environment"            "Môi trường, rác thải, tiếng ồn, cây xanh"    "Environment, waste, noise, trees",
    LightingElectricity   "lighting_electricity"   "Chiếu sáng, điện"                            "Street lighting, electricity",
    WaterDrainage         "water_drainage"         "Cấp nước, thoát nước, ngập úng"              "Water, drainage, flooding",
    ConstructionOrder     "construction_order"     "Trật tự xây dựng, lấn chiếm"                 "Illegal building, encroachment",
    SecurityOrder         "security_order"         "An ninh, trật tự, phòng cháy"                "Security, public order, fire safety",
    HealthFood            "health_food"            "Y tế, an toàn thực phẩm"                     "Health, food safety",
    Education             "education"              "Giáo dục"                                    "Education",
    Land                  "land"                   "Đất đai, bồi thường"                         "Land, compensation",
    OfficialsConduct      "officials_conduct"      "Thái độ, hành vi của cán bộ"                 "Conduct of officials",
    ProceduresRegulations "procedures_regulations" "Thủ tục, quy định"                           "Procedures, regulations",
    Portal                "portal"                 "Cổng dịch vụ công"                           "This portal",
    Other                 "other"                  "Lĩnh vực khác"                               "Something else",
}

/// What the sender thinks of the answer. It changes no state: whoever is not satisfied may also reopen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Satisfaction {
    /// Satisfied.
    Like,
    /// Not satisfied.
    Dislike,
}

#[rustfmt::skip]
words! { Satisfaction:
    Like    "like"    "Hài lòng"        "Satisfied",
    Dislike "dislike" "Không hài lòng"  "Not satisfied",
}
