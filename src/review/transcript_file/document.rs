//! A call's words, read and written out.

use super::facts::facts;
use super::{TranscriptFormat, TranscriptOrder, docx};
use crate::db::call::{self, Call};
use crate::db::call_list::Sight;
use crate::db::recording::{self, ChannelRole};
use crate::db::redaction::{self, Standing};
use crate::db::spoken_words::SpokenWord;
use crate::db::transcript_quality::{self, TranscriptQuality};
use crate::db::wording::{self, Wording};
use crate::db::{Reading, Scope};
use crate::ids::{CallId, RecordingId};
use crate::review::ReviewError;
use crate::review::calls::{CallLine, lines};
use crate::review::export::ExportLanguage;
use crate::time::Instant;
use crate::transcription::doubt;
use crate::transcription::format::{self, Cue};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How many utterances are read at once.
const READ_AT_ONCE: i64 = 1_000;

/// What was said in a call, and what is known of it.
pub(super) struct Document {
    pub(super) call: Call,
    line: CallLine,
    said: Vec<Said>,
    qualities: BTreeMap<RecordingId, TranscriptQuality>,
}

/// An utterance on the call's timeline.
struct Said {
    recording_id: RecordingId,
    /// Where its recording begins.
    offset_ms: i64,
    wording: Wording,
}

impl Document {
    pub(super) fn read(
        reading: &mut Reading<'_>,
        takes: &Scope,
        reads: &Scope,
        id: CallId,
    ) -> Result<Self, ReviewError> {
        let not_there = ReviewError::NotFound { what: "call" };
        let (Some(call), Some(_)) = (call::find(reading, takes, id)?, call::find(reading, reads, id)?) else {
            return Err(not_there);
        };
        let said = said_in(reading, id)?;
        if said.is_empty() {
            return Err(ReviewError::NoWordsYet);
        }
        // Nothing of a row that somebody may not know of is written.
        let line = lines(reading, &Sight::only(takes.clone()), vec![call.clone()])?.pop().ok_or(not_there)?;
        let qualities = transcript_quality::of_call(reading, id)?;
        Ok(Self { call, line, said, qualities })
    }

    pub(super) fn write(&self, order: &TranscriptOrder) -> Result<Vec<u8>, ReviewError> {
        let language = order.language;
        let cues = || -> Vec<Cue<'_>> { self.said.iter().map(|said| said.cue(language)).collect() };
        Ok(match order.format {
            TranscriptFormat::Srt => format::srt(&cues()).into_bytes(),
            TranscriptFormat::Vtt => format::vtt(&cues()).into_bytes(),
            TranscriptFormat::Txt => self.text(order).into_bytes(),
            TranscriptFormat::Json => self.json()?,
            TranscriptFormat::Docx => docx::document(&title(language), &facts(&self.line, order), &cues())?,
        })
    }

    fn text(&self, order: &TranscriptOrder) -> String {
        let mut text = format!("{}\n\n", title(order.language));
        for (name, value) in facts(&self.line, order) {
            let _ = writeln!(text, "{name}: {value}");
        }
        text.push('\n');
        for said in &self.said {
            let cue = said.cue(order.language);
            let speaker = cue.speaker.as_deref().unwrap_or_default();
            let _ = writeln!(text, "[{}] {speaker}: {}", format::short_clock(cue.start_ms), cue.text);
        }
        text
    }

    fn json(&self) -> Result<Vec<u8>, ReviewError> {
        let segment = |said: &'_ Said| Segment {
            recording: said.recording_id,
            number: said.wording.number,
            channel: said.wording.channel,
            speaker: said.wording.role.map(ChannelRole::as_str),
            start_ms: said.wording.start_ms,
            end_ms: said.wording.end_ms,
            text: said.wording.text.clone(),
            // Three decimals are more than the number is worth.
            confidence: (said.wording.confidence * 1_000.0).round() / 1_000.0,
            words: said.words(),
        };
        let written = Written {
            call: self.call.id,
            started_at: self.call.started_at,
            duration_ms: self.call.duration_ms,
            poor: self.qualities.values().any(|quality| quality.is_poor),
            transcripts: self.qualities.iter().map(|(id, quality)| Trust::of(*id, *quality)).collect(),
            segments: self.said.iter().map(segment).collect(),
        };
        Ok(serde_json::to_vec(&written)?)
    }
}

fn title(language: ExportLanguage) -> String {
    language.word("search", "file", "title")
}

#[derive(Serialize)]
struct Written {
    call: CallId,
    started_at: Instant,
    duration_ms: i64,
    /// Whether one of the transcripts is poor.
    poor: bool,
    transcripts: Vec<Trust>,
    segments: Vec<Segment>,
}

