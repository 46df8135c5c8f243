//! Who says it, and how they are reached.

use motcua_edge::both::both;
use motcua_edge::problem::Problem;
use motcua_edge::refusal;
use motcua_record::feedback::Who;
use motcua_rules::person::{Email, Phone};

use crate::said::line;

/// What was said of the sender, each part in its normal form; nobody where all of it is empty.
pub fn read(name: &str, phone: &str, email: &str) -> Result<Who, Problem> {
    Ok(Who {
        name: Some(line("name", name)?).filter(|name| !name.is_empty()),
        phone: self::phone(phone)?,
        email: self::email(email)?,
    })
}

fn phone(text: &str) -> Result<Option<String>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    // It is not repeated: an answer may be shown to others.
    let expected =
        both("Số điện thoại Việt Nam, ví dụ 0912 345 678.", "A telephone number of Vietnam, such as 0912 345 678.");
    let read = Phone::read(text).map_err(|_| refusal::malformed_parameter("phone", "", expected))?;
    Ok(Some(read.as_str().to_owned()))
}

fn email(text: &str) -> Result<Option<String>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let expected = both("Một địa chỉ e-mail.", "An e-mail address.");
    let read = Email::read(text).map_err(|_| refusal::malformed_parameter("email", "", expected))?;
    Ok(Some(read.as_str().to_owned()))
}
