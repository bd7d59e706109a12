//! What a source sent and did not get in: uploads that were refused, of which the fact is kept and nothing
//! of the file, and refused files of its watched folder, which lie there still.

use super::settings::{find, reaches};
use crate::access::{By, Permission, Who};
use crate::db::refused_arrival::{self, Refused, RefusedArrival};
use crate::db::source;
use crate::db::watched_file::{self, FileFilter, FileState, WatchedFile};
use crate::db::{Db, Reading, Scope, Window, Writing};
use crate::error::{Coded, Kind};
use crate::ids::{RefusedArrivalId, SourceId, WatchedFileId};
use crate::recorder::{RecorderError, identity};
use crate::time::Instant;
use serde_json::json;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many different refused uploads of one source are remembered; the newest.
pub const REFUSED_KEPT: i64 = 500;
/// How many refused files of a folder are looked at; the newest.
const LOOKED_AT: i64 = 200;
/// How many examples of a group are shown.
const EXAMPLES: usize = 10;
/// The longest name that is kept, in characters.
const NAME_MOST: usize = 120;
/// A run of this many digits may be a part of a number.
const DIGITS_LEAST: usize = 3;
/// What a file has that never gets in, however often it is tried: deleted before, or no sound in it.
const NEVER: [&str; 6] = [
    "call_deleted",
    "audio_empty",
    "audio_without_sound",
    "audio_not_recognised",
    "audio_packet_capture",
    "audio_damaged",
];

/// On which way something came that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RefusedWay {
    /// It was uploaded: whoever sent it was told, and has it still.
    Upload,
    /// It was found in the watched folder, and lies there or where refused files are moved.
    Folder,
}

/// What was refused on one way for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedGroup {
    /// On which way it came.
    pub way: RefusedWay,
    /// Why: a stable code.
    pub code: String,
    /// The same as a sentence, of the newest file of a folder.
    pub reason: Option<String>,
    /// How often; of a folder, how many files.
    pub count: i64,
    /// When the newest was refused.
    pub last_at: Instant,
    /// Whether trying again can help, and is ours to do.
    pub can_retry: bool,
    /// The newest few.
    pub examples: Vec<RefusedExample>,
}

/// One upload or file that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedExample {
    /// Which.
    pub id: RefusedId,
    /// The name of its file; of an upload, with the digits hidden.
    pub name: Option<String>,
    /// How often it was refused.
    pub times: i64,
    /// When, for the last time.
    pub at: Instant,
}

/// The id of something that was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedId {
    /// Of an upload.
    Upload(RefusedArrivalId),
    /// Of a file of the folder.
    File(WatchedFileId),
}

/// What is to be dismissed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dismissal {
    /// Everything of the source.
    All,
    /// A group.
    Group(RefusedWay, String),
    /// One.
    One(RefusedId),
}

impl RefusedWay {
    /// Its stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Upload => "upload",
            Self::Folder => "folder",
        }
    }

    /// The way of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Upload, Self::Folder].into_iter().find(|way| way.as_str() == word)
    }
}

/// An upload that is refused, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RefusedUpload {
    /// The name of its file.
    pub file_name: Option<String>,
    /// The source that it named; a source's own token need not.
    pub source: Option<String>,
}

/// Whether this says no to the file itself, so that whoever looks after the source should learn of it: not
/// where something of ours is away, nor where the caller may not do this.
#[must_use]
pub fn is_refusal(error: &dyn Coded) -> bool {
    // What breaks off or is no request of ours is no file.
    const NO_FILE: [&str; 8] = [
        "bad_multipart",
        "bad_body",
        "bad_query",
        "bad_header",
        "not_json",
        "not_offset_stream",
        "source_missing",
        "upload_refused",
    ];
    match error.kind() {
        Kind::Invalid | Kind::Unsupported | Kind::TooLarge | Kind::Gone => !NO_FILE.contains(&error.code()),
        Kind::Conflict => ["source_retired", "too_many_waiting"].contains(&error.code()),
        _ => false,
    }
}

