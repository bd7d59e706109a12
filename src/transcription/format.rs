//! A transcript as JSON, SRT, VTT or plain text; on the command line, and as files of a call.

use super::pipeline::Transcript;
use super::utterances::{SpokenWord, Utterance};
use super::wordless::Wordless;
use crate::db::recording::ChannelRole;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Document<'a> {
    file: &'a str,
    language: Option<&'a str>,
    duration_ms: u64,
    channels: u16,
    windows: Windows,
    segments: Vec<Segment<'a>>,
    wordless: Vec<WordlessOut>,
}

/// What the work consisted of.
#[derive(Serialize)]
struct Windows {
    heard: u32,
    repeated: u32,
    discarded: u32,
}

#[derive(Serialize)]
struct Segment<'a> {
    channel: u16,
    start_ms: u64,
    end_ms: u64,
    text: &'a str,
    /// Who says it, as guessed from the voice.
    #[serde(skip_serializing_if = "Option::is_none")]
    speaker: Option<&'static str>,
    confidence: f64,
    words: Vec<WordOut<'a>>,
}

#[derive(Serialize)]
struct WordOut<'a> {
    text: &'a str,
    start_ms: u64,
    end_ms: u64,
    confidence: f64,
}

/// Where somebody speaks and is not understood.
#[derive(Serialize)]
struct WordlessOut {
    channel: u16,
    start_ms: u64,
    end_ms: u64,
}

/// One JSON object on one line: `{"file", "language", "duration_ms", "channels", "windows": {"heard",
/// "repeated", "discarded"}, "segments": [{"channel", "start_ms", "end_ms", "text", "confidence", "words": [{"text", "start_ms", "end_ms",
/// "confidence"}]}], "wordless": [{"channel", "start_ms", "end_ms"}]}`; where two voices on one channel were told apart, a segment has also a "speaker", `agent` or
/// `customer`. `language` is null where nobody spoke and none was given.
#[must_use]
pub fn json(file: &str, transcript: &Transcript) -> String {
    let document = Document {
        file,
        language: transcript.language.as_deref(),
        duration_ms: transcript.duration_ms,
        channels: transcript.channels,
        windows: Windows {
            heard: transcript.stats.windows,
            repeated: transcript.stats.repeated,
            discarded: transcript.stats.discarded,
        },
        segments: transcript.utterances.iter().map(segment).collect(),
        wordless: transcript.wordless.iter().map(wordless).collect(),
    };
    serde_json::to_string(&document).unwrap_or_default()
}

fn segment(utterance: &Utterance) -> Segment<'_> {
    Segment {
        channel: utterance.channel,
        start_ms: utterance.start_ms,
        end_ms: utterance.end_ms,
        text: &utterance.text,
        speaker: utterance.speaker.map(ChannelRole::as_str),
        confidence: rounded(utterance.confidence),
        words: utterance.words.iter().map(word).collect(),
    }
}

fn wordless(&Wordless { channel, start_ms, end_ms }: &Wordless) -> WordlessOut {
    WordlessOut { channel, start_ms, end_ms }
}

fn word(word: &SpokenWord) -> WordOut<'_> {
    WordOut {
        text: &word.text,
        start_ms: word.start_ms,
        end_ms: word.end_ms,
        confidence: rounded(word.confidence),
    }
}

/// Three decimals are more than the number is worth.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

/// What is said at a time, as subtitles and lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue<'a> {
    /// Where it begins.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
    /// Who says it; none where there is one voice, or nobody knows.
    pub speaker: Option<Cow<'a, str>>,
    /// The words.
    pub text: Cow<'a, str>,
}

/// The utterances of a transcript; with several channels the speaker is `word` and the channel, counted
/// from 1.
#[must_use]
pub fn cues<'a>(transcript: &'a Transcript, word: &str) -> Vec<Cue<'a>> {
    let speaker = |channel: u16| Cow::Owned(format!("{word}{}", channel + 1));
    let cue = |utterance: &'a Utterance| Cue {
        start_ms: utterance.start_ms,
        end_ms: utterance.end_ms,
        speaker: (transcript.channels > 1).then(|| speaker(utterance.channel)),
        text: Cow::Borrowed(utterance.text.as_str()),
    };
    transcript.utterances.iter().map(cue).collect()
}

