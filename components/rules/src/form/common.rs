//! The form of a procedure that has none of its own: who applies, how to reach them, what they want, and a place for
//! each paper that the procedure lists.

use std::collections::BTreeSet;

use super::{Accepted, Choice, Condition, Field, Form, Kind, Pattern, Role, Section, Size, Slot, Words};
use crate::fold::{canonical, fold};
use crate::procedure::{Audience, Code, Document};

/// Papers that go together, under the heading that the authority gave them; empty where it gave none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The heading.
    pub name: String,
    /// The lines below it, notes among them.
    pub documents: Vec<Document>,
}

/// Makes the form of a procedure from what was published about it.
///
/// `cases` are empty where only the number of papers was published: the papers then share one slot. Cases with a heading
/// of their own are chosen from, and more than one may be: some of them stand beside each other (a company and who files
/// for it), some instead of each other, and the data does not say which.
pub fn form(procedure: Code, audiences: &[Audience], cases: &[Case]) -> Form {
    let named: Vec<&Case> = cases.iter().filter(|case| !is_for_all(case) && !is_empty(case)).collect();
    // A single case beside papers that everybody brings is somebody's; alone, it is everybody's under another heading.
    let is_choice = named.len() > 1 || cases.iter().any(|case| is_for_all(case) && !is_empty(case));
    let choosable = if is_choice { named.as_slice() } else { &[] };
    let mut sections = vec![applicant(audiences), contact()];
    sections.push(request(choosable));
    sections.extend([delivery(), declaration()]);
    let slots = if cases.iter().all(is_empty) { vec![any_papers()] } else { slots(cases, choosable) };
    Form { procedure: procedure.to_string(), law: Vec::new(), sections, slots, not_asked: Vec::new() }
}

/// Headings that say what to do with the papers below them, not when they are wanted.
const FOR_ALL: &[&str] = &["", "giay to phai nop", "giay to phai xuat trinh", "luu y"];

fn is_for_all(case: &Case) -> bool {
    FOR_ALL.contains(&fold(&case.name).as_str())
}

fn is_empty(case: &Case) -> bool {
    case.documents.iter().all(Document::is_note)
}

/// One slot for each paper. A paper of several cases has one slot, shown for each of them.
fn slots(cases: &[Case], choosable: &[&Case]) -> Vec<Slot> {
    let mut found: Vec<(String, &Document, Vec<Option<usize>>)> = Vec::new();
    for case in cases {
        let number = choosable.iter().position(|one| core::ptr::eq(*one, case));
        for document in case.documents.iter().filter(|document| !document.is_note()) {
            let name = canonical(&document.name);
            match found.iter_mut().find(|(known, ..)| *known == name) {
                Some((_, _, numbers)) => numbers.push(number),
                None => found.push((name, document, vec![number])),
            }
        }
    }
    let made = found.iter().zip(1..).map(|((_, document, numbers), count)| Slot {
        shown: chosen(numbers, choosable.len()),
        ..slot(count, document)
    });
    made.collect()
}

/// When a paper of these cases is asked for: always, where one of them is everybody's or all of them have it.
fn chosen(numbers: &[Option<usize>], choosable: usize) -> Option<Condition> {
    let numbers: BTreeSet<usize> = numbers.iter().copied().collect::<Option<_>>()?;
    if choosable == 1 {
        return Some(Condition::Yes(case_value(0)));
    }
    let some = numbers.len() < choosable;
    some.then(|| Condition::Has("cases".into(), numbers.into_iter().map(case_value).collect()))
}

fn slot(count: usize, document: &Document) -> Slot {
    Slot {
        name: format!("paper_{count}"),
        label: Words::untranslated(&shortened(&document.name)),
        paper: Some(document.name.clone()),
        required: !is_conditional(&fold(&document.name)),
        shown: None,
        accepts: vec![Accepted::Pdf, Accepted::Image],
        size: Size::Medium,
        files_max: 10,
    }
}

/// Words by which the lists say, within the line of a paper, that not everybody has to bring it.
const CONDITIONAL: &[&str] = &["neu co", "truong hop", "doi voi", "neu nguoi", "mot trong", "tru nguoi"];

fn is_conditional(folded: &str) -> bool {
    CONDITIONAL.iter().any(|words| folded.contains(words))
}

/// How long a label may be; lines of papers run up to 4,700 characters.
const LABEL_MAX: usize = 300;

fn shortened(name: &str) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.char_indices().nth(LABEL_MAX) {
        None => name,
        Some((end, _)) => {
            let cut = &name[..end];
            format!("{}…", cut.rsplit_once(' ').map_or(cut, |(whole, _)| whole))
        }
    }
}

