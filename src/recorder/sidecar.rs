//! Descriptions that come in files of their own, before their audio, after it, or without it ever
//! coming: each finds its recording by the name that both have.

use super::cdr::{CdrColumn, CdrColumns, CdrRow, LIMITS};
use super::description::{complete_by, places};
use super::entry::{Arrival, must_reach_call};
use super::identity;
use super::parts::enter_parts;
use super::without_audio::append_audit;
use super::{CallMetadata, RecorderError, Sent};
use crate::db::source::Source;
use crate::db::waiting_sidecar::WaitingSidecar;
use crate::db::{Reading, Scope, Writing, call, participation, recording, waiting_sidecar, watched_file};
use crate::ids::{CallId, SourceId};
use crate::sheet::{Cell, Sheet};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

/// The most descriptions of one source that wait for audio: more, and no audio is coming.
pub const WAITING_MOST: i64 = 10_000;

/// What became of a description.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Described {
    /// Its call has it now.
    Call(CallId),
    /// It waits for its audio.
    Waits,
}

/// What waits for a recording of these names; the first name that something waits for counts.
pub(super) fn held(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    stems: &[String],
) -> Result<Option<WaitingSidecar>, RecorderError> {
    for stem in stems {
        if let Some(held) = waiting_sidecar::of_stem(reading, source_id, stem)? {
            return Ok(Some(held));
        }
    }
    Ok(None)
}

/// What is said of a call, completed by what was held for it.
pub(super) fn completed(
    mut said: CallMetadata,
    held: &WaitingSidecar,
) -> Result<CallMetadata, RecorderError> {
    let held = Sent::parse(held.description_json.as_bytes())?;
    said.complete_with(CallMetadata::read_again(held.0));
    Ok(said)
}

/// Lets two arrivals of one name wait for each other, whichever comes first.
pub(super) fn meet(
    writing: &mut Writing<'_>,
    source_id: SourceId,
    stems: &[String],
) -> Result<(), RecorderError> {
    // Always in the same order, so that two never wait for each other crosswise.
    let mut meetings: Vec<i64> = stems.iter().map(|stem| identity::meeting_point(source_id, stem)).collect();
    meetings.sort_unstable();
    meetings.dedup();
    for meeting in meetings {
        writing.meet_at(meeting)?;
    }
    Ok(())
}

/// The held description has done its work.
pub(super) fn let_go(
    writing: &mut Writing<'_>,
    held: &WaitingSidecar,
    call_id: CallId,
) -> Result<(), RecorderError> {
    waiting_sidecar::take(writing, held.source_id, &held.stem)?;
    watched_file::note_applied(writing, held.source_id, &held.stem, call_id)?;
    Ok(())
}

/// Applies a description to the recording of one of these names, or holds it under the first until
/// there is one.
pub(super) fn describe(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    source: &Source,
) -> Result<Described, RecorderError> {
    meet(writing, source.id, &arrival.stems)?;
    let Some(call_id) = call_of(writing, source.id, &arrival.stems)? else {
        return hold(writing, arrival, source.id);
    };
    let Some(mut call) = call::find(writing, &Scope::Everything, call_id)? else {
        return hold(writing, arrival, source.id);
    };
    must_reach_call(writing, arrival.reach.as_ref(), call.id)?;
    let places = places(writing, source, &arrival.metadata)?;
    let mut changed = complete_by(writing, &mut call, arrival, source, places)?;
    let native_id = arrival.metadata.native_id.as_deref();
    if let (None, Some(native_id)) = (&call.native_id, native_id)
        && call::by_identity(writing, source.id, native_id)?.is_none()
    {
        call.native_id = Some(native_id.to_owned());
        native_id.clone_into(&mut call.identity);
        call::update(writing, &call)?;
        changed = true;
    }
    if participation::of_call(writing, call.id)?.is_empty() && !arrival.metadata.agents.is_empty() {
        let recordings = recording::of_call(writing, call.id)?;
        let only = recordings.first().filter(|_| recordings.len() == 1).map(|recording| recording.id);
        enter_parts(writing, &call, only, &arrival.metadata)?;
        changed = true;
    }
    if changed {
        append_audit(writing, arrival, call.id, "call.completed")?;
    }
    Ok(Described::Call(call.id))
}

