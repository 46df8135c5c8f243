//! `cargo xtask migrate`: brings a Postgres database to the version that the components are written for.
//!
//! Whoever migrates holds an advisory lock, so that two operators, or a hundred pods, do it once. Each migration is a
//! transaction with its own record, which carries a hash: a file that was edited after its release is found.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};
use motcua_store::migrations::{MIGRATIONS, Migration, for_postgres, statements};
use postgres::{Client, Config};
use sha2::{Digest, Sha256};
use tokio_postgres_rustls::MakeRustlsConnect;

/// The environment variable that the portal itself reads the address from.
pub const ADDRESS: &str = "SPIN_VARIABLE_POSTGRES";

/// The same for the database of feedback, where it is another.
pub const FEEDBACK: &str = "SPIN_VARIABLE_POSTGRES_FEEDBACK";

/// Which lock it is, among all that the database's users may take: "MOTCUA" in ASCII.
const LOCK: i64 = 0x4d4f_5443_5541;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migrations (
    version BIGINT NOT NULL PRIMARY KEY,
    serves BIGINT NOT NULL,
    hash TEXT NOT NULL,
    applied BIGINT NOT NULL
)";

/// Where the provinces' agency codes stand: the partitions are made for them.
const PROVINCES: &str = include_str!("../../data/units/provinces.csv");

/// Which database to migrate.
#[derive(clap::Args)]
pub struct Arguments {
    /// The database's address, `postgres://user:password@host:port/name`; better given in SPIN_VARIABLE_POSTGRES, since
    /// others see the arguments of a command.
    #[arg(long, env = ADDRESS, hide_env_values = true)]
    postgres: String,
    /// The same for feedback, where it has a database of its own.
    #[arg(long, env = FEEDBACK, hide_env_values = true)]
    postgres_feedback: Option<String>,
}

/// Migrates and tells what was done.
pub fn migrate_as_told(arguments: &Arguments) -> Result<()> {
    let feedback = arguments.postgres_feedback.as_deref().filter(|address| !address.is_empty());
    for address in [arguments.postgres.as_str()].into_iter().chain(feedback) {
        match migrate(address)? {
            0 => println!("The tables are of version {} already.", MIGRATIONS.len()),
            applied => println!("Applied {applied} of {} migrations.", MIGRATIONS.len()),
        }
    }
    Ok(())
}

/// Applies what is missing, and says how many migrations that were.
pub fn migrate(address: &str) -> Result<usize> {
    let mut client = connect(address)?;
    refuse_other_order(&mut client)?;
    client.execute("SELECT pg_advisory_lock($1)", &[&LOCK])?;
    client.batch_execute(TABLE)?;
    let known = known(&mut client)?;
    for (migration, (version, hash)) in MIGRATIONS.iter().zip(&known) {
        if *hash != hash_of(migration) {
            bail!("migration {version} is not the one that was applied to this database");
        }
    }
    let missing = MIGRATIONS.iter().zip(1_i64..).skip(known.len());
    let applied = missing.clone().count();
    for (migration, version) in missing {
        apply(&mut client, migration, version).with_context(|| format!("migration {version}"))?;
    }
    Ok(applied)
}

/// The certificates are those that this machine trusts, or the browsers' where it has none, as in the host.
fn connect(address: &str) -> Result<Client> {
    let config: Config = address.parse().context("the address of Postgres is not understood")?;
    let tls = match MakeRustlsConnect::with_native_certs() {
        Ok((tls, _)) => tls,
        Err(_) => MakeRustlsConnect::with_webpki_roots(),
    };
    config.connect(tls).context("cannot connect to Postgres")
}

/// Text must compare byte by byte, as it does in SQLite and in our cursors; other orders would lose rows while paging.
/// Asked by example: what a database is said to be made with has several places, and this is what counts.
fn refuse_other_order(client: &mut Client) -> Result<()> {
    let example = "SELECT 'B' < 'a' AND 'b' < 'a!' IS FALSE AND 'z' < 'đ' AND 'a b' < 'a-b' AND 'a-b' < 'ab', \
                   pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()";
    let row = client.query_one(example, &[])?;
    let (is_bytewise, encoding): (bool, String) = (row.get(0), row.get(1));
    if !is_bytewise || encoding != "UTF8" {
        bail!(
            "the database keeps text as {encoding}{}; make it with: \
             CREATE DATABASE name TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
            if is_bytewise { "" } else { ", in another order than that of its bytes" }
        );
    }
    Ok(())
}

fn known(client: &mut Client) -> Result<Vec<(i64, String)>> {
    let rows = client.query("SELECT version, hash FROM migrations ORDER BY version", &[])?;
    Ok(rows.into_iter().map(|row| (row.get(0), row.get(1))).collect())
}

fn apply(client: &mut Client, migration: &Migration, version: i64) -> Result<()> {
    let mut transaction = client.transaction()?;
    for statement in statements(migration.text).flat_map(|statement| for_postgres(statement, agencies())) {
        transaction.batch_execute(&statement).with_context(|| first_line(&statement))?;
    }
    let applied = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
    transaction.execute(
        "INSERT INTO migrations (version, serves, hash, applied) VALUES ($1, $2, $3, $4)",
        &[&version, &i64::try_from(migration.serves)?, &hash_of(migration), &i64::try_from(applied)?],
    )?;
    Ok(transaction.commit()?)
}

/// The agency codes of the provinces: the fifth column of their list.
fn agencies() -> impl Iterator<Item = &'static str> {
    PROVINCES.lines().skip(1).filter_map(|line| line.split(',').nth(4))
}

fn hash_of(migration: &Migration) -> String {
    Sha256::digest(migration.text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn first_line(statement: &str) -> String {
    let line = statement.lines().find(|line| !line.starts_with("--") && !line.is_empty());
    line.unwrap_or_default().to_owned()
}
