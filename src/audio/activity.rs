//! What the waveform tells before any transcript: where nobody is heard, where two are heard at once,
//! and where the agent is heard first.
//!
//! A lane is heard where it is louder than its own noise. Music and ringing are heard too: whoever
//! waits to them does not sit in silence.

use super::peaks::{PEAK_ZOOMS_MS, Peak, Peaks};
use std::ops::Range;

/// A stretch of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Where it begins, in milliseconds.
    pub start_ms: u64,
    /// Where it ends.
    pub end_ms: u64,
}

/// What the waveform tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signals {
    /// Nobody is heard for two seconds or longer.
    pub silence: Vec<Span>,
    /// Both lanes are heard at once for 400 ms or longer.
    pub overtalk: Vec<Span>,
    /// Where the agent, else anybody, begins to speak; a steady tone such as ringing does not count.
    pub first_sound_ms: Option<u64>,
    /// How long each lane is heard, in milliseconds.
    pub heard_ms: Vec<u64>,
}

/// Milliseconds a bucket of the waveform that this is read from.
const BUCKET_MS: u64 = PEAK_ZOOMS_MS[0] as u64;

const SILENCE_LEAST: usize = buckets(2_000);
const OVERTALK_LEAST: usize = buckets(400);
/// A pause inside a word or between two is no silence: shorter ones are bridged.
const PAUSE_MOST: usize = buckets(300);
/// Anything shorter that stands alone is a click.
const SOUND_LEAST: usize = buckets(60);
/// Two lanes are interrupted together by less than this within one overtalk.
const OVERTALK_PAUSE_MOST: usize = buckets(200);

/// How far above its noise a lane has to be: 9 dB or 14/5.
const ABOVE_NOISE: (u32, u32) = (14, 5);
/// What is quieter is never heard (-54 dBFS), and what is louder always is (-34 dBFS), whatever the
/// noise: a lane that is digital silence between words, and one that is all music.
const QUIETEST: u16 = 65;
const LOUDEST: u16 = 650;
/// How much of a lane is taken for noise, at least, in percent.
const NOISE_SHARE: usize = 20;
/// A lane that is 26 dB quieter than the other at the same moment is its echo.
const ECHO: u16 = 20;
/// Tones that ring together beat every 25 ms; over this stretch they are steady.
const BEAT: usize = buckets(50);
/// A sound at least this long that hardly changes is a tone.
const TONE_LEAST: usize = buckets(400);
/// By how much a tone changes at most, between its quieter and its louder moments: 6 dB.
const TONE_CHANGE: u16 = 2;

const fn buckets(ms: u64) -> usize {
    (ms / BUCKET_MS) as usize
}

/// Reads the waveform. `agent_lanes` are the channels that agents are heard on, counted from 0.
#[must_use]
pub fn signals(peaks: &Peaks, agent_lanes: &[usize]) -> Signals {
    let lanes: Vec<Lane> =
        peaks.zoom(PEAK_ZOOMS_MS[0]).unwrap_or_default().iter().map(|lane| Lane::of(lane)).collect();
    let length = lanes.iter().map(|lane| lane.heard.len()).max().unwrap_or(0);
    let heard_at = |at: usize| lanes.iter().any(|lane| lane.is_heard(at));
    let nobody: Vec<bool> = (0..length).map(|at| !heard_at(at)).collect();
    let both: Vec<bool> = (0..length).map(|at| are_heard_together(&lanes, at)).collect();
    let agents = || lanes.iter().enumerate().filter(|(number, _)| agent_lanes.contains(number));
    let agent_first = agents().filter_map(|(_, lane)| lane.first_voice()).min();
    let first = agent_first.or_else(|| lanes.iter().filter_map(Lane::first_voice).min());
    Signals {
        silence: spans(&nobody, SILENCE_LEAST),
        overtalk: spans(&bridged(&both, OVERTALK_PAUSE_MOST), OVERTALK_LEAST),
        first_sound_ms: first.map(in_ms),
        heard_ms: lanes.iter().map(Lane::heard_ms).collect(),
    }
}

/// One channel: how loud it is in each bucket, and whether that is heard.
struct Lane {
    loudness: Vec<u16>,
    threshold: u16,
    heard: Vec<bool>,
}

