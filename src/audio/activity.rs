//! What the waveform tells before any transcript: where nobody is heard, where two are heard at once,
//! and where the agent is heard first.
//!
//! A lane is heard where it is louder than its own noise. Music and ringing are heard too: whoever
//! waits to them does not sit in silence.

use super::peaks::{PEAK_ZOOMS_MS, Peak, Peaks};

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

/// How far above its noise a lane has to be: 9 dB.
const ABOVE_NOISE: f32 = 2.8;
/// What is quieter is never heard (-54 dBFS), and what is louder always is (-34 dBFS), whatever the
/// noise: a lane that is digital silence between words, and one that is all music.
const QUIETEST: u16 = 65;
const LOUDEST: u16 = 650;
/// How much of a lane is taken for noise, at least.
const NOISE_SHARE: f32 = 0.2;
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
    let lanes: Vec<Lane> = peaks.zoom(PEAK_ZOOMS_MS[0]).unwrap_or_default().iter().map(Lane::of).collect();
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
    }
}

/// One channel: how loud it is in each bucket, and whether that is heard.
struct Lane {
    loudness: Vec<u16>,
    heard: Vec<bool>,
}

impl Lane {
    fn of(peaks: &Vec<Peak>) -> Self {
        let loudness: Vec<u16> =
            peaks.iter().map(|peak| peak.low.unsigned_abs().max(peak.high.unsigned_abs())).collect();
        let threshold = threshold(&loudness);
        let loud: Vec<bool> = loudness.iter().map(|loudness| *loudness > threshold).collect();
        let mut heard = bridged(&loud, PAUSE_MOST);
        for run in runs(&heard).filter(|run| run.len() < SOUND_LEAST).collect::<Vec<_>>() {
            heard[run].fill(false);
        }
        Self { loudness, heard }
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
        runs(&self.heard).find(|run| !is_tone(&self.loudness[run.clone()])).map(|run| run.start)
    }
}

/// Above which loudness a lane is heard: its noise is what a fifth of it does not exceed.
fn threshold(loudness: &[u16]) -> u16 {
    let noise = f32::from(quantile(loudness, NOISE_SHARE));
    ((noise * ABOVE_NOISE) as u16).clamp(QUIETEST, LOUDEST)
}

/// Whether a sound hardly changes: ringing, a beep. Its edges, where it swells and fades, do not
/// count.
fn is_tone(loudness: &[u16]) -> bool {
    if loudness.len() < TONE_LEAST {
        return false;
    }
    let smooth: Vec<u16> =
        loudness.chunks(BEAT).map(|chunk| chunk.iter().copied().max().unwrap_or(0)).collect();
    let quiet = quantile(&smooth, 0.15).max(1);
    quantile(&smooth, 0.9) < quiet.saturating_mul(TONE_CHANGE)
}

