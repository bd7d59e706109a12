//! Speech → text that says who said what and when.
//!
//! A recording is read twice, as a stream. The first pass finds where each channel speaks; the
//! second cuts just those stretches and hands them to Whisper, a window at a time. What Whisper
//! returns is doubted ([`guards`]), put back on the call's timeline and cut into utterances
//! that begin and end where the voice does.
//!
//! | step | module |
//! | --- | --- |
//! | samples → how likely each 16 ms is a voice, and how loud | [`voice`] |
//! | → where a channel really speaks; no ring tone, hold music or echo of the other side | [`regions`] |
//! | → windows of at most 30 s, each with its own map of time | [`windows`] |
//! | → words with times and probabilities, several windows at once | `hearing`, [`heard`] |
//! | what hears them, and what runs the speech model | [`engine`], `listeners`, [`whisper`], `ctranslate` |
//! | → which language, once a call | [`language`] |
//! | → which names it may hear | [`vocabulary`] |
//! | → Chinese in one script | [`script`] |
//! | → what cannot be believed goes | [`guards`] |
//! | → words that have no time get one | `word_times` |
//! | → utterances | [`utterances`] |
//! | → speech without words | [`wordless`] |
//! | who says which of them, where both sides are on one channel | [`speakers`] |
//! | how much each channel speaks, and how fast | `pace` |
//! | what is known before a recording is heard | `beforehand` |
//! | all of it, for one recording | [`pipeline`] |
//! | a transcript as JSON, SRT, VTT or text | [`mod@format`] |
//! | what is to be hidden of it | [`redaction`] |
//! | which words are doubtful, and when all of it is poor | [`doubt`] |
//! | what people say is otherwise | [`corrections`] |
//! | what everybody may read: corrections laid over it, and that hidden | [`words`] |
//! | what agents wrote beside it, and that hidden | [`written`] |

mod beforehand;
mod correction_error;
pub mod corrections;
#[cfg(feature = "ctranslate2")]
pub mod ctranslate;
pub mod doubt;
pub mod engine;
mod error;
pub mod format;
pub mod guards;
pub mod heard;
mod hearing;
pub mod language;
mod listeners;
pub mod models;
mod pace;
pub mod pipeline;
pub mod redaction;
pub mod regions;
pub mod script;
pub mod speakers;
pub mod utterances;
pub mod vocabulary;
pub mod voice;
pub mod whisper;
pub mod windows;
mod word_times;
pub mod wordless;
pub mod words;
pub mod written;

pub use beforehand::Beforehand;
pub use correction_error::CorrectionError;
pub use engine::{Cancel, SpeechEngine};
pub use error::TranscriptionError;
pub use pace::speech;
pub use pipeline::{Settings, Stats, Transcript, transcribe_call};
pub use script::Script;
pub use utterances::{SpokenWord, Utterance};
pub use vocabulary::Vocabulary;
pub use whisper::WhisperEngine;
pub use wordless::Wordless;

/// A stretch of the call's timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it begins, in milliseconds from the start of the call.
    pub start_ms: u64,
    /// Where it ends; never before `start_ms`.
    pub end_ms: u64,
}

impl Span {
    /// How long it is.
    #[must_use]
    pub fn length_ms(self) -> u64 {
        self.end_ms.saturating_sub(self.start_ms)
    }
}
