//! `earmark worker`: does the background work, on this machine or beside others.

use super::exit::{Failure, Outcome, SystemRefused};
use super::logging::LogOptions;
use super::place::{Check, Place, Stores, workspace_zone};
use super::stop_signals::StopSignals;
use super::watch_options::WatchOptions;
use super::worker_options::SupervisorOptions;
use crate::db::Db;
use crate::db::job::Lane;
use crate::http::Limits;
use crate::jobs::Supervisor;
use crate::recorder::{Intake, Patience};
use std::io;
use std::process::ExitCode;
use std::sync::Arc;

/// Do the background work: prepare and transcribe recordings, and the small jobs
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    supervisor: SupervisorOptions,
    #[command(flatten)]
    log: LogOptions,
}

/// Works until SIGTERM or SIGINT: then the jobs at hand are finished. A second one ends at once.
pub(super) fn run(args: &Args) -> Outcome {
    args.log.start()?;
    let Stores { db, storage, .. } = args.place.open_stores(Check::Store)?;
    let roots = args.watch.roots()?;
    let spool = args.watch.are_set().then(|| args.place.open_spool()).transpose()?;
    let supervisor = start_supervisor(db.clone(), &args.place, &args.supervisor, &args.log)?;
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(SystemRefused)?;
    runtime.block_on(async {
        let Some(spool) = &spool else { return Ok(until_stopped(&supervisor).await.map_err(SystemRefused)?) };
        let zone = workspace_zone(&db).await?;
        let intake = Intake { db, storage, zone, patience: Patience::default() };
        let waker = supervisor.waker();
        let job_entered = Arc::new(move || waker.wake(Lane::Prepare));
        let most = Limits::default().audio_bytes;
        let watch = args.watch.start(roots, intake, spool.folder(), most, job_entered);
        let stopped = until_stopped(&supervisor).await.map_err(SystemRefused)?;
        watch.stop().await;
        Ok(stopped)
    })
}

/// Starts the children; `serve` does the same beside its web server.
pub(super) fn start_supervisor(
    db: Db,
    place: &Place,
    options: &SupervisorOptions,
    log: &LogOptions,
) -> Result<Supervisor, Failure> {
    if let Err(missing) = options.speech().look_for_model() {
        tracing::warn!("recordings wait to be transcribed: {missing}");
    }
    let command = options.child_command(place, log).map_err(SystemRefused)?;
    Ok(Supervisor::start(db, options.settings(), &command).map_err(SystemRefused)?)
}

async fn until_stopped(supervisor: &Supervisor) -> io::Result<ExitCode> {
    let mut stop = StopSignals::listen()?;
    tokio::select! {
        () = stop.next() => {}
        () = supervisor.ended() => {
            tracing::error!("the supervisor ended by itself");
            return Ok(ExitCode::FAILURE);
        }
    }
    tracing::info!("stopping after the jobs at hand");
    supervisor.stop();
    tokio::select! {
        () = stop.next() => {}
        () = supervisor.ended() => return Ok(ExitCode::SUCCESS),
    }
    tracing::info!("stopping at once");
    supervisor.stop_at_once();
    supervisor.ended().await;
    Ok(ExitCode::FAILURE)
}
