//! `Upload-Checksum`: a piece that is kept only if it is what was sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use motcua_edge::problem::Problem;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::{headers, problem};

/// What a sum may be made with. The protocol asks for SHA-1; against accidents it does as well as the other.
pub const ALGORITHMS: &str = "sha256,sha1";

/// The sum that a piece has to have.
#[derive(Debug, PartialEq, Eq)]
pub enum Checksum {
    Sha256([u8; 32]),
    Sha1([u8; 20]),
}

impl Checksum {
    /// Reads `sha256 <base64>`, if the header is there.
    pub fn read(request: &HeaderMap) -> Result<Option<Checksum>, Problem> {
        let Some(text) = headers::text(request, "upload-checksum")? else { return Ok(None) };
        let (algorithm, sum) = text.split_once(' ').ok_or_else(|| problem::malformed("Upload-Checksum"))?;
        let sum = STANDARD.decode(sum).map_err(|_| problem::malformed("Upload-Checksum"))?;
        let read = match algorithm {
            "sha256" => sum.try_into().ok().map(Checksum::Sha256),
            "sha1" => sum.try_into().ok().map(Checksum::Sha1),
            _ => return Err(problem::unknown_checksum(ALGORITHMS)),
        };
        read.map(Some).ok_or_else(|| problem::malformed("Upload-Checksum"))
    }

    /// Whether these bytes have the sum.
    pub fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            Checksum::Sha256(sum) => Sha256::digest(bytes).as_slice() == sum,
            Checksum::Sha1(sum) => Sha1::digest(bytes).as_slice() == sum,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Checksum>, &'static str> {
        let headers = HeaderMap::from_iter([("upload-checksum".parse().unwrap(), text.parse().unwrap())]);
        Checksum::read(&headers).map_err(|problem| problem.kind())
    }

    #[test]
    fn a_piece_has_its_sum_or_not() {
        for header in ["sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "sha1 qZk+NkcGgWq6PiVxeFDCbJzQ2J0="] {
            let sum = read(header).unwrap().unwrap();
            assert!(sum.fits(b"abc") && !sum.fits(b"abd"), "{header}");
        }
        assert_eq!(Checksum::read(&HeaderMap::new()).ok(), Some(None));
        for wrong in
            ["", "sha256", "sha256 ?", "sha256 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "sha1  qZk+NkcGgWq6PiVxeFDCbJzQ2J0="]
        {
            assert_eq!(read(wrong), Err("malformed-header"), "{wrong}");
        }
        assert_eq!(read("md5 kAFQmDzST7DWlj99KOF/cg=="), Err("unknown-checksum"));
    }
}
