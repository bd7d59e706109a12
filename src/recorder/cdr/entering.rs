//! Entering a row of a table of calls: a new call, or more of one that is known.

use super::row::CdrRow;
use crate::access::Who;
use crate::db::call::Call;
use crate::db::source::Source;
use crate::db::{Scope, Writing, call, participation, recording, tombstone, waiting_sidecar, watched_file};
use crate::ids::RequestId;
use crate::recorder::description::{check_reach, new_call, places, update};
use crate::recorder::entry::{Arrival, must_reach_call};
use crate::recorder::identity;
use crate::recorder::parts::enter_parts;
use crate::recorder::without_audio::append_audit;
use crate::recorder::{CallMetadata, RecorderError};
use jiff::tz::TimeZone;

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entered {
    /// The call is new.
    Added,
    /// A known call was completed or changed.
    Changed,
    /// It says nothing new.
    Same,
    /// Its call was deleted, and is not taken in again.
    Buried,
}

/// What every row of a table is entered with.
pub(super) struct Entering {
    pub(super) who: Who,
    pub(super) source: Source,
    /// The zone of the workspace.
    pub(super) zone: TimeZone,
    pub(super) request_id: Option<RequestId>,
}

impl Entering {
    /// Enters a row without problems.
    pub(super) fn enter(&self, writing: &mut Writing<'_>, row: &CdrRow) -> Result<Entered, RecorderError> {
        let metadata = CallMetadata { source: Some(self.source.name.clone()), ..row.metadata.clone() };
        let arrival = Arrival::of(self.who.clone(), metadata, self.zone.clone(), self.request_id)?;
        let source_zone = TimeZone::get(&self.source.time_zone).unwrap_or(TimeZone::UTC);
        let began = row.began(&source_zone);
        let native_id = row.metadata.native_id.as_deref();
        if let Some(native_id) = native_id
            && tombstone::of_call(writing, self.source.id, native_id)?.is_some()
        {
            return Ok(Entered::Buried);
        }
        let places = places(writing, &self.source, &arrival.metadata)?;
        check_reach(arrival.reach.as_ref(), self.source.id, places.project_id)?;
        let stand_in = identity::of_row(&row.metadata, began);
        let Some(identity) = native_id.map(str::to_owned).or(stand_in) else {
            return Err(RecorderError::field(
                "native_id",
                "is missing, and so is what could stand in for it",
            ));
        };
        if let Some(number) = &row.metadata.customer_number {
            let meeting = identity::meeting_point(self.source.id, &identity::tail(number));
            writing.meet_at(meeting)?;
        }
        let Some(mut known) = self.known(writing, row, &identity, &source_zone)? else {
            let call = new_call(writing, &arrival, identity, &self.source, places);
            call::insert(writing, &call)?;
            enter_parts(writing, &call, None, &arrival.metadata)?;
            append_audit(writing, &arrival, call.id, "call.entered")?;
            self.expect_audio(writing, row, &call)?;
            return Ok(Entered::Added);
        };
        must_reach_call(writing, arrival.reach.as_ref(), known.id)?;
        let mut changed = update(writing, &mut known, &arrival, &self.source, places)?;
        if known.native_id.is_none() && native_id.is_some() {
            known.native_id = native_id.map(str::to_owned);
            known.identity = identity;
            call::update(writing, &known)?;
            changed = true;
        }
        if participation::of_call(writing, known.id)?.is_empty() && !arrival.metadata.agents.is_empty() {
            let recordings = recording::of_call(writing, known.id)?;
            let only = recordings.first().filter(|_| recordings.len() == 1).map(|recording| recording.id);
            enter_parts(writing, &known, only, &arrival.metadata)?;
            changed = true;
        }
        if changed {
            append_audit(writing, &arrival, known.id, "call.completed")?;
        }
        self.expect_audio(writing, row, &known)?;
        Ok(if changed { Entered::Changed } else { Entered::Same })
    }

    /// The call that the row is about: of its id, of the file that it names, of its number and time.
    fn known(
        &self,
        writing: &mut Writing<'_>,
        row: &CdrRow,
        identity: &str,
        source_zone: &TimeZone,
    ) -> Result<Option<Call>, RecorderError> {
        let source_id = self.source.id;
        if let Some(call) = call::by_identity(writing, source_id, identity)? {
            return Ok(Some(call));
        }
        if let Some(stem) = &row.stem {
            let found = recording::by_stem(writing, source_id, stem)?;
            if let [only] = found.as_slice()
                && let Some(call) = call::find(writing, &Scope::Everything, only.call_id)?
                && (call.native_id.is_none() || row.metadata.native_id.is_none())
            {
                return Ok(Some(call));
            }
        }
        Ok(identity::call_of_row(writing, source_id, &row.metadata, row.began(source_zone))?)
    }

    /// Notes which call the file belongs to that the row names, until it comes.
    fn expect_audio(
        &self,
        writing: &mut Writing<'_>,
        row: &CdrRow,
        call: &Call,
    ) -> Result<(), RecorderError> {
        let Some(stem) = &row.stem else { return Ok(()) };
        let is_there = !recording::of_call(writing, call.id)?.is_empty()
            || watched_file::audio_of_stem(writing, self.source.id, stem)?.is_some();
        let waits = waiting_sidecar::of_stem(writing, self.source.id, stem)?;
        if !is_there && waits.is_none_or(|waits| waits.call_id != Some(call.id)) {
            waiting_sidecar::put(writing, self.source.id, stem, "{}", Some(call.id))?;
        }
        Ok(())
    }
}
