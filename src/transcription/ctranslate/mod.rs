//! Whisper by CTranslate2, the engine for those who have more to hear than whisper.cpp gets through: its
//! matrices are int8, for which today's processors have instructions of their own (AVX-512 VNNI, AMX).
//!
//! It hears with the same model file ([`crate::transcription::models`] restores the form that it wants), and
//! a window is what it is for the other engine: one call, nothing remembered.

mod spectrum;
mod tokens;

use super::engine::{Cancel, FULL_CONTEXT, Hearing, SpeechEngine, is_known_language, most_tokens, steps_for};
use super::error::TranscriptionError;
use super::heard::{Heard, Words};
use super::models::{Restored, restored};
use ct2rs::sys::{Config, ModelMemoryReader, StorageView, Whisper, WhisperAlignmentResult, WhisperOptions};
use ct2rs::{ComputeType, Device, LogLevel, set_log_level};
use spectrum::Spectrum;
use std::path::Path;
use tokens::Tokens;

/// A step of the encoder, in milliseconds.
const STEP_MS: u64 = 20;
/// Samples that one frame of the spectrum goes on by.
const FRAME_SAMPLES: usize = 160;
/// Over how many steps the attention is smoothed before words are laid along it, as in OpenAI's `timing.py`.
const SMOOTHED_STEPS: i64 = 7;

/// A loaded model with the memory to run it: for the base model some 80 MB for every thread.
pub struct CTranslateEngine {
    tokens: Tokens,
    spectrum: Spectrum,
    /// As many replicas as threads; whoever comes when all are at work waits for one.
    whisper: Whisper,
    threads: usize,
}

impl CTranslateEngine {
    /// Loads the ggml file at `path` to run on up to `threads` processor threads altogether.
    ///
    /// # Errors
    /// A file that is no model, or whose matrices are quantised.
    pub fn load(path: &Path, threads: usize) -> Result<Self, TranscriptionError> {
        set_log_level(LogLevel::Error);
        let model = restored(path).map_err(TranscriptionError::model)?;
        let threads = threads.max(1);
        let tokens = Tokens::of(&model);
        let spectrum = Spectrum::new(u16::try_from(model.header.mels).unwrap_or(u16::MAX));
        Ok(Self { whisper: loaded(model, &tokens, threads)?, tokens, spectrum, threads })
    }

    /// `samples` through the encoder, at so many steps.
    fn encoded(&self, samples: &[f32], steps: usize) -> Result<StorageView<'static>, TranscriptionError> {
        let mut spectrum = self.spectrum.of(samples, steps * 2);
        let shape = [1, self.spectrum.bands(), steps * 2];
        let view =
            StorageView::new(&shape, &mut spectrum, Device::CPU).map_err(TranscriptionError::engine)?;
        self.whisper.encode(&view, false).map_err(TranscriptionError::engine)
    }

    fn transcribe(
        &self,
        samples: &[f32],
        hearing: Hearing<'_>,
        cancel: &Cancel,
    ) -> Result<Heard, TranscriptionError> {
        let failed = TranscriptionError::engine;
        let language = whisper_rs::get_lang_id(hearing.language).and_then(|id| u32::try_from(id).ok());
        let language = language.unwrap_or_default();
        let encoded = self.encoded(samples, steps(samples, hearing.sized_context))?;
        cancel.check()?;
        let prompt = self.tokens.prompt(hearing.prompt, language);
        let prompt: Vec<String> = prompt.into_iter().map(|number| self.tokens.name(number)).collect();
        let options = options(samples.len(), prompt.len());
        let written = self.whisper.generate(&encoded, &[prompt], &options).map_err(failed)?;
        cancel.check()?;
        let Some(written) = written.into_iter().next() else { return Ok(Heard::default()) };
        let no_speech = written.no_speech_prob;
        let written = written.sequences_ids.into_iter().next().unwrap_or_default();
        let end = self.tokens.end() as usize;
        let text: Vec<usize> = written.iter().copied().filter(|token| *token < end).collect();
        if text.is_empty() {
            return Ok(Words::default().heard(no_speech));
        }
        let beginning: Vec<usize> =
            self.tokens.beginning(language).into_iter().map(|token| token as usize).collect();
        let frames = samples.len() / FRAME_SAMPLES;
        let aligned =
            self.whisper.align(&encoded, &beginning, &[text], &[frames], SMOOTHED_STEPS).map_err(failed)?;
        let aligned = aligned.into_iter().next();
        Ok(self.collect(&written, aligned.as_ref(), no_speech))
    }

    /// Lays the tokens along the sound: where the attention follows it, and inside the phrase that the model
    /// marks, since the attention waits out a pause at the word behind it.
    fn collect(&self, written: &[usize], aligned: Option<&WhisperAlignmentResult>, no_speech: f32) -> Heard {
        let begins = aligned.map(begins_ms).unwrap_or_default();
        let (end, times) = (self.tokens.end() as usize, self.tokens.times() as usize);
        let mut words = Words::default();
        let (mut place, mut from) = (0, 0);
        for (at, token) in written.iter().enumerate() {
            if *token >= times {
                words.mark();
                from = mark_ms(*token - times).max(from);
            } else if *token < end {
                let until = written.iter().skip(at).find(|token| **token >= times);
                let until = until.map_or(u64::MAX, |token| mark_ms(*token - times)).max(from);
                let begin = begins.get(place).copied().unwrap_or_default();
                let next = begins.get(place + 1).copied().unwrap_or(begin);
                let probability = aligned.and_then(|aligned| aligned.text_token_probs.get(place).copied());
                let number = u32::try_from(*token).unwrap_or_default();
                words.push(
                    self.tokens.bytes(number),
                    begin.clamp(from, until),
                    next.max(begin).clamp(from, until),
                    probability.unwrap_or_default(),
                );
                place += 1;
            }
        }
        words.heard(no_speech)
    }
}

