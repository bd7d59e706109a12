//! `earmark storage`: looks through everything that is stored, and moves it to another store.

use super::exit::{Failure, Outcome, SystemRefused};
use super::output::{complain, print_line};
use super::place::{Check, Place, StorageText, Stores, runtime};
use super::progress::TerminalProgress;
use super::stop_signals::StopSignals;
use super::stores::Store;
use crate::db::Db;
use crate::db::storage_check::{NewFinding, Problem, StorageCheck};
use crate::ids::WorkerId;
use crate::recorder::RecorderError;
use crate::recorder::custody::{Move, MoveProgress, Verification};
use crate::transcription::models::Progress;
use clap::{Args as ClapArgs, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Look after what is stored: verify it, move it
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    command: StorageCommand,
}

#[derive(Debug, Subcommand)]
enum StorageCommand {
    Verify(VerifyArgs),
    Move(MoveArgs),
}

/// Read everything that is stored, and say what is damaged, missing or unknown
///
/// Nothing is changed. Goes on with a walk that was interrupted; a server begins one by itself every
/// seven days. Exit code 1: something was found.
#[derive(Debug, ClapArgs)]
struct VerifyArgs {
    #[command(flatten)]
    place: Place,
    /// Begin from the start, whatever was looked at before
    #[arg(long)]
    afresh: bool,
    /// How fast to read, in MiB a second; without it as fast as it goes
    #[arg(long, value_name = "MIB")]
    pace: Option<u64>,
}

/// Copy everything that is stored to another store, compare it, and use that store from then on
///
/// Servers may go on meanwhile. The same command goes on where it was interrupted. Nothing is ever
/// removed from the old store. Afterwards start servers and workers with the new --storage.
#[derive(Debug, ClapArgs)]
struct MoveArgs {
    #[command(flatten)]
    place: Place,
    /// The new store: a folder, or <s3://BUCKET/PREFIX?endpoint=URL&region=NAME>
    #[arg(long, value_name = "WHERE")]
    to: StorageText,
    /// A file with the keys of the new bucket, a line each, where they are not those of the
    /// environment
    #[arg(long, value_name = "FILE")]
    to_keys: Option<PathBuf>,
    /// Move although the old store has lost objects; they are listed by `verify`
    #[arg(long)]
    leave_missing: bool,
}

/// Runs `earmark storage …`.
pub(super) fn run(args: Args) -> Outcome {
    match args.command {
        StorageCommand::Verify(args) => verify(&args),
        StorageCommand::Move(args) => move_all(&args),
    }
}

fn verify(args: &VerifyArgs) -> Outcome {
    let Stores { db, storage, store } = args.place.open_stores(Check::Store)?;
    let pace = args.pace.map(|mib| mib << 20);
    let verification = Verification { db, storage, store, holder: WorkerId::new(), pace };
    let walked = runtime()?.block_on(walk(&verification, args.afresh))?;
    let Some(walk) = walked else {
        complain("stopped; the same command goes on from here");
        return Ok(ExitCode::FAILURE);
    };
    print_line(&format!(
        "{} objects, {} bytes: {} damaged, {} missing, {} unknown",
        walk.objects, walk.bytes, walk.damaged, walk.missing, walk.strays
    ))?;
    let is_fine = walk.damaged + walk.missing + walk.strays == 0;
    Ok(if is_fine { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// None: it was stopped.
async fn walk(verification: &Verification, afresh: bool) -> Result<Option<StorageCheck>, Failure> {
    let mut stop = StopSignals::listen().map_err(SystemRefused)?;
    let begun = verification.begin(afresh).await?;
    let id = begun.id;
    if begun.seen_to.is_some() {
        complain(&format!("going on with the walk that began {}", begun.began_at));
    }
    let mut progress = TerminalProgress::of_things();
    progress.begin("looking at what is stored", u64::try_from(begun.expected).unwrap_or_default());
    let told = |walk: &StorageCheck, findings: &[NewFinding]| {
        findings.iter().for_each(tell_finding);
        progress.reach(u64::try_from(walk.objects).unwrap_or_default());
    };
    let walked = tokio::select! {
        walked = verification.go_on(begun, None, told) => walked.map(Some),
        () = stop.next() => Ok(None),
    };
    progress.end();
    if !matches!(&walked, Ok(Some(_))) {
        verification.let_go(id).await?;
    }
    Ok(walked?)
}

/// One line on standard output: what is wrong with which object, and whose it is.
fn tell_finding(finding: &NewFinding) {
    let mut line = format!("{} {}", finding.problem.as_str(), finding.key);
    if let Some(purpose) = finding.purpose {
        line.push(' ');
        line.push_str(purpose.as_str());
    }
    if let Some(recording_id) = finding.recording_id {
        line.push_str(" of recording ");
        line.push_str(&recording_id.to_string());
    }
    if finding.problem == Problem::Stray {
        line.push_str(" (known to nobody; the daily sweep removes it)");
    }
    // Whoever closed standard output still gets the exit code.
    let _ = print_line(&line);
}

fn move_all(args: &MoveArgs) -> Outcome {
    let Stores { db, storage, store } = args.place.open_stores(Check::Store)?;
    let target = match &args.to_keys {
        Some(file) => Store::with_keys_in(args.to.as_str(), args.place.data(), file)?,
        None => Store::named(Some(args.to.as_str()), args.place.data())?,
    };
    if target.name() == store {
        print_line("The recordings are there already.")?;
        return Ok(ExitCode::SUCCESS);
    }
    let runtime = runtime()?;
    runtime.block_on(target.must_answer(args.place.data()))?;
    let to = target.open(args.place.data())?;
    let moved = Move { db, from: storage, to, to_name: target.name(), leave_missing: args.leave_missing };
    let Some(progress) = runtime.block_on(until_moved(&moved))? else {
        complain("stopped; nothing was switched, and the same command goes on from here");
        return Ok(ExitCode::FAILURE);
    };
    print_line(&format!(
        "{} objects are in {}, which is in force from now on; {} were damaged before, {} missing.",
        progress.of,
        target.name(),
        progress.damaged,
        progress.missing
    ))?;
    print_line("Start servers and workers again with the new --storage. The old store was not changed.")?;
    Ok(ExitCode::SUCCESS)
}

/// None: it was stopped.
async fn until_moved(moved: &Move) -> Result<Option<MoveProgress>, Failure> {
    let mut stop = StopSignals::listen().map_err(SystemRefused)?;
    let mut progress = TerminalProgress::of_things();
    progress.begin("copying and comparing", count(&moved.db).await?);
    let outcome = tokio::select! {
        outcome = moved.run(|so_far| progress.reach(u64::try_from(so_far.copied).unwrap_or_default())) => {
            outcome.map(Some)
        }
        () = stop.next() => Ok(None),
    };
    progress.end();
    Ok(outcome?)
}

async fn count(db: &Db) -> Result<u64, RecorderError> {
    let count = db.read(crate::db::stored_object::count).await?;
    Ok(u64::try_from(count).unwrap_or_default())
}
