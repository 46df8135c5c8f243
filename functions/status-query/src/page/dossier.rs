//! `/ho-so/{code}`: where a dossier stands, as a page.

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::clock::civil;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_pages::{fact, gateway_name, note};
use motcua_record::facts::Facts;
use motcua_record::note::Note;
use motcua_rules::calendar::read_date;
use motcua_rules::clock::{Deadline, say_date};
use motcua_rules::dossier::{Actor, Stage};
use motcua_rules::money::Dong;

use super::look::form_of;
use super::{kept_secret, link, page};
use crate::asked::Asked;
use crate::case::{Case, Contents};
use crate::dates::{Dates, dates};
use crate::opened::{Name, by_secret};
use crate::say::{moment, what_next};
use crate::store::types::Event;
use crate::view::{actor_label, event_label};

/// All of the dossier for the browser that keeps its secret; for any other the form that asks for a second factor.
pub async fn dossier(asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let name = Name::read(name)?;
    let Some(case) = of_browser(asked, &name).await? else { return Ok(form_of(asked, &name)) };
    let contents = case.open(&asked.settings.sealing)?;
    Ok(shown(asked, &case, Some(&contents)))
}

/// The dossier of this name, if the browser keeps its secret.
pub async fn of_browser(asked: &Asked, name: &Name) -> Result<Option<Case>, Problem> {
    let Some(secret) = kept_secret(&asked.parts.headers) else { return Ok(None) };
    match by_secret(name, secret).await {
        Ok(dossier) => Case::read(dossier).await.map(Some),
        Err(problem) if problem.status() == http::StatusCode::NOT_FOUND => Ok(None),
        Err(problem) => Err(problem),
    }
}

/// The page of a dossier; with its contents for its owner.
pub fn shown(asked: &Asked, case: &Case, contents: Option<&Contents>) -> Answer {
    let (language, stage) = (asked.language, case.state().stage());
    let dates = dates(case, civil(asked.now), language);
    let body = html! {
        p.standing { span.badge { (case.state().status().label(language)) } " " span.code { (case.dossier.code) } }
        (late(&dates, language))
        section.next aria-labelledby="next" {
            h2 #next { (language.pick("Tiếp theo", "What comes next")) }
            p { (what_next(stage, language)) }
            @if let Some(contents) = contents { (owed(stage, contents, language)) }
            p.hint { (dates.say) "." }
        }
        (actions(case, contents, language))
        @if contents.is_some() { (payment(asked, case)) }
        (facts(case, contents, &dates, language))
        h2 { (language.pick("Diễn biến", "What happened")) }
        (timeline(case, contents, language))
        @if let Some(contents) = contents { (files(contents, language)) }
        @if let Some(deadline) = &dates.appointed { (days(deadline, language)) }
    };
    page(asked, &format!("/ho-so/{}", case.dossier.code), procedure_name(&case.facts, language), body)
}

/// The name of the procedure, in English where it was published in English.
pub fn procedure_name(facts: &Facts, language: Language) -> &str {
    let procedure = &facts.procedure;
    language.pick(&procedure.name_vi, procedure.name_en.as_deref().unwrap_or(&procedure.name_vi))
}

fn late(dates: &Dates, language: Language) -> Markup {
    html! {
        @if !dates.late.is_empty() {
            div.errors {
                h2 { (language.pick("Hồ sơ bị trễ hạn", "The dossier is late")) }
                ul { @for late in &dates.late { li { (late.say(language)) " (" (late.source().say(language)) ")" } } }
            }
        }
    }
}

/// What the applicant was asked for: the words of the last step, while it is the applicant's turn.
fn owed(stage: Stage, contents: &Contents, language: Language) -> Markup {
    let asked = contents.notes.last().filter(|_| stage.turn() == Some(Actor::Applicant));
    html! { @if let Some(asked) = asked { (words(asked, language)) } }
}

