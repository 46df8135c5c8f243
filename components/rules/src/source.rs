//! The legal acts that the rules obey. A decision carries the act that justifies it, so that a citizen can read on.

use core::fmt;

use jiff::civil::{Date, date};

use crate::language::Language;

/// A legal act, or one article of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Source {
    /// Kind and number as cited in Vietnamese law: `Nghị định 61/2018/NĐ-CP`.
    pub act: &'static str,
    /// The same in English: `Decree 61/2018/NĐ-CP`.
    pub act_en: &'static str,
    /// The article meant, where one is.
    pub article: Option<u16>,
    /// When the act was signed.
    pub signed: Date,
}

impl Source {
    /// This article of the act.
    pub const fn article(self, article: u16) -> Source {
        Source { article: Some(article), ..self }
    }

    /// The citation as a person reads it.
    pub fn say(&self, language: Language) -> String {
        let act = language.pick(self.act, self.act_en);
        match self.article {
            Some(article) => format!("{act}, {} {article}", language.pick("Điều", "Art.")),
            None => act.into(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.say(Language::Vi))
    }
}

macro_rules! sources {
    ($($(#[$doc:meta])* $name:ident = $vi:literal, $en:literal, $signed:expr;)*) => {
        $($(#[$doc])* pub const $name: Source =
            Source { act: $vi, act_en: $en, article: None, signed: $signed };)*

        /// Every act above with the name that the code cites it by; a test looks for each name in the rules.
        pub const ALL: &[(&str, Source)] = &[$((stringify!($name), $name)),*];
    };
}

sources! {
    /// One-stop handling of procedures: the working day that begins when a dossier comes late, the return of results.
    DECREE_61 = "Nghị định 61/2018/NĐ-CP", "Decree 61/2018/NĐ-CP", date(2018, 4, 23);
    /// One-stop handling since 1 July 2025: any desk receives, whatever the applicant's address.
    DECREE_118 = "Nghị định 118/2025/NĐ-CP", "Decree 118/2025/NĐ-CP", date(2025, 6, 9);
    /// The public holidays and the day off in lieu of one that falls on a weekend.
    LABOUR_CODE = "Bộ luật Lao động 45/2019/QH14", "Labour Code 45/2019/QH14", date(2019, 11, 20);
    /// How a period is counted: when it begins, and what happens when it ends on a day off.
    CIVIL_CODE = "Bộ luật Dân sự 91/2015/QH13", "Civil Code 91/2015/QH13", date(2015, 11, 24);
    /// The end of the district level and the two levels of local government since 1 July 2025.
    RESOLUTION_203 = "Nghị quyết 203/2025/QH15", "Resolution 203/2025/QH15", date(2025, 6, 16);
    /// The merger of 63 provinces into 34.
    RESOLUTION_202 = "Nghị quyết 202/2025/QH15", "Resolution 202/2025/QH15", date(2025, 6, 12);
    /// The 34 resolutions of the Standing Committee, one a province, that made 3,321 communes out of 10,035.
    RESOLUTIONS_1654 = "Các nghị quyết 1654 đến 1687/NQ-UBTVQH15", "Resolutions 1654 to 1687/NQ-UBTVQH15", date(2025, 6, 16);
    /// How Decree 61 is carried out: the codes of dossiers, the printed forms 01 to 04 (day of signature (r)).
    CIRCULAR_01 = "Thông tư 01/2018/TT-VPCP", "Circular 01/2018/TT-VPCP", date(2018, 11, 23);
    /// How the service of authorities is measured: what counts as on time (day of signature (r)).
    DECISION_766 = "Quyết định 766/QĐ-TTg", "Decision 766/QĐ-TTg", date(2022, 6, 23);
    /// The identification codes of agencies.
    DECISION_20 = "Quyết định 20/2020/QĐ-TTg", "Decision 20/2020/QĐ-TTg", date(2020, 7, 22);
    /// What the law leaves to decide on decentralisation: who of several levels acts.
    LOCAL_GOVERNMENT = "Luật Tổ chức chính quyền địa phương 72/2025/QH15", "Law on Local Government 72/2025/QH15", date(2025, 6, 16);
    /// Fees and charges, and which of them the provincial people's councils set.
    FEES = "Luật Phí và lệ phí 97/2015/QH13", "Law on Fees and Charges 97/2015/QH13", date(2015, 11, 25);
    /// The identification of citizens: the personal number of twelve digits (number and day of signature (r)).
    IDENTIFICATION_LAW = "Luật Căn cước 26/2023/QH15", "Law on Identification 26/2023/QH15", date(2023, 11, 27);
    /// Registration for tax: a citizen's personal number is his tax code since 1 July 2025 (number and day (r)).
    CIRCULAR_86 = "Thông tư 86/2024/TT-BTC", "Circular 86/2024/TT-BTC", date(2024, 12, 23);
    /// Feedback and recommendations on administrative regulations: who takes them, who answers, that the answer is published;
    /// complaints and denunciations are not among them (Art. 1).
    DECREE_20 = "Nghị định 20/2008/NĐ-CP", "Decree 20/2008/NĐ-CP", date(2008, 2, 14);
    /// Amends Decree 20: the offices of Government, ministries and provinces that control procedures take the feedback.
    DECREE_92 = "Nghị định 92/2017/NĐ-CP", "Decree 92/2017/NĐ-CP", date(2017, 8, 7);
    /// How the National Public Service Portal is run: taking, sorting and passing on feedback in its information system
    /// (Art. 43; day of signature (r)).
    DECISION_31 = "Quyết định 31/2021/QĐ-TTg", "Decision 31/2021/QĐ-TTg", date(2021, 10, 11);
}

/// What justifies an answer: a law that binds everybody, or what an authority published about one thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Citation {
    /// A legal act that the rules obey.
    Law(Source),
    /// The number of a decision or circular, as the data has it: `1523/QĐ-BCA-C06`.
    Published(String),
}

impl Citation {
    /// The citation as a person reads it.
    pub fn say(&self, language: Language) -> String {
        match self {
            Citation::Law(source) => source.say(language),
            Citation::Published(number) => format!("{} {number}", language.pick("Văn bản", "Document")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_cited_by_a_rule() {
        let rules = [
            include_str!("agency.rs"),
            include_str!("calendar.rs"),
            include_str!("clock.rs"),
            include_str!("dossier/clock.rs"),
            include_str!("dossier/table.rs"),
            include_str!("feedback/clock.rs"),
            include_str!("feedback/route.rs"),
            include_str!("feedback/table.rs"),
            include_str!("clock/pause.rs"),
            include_str!("code.rs"),
            include_str!("person/number.rs"),
            include_str!("person/tax.rs"),
            include_str!("quote.rs"),
            include_str!("quote/body.rs"),
            include_str!("quote/fee.rs"),
            include_str!("resolve/say.rs"),
            include_str!("term.rs"),
            include_str!("unit.rs"),
        ];
        for (name, source) in ALL {
            let cited = rules.iter().any(|rule| {
                rule.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == *name)
            });
            assert!(cited, "{source} ({name}) is not cited");
        }
    }

    #[test]
    fn an_article_is_named_in_both_languages() {
        assert_eq!(DECREE_61.article(18).say(Language::Vi), "Nghị định 61/2018/NĐ-CP, Điều 18");
        assert_eq!(DECREE_61.article(18).say(Language::En), "Decree 61/2018/NĐ-CP, Art. 18");
        assert_eq!(DECREE_118.to_string(), "Nghị định 118/2025/NĐ-CP");
    }
}
