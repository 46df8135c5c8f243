//! HTTP Message Signatures (RFC 9421) by `hmac-sha256`.
//!
//! A signature says itself what of the message it covers, so a right one may still protect nothing: what it has to cover is a
//! variable of ours. The body is only covered by its digest, and a digest only by being computed again.

use motcua_gateway::{Call, Refusal, headers, mac, malformed};
use sha2::{Digest, Sha256, Sha512};

use super::need_fresh;
use super::structured::{self, List, Value};

const INPUT: &str = "signature-input";
const SIGNATURE: &str = "signature";
const DIGEST: &str = "content-digest";
/// The only algorithm: our keys are shared ones.
const ALGORITHM: &str = "hmac-sha256";

/// Checks a call by the first of its signatures that names a key of ours.
pub fn check(keys: &[(String, Vec<u8>)], required: &[String], call: &Call) -> Result<(), Refusal> {
    let (input, given) = (joined(call, INPUT), joined(call, SIGNATURE));
    let given = given.ok_or(Refusal::Unsigned)?;
    let input = input.ok_or_else(|| malformed(INPUT))?;
    let inputs = structured::lists(&input).ok_or_else(|| malformed(INPUT))?;
    let signatures = structured::bytes(&given).ok_or_else(|| malformed(SIGNATURE))?;

    let is_ours = |list: &List| matches!(list.parameter("keyid"), Some(Value::Text(id)) if keys.iter().any(|(known, _)| known == id));
    let (label, list) = inputs.iter().find(|(_, list)| is_ours(list)).ok_or(Refusal::NotAuthentic)?;
    let (_, signature) = signatures.iter().find(|(name, _)| name == label).ok_or_else(|| malformed(SIGNATURE))?;
    let (names, signed, expires) = (names(list)?, moment(list, "created")?, moment(list, "expires")?);

    let base = base(call, &names, list)?;
    if !is_signed(keys, list, &base, signature) || !is_digested(&names, call)? {
        return Err(Refusal::NotAuthentic);
    }
    if let Some(missing) = required.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(Refusal::Uncovered(missing.clone()));
    }
    need_fresh(signed.ok_or_else(|| Refusal::Uncovered("created".to_owned()))?, call)?;
    if expires.is_some_and(|expires| call.now / 1000 > expires) { Err(Refusal::Stale) } else { Ok(()) }
}

/// A header that came in pieces is the pieces with commas between them (RFC 9110, 5.3); `None` where it is missing.
fn joined(call: &Call, name: &str) -> Option<String> {
    let values: Vec<&str> = headers::all(call, name).collect();
    if values.is_empty() { None } else { Some(values.join(", ")) }
}

/// The names of what a signature covers. None twice, and none with parameters: those ask for another reading of a header, and
/// we have one.
fn names<'list>(list: &'list List) -> Result<Vec<&'list str>, Refusal> {
    let mut names = Vec::with_capacity(list.items.len());
    for item in &list.items {
        match &item.value {
            Value::Text(name) if item.parameters.is_empty() && !names.contains(&name.as_str()) => {
                names.push(name.as_str())
            }
            _ => return Err(malformed(INPUT)),
        }
    }
    Ok(names)
}

/// A parameter that is a time in seconds, where it is there.
fn moment(list: &List, name: &str) -> Result<Option<u64>, Refusal> {
    match list.parameter(name) {
        None => Ok(None),
        Some(Value::Integer(seconds)) => u64::try_from(*seconds).map(Some).map_err(|_| malformed(INPUT)),
        Some(Value::Text(_) | Value::Bytes(_) | Value::Other) => Err(malformed(INPUT)),
    }
}

fn is_signed(keys: &[(String, Vec<u8>)], list: &List, base: &str, signature: &[u8]) -> bool {
    let named = |wanted: &str, name: &str| matches!(list.parameter(name), Some(Value::Text(text)) if text == wanted);
    let is_spoken = list.parameter("alg").is_none() || named(ALGORITHM, "alg");
    // Every key of that id is tried, whichever fits.
    let is_authentic = keys
        .iter()
        .filter(|(id, _)| named(id, "keyid"))
        .fold(false, |found, (_, key)| mac::is_same(signature, &mac::sha256(key, base.as_bytes())) | found);
    is_spoken && is_authentic
}

/// Whether the body is the one that a covered digest is of. One by no algorithm that we know covers nothing.
fn is_digested(names: &[&str], call: &Call) -> Result<bool, Refusal> {
    if !names.contains(&DIGEST) {
        return Ok(true);
    }
    let uncovered = || Refusal::Uncovered(DIGEST.to_owned());
    let digests = joined(call, DIGEST).ok_or_else(uncovered)?;
    let digests = structured::bytes(&digests).ok_or_else(|| malformed(DIGEST))?;
    let is_same = |(name, given): &(&str, Vec<u8>)| match *name {
        "sha-256" => Some(mac::is_same(given, &Sha256::digest(&call.body))),
        "sha-512" => Some(mac::is_same(given, &Sha512::digest(&call.body))),
        _ => None,
    };
    let known: Vec<bool> = digests.iter().filter_map(is_same).collect();
    if known.is_empty() { Err(uncovered()) } else { Ok(known.into_iter().all(|is_same| is_same)) }
}

/// What is signed (RFC 9421, 2.5): a line for each component, and one for the signature's own parameters.
fn base(call: &Call, names: &[&str], list: &List) -> Result<String, Refusal> {
    let mut base = String::new();
    for name in names {
        let value = component(call, name)?;
        // A value with a line break in it could pass for two components.
        if value.contains(['\r', '\n']) {
            return Err(malformed(name));
        }
        base.push_str(&format!("\"{name}\": {value}\n"));
    }
    Ok(base + &format!("\"@signature-params\": {}", list.written()))
}

/// The value of a component.
fn component(call: &Call, name: &str) -> Result<String, Refusal> {
    if let Some(derived) = name.strip_prefix('@') {
        return derived_component(call, derived).ok_or_else(|| malformed(INPUT));
    }
    match joined(call, name) {
        Some(value) => Ok(value),
        // The caller does not hand this one over, and it can be counted.
        None if name == "content-length" => Ok(call.body.len().to_string()),
        None if name == DIGEST => Err(Refusal::Uncovered(DIGEST.to_owned())),
        // It was covered and is gone.
        None => Err(Refusal::NotAuthentic),
    }
}

/// A component that is not a header (RFC 9421, 2.2); `None` for one that we do not know. The address is the one that the caller
/// meant, to the byte: `+` and `%20` are not the same.
fn derived_component(call: &Call, name: &str) -> Option<String> {
    match name {
        "method" => return Some(call.method.clone()),
        "target-uri" => return Some(call.url.clone()),
        _ => {}
    }
    let (scheme, rest) = call.url.split_once("://")?;
    let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let target = target.split_once('#').map_or(target, |(target, _)| target);
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let (scheme, path) = (scheme.to_ascii_lowercase(), if path.is_empty() { "/" } else { path });
    match name {
        "authority" => {
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
            let usual = if scheme == "https" { ":443" } else { ":80" };
            Some(host.strip_suffix(usual).map_or(host.clone(), str::to_owned))
        }
        "scheme" => Some(scheme),
        "path" => Some(path.to_owned()),
        "query" => Some(format!("?{}", query.unwrap_or_default())),
        "request-target" => Some(query.map_or(path.to_owned(), |query| format!("{path}?{query}"))),
        _ => None,
    }
}
