//! A call's words, read and written out.

use super::facts::facts;
use super::{TranscriptFormat, TranscriptOrder, docx};
use crate::db::call::{self, Call};
use crate::db::call_list::Sight;
use crate::db::correction;
use crate::db::recording::{self, ChannelRole};
use crate::db::redaction::{self, Standing};
use crate::db::spoken_words::SpokenWord;
use crate::db::transcript_quality::{self, TranscriptQuality};
use crate::db::wording::{self, Wording};
use crate::db::{DbError, Reading, Scope};
use crate::ids::{CallId, RecordingId};
use crate::recorder::must_hear_originals;
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
use std::ops::Range;

/// How many utterances are read at once.
const READ_AT_ONCE: i64 = 1_000;

/// What was said in a call, and what is known of it.
pub(super) struct Document {
    pub(super) call: Call,
    line: CallLine,
    said: Vec<Said>,
    qualities: BTreeMap<RecordingId, TranscriptQuality>,
    /// The recordings of which it holds words with nothing hidden that is yet to be.
    pub(super) originals: Vec<RecordingId>,
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
        originals: Option<&Scope>,
        id: CallId,
    ) -> Result<Self, ReviewError> {
        let not_there = ReviewError::NotFound { what: "call" };
        let (Some(call), Some(_)) = (call::find(reading, takes, id)?, call::find(reading, reads, id)?) else {
            return Err(not_there);
        };
        let (said, originals) = said_in(reading, originals, id)?;
        if said.is_empty() {
            return Err(ReviewError::NoWordsYet);
        }
        // Nothing of a row that somebody may not know of is written.
        let line = lines(reading, &Sight::only(takes.clone()), vec![call.clone()])?.pop().ok_or(not_there)?;
        let qualities = transcript_quality::of_call(reading, id)?;
        Ok(Self { call, line, said, qualities, originals })
    }

    pub(super) fn write(&self, order: &TranscriptOrder) -> Result<Vec<u8>, ReviewError> {
        let language = order.language;
        let cues = || -> Vec<Cue<'_>> { self.said.iter().map(|said| said.cue(language)).collect() };
        Ok(match order.format {
            TranscriptFormat::Srt => format::srt(&cues()).into_bytes(),
            TranscriptFormat::Vtt => format::vtt(&cues(), self.warning(language).as_deref()).into_bytes(),
            TranscriptFormat::Txt => self.text(order).into_bytes(),
            TranscriptFormat::Json => self.json()?,
            TranscriptFormat::Docx => self.docx(order)?,
        })
    }

    fn docx(&self, order: &TranscriptOrder) -> Result<Vec<u8>, ReviewError> {
        let language = order.language;
        let rows: Vec<docx::Row<'_>> = self.said.iter().map(|said| said.row(language)).collect();
        let mut facts = facts(&self.line, order);
        if rows.iter().flat_map(|row| &row.words).any(|(_, is_doubtful)| *is_doubtful) {
            facts.push((
                language.word("search", "fact", "doubtful"),
                language.word("search", "trust", "doubtful"),
            ));
        }
        docx::document(&title(language), &facts, &rows)
    }

    fn is_poor(&self) -> bool {
        self.qualities.values().any(|quality| quality.is_poor)
    }

    /// What readers should know before they go by it; none: all is well.
    fn warning(&self, language: ExportLanguage) -> Option<String> {
        let (fact, poor) =
            (language.word("search", "fact", "trust"), language.word("search", "trust", "poor"));
        self.is_poor().then(|| format!("{fact}: {poor}"))
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
            poor: self.is_poor(),
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

    fn speaker(&self, language: ExportLanguage) -> String {
        language.word("search", "speaker", self.wording.role.map_or("unknown", ChannelRole::as_str))
    }

    fn cue(&self, language: ExportLanguage) -> Cue<'_> {
        Cue {
            start_ms: u64::try_from(self.wording.start_ms).unwrap_or(0),
            end_ms: u64::try_from(self.wording.end_ms).unwrap_or(0),
            speaker: Some(Cow::Owned(self.speaker(language))),
            text: worded(&self.wording.text, language),
        }
    }

    /// The same with doubtful words told from the others.
    fn row(&self, language: ExportLanguage) -> docx::Row<'_> {
        let text = self.wording.text.as_str();
        let mut words = Vec::new();
        let mut put = |range: Range<usize>, is_doubtful: bool| {
            let run = text.get(range).filter(|run| !run.is_empty());
            words.extend(run.map(|run| (worded(run, language), is_doubtful)));
        };
        let mut from = 0;
        for doubtful in doubt::doubtful_ranges(text, self.wording.words.as_ref()) {
            put(from..doubtful.start, false);
            from = doubtful.end;
            put(doubtful, true);
        }
        put(from..text.len(), false);
        let start_ms = u64::try_from(self.wording.start_ms).unwrap_or(0);
        docx::Row { start_ms, speaker: self.speaker(language), words }
    }
}

/// Everything said in the recordings of a call that are heard, as it is heard; and of which of them that is
/// the original, since what is to be hidden is not known yet: for whoever may hear originals.
fn said_in(
    reading: &mut Reading<'_>,
    originals: Option<&Scope>,
    id: CallId,
) -> Result<(Vec<Said>, Vec<RecordingId>), ReviewError> {
    let (mut all, mut read) = (Vec::new(), Vec::new());
    for recording in recording::heard_of_calls(reading, &[id])? {
        let words = if redaction::standing(reading, &recording)? == Standing::Unknown {
            must_hear_originals(reading, &recording, originals)?;
            let words = correction::laid(reading, &recording)?.map(|laid| laid.words).unwrap_or_default();
            read.extend((!words.is_empty()).then_some(recording.id));
            words
        } else {
            everybodys(reading, recording.id)?
        };
        all.extend(words.into_iter().map(|mut wording| {
            wording.start_ms = wording.start_ms.saturating_add(recording.offset_ms);
            wording.end_ms = wording.end_ms.saturating_add(recording.offset_ms);
            Said { recording_id: recording.id, offset_ms: recording.offset_ms, wording }
        }));
    }
    all.sort_by_key(|said| (said.wording.start_ms, said.wording.channel));
    Ok((all, read))
}

/// All that everybody may read of a recording.
fn everybodys(reading: &mut Reading<'_>, id: RecordingId) -> Result<Vec<Wording>, DbError> {
    let (mut all, mut from) = (Vec::new(), 0);
    loop {
        let some = wording::of_recording(reading, id, from, READ_AT_ONCE)?;
        let Some(last) = some.last() else { return Ok(all) };
        from = last.number.saturating_add(1);
        all.extend(some);
    }
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
