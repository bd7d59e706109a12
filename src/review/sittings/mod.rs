//! Sitting beside an agent (旁听) and listening live (实时监听): evaluations without a recording, with
//! what the agent was reminded of on the spot, tied to a call later.
//!
//! | file | what happens there |
//! | --- | --- |
//! | `sitting` | begun, ended; reminders |
//! | `tying` | the calls that it may have been; tied to one, and untied |
//! | `positions` | PURE: positions moved from the sitting's clock to a call's timeline, and back |

mod positions;
mod sitting;
mod tying;

pub use sitting::{
    NewSitting, REMINDERS_MOST, SittingView, begin_sitting, end_sitting, remind, take_reminder_back,
};
pub(super) use sitting::{Seat, end_with, project_of, seat_at, view_of};
pub use tying::{MINUTES_MOST, nearby_calls, tie_sitting, untie_sitting};
