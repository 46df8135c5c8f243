//! Who asks, where that matters: bearer tokens (RFC 6750), handed out by an operator or by a function.

use http::HeaderMap;
use http::header::AUTHORIZATION;
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};

use crate::problem::Problem;
use crate::refusal;

/// Who bears the token of the request, as the operator calls him in `tokens`: `name=token name2=token2`.
///
/// Nobody bears an empty token, and nobody is authorised by an empty list. An entry without a name, a token or the sign
/// between them counts for nobody.
pub fn bearer(headers: &HeaderMap, tokens: &str) -> Result<String, Problem> {
    let given = token(headers).ok_or_else(refusal::unauthorized)?;
    // Every entry is compared to its end, whether or not one before it was equal: how long it takes tells nothing about
    // what stands in the list. The length of a token is no secret.
    let mut found = 0u32;
    let holders: Vec<(&str, &str)> = tokens.split_whitespace().filter_map(|entry| entry.split_once('=')).collect();
    for (place, (name, token)) in (1u32..).zip(&holders) {
        let usable = Choice::from(u8::from(!name.is_empty() && !token.is_empty()));
        found.conditional_assign(&place, token.as_bytes().ct_eq(given.as_bytes()) & usable);
    }
    let place = usize::try_from(found).ok().and_then(|found| found.checked_sub(1)).ok_or_else(refusal::unauthorized)?;
    holders.get(place).map(|(name, _)| (*name).to_owned()).ok_or_else(refusal::unauthorized)
}

/// The token of `Authorization: Bearer <token>`. Two such headers are none: which of them counts is anybody's guess.
pub fn token(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else { return None };
    let (scheme, token) = value.to_str().ok()?.split_once(' ')?;
    let token = token.trim_matches(' ');
    let is_token = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    (scheme.eq_ignore_ascii_case("bearer") && is_token).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn who(authorization: &str, tokens: &str) -> Option<String> {
        let headers = HeaderMap::from_iter([(AUTHORIZATION, authorization.parse().unwrap())]);
        bearer(&headers, tokens).ok()
    }

    #[test]
    fn a_token_names_its_bearer() {
        let tokens = " gso=s3cret==  moj=other\nnobody= =unnamed lonely";
        assert_eq!(who("Bearer s3cret==", tokens).as_deref(), Some("gso"));
        assert_eq!(who("bearer  other ", tokens).as_deref(), Some("moj"));
        for wrong in [
            "",
            "Bearer",
            "Bearer ",
            "Bearer s3cret=",
            "Bearer s3cret===",
            "Basic other",
            "Bearer unnamed",
            "Bearer lonely",
            "other",
            "Bearer other x",
        ] {
            assert_eq!(who(wrong, tokens), None, "{wrong}");
        }
        assert_eq!(who("Bearer x", ""), None);
        assert_eq!(bearer(&HeaderMap::new(), tokens).err().map(|problem| problem.status().as_u16()), Some(401));
    }

    #[test]
    fn two_tokens_are_none() {
        let mut headers = HeaderMap::new();
        headers.append(AUTHORIZATION, "Bearer a".parse().unwrap());
        headers.append(AUTHORIZATION, "Bearer b".parse().unwrap());
        assert!(bearer(&headers, "x=a y=b").is_err());
    }

    proptest! {
        #[test]
        fn only_the_exact_token_opens(given in "[!-~]{1,12}", kept in "[!-~]{1,12}") {
            let tokens = format!("a=first-token b={kept}");
            prop_assert_eq!(who(&format!("Bearer {given}"), &tokens).is_some(), given == kept || given == "first-token");
            prop_assert_eq!(who(&format!("Bearer {kept}"), &tokens), Some("b".to_owned()));
        }

        #[test]
        fn any_header_is_read(text in "[ -~]{0,60}", tokens in ".{0,60}") {
            who(&text, &tokens);
        }
    }
}
