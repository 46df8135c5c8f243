//! The project's chores, as a library: the suites start the same private Postgres and publish the same lists.

pub mod build;
pub mod keys;
pub mod migrate;
pub mod postgres;
pub mod publish;
pub mod shell;
pub mod test;
pub mod up;
