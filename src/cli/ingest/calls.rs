//! `earmark ingest --cdr`: brings a table of calls in, and shows how far it is.

use super::to_server::{Import, Server};
use super::{Args, Failure, NoDestination};
use crate::access::Who;
use crate::cli::Outcome;
use crate::cli::output::{complain, print_line};
use crate::cli::place::Place;
use crate::db::cdr_import::CdrImport;
use crate::recorder::RecorderError;
use crate::recorder::cdr::{BYTES_MOST, ImportFile, begin, find, run};
use crate::sheet::SheetError;
use indicatif::ProgressBar;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// How often a server is asked how far it is.
const ASK_EVERY: Duration = Duration::from_secs(1);

/// What became of the rows.
struct Summary {
    state: String,
    counts: [u64; 5],
}

/// Brings the table in and waits until its rows are entered.
pub(super) fn bring_in(args: &Args, table: &Path) -> Outcome {
    let source = args.source.clone().unwrap_or_default();
    let summary = match (&args.server, &args.token, &args.data) {
        (Some(server), Some(token), _) => to_server(&Server::new(server, token), table, &source)?,
        (None, _, Some(data)) => {
            let place = Place::new(data.clone(), args.database.clone(), args.storage.clone());
            into_data(&place, table, source)?
        }
        _ => return Err(NoDestination.into()),
    };
    let [rows, added, changed, same, refused] = summary.counts;
    print_line(&format!("{rows} rows: {added} new, {changed} changed, {same} known, {refused} left out"))?;
    Ok(if summary.state == "done" && refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn into_data(place: &Place, table: &Path, source: String) -> Result<Summary, Failure> {
    let size = std::fs::metadata(table).map_err(RecorderError::Unreadable)?.len();
    if size > BYTES_MOST as u64 {
        return Err(SheetError::TooLarge { most: BYTES_MOST }.into());
    }
    let bytes = std::fs::read(table).map_err(RecorderError::Unreadable)?;
    let opened = place.open()?;
    let who = Who::command_line();
    opened.runtime.block_on(async {
        let file = ImportFile { source, bytes };
        let import = begin(&opened.db, &who, file, None, None).await?;
        let bar = ProgressBar::new(u64::try_from(import.rows_total).unwrap_or_default());
        let show = |now: &CdrImport| bar.set_position(u64::try_from(now.counts.done).unwrap_or_default());
        // A worker may be faster with a page; each page is entered once, whoever does it.
        run(&opened.db, import.id, show).await?;
        bar.finish_and_clear();
        let ended = find(&opened.db, &who, import.id).await?;
        for problem in &ended.problems {
            complain(&format!("left out: {problem}"));
        }
        let count = |number: i32| u64::try_from(number).unwrap_or_default();
        let counts = ended.counts;
        Ok(Summary {
            state: ended.state.as_str().to_owned(),
            counts: [counts.done, counts.added, counts.changed, counts.same, counts.refused].map(count),
        })
    })
}

fn to_server(server: &Server, table: &Path, source: &str) -> Result<Summary, Failure> {
    server.check_token()?;
    let mut import: Import = server.send_calls(table, source)?;
    let bar = ProgressBar::new(import.rows);
    while matches!(import.state.as_str(), "running" | "stopping") {
        bar.set_position(import.done);
        std::thread::sleep(ASK_EVERY);
        import = server.import(&import.id)?;
    }
    bar.finish_and_clear();
    let counts = [import.done, import.added, import.changed, import.same, import.refused];
    Ok(Summary { state: import.state, counts })
}
