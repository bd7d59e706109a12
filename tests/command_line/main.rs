//! Whole programs, as people start them: serve, worker, ingest, user, token, templates.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a check that cannot go on fails its test; the environment says which server"
)]

mod arrivals;
mod demo;
mod program;
mod scorecards;
mod setting_up;
mod several_processes;
mod shown;
#[path = "../support/tone.rs"]
mod tone;
