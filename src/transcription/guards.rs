//! What cannot be believed.
//!
//! Whisper always answers. Given noise it repeats itself, speaks faster than any human, or says
//! what subtitles usually say. Each guard is a small rule on the text and the numbers that come
//! with it; a real sentence passes all of them.

use super::heard::{Heard, LEAST_PROBABILITY, Word, is_spoken};
use super::vocabulary::Vocabulary;

/// More words a second of speech than anyone speaks.
const MOST_WORDS_PER_SECOND: f64 = 6.5;
/// More Chinese characters a second of speech than anyone speaks.
const MOST_HAN_PER_SECOND: f64 = 11.0;
/// Below this many words or characters a rate says nothing.
const FEWEST_FOR_RATE: usize = 8;
/// Below this mean logarithm of probability the model is guessing. Of 110 windows of real and
/// built calls all but two stay above −0.6, and those two held the only invented sentences.
const GUESSING: f32 = -0.7;
/// The same where the model itself thinks that nobody speaks.
const GUESSING_OF_NOBODY: f32 = -0.35;
/// Above this likelihood nobody speaks, by the model's own account. Of 180 windows of speech, noisy ones among
/// them, the highest has 0.43; over music, ring tone and noise the median is 0.6, and 0.7 over hold music.
pub(super) const NOBODY_SPEAKS: f32 = 0.5;
/// Longest phrase that is looked for as a repetition, in words or characters.
const LONGEST_LOOP: usize = 40;
/// A text of this many words or more must be varied …
const LONG_TEXT: usize = 40;
/// … so that at least this share of its three-word sequences are different ones.
const VARIED: f64 = 0.4;

/// Why a window's text is doubted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It says the same again and again.
    Repeats,
    /// It holds more words than fit into the time that was spoken.
    TooFast,
    /// The model was guessing.
    Guessed,
    /// It says the names that the model was told, and little else.
    Echoes,
    /// There is speech and no text.
    Mute,
}

/// What speaks against a window's text, the worst first; `None`: nothing.
#[must_use]
pub fn doubt(heard: &Heard, speech_ms: u64) -> Option<Doubt> {
    let units = units(&heard.words);
    if units.is_empty() {
        return (speech_ms >= 1_000).then_some(Doubt::Mute);
    }
    if repeats(&units) {
        return Some(Doubt::Repeats);
    }
    if too_fast(&units, speech_ms) {
        return Some(Doubt::TooFast);
    }
    let guessing = if heard.no_speech > NOBODY_SPEAKS { GUESSING_OF_NOBODY } else { GUESSING };
    (heard.log_probability < guessing).then_some(Doubt::Guessed)
}

/// Whether `c` is a Chinese character.
#[must_use]
pub fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

