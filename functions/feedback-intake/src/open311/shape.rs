//! What GeoReport v2 answers: its documents, with the names and the order of <https://wiki.open311.org/GeoReport_v2>.
//!
//! Every optional element is there, empty where nothing is known: the specification's own examples have it so, and then a
//! client need not ask which of them a server knows.

use jiff::Timestamp;

use super::format::Format;
use super::tree::Tree;

/// An answer with a body.
pub enum Document {
    /// `discovery`.
    Discovery(Discovery),
    /// `services`.
    Services(Vec<Service>),
    /// `services/{code}`.
    Definition(Definition),
    /// `POST requests`.
    Created(Created),
    /// `tokens/{token}`.
    Resolved(Resolved),
    /// `requests`, and `requests/{id}` with the one.
    Requests(Vec<Request>),
    /// Every refusal.
    Errors(Vec<Error>),
}

impl Document {
    /// The body.
    pub fn written(&self, format: Format) -> String {
        match self {
            Document::Discovery(discovery) => discovery.tree().written("discovery", format),
            Document::Services(services) => list("service", services, Service::tree).written("services", format),
            Document::Definition(definition) => definition.tree().written("service_definition", format),
            Document::Created(created) => one_request(created.tree()).written("service_requests", format),
            Document::Resolved(resolved) => one_request(resolved.tree()).written("service_requests", format),
            Document::Requests(requests) => {
                list("request", requests, Request::tree).written("service_requests", format)
            }
            Document::Errors(errors) => list("error", errors, Error::tree).written("errors", format),
        }
    }
}

/// Where the service is and what it can (<https://wiki.open311.org/Service_Discovery>).
pub struct Discovery {
    /// When this or a definition last changed. Clients keep what they have while it stays the same.
    pub changeset: Timestamp,
    /// How to reach the people behind it.
    pub contact: String,
    /// How to get a key.
    pub key_service: String,
    /// The address of the service, `https://…/open311/v2`.
    pub url: String,
    /// Whether what is filed here is acted upon.
    pub is_production: bool,
}

/// A kind of report that can be filed.
pub struct Service {
    /// What names it in requests.
    pub service_code: String,
    /// What people call it.
    pub service_name: String,
    /// What it is for.
    pub description: String,
    /// Whether it has a definition with attributes.
    pub metadata: bool,
    /// How the number of a report is learned.
    pub kind: Kind,
    /// Other words for it. For FixMyStreet `private`, `inactive`, `staff` and `waste_only` are commands, not words.
    pub keywords: Vec<String>,
    /// What it belongs to.
    pub group: String,
}

/// How the number of a report is learned.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "the specification's words, whichever of them this server needs")]
pub enum Kind {
    /// At once.
    Realtime,
    /// Later, for a token.
    Batch,
    /// Never.
    Blackbox,
}

/// What is asked for beside the description when a service is asked for.
pub struct Definition {
    /// Of which service.
    pub service_code: String,
    /// In the order in which they are asked.
    pub attributes: Vec<Attribute>,
}

/// One question of a definition.
pub struct Attribute {
    /// Whether an answer is expected; else it only tells something.
    pub variable: bool,
    /// What names it in a form, as `attribute[code]`.
    pub code: String,
    /// What kind of answer.
    pub datatype: Datatype,
    /// Whether a report without an answer is refused.
    pub required: bool,
    /// How to give the answer.
    pub datatype_description: String,
    /// Its place among the questions, from 1.
    pub order: u16,
    /// The question.
    pub description: String,
    /// The answers to choose from, for the two lists.
    pub values: Vec<Choice>,
}

/// A kind of answer.
#[derive(Clone, Copy)]
#[allow(dead_code, reason = "the specification's words, whichever of them this server needs")]
pub enum Datatype {
    /// A line.
    String,
    /// A number.
    Number,
    /// A date, with or without a time of day.
    Datetime,
    /// Lines.
    Text,
    /// One of the values.
    Singlevaluelist,
    /// Some of the values.
    Multivaluelist,
}

/// An answer to choose.
pub struct Choice {
    /// What is sent.
    pub key: String,
    /// What is shown.
    pub name: String,
}

