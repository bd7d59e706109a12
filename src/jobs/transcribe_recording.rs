//! The job that turns a prepared recording into words.

use super::{AboutRecording, JobError, Progress, Workshop};
use crate::db::audit::{Actor, Line};
use crate::db::recording::Recording;
use crate::db::source::speech::EngineName;
use crate::db::spoken_words::SpokenWords;
use crate::db::stored_object::{Purpose, StoredObject};
use crate::db::transcript_quality::TranscriptQuality;
use crate::db::wordless_speech::WordlessSpeech;
use crate::db::{
    DbError, Reading, Scope, Writing, audit, recording, recording_signal, spoken_words, stored_object,
    transcript, transcript_quality, wordless_speech,
};
use crate::ids::{RecordingId, TranscriptId};
use crate::recorder::{Ffmpeg, Readable};
use crate::storage::LocalCopy;
use crate::time::Instant;
use crate::transcription::models::{self, ModelError};
use crate::transcription::{
    Beforehand, Cancel, SpeechEngine, SpokenWord, Stats, Transcript, Utterance, Wordless, engine, speech,
    transcribe_call, words,
};
use serde_json::json;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// What hears: the speech model, loaded by the first job that needs it and kept for the next.
pub struct Ears {
    model: PathBuf,
    threads: usize,
    engine: Mutex<Option<Loaded>>,
}

/// One engine at a time: what another source is heard with takes its place.
type Loaded = (EngineName, Box<dyn SpeechEngine>);

impl Ears {
    /// Hears with the model in this file, which need not be there yet.
    #[must_use]
    pub fn new(model: PathBuf, threads: usize) -> Self {
        Self { model, threads, engine: Mutex::new(None) }
    }

    /// Why nothing can be heard for now: the model is not there, or not whole.
    pub(super) fn missing_model(&self) -> Option<ModelError> {
        if self.engine.lock().is_ok_and(|engine| engine.is_some()) {
            return None;
        }
        models::inspect(&self.model).err()
    }

    /// The model's name, as people say it.
    fn name(&self) -> String {
        let stem = self.model.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        stem.strip_prefix("ggml-").map(str::to_owned).unwrap_or(stem)
    }

    fn hear(
        &self,
        heard: &Readable,
        beforehand: &Beforehand,
        progress: &Progress,
    ) -> Result<Transcript, JobError> {
        let wanted = beforehand.speech.engine;
        let mut loaded = self.engine.lock().unwrap_or_else(PoisonError::into_inner);
        // Before the other is loaded: there is memory for one.
        loaded.take_if(|(name, _)| *name != wanted);
        let (_, engine) = match &*loaded {
            Some(engine) => engine,
            None => loaded.insert((wanted, engine::load(wanted, &self.model, self.threads)?)),
        };
        let settings = beforehand.settings();
        // Nobody cancels from inside: a cancelled job's process is killed.
        let cancel = Cancel::default();
        Ok(transcribe_call(engine.as_ref(), || heard.open(), &settings, &mut tell(progress), &cancel)?)
    }
}

/// Transcribes the recording and makes the result its current transcript.
pub(super) async fn run(workshop: &Workshop, about: &AboutRecording) -> Result<(), JobError> {
    let id = about.recording_id;
    let known = workshop.db.read(move |reading| {
        let Some((recording, played)) = played(reading, id)? else { return Ok(None) };
        let beforehand = Beforehand::of(reading, &recording)?;
        Ok::<_, DbError>(Some((recording, played, beforehand)))
    });
    let Some((recording, played, beforehand)) = known.await? else {
        // Deleted since the job was entered.
        return Ok(());
    };
    if recording.paired_into.is_some() {
        // A leg is heard, and read, through its pair.
        return Ok(());
    }
    let folder = workshop.spool.folder();
    let copy = LocalCopy::fetch(workshop.storage.as_ref(), played.key, folder).await?;
    let name = recording.file_name.as_deref().filter(|_| played.purpose == Purpose::Original);
    let readable = Readable::find(copy.path(), name, folder, &Ffmpeg::default())?;
    let heard = workshop.ears.hear(&readable, &beforehand, &workshop.progress)?;
    let model = workshop.ears.name();
    workshop.db.write(move |writing| note(writing, &recording, &heard, &model, &beforehand)).await?;
    Ok(())
}

/// The recording and what is played of it: words, waveform and sound come from the same samples, and
/// what took ffmpeg to decode is not decoded a second time.
pub(super) fn played(
    reading: &mut Reading<'_>,
    id: RecordingId,
) -> Result<Option<(Recording, StoredObject)>, DbError> {
    let Some(recording) = recording::find(reading, &Scope::Everything, id)? else { return Ok(None) };
    let played = match stored_object::of_recording(reading, id, Purpose::Rendition)? {
        None => stored_object::of_recording(reading, id, Purpose::Original)?,
        rendition => rendition,
    };
    Ok(played.map(|played| (recording, played)))
}

