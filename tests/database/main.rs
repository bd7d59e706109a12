//! What the `db` room promises, on both databases: every check is written once and runs on SQLite
//! in a folder of its own and on PostgreSQL in a database of its own.
//!
//! PostgreSQL is the server whose address is in `EARMARK_TEST_POSTGRES` (such as
//! `postgres://postgres@127.0.0.1:5432/postgres`); the tests make and drop databases there and
//! keep one as a template. Where it is not set, that half is skipped and says so, or fails where
//! `CI` or `EARMARK_TEST_REQUIRE_POSTGRES` is set.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a check that cannot go on fails its test")]

#[macro_use]
mod harness;
mod case_reviews;
mod child;
mod fixtures;

mod agents;
mod answering;
mod appeals;
mod arrivals;
mod assignments;
mod audit;
mod blind;
mod call_lists;
mod call_scores;
mod call_signals;
mod calls;
mod contacts;
mod corrections;
mod days_away;
mod desk;
mod draws;
mod erasure;
mod evaluation_lists;
mod evaluations;
mod flags;
mod job_claims;
mod jobs;
mod keeping;
mod library;
mod migrations;
mod outages;
mod outbox;
mod people;
mod processes;
mod projects;
mod recording_signals;
mod recordings;
mod redaction;
mod references;
mod refusals;
mod said_and_filtered;
mod sales;
mod saved_filters;
mod schema;
mod scorecard_drafts;
mod scorecard_uses;
mod scorecards;
mod search;
mod settings;
mod sign_ins;
mod sittings;
mod sources;
mod storage_checks;
mod stored_objects;
mod stores_in_force;
mod teams;
mod tombstones;
mod transactions;
mod transcript_quality;
mod transcription_work;
mod transcripts;
mod uploads;
mod wishes;
