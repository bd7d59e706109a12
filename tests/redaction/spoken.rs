//! Conversations that are spoken, heard by the speech model and redacted: what is secret in them can neither
//! be read nor heard. The recordings are made by `fixtures/make_secrets.py`.

use earmark::audio::Decoder;
use earmark::db::redaction::RedactionSpan;
use earmark::db::wordless_speech::WordlessSpeech;
use earmark::transcription::redaction::{Said, SaidWord, find_beside};
use earmark::transcription::{
    Cancel, Settings, SpokenWord, Transcript, Utterance, WhisperEngine, Wordless, transcribe_call,
};
use serde::Deserialize;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// So many digits of a secret in a row tell something of it.
const TELLING: usize = 3;
/// Of a turn that is nothing but secret, so much of a hundred may be heard: the model's times are rough, and a
/// breath at either end tells nothing.
const HEARD_MOST: i64 = 15;

/// On the machine that wrote this: none. Another processor rounds otherwise, and now and then the model hears
/// another word.
const WRONG_MOST: usize = 2;

#[derive(Deserialize)]
struct Spoken {
    name: String,
    language: String,
    secret: Vec<String>,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    start_ms: i64,
    end_ms: i64,
    /// What is secret stands in braces.
    text: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/secrets")
}

/// The speech model, or a word about why the test does nothing.
#[expect(clippy::disallowed_methods, reason = "a test asks where the model is")]
fn engine() -> Option<WhisperEngine> {
    let model = std::env::var_os("EARMARK_MODELS").map(|folder| Path::new(&folder).join("ggml-base.bin"));
    let Some(model) = model.filter(|model| model.is_file()) else {
        eprintln!(
            "skipped: EARMARK_MODELS names no folder with ggml-base.bin, so nothing can be transcribed"
        );
        return None;
    };
    Some(WhisperEngine::load(&model, 2).unwrap())
}

fn heard(engine: &WhisperEngine, conversation: &Spoken) -> Transcript {
    let path = folder().join(format!("{}.wav", conversation.name));
    let settings = Settings { languages: vec![conversation.language.clone()], ..Settings::default() };
    let open = || Decoder::open(File::open(&path).unwrap());
    transcribe_call(engine, open, &settings, &mut |_| {}, &Cancel::default()).unwrap()
}

fn wordless(one: &Wordless) -> WordlessSpeech {
    WordlessSpeech {
        channel: i32::from(one.channel),
        start_ms: i64::try_from(one.start_ms).unwrap(),
        end_ms: i64::try_from(one.end_ms).unwrap(),
    }
}

/// When the words of an utterance are said.
fn words(utterance: &Utterance) -> Vec<SaidWord> {
    let mut end = 0;
    let word = |word: &SpokenWord| {
        let start = end;
        end += word.text.len();
        SaidWord {
            range: start..end,
            start_ms: i64::try_from(word.start_ms).unwrap(),
            end_ms: i64::try_from(word.end_ms).unwrap(),
        }
    };
    utterance.words.iter().map(word).collect()
}

