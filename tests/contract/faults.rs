//! What the stores stand on breaks while writers write and readers read.
//!
//! In every case: what was acknowledged is there afterwards, nobody ever sees half a list or half a dossier, and the
//! portal answers again within ten seconds without anybody restarting it.

mod commit;
mod desk;
mod disk;
mod host;
mod load;
mod met;
mod postgres;
