//! `earmark user`: people, from the command line of the machine.

use super::Outcome;
use super::output::print_line;
use super::place::Place;
use crate::access::people::Choice;
use crate::access::roles::NewRole;
use crate::access::{AgentName, NewPerson, Secret, add_person};
use crate::db::audit::Actor;
use crate::db::person::Role;
use crate::error::{Coded, Kind};
use clap::{Args as ClapArgs, Subcommand};
use std::io::{self, BufRead};
use std::process::ExitCode;

/// Enter people
#[derive(Debug, ClapArgs)]
pub(super) struct Args {
    #[command(subcommand)]
    command: UserCommand,
}

#[derive(Debug, Subcommand)]
enum UserCommand {
    Add(AddArgs),
}

/// Enter a person; without --password-stdin a password is made and printed once
#[derive(Debug, ClapArgs)]
struct AddArgs {
    #[command(flatten)]
    place: Place,
    /// The name as people write it
    #[arg(long)]
    name: String,
    /// The number their employer gave them
    #[arg(long, value_name = "NUMBER")]
    staff_number: Option<String>,
    /// What they type to sign in; without it they do not sign in
    #[arg(long, value_name = "NAME")]
    sign_in: Option<String>,
    /// agent, inspector, trainer, `team_leader`, `qa_manager` or administrator; may be repeated
    #[arg(long = "role", value_name = "ROLE", value_parser = role)]
    roles: Vec<Role>,
    /// The team they belong to, or lead if they are a team leader; made where it is missing
    #[arg(long)]
    team: Option<String>,
    /// The project that the roles are limited to; made where it is missing
    #[arg(long)]
    project: Option<String>,
    /// The agent that is them, as their recorder names it; may be repeated
    #[arg(long = "agent", value_name = "SOURCE:ID", value_parser = agent_name)]
    agents: Vec<AgentName>,
    /// Read the password from the first line of standard input
    #[arg(long, requires = "sign_in")]
    password_stdin: bool,
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("use {}", known.join(", "))
    })
}

/// The source ends at the first colon: agents' ids may be SIP addresses.
fn agent_name(text: &str) -> Result<AgentName, String> {
    match text.split_once(':') {
        Some((source, external_id)) if !source.is_empty() && !external_id.is_empty() => {
            Ok(AgentName { source: source.to_owned(), external_id: external_id.to_owned() })
        }
        _ => Err("write the source and the agent's id there, such as pbx:3201".to_owned()),
    }
}

/// Standard input could not be read.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be read from standard input")]
struct PasswordUnreadable(#[source] io::Error);

impl Coded for PasswordUnreadable {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "password_unreadable"
    }
}

/// Runs `earmark user …`.
pub(super) fn run(args: Args) -> Outcome {
    match args.command {
        UserCommand::Add(args) => add(args),
    }
}

fn add(args: AddArgs) -> Outcome {
    let given = if args.password_stdin { Some(first_line(&mut io::stdin().lock())?) } else { None };
    let made = match (&args.sign_in, &given) {
        (Some(_), None) => Some(made_password()?),
        _ => None,
    };
    let project = args.project.map(Choice::Named);
    let new = NewPerson {
        name: args.name,
        staff_number: args.staff_number,
        sign_in: args.sign_in,
        password: given.or_else(|| made.clone()),
        roles: args.roles.into_iter().map(|role| NewRole { role, project: project.clone() }).collect(),
        team: args.team.map(Choice::Named),
        agents: args.agents,
    };
    let opened = args.place.open()?;
    opened.runtime.block_on(add_person(&opened.db, Actor::CommandLine, new))?;
    if let Some(password) = made {
        print_line(&password)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn first_line(input: &mut impl BufRead) -> Result<String, PasswordUnreadable> {
    let mut line = String::new();
    input.read_line(&mut line).map_err(PasswordUnreadable)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Twenty random hexadecimal digits: 80 bits, and short enough to copy by hand.
fn made_password() -> Result<String, crate::access::AccessError> {
    let secret = Secret::new()?;
    let digits = secret.reveal();
    Ok(digits.chars().rev().take(20).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_line_end_is_taken_off_a_password() {
        assert_eq!(first_line(&mut " with blanks \r\nmore".as_bytes()).unwrap(), " with blanks ");
    }

    #[test]
    fn an_unknown_role_is_answered_with_the_known_ones() {
        assert!(role("boss").unwrap_err().contains("qa_manager"));
        assert_eq!(role("trainer").unwrap(), Role::Trainer);
    }

    #[test]
    fn an_agent_is_a_source_and_an_id() {
        let named = agent_name("pbx:sip:3201@example.org").unwrap();
        assert_eq!((named.source.as_str(), named.external_id.as_str()), ("pbx", "sip:3201@example.org"));
        assert!(["3201", ":3201", "pbx:"].iter().all(|text| agent_name(text).is_err()));
    }
}