/// Notes that an upload was refused, where it is known of which source, and where that is the caller's. What
/// cannot be noted is left out: the answer to the sender is the same.
pub async fn note_refused(db: &Db, who: &Who, upload: RefusedUpload, error: &dyn Coded) {
    if !is_refusal(error) {
        return;
    }
    let (who, code) = (who.clone(), error.code());
    let noted = db.write(move |writing| note(writing, &who, &upload, code)).await;
    if let Err(error) = noted {
        tracing::warn!(%error, code, "that an upload was refused could not be noted");
    }
}

/// The same inside a transaction.
pub(in crate::recorder) fn note(
    writing: &mut Writing<'_>,
    who: &Who,
    upload: &RefusedUpload,
    code: &str,
) -> Result<(), RecorderError> {
    let Some(source_id) = source_of(writing, who, upload.source.as_deref())? else { return Ok(()) };
    let name = upload.file_name.as_deref().map(without_digits).unwrap_or_default();
    writing.meet_at(identity::meeting_point(source_id, &format!("{code} {name}")))?;
    Ok(refused_arrival::note(writing, source_id, &name, code, REFUSED_KEPT)?)
}

/// The source that a refused upload is shown with. None is made for it.
fn source_of(
    reading: &mut Reading<'_>,
    who: &Who,
    named: Option<&str>,
) -> Result<Option<SourceId>, RecorderError> {
    if let Some(own) = who.source_id() {
        return Ok(Some(own));
    }
    let (Some(named), Some(scope)) = (named, who.scope(Permission::IngestCalls)) else { return Ok(None) };
    let known = source::by_name(reading, named.trim())?;
    Ok(known.filter(|source| reaches(&scope, source)).map(|source| source.id))
}

/// The name with its digits hidden, but for the last of each run: enough to tell names apart that look
/// alike, and no number in it. Runs of one and two digits stay.
#[must_use]
pub fn without_digits(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let characters: Vec<char> = name.chars().take(NAME_MOST).collect();
    let mut shown = String::with_capacity(name.len());
    for run in characters.chunk_by(|one, other| one.is_numeric() == other.is_numeric()) {
        let is_number = run.len() >= DIGITS_LEAST && run.first().is_some_and(|first| first.is_numeric());
        match run.split_last() {
            Some((last, hidden)) if is_number => {
                shown.extend(std::iter::repeat_n('*', hidden.len()));
                shown.push(*last);
            }
            _ => shown.extend(run),
        }
    }
    shown
}

/// What was refused of a source, the largest group first. `shown`: with the names of files in its folder.
pub async fn refused(
    db: &Db,
    scope: Scope,
    id: SourceId,
    shown: bool,
) -> Result<Vec<RefusedGroup>, RecorderError> {
    db.read(move |reading| {
        find(reading, &scope, id)?;
        let mut groups = BTreeMap::new();
        for upload in refused_arrival::of_source(reading, id, REFUSED_KEPT)? {
            add_upload(&mut groups, upload);
        }
        let counts = watched_file::count_by_state(reading, id)?;
        let filter = |code| FileFilter { states: vec![FileState::Refused], code };
        for (_, code, count) in counts.into_iter().filter(|(state, ..)| *state == FileState::Refused) {
            let newest = watched_file::page(reading, id, &filter(code), Window::new(None, LOOKED_AT))?;
            add_files(&mut groups, newest.items, count, shown);
        }
        let mut groups: Vec<RefusedGroup> = groups.into_values().collect();
        groups.sort_by_key(|group| Reverse((group.count, group.last_at)));
        Ok(groups)
    })
    .await
}

type Groups = BTreeMap<(RefusedWay, String), RefusedGroup>;

