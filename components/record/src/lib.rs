//! How a dossier is written down: sealed, findable by keyed hashes, and receipted.
