//! `earmark serve`: the web interface, and beside it the background work.

use super::exit::{Failure, Outcome, SystemRefused};
use super::logging::LogOptions;
use super::output::print_line;
use super::place::{Check, Place, Stores, workspace_zone};
use super::stop_signals::StopSignals;
use super::upload_options::UploadOptions;
use super::watch_options::WatchOptions;
use super::worker::start_supervisor;
use super::worker_options::SupervisorOptions;
use crate::access::first_start_link;
use crate::db::Db;
use crate::db::job::Lane;
use crate::error::{Coded, Kind};
use crate::http::{App, Server, start};
use crate::jobs::Supervisor;
use crate::recorder::watch::RunningWatch;
use crate::recorder::{Intake, Patience, Uploads, WaitLimits};
use crate::storage::Spool;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// Serve the web interface and do the background work
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    /// Where to listen; port 0 takes a free one, which is printed
    #[arg(long, value_name = "ADDRESS:PORT", env = "EARMARK_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// The address that people's browsers use, where a proxy stands in front; https makes cookies secure
    #[arg(long, value_name = "URL", env = "EARMARK_PUBLIC_URL", value_parser = public_url)]
    public_url: Option<String>,
    /// Leave the background work to `earmark worker`
    #[arg(long)]
    no_worker: bool,
    #[command(flatten)]
    waiting: WaitingOptions,
    #[command(flatten)]
    uploads: UploadOptions,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    supervisor: SupervisorOptions,
    #[command(flatten)]
    log: LogOptions,
}

/// How uploads wait for an object store that is away.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct WaitingOptions {
    /// How many seconds an upload waits for an object store that is away, before it is told to
    /// come again
    #[arg(long, value_name = "SECONDS", env = "EARMARK_STORE_WAIT", default_value_t = 30)]
    store_wait: u64,
}

impl WaitingOptions {
    fn limits(&self) -> WaitLimits {
        WaitLimits { longest: Duration::from_secs(self.store_wait), ..WaitLimits::default() }
    }
}

impl Default for WaitingOptions {
    fn default() -> Self {
        Self { store_wait: WaitLimits::default().longest.as_secs() }
    }
}

/// An address of the web, its scheme in lower case: what follows from `https:` must not be missed.
fn public_url(text: &str) -> Result<String, String> {
    let (scheme, rest) = text.split_once("://").unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http" | "https") || rest.is_empty() {
        return Err("begin it with https:// or http://".to_owned());
    }
    Ok(format!("{scheme}://{rest}"))
}

/// The address cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}; is something else running there? choose another with --listen")]
struct CannotListen {
    address: SocketAddr,
    #[source]
    cause: io::Error,
}

impl Coded for CannotListen {
    fn kind(&self) -> Kind {
        Kind::Unavailable
    }

    fn code(&self) -> &'static str {
        "cannot_listen"
    }
}

impl Args {
    /// As the demonstration serves: at its place, where only this machine listens.
    pub(super) fn on_this_machine(
        place: Place,
        listen: SocketAddr,
        supervisor: SupervisorOptions,
        log: LogOptions,
    ) -> Self {
        let (waiting, uploads) = (WaitingOptions::default(), UploadOptions::default());
        let watch = WatchOptions::default();
        Self { place, listen, public_url: None, no_worker: false, waiting, uploads, watch, supervisor, log }
    }
}

/// Serves until SIGTERM or SIGINT: then running requests and jobs are finished. A second one ends
/// at once.
pub(super) fn run(args: &Args) -> Outcome {
    args.log.start()?;
    serve(args, async |db, address| announce(args, &db, address).await)
}

