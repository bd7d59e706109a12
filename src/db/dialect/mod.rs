//! Where the two databases differ: one file a need. No other file matches on the backend.

mod claim;
mod lock;
mod search;
mod transactions;
mod upsert;

pub(super) use claim::claimable_job;
pub(super) use lock::{keep_setting, lock_calls, lock_calls_to_remove, lock_jobs, lock_number, lock_roles};
pub(super) use search::{SearchDialect, forget_utterances, index_side, index_utterance};
pub(super) use transactions::{begin_reading, begin_writing, commit, roll_back, writers_race};
pub(super) use upsert::insert_job_unless_waiting;