fn note(
    writing: &mut Writing<'_>,
    recording: &Recording,
    heard: &Transcript,
    model: &str,
    beforehand: &Beforehand,
) -> Result<(), DbError> {
    if recording::find(writing, &Scope::Everything, recording.id)?.is_none() {
        return Ok(());
    }
    let version = version(recording.id, heard, model, beforehand, writing.now());
    let utterances: Vec<_> = (0..).zip(&heard.utterances).map(stored).collect();
    transcript::insert_as_current(writing, &version, &utterances)?;
    wordless_speech::insert(writing, version.id, &wordless(heard))?;
    transcript_quality::replace(writing, recording.call_id, recording.id, &windows(heard))?;
    words::renew(writing, recording.id)?;
    recording_signal::set_speech(writing, recording.id, &speech(heard))?;
    let line = Line {
        actor: Actor::System,
        action: "recording.transcribed",
        noun: "recording",
        noun_id: &recording.id.to_string(),
        detail: json!({ "call": recording.call_id, "transcript": version.id }),
        request_id: None,
    };
    audit::append(writing, &line)
}

/// What a transcript remembers of how it was made.
fn version(
    recording_id: RecordingId,
    heard: &Transcript,
    model: &str,
    beforehand: &Beforehand,
    created_at: Instant,
) -> transcript::Transcript {
    transcript::Transcript {
        id: TranscriptId::new(),
        recording_id,
        engine: beforehand.speech.engine.program().to_owned(),
        model: model.to_owned(),
        settings: beforehand.remembered(heard),
        language: heard.language.clone(),
        is_current: true,
        created_at,
    }
}

fn stored((number, utterance): (i32, &Utterance)) -> transcript::Utterance {
    transcript::Utterance {
        number,
        channel: i32::from(utterance.channel),
        start_ms: signed(utterance.start_ms),
        end_ms: signed(utterance.end_ms),
        text: utterance.text.clone(),
        confidence: f64::from(utterance.confidence),
        words: Some(SpokenWords::of(&utterance.words.iter().map(stored_word).collect::<Vec<_>>())),
        speaker: utterance.speaker,
    }
}

fn wordless(heard: &Transcript) -> Vec<WordlessSpeech> {
    let stored = |one: &Wordless| WordlessSpeech {
        channel: i32::from(one.channel),
        start_ms: signed(one.start_ms),
        end_ms: signed(one.end_ms),
    };
    heard.wordless.iter().map(stored).collect()
}

fn stored_word(word: &SpokenWord) -> spoken_words::SpokenWord {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a hundred")]
    let percent = (word.confidence.clamp(0.0, 1.0) * 100.0).round() as u8;
    spoken_words::SpokenWord {
        characters: u32::try_from(word.text.chars().count()).unwrap_or(u32::MAX),
        start_ms: signed(word.start_ms),
        end_ms: signed(word.end_ms),
        percent: Some(percent),
    }
}

/// Milliseconds as they are stored.
fn signed(at_ms: u64) -> i64 {
    i64::try_from(at_ms).unwrap_or(i64::MAX)
}

/// What became of the windows; the words are judged when they are renewed.
fn windows(heard: &Transcript) -> TranscriptQuality {
    let count = |windows| i32::try_from(windows).unwrap_or(i32::MAX);
    let Stats { windows, repeated, discarded, .. } = heard.stats;
    TranscriptQuality {
        windows: count(windows),
        repeated: count(repeated),
        discarded: count(discarded),
        ..TranscriptQuality::default()
    }
}

/// Says how far it is, and in the log at every tenth.
fn tell(progress: &Progress) -> impl FnMut(f32) {
    let mut told = 0;
    move |share| {
        progress.reach(share);
        #[expect(clippy::cast_possible_truncation, reason = "a share of ten is a small number")]
        let tenths = (share.clamp(0.0, 1.0) * 10.0) as i32;
        if tenths > told {
            told = tenths;
            tracing::info!(percent = tenths * 10, "transcribing");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::source::speech::SpeechSettings;

    #[test]
    fn a_transcript_remembers_what_heard_it() {
        let heard = Transcript {
            language: Some("en".to_owned()),
            duration_ms: 1_000,
            channels: 1,
            utterances: Vec::new(),
            wordless: Vec::new(),
            stats: Stats::default(),
        };
        let by = |engine| {
            let speech = SpeechSettings { engine, ..SpeechSettings::default() };
            let beforehand = Beforehand { speech, two_voices: None };
            let made = version(RecordingId::new(), &heard, "base", &beforehand, Instant::from_millis(0));
            (made.engine, made.settings.get("engine").cloned())
        };
        // The first as every transcript before there was a choice has it.
        assert_eq!(by(EngineName::WhisperCpp), ("whisper.cpp".to_owned(), None));
        assert_eq!(by(EngineName::Ctranslate2), ("CTranslate2".to_owned(), Some(json!("ctranslate2"))));
    }
}