/// How far the words of a recording can be trusted.
#[derive(Serialize)]
struct Trust {
    recording: RecordingId,
    words: i32,
    doubtful: i32,
    windows: i32,
    discarded: i32,
    poor: bool,
}

impl Trust {
    fn of(recording: RecordingId, quality: TranscriptQuality) -> Self {
        let TranscriptQuality { words, doubtful, windows, discarded, is_poor, .. } = quality;
        Self { recording, words, doubtful, windows, discarded, poor: is_poor }
    }
}

#[derive(Serialize)]
struct Segment {
    recording: RecordingId,
    number: i32,
    channel: i32,
    speaker: Option<&'static str>,
    start_ms: i64,
    end_ms: i64,
    text: String,
    confidence: f64,
    words: Vec<SpokenPart>,
}

/// A word of a segment.
#[derive(Serialize)]
struct SpokenPart {
    text: String,
    start_ms: i64,
    end_ms: i64,
    confidence: Option<f64>,
    doubtful: bool,
}

impl Said {
    /// Its words on the call's timeline; none where they are not known.
    fn words(&self) -> Vec<SpokenPart> {
        let parts = self.wording.words.as_ref().map(|words| words.parts(&self.wording.text));
        let part = |(text, word): (&str, SpokenWord)| SpokenPart {
            text: text.to_owned(),
            start_ms: word.start_ms.saturating_add(self.offset_ms),
            end_ms: word.end_ms.saturating_add(self.offset_ms),
            confidence: word.percent.map(|percent| f64::from(percent) / 100.0),
            doubtful: doubt::is_doubtful(&word),
        };
        parts.unwrap_or_default().into_iter().map(part).collect()
    }

    fn cue(&self, language: ExportLanguage) -> Cue<'_> {
        let role = self.wording.role.map_or("unknown", ChannelRole::as_str);
        Cue {
            start_ms: u64::try_from(self.wording.start_ms).unwrap_or(0),
            end_ms: u64::try_from(self.wording.end_ms).unwrap_or(0),
            speaker: Some(Cow::Owned(language.word("search", "speaker", role))),
            text: worded(&self.wording.text, language),
        }
    }
}

/// Everything said in the recordings of a call that are heard, as it is heard.
fn said_in(reading: &mut Reading<'_>, id: CallId) -> Result<Vec<Said>, ReviewError> {
    let mut all = Vec::new();
    for recording in recording::heard_of_calls(reading, &[id])? {
        let mut from = 0;
        loop {
            let some = wording::of_recording(reading, recording.id, from, READ_AT_ONCE)?;
            let Some(last) = some.last() else { break };
            if from == 0 && redaction::standing(reading, &recording)? == Standing::Unknown {
                return Err(ReviewError::BeingRedacted);
            }
            from = last.number.saturating_add(1);
            all.extend(some.into_iter().map(|mut wording| {
                wording.start_ms = wording.start_ms.saturating_add(recording.offset_ms);
                wording.end_ms = wording.end_ms.saturating_add(recording.offset_ms);
                Said { recording_id: recording.id, offset_ms: recording.offset_ms, wording }
            }));
        }
    }
    all.sort_by_key(|said| (said.wording.start_ms, said.wording.channel));
    Ok(all)
}

/// The text with each mark of redaction (`⟦card⟧`) in words of the language.
fn worded(text: &str, language: ExportLanguage) -> Cow<'_, str> {
    if !text.contains('⟦') {
        return Cow::Borrowed(text);
    }
    let mut worded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, kind, after)) = mark_in(rest) {
        worded.push_str(before);
        let _ = write!(worded, "[{}]", language.word("search", "hidden", kind));
        rest = after;
    }
    worded.push_str(rest);
    Cow::Owned(worded)
}

/// What stands before the first mark, what it hides, and what stands behind it.
fn mark_in(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('⟦')?;
    let (kind, after) = rest.split_once('⟧')?;
    Some((before, kind, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_is_worded() {
        let english = |text| worded(text, ExportLanguage::English).into_owned();
        assert_eq!(
            english("it is ⟦card⟧, and ⟦email⟧."),
            "it is [card number hidden], and [e-mail address hidden]."
        );
        assert_eq!(english("⟦of_tomorrow⟧ ⟦ open"), "[of_tomorrow] ⟦ open");
        assert_eq!(worded("卡号⟦card⟧", ExportLanguage::Chinese), "卡号[已隐藏卡号]");
    }
}