/// The call of the recording that came under one of these names; none where it has not come, or
/// where several have the name.
fn call_of(
    reading: &mut Reading<'_>,
    source_id: SourceId,
    stems: &[String],
) -> Result<Option<CallId>, RecorderError> {
    for stem in stems {
        if let Some(file) = watched_file::audio_of_stem(reading, source_id, stem)? {
            return Ok(file.call_id);
        }
    }
    for stem in stems.iter().filter(|stem| !stem.contains('/')) {
        if let [only] = recording::by_stem(reading, source_id, stem)?.as_slice() {
            return Ok(Some(only.call_id));
        }
    }
    Ok(None)
}

fn hold(
    writing: &mut Writing<'_>,
    arrival: &Arrival,
    source_id: SourceId,
) -> Result<Described, RecorderError> {
    let Some(stem) = arrival.stems.first() else {
        return Err(RecorderError::field("file_name", "is missing; without it no audio can be found"));
    };
    if waiting_sidecar::count(writing, source_id, WAITING_MOST)? >= WAITING_MOST {
        return Err(RecorderError::TooManyWaiting { most: WAITING_MOST });
    }
    let description = Value::Object(arrival.metadata.to_fields()).to_string();
    waiting_sidecar::put(writing, source_id, stem, &description, None)?;
    Ok(Described::Waits)
}

/// What a table of one row says, if it describes the recording beside it: it names no file, and there
/// is one row. None: it is a table of calls. What its headings do not tell is kept as it stands.
pub fn sidecar_in_table(bytes: &[u8]) -> Result<Option<Map<String, Value>>, RecorderError> {
    let sheet = Sheet::read(bytes, LIMITS)?;
    let [only] = sheet.rows() else { return Ok(None) };
    let columns = CdrColumns::of(sheet.headings(), &std::collections::BTreeMap::new());
    if columns.has(CdrColumn::File) {
        return Ok(None);
    }
    let row = CdrRow::read(only, &columns, &TimeZone::UTC);
    if let Some(problem) = row.problems.iter().find(|problem| problem.column.is_some()) {
        let column = problem.column.map_or("row", CdrColumn::as_str);
        return Err(RecorderError::field(column, "cannot be read"));
    }
    let mut fields = row.metadata.to_fields();
    let choice = columns.as_choice(sheet.headings());
    for (heading, cell) in sheet.headings().iter().zip(&only.cells) {
        if let (Cell::Text(heading), Cell::Text(text)) = (heading, cell)
            && !text.is_empty()
            && choice.get(heading).is_some_and(String::is_empty)
            && !fields.contains_key(heading)
        {
            fields.insert(heading.clone(), Value::from(text.as_str()));
        }
    }
    Ok(Some(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_one_row_describes_and_a_longer_one_lists() {
        let one = "客户号码,工号,开始时间,满意度\n13800138000,6021,2026-11-21 09:30,5\n";
        let said = sidecar_in_table(one.as_bytes()).unwrap().unwrap();
        assert_eq!(
            (&said["customer_number"], &said["agents"][0]["external_id"]),
            (&"13800138000".into(), &"6021".into())
        );
        assert_eq!((&said["started_at"], &said["满意度"]), (&"2026-11-21T09:30:00".into(), &"5".into()));
        assert_eq!(sidecar_in_table("工号\n1\n2\n".as_bytes()).unwrap(), None);
        assert_eq!(sidecar_in_table("工号,录音文件\n1,a.wav\n".as_bytes()).unwrap(), None);
        assert!(sidecar_in_table("开始时间\nsoon\n".as_bytes()).is_err());
    }
}
