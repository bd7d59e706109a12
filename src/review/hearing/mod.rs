//! A fair hearing, pure: how the life of an evaluation may go until its agent has it, how their answer may go,
//! how an appeal may go, who may take which step, and until when. No I/O; time, people and permissions are
//! arguments.
//!
//! `docs/HEARING.md` shows the three machines as diagrams; tests compare them with the code.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `life` | drafted, released, taken back, recalled, until the agent has it |
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
mod life;

pub use answer::{AnswerEvent, AnswerState, Forbidden, Hearing, answer_step, hearing_for, is_in_time};
pub use appeal::{
    AppealEvent, Parties, Staffing, Standing, appeal_step, final_change, is_granted, may_judge, next_step,
};
pub use calendar::{USUAL_WEEK, WorkingCalendar, WorkingWeek};
pub use deadline::{answer_until, step_until};
pub use found::{found, one_by_one};
pub use life::{LifeEvent, LifeState, Refused, UNDO, life_step};