fn actions(case: &Case, contents: Option<&Contents>, language: Language) -> Markup {
    let receipt = format!("/ho-so/{}/bien-nhan", case.dossier.code);
    let steps = format!("/nop-ho-so/{}-{}/buoc", case.dossier.agency, case.dossier.draft);
    html! {
        @if contents.is_some() {
            p.actions {
                a href=(link(&receipt, language)) { (language.pick("Xem và in biên nhận", "See and print the receipt")) }
                @if case.state().stage() == Stage::NotAccepted || !case.state().choices(Actor::Applicant).is_empty() {
                    " " a href=(link(&steps, language)) { (language.pick("Bổ sung, rút hoặc nộp lại", "Supplement, take back or file again")) }
                }
            }
        } @else {
            (note(language.pick(
                "Lý do, giấy tờ và biên nhận chỉ hiện khi mở bằng mã bí mật của hồ sơ.",
                "Reasons, papers and the receipt are shown only to whoever has the dossier's secret.",
            )))
        }
    }
}

/// A button for each gateway while a fee can be paid. How much it is, whoever opens the order finds out anew.
fn payment(asked: &Asked, case: &Case) -> Markup {
    let language = asked.language;
    let is_payable = match case.state().stage() {
        Stage::FeeDue | Stage::PaymentRequested => true,
        Stage::Registered => case.facts.fee.as_ref().is_some_and(|fee| fee.amount > 0) && !case.is_paid(),
        _ => false,
    };
    html! {
        @if is_payable && !asked.settings.gateways.is_empty() {
            section.next aria-labelledby="pay" {
                h2 #pay { (language.pick("Nộp phí, lệ phí", "Pay the fee")) }
                @for gateway in &asked.settings.gateways {
                    form method="post" action=(link(&format!("/nop-phi/{gateway}"), language)) {
                        input type="hidden" name="dossier" value=(case.dossier.code);
                        button type="submit" { (language.pick("Nộp qua ", "Pay through ")) (gateway_name(gateway)) }
                    }
                }
            }
        }
    }
}

fn facts(case: &Case, contents: Option<&Contents>, dates: &Dates, language: Language) -> Markup {
    let (dossier, facts) = (&case.dossier, &case.facts);
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    html! {
        dl {
            (row("Mã thủ tục", "Procedure", &facts.procedure.code))
            @if contents.is_some() { (row("Mã tra cứu", "Reference", &dossier.reference)) }
            @if let Some(name) = contents.and_then(|contents| contents.filed.applicant.as_deref()) {
                (row("Người nộp", "Applicant", name))
            }
            (row("Nơi tiếp nhận", "Received by", language.pick(&facts.receiving.name_vi, &facts.receiving.name_en)))
            @if let Some(desk) = &facts.deciding {
                (row("Cơ quan giải quyết", "Decided by", language.pick(&desk.name_vi, &desk.name_en)))
            }
            (row("Nộp lúc", "Filed", &moment(dossier.filed, language)))
            @if let Some(deadline) = &dates.appointed {
                @let (vi, en) = match dates.forecast {
                    Some(_) => ("Ngày hẹn trước khi tạm dừng", "Date before the pause"),
                    None => ("Hẹn trả kết quả", "Result due"),
                };
                (row(vi, en, &due(deadline, language)))
            }
            @if let Some(new) = dates.new_date {
                (row("Đã hẹn lại", "New date set", &format!("{} → {}", say_date(new.set.date(), language), say_date(new.date, language))))
            }
            @if let Some(deadline) = &dates.forecast {
                (row("Nếu hoàn thành ngay", "If done now", &due(deadline, language)))
            }
            @if let Some(day) = dates.answer_by {
                (row("Bộ phận một cửa trả lời chậm nhất", "The desk answers by", &say_date(day, language)))
            }
            (row("Phí, lệ phí", "Fee", &fee(facts, language)))
            @if let Some(former) = &facts.former { (row("Hồ sơ trước", "Former dossier", former)) }
        }
    }
}