/// That a report was filed.
pub struct Created {
    /// What to ask for it with.
    pub given: Given,
    /// What happens now.
    pub service_notice: Option<String>,
    /// Whose it is.
    pub account_id: Option<String>,
}

/// What somebody who files gets: "should not be returned if token is returned", and the other way round.
#[allow(dead_code, reason = "the specification's ways, whichever of them this server goes")]
pub enum Given {
    /// The number of the report.
    RequestId(String),
    /// What the number can be asked with.
    Token(String),
}

/// The number of the report that a token stands for.
pub struct Resolved {
    /// The number.
    pub service_request_id: String,
    /// The token.
    pub token: String,
}

/// A report as everybody may see it.
pub struct Request {
    /// Its number.
    pub service_request_id: String,
    /// Whether it is done.
    pub status: Status,
    /// Why it has this status.
    pub status_notes: Option<String>,
    /// The name of what was asked for.
    pub service_name: String,
    /// The code of what was asked for.
    pub service_code: String,
    /// The report.
    pub description: Option<String>,
    /// Who has it.
    pub agency_responsible: Option<String>,
    /// What is expected to be done.
    pub service_notice: Option<String>,
    /// When it was filed.
    pub requested_datetime: Timestamp,
    /// When it last changed; when it was closed. FixMyStreet reads no request without it.
    pub updated_datetime: Timestamp,
    /// When it will be done.
    pub expected_datetime: Option<Timestamp>,
    /// Where, in words.
    pub address: Option<String>,
    /// Where, in a register of addresses.
    pub address_id: Option<String>,
    /// Where, for the post.
    pub zipcode: Option<String>,
    /// Degrees of latitude, digit for digit as they were sent.
    pub lat: Option<String>,
    /// Degrees of longitude, digit for digit as they were sent.
    pub long: Option<String>,
    /// A picture.
    pub media_url: Option<String>,
}

/// Whether a report is done. The specification knows no more; `status_notes` can say it better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It has been reported.
    Open,
    /// It has been resolved.
    Closed,
}

impl Status {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Open => "open",
            Status::Closed => "closed",
        }
    }

    /// What a filter asks for, in any case of letters: FixMyStreet writes its own statuses in capitals.
    pub fn of(word: &str) -> Option<Status> {
        [Status::Open, Status::Closed].into_iter().find(|status| status.word().eq_ignore_ascii_case(word))
    }
}

/// What is wrong, for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// "In most cases, this should match the HTTP status code": 404 what is not there, 403 a key, 400 all else.
    pub code: u16,
    /// In Vietnamese, then in English.
    pub description: String,
}

impl Error {
    /// An error in both languages, for the format has no place for two.
    pub fn new(code: u16, vi: &str, en: &str) -> Error {
        Error { code, description: format!("{vi} / {en}") }
    }

    fn tree(&self) -> Tree {
        Tree::Fields(vec![("code", Tree::whole(self.code)), ("description", words(&self.description))])
    }
}

impl Discovery {
    fn tree(&self) -> Tree {
        let formats = [Format::Xml, Format::Json].map(|format| words(format.media_type()));
        let endpoint = Tree::Fields(vec![
            // The name of the specification, not a link: clients look for it letter by letter.
            ("specification", words("http://wiki.open311.org/GeoReport_v2")),
            ("url", words(&self.url)),
            ("changeset", moment(self.changeset)),
            ("type", words(if self.is_production { "production" } else { "test" })),
            ("formats", Tree::List("format", formats.into())),
        ]);
        Tree::Fields(vec![
            ("changeset", moment(self.changeset)),
            ("contact", words(&self.contact)),
            ("key_service", words(&self.key_service)),
            ("endpoints", Tree::List("endpoint", vec![endpoint])),
        ])
    }
}

impl Service {
    fn tree(&self) -> Tree {
        let kind = match self.kind {
            Kind::Realtime => "realtime",
            Kind::Batch => "batch",
            Kind::Blackbox => "blackbox",
        };
        Tree::Fields(vec![
            ("service_code", words(&self.service_code)),
            ("service_name", words(&self.service_name)),
            ("description", words(&self.description)),
            ("metadata", Tree::Truth(self.metadata)),
            ("type", words(kind)),
            ("keywords", words(&self.keywords.join(", "))),
            ("group", words(&self.group)),
        ])
    }
}

