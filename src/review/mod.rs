//! Evaluations and their life: scorecards are published, calls are put into queues, scored,
//! released, and answered by the agent.
//!
//! Nobody but its evaluator sees an evaluation before it is out: not while it is a draft, and not
//! in the seconds after the release in which it can still be taken back.

mod call_query;
mod calls;
mod error;

pub use call_query::CallQuery;
pub use calls::{AgentLine, CallLine, is_generated, list_calls, sight};
pub use error::ReviewError;
