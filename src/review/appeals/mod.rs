//! Appeals (申诉): submitted by the agent, looked at by the team leader, the inspector and an
//! arbitrator, decided. Which step follows which, and who may take it, `hearing` says; here it
//! happens, each step in one transaction with its line in the audit trail.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `submit` | the agent submits one, and takes it back |
//! | `judge` | a step is taken |
//! | `course` | an appeal goes on to its next step, or is decided |
//! | `verdicts` | what an evaluation comes to with changed answers |
//! | `staffing` | who may take a step, and who sees what |
//! | `view`, `lists` | what a page shows of one, of many |
//! | `tending` | what nobody did in time |
//! | `told` | whom a step concerns |

mod course;
mod error;
mod judge;
mod lists;
mod staffing;
mod submit;
mod tending;
mod told;
mod verdicts;
mod view;

pub use error::AppealError;
pub use judge::{Said, first_review, judge_items};
pub use lists::{AppealLine, AppealList, list_appeals};
pub use submit::{NewAppeal, submit_appeal, withdraw_appeal};
pub use tending::tend_hearings;
pub use verdicts::{Foreseen, foresee_appeal, foresee_changes, revisions_of};
pub use view::{AppealNames, AppealView, ItemView, RulingView, find_appeal};

use super::ReviewError;
use crate::db::{Reading, setting};
use jiff::tz::TimeZone;

/// The zone in which the workspace counts its days.
fn workspace_zone(reading: &mut Reading<'_>) -> Result<TimeZone, ReviewError> {
    let name = setting::get(reading, setting::TIME_ZONE)?;
    Ok(name.and_then(|name| TimeZone::get(&name).ok()).unwrap_or(TimeZone::UTC))
}
