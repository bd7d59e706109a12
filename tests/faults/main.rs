//! What happens while something that earmark needs is away or full: whole programs, with an object
//! store and a database of their own that are stopped, killed and started again.
//!
//! Nobody is told yes whose recording is not stored, and nothing half-done stays.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a check that cannot go on fails its test")]

#[path = "../support/garage.rs"]
mod garage;
#[path = "../command_line/program.rs"]
#[expect(dead_code, reason = "these tests need only some of it")]
mod program;
#[path = "../support/tone.rs"]
mod tone;

mod database_away;
mod disk_full;
mod sending;
mod store_away;
mod stores;
