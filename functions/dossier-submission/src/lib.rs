//! `/api/drafts/…`, `/nop-ho-so/…`: a citizen drafts, files, supplements and withdraws a dossier.