/// Digits as digits, however they are written; everything else as it is.
fn in_digits(text: &str) -> String {
    const WORDS: [(&str, &str); 12] = [
        ("zero", "0"),
        ("oh", "0"),
        ("one", "1"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("o", "0"),
    ];
    const CHARACTERS: [(char, char); 12] = [
        ('零', '0'),
        ('〇', '0'),
        ('一', '1'),
        ('幺', '1'),
        ('二', '2'),
        ('三', '3'),
        ('四', '4'),
        ('五', '5'),
        ('六', '6'),
        ('七', '7'),
        ('八', '8'),
        ('九', '9'),
    ];
    let digit =
        |letter: char| CHARACTERS.iter().find(|(one, _)| *one == letter).map_or(letter, |(_, to)| *to);
    let text: String = text.to_lowercase().chars().map(digit).collect();
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(|word| {
        WORDS.iter().find(|(one, _)| *one == word).map_or_else(|| word.to_owned(), |(_, to)| (*to).to_owned())
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Runs of digits, blanks between them left out.
fn digit_runs(text: &str) -> Vec<String> {
    let bare: String = in_digits(text).chars().filter(|letter| *letter != ' ').collect();
    let runs = bare.split(|letter: char| !letter.is_ascii_digit());
    runs.filter(|run| !run.is_empty()).map(str::to_owned).collect()
}

/// Whether any part of the secret that tells something can be read.
fn can_be_read(secret: &str, text: &str) -> bool {
    if !secret.starts_with(|first: char| first.is_ascii_digit()) {
        return text.to_lowercase().contains(secret);
    }
    let tells = |run: &String| (TELLING..=run.len()).any(|end| secret.contains(&run[end - TELLING..end]));
    digit_runs(text).iter().any(tells)
}

/// How much of a turn that is nothing but secret can be heard, of a hundred. What is hidden is hidden on both
/// lanes.
fn share_heard(turn: &Turn, spans: &[RedactionSpan]) -> i64 {
    let hidden = |at: i64| spans.iter().any(|span| (span.start_ms..span.end_ms).contains(&at));
    let moments: Vec<i64> = (turn.start_ms..turn.end_ms).step_by(10).collect();
    let open = moments.iter().filter(|at| !hidden(**at)).count();
    i64::try_from(open * 100 / moments.len().max(1)).unwrap()
}

#[test]
fn nothing_secret_of_twenty_spoken_conversations_can_be_read_nor_heard() {
    let Some(engine) = engine() else { return };
    let known = fs::read_to_string(folder().join("conversations.json")).unwrap();
    let conversations: Vec<Spoken> = serde_json::from_str(&known).unwrap();
    assert_eq!(conversations.len(), 20);
    let mut wrong = Vec::new();
    for conversation in &conversations {
        let Transcript { utterances, wordless: without, .. } = heard(&engine, conversation);
        let without: Vec<WordlessSpeech> = without.iter().map(wordless).collect();
        let words: Vec<Vec<SaidWord>> = utterances.iter().map(words).collect();
        let said: Vec<Said<'_>> = utterances
            .iter()
            .zip(&words)
            .map(|(one, words)| Said {
                channel: i32::from(one.channel),
                start_ms: i64::try_from(one.start_ms).unwrap(),
                end_ms: i64::try_from(one.end_ms).unwrap(),
                text: &one.text,
                speaker: one.speaker,
                words,
            })
            .collect();
        let found = find_beside(&said, &without);
        let (texts, spans) = (found.texts(&said), found.spans(&said));
        let original: Vec<&str> = said.iter().map(|one| one.text).collect();
        let (before, after) = (original.join(" / "), texts.join(" / "));
        if conversation.secret.iter().any(|secret| texts.iter().any(|text| can_be_read(secret, text))) {
            wrong.push(format!("{} can be read: {before} → {after}", conversation.name));
        }
        for turn in &conversation.turns {
            let is_all_secret =
                turn.text.starts_with('{') && turn.text.trim_end_matches(['.', '。']).ends_with('}');
            let share = share_heard(turn, &spans);
            if is_all_secret && share > HEARD_MOST {
                wrong.push(format!(
                    "{}: {share} % of {} can be heard: {before} → {after}",
                    conversation.name, turn.text
                ));
            }
        }
    }
    assert!(wrong.len() <= WRONG_MOST, "{}", wrong.join("\n"));
}

#[test]
fn what_tells_something_of_a_secret_is_seen() {
    assert!(can_be_read("4417123456789113", "it is four four one, seven"));
    assert!(can_be_read("4417123456789113", "末四位 九幺幺三"));
    assert!(can_be_read("john.miller", "It's John.Miller at"));
    assert!(!can_be_read("4417123456789113", "⟦card⟧ ending 2026 at 10:40"));
    assert!(!can_be_read("739", "the three digits on the back"));
}