impl Lane {
    fn of(peaks: &[Peak]) -> Self {
        let loudness: Vec<u16> =
            peaks.iter().map(|peak| peak.low.unsigned_abs().max(peak.high.unsigned_abs())).collect();
        let threshold = threshold(&loudness);
        let loud: Vec<bool> = loudness.iter().map(|loudness| *loudness > threshold).collect();
        let mut heard = bridged(&loud, PAUSE_MOST);
        for run in runs(&heard).filter(|run| run.len() < SOUND_LEAST).collect::<Vec<_>>() {
            heard[run].fill(false);
        }
        Self { loudness, threshold, heard }
    }

    fn heard_ms(&self) -> u64 {
        in_ms(self.heard.iter().filter(|heard| **heard).count())
    }

    fn is_heard(&self, at: usize) -> bool {
        self.heard.get(at).copied().unwrap_or(false)
    }

    /// How loud it is around this moment.
    fn around(&self, at: usize) -> u16 {
        let end = (at + BEAT).min(self.loudness.len());
        let start = at.saturating_sub(BEAT).min(end);
        self.loudness[start..end].iter().copied().max().unwrap_or(0)
    }

    /// Where the first sound begins that is no steady tone.
    fn first_voice(&self) -> Option<usize> {
        runs(&self.heard).find(|run| !self.is_tone(run.clone())).map(|run| run.start)
    }

    /// Whether a sound hardly changes where it is loud: ringing, a beep.
    fn is_tone(&self, sound: Range<usize>) -> bool {
        let smooth: Vec<u16> = self.loudness[sound.clone()]
            .chunks(BEAT)
            .map(|chunk| chunk.iter().copied().max().unwrap_or(0))
            .filter(|loudness| *loudness > self.threshold)
            .collect();
        // The softest of them are its edges, where it swells and fades.
        let quiet = percentile(&smooth, 15).max(1);
        sound.len() >= TONE_LEAST && percentile(&smooth, 90) < quiet.saturating_mul(TONE_CHANGE)
    }
}

/// Above which loudness a lane is heard: its noise is what a fifth of it does not exceed.
fn threshold(loudness: &[u16]) -> u16 {
    let noise = u32::from(percentile(loudness, NOISE_SHARE)) * ABOVE_NOISE.0 / ABOVE_NOISE.1;
    u16::try_from(noise).unwrap_or(u16::MAX).clamp(QUIETEST, LOUDEST)
}

/// The value that so many percent of all do not exceed.
fn percentile(values: &[u16], percent: usize) -> u16 {
    let mut sorted = values.to_vec();
    let place = sorted.len() * percent / 100;
    if place >= sorted.len() {
        return sorted.last().copied().unwrap_or(0);
    }
    *sorted.select_nth_unstable(place).1
}

/// Whether two lanes are heard, and neither is the echo of the other.
fn are_heard_together(lanes: &[Lane], at: usize) -> bool {
    let mut heard = lanes.iter().filter(|lane| lane.is_heard(at)).map(|lane| lane.around(at));
    let (Some(one), Some(other)) = (heard.next(), heard.next()) else { return false };
    one.max(other) / ECHO <= one.min(other)
}

/// The same with every gap closed that is shorter than this; not before the first nor after the
/// last.
fn bridged(sound: &[bool], gap_most: usize) -> Vec<bool> {
    let mut closed = sound.to_vec();
    let mut last = None;
    for run in runs(sound) {
        if let Some(end) = last
            && run.start - end < gap_most
        {
            closed[end..run.start].fill(true);
        }
        last = Some(run.end);
    }
    closed
}

/// Every stretch of buckets for which it holds, in order.
fn runs(sound: &[bool]) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + sound.get(at..)?.iter().position(|heard| *heard)?;
        let length = sound[start..].iter().position(|heard| !heard).unwrap_or(sound.len() - start);
        at = start + length;
        Some(start..at)
    })
}

fn spans(sound: &[bool], least: usize) -> Vec<Span> {
    runs(sound)
        .filter(|run| run.len() >= least)
        .map(|run| Span { start_ms: in_ms(run.start), end_ms: in_ms(run.end) })
        .collect()
}

fn in_ms(bucket: usize) -> u64 {
    bucket as u64 * BUCKET_MS
}

#[cfg(test)]
mod tests;
