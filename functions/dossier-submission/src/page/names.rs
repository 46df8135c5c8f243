//! How a question is called in the page: `a/members/0/name` as an input, `a-members-0-name` as what a link leads to.

/// What inputs of answers begin with, so that they are told apart from what the page itself sends.
pub const PREFIX: &str = "a/";

/// The name of the input for the answer at a place of the form.
pub fn name_of(at: &str) -> String {
    format!("{PREFIX}{at}")
}

/// Its id.
pub fn id_of(at: &str) -> String {
    name_of(at).replace('/', "-")
}
