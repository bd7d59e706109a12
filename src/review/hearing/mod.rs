//! A fair hearing, pure: how an agent's answer to an evaluation may go, how an appeal may go, who
//! may take which step, and until when. No I/O; time, people and permissions are arguments.
//!
//! `docs/HEARING.md` shows both machines as diagrams; a test compares them with the code.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `answer` | the agent's answer: read, found right, appealed, or never given |
//! | `appeal` | the steps of an appeal, who may take them, what an item comes to |
//! | `calendar` | the days that are worked, and what time counted in them comes to |
//! | `found` | which of the inspector's moments an agent found by themselves |
//! | `deadline` | how long an answer and each step may take |

mod answer;
mod appeal;
mod calendar;
mod deadline;
mod found;

pub use answer::{AnswerEvent, AnswerState, Forbidden, Hearing, answer_step, hearing_for, is_in_time};
pub use appeal::{
    AppealEvent, Parties, Staffing, Standing, appeal_step, final_change, is_granted, may_judge, next_step,
};
pub use calendar::{USUAL_WEEK, WorkingCalendar, WorkingWeek};
pub use deadline::{answer_until, step_until};
pub use found::{found, one_by_one};
