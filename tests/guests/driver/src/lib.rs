//! A function for the contract suite: `POST /<interface>/<operation>` with a JSON array of arguments calls the store
//! and answers `{"ok": …}` or `{"err": …}`.
//!
//! The names in the JSON are those of the contract's records as Rust writes them: `name_vi`, `Province`,
//! `{"Flawed": […]}`; bytes are lists of numbers. A call that the store never saw is answered with 404 (no such
//! operation) or 400 (other arguments), so that nobody takes it for the store's answer.

mod attempts;
mod call;
mod calls;
mod casework;
mod dossiers;
mod drafts;
mod feedback;
mod files;
mod filing;
mod forms;
mod handling;
mod intake;
mod orders;
mod outbox;
mod procedures;
mod publication;
mod refunds;
mod register;
mod settlements;
mod units;

use http::StatusCode;
use spin_sdk::http::body::IncomingBodyExt;
use spin_sdk::http::{IntoResponse, Request};

use crate::call::Refused;

/// The contract, seen from the side of a caller.
#[allow(missing_docs, clippy::all)]
mod bindings {
    wit_bindgen::generate!({
        inline: "
            package motcua:driver;
            world driver {
                import motcua:store/units@0.1.0;
                import motcua:store/procedures@0.1.0;
                import motcua:store/forms@0.1.0;
                import motcua:store/publication@0.1.0;
                import motcua:store/drafts@0.1.0;
                import motcua:store/files@0.1.0;
                import motcua:store/filing@0.1.0;
                import motcua:store/dossiers@0.1.0;
                import motcua:store/casework@0.1.0;
                import motcua:store/outbox@0.1.0;
                import motcua:store/attempts@0.1.0;
                import motcua:store/orders@0.1.0;
                import motcua:store/calls@0.1.0;
                import motcua:store/refunds@0.1.0;
                import motcua:store/settlements@0.1.0;
                import motcua:store/feedback@0.1.0;
                import motcua:store/intake@0.1.0;
                import motcua:store/handling@0.1.0;
                import motcua:store/register@0.1.0;
            }
        ",
        path: "../../../wit/store",
        generate_all,
        additional_derives: [serde::Serialize, serde::Deserialize],
    });
}

#[spin_sdk::http_service]
async fn handle(request: Request) -> impl IntoResponse {
    let path = request.uri().path().to_owned();
    let Ok(body) = request.into_body().bytes().await else {
        return (StatusCode::BAD_REQUEST, "the body did not arrive".to_owned());
    };
    match called(&path, &body).await {
        Ok(answer) => (StatusCode::OK, answer),
        Err(Refused::NoSuchOperation) => (StatusCode::NOT_FOUND, "no such operation".to_owned()),
        Err(Refused::BadArguments(why)) => (StatusCode::BAD_REQUEST, why),
    }
}

async fn called(path: &str, arguments: &[u8]) -> Result<String, Refused> {
    let (interface, operation) = path.trim_matches('/').split_once('/').ok_or(Refused::NoSuchOperation)?;
    match interface {
        "units" => units::call(operation, arguments).await,
        "procedures" => procedures::call(operation, arguments).await,
        "forms" => forms::call(operation, arguments).await,
        "publication" => publication::call(operation, arguments).await,
        "drafts" => drafts::call(operation, arguments).await,
        "files" => files::call(operation, arguments).await,
        "filing" => filing::call(operation, arguments).await,
        "dossiers" => dossiers::call(operation, arguments).await,
        "casework" => casework::call(operation, arguments).await,
        "outbox" => outbox::call(operation, arguments).await,
        "attempts" => attempts::call(operation, arguments).await,
        "orders" => orders::call(operation, arguments).await,
        "calls" => calls::call(operation, arguments).await,
        "refunds" => refunds::call(operation, arguments).await,
        "settlements" => settlements::call(operation, arguments).await,
        "feedback" => feedback::call(operation, arguments).await,
        "intake" => intake::call(operation, arguments).await,
        "handling" => handling::call(operation, arguments).await,
        "register" => register::call(operation, arguments).await,
        _ => Err(Refused::NoSuchOperation),
    }
}
