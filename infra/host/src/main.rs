//! The command: `motcua-host --from spin.toml --listen 127.0.0.1:3000`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use motcua_host::{Options, prepare};
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

/// A request makes and drops some hundred small things; the system's allocator took an eighth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs a Spin application on wasmtime.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    /// The application's manifest.
    #[arg(long, short, default_value = "spin.toml")]
    from: PathBuf,
    /// The address to serve.
    #[arg(long, default_value = "127.0.0.1:3000")]
    listen: SocketAddr,
    /// The profile to apply.
    #[arg(long)]
    profile: Option<String>,
    /// The folder below which databases and other state are kept; the manifest's if not given.
    #[arg(long)]
    state_dir: Option<PathBuf>,
    /// Where compiled code is kept; nowhere if not given.
    #[arg(long)]
    cache_dir: Option<PathBuf>,
    /// Says what would run, with the hash of each file, and runs nothing.
    #[arg(long)]
    inventory: bool,
    /// How logs look.
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogFormat {
    Text,
    Json,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    log(arguments.log_format);
    match if arguments.inventory { tell(&arguments) } else { run(arguments) } {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn tell(arguments: &Arguments) -> anyhow::Result<()> {
    for item in motcua_host::inventory(&arguments.from, arguments.profile.as_deref())? {
        let part = item.part_for.map(|name| format!(" ({name})")).unwrap_or_default();
        println!("{}  {}{part}  {}", item.sha256, item.component, item.path.display());
    }
    Ok(())
}

fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("MOTCUA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    let options = Options {
        profile: arguments.profile,
        state: arguments.state_dir,
        cache: arguments.cache_dir,
        environment: std::env::vars().collect(),
        ..Options::new(arguments.from)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let listener = motcua_host::listen(arguments.listen)?;
        let application = prepare(&options)?;
        let stop = told_to_stop()?;
        eprintln!("serving http://{}", listener.local_addr()?);
        motcua_host::serve(listener, application, stop).await;
        anyhow::Ok(())
    });
    // What is left are idle instances. Dropping the runtime would end each of them as if it had failed.
    std::mem::forget(runtime);
    served
}

/// Ctrl-C, or SIGTERM from whatever supervises us. Both are listened for from now on, not from the first poll.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
        tracing::info!("stopping: requests in flight are finished first; a second signal ends them");
        tokio::spawn(async move {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
            std::process::exit(130);
        });
    })
}