fn add_upload(groups: &mut Groups, upload: RefusedArrival) {
    let fresh = RefusedGroup {
        way: RefusedWay::Upload,
        code: upload.code.clone(),
        reason: None,
        count: 0,
        last_at: upload.last_at,
        can_retry: false,
        examples: Vec::new(),
    };
    let group = groups.entry((RefusedWay::Upload, upload.code)).or_insert(fresh);
    group.count += upload.times;
    if group.examples.len() < EXAMPLES {
        group.examples.push(RefusedExample {
            id: RefusedId::Upload(upload.id),
            name: Some(upload.name).filter(|name| !name.is_empty()),
            times: upload.times,
            at: upload.last_at,
        });
    }
}

/// The newest come first, so that a group says what its newest said.
fn add_files(groups: &mut Groups, files: Vec<WatchedFile>, count: i64, shown: bool) {
    let Some(newest) = files.first() else { return };
    let code = newest.code.clone().unwrap_or_default();
    let can_retry = !NEVER.contains(&code.as_str());
    let (reason, last_at) = (newest.reason.clone(), newest.changed_at);
    let example = |file: WatchedFile| RefusedExample {
        id: RefusedId::File(file.id),
        name: Some(if shown { file.path } else { without_digits(&file.path) }),
        times: i64::from(file.attempts),
        at: file.changed_at,
    };
    let examples = files.into_iter().take(EXAMPLES).map(example).collect();
    let way = RefusedWay::Folder;
    let group = RefusedGroup { way, code: code.clone(), reason, count, last_at, can_retry, examples };
    groups.insert((way, code), group);
}

/// Takes out of sight what somebody has seen: a refused upload is forgotten, a refused file stays known, so
/// that it is not read again. Returns how many.
pub async fn dismiss(
    db: &Db,
    by: By,
    scope: Scope,
    id: SourceId,
    what: Dismissal,
) -> Result<usize, RecorderError> {
    db.write(move |writing| {
        find(writing, &scope, id)?;
        let count = match &what {
            Dismissal::All => {
                refused_arrival::dismiss(writing, id, &Refused::All)?
                    + watched_file::dismiss(writing, id, None, None)?
            }
            Dismissal::Group(RefusedWay::Upload, code) => {
                refused_arrival::dismiss(writing, id, &Refused::Because(code.clone()))?
            }
            Dismissal::Group(RefusedWay::Folder, code) => {
                watched_file::dismiss(writing, id, None, Some(code))?
            }
            Dismissal::One(RefusedId::Upload(one)) => {
                refused_arrival::dismiss(writing, id, &Refused::One(*one))?
            }
            Dismissal::One(RefusedId::File(one)) => watched_file::dismiss(writing, id, Some(*one), None)?,
        };
        if count > 0 {
            by.note(writing, "source.refusals_dismissed", "source", id, json!({ "count": count }))?;
        }
        Ok(count)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audio::AudioError;

    #[test]
    fn a_name_is_told_apart_and_holds_no_number() {
        for (name, expected) in [
            ("call.wav", "call.wav"),
            ("q-600-13800138000-20261126.7.wav", "q-**0-**********0-*******6.7.wav"),
            ("138-0013-8000.wav", "**8-***3-***0.wav"),
            ("a/b/１３８００１３８０００.wav", "**********０.wav"),
            ("12_3.mp3", "12_3.mp3"),
            ("", ""),
        ] {
            assert_eq!(without_digits(name), expected, "{name}");
        }
        assert_eq!(without_digits(&"x".repeat(5_000)).len(), NAME_MOST);
    }

    #[test]
    fn what_says_no_to_the_file_is_a_refusal_and_an_outage_is_none() {
        assert!(is_refusal(&RecorderError::Empty));
        assert!(is_refusal(&RecorderError::Audio(AudioError::NotAudio)));
        assert!(is_refusal(&RecorderError::Buried { reason: String::new() }));
        assert!(is_refusal(&RecorderError::SourceRetired { name: String::new() }));
        assert!(!is_refusal(&RecorderError::OutsideScope));
        assert!(!is_refusal(&RecorderError::CrowdWaits));
        assert!(!is_refusal(&RecorderError::UploadBusy));
        assert!(!is_refusal(&RecorderError::Spool(std::io::ErrorKind::StorageFull.into())));
    }
}
