//! What every speech engine does, whichever library runs the model.

use super::error::TranscriptionError;
use super::heard::Heard;
use super::whisper::WhisperEngine;
use crate::db::source::speech::EngineName;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A loaded speech model and the library that runs it.
///
/// Windows do not depend on each other, so several are heard at once, each with one thread. Threads that
/// share a window wait for each other in a busy loop at every step of the network: where something else
/// runs on the machine too, that made single windows six times slower with two threads than with one.
///
/// Several recordings may be heard at once: their windows share the listeners, so that a recording of a
/// single window leaves no thread idle.
pub trait SpeechEngine: Send + Sync {
    /// Whether the model knows more than English.
    fn is_multilingual(&self) -> bool;

    /// How many windows are heard at once.
    fn threads(&self) -> usize;

    /// Hears one window, at most 30 s of one channel at 16 kHz, as soon as a listener is free.
    ///
    /// # Errors
    /// [`TranscriptionError::Language`] for a language that the model does not know, those of the library,
    /// and [`TranscriptionError::Cancelled`].
    fn hear(
        &self,
        samples: &[f32],
        hearing: Hearing<'_>,
        cancel: &Cancel,
    ) -> Result<Heard, TranscriptionError>;

    /// How likely `samples` (speech, some seconds) are in each of `languages`, in their order.
    ///
    /// # Errors
    /// Those of the library, and [`TranscriptionError::Cancelled`].
    fn language_probabilities(
        &self,
        samples: &[f32],
        languages: &[String],
        cancel: &Cancel,
    ) -> Result<Vec<f32>, TranscriptionError>;
}

/// Loads the model file at `path` into an engine, to run on up to `threads` processor threads altogether.
///
/// # Errors
/// [`TranscriptionError::NotBuilt`], and [`TranscriptionError::Model`] for a file that the engine cannot use.
pub fn load(
    engine: EngineName,
    path: &Path,
    threads: usize,
) -> Result<Box<dyn SpeechEngine>, TranscriptionError> {
    match engine {
        EngineName::WhisperCpp => Ok(Box::new(WhisperEngine::load(path, threads)?)),
        #[cfg(feature = "ctranslate2")]
        EngineName::Ctranslate2 => Ok(Box::new(super::ctranslate::CTranslateEngine::load(path, threads)?)),
        #[cfg(not(feature = "ctranslate2"))]
        EngineName::Ctranslate2 => Err(TranscriptionError::NotBuilt { engine: engine.as_str() }),
    }
}

/// Steps of 20 ms that the model's encoder takes for its full 30 s.
pub const FULL_CONTEXT: u64 = 1_500;

/// Asks a transcription to stop; every clone asks the same one.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks to stop. The transcription ends with [`TranscriptionError::Cancelled`], at the
    /// latest after the window's encoding (about a second and a half).
    pub fn cancel(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether someone asked.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    /// [`TranscriptionError::Cancelled`] if someone asked.
    pub fn check(&self) -> Result<(), TranscriptionError> {
        if self.is_cancelled() { Err(TranscriptionError::Cancelled) } else { Ok(()) }
    }
}

/// How one window is to be heard.
#[derive(Debug, Clone, Copy)]
pub struct Hearing<'a> {
    /// The language's code, such as `en`.
    pub language: &'a str,
    /// What the model is to believe was written just before: sets script and punctuation.
    pub prompt: &'a str,
    /// Whether the encoder looks at the window only, which is faster, or at the 30 s that the
    /// model was trained on, which is surer.
    pub sized_context: bool,
}

/// Encoder steps for a window of so many samples: one for 20 ms and some to spare, never so few that the
/// model begins to repeat itself.
#[must_use]
pub fn steps_for(samples: usize) -> i32 {
    const FEWEST: u64 = 384;
    const SPARE: u64 = 128;
    let steps = (samples as u64).div_ceil(320) + SPARE;
    let steps = steps.next_multiple_of(64).clamp(FEWEST, FULL_CONTEXT);
    i32::try_from(steps).unwrap_or_default()
}

/// The most tokens that are written for a window of so many samples: faster than anybody speaks (measured: up
/// to 9 a second in English, 7 in Mandarin), so that a loop over music ends there and not at the model's 220.
#[must_use]
pub fn most_tokens(samples: usize) -> u16 {
    const A_SECOND: usize = 10;
    const SPARE: usize = 24;
    const OF_THE_MODEL: u16 = 220;
    u16::try_from(samples.div_ceil(16_000) * A_SECOND + SPARE).unwrap_or(u16::MAX).min(OF_THE_MODEL)
}

/// Whether the speech model knows a language by this code.
#[must_use]
pub fn is_known_language(code: &str) -> bool {
    code.chars().all(|c| c.is_ascii_alphabetic()) && whisper_rs::get_lang_id(code).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_follows_the_window_within_bounds() {
        assert_eq!(steps_for(16_000), 384);
        assert_eq!(steps_for(12 * 16_000), 768);
        assert_eq!(steps_for(30 * 16_000), 1_500);
    }

    #[test]
    fn a_window_has_room_for_fast_speech_and_no_more() {
        assert_eq!((most_tokens(16_000), most_tokens(12 * 16_000), most_tokens(30 * 16_000)), (34, 144, 220));
    }

    #[test]
    fn languages_are_known_by_code_only() {
        assert!(is_known_language("en") && is_known_language("zh") && is_known_language("yue"));
        assert!(!is_known_language("xx") && !is_known_language("") && !is_known_language("e\0n"));
        assert!(!is_known_language("English language"));
    }

    #[test]
    fn every_language_that_a_source_may_name_is_known() {
        let unknown =
            crate::db::source::speech::LANGUAGES.into_iter().filter(|code| !is_known_language(code));
        assert_eq!(unknown.collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
