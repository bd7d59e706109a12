//! A transcript as JSON, SRT, VTT or plain text.

use super::pipeline::Transcript;
use super::utterances::Utterance;
use serde::Serialize;
use std::fmt::Write as _;

#[derive(Serialize)]
struct Document<'a> {
    file: &'a str,
    language: Option<&'a str>,
    duration_ms: u64,
    channels: u16,
    segments: Vec<Segment<'a>>,
}

#[derive(Serialize)]
struct Segment<'a> {
    channel: u16,
    start_ms: u64,
    end_ms: u64,
    text: &'a str,
    confidence: f64,
}

/// One JSON object on one line: `{"file", "language", "duration_ms", "channels", "segments":
/// [{"channel", "start_ms", "end_ms", "text", "confidence"}]}`. `language` is null where nobody
/// spoke and none was given.
#[must_use]
pub fn json(file: &str, transcript: &Transcript) -> String {
    let document = Document {
        file,
        language: transcript.language.as_deref(),
        duration_ms: transcript.duration_ms,
        channels: transcript.channels,
        segments: transcript.utterances.iter().map(segment).collect(),
    };
    serde_json::to_string(&document).unwrap_or_default()
}

fn segment(utterance: &Utterance) -> Segment<'_> {
    Segment {
        channel: utterance.channel,
        start_ms: utterance.start_ms,
        end_ms: utterance.end_ms,
        text: &utterance.text,
        // Three decimals are more than the number is worth.
        confidence: (f64::from(utterance.confidence) * 1000.0).round() / 1000.0,
    }
}

/// `SubRip` subtitles; with several channels each cue begins with its channel, counted from 1.
#[must_use]
pub fn srt(transcript: &Transcript) -> String {
    let mut text = String::new();
    for (number, utterance) in transcript.utterances.iter().enumerate() {
        let (start, end) = (clock(utterance.start_ms, ','), clock(utterance.end_ms, ','));
        let _ = writeln!(
            text,
            "{}\n{start} --> {end}\n{}{}\n",
            number + 1,
            speaker(transcript, utterance),
            utterance.text
        );
    }
    text
}

/// `WebVTT` subtitles; with several channels each cue carries its channel as a voice.
#[must_use]
pub fn vtt(transcript: &Transcript) -> String {
    let mut text = String::from("WEBVTT\n\n");
    for utterance in &transcript.utterances {
        let (start, end) = (clock(utterance.start_ms, '.'), clock(utterance.end_ms, '.'));
        let voice = if transcript.channels > 1 {
            format!("<v Channel {}>", utterance.channel + 1)
        } else {
            String::new()
        };
        let said = utterance.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let _ = writeln!(text, "{start} --> {end}\n{voice}{said}\n");
    }
    text
}

/// One line an utterance.
#[must_use]
pub fn txt(transcript: &Transcript) -> String {
    let mut text = String::new();
    for utterance in &transcript.utterances {
        let _ = writeln!(text, "{}{}", speaker(transcript, utterance), utterance.text);
    }
    text
}

fn speaker(transcript: &Transcript, utterance: &Utterance) -> String {
    if transcript.channels > 1 { format!("{}: ", utterance.channel + 1) } else { String::new() }
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
        };
        Transcript {
            language: Some("en".to_owned()),
            duration_ms: 4_000_000,
            channels,
            utterances: vec![utterance],
            stats: crate::transcription::Stats::default(),
        }
    }

    #[test]
    fn json_is_one_line_with_the_documented_names() {
        assert_eq!(
            json("a.wav", &transcript(1)),
            r#"{"file":"a.wav","language":"en","duration_ms":4000000,"channels":1,"segments":[{"channel":0,"start_ms":3723004,"end_ms":3725000,"text":"You & <me>","confidence":0.912}]}"#
        );
    }

    #[test]
    fn subtitles_carry_clock_and_channel() {
        assert_eq!(srt(&transcript(1)), "1\n01:02:03,004 --> 01:02:05,000\nYou & <me>\n\n");
        assert_eq!(
            vtt(&transcript(2)),
            "WEBVTT\n\n01:02:03.004 --> 01:02:05.000\n<v Channel 2>You &amp; &lt;me&gt;\n\n"
        );
        assert_eq!(txt(&transcript(2)), "2: You & <me>\n");
    }
}
