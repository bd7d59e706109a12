//! Where in a call something is said. The database finds the calls; which utterances of them it is, and
//! which part of each, is seen by reading them: a page of calls is short, and one call too.

use super::ReviewError;
use super::calls::CallLine;
use crate::db::recording::{ChannelRole, Recording};
use crate::db::redaction::{self, Standing};
use crate::db::wording::{self, Wording};
use crate::db::{Db, DbError, Reading, Scope, call, recording};
use crate::ids::{CallId, RecordingId};
use crate::search::{Part, Query, Side};
use crate::transcription::doubt::doubtful_ranges;
use std::ops::Range;

/// How many hits of a call a row of the list shows.
const SHOWN: usize = 3;
/// How far the hits of a row are counted.
const COUNTED_TO: usize = 99;
/// How many utterances are read at once.
const READ_AT_ONCE: i64 = 500;

/// An utterance that has what is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its recording.
    pub recording_id: RecordingId,
    /// Its number in that.
    pub number: i32,
    /// Who says it.
    pub role: Option<ChannelRole>,
    /// Where it begins on the call's timeline.
    pub start_ms: i64,
    /// Where it ends.
    pub end_ms: i64,
    /// Its words, cut where what is looked for begins and ends, and where doubtful words do.
    pub parts: Vec<HitPart>,
}

/// A piece of what was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitPart {
    /// The words.
    pub text: String,
    /// Whether this is what was looked for.
    pub is_match: bool,
    /// Whether the engine is so unsure of it that it should be listened to.
    pub is_doubtful: bool,
}

/// The hits of a call, as a row of the list shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallHits {
    /// The first few.
    pub first: Vec<Hit>,
    /// How many there are, counted to 99.
    pub total: usize,
    /// Whether that is all of them.
    pub total_is_exact: bool,
}

/// A part of the hits of one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitPage {
    /// The hits, as they are heard.
    pub items: Vec<Hit>,
    /// How many there are in all.
    pub total: usize,
    /// The place to ask for next; none at the end.
    pub next: Option<usize>,
}

/// The hits of a call of the list.
pub(super) fn hits_of_line(
    reading: &mut Reading<'_>,
    query: &Query,
    line: &CallLine,
) -> Result<CallHits, DbError> {
    let mut hits = hits(reading, query, &line.recordings, COUNTED_TO + 1)?;
    let total_is_exact = hits.len() <= COUNTED_TO;
    let total = hits.len().min(COUNTED_TO);
    hits.truncate(SHOWN);
    Ok(CallHits { first: hits, total, total_is_exact })
}

/// The hits of one call, `limit` of them from the place `from` on, counted from 0.
pub async fn find_in_call(
    db: &Db,
    scope: Scope,
    call_id: CallId,
    query: Query,
    from: usize,
    limit: usize,
) -> Result<HitPage, ReviewError> {
    db.read(move |reading| {
        if call::find(reading, &scope, call_id)?.is_none() {
            return Err(ReviewError::NotFound { what: "call" });
        }
        let recordings = recording::heard_of_calls(reading, &[call_id])?;
        let hits = hits(reading, &query, &recordings, usize::MAX)?;
        let total = hits.len();
        let items: Vec<Hit> = hits.into_iter().skip(from).take(limit).collect();
        let end = from.saturating_add(items.len());
        Ok(HitPage { items, total, next: (end < total).then_some(end) })
    })
    .await
}

/// The hits in these recordings of one call, as they are heard; no more are looked for once there are
/// `most`.
fn hits(
    reading: &mut Reading<'_>,
    query: &Query,
    recordings: &[Recording],
    most: usize,
) -> Result<Vec<Hit>, DbError> {
    let mut hits = Vec::new();
    if query.wanted().next().is_none() {
        // Only what is not said was looked for.
        return Ok(hits);
    }
    for recording in recordings {
        if redaction::standing(reading, recording)? == Standing::Unknown {
            continue;
        }
        let mut from = 0;
        while hits.len() < most {
            let said = wording::of_recording(reading, recording.id, from, READ_AT_ONCE)?;
            let Some(last) = said.last() else { break };
            from = last.number.saturating_add(1);
            hits.extend(said.iter().filter_map(|said| hit(query, recording, said)));
        }
    }
    hits.sort_by_key(|hit| hit.start_ms);
    hits.truncate(most);
    Ok(hits)
}

fn hit(query: &Query, recording: &Recording, said: &Wording) -> Option<Hit> {
    let side = match said.role {
        Some(ChannelRole::Agent) => Some(Side::Agent),
        Some(ChannelRole::Customer) => Some(Side::Customer),
        _ => None,
    };
    Some(Hit {
        recording_id: recording.id,
        number: said.number,
        role: said.role,
        start_ms: recording.offset_ms.saturating_add(said.start_ms),
        end_ms: recording.offset_ms.saturating_add(said.end_ms),
        parts: cut(query.parts(&said.text, side)?, &doubtful_ranges(&said.text, said.words.as_ref())),
    })
}

/// The pieces, cut once more where doubtful words begin and end.
fn cut(parts: Vec<Part>, doubtful: &[Range<usize>]) -> Vec<HitPart> {
    let mut pieces = Vec::new();
    let mut at = 0;
    for Part { text, is_match } in parts {
        let end = at + text.len();
        let edges = doubtful.iter().flat_map(|range| [range.start, range.end]);
        let mut from = at;
        for edge in edges.filter(|edge| at < *edge && *edge < end).chain([end]) {
            let is_doubtful = doubtful.iter().any(|range| range.contains(&from));
            let piece = text.get(from - at..edge - at).unwrap_or_default();
            pieces.push(HitPart { text: piece.to_owned(), is_match, is_doubtful });
            from = edge;
        }
        at = end;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_looked_for_and_what_is_doubtful_cut_each_other() {
        let part = |text: &str, is_match| Part { text: text.to_owned(), is_match };
        let parts = vec![part("I want a ", false), part("refund now", true), part(".", false)];
        let cut = cut(parts, &[7..15]);
        let told: Vec<(&str, bool, bool)> =
            cut.iter().map(|one| (one.text.as_str(), one.is_match, one.is_doubtful)).collect();
        let expected = [
            ("I want ", false, false),
            ("a ", false, true),
            ("refund", true, true),
            (" now", true, false),
            (".", false, false),
        ];
        assert_eq!(told, expected);
    }
}
