//! `/nop-phi/<gateway>/…`: the same operations as pages, for people. Nothing needs scripts.
//!
//! `POST /nop-phi/<gateway>` opens an order for the dossier whose secret the browser keeps, and leads to the gateway or to the QR
//! code; `/nop-phi/<gateway>/{order}` is where the gateway leads back to. That page only shows: nothing is paid because it was
//! opened.

mod receipt;
mod standing;

use http::{Method, StatusCode};
use maud::Markup;
use motcua_edge::answer::Answer;
use motcua_edge::body;
use motcua_edge::document::{self, see_other};
use motcua_edge::language::of_page;
use motcua_edge::path::Path;
use motcua_edge::problem::Problem;
use motcua_pages::{Page, layout, link, refusal};
use motcua_reference::problem::of_fault;

use crate::Body;
use crate::asked::Asked;
use crate::begin;
use crate::booked::{Next, facts, step};
use crate::dossier::Case;
use crate::order::of_gateway;
use crate::store::{orders, types};

const BODY_BYTES_MAX: usize = 4 * 1024;
/// What gateways add to the address that they lead back to is not read, and so not limited to names that we know.
const LANGUAGE: &str = "lang";

/// Answers for the pages, refusals too.
pub async fn route(asked: Asked, path: &str, body: Body) -> Answer {
    let lang = asked.parts.uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("lang="));
    let asked = Asked { language: of_page(&asked.parts.headers, lang), ..asked };
    page(&asked, path, body).await.unwrap_or_else(|problem| refused(&asked, &problem))
}

async fn page(asked: &Asked, path: &str, body: Body) -> Result<Answer, Problem> {
    let path = Path::after(&format!("/nop-phi/{}", asked.settings.gateway), path)?;
    match (path.parts().as_slice(), &asked.parts.method) {
        ([], &Method::POST) => start(asked, body).await,
        ([], _) => Err(motcua_edge::refusal::method_not_allowed("POST")),
        ([id], &Method::GET | &Method::HEAD) => standing::show(asked, &of_gateway(asked, id).await?).await,
        // Some gateways lead back with a form.
        ([id], &Method::POST) => standing::show(asked, &of_gateway(asked, id).await?).await,
        ([id, "bien-lai"], &Method::GET | &Method::HEAD) => receipt::show(asked, &of_gateway(asked, id).await?).await,
        ([_], _) => Err(motcua_edge::refusal::method_not_allowed("GET, HEAD, POST")),
        _ => Err(motcua_edge::refusal::not_found()),
    }
}

/// Opens an order, or finds the one that is open, and leads to where it is paid.
///
/// The key is made of what is owed and of how many orders there were: pressed twice, one order is opened.
async fn start(asked: &Asked, body: Body) -> Result<Answer, Problem> {
    let pairs = body::pairs(&asked.body(body, BODY_BYTES_MAX, body::FORM).await?)?;
    let code = pairs.iter().find(|(name, _)| name == "dossier").map_or("", |(_, value)| value.as_str());
    let case = Case::opened(asked, code).await?;
    let (agency, code) = (case.dossier.agency.clone(), case.dossier.code.clone());
    let before = orders::of_dossier(agency, code.clone()).await.map_err(of_fault)?;
    let here = |order: &&orders::Order| order.gateway == asked.settings.gateway;
    let order = match before.iter().find(|order| begin::may_be_paid(asked, order)) {
        Some(open) => begin::sent(asked, open.clone()).await?,
        None => {
            let key = format!("page-{code}-{}", before.iter().filter(here).count());
            begin::opened(asked, &case, types::Request { key, hash: "page".to_owned() }).await?
        }
    };
    match step(&asked.settings, &order, &facts(&order)?)? {
        Some(Next::Redirect { url }) => see_other(&url),
        _ => see_other(&link(&address(asked, &order), asked.language)),
    }
}

/// The page of an order.
fn address(asked: &Asked, order: &orders::Order) -> String {
    format!("/nop-phi/{}/{}-{}", asked.settings.gateway, order.agency, order.id)
}

/// A whole page, kept by nobody.
fn shown(asked: &Asked, status: StatusCode, title: &str, body: Markup) -> Answer {
    document::private(&asked.parts.headers, asked.language, status, page_of(asked, title, body))
}

fn page_of(asked: &Asked, title: &str, body: Markup) -> String {
    let other = format!("{}?{LANGUAGE}={}", asked.parts.uri.path(), asked.language.pick("en", "vi"));
    layout(&Page { language: asked.language, title, other: &other, body })
}

/// A refusal as a page: what happened and what to do.
fn refused(asked: &Asked, problem: &Problem) -> Answer {
    let [title, detail, action] = problem.texts(asked.language);
    let on = (link("/ho-so", asked.language), asked.language.pick("Tra cứu hồ sơ", "Follow a dossier"));
    let page = page_of(asked, title, refusal(detail, action, (&on.0, on.1)));
    document::refused(problem, asked.language, page)
}