/// A date, with its hour where the term is in hours.
pub fn due(deadline: &Deadline, language: Language) -> String {
    let time = deadline.time.map(|time| format!("{:02}:{:02}, ", time.hour(), time.minute())).unwrap_or_default();
    format!("{time}{}", say_date(deadline.date, language))
}

/// The amount and why, or why there is none.
pub fn fee(facts: &Facts, language: Language) -> String {
    let amount = |fee: &motcua_record::facts::Fee| {
        let amount = Dong::new(fee.amount).map_or_else(String::new, |amount| amount.say(language));
        format!("{amount}. {}", language.pick(&fee.reason_vi, &fee.reason_en))
    };
    let missing = facts.fee_missing.as_ref().map(|missing| language.pick(&missing.vi, &missing.en));
    let unknown = missing.unwrap_or(language.pick("Chưa xác định", "Not known yet"));
    facts.fee.as_ref().map_or_else(|| unknown.to_owned(), amount)
}

fn timeline(case: &Case, contents: Option<&Contents>, language: Language) -> Markup {
    let notes = contents.map(|contents| contents.notes.as_slice()).unwrap_or_default();
    let step = |place: usize, event: &Event| {
        html! {
            li {
                strong { (event_label(event, language)) }
                div.about { (moment(event.at, language)) " · " (actor_label(event, language)) }
                @if let Some(day) = event.day.as_deref().and_then(read_date) {
                    div { (language.pick("Ngày mới: ", "New date: ")) (say_date(day, language)) }
                }
                @if let Some(note) = notes.get(place) { (words(note, language)) }
            }
        }
    };
    html! { ol.timeline { @for (place, event) in case.events.iter().enumerate() { (step(place, event)) } } }
}

/// What somebody wrote with a step.
fn words(note: &Note, language: Language) -> Markup {
    let amount = note.amount.and_then(Dong::new).map(|amount| amount.say(language));
    let lines = [
        (language.pick("Lý do", "Reason"), note.reason.as_deref()),
        (language.pick("Lời xin lỗi", "Apology"), note.apology.as_deref()),
        (language.pick("Số tiền", "Amount"), amount.as_deref()),
        (language.pick("Để", "For"), note.purpose.as_deref()),
        (language.pick("Biên lai", "Receipt"), note.receipt.as_deref()),
    ];
    html! {
        @for (name, text) in lines {
            @if let Some(text) = text { div.words { (name) ": " span.steps { (text) } } }
        }
        @if !note.missing.is_empty() {
            div.words { (language.pick("Giấy tờ cần bổ sung", "Papers to bring")) ":" }
            ul { @for paper in &note.missing { li { (paper) } } }
        }
        @if !note.papers.is_empty() {
            div.words { (language.pick("Đã bổ sung", "Brought")) ":" }
            ul { @for brought in &note.papers { li { (brought.paper) } } }
        }
    }
}

fn files(contents: &Contents, language: Language) -> Markup {
    html! {
        h2 { (language.pick("Tệp trong hồ sơ", "Files")) }
        ul { @for file in &contents.filed.files { li { (file.name) " · " (size(file.size, language)) } } }
    }
}

/// So many bytes as a person reads them: kibibytes, rounded up.
pub fn size(bytes: u64, language: Language) -> String {
    let kib = bytes.div_ceil(1024);
    match language {
        Language::Vi if kib >= 1024 => format!("{},{} MB", kib / 1024, kib % 1024 * 10 / 1024),
        Language::En if kib >= 1024 => format!("{}.{} MB", kib / 1024, kib % 1024 * 10 / 1024),
        _ => format!("{kib} KB"),
    }
}

fn days(deadline: &Deadline, language: Language) -> Markup {
    html! {
        details {
            summary { (language.pick("Ngày hẹn được tính như thế nào", "How the date was counted")) }
            ul { @for step in &deadline.steps { li { (step.say(language)) } } }
            p.hint { (deadline.sources().iter().map(|source| source.say(language)).collect::<Vec<_>>().join("; ")) }
        }
    }
}
