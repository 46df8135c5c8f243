//! The project's chores, in its own language: `cargo xtask up` runs the portal, `cargo xtask test` passes every test.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::{build, keys, migrate, publish, test, up};

/// Một Cửa's chores.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Builds what is missing, starts the portal, publishes the reference data, and says what to try.
    Up(up::Arguments),
    /// Builds the components, all or those named, and prints their sizes.
    Build {
        /// Packages, such as `procedure-lookup`.
        packages: Vec<String>,
    },
    /// Brings a Postgres database to the version that the components need; repeating it changes nothing.
    Migrate(migrate::Arguments),
    /// Adds to `.env` the keys that the portal needs and that are not there yet.
    Keys,
    /// Removes the private Postgres of `up --profile scale-out`, with all its data.
    Remove,
    /// Publishes the reference data to a running portal; its token stands in MOTCUA_PUBLISHER_TOKEN.
    Publish {
        /// Where the portal is.
        #[arg(long, default_value = "http://127.0.0.1:3000")]
        to: String,
    },
    /// Everything that must hold: format, lints, rules, host, functions, pages.
    Test,
    /// Compares the portal with native code doing the same work, and prints ratios.
    Bench {
        /// What the benchmark is told.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
}

fn main() -> ExitCode {
    let done = match Arguments::parse().chore {
        Chore::Up(arguments) => up::up(&arguments),
        Chore::Migrate(arguments) => migrate::migrate_as_told(&arguments),
        Chore::Keys => keys::provide(),
        Chore::Remove => up::remove(),
        Chore::Build { packages } => build::named(&packages).and_then(|()| build::report()),
        Chore::Publish { to } => publish::publish_with_token(&to),
        Chore::Test => test::test(),
        Chore::Bench { arguments } => test::bench(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
