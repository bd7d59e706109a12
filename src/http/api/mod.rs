//! One file a resource: its wire types and its handlers.
//!
//! Times are RFC 3339 with `Z`, positions integer milliseconds, names `snake_case`; lists are
//! paged.

pub mod agents;
pub mod appeal_body;
pub mod appeals;
pub mod assignments;
pub mod back_test;
pub mod belonging;
pub mod call_rows;
pub mod calls;
pub mod card_body;
pub mod card_draft_body;
pub mod card_drafts;
pub mod card_text;
pub mod card_uses;
pub mod cdr_imports;
pub mod descriptions;
pub mod directory;
pub mod download;
pub mod erasures;
pub mod evaluation_body;
pub mod evaluation_query;
pub mod evaluation_revisions;
pub mod evaluations;
pub mod filters;
pub mod finding_body;
pub mod flags;
pub mod holds;
pub mod listening;
pub mod me;
pub mod notices;
pub mod page;
pub mod people;
pub mod people_import;
pub mod person;
pub mod projects;
pub mod recording_sides;
pub mod recording_signals;
pub mod recordings;
pub mod response_body;
pub mod retention;
pub mod retention_body;
pub mod sales;
pub mod scorecards;
pub mod session;
pub mod setup;
pub mod sittings;
pub mod source_refusals;
pub mod source_tokens;
pub mod source_troubles;
pub mod sources;
pub mod storage;
pub mod teams;
pub mod today;
pub mod trend;
pub mod uploads;
pub mod waiting;
pub mod watching;

mod draft_json;
mod tus;
mod upload;
