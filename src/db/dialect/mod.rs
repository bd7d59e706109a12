//! Where the two databases differ: one file a need. No other file matches on the backend.

mod claim;
mod transactions;
mod upsert;

pub(super) use claim::claimable_job;
pub(super) use transactions::{begin_reading, begin_writing, commit, roll_back};
pub(super) use upsert::insert_job_unless_waiting;
