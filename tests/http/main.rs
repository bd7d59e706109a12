//! The web interface from outside: a real server on a free port, real requests.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a check that cannot go on fails its test")]

mod access;
mod appeals;
mod around;
mod calendar;
mod card_building;
mod card_uses;
mod case_reviews;
mod cdr_imports;
mod contacts;
mod corrections;
mod descriptions;
mod desk;
mod document;
mod evaluation_exports;
mod evaluation_lists;
mod evaluations;
mod events;
mod finding;
mod flags;
mod hearing_rules;
mod intake;
mod interruptions;
mod keeping;
mod pages;
mod people;
mod people_import;
mod playback;
mod queues;
mod redaction;
mod references;
mod refusals;
mod releasing;
mod review;
mod revisions;
mod sales;
mod same_file_at_once;
mod saved_filters;
mod searching;
mod seeking;
mod server;
mod sessions;
mod sides;
mod sittings;
mod sources;
mod store_away;
mod talking;
#[path = "../support/tone.rs"]
mod tone;
mod transcription;
mod trust;
mod uploads;
mod vcon;
mod watching;
mod without_audio;
