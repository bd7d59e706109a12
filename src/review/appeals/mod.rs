//! Appeals (申诉): submitted by the agent, looked at by the team leader, the inspector and an
//! arbitrator, decided. Which step follows which, and who may take it, `hearing` says; here it
//! happens, each step in one transaction with its line in the audit trail.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `draft` | what the agent has written so far |
//! | `submit` | the agent submits one, and takes it back |
//! | `judge` | a step is taken |
//! | `course` | an appeal goes on to its next step, or is decided |
//! | `verdicts` | what an evaluation comes to with changed answers |
//! | `staffing` | who may take a step, and who sees what |
//! | `view`, `lists` | what a page shows of one, of many |
//! | `precedents` | how arbitrators decided on an item before |
//! | `tending` | what nobody did in time |
//! | `told` | whom a step concerns |

mod course;
mod draft;
mod error;
mod judge;
mod lists;
mod precedents;
mod staffing;
mod submit;
mod tending;
mod told;
mod verdicts;
mod view;

pub use draft::{appeal_draft, forget_appeal_draft, save_appeal_draft};
pub use error::{AppealError, ItemName};
pub use judge::{Said, first_review, judge_items};
pub(super) use lists::count_waiting;
pub use lists::{AppealLine, AppealList, list_appeals};
pub use precedents::precedents_for;
pub(super) use staffing::{hides_names_of, with_hidden_names};
pub(super) use submit::appeals_left;
pub use submit::{NewAppeal, submit_appeal, withdraw_appeal};
pub use tending::tend_hearings;
pub(super) use verdicts::{Choices, foresee, score_of};
pub use verdicts::{Foreseen, foresee_appeal, foresee_changes};
pub use view::{AppealNames, AppealView, ItemView, RulingView, find_appeal};
