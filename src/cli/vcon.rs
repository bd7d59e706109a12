//! `earmark vcon`: writes a call as a vCon document.

use super::Outcome;
use super::output::print_line;
use super::place::{Check, Place, Stores, runtime};
use crate::access::Who;
use crate::ids::CallId;
use crate::recorder::Shelf;
use crate::recorder::vcon::{Audio, ExportOptions, export};
use crate::transcription::written;
use std::process::ExitCode;

/// Write a call as a vCon document (JSON), with its transcripts
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    /// The id of the call
    #[arg(value_name = "CALL")]
    call_id: CallId,
    /// Put the audio inside, at most 64 MiB; otherwise it is referred to
    #[arg(long)]
    inline: bool,
    /// The address of the server at which the audio is referred to
    #[arg(long, value_name = "URL", env = "EARMARK_PUBLIC_URL", default_value = "https://localhost")]
    public_url: String,
}

/// Runs `earmark vcon`.
pub(super) fn run(args: &Args) -> Outcome {
    let Stores { db, storage, .. } = args.place.open_stores(Check::Store)?;
    let shelf = Shelf { db: db.clone(), storage };
    let audio = if args.inline { Audio::Inline } else { Audio::AtServer(args.public_url.clone()) };
    let options = ExportOptions { audio, request_id: None, by_token: false, hide: written::hidden };
    let document = runtime()?.block_on(export(&db, &shelf, &Who::command_line(), args.call_id, options))?;
    print_line(&document.to_string())?;
    Ok(ExitCode::SUCCESS)
}
