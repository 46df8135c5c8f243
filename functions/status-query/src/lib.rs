//! `/api/dossiers/…`, `/ho-so/…`: where a dossier stands, its timeline and its receipt.
