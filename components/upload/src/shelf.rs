//! What is kept of files, sealed for its place in the store.

use motcua_edge::problem::Problem;
use motcua_record::file::About;
use motcua_record::keys::Sealing;
use motcua_record::seal::{Bound, Purpose};
use motcua_reference::problem::damaged;

use crate::store::files::{Chunk, File};

/// Where the files of a draft, or of what it became, are kept, and what seals and opens them there.
#[derive(Clone, Copy)]
pub struct Shelf<'a> {
    /// What files are sealed with.
    pub sealing: &'a Sealing,
    /// The code of the province or ministry in whose part of the store they are: `H29`.
    pub agency: &'a str,
    /// The draft's id.
    pub draft: &'a str,
}

impl<'a> Shelf<'a> {
    /// What is known of a file.
    pub fn about(&self, file: &File) -> Result<About, Problem> {
        let opened = self.sealing.open_json(&self.bound(Purpose::File, &file.id), &file.sealed);
        opened.map_err(|_| damaged("what is known of a file cannot be opened"))
    }

    /// The same, sealed to be kept.
    pub fn sealed(&self, file: &str, about: &About) -> Vec<u8> {
        self.sealing.seal_json(&self.bound(Purpose::File, file), about)
    }

    /// A piece of a file, sealed for the place where it begins.
    pub fn chunk(&self, file: &str, offset: u64, bytes: &[u8]) -> Chunk {
        let sealed = self.sealing.seal(&self.bound(Purpose::Chunk, &place(file, offset)), bytes);
        // No piece is as long: memory ends before.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        Chunk { offset, length, sealed }
    }

    /// A piece in the clear, if it is the one at `offset`.
    pub fn opened(&self, file: &str, chunk: &Chunk, offset: u64) -> Option<Vec<u8>> {
        let plain = self.sealing.open(&self.bound(Purpose::Chunk, &place(file, offset)), &chunk.sealed).ok()?;
        (chunk.offset == offset && chunk.length > 0 && u32::try_from(plain.len()) == Ok(chunk.length)).then_some(plain)
    }

    fn bound<'b>(&self, purpose: Purpose, place: &'b str) -> Bound<'b>
    where
        'a: 'b,
    {
        Bound { purpose, agency: self.agency, draft: self.draft, place }
    }
}

fn place(file: &str, offset: u64) -> String {
    format!("{file}/{offset}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_opens_at_its_own_place_and_nowhere_else() {
        let sealing = Sealing::read(&format!("k={}", "0f".repeat(32))).unwrap();
        let shelf = Shelf { sealing: &sealing, agency: "H29", draft: "0a" };
        let chunk = |offset: u64, length: u32| Chunk { offset, length, ..shelf.chunk("0f", 5, b"abc") };
        assert_eq!(shelf.opened("0f", &chunk(5, 3), 5).as_deref(), Some(&b"abc"[..]));
        assert_eq!(shelf.opened("0f", &chunk(0, 3), 0), None);
        assert_eq!(shelf.opened("0e", &chunk(5, 3), 5), None);
        assert_eq!(Shelf { draft: "0b", ..shelf }.opened("0f", &chunk(5, 3), 5), None);
        // The store says of it what it is not.
        assert_eq!(shelf.opened("0f", &chunk(4, 3), 5), None);
        assert_eq!(shelf.opened("0f", &chunk(5, 4), 5), None);
        // Whoever reads goes on behind it, so an empty piece would be read for ever.
        assert_eq!(shelf.opened("0f", &shelf.chunk("0f", 5, b""), 5), None);
    }
}
