//! Whisper by whisper.cpp, the usual engine: one window in, words with times and probabilities out.
//!
//! One window is one call of the library, so nothing that was said before leaks into what comes
//! after: the usual cause of endless repetition. What is doubtful is not decided here but in
//! [`super::guards`].

use super::engine::{Cancel, Hearing, SpeechEngine, is_known_language};
use super::error::TranscriptionError;
use super::heard::{Heard, Words};
use std::path::Path;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;
use whisper_rs::{
    FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters, WhisperError, WhisperState,
};

/// The library reads beyond very short input; a second is safe.
const SHORTEST_SAMPLES: usize = 16_000;
/// Steps of 20 ms that the model's encoder takes for its full 30 s.
const FULL_CONTEXT: u64 = 1_500;
/// How often somebody who waits for a free listener looks whether they are to stop.
const LOOK_UP: Duration = Duration::from_millis(250);

/// A loaded model with the memory to run it: for the base model some 150 MB, and as much again
/// for every listener.
pub struct WhisperEngine {
    context: WhisperContext,
    states: Mutex<States>,
    freed: Condvar,
    threads: usize,
}

/// The memory of the listeners.
struct States {
    idle: Vec<WhisperState>,
    /// How many there are, those at work included.
    made: usize,
}

impl WhisperEngine {
    /// Loads the model file at `path` to run on up to `threads` processor threads altogether.
    pub fn load(path: &Path, threads: usize) -> Result<Self, TranscriptionError> {
        // Without a backend the hooks swallow everything that the library would print.
        whisper_rs::install_logging_hooks();
        let context = WhisperContext::new_with_params(path, WhisperContextParameters::default())
            .map_err(TranscriptionError::Model)?;
        let first = context.create_state().map_err(TranscriptionError::Model)?;
        let states = Mutex::new(States { idle: vec![first], made: 1 });
        Ok(Self { context, states, freed: Condvar::new(), threads: threads.max(1) })
    }

    /// Lets a listener work, as soon as one is free: no more listen at once than there are threads.
    fn with_listener<T>(
        &self,
        cancel: &Cancel,
        work: impl FnOnce(&mut Listener<'_>) -> Result<T, TranscriptionError>,
    ) -> Result<T, TranscriptionError> {
        let mut held = Held { engine: self, state: Some(self.free_state(cancel)?) };
        match &mut held.state {
            Some(state) => work(&mut Listener { context: &self.context, state }),
            None => Err(TranscriptionError::Unanswered),
        }
    }

    fn free_state(&self, cancel: &Cancel) -> Result<WhisperState, TranscriptionError> {
        let mut states = self.states.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            cancel.check()?;
            if let Some(state) = states.idle.pop() {
                return Ok(state);
            }
            if states.made < self.threads {
                let state = self.context.create_state().map_err(TranscriptionError::Model)?;
                states.made += 1;
                return Ok(state);
            }
            let waited = self.freed.wait_timeout(states, LOOK_UP);
            (states, _) = waited.unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl SpeechEngine for WhisperEngine {
    fn is_multilingual(&self) -> bool {
        self.context.is_multilingual()
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
        self.with_listener(cancel, |listener| listener.transcribe(samples, hearing, cancel))
    }

    fn language_probabilities(
        &self,
        samples: &[f32],
        languages: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<f32>, TranscriptionError> {
        self.with_listener(cancel, |listener| listener.language_probabilities(samples, languages))
    }
}

/// A state at work; it is free again when this is dropped, also by a panic.
struct Held<'e> {
    engine: &'e WhisperEngine,
    state: Option<WhisperState>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let mut states = self.engine.states.lock().unwrap_or_else(PoisonError::into_inner);
        states.idle.extend(self.state.take());
        self.engine.freed.notify_one();
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
        if hearing.sized_context {
            params.set_audio_ctx(context_for(samples.len()));
        }
        params.set_abort_callback_safe(stop_when(cancel));
        let outcome = self.state.full(params, &samples);
        cancel.check()?;
        outcome.map_err(TranscriptionError::Engine)?;
        self.collect().map_err(TranscriptionError::Engine)
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
        params.set_audio_ctx(context_for(samples.len()));
        params.set_duration_ms(100);
        self.state.full(params, &samples).map_err(TranscriptionError::Engine)?;
        let (_, all) = self.state.lang_detect(0, 1).map_err(TranscriptionError::Engine)?;
        let of = |code: &String| {
            let id = whisper_rs::get_lang_id(code).and_then(|id| usize::try_from(id).ok());
            id.and_then(|id| all.get(id).copied()).unwrap_or(0.0)
        };
        Ok(languages.iter().map(of).collect())
    }

    fn collect(&self) -> Result<Heard, WhisperError> {
        let mut words = Words::default();
        let mut no_speech: f32 = 0.0;
        for segment in self.state.as_iter() {
            no_speech = no_speech.max(segment.no_speech_probability());
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

fn padded(samples: &[f32]) -> Vec<f32> {
    let mut samples = samples.to_vec();
    samples.resize(samples.len().max(SHORTEST_SAMPLES), 0.0);
    samples
}

/// Encoder steps for a window: one for 20 ms and some to spare, never so few that the model
/// begins to repeat itself.
fn context_for(samples: usize) -> i32 {
    const FEWEST: u64 = 384;
    const SPARE: u64 = 128;
    let steps = (samples as u64).div_ceil(320) + SPARE;
    let steps = steps.next_multiple_of(64).clamp(FEWEST, FULL_CONTEXT);
    i32::try_from(steps).unwrap_or_default()
}

fn centiseconds(time: i64) -> u64 {
    u64::try_from(time).unwrap_or_default().saturating_mul(10)
}

impl std::fmt::Debug for WhisperEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WhisperEngine").field("threads", &self.threads).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_follows_the_window_within_bounds() {
        assert_eq!(context_for(16_000), 384);
        assert_eq!(context_for(12 * 16_000), 768);
        assert_eq!(context_for(30 * 16_000), 1_500);
    }

    #[test]
    fn a_file_that_is_no_model_is_refused() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), b"not a model").unwrap();
        assert!(matches!(WhisperEngine::load(file.path(), 1), Err(TranscriptionError::Model(_))));
    }
}
