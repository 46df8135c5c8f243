//! `/ho-so/{code}/bien-nhan`: the receipt to be printed, as form 01 has it (Circular 01/2018/TT-VPCP).

use maud::{Markup, html};
use motcua_edge::answer::Answer;
use motcua_edge::clock::civil;
use motcua_edge::language::Language;
use motcua_edge::problem::Problem;
use motcua_pages::{fact, qr};
use motcua_record::receipt::Signed;
use motcua_rules::procedure::Channel;

use super::dossier::{due, fee, of_browser, procedure_name, size};
use super::look::form_of;
use super::{link, page};
use crate::asked::Asked;
use crate::case::{Case, Contents};
use crate::dates::dates;
use crate::opened::Name;
use crate::say::moment;

/// The receipt for the browser that keeps the dossier's secret; for any other the form that asks for it.
pub async fn receipt(asked: &Asked, name: &str) -> Result<Answer, Problem> {
    asked.query(&[])?;
    let name = Name::read(name)?;
    let Some(case) = of_browser(asked, &name).await? else { return Ok(form_of(asked, &name)) };
    let contents = case.open(&asked.settings.sealing)?;
    let signed = asked.settings.signing.sign(&crate::receipt::receipt(&asked.settings, &case, &contents));
    let path = format!("/ho-so/{}/bien-nhan", case.dossier.code);
    Ok(page(asked, &path, title(&case, asked.language), printed(asked, &case, &contents, &signed)))
}

/// Before the desk accepts a dossier there is a receipt and no appointment.
const fn title(case: &Case, language: Language) -> &'static str {
    if case.life.accepted.is_some() {
        language.pick("Giấy tiếp nhận hồ sơ và hẹn trả kết quả", "Receipt and appointment")
    } else {
        language.pick("Biên nhận hồ sơ", "Receipt")
    }
}

fn printed(asked: &Asked, case: &Case, contents: &Contents, signed: &Signed) -> Markup {
    let language = asked.language;
    let address = format!("{}/ho-so/{}", asked.settings.portal_url, case.dossier.code);
    html! {
        (head(case, language))
        div.receipt {
            div.marks {
                dl {
                    (fact(language.pick("Mã hồ sơ", "Code"), html! { strong { (case.dossier.code) } }))
                    (fact(language.pick("Mã tra cứu", "Reference"), html! { strong { (case.dossier.reference) } }))
                    (fact(language.pick("Trạng thái", "Status"), html! { (case.state().status().label(language)) }))
                }
                (qr(&address, language.pick("Mã QR dẫn đến trang theo dõi hồ sơ", "QR code of the dossier's page")))
            }
            (what(asked, case, contents))
            (papers(contents, language))
            (signature(asked, signed))
        }
        p.screen { a href=(link(&format!("/ho-so/{}", case.dossier.code), language)) { (language.pick("Về trang hồ sơ", "Back to the dossier")) } }
    }
}

/// The heads that every official paper has: the authority's on the left, the state's on the right.
fn head(case: &Case, language: Language) -> Markup {
    let desk = &case.facts.receiving;
    html! {
        div.heads {
            p { strong { (language.pick(&desk.name_vi, &desk.name_en)) } }
            p lang="vi" { strong { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" } br; "Độc lập – Tự do – Hạnh phúc" }
        }
    }
}

fn what(asked: &Asked, case: &Case, contents: &Contents) -> Markup {
    let (language, facts) = (asked.language, &case.facts);
    let row = |vi, en, value: &str| fact(language.pick(vi, en), html! { (value) });
    let dates = dates(case, civil(asked.now), language);
    let term = facts.term().map_or_else(|none| none.say(language), |term| term.say(language));
    let channel = Channel::parse(&facts.channel).map_or("", |channel| channel.label(language));
    html! {
        dl {
            @if let Some(name) = &contents.filed.applicant { (row("Tiếp nhận hồ sơ của", "From", name)) }
            (row("Nội dung yêu cầu giải quyết", "Matter", &format!("{} ({})", procedure_name(facts, language), facts.procedure.code)))
            (row("Cách nộp", "Filed by way of", channel))
            (row("Thời gian nhận hồ sơ", "Received", &moment(case.dossier.filed, language)))
            (row("Thời gian giải quyết theo quy định", "Time limit", &term))
            (row("Thời gian trả kết quả", "Result due", &match &dates.appointed {
                Some(deadline) => due(deadline, language),
                None => dates.say.clone(),
            }))
            @if let Some(desk) = &facts.deciding {
                (row("Cơ quan giải quyết", "Decided by", language.pick(&desk.name_vi, &desk.name_en)))
            }
            (row("Phí, lệ phí", "Fee", &fee(facts, language)))
        }
        @if case.life.accepted.is_none() && case.life.ended.is_none() {
            p.note { (language.pick(
                "Bộ phận một cửa chưa tiếp nhận: ngày trả kết quả có hiệu lực khi hồ sơ được tiếp nhận.",
                "Not accepted by the desk yet: the date holds once the dossier is accepted.",
            )) }
        }
    }
}

fn papers(contents: &Contents, language: Language) -> Markup {
    html! {
        h2 { (language.pick("Thành phần hồ sơ đã nộp", "What was filed")) }
        table.files {
            thead { tr {
                th scope="col" { "#" }
                th scope="col" { (language.pick("Tệp", "File")) }
                th scope="col" { (language.pick("Cỡ", "Size")) }
                th scope="col" { "SHA-256" }
            } }
            tbody {
                tr { td { "1" } td { (language.pick("Tờ khai điện tử", "Electronic form")) } td { "–" } td.hash { (contents.filed.form_sha256) } }
                @for (number, file) in (2_usize..).zip(&contents.filed.files) {
                    tr { td { (number) } td { (file.name) } td { (size(file.size, language)) } td.hash { (file.sha256) } }
                }
            }
        }
    }
}

fn signature(asked: &Asked, signed: &Signed) -> Markup {
    let (language, portal) = (asked.language, &asked.settings.portal_url);
    html! {
        h2 { (language.pick("Chữ ký số của cổng", "The portal's signature")) }
        p.hash { (signed.jws) }
        p.hint {
            (language.pick(
                "JWS tách rời, EdDSA (Ed25519). Khoá công khai: ",
                "Detached JWS, EdDSA (Ed25519). Public keys: ",
            ))
            (portal) "/.well-known/receipt-keys.json"
        }
    }
}
