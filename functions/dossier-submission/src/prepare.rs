//! From a draft to a filing: answers checked, files read back, the desk found, the first step taken by the rules.

use std::collections::BTreeSet;

use motcua_edge::problem::Problem;
use motcua_record::digest;
use motcua_record::draft::Prepared;
use motcua_record::filed::{Filed, FiledFile, FormVersion};
use motcua_record::random;
use motcua_record::seal::{Bound, Purpose};
use motcua_rules::code::{self, Code, Reference};
use motcua_rules::dossier::{Act, Actor, Former, NotAllowed, Papers, State, Step, Text, Verb, apply};
use motcua_rules::form::{Checked, Role};
use motcua_rules::procedure::Channel;

use crate::asked::Asked;
use crate::basis::{Basis, Receiver, receiver};
use crate::examine::{Examined, examine};
use crate::papers::Paper;
use crate::problem::{damaged, no_agency, not_allowed_now};
use crate::store::drafts::Draft;
use crate::store::filing::Filing;
use crate::store::types;
use crate::store::types::NewEvent;
use crate::{contact, facts, opened, papers};

/// The number of the event that filing is.
const FIRST: u32 = 1;

/// All that a dossier begins with, or what is still wrong with the draft.
pub async fn filing(asked: &Asked, draft: &Draft, request: types::Request) -> Result<Filing, Problem> {
    let Prepared { answers, former, feed } = opened::prepared(asked, draft)?;
    let basis = Basis::of(&draft.procedure, &draft.place, asked.today()).await?;
    let uploaded = papers::of(asked, &draft.agency, &draft.id).await?;
    let mut found = examine(asked, &basis, answers, &uploaded).await?;
    let checked = match found.checked.take() {
        Some(checked) if found.is_ready() => checked,
        _ => return Err(found.problem()),
    };
    let files = intact(asked, draft, &checked, &uploaded, &mut found).await?;
    let receiver = receiver(&found.jurisdiction)?;
    if receiver.agency.id.top() != draft.agency {
        return Err(no_agency(&receiver.desk.name_vi, &receiver.desk.name_en));
    }
    let step = first_step(asked, draft, &basis, &files, former.as_deref()).await?;
    let filed = filed(&basis, &checked, files, feed)?;
    let facts = facts::facts(&basis, &found.jurisdiction, &receiver.desk, filed.files.len(), former);
    written(asked, draft, &basis, (&receiver, &step), (filed, facts), request)
}

/// The files of the slots that are asked for, each read back from the store as it was when it was looked at.
async fn intact(
    asked: &Asked,
    draft: &Draft,
    checked: &Checked<'_>,
    uploaded: &[Paper],
    found: &mut Examined<'_>,
) -> Result<Vec<FiledFile>, Problem> {
    let slots = checked.slots();
    let is_asked = |file: &FiledFile| slots.iter().any(|slot| slot.name == file.slot);
    let files: Vec<FiledFile> = uploaded.iter().filter_map(Paper::filed).filter(is_asked).collect();
    for file in &files {
        if !papers::is_intact(asked, &draft.agency, &draft.id, file).await? {
            found.slots.push(papers::broken(&file.slot));
        }
    }
    if found.is_ready() { Ok(files) } else { Err(found.problem()) }
}

/// The step that filing is: for the first time, or again after a refusal.
async fn first_step(
    asked: &Asked,
    draft: &Draft,
    basis: &Basis,
    files: &[FiledFile],
    former: Option<&str>,
) -> Result<Step, Problem> {
    // The form is called as its procedure, the papers as their slots.
    let mut names = vec![basis.procedure.code.as_str()];
    names.extend(files.iter().map(|file| file.slot.as_str()).collect::<BTreeSet<_>>());
    let papers = Papers::new(names.into_iter().filter_map(Text::new));
    let papers = papers.ok_or_else(|| damaged("a procedure without a code"))?;
    let act = match former {
        Some(former) => Act::Resubmit { papers, former: refused(draft, former).await? },
        None => Act::Register { papers },
    };
    apply(None, Actor::Applicant, act, asked.civil()).map_err(|why| not_allowed_now(&why))
}

/// The dossier that was refused and is filed again.
async fn refused(draft: &Draft, code: &str) -> Result<Former, Problem> {
    let dossier = opened::dossier_of(&draft.agency, code).await?;
    let broken = || damaged(&format!("the dossier {code}"));
    let state = State::parse(&dossier.state).ok_or_else(broken)?;
    let code = Code::parse(code).map_err(|_| broken())?;
    let why = NotAllowed { state: Some(state), act: Verb::Resubmit, actor: Actor::Applicant };
    Former::new(code, state).ok_or_else(|| not_allowed_now(&why))
}

fn filed(basis: &Basis, checked: &Checked<'_>, files: Vec<FiledFile>, feed: Option<String>) -> Result<Filed, Problem> {
    let answers = checked.answers().clone();
    let form_sha256 = digest::of_json(&answers).map_err(|error| damaged(&format!("answers are no JSON: {error}")))?;
    Ok(Filed {
        form: FormVersion { procedure: basis.procedure.code.clone(), start: basis.version.start.clone() },
        form_sha256,
        files,
        applicant: checked.role(Role::ApplicantName).map(str::to_owned),
        channel: Channel::Online.as_str().to_owned(),
        feed,
        answers,
    })
}

fn written(
    asked: &Asked,
    draft: &Draft,
    basis: &Basis,
    (receiver, step): (&Receiver, &Step),
    (filed, facts): (Filed, motcua_record::facts::Facts),
    request: types::Request,
) -> Result<Filing, Problem> {
    let (settings, form) = (&asked.settings, &*basis.version.form);
    let (agency, id) = (draft.agency.as_str(), draft.id.as_str());
    let prefix = code::beginning(&receiver.agency.id, asked.today());
    let bound = Bound { purpose: Purpose::Filed, agency, draft: id, place: "" };
    let message = contact::message(asked, (agency, id, FIRST), "dossier-filed", (form, &filed.answers));
    Ok(Filing {
        agency: agency.to_owned(),
        draft: id.to_owned(),
        draft_version: draft.version,
        prefix: prefix.map_err(|_| damaged("the clock stands outside of this century"))?,
        reference: Reference::of_random(u64::from_le_bytes(random::bytes())).to_string(),
        filed: asked.now,
        procedure: draft.procedure.clone(),
        place: draft.place.clone(),
        state: step.to.to_string(),
        status: step.to.status().number(),
        appointed: facts.appointed.as_ref().map(|appointed| appointed.date.clone()),
        facts: facts.to_json(),
        factors: contact::factors(&settings.lookup, (agency, id), form, &filed.answers),
        owners: contact::owners(&settings.lookup, filed.feed.clone(), form, &filed.answers),
        files: filed.files.iter().map(|file| file.id.clone()).collect(),
        sealed: settings.sealing.seal_json(&bound, &filed),
        event: NewEvent {
            at: asked.now,
            event: step.by.event.as_str().to_owned(),
            actor: step.actor.as_str().to_owned(),
            day: None,
            sealed: Vec::new(),
        },
        messages: message,
        request,
    })
}
