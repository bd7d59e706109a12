//! A fair hearing, pure: how an agent's answer to an evaluation may go, how an appeal may go, who
//! may take which step, and until when. No I/O; time, people and permissions are arguments.
//!
//! `docs/HEARING.md` shows both machines as diagrams; a test compares them with the code.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `answer` | the agent's answer: read, found right, appealed, or never given |
//! | `appeal` | the steps of an appeal, who may take them, what an item comes to |
//! | `deadline` | how long each of them may take |

mod answer;
mod appeal;
mod deadline;

pub use answer::{AnswerEvent, AnswerState, Forbidden, Hearing, answer_step, hearing_for, is_in_time};
pub use appeal::{
    AppealEvent, Parties, Standing, appeal_step, final_change, is_granted, may_judge, next_step,
};
pub use deadline::{answer_until, step_until};
