//! What is stored in rows: the only room that names diesel.
//!
//! One file a stored noun: it owns the plain struct that the rest of the house sees and every
//! query on it. Functions that read take a [`Reading`], functions that write a [`Writing`]; both
//! exist only inside [`Db::read`] and [`Db::write`].
//!
//! Whatever finds calls or recordings takes a [`Scope`]. What hangs on one of them (`of_call`,
//! `of_recording`, a transcript's utterances) is asked for by its id, after it was found for the
//! caller; intake and jobs, which serve no caller, ask without a scope (`by_identity`).
//!
//! SQLite is the embedded default, PostgreSQL serves several machines; one code base talks to
//! both, and `dialect` holds every difference.

pub mod agent;
pub mod appeal;
pub mod assignment;
pub mod audit;
pub mod call;
pub mod call_list;
pub mod call_request;
pub mod case_consent;
pub mod case_learning;
pub mod case_opinion;
pub mod case_review;
pub mod cdr_import;
pub mod certification_rule;
pub mod clip;
pub mod contact;
pub mod correction;
pub mod days_away;
pub mod directory;
pub mod due;
pub mod erasure;
pub mod evaluation;
pub mod evaluation_clock;
pub mod evaluation_note;
pub mod feedback;
pub mod feedback_rating;
pub mod fixed_deadline;
pub mod flag;
pub mod hearing_rule;
pub mod hold;
pub mod improvement;
pub mod job;
pub mod learner;
pub mod learning_task;
pub mod leg;
pub mod library;
pub mod library_case;
pub mod listening;
pub mod named;
pub mod note_reply;
pub mod object_copy;
pub mod outbox;
pub mod participation;
pub mod person;
pub mod playlist;
pub mod project;
pub mod recording;
pub mod recording_signal;
pub mod redaction;
pub mod reference_attempt;
pub mod reference_call;
pub mod refused_arrival;
pub mod release_talk;
pub mod removal;
pub mod retention_rule;
pub mod retention_run;
pub mod review_keys;
pub mod sale;
pub mod saved_filter;
pub mod scorecard;
pub mod scorecard_draft;
pub mod scorecard_use;
pub mod search_index;
pub mod self_listening;
pub mod session;
pub mod setting;
pub mod setup_link;
pub mod sitting;
pub mod source;
pub mod spoken_words;
pub mod standard_answer;
pub mod stock_phrase;
pub mod storage_check;
pub mod store_in_force;
pub mod stored_object;
pub mod team;
pub mod token;
pub mod tombstone;
pub mod transcript;
pub mod transcript_quality;
pub mod upload;
pub mod verification;
pub mod waiting_sidecar;
pub mod watch_folder;
pub mod watched_file;
pub mod wording;
pub mod wordless_speech;
pub mod working_calendar;

mod columns;
mod connection;
mod cursor;
mod dialect;
mod error;
mod migrations;
mod name_order;
mod pattern;
mod schema;
mod scope;
mod transaction;

pub use connection::DatabaseAddress;
pub use cursor::{COUNTED_TO, Cursor, NotACursor, PAGE_MOST, Page, Window};
pub use error::DbError;
pub use name_order::sort_key;
use pattern::literal;
pub use scope::{Bounds, Scope};
pub use transaction::{Db, Reading, Writing};