impl Definition {
    fn tree(&self) -> Tree {
        let attributes = list("attribute", &self.attributes, Attribute::tree);
        Tree::Fields(vec![("service_code", words(&self.service_code)), ("attributes", attributes)])
    }
}

impl Attribute {
    fn tree(&self) -> Tree {
        let datatype = match self.datatype {
            Datatype::String => "string",
            Datatype::Number => "number",
            Datatype::Datetime => "datetime",
            Datatype::Text => "text",
            Datatype::Singlevaluelist => "singlevaluelist",
            Datatype::Multivaluelist => "multivaluelist",
        };
        let mut fields = vec![
            ("variable", Tree::Truth(self.variable)),
            ("code", words(&self.code)),
            ("datatype", words(datatype)),
            ("required", Tree::Truth(self.required)),
            ("datatype_description", words(&self.datatype_description)),
            ("order", Tree::whole(self.order)),
            ("description", words(&self.description)),
        ];
        // FixMyStreet makes a list of whatever has values, even of none.
        if !self.values.is_empty() {
            fields.push(("values", list("value", &self.values, Choice::tree)));
        }
        Tree::Fields(fields)
    }
}

impl Choice {
    fn tree(&self) -> Tree {
        Tree::Fields(vec![("key", words(&self.key)), ("name", words(&self.name))])
    }
}

impl Created {
    fn tree(&self) -> Tree {
        let given = match &self.given {
            Given::RequestId(id) => ("service_request_id", words(id)),
            Given::Token(token) => ("token", words(token)),
        };
        let notice = Tree::text(self.service_notice.as_deref());
        let account = Tree::text(self.account_id.as_deref());
        Tree::Fields(vec![given, ("service_notice", notice), ("account_id", account)])
    }
}

impl Resolved {
    fn tree(&self) -> Tree {
        Tree::Fields(vec![("service_request_id", words(&self.service_request_id)), ("token", words(&self.token))])
    }
}

impl Request {
    fn tree(&self) -> Tree {
        Tree::Fields(vec![
            ("service_request_id", words(&self.service_request_id)),
            ("status", words(self.status.word())),
            ("status_notes", Tree::text(self.status_notes.as_deref())),
            ("service_name", words(&self.service_name)),
            ("service_code", words(&self.service_code)),
            ("description", Tree::text(self.description.as_deref())),
            ("agency_responsible", Tree::text(self.agency_responsible.as_deref())),
            ("service_notice", Tree::text(self.service_notice.as_deref())),
            ("requested_datetime", moment(self.requested_datetime)),
            ("updated_datetime", moment(self.updated_datetime)),
            ("expected_datetime", self.expected_datetime.map_or(Tree::Nothing, moment)),
            ("address", Tree::text(self.address.as_deref())),
            ("address_id", Tree::text(self.address_id.as_deref())),
            ("zipcode", Tree::text(self.zipcode.as_deref())),
            ("lat", Tree::degrees(self.lat.as_deref())),
            ("long", Tree::degrees(self.long.as_deref())),
            ("media_url", Tree::text(self.media_url.as_deref())),
        ])
    }
}

fn words(text: &str) -> Tree {
    Tree::text(Some(text))
}

/// `2026-11-30T05:33:15Z`, as the specification's examples have it: whole seconds of UTC.
fn moment(moment: Timestamp) -> Tree {
    let whole = Timestamp::from_second(moment.as_second()).unwrap_or(moment);
    Tree::Text(whole.to_string())
}

fn list<T>(each: &'static str, items: &[T], tree: impl Fn(&T) -> Tree) -> Tree {
    Tree::List(each, items.iter().map(tree).collect())
}

/// Even the answer about a single report is a list.
fn one_request(tree: Tree) -> Tree {
    Tree::List("request", vec![tree])
}

#[cfg(test)]
mod tests;