/// `SubRip` subtitles; each cue begins with its speaker.
#[must_use]
pub fn srt(cues: &[Cue<'_>]) -> String {
    let mut text = String::new();
    for (number, cue) in cues.iter().enumerate() {
        let (start, end) = (clock(cue.start_ms, ','), clock(cue.end_ms, ','));
        let _ = writeln!(text, "{}\n{start} --> {end}\n{}{}\n", number + 1, begins(cue), one_line(&cue.text));
    }
    text
}

/// `WebVTT` subtitles; each cue carries its speaker as a voice. The note is for whoever opens the file; players
/// do not show it.
#[must_use]
pub fn vtt(cues: &[Cue<'_>], note: Option<&str>) -> String {
    let escaped = |text: &str| one_line(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut text = String::from("WEBVTT\n\n");
    if let Some(note) = note {
        let _ = writeln!(text, "NOTE {}\n", escaped(note));
    }
    for cue in cues {
        let (start, end) = (clock(cue.start_ms, '.'), clock(cue.end_ms, '.'));
        let voice = cue.speaker.as_deref().map(|speaker| format!("<v {}>", escaped(speaker)));
        let said = escaped(&cue.text);
        let _ = writeln!(text, "{start} --> {end}\n{}{said}\n", voice.unwrap_or_default());
    }
    text
}

/// One line an utterance.
#[must_use]
pub fn txt(cues: &[Cue<'_>]) -> String {
    let mut text = String::new();
    for cue in cues {
        let _ = writeln!(text, "{}{}", begins(cue), one_line(&cue.text));
    }
    text
}

/// `4:12` as lists show it: `04:12`, `1:04:12`.
#[must_use]
pub fn short_clock(ms: u64) -> String {
    let (seconds, minutes, hours) = (ms / 1000 % 60, ms / 60_000 % 60, ms / 3_600_000);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}

fn begins(cue: &Cue<'_>) -> String {
    cue.speaker.as_deref().map(|speaker| format!("{speaker}: ")).unwrap_or_default()
}

/// A line that ends within a cue would end the cue.
fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

fn clock(ms: u64, point: char) -> String {
    let (seconds, minutes, hours) = (ms / 1000 % 60, ms / 60_000 % 60, ms / 3_600_000);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{:03}", ms % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(channels: u16) -> Transcript {
        let utterance = Utterance {
            channel: channels - 1,
            start_ms: 3_723_004,
            end_ms: 3_725_000,
            text: "You & <me>".to_owned(),
            confidence: 0.912_34,
            words: vec![SpokenWord {
                text: "You & <me>".to_owned(),
                start_ms: 3_723_004,
                end_ms: 3_724_000,
                confidence: 0.5,
            }],
            speaker: None,
        };
        Transcript {
            language: Some("en".to_owned()),
            duration_ms: 4_000_000,
            channels,
            utterances: vec![utterance],
            wordless: vec![Wordless { channel: 0, start_ms: 900, end_ms: 2_100 }],
            stats: crate::transcription::Stats::default(),
        }
    }

    #[test]
    fn json_is_one_line_with_the_documented_names() {
        assert_eq!(
            json("a.wav", &transcript(1)),
            r#"{"file":"a.wav","language":"en","duration_ms":4000000,"channels":1,"windows":{"heard":0,"repeated":0,"discarded":0},"segments":[{"channel":0,"start_ms":3723004,"end_ms":3725000,"text":"You & <me>","confidence":0.912,"words":[{"text":"You & <me>","start_ms":3723004,"end_ms":3724000,"confidence":0.5}]}],"wordless":[{"channel":0,"start_ms":900,"end_ms":2100}]}"#
        );
    }

    #[test]
    fn subtitles_carry_clock_and_channel() {
        let (one, two) = (transcript(1), transcript(2));
        assert_eq!(srt(&cues(&one, "")), "1\n01:02:03,004 --> 01:02:05,000\nYou & <me>\n\n");
        assert_eq!(
            vtt(&cues(&two, "Channel "), None),
            "WEBVTT\n\n01:02:03.004 --> 01:02:05.000\n<v Channel 2>You &amp; &lt;me&gt;\n\n"
        );
        assert_eq!(txt(&cues(&two, "")), "2: You & <me>\n");
    }

    #[test]
    fn a_line_break_ends_no_cue() {
        let cue = Cue { start_ms: 0, end_ms: 61_000, speaker: None, text: Cow::Borrowed("a\n\nb") };
        assert_eq!(srt(std::slice::from_ref(&cue)), "1\n00:00:00,000 --> 00:01:01,000\na  b\n\n");
        assert_eq!((short_clock(61_900), short_clock(3_723_004)), ("01:01".to_owned(), "1:02:03".to_owned()));
    }
}
