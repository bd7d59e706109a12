//! Whisper by whisper.cpp, the usual engine: one window in, words with times and probabilities out.
//!
//! One window is one call of the library, so nothing that was said before leaks into what comes
//! after: the usual cause of endless repetition. What is doubtful is not decided here but in
//! [`super::guards`].

use super::engine::{Cancel, Hearing, SpeechEngine, is_known_language, most_tokens, steps_for};
use super::error::TranscriptionError;
use super::heard::{Heard, Words};
use super::listeners::Listeners;
use std::path::Path;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError, WhisperState,
};

/// The library reads beyond very short input; a second is safe.
const SHORTEST_SAMPLES: usize = 16_000;

/// Where the model's marks of time together are this likely beside a word, the library lays the word there. With
/// the library's own 0.01 a word begins 0.14 s off by the median and every fifth by more than half a second,
/// measured by where the decoder's attention lies; with this 0.11 s, and every sixth. Where names are told the
/// marks are unlikelier still: "parcel" of the known sentence stood at 1.3 s instead of 0.3 s.
const LEAST_SHARE_OF_TIMES: f32 = 0.001;

/// A loaded model with the memory to run it: for the base model some 150 MB, and as much again
/// for every listener.
pub struct WhisperEngine {
    context: WhisperContext,
    states: Listeners<WhisperState>,
}

impl WhisperEngine {
    /// Loads the model file at `path` to run on up to `threads` processor threads altogether.
    pub fn load(path: &Path, threads: usize) -> Result<Self, TranscriptionError> {
        // Without a backend the hooks swallow everything that the library would print.
        whisper_rs::install_logging_hooks();
        let context = WhisperContext::new_with_params(path, WhisperContextParameters::default())
            .map_err(TranscriptionError::model)?;
        let first = context.create_state().map_err(TranscriptionError::model)?;
        Ok(Self { context, states: Listeners::new(first, threads) })
    }

    fn listen<T>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&mut Listener<'_>) -> Result<T, TranscriptionError>,
    ) -> Result<T, TranscriptionError> {
        let make = || self.context.create_state().map_err(TranscriptionError::model);
        self.states.with(cancel, make, |state| work(&mut Listener { context: &self.context, state }))
    }
}

impl SpeechEngine for WhisperEngine {
    fn is_multilingual(&self) -> bool {
        self.context.is_multilingual()
    }

    fn threads(&self) -> usize {
        self.states.most()
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
        self.listen(cancel, |listener| listener.transcribe(samples, hearing, cancel))
    }

    fn language_probabilities(
        &self,
        samples: &[f32],
        languages: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<f32>, TranscriptionError> {
        self.listen(cancel, |listener| listener.language_probabilities(samples, languages))
    }
}

/// Hears one window at a time.
struct Listener<'e> {
    context: &'e WhisperContext,
    state: &'e mut WhisperState,
}