fn any_papers() -> Slot {
    Slot {
        name: "papers".into(),
        label: Words::new("Giấy tờ của hồ sơ theo danh mục của thủ tục", "The papers that the procedure lists"),
        paper: None,
        required: false,
        shown: None,
        accepts: vec![Accepted::Pdf, Accepted::Image, Accepted::Xml],
        size: Size::Large,
        files_max: 30,
    }
}

fn case_value(number: usize) -> String {
    format!("case_{}", number + 1)
}

/// Who may apply, by whom the procedure is for: people, organisations, or either where it says both or nothing.
fn applicant(audiences: &[Audience]) -> Section {
    let is_organisation = |audience: &Audience| matches!(audience, Audience::Business | Audience::Organisation);
    let people = audiences.is_empty() || !audiences.iter().all(is_organisation);
    let organisations = audiences.is_empty() || audiences.iter().any(is_organisation);
    let mut fields = Vec::new();
    let is = |kind: &str| (people && organisations).then(|| Condition::Is("applicant_kind".into(), kind.into()));
    if people && organisations {
        fields.push(kind_of_applicant());
    }
    if people {
        fields.extend(person(is("person").as_ref()));
    }
    if organisations {
        fields.extend(organisation(is("organisation").as_ref()));
    }
    fields.extend(seat());
    section("applicant", "Người yêu cầu", "Applicant", fields)
}

fn kind_of_applicant() -> Field {
    let choices = vec![
        choice("person", "Cá nhân", "A person"),
        choice("organisation", "Tổ chức, doanh nghiệp", "An organisation"),
    ];
    required("applicant_kind", "Người yêu cầu là", "The applicant is", Kind::Choice { choices })
}

fn person(shown: Option<&Condition>) -> Vec<Field> {
    let papers = vec![
        choice("personal_number", "Số định danh cá nhân", "Vietnamese personal number"),
        choice("passport", "Hộ chiếu", "Passport"),
    ];
    let with = |paper: &str| {
        let paper = Condition::Is("identity_kind".into(), paper.into());
        Some(shown.map_or_else(|| paper.clone(), |shown| Condition::All(vec![shown.clone(), paper.clone()])))
    };
    let name = Kind::Text { min: 2, max: 100, pattern: Some(Pattern::PersonName) };
    let passport = Kind::Text { min: 5, max: 20, pattern: Some(Pattern::Passport) };
    let born = Kind::Date { when: super::kind::When::Past, partial: true };
    let fields = vec![
        personal("applicant_name", "Họ, chữ đệm, tên", "Full name", name).role(Role::ApplicantName),
        personal("applicant_birth_date", "Ngày, tháng, năm sinh", "Date of birth", born).role(Role::ApplicantBirthDate),
        required("identity_kind", "Giấy tờ tùy thân", "Identity paper", Kind::Choice { choices: papers }),
    ];
    let number = personal("applicant_number", "Số định danh cá nhân", "Personal number", Kind::PersonNumber);
    let passport = personal("applicant_passport", "Số hộ chiếu", "Passport number", passport);
    let nationality = personal("applicant_nationality", "Quốc tịch", "Nationality", Kind::Country);
    let mut fields: Vec<Field> = fields.into_iter().map(|field| field.when(shown.cloned())).collect();
    fields.push(number.role(Role::ApplicantNumber).when(with("personal_number")));
    fields.extend([passport.when(with("passport")), nationality.when(with("passport"))]);
    fields
}

fn organisation(shown: Option<&Condition>) -> Vec<Field> {
    let name = Kind::Text { min: 2, max: 250, pattern: None };
    let head = Kind::Text { min: 2, max: 100, pattern: Some(Pattern::PersonName) };
    let position = Kind::Text { min: 1, max: 100, pattern: None };
    let fields = [
        required("organisation_name", "Tên tổ chức", "Name of the organisation", name).role(Role::ApplicantName),
        Field { personal: true, ..optional("organisation_tax_code", "Mã số thuế", "Tax code", Kind::TaxCode) }
            .role(Role::ApplicantTaxCode),
        personal("representative_name", "Người đại diện", "Representative", head),
        required("representative_position", "Chức vụ của người đại diện", "Representative's position", position),
    ];
    fields.into_iter().map(|field| field.when(shown.cloned())).collect()
}

fn seat() -> Vec<Field> {
    let address = Kind::Text { min: 1, max: 250, pattern: None };
    vec![
        personal("applicant_country", "Nước cư trú hoặc đặt trụ sở", "Country of residence or seat", Kind::Country),
        personal(
            "applicant_place",
            "Xã, phường, đặc khu nơi ở hoặc trụ sở",
            "Commune of residence or seat",
            Kind::Place,
        )
        .role(Role::ApplicantPlace)
        .when(Some(in_vietnam())),
        personal(
            "matter_place",
            "Xã, phường, đặc khu nơi giải quyết tại Việt Nam",
            "Commune in Vietnam where the matter lies",
            Kind::Place,
        )
        .role(Role::MatterPlace)
        .when(Some(abroad())),
        personal("applicant_address", "Số nhà, đường, thôn, tổ dân phố", "House number, street, hamlet", address)
            .role(Role::ApplicantAddress),
    ]
}

