//! How a dossier is written down: sealed, findable by keyed hashes, and receipted.
//!
//! The store keeps bytes and words and reads nothing of them. What a person entered is sealed ([`seal`]) and bound to the
//! place where it is kept, so that whoever may write the store can neither read it nor put it elsewhere. What has to be
//! found again without being known is a hash under a key ([`lookup`]). What a citizen takes home is signed ([`receipt`]).
//!
//! No store and no HTTP here: bytes and words in, bytes and words out.

/// `Debug` that names the type and nothing else: no log gets a key or a person's answer by accident.
macro_rules! masked {
    ($($name:ident),*) => { $(
        impl core::fmt::Debug for $name {
            fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                out.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )* };
}

pub mod digest;
pub mod draft;
pub mod facts;
pub mod feedback;
pub mod file;
pub mod filed;
pub mod history;
pub mod id;
pub mod keys;
pub mod lookup;
pub mod note;
pub mod payment;
pub mod random;
pub mod receipt;
pub mod seal;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_person_entered_shows_itself() {
        let file = filed::FiledFile {
            id: "0f".into(),
            slot: "secret".into(),
            name: "secret".into(),
            media_type: "secret".into(),
            size: 1,
            sha256: "secret".into(),
        };
        let filed = filed::Filed {
            answers: Default::default(),
            form: filed::FormVersion { procedure: "1.001193".into(), start: String::new() },
            form_sha256: "secret".into(),
            files: vec![file.clone()],
            applicant: Some("secret".into()),
            channel: "online".into(),
            feed: Some("secret".into()),
        };
        let named = file::Named { name: "secret".into(), claimed: None };
        let shown = format!(
            "{filed:?}{file:?}{named:?}{:?}{:?}",
            file::About::Named(named.clone()),
            draft::Prepared::default()
        );
        assert_eq!(shown, "Filed(…)FiledFile(…)Named(…)About(…)Prepared(…)");
    }
}
