//! Sound that left the house, as the audit trail has it: one line a day for each recording and whoever
//! fetched it, however many ranges a player asks for, and one line for each download.

use crate::access::By;
use crate::db::audit::{self, Actor, ActorKind, Line, StoredLine};
use crate::db::named;
use crate::db::{Db, DbError, Reading, Writing, call, recording};
use crate::ids::{CallId, PersonId, RecordingId, SourceId};
use crate::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

const PLAYED: &str = "recording.played";
const DOWNLOADED: &str = "recording.downloaded";
const ORIGINAL_PLAYED: &str = "recording.original_played";
const ORIGINAL_DOWNLOADED: &str = "recording.original_downloaded";
const ORIGINAL_READ: &str = "recording.original_read";
/// How sound leaves the house.
const SOUNDS: [&str; 4] = [PLAYED, DOWNLOADED, ORIGINAL_PLAYED, ORIGINAL_DOWNLOADED];
/// How many accesses of a call are told, the youngest.
const ACCESSES_MOST: i64 = 200;
/// How many accesses a process remembers, so that it need not ask the database at every range.
const REMEMBERED: usize = 10_000;

/// What somebody fetched, of which the trail has one line a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fetched {
    /// The sound that everybody hears.
    Sound,
    /// The sound with nothing hidden.
    OriginalSound,
    /// The words with nothing hidden.
    OriginalWords,
}

impl Fetched {
    fn action(self) -> &'static str {
        match self {
            Self::Sound => PLAYED,
            Self::OriginalSound => ORIGINAL_PLAYED,
            Self::OriginalWords => ORIGINAL_READ,
        }
    }
}

/// Sound of a call that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct SoundAccess {
    /// Whose sound.
    pub recording_id: RecordingId,
    /// Whether it was downloaded; otherwise it was fetched to be played.
    pub is_download: bool,
    /// Whether it was the original of a recording of which things are hidden.
    pub is_original: bool,
    /// Whether a program fetched it, with a token.
    pub by_token: bool,
    /// The name of the person or source; none: the command line.
    pub name: Option<String>,
    /// Whether that is a source.
    pub is_source: bool,
    /// When: of a day's plays, the first.
    pub at: Instant,
}

/// Which accesses of today have their line already. Every process finds out for itself; the trail is
/// asked before a line is written.
#[derive(Debug, Default)]
pub struct PlayedToday(Mutex<BTreeSet<(Date, RecordingId, Fetched, String)>>);

impl PlayedToday {
    /// Sees to it that today's line is there before any of it is.
    pub async fn note(
        &self,
        db: &Db,
        by: By,
        by_token: bool,
        (call_id, recording_id, fetched): (CallId, RecordingId, Fetched),
        zone: &TimeZone,
    ) -> Result<(), DbError> {
        let now = db.clock().now();
        // A person with a token is somebody else than the same person in the browser.
        let known = (now.local_date(zone), recording_id, fetched, format!("{:?} {by_token}", by.actor));
        if self.remembered().contains(&known) {
            return Ok(());
        }
        let since = now.start_of_day(zone);
        db.write(move |writing| note_fetched(writing, by, by_token, (call_id, recording_id, fetched), since))
            .await?;
        let mut remembered = self.remembered();
        if remembered.len() >= REMEMBERED {
            remembered.clear();
        }
        remembered.insert(known);
        Ok(())
    }

    fn remembered(&self) -> std::sync::MutexGuard<'_, BTreeSet<(Date, RecordingId, Fetched, String)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn note_fetched(
    writing: &mut Writing<'_>,
    by: By,
    by_token: bool,
    (call_id, recording_id, fetched): (CallId, RecordingId, Fetched),
    since: Instant,
) -> Result<(), DbError> {
    // Two first ranges of a player come at once.
    call::lock(writing, &[call_id])?;
    let id = recording_id.to_string();
    let today = audit::since(writing, "recording", &id, fetched.action(), since)?;
    if today.iter().any(|line| line.is_by(by.actor) && told_token(line) == by_token) {
        return Ok(());
    }
    append(writing, by, fetched.action(), by_token, call_id, &id)
}

/// Notes a download, before its first byte.
pub async fn note_download(
    db: &Db,
    by: By,
    by_token: bool,
    (call_id, recording_id): (CallId, RecordingId),
    is_original: bool,
) -> Result<(), DbError> {
    db.write(move |writing| note_taken(writing, by, by_token, (call_id, recording_id), is_original)).await
}

/// Notes that a recording was taken away, inside a transaction.
pub(in crate::recorder) fn note_taken(
    writing: &mut Writing<'_>,
    by: By,
    by_token: bool,
    (call_id, recording_id): (CallId, RecordingId),
    is_original: bool,
) -> Result<(), DbError> {
    let action = if is_original { ORIGINAL_DOWNLOADED } else { DOWNLOADED };
    append(writing, by, action, by_token, call_id, &recording_id.to_string())
}

fn append(
    writing: &mut Writing<'_>,
    by: By,
    action: &'static str,
    by_token: bool,
    call_id: CallId,
    recording_id: &str,
) -> Result<(), DbError> {
    let line = Line {
        actor: by.actor,
        action,
        noun: "recording",
        noun_id: recording_id,
        detail: json!({ "call": call_id, "token": by_token }),
        request_id: by.request_id,
    };
    audit::append(writing, &line)
}

fn told_token(line: &StoredLine) -> bool {
    let detail: serde_json::Value = serde_json::from_str(&line.detail_json).unwrap_or_default();
    detail["token"] == true
}

/// How the sound of a call was fetched, the last time first.
pub(super) fn of_call(reading: &mut Reading<'_>, call_id: CallId) -> Result<Vec<SoundAccess>, DbError> {
    let mut found: Vec<(RecordingId, StoredLine)> = Vec::new();
    for one in recording::of_call(reading, call_id)? {
        let id = one.id.to_string();
        let lines = audit::last_of(reading, "recording", &id, &SOUNDS, ACCESSES_MOST)?;
        found.extend(lines.into_iter().map(|line| (one.id, line)));
    }
    found.sort_by_key(|(_, line)| (line.at, line.id));
    found.reverse();
    found.truncate(usize::try_from(ACCESSES_MOST).unwrap_or(usize::MAX));
    let actors: Vec<Option<Actor>> = found.iter().map(|(_, line)| line.actor()).collect();
    let person = |actor: &Option<Actor>| match actor {
        Some(Actor::Person(id)) => Some(*id),
        _ => None,
    };
    let source = |actor: &Option<Actor>| match actor {
        Some(Actor::Source(id)) => Some(*id),
        _ => None,
    };
    let people = named::of_people(reading, actors.iter().filter_map(person).collect::<Vec<PersonId>>())?;
    let sources = named::of_sources(reading, actors.iter().filter_map(source).collect::<Vec<SourceId>>())?;
    let access = |((recording_id, line), actor): ((RecordingId, StoredLine), Option<Actor>)| SoundAccess {
        recording_id,
        is_download: [DOWNLOADED, ORIGINAL_DOWNLOADED].contains(&line.action.as_str()),
        is_original: [ORIGINAL_PLAYED, ORIGINAL_DOWNLOADED].contains(&line.action.as_str()),
        by_token: told_token(&line),
        name: person(&actor)
            .map(|id| people.named(id).name)
            .or_else(|| source(&actor).map(|id| sources.named(id).name)),
        is_source: line.actor_kind == ActorKind::Source,
        at: line.at,
    };
    Ok(found.into_iter().zip(actors).map(access).collect())
}
