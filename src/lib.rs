//! **earmark**: quality monitoring and recording review for call centres.
//!
//! # The house
//!
//! One line a room. A room may import anything below it in this list, nothing above it; rooms
//! in one pair of braces never import each other, but for the leaves at the end (a bad setting is
//! an error too). `tests/architecture.rs` reads every path and fails the build where this is
//! broken.
//!
//! | room | what happens there |
//! | --- | --- |
//! | [`cli`] | the command line: one file a subcommand |
//! | { [`http`], [`jobs`] } | the web interface (the only room that names actix); the work done in the background |
//! | [`library`] | calls worth learning from: clips, case libraries, guided playback, reference calls, case reviews |
//! | [`review`] | evaluations and their life: scorecards, queues, scoring, release, feedback |
//! | [`transcription`] | audio → speech windows → Whisper → guards → utterances; the speech models |
//! | [`recorder`] | how a recording gets in and never gets lost |
//! | [`access`] | people, roles, scopes, sessions, tokens |
//! | { [`db`], [`storage`] } | what is stored: rows (the only room that names diesel); objects |
//! | { [`scoring`], [`audio`], [`search`], [`sheet`] } | pure: scorecards and their arithmetic; decoding, resampling, peaks; words to be found; tables |
//! | { [`config`], [`document`], [`error`], [`ids`], [`time`] } | leaves: settings, YAML and JSON with their lines, what an error is, identifiers, instants |
//!
//! # What always holds
//!
//! * Nothing that was accepted is lost: the answer "yes" follows the fsync and the transaction.
//! * Pure rooms do no I/O, have no `async`, and take time and randomness as arguments.
//! * Enqueuing a job and writing an audit row happen inside the transaction that caused them.
//! * Every query that returns or counts calls or people takes a [`db::Scope`]; what lies outside
//!   it does not exist for the caller.
//! * A native crash in the speech library costs one attempt of one job, never the service.
//! * Secrets and personal data reach neither logs nor error texts nor URLs.

pub mod access;
pub mod audio;
pub mod cli;
pub mod config;
pub mod db;
pub mod document;
pub mod error;
pub mod http;
pub mod ids;
pub mod jobs;
pub mod library;
pub mod recorder;
pub mod review;
pub mod scoring;
pub mod search;
pub mod sheet;
pub mod storage;
pub mod time;
pub mod transcription;