impl SpeechEngine for CTranslateEngine {
    fn is_multilingual(&self) -> bool {
        self.tokens.is_multilingual()
    }

    fn threads(&self) -> usize {
        self.threads
    }

    fn hear(
        &self,
        samples: &[f32],
        hearing: Hearing<'_>,
        cancel: &Cancel,
    ) -> Result<Heard, TranscriptionError> {
        if !is_known_language(hearing.language) {
            return Err(TranscriptionError::Language { code: hearing.language.to_owned() });
        }
        cancel.check()?;
        self.transcribe(samples, hearing, cancel)
    }

    fn language_probabilities(
        &self,
        samples: &[f32],
        languages: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<f32>, TranscriptionError> {
        cancel.check()?;
        let encoded = self.encoded(samples, steps(samples, true))?;
        let all = self.whisper.detect_language(&encoded).map_err(TranscriptionError::engine)?;
        let all = all.into_iter().next().unwrap_or_default();
        let of = |code: &String| {
            let name = format!("<|{code}|>");
            all.iter().find(|found| found.language == name).map_or(0.0, |found| found.probability)
        };
        Ok(languages.iter().map(of).collect())
    }
}

/// Hands the model over file by file; each is let go before the next copy of it is made.
fn loaded(model: Restored, tokens: &Tokens, threads: usize) -> Result<Whisper, TranscriptionError> {
    let failed = TranscriptionError::model;
    let mut files = ModelMemoryReader::new("whisper").map_err(failed)?;
    files.register_file("config.json", tokens.config(&following_heads(&model)).to_string().as_bytes());
    files.register_file("vocabulary.json", tokens.vocabulary().to_string().as_bytes());
    files.register_file("model.bin", &model.weights);
    drop(model);
    let config = Config {
        compute_type: ComputeType::INT8,
        device_indices: vec![0; threads],
        num_threads_per_replica: 1,
        ..Config::default()
    };
    Whisper::new_from_memory(&mut files, config).map_err(failed)
}

/// The heads (layer and number) whose attention follows the sound: as OpenAI's `model.py` has it for models
/// of which nobody looked, all of the second half of the decoder.
fn following_heads(model: &Restored) -> Vec<(u32, u32)> {
    let (layers, heads) = (model.header.text_layers, model.header.text_heads);
    (layers / 2..layers).flat_map(|layer| (0..heads).map(move |head| (layer, head))).collect()
}

/// How a window is written: greedily, and no more than can be said in it. The library counts what it begins
/// with, and writes half of the whole at most.
fn options(samples: usize, before: usize) -> WhisperOptions {
    let most = usize::from(most_tokens(samples));
    WhisperOptions {
        beam_size: 1,
        max_length: most + most.max(before),
        return_no_speech_prob: true,
        ..WhisperOptions::default()
    }
}

fn steps(samples: &[f32], sized: bool) -> usize {
    let full = usize::try_from(FULL_CONTEXT).unwrap_or_default();
    if sized { usize::try_from(steps_for(samples.len())).unwrap_or(full) } else { full }
}

/// What the model's mark of this number stands for.
fn mark_ms(number: usize) -> u64 {
    number as u64 * STEP_MS
}

/// Where each token of the text begins, and where the last one ends: the first step that is laid to it.
fn begins_ms(aligned: &WhisperAlignmentResult) -> Vec<u64> {
    let mut begins: Vec<u64> = Vec::new();
    let mut last = None;
    for step in &aligned.alignments {
        if last != Some(step.token_x) {
            begins.push(u64::try_from(step.frame_x).unwrap_or_default() * STEP_MS);
            last = Some(step.token_x);
        }
    }
    begins
}

impl std::fmt::Debug for CTranslateEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CTranslateEngine").field("threads", &self.threads).finish_non_exhaustive()
    }
}