/// Words in lower case and Chinese characters, without punctuation.
fn units(words: &[Word]) -> Vec<String> {
    let bare = |word: &Word| -> String {
        word.text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    words.iter().map(bare).filter(|unit| !unit.is_empty()).collect()
}

/// This many names of the vocabulary one after the other, in its own order, nobody says.
const NAMES_IN_ORDER: usize = 3;

/// Above this likelihood that nobody speaks, a name alone is doubted.
const NO_SPEECH: f32 = 0.2;

/// Whether what was heard repeats the names that the model was told: all of it, or one of its phrases, is
/// two names or more and nothing else; or three stand in it in the order in which they were told; or it is
/// one name, and perhaps nobody speaks.
#[must_use]
pub fn echoes(heard: &Heard, vocabulary: &Vocabulary) -> bool {
    let names: Vec<Vec<String>> =
        vocabulary.names().iter().map(|name| units_of(name)).filter(|name| !name.is_empty()).collect();
    let all = units(&heard.words);
    let is_one_name = names.iter().any(|name| all == *name);
    if is_one_name && heard.no_speech > NO_SPEECH {
        return true;
    }
    let in_order = |said: &[String]| {
        let mut starts = 0..names.len().saturating_sub(NAMES_IN_ORDER - 1);
        starts.any(|start| {
            let run: Vec<&String> = names.iter().skip(start).take(NAMES_IN_ORDER).flatten().collect();
            said.windows(run.len()).any(|part| part.iter().eq(run.iter().copied()))
        })
    };
    if only_names(&all, &names) || in_order(&all) {
        return true;
    }
    let phrases = heard.words.chunk_by(|one, next| one.phrase == next.phrase);
    phrases.map(units).any(|phrase| only_names(&phrase, &names))
}

/// Whether a text is two names or more, and nothing else.
fn only_names(said: &[String], names: &[Vec<String>]) -> bool {
    let (mut rest, mut found) = (said, 0);
    while !rest.is_empty() {
        let fitting = names.iter().filter(|name| rest.starts_with(name)).map(Vec::len).max();
        let Some(length) = fitting else { return false };
        rest = rest.get(length..).unwrap_or_default();
        found += 1;
    }
    found >= 2
}

/// The units of a text that was not heard: what stands between spaces, and each Chinese character.
fn units_of(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for part in text.split_whitespace() {
        let mut word = String::new();
        for c in part.chars().filter(|c| c.is_alphanumeric()) {
            if is_han(c) {
                units.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                units.push(c.to_string());
            } else {
                word.extend(c.to_lowercase());
            }
        }
        units.extend((!word.is_empty()).then_some(word));
    }
    units
}

/// Whether a text is caught in a loop.
fn repeats(units: &[String]) -> bool {
    let looping = (1..=LONGEST_LOOP).any(|length| longest_loop(units, length) >= loop_at(length));
    looping || (units.len() >= LONG_TEXT && variety(units) < VARIED)
}

/// How often in a row a phrase of `length` units makes a loop: "no, no, no, no" is human, a whole
/// sentence twice word for word is not.
fn loop_at(length: usize) -> usize {
    match length {
        1 => 7,
        2 => 5,
        3 => 4,
        4..=7 => 3,
        _ => 2,
    }
}

/// How many times in a row some phrase of `length` units is said.
fn longest_loop(units: &[String], length: usize) -> usize {
    let mut longest = 0;
    let mut matching = 0;
    for (at, (unit, earlier)) in units.iter().skip(length).zip(units).enumerate() {
        let is_number = units.get(at..at + length).is_some_and(is_one_digit);
        matching = if unit == earlier && !is_number { matching + 1 } else { 0 };
        longest = longest.max(matching);
    }
    if units.len() < length { 0 } else { longest / length + 1 }
}

/// Digits as they are written one by one.
const DIGITS: [&str; 34] = [
    "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "zero", "oh", "one", "two", "three", "four", "five",
    "six", "seven", "eight", "nine", "零", "〇", "一", "幺", "二", "两", "三", "四", "五", "六", "七", "八",
    "九",
];

/// Whether a phrase is one digit and again that digit, seven times at most: numbers have such runs, and one that
/// has lost them is not known any more as one that is to be hidden.
fn is_one_digit(phrase: &[String]) -> bool {
    let Some(first) = phrase.first() else { return false };
    phrase.len() < 8 && DIGITS.contains(&first.as_str()) && phrase.iter().all(|unit| unit == first)
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred words at most")]
fn variety(units: &[String]) -> f64 {
    let sequences: Vec<&[String]> = units.windows(3).collect();
    let different: std::collections::HashSet<&[String]> = sequences.iter().copied().collect();
    different.len() as f64 / sequences.len().max(1) as f64
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred words in some seconds")]
fn too_fast(units: &[String], speech_ms: u64) -> bool {
    let han = units.iter().filter(|unit| unit.chars().all(is_han)).count();
    let seconds = (speech_ms as f64 / 1000.0).max(0.3);
    let needed = han as f64 / MOST_HAN_PER_SECOND + (units.len() - han) as f64 / MOST_WORDS_PER_SECOND;
    units.len() >= FEWEST_FOR_RATE && needed > seconds
}

/// A text without its loops, as sure as the model was of the words that are left: of what it says again and
/// again it grows surer each time, over music too.
#[must_use]
pub fn said_once(heard: Heard) -> Heard {
    let words = without_loops(heard.words);
    Heard { log_probability: certainty(&words), words, ..heard }
}

/// The mean logarithm of the words' probabilities; of none, that of the impossible.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a few hundred words at most")]
pub fn certainty(words: &[Word]) -> f32 {
    let spoken = words.iter().filter(|word| is_spoken(&word.text));
    let sure: Vec<f32> = spoken.map(|word| word.probability.max(LEAST_PROBABILITY).ln()).collect();
    if sure.is_empty() { f32::NEG_INFINITY } else { sure.iter().sum::<f32>() / sure.len() as f32 }
}

/// Says what is said in a loop once. Words without letters or digits count with the word before.
#[must_use]
pub fn without_loops(words: Vec<Word>) -> Vec<Word> {
    let mut kept: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        kept.push(word);
        while let Some(end) = end_without_repetition(&kept) {
            kept.truncate(end);
        }
    }
    kept
}

/// Where a text ends without the words at its end that only say once more what a loop said before.
fn end_without_repetition(words: &[Word]) -> Option<usize> {
    let spoken = words.iter().enumerate().filter(|(_, word)| is_spoken(&word.text));
    let spoken: Vec<usize> = spoken.map(|(at, _)| at).collect();
    let all = units(words);
    let looping = |length: &usize| {
        let times = loop_at(*length);
        let tail = all.get(all.len().saturating_sub(length * times)..).unwrap_or_default();
        tail.len() == length * times && longest_loop(tail, *length) == times
    };
    let length = (1..=LONGEST_LOOP).find(looping)?;
    let kept = all.len().checked_sub(length * (loop_at(length) - 1))?;
    kept.checked_sub(1).and_then(|last| spoken.get(last)).map(|last| last + 1)
}

/// A text without what the model writes about sounds: `[Music]`, `(laughs)`, `♪`.
#[must_use]
pub fn without_annotations(text: &str) -> String {
    pieces_without_annotations([text]).concat()
}

/// The same for a text in pieces: what is left of each; put together they neither begin nor end with a space.
#[must_use]
pub fn pieces_without_annotations<'a>(pieces: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut depth = 0_u32;
    let mut kept_of = |piece: &str| {
        let mut kept = String::with_capacity(piece.len());
        for c in piece.chars() {
            match c {
                '[' | '(' | '（' | '【' | '{' => depth += 1,
                ']' | ')' | '）' | '】' | '}' => depth = depth.saturating_sub(1),
                '♪' | '♫' | '♬' | '*' => {}
                _ if depth == 0 => kept.push(c),
                _ => {}
            }
        }
        kept
    };
    let mut kept: Vec<String> = pieces.into_iter().map(&mut kept_of).collect();
    for piece in &mut kept {
        *piece = piece.trim_start().to_owned();
        if !piece.is_empty() {
            break;
        }
    }
    for piece in kept.iter_mut().rev() {
        piece.truncate(piece.trim_end().len());
        if !piece.is_empty() {
            break;
        }
    }
    kept
}

/// What subtitles say and callers do not, without spaces and punctuation. The model learnt from
/// subtitles and writes these over silence and noise; the last is our own prompt for Mandarin,
/// which it sometimes repeats.
const SUBTITLE_TALK: [&str; 28] = [
    "thanksforwatching",
    "thankyouforwatching",
    "thankyousomuchforwatching",
    "pleasesubscribe",
    "subscribetomychannel",
    "likeandsubscribe",
    "seeyouinthenextvideo",
    "subtitlesby",
    "transcriptionby",
    "amaraorg",
    "字幕由",
    "字幕志愿者",
    "字幕志願者",
    "中文字幕",
    "点赞订阅",
    "請不吝點贊",
    "请不吝点赞",
    "谢谢观看",
    "謝謝觀看",
    "感谢观看",
    "订阅按赞",
    "按赞订阅",
    "订阅转发",
    "作词作曲",
    "优优独播剧场",
    "明镜与点点",
    "以下是普通话的句子",
    "以下是普通話的句子",
];

/// Short texts that the model also writes over nothing. People do say them, so that they only go
/// with real doubt.
const FILLERS: [&str; 12] =
    ["you", "thankyou", "thanks", "bye", "byebye", "okay", "so", "the", "谢谢", "谢谢大家", "嗯", "好"];

/// Whether a text is one of those that the model invents, given how unsure it was. `no_speech` is
/// the model's own likelihood that the window held no speech, `confidence` the text's (0 to 1).
#[must_use]
pub fn is_invented(text: &str, no_speech: f32, confidence: f32) -> bool {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if SUBTITLE_TALK.iter().any(|phrase| bare.contains(phrase)) {
        return no_speech > 0.2 || confidence < 0.75;
    }
    FILLERS.contains(&bare.as_str()) && (no_speech > 0.6 || confidence < 0.35)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn heard(text: &str) -> Heard {
        let word =
            |text: &str| Word { text: text.to_owned(), start_ms: 0, end_ms: 0, probability: 0.9, phrase: 0 };
        let words = if text.chars().any(is_han) {
            text.chars().map(|c| word(&c.to_string())).collect()
        } else {
            text.split_whitespace().map(|part| word(&format!(" {part}"))).collect()
        };
        Heard { words, no_speech: 0.0, log_probability: -0.2 }
    }

    #[test]
    fn real_sentences_pass() {
        for (text, ms) in [
            ("No, no, no, no. I said it was the other one.", 3_000),
            ("My number is five five five, one two one two, five five five.", 5_000),
            ("请问您是在什么时候购买的这台洗衣机？", 3_500),
            ("好的好的，没问题没问题，谢谢谢谢。", 3_000),
            ("Yes.", 200),
        ] {
            assert_eq!(doubt(&heard(text), ms), None, "{text}");
        }
    }

    #[test]
    fn a_loop_is_doubted_and_said_once_without_it() {
        let looped = "I will call you back. ".repeat(9);
        assert_eq!(doubt(&heard(&looped), 60_000), Some(Doubt::Repeats));
        let words = without_loops(heard(&looped).words);
        assert_eq!(words.len(), 5);
        let twice = "He explained that this would not provide enough people. ".repeat(2);
        assert_eq!(doubt(&heard(&twice), 60_000), Some(Doubt::Repeats));
        assert_eq!(without_loops(heard(&twice).words).len(), 9);
        assert_eq!(doubt(&heard(&"好".repeat(30)), 60_000), Some(Doubt::Repeats));
    }

    #[test]
    fn a_number_keeps_its_digits() {
        let card = format!("four{}", " one".repeat(15));
        for number in ["一三八零零零零零零零零", card.as_str(), "4 0 0 0 0 0 0 0 0 0 2"] {
            let said = heard(number);
            assert_eq!(doubt(&said, 9_000), None, "{number}");
            assert_eq!(without_loops(said.words.clone()), said.words, "{number}");
        }
        assert_eq!(doubt(&heard(&"零".repeat(20)), 9_000), Some(Doubt::Repeats), "no number has as many");
    }

    #[test]
    fn a_loop_with_spaces_between_its_words_is_said_once_too() {
        let word = |text: &str, probability| Word {
            text: text.to_owned(),
            start_ms: 0,
            end_ms: 0,
            probability,
            phrase: 0,
        };
        let unsure = [word("请", 0.2), word("看", 0.3), word(" ", 1.0)];
        let sure = [word("请", 0.99), word("看", 0.99), word(" ", 1.0)];
        let words = unsure.into_iter().chain((0..28).flat_map(|_| sure.clone())).collect();
        let looped = Heard { words, no_speech: 0.0, log_probability: -0.05 };
        assert_eq!(doubt(&looped, 60_000), Some(Doubt::Repeats));
        let once = said_once(looped);
        assert_eq!(once.text().trim_end(), "请看");
        assert!((once.log_probability - f32::midpoint(0.2_f32.ln(), 0.3_f32.ln())).abs() < 0.001);
        assert!(certainty(&[]) < -1e9, "nothing is sure of nothing");
    }

    #[test]
    fn too_much_in_too_little_time_is_doubted() {
        let text = "there is no way that anyone said all of this in one second";
        assert_eq!(doubt(&heard(text), 1_000), Some(Doubt::TooFast));
        assert_eq!(doubt(&heard(text), 4_000), None);
        assert_eq!(doubt(&heard("没有人能在一秒之内说完这么多的话"), 1_000), Some(Doubt::TooFast));
    }

    #[test]
    fn guessing_and_muteness_are_doubted() {
        let mut guess = heard("Possibly some words.");
        guess.log_probability = -1.3;
        assert_eq!(doubt(&guess, 2_000), Some(Doubt::Guessed));
        guess.log_probability = -0.5;
        assert_eq!(doubt(&guess, 2_000), None);
        guess.no_speech = 0.6;
        assert_eq!(doubt(&guess, 2_000), Some(Doubt::Guessed), "nobody speaks there");
        guess.log_probability = -0.2;
        assert_eq!(doubt(&guess, 2_000), None);
        assert_eq!(doubt(&Heard::default(), 2_000), Some(Doubt::Mute));
        assert_eq!(doubt(&Heard::default(), 300), None);
    }

    #[test]
    fn names_that_were_told_are_no_text_by_themselves() {
        let told = |names: &[&str]| {
            Vocabulary::new(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        let english = told(&["Kensington", "SureStart 20", "Blue Plan", "Maple"]);
        for echo in [
            "Kensington, SureStart 20.",
            "Blue Plan, Maple, Blue Plan",
            "Well, Kensington, SureStart 20, Blue Plan and so on.",
        ] {
            assert!(echoes(&heard(echo), &english), "{echo}");
        }
        for said in [
            "Kensington.",
            "I have the Blue Plan.",
            "Is it Kensington or Maple?",
            "Kensington and SureStart 20",
        ] {
            assert!(!echoes(&heard(said), &english), "{said}");
        }
        let chinese = told(&["增值宝", "花呗", "白条"]);
        assert!(echoes(&heard("增值宝、花呗。"), &chinese));
        assert!(!echoes(&heard("我想开通花呗"), &chinese));
        let one = told(&["增值宝"]);
        let mut alone = heard("增值宝。");
        assert!(!echoes(&alone, &one));
        alone.no_speech = 0.5;
        assert!(echoes(&alone, &one));
        let mut phrases = heard("Good morning. Kensington, Maple");
        for word in phrases.words.iter_mut().skip(2) {
            word.phrase = 1;
        }
        assert!(echoes(&phrases, &english));
    }

    #[test]
    fn subtitle_talk_goes_only_with_doubt() {
        assert!(is_invented("Thanks for watching!", 0.5, 0.9));
        assert!(is_invented("请不吝点赞 订阅 转发 打赏支持明镜与点点栏目", 0.1, 0.4));
        assert!(!is_invented("Thank you for watching the house while we were away.", 0.01, 0.9));
        assert!(!is_invented("Thank you.", 0.3, 0.8));
        assert!(is_invented("Thank you.", 0.9, 0.8));
    }

    #[test]
    fn annotations_go() {
        assert_eq!(without_annotations(" [Music] Hello (laughs) there ♪"), "Hello  there");
        assert_eq!(without_annotations("（音乐）"), "");
        let pieces = [" [Mus", "ic]", " Hello", " (laughs", " loudly)", " there.", " ♪"];
        assert_eq!(pieces_without_annotations(pieces), ["", "", "Hello", " ", "", " there.", ""]);
    }

    proptest! {
        #[test]
        fn no_text_makes_a_guard_panic(text in ".{0,200}", ms in 0_u64..40_000) {
            let heard = heard(&text);
            let _ = doubt(&heard, ms);
            let _ = echoes(&heard, &Vocabulary::new(&[text.clone(), "b".to_owned()]));
            let _ = without_loops(heard.words);
            let _ = without_annotations(&text);
            let _ = is_invented(&text, 0.5, 0.5);
        }

        #[test]
        fn without_loops_only_removes(words in prop::collection::vec("[ab]", 0..60)) {
            let before = heard(&words.join(" ")).words;
            let after = without_loops(before.clone());
            prop_assert!(after.len() <= before.len());
            prop_assert_eq!(before.is_empty(), after.is_empty());
        }
    }
}
