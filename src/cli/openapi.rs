//! `earmark openapi`: the document of the web interface, for client generators.

use super::Outcome;
use super::output::print_line;
use crate::http::document;
use std::process::ExitCode;

/// Prints the document as indented JSON.
pub(super) fn run() -> Outcome {
    print_line(&document().to_pretty_json().unwrap_or_default())?;
    Ok(ExitCode::SUCCESS)
}
