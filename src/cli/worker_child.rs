//! `earmark worker-child`: one child of a supervisor. Not for people: it ends when its standard
//! input does.

use super::exit::{Outcome, SystemRefused};
use super::logging::LogOptions;
use super::place::{Check, Place, Stores};
use super::speech_options::SpeechOptions;
use super::worker_options::{WorkerOptions, parse_lane};
use crate::db::job::Lane;
use crate::ids::WorkerId;
use crate::jobs::{self, Orders, Progress, Workshop};
use std::process::ExitCode;

/// One child of a worker
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The lane it works on
    #[arg(long, value_parser = parse_lane)]
    lane: Lane,
    /// The id under which it claims jobs
    #[arg(long)]
    worker_id: WorkerId,
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    worker: WorkerOptions,
    #[command(flatten)]
    speech: SpeechOptions,
    #[command(flatten)]
    log: LogOptions,
}

/// Works until its supervisor says stop, or is gone.
pub(super) fn run(args: &Args) -> Outcome {
    let settings = args.worker.settings();
    jobs::confine(settings.memory_limit).map_err(SystemRefused)?;
    args.log.start()?;
    let orders = Orders::from_stdin().map_err(SystemRefused)?;
    let Stores { db, storage, store } = args.place.open_stores(Check::Nothing)?;
    let workshop = Workshop {
        db,
        storage,
        store,
        spool: args.place.open_spool()?,
        settings,
        ears: args.speech.ears()?,
        progress: Progress::default(),
    };
    jobs::run(workshop, args.lane, args.worker_id, orders).map_err(SystemRefused)?;
    Ok(ExitCode::SUCCESS)
}
