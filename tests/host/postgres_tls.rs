//! TLS to Postgres: used when the address asks for it, and then never without a certificate that is trusted.

use std::fs;
use std::path::Path;
use std::process::Command;

use motcua_tests::postgres;
use serde_json::{Value, json};
use tempfile::TempDir;
use xtask::postgres::Server;

use crate::given::{Started, given, probe};
use crate::postgres::BOTH;

const ENCRYPTED: &str = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

/// A server with a certificate of an authority of its own, and that authority.
struct Encrypted {
    server: Server,
    authority: String,
    _folder: TempDir,
}

/// A server whose certificate is for `name`.
fn encrypted(name: &str) -> Encrypted {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = |file: &str| folder.path().join(file).to_string_lossy().into_owned();
    let (authority, key, certificate) = (path("ca.pem"), path("server.key"), path("server.pem"));
    let new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
    let of_authority = ["-subj", "/CN=ca", "-keyout", &path("ca.key"), "-out", &authority];
    openssl(folder.path(), &[&new[..], &of_authority].concat());
    let signed =
        ["-CA", &authority, "-CAkey", &path("ca.key"), "-subj", "/CN=db", "-keyout", &key, "-out", &certificate];
    let name = format!("subjectAltName={name}");
    let leaf = ["-addext", &name, "-addext", "basicConstraints=critical,CA:FALSE"];
    openssl(folder.path(), &[&new[..], &signed, &leaf].concat());
    let settings = [("ssl", "on"), ("ssl_cert_file", &*certificate), ("ssl_key_file", &*key)];
    let server = Server::start_with(&folder.path().join("postgres"), &settings).expect("a server");
    let authority = fs::read_to_string(authority).expect("a certificate");
    Encrypted { server, authority, _folder: folder }
}

fn openssl(folder: &Path, arguments: &[&str]) {
    let made = Command::new("openssl").args(arguments).current_dir(folder).output().expect("openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn anywhere() -> Started {
    given(&probe("a", "allowed_outbound_hosts = [\"postgres://127.0.0.1:*\"]")).start()
}

fn ask(application: &Started, path: &str, authority: Option<&str>, address: &str) -> Value {
    let authority = authority.map(|authority| ("ca", authority));
    let steps = [("address", address), ("sql", ENCRYPTED)];
    application.does(path, &authority.into_iter().chain(steps).collect::<Vec<_>>())
}

#[test]
fn a_certificate_of_a_given_authority_is_trusted() {
    let (application, encrypted) = (anywhere(), encrypted("IP:127.0.0.1"));
    for path in BOTH {
        for mode in ["?sslmode=require", "?sslmode=prefer", ""] {
            let address = encrypted.server.address("postgres") + mode;
            let answer = ask(&application, path, Some(&encrypted.authority), &address);
            assert_eq!(answer["rows"], json!([[{ "boolean": true }]]), "{mode}: {answer}");
            // The same address without the authority is another: the connection just used is not given out for it.
            let error = ask(&application, path, None, &address)["error"].to_string();
            assert!(error.contains("ConnectionFailed") && error.contains("UnknownIssuer"), "{mode}: {error}");
        }
    }
}

#[test]
fn a_plain_connection_is_made_when_the_address_wants_one_or_the_server_has_no_other() {
    let (application, encrypted) = (anywhere(), encrypted("IP:127.0.0.1"));
    let (disabled, plain) = (encrypted.server.address("postgres") + "?sslmode=disable", postgres().address("postgres"));
    for path in BOTH {
        for address in [&disabled, &plain] {
            assert_eq!(ask(&application, path, None, address)["rows"], json!([[{ "boolean": false }]]));
        }
        let error = ask(&application, path, None, &(plain.clone() + "?sslmode=require"))["error"].to_string();
        assert!(error.contains("ConnectionFailed") && error.contains("TLS"), "{error}");
    }
}

#[test]
fn a_certificate_for_another_name_is_refused() {
    let (application, encrypted) = (anywhere(), encrypted("IP:127.0.0.2"));
    let address = encrypted.server.address("postgres") + "?sslmode=require";
    let error = ask(&application, BOTH[1], Some(&encrypted.authority), &address)["error"].to_string();
    assert!(error.contains("ConnectionFailed") && error.contains("certificate"), "{error}");
}

#[test]
fn an_authority_that_is_none_is_refused() {
    let (application, address) = (anywhere(), postgres().address("postgres"));
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for authority in ["x", "-----BEGIN CERTIFICATE-----\n!", broken] {
        for path in BOTH {
            let error = ask(&application, path, Some(authority), &address)["error"].to_string();
            assert!(error.contains("Error::Other") && error.contains("invalid root certificate"), "{error}");
        }
    }
}
