//! E-mail addresses (địa chỉ thư điện tử). Only a message that arrives proves one; this finds what cannot be one.

use super::Refusal;

pub use sealed::Email;

/// RFC 5321, section 4.5.3.1, in bytes.
const MAILBOX_MAX: usize = 64;
const DOMAIN_MAX: usize = 255;
const LABEL_MAX: usize = 63;

mod sealed {
    use super::{Refusal, normal};

    /// An e-mail address. Its domain is in lower case; its mailbox stays as written, for only its host may fold it.
    #[derive(Clone, PartialEq, Eq, Hash)]
    pub struct Email(String);

    impl Email {
        /// Reads an address, space around it or not. Quoted mailboxes and bare addresses of hosts are refused.
        pub fn read(text: &str) -> Result<Email, Refusal> {
            normal(text.trim()).map(Email)
        }

        /// The normal form. Personal: to be sealed, hashed, written to or shown to its owner, never logged.
        pub fn as_str(&self) -> &str {
            &self.0
        }
    }
}

fn normal(text: &str) -> Result<String, Refusal> {
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    let (mailbox, domain) = text.split_once('@').ok_or(Refusal::NoAt)?;
    let domain = domain.to_lowercase();
    match (is_mailbox(mailbox), is_domain(&domain)) {
        _ if domain.contains('@') => Err(Refusal::NoAt),
        (false, _) => Err(Refusal::BadMailbox),
        (true, false) => Err(Refusal::BadDomain),
        (true, true) => Ok(format!("{mailbox}@{domain}")),
    }
}

/// The characters of RFC 5322's `dot-atom`, and letters of any script as RFC 6532 allows.
fn is_mailbox(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(letter);
    text.len() <= MAILBOX_MAX && text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(fits))
}

/// At least two labels of letters, digits and inner hyphens; the last has a letter, or it would be a host's number.
fn is_domain(text: &str) -> bool {
    let fits = |label: &str| {
        let inner = |letter: char| letter.is_alphanumeric() || letter == '-';
        (1..=LABEL_MAX).contains(&label.len())
            && label.chars().all(inner)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = text.rsplit_once('.').map_or("", |(_, last)| last);
    text.len() <= DOMAIN_MAX && text.split('.').all(fits) && last.chars().any(char::is_alphabetic)
}
