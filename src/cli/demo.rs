//! `earmark demo`: a workspace with people, calls to hear and eight weeks behind it, served on this
//! machine.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `cast`, `phrases` | who works there, and what is written about their calls |
//! | `calendar`, `dice` | the days behind us; chance that falls the same way every time |
//! | `past_calls`, `judgement` | calls without a recording, and how an inspector answers for them |
//! | `cases` | the case library, by what `fixtures/cases.json` says of the recorded calls |
//! | `scenes`, `written`, `again` | the recorded calls of `fixtures/`, what was written about them, and those that were received more than once |
//! | `timeline`, `history` | everything in its order, and letting it happen |
//! | `evenings` | what is done at the end of which day |
//! | `lessons` | reference calls, and attempts at them |
//! | `meeting` | this week's case review |
//! | `hearings` | what agents hear, answer, appeal and ask for, and what becomes of it |
//! | `ways`, `desk` | sales verified, an afternoon beside an agent, a chat; standard answers, phrases, flags |
//! | `verdicts` | an inspector's answers as the review page would save them |
//! | `folder`, `password` | where it is kept: there in full or not at all |
//! | `sign_ins`, `watching` | what a start prints |

mod again;
mod calendar;
mod cases;
mod cast;
mod desk;
mod dice;
mod error;
mod evenings;
mod folder;
mod hearings;
mod history;
mod judgement;
mod lessons;
mod meeting;
mod password;
mod past_calls;
mod phrases;
mod scenes;
mod sign_ins;
mod timeline;
mod verdicts;
mod watching;
mod ways;
mod written;

use super::exit::{Failure, Outcome};
use super::logging::{LOG_VARIABLE, LogOptions};
use super::output::{complain, print_line};
use super::place::Place;
use super::serve;
use super::worker_options::SupervisorOptions;
use crate::db::job::{self, NewJob};
use crate::db::redaction::Cover;
use crate::db::source::{self, Source};
use crate::db::{Db, DbError, setting};
use error::DemoError;
use folder::{Found, Making};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The setting that says that a database is a demonstration's.
const MARK: &str = "demonstration";
/// How many ports are tried.
const PORTS: u16 = 20;

/// Make a demonstration workspace, or take the one that is there, and serve it on this machine
///
/// It has people for every role, ten calls that can be heard, and eight weeks of evaluations. It is
/// kept in a folder of its own; remove the folder to begin afresh.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder of the demonstration; no other is ever touched
    #[arg(long, value_name = "DIR", default_value = ".demo")]
    data: PathBuf,
    /// Where the demonstration calls are: the folder `fixtures` of the repository
    #[arg(long, value_name = "DIR", default_value = "fixtures")]
    fixtures: PathBuf,
    /// The port of 127.0.0.1 to listen on; where it is taken, the next free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Make the workspace and leave
    #[arg(long)]
    no_serve: bool,
    /// What to log, as for `serve`
    #[arg(long = "log", value_name = "LEVEL", env = LOG_VARIABLE, default_value = "warn,earmark::cli=info")]
    log: String,
    #[command(flatten)]
    supervisor: SupervisorOptions,
}

/// Makes the workspace where it is missing, and serves it until it is stopped.
pub(super) fn run(args: Args) -> Outcome {
    let log = LogOptions::at(args.log);
    log.start()?;
    if folder::look(&args.data)? == Found::Nothing {
        make(&args.data, &args.fixtures)?;
    }
    let place = Place::new(args.data.clone(), None, None);
    must_be_a_demonstration(&place, &args.data)?;
    let password = password::read(&args.data)?;
    if args.no_serve {
        print_line(&sign_ins::table(&password))?;
        return Ok(ExitCode::SUCCESS);
    }
    let without_model = args.supervisor.speech().look_for_model().err();
    let listen = free_address(args.port)?;
    let serving = serve::Args::on_this_machine(place, listen, args.supervisor, log);
    serve::serve(&serving, async |db, address| {
        redact(&db, without_model.is_none()).await?;
        print_line(&format!(
            "\n  http://{address}\n\n{}\n\n  Ctrl+C stops it.\n",
            sign_ins::table(&password)
        ))?;
        match without_model {
            Some(missing) => complain(&format!("The recorded calls stay without transcripts: {missing}")),
            None => drop(tokio::spawn(tell_of_transcripts(db))),
        }
        Ok(())
    })
}

/// The demonstration redacts like any other source, unless nothing is ever transcribed: then its agents
/// would never hear a call, and the voices in it are nobody's.
async fn redact(db: &Db, is_transcribed: bool) -> Result<(), DbError> {
    let redaction = is_transcribed.then_some(Cover::Silence);
    db.write(move |writing| {
        let Some(known) = source::by_name(writing, past_calls::SOURCE)? else { return Ok(()) };
        if known.redaction.is_some() == redaction.is_some() {
            return Ok(());
        }
        source::update(writing, &Source { redaction, ..known })?;
        job::enqueue(writing, &NewJob::renew_words()).map(drop)
    })
    .await
}

/// Telling is all it does: when it cannot, the server goes on.
async fn tell_of_transcripts(db: Db) {
    if let Err(failure) = watching::tell_of_transcripts(db).await {
        tracing::warn!(error = %failure, "how far the transcripts are cannot be told");
    }
}

/// Makes the workspace beside its place and moves it there when it is finished.
fn make(data: &Path, fixtures: &Path) -> Result<(), Failure> {
    let making = Making::begin(data)?;
    let password = password::make(making.folder())?;
    history::play(&Place::new(making.folder().to_owned(), None, None), fixtures, &password)?;
    Ok(making.finish()?)
}

/// The folder says so already; its database has to say so too.
fn must_be_a_demonstration(place: &Place, data: &Path) -> Result<(), Failure> {
    let opened = place.open()?;
    let mark = opened.runtime.block_on(opened.db.read(|reading| setting::get(reading, MARK)))?;
    match mark {
        Some(_) => Ok(()),
        None => Err(DemoError::NotADemonstration { folder: data.to_owned() }.into()),
    }
}

/// The first free port from this one on. Somebody may take it before we do; then the server says so.
fn free_address(first: u16) -> Result<SocketAddr, DemoError> {
    let last = first.saturating_add(PORTS - 1);
    (first..=last)
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .find(|address| TcpListener::bind(address).is_ok())
        .ok_or(DemoError::NoFreePort { first, last })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_port_is_taken_the_next_one_is_found() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let found = free_address(port).unwrap();
        assert!(found.port() != port && found.ip().is_loopback());
    }
}
