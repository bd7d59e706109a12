//! `earmark token`: bearer tokens for recorders and programs.

use super::Outcome;
use super::output::print_line;
use super::place::Place;
use crate::access::{create_person_token, create_source_token};
use crate::db::audit::Actor;
use clap::{Args as ClapArgs, Subcommand};
use std::process::ExitCode;

/// Make tokens for recorders and programs
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    Create(CreateArgs),
}

/// Make a token and print it, alone; it is not shown again
#[derive(Debug, ClapArgs)]
struct CreateArgs {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    owner: Owner,
}

#[derive(Debug, ClapArgs)]
#[group(required = true, multiple = false)]
struct Owner {
    /// The source that will send calls with it; made where it is missing
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// The sign-in name of the person whose programs will use it
    #[arg(long, value_name = "NAME")]
    person: Option<String>,
}

/// Runs `earmark token …`.
pub(super) fn run(args: &Args) -> Outcome {
    match &args.command {
        TokenCommand::Create(args) => create(args),
    }
}

fn create(args: &CreateArgs) -> Outcome {
    let opened = args.place.open()?;
    let secret = match (&args.owner.source, &args.owner.person) {
        (Some(source), _) => {
            opened.runtime.block_on(create_source_token(&opened.db, Actor::CommandLine, source))?
        }
        (None, Some(person)) => {
            opened.runtime.block_on(create_person_token(&opened.db, Actor::CommandLine, person))?
        }
        // clap asks for one of the two.
        (None, None) => return Ok(ExitCode::from(2)),
    };
    print_line(secret.reveal())?;
    Ok(ExitCode::SUCCESS)
}
