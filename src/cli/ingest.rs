//! `earmark ingest`: brings files in from the command line, into this machine's data folder or to
//! a server.

mod calls;
mod files;
mod into_data;
mod to_server;

use super::output::{complain, print_line};
use super::place::{DATABASE_VARIABLE, DatabaseText, Place, STORAGE_VARIABLE, StorageText};
use super::{Failure, Outcome};
use crate::error::{Coded, Kind};
use clap::Args as ClapArgs;
use files::{FileToIngest, find_files};
use indicatif::{ProgressBar, ProgressStyle};
pub(super) use into_data::receive;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Bring recordings in: files, or folders with everything below them
///
/// A file STEM.json beside STEM.wav is sent along as the call's metadata. Exit code 1: some were
/// refused, each with its reason, or it stopped where nothing more would have gone through.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    /// Audio files and vCon documents, and folders to search for them
    #[arg(required_unless_present = "cdr", value_name = "FILE|FOLDER")]
    paths: Vec<PathBuf>,
    /// A table of calls with or without audio (CDR), .xlsx or CSV, a row each
    #[arg(long, value_name = "FILE", conflicts_with = "paths", requires = "source")]
    cdr: Option<PathBuf>,
    /// The server to send them to
    #[arg(long, value_name = "URL", requires = "token")]
    server: Option<String>,
    /// The token to send them with
    #[arg(long, env = "EARMARK_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The source, where a file's metadata does not name one
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The data folder of this machine, to bring them into without a server
    #[arg(long, value_name = "DIR", env = "EARMARK_DATA")]
    data: Option<PathBuf>,
    /// A `PostgreSQL` database in place of the SQLite file in DIR
    #[arg(long, value_name = "URL", env = DATABASE_VARIABLE, hide_env_values = true)]
    database: Option<DatabaseText>,
    /// Where recordings are kept, when it is not in DIR: as for `serve`
    #[arg(long, value_name = "WHERE", env = STORAGE_VARIABLE, hide_env_values = true)]
    storage: Option<StorageText>,
}

/// Where the files go.
trait Destination {
    /// Brings one file in, with its metadata as JSON. The answer is what became of it.
    fn ingest(&mut self, audio: &Path, metadata: &[u8]) -> Result<Ingested, Failure>;
}

/// What became of a file.
struct Ingested {
    call_id: String,
    recording_id: String,
    is_new: bool,
}

impl Ingested {
    /// A conversation has several recordings, or none.
    fn of_vcon(call_id: String, recording_ids: &[String], is_new: bool) -> Self {
        Self { call_id, recording_id: recording_ids.join(","), is_new }
    }
}

/// Neither a server nor a data folder was named.
#[derive(Debug, thiserror::Error)]
#[error("say where to: --data DIR for this machine, or --server URL with --token")]
struct NoDestination;

impl Coded for NoDestination {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "no_destination"
    }
}

/// Runs `earmark ingest`.
pub(super) fn run(args: &Args) -> Outcome {
    if let Some(table) = &args.cdr {
        return calls::bring_in(args, table);
    }
    let files = find_files(&args.paths)?;
    let mut destination = destination(args)?;
    let progress = progress_bar(files.len());
    let mut refused = 0_usize;
    for (before, file) in files.iter().enumerate() {
        match ingest_one(destination.as_mut(), file, args.source.as_deref()) {
            Ok(done) => {
                let word = if done.is_new { "new  " } else { "known" };
                let line = format!("{word} {} {} {}", done.call_id, done.recording_id, file.path.display());
                progress.suspend(|| print_line(&line))?;
            }
            Err(failure) if concerns_every_file(failure.kind()) => {
                progress.finish_and_clear();
                complain(&format!("stopped at {}: {}", file.path.display(), failure.with_causes()));
                let went_through = before - refused;
                complain(&format!(
                    "{went_through} of {} files are in; the same command goes on from there, because \
                     what is known is not stored again",
                    files.len()
                ));
                return Ok(ExitCode::FAILURE);
            }
            Err(failure) => {
                refused += 1;
                let line = format!("refused {}: {}", file.path.display(), failure.with_causes());
                progress.suspend(|| complain(&line));
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the next file would fare no better, because nothing is wrong with this one.
fn concerns_every_file(kind: Kind) -> bool {
    matches!(kind, Kind::Unauthenticated | Kind::Unavailable | Kind::Full)
}

fn destination(args: &Args) -> Result<Box<dyn Destination>, Failure> {
    match (&args.server, &args.token, &args.data) {
        (Some(server), Some(token), _) => {
            let server = to_server::Server::new(server, token);
            server.check_token()?;
            Ok(Box::new(server))
        }
        (None, _, Some(data)) => {
            let place = Place::new(data.clone(), args.database.clone(), args.storage.clone());
            Ok(Box::new(into_data::DataFolder::open(&place)?))
        }
        _ => Err(NoDestination.into()),
    }
}

fn ingest_one(
    destination: &mut dyn Destination,
    file: &FileToIngest,
    source: Option<&str>,
) -> Result<Ingested, Failure> {
    let metadata = file.metadata(source)?;
    destination.ingest(&file.path, &metadata)
}

fn progress_bar(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} {elapsed} left {eta}");
    let bar = ProgressBar::new(files as u64);
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// A file name as it is sent along.
pub(super) fn file_name(path: &Path) -> Option<String> {
    path.file_name().map(|name| name.to_string_lossy().into_owned())
}
