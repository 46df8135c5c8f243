//! A draft as its owner sees it.

use http::HeaderValue;
use motcua_record::file::About;
use motcua_rules::desk::Desk;
use motcua_rules::form::{Answers, Form};
use serde::Serialize;

use super::{DeskView, PlaceView, ProcedureView, instant};
use crate::basis::Basis;
use crate::papers::Paper;
use crate::store::dossiers::Dossier;
use crate::store::drafts::Draft;
use motcua_record::id::PublicId;

/// A draft that was begun, with the secret that opens it.
#[derive(Serialize)]
pub struct Begun<'a> {
    id: String,
    secret: String,
    feed: Option<String>,
    procedure: ProcedureView<'a>,
    place: PlaceView<'a>,
    desk: DeskView<'a>,
    version: u32,
    expires: String,
    form: &'a Form,
}

/// A draft as it stands.
#[derive(Serialize)]
pub struct View<'a> {
    id: String,
    procedure: ProcedureView<'a>,
    place: PlaceView<'a>,
    desk: Option<DeskView<'a>>,
    version: u32,
    /// Nothing once it is filed: then it does not end.
    expires: Option<String>,
    answers: Answers,
    files: Vec<FileView<'a>>,
    dossier: Option<DossierView<'a>>,
}

/// A file as far as it is there.
#[derive(Serialize)]
pub struct FileView<'a> {
    id: &'a str,
    slot: &'a str,
    name: &'a str,
    length: u64,
    offset: u64,
    finished: bool,
    media_type: Option<&'a str>,
    size: Option<u64>,
    sha256: Option<&'a str>,
}

#[derive(Serialize)]
struct DossierView<'a> {
    code: &'a str,
    reference: &'a str,
}

/// The version of a draft as a strong tag.
pub fn tag(version: u32) -> HeaderValue {
    HeaderValue::try_from(format!("\"{version}\"")).unwrap_or(HeaderValue::from_static("\"\""))
}

/// Shows a draft to whoever began it.
pub fn begun<'a>(
    id: &PublicId,
    draft: &Draft,
    basis: &'a Basis,
    desk: &'a Desk,
    secret: String,
    feed: Option<String>,
) -> Begun<'a> {
    Begun {
        id: id.to_string(),
        secret,
        feed,
        procedure: ProcedureView::of(&basis.procedure),
        place: PlaceView::of(basis.unit()),
        desk: DeskView::of(desk),
        version: draft.version,
        expires: instant(draft.expires),
        form: &basis.version.form,
    }
}

/// Shows a draft with its answers and files.
pub fn draft<'a>(
    draft: &Draft,
    basis: &'a Basis,
    desk: Option<&'a Desk>,
    answers: Answers,
    papers: &'a [Paper],
    dossier: Option<&'a Dossier>,
) -> View<'a> {
    View {
        id: PublicId { agency: draft.agency.clone(), id: draft.id.clone() }.to_string(),
        procedure: ProcedureView::of(&basis.procedure),
        place: PlaceView::of(basis.unit()),
        desk: desk.map(DeskView::of),
        version: draft.version,
        expires: dossier.is_none().then(|| instant(draft.expires)),
        answers,
        files: papers.iter().map(file).collect(),
        dossier: dossier.map(|dossier| DossierView { code: &dossier.code, reference: &dossier.reference }),
    }
}

fn file(paper: &Paper) -> FileView<'_> {
    let known = paper.known();
    let name = match &paper.about {
        About::Named(named) => &named.name,
        About::Known(known) => &known.name,
    };
    FileView {
        id: &paper.file.id,
        slot: &paper.file.slot,
        name,
        length: paper.file.length,
        offset: paper.file.offset,
        finished: paper.file.finished,
        media_type: known.map(|known| known.media_type.as_str()),
        size: known.map(|known| known.size),
        sha256: known.map(|known| known.sha256.as_str()),
    }
}
