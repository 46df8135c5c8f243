//! What `infra/deploy` says, tried with the tools that it is for: nginx, the schemas of Kubernetes, a linter of container
//! files. `three_hosts` kills a host under load.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "what a test needs and does not get ends the test"
)]

mod container;
mod kubernetes;
mod nginx;
mod proxy;
mod roles;
mod three_hosts;
mod tools;
mod uploads;
mod upstream;
