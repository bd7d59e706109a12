//! The web interface from outside: a real server on a free port, real requests.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a check that cannot go on fails its test")]

mod access;
mod cdr_imports;
mod descriptions;
mod document;
mod evaluation_lists;
mod evaluations;
mod finding;
mod intake;
mod interruptions;
mod pages;
mod people;
mod people_import;
mod playback;
mod queues;
mod review;
mod saved_filters;
mod server;
mod sessions;
mod sources;
#[path = "../support/tone.rs"]
mod tone;
mod vcon;
mod watching;
mod without_audio;