impl Listener<'_> {
    fn transcribe(
        &mut self,
        samples: &[f32],
        hearing: Hearing<'_>,
        cancel: &Cancel,
    ) -> Result<Heard, TranscriptionError> {
        let samples = padded(samples);
        // A token takes a byte at least. Room for fewer would be written beyond: whisper-rs takes the number
        // that was too large for a length.
        let room = hearing.prompt.len() + 1;
        let prompt = self.context.tokenize(hearing.prompt, room).unwrap_or_default();
        let mut params = parameters(hearing.language);
        params.set_tokens(&prompt);
        params.set_max_tokens(i32::from(most_tokens(samples.len())));
        if hearing.sized_context {
            params.set_audio_ctx(steps_for(samples.len()));
        }
        params.set_abort_callback_safe(stop_when(cancel));
        let outcome = self.state.full(params, &samples);
        cancel.check()?;
        outcome.map_err(TranscriptionError::engine)?;
        let no_speech = self.no_speech().map_err(TranscriptionError::engine)?;
        self.collect(no_speech).map_err(TranscriptionError::engine)
    }

    /// How likely nobody speaks in the window that was heard last. The library tells this of the token that
    /// follows the task; the model says it of the one that follows the start of the transcript, as OpenAI's
    /// `decoding.py` asks it.
    fn no_speech(&mut self) -> Result<f32, WhisperError> {
        self.state.decode(&[self.context.token_sot()], 0, 1)?;
        let logits = self.state.get_logits()?;
        let nobody = usize::try_from(self.context.token_nosp()).unwrap_or_default();
        Ok(share_of(logits, nobody))
    }

    fn language_probabilities(
        &mut self,
        samples: &[f32],
        languages: &[String],
    ) -> Result<Vec<f32>, TranscriptionError> {
        let samples = padded(samples);
        // Says how much of the encoder to use and computes the spectrum, and then stops, because
        // a stretch of 100 ms is too short to be worth hearing.
        let mut params = parameters("en");
        params.set_audio_ctx(steps_for(samples.len()));
        params.set_duration_ms(100);
        self.state.full(params, &samples).map_err(TranscriptionError::engine)?;
        let (_, all) = self.state.lang_detect(0, 1).map_err(TranscriptionError::engine)?;
        let of = |code: &String| {
            let id = whisper_rs::get_lang_id(code).and_then(|id| usize::try_from(id).ok());
            id.and_then(|id| all.get(id).copied()).unwrap_or(0.0)
        };
        Ok(languages.iter().map(of).collect())
    }

    fn collect(&self, no_speech: f32) -> Result<Heard, WhisperError> {
        let mut words = Words::default();
        for segment in self.state.as_iter() {
            for number in 0..segment.n_tokens() {
                let Some(token) = segment.get_token(number) else { continue };
                let data = token.token_data();
                if data.id >= self.context.token_beg() {
                    words.mark();
                } else if data.id < self.context.token_eot() {
                    words.push(token.to_bytes()?, centiseconds(data.t0), centiseconds(data.t1), data.p);
                }
            }
        }
        Ok(words.heard(no_speech))
    }
}

fn parameters(language: &str) -> FullParams<'_, '_> {
    let mut params = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    params.set_n_threads(1);
    params.set_language(Some(language));
    params.set_no_context(true);
    // The model marks times inside the window; we cut by them ourselves. Without this the
    // library starts over behind the last mark and encodes the rest a second time.
    params.set_single_segment(true);
    params.set_token_timestamps(true);
    params.set_thold_pt(LEAST_SHARE_OF_TIMES);
    params.set_thold_ptsum(LEAST_SHARE_OF_TIMES);
    params.set_suppress_nst(true);
    params.set_temperature(0.0);
    params.set_temperature_inc(0.0);
    params.set_print_progress(false);
    params.set_print_realtime(false);
    params.set_print_special(false);
    params.set_print_timestamps(false);
    params
}

/// Stops the library between two words when someone asked to.
///
/// The type is part of the safety: whisper-rs 0.16 hands the library a pointer to a
/// `Box<dyn FnMut() -> bool>` but calls through a pointer to the closure's own type. Only where
/// the closure is that box are the two the same.
fn stop_when(cancel: &Cancel) -> Box<dyn FnMut() -> bool> {
    let cancel = cancel.clone();
    Box::new(move || cancel.is_cancelled())
}

/// What share of the whole probability one of `logits` has.
fn share_of(logits: &[f32], one: usize) -> f32 {
    let highest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let whole: f32 = logits.iter().map(|logit| (logit - highest).exp()).sum();
    logits.get(one).map_or(0.0, |logit| (logit - highest).exp() / whole.max(f32::MIN_POSITIVE))
}

fn padded(samples: &[f32]) -> Vec<f32> {
    let mut samples = samples.to_vec();
    samples.resize(samples.len().max(SHORTEST_SAMPLES), 0.0);
    samples
}

fn centiseconds(time: i64) -> u64 {
    u64::try_from(time).unwrap_or_default().saturating_mul(10)
}

impl std::fmt::Debug for WhisperEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WhisperEngine").field("threads", &self.states.most()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_model_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"not a model").unwrap();
        assert!(matches!(WhisperEngine::load(file.path(), 1), Err(TranscriptionError::Model(_))));
    }
}
