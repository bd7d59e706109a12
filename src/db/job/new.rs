//! Every kind of job that there is, and how it is entered.

use super::Lane;
use crate::ids::{CallId, CdrImportId, RecordingId};
use serde_json::{Value, json};

/// The kind of the job that decodes a recording.
pub const PREPARE_RECORDING: &str = "prepare_recording";
/// The kind of the job that transcribes a recording.
pub const TRANSCRIBE_RECORDING: &str = "transcribe_recording";
/// The kind of the job that makes the sound of a recording that everybody may hear.
pub const REDACT_SOUND: &str = "redact_sound";
/// The kind of the job that works out anew what everybody may read, where that is behind.
pub const RENEW_WORDS: &str = "renew_words";
/// The kind of the job that makes one recording of two legs.
pub const PAIR_LEGS: &str = "pair_legs";
/// The kind of the job that enters the rows of a table of calls.
pub const IMPORT_CALLS: &str = "import_calls";
/// The kind of the job that removes what the database need not remember.
pub const TIDY_DATABASE: &str = "tidy_database";
/// The kind of the job that watches over sources.
pub const WATCH_SOURCES: &str = "watch_sources";
/// The kind of the job that takes cases off the shelf whose standard answers changed.
pub const ARCHIVE_OUTDATED_CASES: &str = "archive_outdated_cases";
/// The kind of the job that notes which answers and steps of appeals are overdue.
pub const TEND_HEARINGS: &str = "tend_hearings";
/// The kind of the job that removes objects without a row.
pub const SWEEP_OBJECTS: &str = "sweep_objects";
/// The kind of the job that goes on with the walk through everything that is stored.
pub const VERIFY_STORAGE: &str = "verify_storage";

/// The kind of the job that indexes words which were written before there was an index.
pub const INDEX_WORDS: &str = "index_words";
/// The kind of the job that removes calls whose time is over.
pub const APPLY_RETENTION: &str = "apply_retention";
/// The kind of the job that removes the calls of customers who asked for it.
pub const ERASE_CUSTOMERS: &str = "erase_customers";

/// A job to be entered.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Its lane.
    pub lane: Lane,
    /// What to do.
    pub kind: &'static str,
    /// With what.
    pub payload: Value,
    /// While a job with this key waits, another is not entered.
    pub deduplication_key: Option<String>,
    /// The call that it dies with.
    pub call_id: Option<CallId>,
    /// Higher first; 0 is ordinary.
    pub priority: i32,
    /// How many attempts it gets.
    pub max_attempts: i32,
    /// How long the sound plays that it is about, where that is known.
    pub audio_ms: Option<i64>,
}

impl NewJob {
    /// Decode a recording once: duration, channels, peaks, rendition.
    #[must_use]
    pub fn prepare(call_id: CallId, recording_id: RecordingId) -> Self {
        Self::about_recording(Lane::Prepare, PREPARE_RECORDING, call_id, recording_id)
    }

    /// Turn a recording that plays so long into words.
    #[must_use]
    pub fn transcribe(call_id: CallId, recording_id: RecordingId, audio_ms: Option<i64>) -> Self {
        let job = Self::about_recording(Lane::Transcribe, TRANSCRIBE_RECORDING, call_id, recording_id);
        Self { audio_ms, ..job }
    }

    /// Make the sound that everybody may hear of a recording in which something is hidden.
    #[must_use]
    pub fn redact_sound(call_id: CallId, recording_id: RecordingId) -> Self {
        Self::about_recording(Lane::Prepare, REDACT_SOUND, call_id, recording_id)
    }

    /// Work out anew what everybody may read of recordings, where that is behind.
    #[must_use]
    pub fn renew_words() -> Self {
        Self::periodic(RENEW_WORDS)
    }

    /// Make one recording of the two legs of a call, if both are there.
    #[must_use]
    pub fn pair_legs(call_id: CallId) -> Self {
        Self {
            lane: Lane::Prepare,
            kind: PAIR_LEGS,
            payload: json!({ "call_id": call_id }),
            deduplication_key: Some(format!("{PAIR_LEGS}:{call_id}")),
            call_id: Some(call_id),
            priority: 0,
            max_attempts: 3,
            audio_ms: None,
        }
    }

    /// Enter the rows of a table of calls.
    #[must_use]
    pub fn import_calls(import_id: CdrImportId) -> Self {
        Self {
            lane: Lane::Light,
            kind: IMPORT_CALLS,
            payload: json!({ "import_id": import_id }),
            deduplication_key: Some(format!("{IMPORT_CALLS}:{import_id}")),
            call_id: None,
            priority: 0,
            max_attempts: 10,
            audio_ms: None,
        }
    }

    /// Remove objects that no row knows.
    #[must_use]
    pub fn sweep_objects() -> Self {
        Self::periodic(SWEEP_OBJECTS)
    }

    /// Remove jobs and sessions that ended long ago.
    #[must_use]
    pub fn tidy_database() -> Self {
        Self::periodic(TIDY_DATABASE)
    }

    /// Count what came from sources, and note which fell silent.
    #[must_use]
    pub fn watch_sources() -> Self {
        Self::periodic(WATCH_SOURCES)
    }

    /// Note which answers lapsed, and let appeals go on that nobody took in time.
    #[must_use]
    pub fn tend_hearings() -> Self {
        Self::periodic(TEND_HEARINGS)
    }

    /// Take cases off the shelf that illustrate standard answers which hold no more.
    #[must_use]
    pub fn archive_outdated_cases() -> Self {
        Self::periodic(ARCHIVE_OUTDATED_CASES)
    }

    /// Go on with the walk through everything that is stored, when nothing else is to be done.
    #[must_use]
    pub fn verify_storage() -> Self {
        Self { priority: -1, ..Self::periodic(VERIFY_STORAGE) }
    }

    /// Index the words that nothing finds yet.
    #[must_use]
    pub fn index_words() -> Self {
        Self::periodic(INDEX_WORDS)
    }

    /// Remove calls whose time is over.
    #[must_use]
    pub fn apply_retention() -> Self {
        Self::periodic(APPLY_RETENTION)
    }

    /// Go on with the erasure requests that have something left to do.
    #[must_use]
    pub fn erase_customers() -> Self {
        Self::periodic(ERASE_CUSTOMERS)
    }

    fn periodic(kind: &'static str) -> Self {
        Self {
            lane: Lane::Light,
            kind,
            payload: json!({}),
            deduplication_key: Some(kind.to_owned()),
            call_id: None,
            priority: 0,
            max_attempts: 3,
            audio_ms: None,
        }
    }

    fn about_recording(lane: Lane, kind: &'static str, call_id: CallId, recording_id: RecordingId) -> Self {
        Self {
            lane,
            kind,
            payload: json!({ "recording_id": recording_id }),
            deduplication_key: Some(format!("{kind}:{recording_id}")),
            call_id: Some(call_id),
            priority: 0,
            max_attempts: 3,
            audio_ms: None,
        }
    }
}