/// The value that this share of all does not exceed.
fn quantile(values: &[u16], share: f32) -> u16 {
    let mut sorted = values.to_vec();
    let place = (sorted.len() as f32 * share) as usize;
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
fn runs(sound: &[bool]) -> impl Iterator<Item = std::ops::Range<usize>> {
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A lane from (milliseconds, loudness) pieces.
    fn lane(pieces: &[(u64, u16)]) -> Vec<Peak> {
        let bucket = |loudness: u16| Peak { low: -(loudness as i16), high: loudness as i16 };
        pieces.iter().flat_map(|(ms, loudness)| vec![bucket(*loudness); buckets(*ms)]).collect()
    }

    /// Speech: loudness that comes and goes by the syllable, from 300 to 6,000.
    fn speech(ms: u64) -> Vec<Peak> {
        let syllable = lane(&[(60, 300), (60, 2_000), (80, 6_000), (50, 900)]);
        syllable.into_iter().cycle().take(buckets(ms)).collect()
    }

    fn read(lanes: &[Vec<Peak>]) -> Signals {
        signals(&Peaks::of_lanes(lanes), &[0])
    }

    fn span(start_ms: u64, end_ms: u64) -> Span {
        Span { start_ms, end_ms }
    }

    #[test]
    fn nobody_is_silence_from_two_seconds_on() {
        let agent = [speech(3_000), lane(&[(1_990, 0)]), speech(3_000), lane(&[(2_500, 0)])].concat();
        let customer = lane(&[(10_490, 0)]);
        let found = read(&[agent, customer]);
        assert_eq!(found.silence, [span(7_990, 10_490)]);
        assert_eq!((found.overtalk, found.first_sound_ms), (vec![], Some(0)));
    }

    #[test]
    fn a_lane_that_hisses_is_silent_all_the_same() {
        let agent = [lane(&[(4_000, 120)]), speech(4_000), lane(&[(4_000, 120)])].concat();
        let customer = lane(&[(12_000, 150)]);
        assert_eq!(read(&[agent, customer]).silence, [span(0, 4_000), span(8_000, 12_000)]);
    }

    #[test]
    fn music_on_one_lane_is_no_silence() {
        let agent = [speech(2_000), lane(&[(60_000, 4_000)]), speech(2_000)].concat();
        let customer = lane(&[(64_000, 0)]);
        assert_eq!(read(&[agent.clone(), customer.clone()]).silence, []);
        let all_music = lane(&[(64_000, 4_000)]);
        assert_eq!(read(&[all_music, customer]).silence, []);
    }

    #[test]
    fn pauses_between_words_do_not_flicker_and_clicks_are_not_heard() {
        let agent = [speech(1_000), lane(&[(250, 0)]), speech(1_000), lane(&[(5_000, 0)])].concat();
        let click = lane(&[(4_000, 0), (20, 9_000), (3_230, 0)]);
        let found = read(&[agent, click]);
        assert_eq!(found.silence, [span(2_250, 7_250)]);
    }

    #[test]
    fn two_at_once_is_overtalk_from_400_ms_on() {
        let agent = [speech(5_000), lane(&[(5_000, 0)])].concat();
        let interrupts = |at: u64| [lane(&[(at, 0)]), speech(3_000), lane(&[(7_000 - at, 0)])].concat();
        let found = read(&[agent.clone(), interrupts(4_500)]);
        assert_eq!(found.overtalk.len(), 1, "{found:?}");
        let overtalk = found.overtalk[0];
        assert!(
            overtalk.start_ms.abs_diff(4_500) <= 100 && overtalk.end_ms.abs_diff(5_000) <= 100,
            "{overtalk:?}"
        );
        assert_eq!(read(&[agent, interrupts(4_700)]).overtalk, []);
    }

    #[test]
    fn an_echo_is_no_overtalk() {
        let agent = [speech(5_000), lane(&[(2_000, 0)])].concat();
        let echo: Vec<Peak> =
            agent.iter().map(|peak| Peak { low: peak.low / 25, high: peak.high / 25 }).collect();
        assert_eq!(read(&[agent, echo]).overtalk, []);
    }

    #[test]
    fn the_agent_is_heard_first_after_the_ringing() {
        let beating: Vec<Peak> =
            lane(&[(10, 3_000), (10, 900), (10, 2_000)]).into_iter().cycle().take(buckets(1_500)).collect();
        let agent = [lane(&[(400, 0)]), beating, lane(&[(600, 0)]), speech(2_000)].concat();
        let customer = [lane(&[(1_000, 0)]), speech(3_500)].concat();
        assert_eq!(read(&[agent, customer.clone()]).first_sound_ms, Some(2_500));
        assert_eq!(read(&[lane(&[(4_500, 0)]), customer]).first_sound_ms, Some(1_000), "else anybody");
        assert_eq!(read(&[lane(&[(4_500, 0)])]).first_sound_ms, None);
    }

    #[test]
    fn one_lane_alone_has_no_overtalk() {
        let found = read(&[[speech(2_000), lane(&[(3_000, 0)])].concat()]);
        assert_eq!((found.silence, found.overtalk), (vec![span(2_000, 5_000)], vec![]));
        assert_eq!(read(&[]), Signals::default());
    }

    proptest! {
        #[test]
        fn spans_lie_in_order_inside_the_recording(
            loud in prop::collection::vec(prop::collection::vec(0_u16..=32_767, 0..900), 0..4),
        ) {
            let lanes: Vec<Vec<Peak>> =
                loud.iter().map(|lane_of| lane_of.iter().flat_map(|one| lane(&[(10, *one)])).collect()).collect();
            let length = lanes.iter().map(Vec::len).max().unwrap_or(0) as u64 * BUCKET_MS;
            let found = read(&lanes);
            for spans in [&found.silence, &found.overtalk] {
                prop_assert!(spans.iter().all(|span| span.start_ms < span.end_ms && span.end_ms <= length));
                prop_assert!(spans.windows(2).all(|pair| pair[0].end_ms < pair[1].start_ms));
            }
            prop_assert!(found.first_sound_ms.is_none_or(|first| first < length));
        }
    }
}
