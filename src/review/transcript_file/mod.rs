//! What was said in a call, taken away as a file: what everybody may read, in the words of one language,
//! without the customer's number. Times are those of the call's timeline, over all its recordings.

mod document;
mod docx;
mod facts;

use self::document::Document;
use super::ReviewError;
use super::export::ExportLanguage;
use crate::access::By;
use crate::db::{Db, Scope};
use crate::ids::CallId;
use crate::recorder::{RecorderError, hasten};
use crate::time::Instant;
use jiff::tz::TimeZone;
use serde_json::json;

/// How a transcript is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TranscriptFormat {
    /// `SubRip` subtitles.
    Srt,
    /// `WebVTT` subtitles.
    Vtt,
    /// Plain text, for people.
    Txt,
    /// For programs: codes as they are stored.
    Json,
    /// A document of Word and its kin (Office Open XML).
    Docx,
}

impl TranscriptFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Srt, Self::Vtt, Self::Txt, Self::Json, Self::Docx];

    /// How the name of its file ends.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Srt => "srt",
            Self::Vtt => "vtt",
            Self::Txt => "txt",
            Self::Json => "json",
            Self::Docx => "docx",
        }
    }

    /// The format whose files end so.
    #[must_use]
    pub fn parse(ending: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Srt => "application/x-subrip; charset=utf-8",
            Self::Vtt => "text/vtt; charset=utf-8",
            Self::Txt => "text/plain; charset=utf-8",
            Self::Json => "application/json",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }
}

/// A transcript as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// When the call began.
    pub started_at: Instant,
}

/// Which transcript is taken away, and how.
#[derive(Debug, Clone)]
pub struct TranscriptOrder {
    /// Of which call.
    pub call_id: CallId,
    /// How it is written.
    pub format: TranscriptFormat,
    /// In whose words speakers, facts and marks of redaction are.
    pub language: ExportLanguage,
    /// Whose clocks say when the call began.
    pub zone: TimeZone,
}

/// Writes what was said in a call; it stands in the audit trail, with the recordings whose originals are in it.
/// `takes` and `reads`: where the caller may take recordings away, and read transcripts; both must hold.
/// `originals`: where they may hear originals, which they get as long as it is not known what is to be hidden;
/// whoever may not is turned away, and the work moves to the head of its queue.
pub async fn take_transcript(
    db: &Db,
    (takes, reads): (Scope, Scope),
    originals: Option<Scope>,
    by: By,
    order: TranscriptOrder,
) -> Result<TranscriptFile, ReviewError> {
    let call_id = order.call_id;
    let read =
        db.read(move |reading| Document::read(reading, &takes, &reads, originals.as_ref(), call_id)).await;
    if matches!(read, Err(ReviewError::Recorder(RecorderError::BeingRedacted))) {
        hasten(db, call_id).await?;
    }
    let document = read?;
    let read_originals = document.originals.clone();
    let started_at = document.call.started_at;
    let format = order.format;
    // Some thousand lines to be packed: too long for a thread that others wait for.
    let written = tokio::task::spawn_blocking(move || document.write(&order)).await;
    let bytes = written.map_err(|_panicked| ReviewError::Unfinished)??;
    db.write(move |writing| {
        let detail = json!({ "format": format.ending(), "originals": read_originals });
        by.note(writing, "transcript.downloaded", "call", call_id, detail)
    })
    .await?;
    Ok(TranscriptFile { bytes, started_at })
}
