//! How much somebody speaks and how fast.

use super::Transcript;
use crate::db::recording_signal::Speech;

/// From less speech than this no pace can be told.
const SPEECH_LEAST_MS: u64 = 3_000;

/// What a transcript tells of each channel, silent ones included.
#[must_use]
pub fn speech(transcript: &Transcript) -> Vec<Speech> {
    (0..transcript.channels).map(|channel| of_channel(transcript, channel)).collect()
}

fn of_channel(transcript: &Transcript, channel: u16) -> Speech {
    let mut speech_ms = 0;
    let mut units = 0;
    for utterance in transcript.utterances.iter().filter(|utterance| utterance.channel == channel) {
        // An utterance begins a moment before its voice; its first word does not.
        let voice_ms = utterance.words.first().map_or(utterance.start_ms, |word| word.start_ms);
        speech_ms += utterance.end_ms.saturating_sub(voice_ms);
        units += units_in(&utterance.text);
    }
    let pace =
        (units * 60_000 + speech_ms / 2).checked_div(speech_ms).filter(|_| speech_ms >= SPEECH_LEAST_MS);
    Speech {
        channel: i32::from(channel),
        speech_ms: i64::try_from(speech_ms).unwrap_or(i64::MAX),
        pace_per_minute: pace.map(|pace| i32::try_from(pace).unwrap_or(i32::MAX)),
    }
}

/// Words; of Chinese, characters, as pace is counted there.
pub(super) fn units_in(text: &str) -> u64 {
    let mut units = 0;
    let mut in_word = false;
    for letter in text.chars() {
        if is_han(letter) {
            units += 1;
            in_word = false;
        } else if letter.is_alphanumeric() {
            units += u64::from(!in_word);
            in_word = true;
        } else {
            in_word = in_word && matches!(letter, '\'' | '’' | '-');
        }
    }
    units
}

fn is_han(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcription::{Stats, Utterance};

    #[test]
    fn words_and_characters_count_alike() {
        assert_eq!(units_in("Well, that's twenty-two."), 3);
        assert_eq!(units_in("您好，请问有什么可以帮您？"), 11);
        assert_eq!(units_in("我的 email 是 a1"), 5);
        assert_eq!(units_in(" … "), 0);
    }

    #[test]
    fn each_channel_has_its_own_pace_and_too_little_has_none() {
        let said = |channel, start_ms, end_ms, text: &str| Utterance {
            channel,
            start_ms,
            end_ms,
            text: text.to_owned(),
            confidence: 1.0,
            words: Vec::new(),
            speaker: None,
        };
        let utterances = vec![
            said(0, 0, 4_000, "one two three four five six"),
            said(1, 4_000, 5_000, "yes"),
            said(0, 5_000, 7_000, "seven eight nine"),
        ];
        let (duration_ms, channels) = (8_000, 2);
        let transcript = Transcript {
            language: None,
            duration_ms,
            channels,
            utterances,
            wordless: Vec::new(),
            stats: Stats::default(),
        };
        let told = speech(&transcript);
        assert_eq!((told[0].speech_ms, told[0].pace_per_minute), (6_000, Some(90)));
        assert_eq!((told[1].speech_ms, told[1].pace_per_minute), (1_000, None));
    }
}
