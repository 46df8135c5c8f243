//! Functions over HTTP on the host, with the real components and the published data. The tree mirrors the addresses.

mod api;
mod pages;
mod publications;
mod queries;
mod table;
