//! TLS to a database. Where it is used the server's certificate is verified, whatever the address says.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, TrustAnchor};
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::bindings::spin::postgres::postgres::Error;

/// An authority that a guest trusts beside the public ones.
pub struct Authority {
    pem: String,
    anchors: Vec<TrustAnchor<'static>>,
}

impl PartialEq for Authority {
    fn eq(&self, other: &Authority) -> bool {
        self.pem == other.pem
    }
}

impl Authority {
    /// Reads the certificates of a PEM file, of which there must be one.
    pub fn read(pem: String) -> Result<Authority, Error> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
            let certificate = certificate.map_err(|error| invalid(&error.to_string()))?;
            roots.add(certificate).map_err(|error| invalid(&error.to_string()))?;
        }
        if roots.is_empty() {
            return Err(invalid("there is none in it"));
        }
        Ok(Authority { pem, anchors: roots.roots })
    }
}

fn invalid(why: &str) -> Error {
    Error::Other(format!("invalid root certificate: {why}"))
}

/// The authorities that this machine trusts: databases mostly have certificates of their owner's. Those of the browsers
/// where it has none, as in a container.
fn of_this_machine() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots
}

/// What makes a connection encrypted, unless the address wants it plain.
pub fn connector(config: &Config, authority: Option<&Authority>) -> Result<Option<MakeRustlsConnect>, Error> {
    if config.get_ssl_mode() == SslMode::Disable {
        return Ok(None);
    }
    let mut roots = of_this_machine();
    roots.extend(authority.into_iter().flat_map(|authority| authority.anchors.iter().cloned()));
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Other(error.to_string()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Some(MakeRustlsConnect::new(config)))
}