fn contact() -> Section {
    let phone = |name: &str, vi: &str, en: &str| personal(name, vi, en, Kind::Phone).role(Role::ApplicantPhone);
    let email = |name: &str| personal(name, "Thư điện tử", "E-mail", Kind::Email).role(Role::ApplicantEmail);
    let may_be = |field: Field| Field { required: false, ..field };
    let here = [phone("applicant_phone", "Số điện thoại", "Phone"), may_be(email("applicant_email"))];
    let there = [
        email("applicant_email_abroad"),
        may_be(phone(
            "applicant_phone_abroad",
            "Số điện thoại tại Việt Nam, nếu có",
            "Phone in Vietnam, if there is one",
        )),
    ];
    let here = here.map(|field| field.when(Some(in_vietnam())));
    let there = there.map(|field| field.when(Some(abroad())));
    section("contact", "Liên hệ", "Contact", here.into_iter().chain(there).collect())
}

/// The portal calls numbers in Vietnam only: whoever lives elsewhere is written to.
fn in_vietnam() -> Condition {
    Condition::Is("applicant_country".into(), "VN".into())
}

fn abroad() -> Condition {
    Condition::Not("applicant_country".into(), "VN".into())
}

fn request(choosable: &[&Case]) -> Section {
    let mut fields =
        vec![personal("request", "Nội dung yêu cầu giải quyết", "What is requested", Kind::LongText { max: 3_000 })];
    if let [only] = choosable {
        let name = shortened(&only.name);
        fields.push(required(&case_value(0), &name, &name, Kind::YesNo));
    } else if !choosable.is_empty() {
        let one = |(number, case): (usize, &&Case)| Choice {
            value: case_value(number),
            label: Words::untranslated(&shortened(&case.name)),
        };
        let choices = choosable.iter().enumerate().map(one).collect();
        fields.push(required("cases", "Các trường hợp của hồ sơ", "What applies", Kind::Several { choices }));
    }
    section("request", "Nội dung yêu cầu", "Request", fields)
}

fn delivery() -> Section {
    let choices = vec![
        choice("online", "Bản điện tử trên Cổng", "Electronically, on the portal"),
        choice("desk", "Tại bộ phận một cửa", "At the one-stop desk"),
        choice("post", "Qua dịch vụ bưu chính công ích", "By public post"),
    ];
    let by_post = || Some(Condition::Is("delivery".into(), "post".into()));
    let address = Kind::Text { min: 1, max: 250, pattern: None };
    let fields = vec![
        required("delivery", "Nhận kết quả", "How to receive the result", Kind::Choice { choices })
            .role(Role::Delivery),
        personal("delivery_place", "Xã, phường nhận bưu phẩm", "Commune to deliver to", Kind::Place).when(by_post()),
        personal("delivery_address", "Địa chỉ nhận bưu phẩm", "Address to deliver to", address).when(by_post()),
    ];
    section("delivery", "Nhận kết quả", "Result", fields)
}

fn declaration() -> Section {
    let truth = required(
        "declared_true",
        "Tôi cam đoan những nội dung khai trên là đúng sự thật và chịu trách nhiệm trước pháp luật",
        "I declare that what I stated is true, and answer for it before the law",
        Kind::Agreement,
    );
    section("declaration", "Cam đoan", "Declaration", vec![truth])
}

fn section(name: &str, vi: &str, en: &str, fields: Vec<Field>) -> Section {
    Section { name: name.into(), label: Words::new(vi, en), shown: None, fields }
}

fn choice(value: &str, vi: &str, en: &str) -> Choice {
    Choice { value: value.into(), label: Words::new(vi, en) }
}

fn optional(name: &str, vi: &str, en: &str, kind: Kind) -> Field {
    let label = Words::new(vi, en);
    Field {
        name: name.into(),
        label,
        kind,
        hint: None,
        example: None,
        required: false,
        personal: false,
        role: None,
        shown: None,
    }
}

fn required(name: &str, vi: &str, en: &str, kind: Kind) -> Field {
    Field { required: true, ..optional(name, vi, en, kind) }
}

fn personal(name: &str, vi: &str, en: &str, kind: Kind) -> Field {
    Field { personal: true, ..required(name, vi, en, kind) }
}

impl Field {
    fn role(self, role: Role) -> Field {
        Field { role: Some(role), ..self }
    }

    fn when(self, shown: Option<Condition>) -> Field {
        Field { shown, ..self }
    }
}
