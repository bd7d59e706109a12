//! What the recordings of a call tell before anybody listens, as conditions. Only those count that are heard: a
//! leg tells nothing once it is paired.

use super::CallFilter;
use super::conditions::holds_or_not;
use crate::db::call::{Calls, Condition};
use crate::db::recording_signal::CLIPPED_FROM_PPM;
use crate::db::schema::{call, channel_signal, recording, recording_signal};
use diesel::prelude::*;

/// Those of the calls whose recordings tell what the filter asks for.
pub(super) fn telling(mut calls: Calls<'static>, filter: &CallFilter) -> Calls<'static> {
    if let Some(wanted) = filter.one_sided {
        calls = calls.filter(holds_or_not(tells(Signal::OneSided), wanted));
    }
    if let Some(wanted) = filter.clipped {
        calls = calls.filter(holds_or_not(is_clipped(), wanted));
    }
    if let Some(least_ms) = filter.silence_from_ms {
        calls = calls.filter(tells(Signal::SilenceFrom(least_ms)));
    }
    if let Some(least_ms) = filter.overtalk_from_ms {
        calls = calls.filter(tells(Signal::OvertalkFrom(least_ms)));
    }
    calls
}

/// What a recording as a whole may tell.
enum Signal {
    OneSided,
    SilenceFrom(i64),
    OvertalkFrom(i64),
}

/// Looked up from the signal to the call, once for the whole list.
fn tells(signal: Signal) -> Condition {
    let told = recording::table
        .inner_join(recording_signal::table)
        .filter(recording::paired_into.is_null())
        .select(recording::call_id);
    match signal {
        Signal::OneSided => Box::new(call::id.eq_any(told.filter(recording_signal::one_sided.eq(true)))),
        Signal::SilenceFrom(least_ms) => {
            Box::new(call::id.eq_any(told.filter(recording_signal::longest_silence_ms.ge(least_ms))))
        }
        Signal::OvertalkFrom(least_ms) => {
            Box::new(call::id.eq_any(told.filter(recording_signal::overtalk_ms.ge(least_ms))))
        }
    }
}

/// A channel of it is clipped so much that ears hear it.
fn is_clipped() -> Condition {
    let clipped = recording::table
        .inner_join(channel_signal::table)
        .filter(recording::paired_into.is_null())
        .filter(channel_signal::clipped_ppm.ge(CLIPPED_FROM_PPM))
        .select(recording::call_id);
    Box::new(call::id.eq_any(clipped))
}