/// Serves, and says so by `announce` as soon as it listens. The logs must have been started.
pub(super) fn serve(
    args: &Args,
    announce: impl AsyncFnOnce(Db, SocketAddr) -> Result<(), Failure>,
) -> Outcome {
    let Stores { db, storage, .. } = args.place.open_stores(Check::Store)?;
    let spool = args.place.open_spool()?;
    let unfinished = args.place.open_uploads()?;
    let roots = args.watch.roots()?;
    let supervisor = if args.no_worker {
        None
    } else {
        Some(start_supervisor(db.clone(), &args.place, &args.supervisor, &args.log)?)
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(SystemRefused)?;
    runtime.block_on(async {
        // Before anybody is told that it runs: whoever stops it then finds it listening.
        let stop = StopSignals::listen().map_err(SystemRefused)?;
        let zone = workspace_zone(&db).await?;
        let patience = Patience::new(args.waiting.limits());
        let intake = Intake { db: db.clone(), storage, zone, patience };
        let taken_in = waking(supervisor.as_ref());
        let uploads = Uploads::new(intake.clone(), unfinished, args.uploads.limits(), Arc::clone(&taken_in));
        let app = app(args, intake, Arc::clone(&uploads), &spool, supervisor.is_some(), taken_in);
        let watch = args.watch.are_set().then(|| {
            let job_entered = Arc::clone(&app.job_entered);
            args.watch.start(roots, app.intake.clone(), spool.folder(), app.limits.audio_bytes, job_entered)
        });
        let server = start(app, args.listen, args.supervisor.grace())
            .map_err(|cause| CannotListen { address: args.listen, cause })?;
        let housekeeping = tokio::spawn(Arc::clone(&uploads).keep_house());
        announce(db.clone(), server.address()).await?;
        let stopped = until_stopped(server, supervisor, &uploads, watch, stop).await;
        housekeeping.abort();
        stopped
    })
}

/// Called after a job was entered, so that our own worker need not poll for it.
fn waking(supervisor: Option<&Supervisor>) -> Arc<dyn Fn() + Send + Sync> {
    match supervisor.map(Supervisor::waker) {
        Some(waker) => Arc::new(move || waker.wake(Lane::Prepare)),
        None => Arc::new(|| {}),
    }
}

fn app(
    args: &Args,
    intake: Intake,
    uploads: Arc<Uploads>,
    spool: &Spool,
    has_worker: bool,
    job_entered: Arc<dyn Fn() + Send + Sync>,
) -> App {
    let secure_cookies = args.public_url.as_ref().is_some_and(|url| url.starts_with("https:"));
    let largest = uploads.limits().bytes;
    let mut app = App::new(intake, uploads, spool.folder().to_owned(), secure_cookies, job_entered);
    app.limits.audio_bytes = largest;
    if has_worker {
        app.speech_model = args.supervisor.speech().model_place().ok();
    }
    app
}

/// Says where it listens and, as long as nobody can sign in, how the first administrator gets in.
/// The link goes to standard output and never to the log; behind its `#`, the secret stays in the
/// browser until the page sends it, and is in no log of a proxy.
async fn announce(args: &Args, db: &Db, listens_on: SocketAddr) -> Result<(), Failure> {
    let address = args.public_url.clone().unwrap_or_else(|| format!("http://{listens_on}"));
    let address = address.trim_end_matches('/');
    tell(&format!("earmark listens on {address}"));
    if let Some(link) = first_start_link(db).await? {
        tell(&format!(
            "Make the first administrator (works once, for a day): {address}/setup#{}",
            link.reveal()
        ));
    }
    Ok(())
}

/// A server does not end because nobody reads what it prints.
fn tell(line: &str) {
    if let Err(error) = print_line(line) {
        tracing::warn!(%error, "what a start prints was not read; start again with standard output open to see it");
    }
}

async fn until_stopped(
    mut server: Server,
    supervisor: Option<Supervisor>,
    uploads: &Uploads,
    watch: Option<RunningWatch>,
    mut stop: StopSignals,
) -> Outcome {
    tokio::select! {
        () = stop.next() => {}
        ended = server.ended() => {
            tracing::error!(?ended, "the web server ended by itself");
            return Ok(ExitCode::FAILURE);
        }
    }
    tracing::info!("stopping: requests and jobs at hand are finished");
    if let Some(supervisor) = &supervisor {
        supervisor.stop();
    }
    let finished = async {
        // Uploads need not be waited for: they go on from where they are.
        let (stopped, ()) = tokio::join!(server.stop(), uploads.stop());
        if let Some(watch) = watch {
            watch.stop().await;
        }
        if let Some(supervisor) = &supervisor {
            supervisor.ended().await;
        }
        stopped
    };
    tokio::select! {
        stopped = finished => Ok(if stopped.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        () = stop.next() => {
            tracing::info!("stopping at once");
            if let Some(supervisor) = &supervisor {
                supervisor.stop_at_once();
                let _ = tokio::time::timeout(Duration::from_secs(5), supervisor.ended()).await;
            }
            Ok(ExitCode::FAILURE)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_address_is_one_of_the_web() {
        assert_eq!(public_url("HTTPS://qa.example/").unwrap(), "https://qa.example/");
        assert_eq!(public_url("http://qa.example:8080").unwrap(), "http://qa.example:8080");
        assert!(
            ["qa.example", "ftp://qa.example", "https://", ""].iter().all(|text| public_url(text).is_err())
        );
    }
}
