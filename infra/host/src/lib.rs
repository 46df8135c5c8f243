#![doc = include_str!("../README.md")]

pub mod allowed_hosts;
mod answer;
mod application;
mod bindings;
pub mod capability;
mod clock;
mod compose;
mod engine;
mod function;
mod guest;
mod incoming;
mod inventory;
pub mod manifest;
mod metrics;
mod prepare;
pub mod routes;
mod schedule;
mod serve;
mod stretch;
pub mod variables;
mod worker;

pub use application::Application;
pub use clock::Clock;
pub use inventory::{Item, inventory};
pub use prepare::{Options, prepare};
pub use serve::{listen, serve};
