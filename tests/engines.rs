//! What every speech engine does, said once and asked of each that this earmark was built with.
//!
//! Where a model is at hand (`EARMARK_MODELS` names a folder with `ggml-base.bin`).

#![expect(clippy::unwrap_used, reason = "a test may end this way")]

use earmark::audio::{Decoder, Resampler};
use earmark::db::source::speech::EngineName;
use earmark::transcription::engine::{self, Hearing};
use earmark::transcription::heard::Heard;
use earmark::transcription::models::KNOWN_SENTENCE;
use earmark::transcription::{Cancel, Settings, SpeechEngine, TranscriptionError, transcribe_call};
use std::fs::File;
use std::path::{Path, PathBuf};

/// The model file, or a word about why the tests do nothing.
#[expect(clippy::disallowed_methods, reason = "a test asks where the model is")]
fn model() -> Option<PathBuf> {
    let model = std::env::var_os("EARMARK_MODELS").map(|folder| Path::new(&folder).join("ggml-base.bin"));
    let found = model.filter(|model| model.is_file());
    if found.is_none() {
        eprintln!("skipped: EARMARK_MODELS names no folder with ggml-base.bin, so nothing can be heard");
    }
    found
}

/// Asks the same of every engine.
fn of_each(ask: impl Fn(&dyn SpeechEngine, EngineName)) {
    let Some(model) = model() else { return };
    for name in EngineName::BUILT {
        let engine = engine::load(*name, &model, 2).unwrap();
        ask(engine.as_ref(), *name);
    }
}

fn known_sentence() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/transcription/models/known-sentence.wav")
}

/// The known sentence, 5.25 s at 16 kHz.
fn spoken() -> Vec<f32> {
    let mut decoder = Decoder::open(File::open(known_sentence()).unwrap()).unwrap();
    let mut resampler = Resampler::new(decoder.format().sample_rate).unwrap();
    let mut samples = Vec::new();
    while let Some(block) = decoder.next_block().unwrap() {
        resampler.push(&block.channels[0], &mut samples).unwrap();
    }
    resampler.finish(&mut samples).unwrap();
    samples
}

const USUAL: Hearing<'static> = Hearing { language: "en", prompt: "", sized_context: true };

fn words(heard: &str) -> Vec<String> {
    let plain = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    heard.split_whitespace().map(plain).collect()
}

fn hear(engine: &dyn SpeechEngine, hearing: Hearing<'_>) -> Heard {
    engine.hear(&spoken(), hearing, &Cancel::default()).unwrap()
}

#[test]
fn hears_what_is_said_at_both_sizes_and_behind_other_text() {
    of_each(|engine, name| {
        let whole = Hearing { sized_context: false, ..USUAL };
        let told = Hearing { prompt: "Parcel, refund.", ..USUAL };
        for hearing in [USUAL, whole, told] {
            assert_eq!(words(&hear(engine, hearing).text()), words(KNOWN_SENTENCE), "{name:?} {hearing:?}");
        }
    });
}

#[test]
fn every_word_has_its_time_and_a_likelihood() {
    of_each(|engine, name| {
        let heard = hear(engine, USUAL);
        assert!(heard.log_probability < 0.0 && heard.log_probability > -0.5, "{name:?} {heard:?}");
        assert!((0.0..0.5).contains(&heard.no_speech), "{name:?}: {}", heard.no_speech);
        let mut before = 0;
        for word in &heard.words {
            assert!((0.0..=1.0).contains(&word.probability), "{name:?} {word:?}");
            assert!(word.start_ms >= before && word.end_ms >= word.start_ms, "{name:?} {word:?}");
            assert!(word.end_ms <= 7_000, "{name:?} {word:?}");
            before = word.start_ms;
        }
    });
}

#[test]
fn words_stand_where_they_are_said_whether_names_are_told_or_not() {
    of_each(|engine, name| {
        for hearing in [USUAL, Hearing { prompt: "Parcel, refund.", ..USUAL }] {
            let heard = hear(engine, hearing);
            let begins =
                |word: &str| heard.words.iter().find(|one| one.text.contains(word)).unwrap().start_ms;
            assert!(begins("parcel") < 800, "{name:?} {hearing:?}: {}", begins("parcel"));
            assert!(
                (1_000..2_300).contains(&begins("Tuesday")),
                "{name:?} {hearing:?}: {}",
                begins("Tuesday")
            );
            assert!((3_700..5_300).contains(&begins("refund")), "{name:?} {hearing:?}: {}", begins("refund"));
        }
    });
}

#[test]
fn where_nobody_speaks_it_says_so() {
    of_each(|engine, name| {
        let speech = hear(engine, USUAL).no_speech;
        let quiet = engine.hear(&[0.0; 5 * 16_000], USUAL, &Cancel::default()).unwrap().no_speech;
        assert!(quiet > 0.5 && speech < 0.2, "{name:?}: silence {quiet}, speech {speech}");
    });
}

#[test]
fn tells_the_language() {
    of_each(|engine, name| {
        assert!(engine.is_multilingual());
        let languages = ["zh", "en", "de"].map(str::to_owned);
        let likely = engine.language_probabilities(&spoken(), &languages, &Cancel::default()).unwrap();
        assert_eq!(likely.len(), 3);
        assert!(likely[1] > 0.8 && likely[0] < 0.1, "{name:?} {likely:?}");
    });
}

#[test]
fn hears_a_call_with_several_windows_at_once() {
    of_each(|engine, name| {
        assert_eq!(engine.threads(), 2);
        let settings = Settings { longest_window_ms: Some(3_000), ..Settings::default() };
        let open = || Decoder::open(File::open(known_sentence()).unwrap());
        let heard = transcribe_call(engine, open, &settings, &mut |_| {}, &Cancel::default()).unwrap();
        assert_eq!(heard.language.as_deref(), Some("en"), "{name:?}");
        assert!(heard.stats.windows >= 2, "{name:?} {:?}", heard.stats);
        let text: String = heard.utterances.iter().map(|one| format!("{} ", one.text)).collect();
        assert!(text.to_lowercase().contains("refund"), "{name:?} {text}");
    });
}

#[test]
fn refuses_a_language_that_it_does_not_know_and_stops_when_told() {
    of_each(|engine, name| {
        let unknown = Hearing { language: "xx", ..USUAL };
        let refused = engine.hear(&spoken(), unknown, &Cancel::default());
        assert!(matches!(refused, Err(TranscriptionError::Language { .. })), "{name:?}");
        let cancel = Cancel::default();
        cancel.cancel();
        let stopped = engine.hear(&spoken(), USUAL, &cancel);
        assert!(matches!(stopped, Err(TranscriptionError::Cancelled)), "{name:?}");
        assert_eq!(words(&hear(engine, USUAL).text()), words(KNOWN_SENTENCE), "{name:?}: it hears on");
    });
}

#[test]
fn a_file_that_is_no_model_is_refused_and_so_is_an_engine_that_is_not_there() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), b"not a model").unwrap();
    for name in [EngineName::WhisperCpp, EngineName::Ctranslate2] {
        let refused = engine::load(name, file.path(), 1).map(|_| ());
        let right = if EngineName::BUILT.contains(&name) {
            matches!(refused, Err(TranscriptionError::Model(_)))
        } else {
            matches!(refused, Err(TranscriptionError::NotBuilt { engine: "ctranslate2" }))
        };
        assert!(right, "{name:?} {refused:?}");
    }
}
