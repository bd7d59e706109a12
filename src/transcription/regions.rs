//! Where a channel really speaks.
//!
//! Four rules, each against something that the detector takes for a voice, each measured on real
//! and on built telephone calls:
//!
//! * A region must once be *certain*. Ring tone, clicks and breath reach a likelihood of at most
//!   0.78; a spoken "yes" of a quarter of a second reaches 0.86 and more.
//! * A sound that stays equally loud is no speech. Over a second and a quarter hold music, tones and hum
//!   vary by at most 4.4 dB (between their tenth and their ninetieth percentile), while speech, which
//!   pauses between words, varies by 12 dB, and by 6.4 dB at least where noise lies 12 dB below it. Over
//!   three quarters of a second a clause of voiced sounds alone varies by as little as 5.2 dB.
//! * The same sound, quieter, on the other side is an echo.
//! * Shorter than a syllable is nothing.

use super::Span;
use super::voice::{FRAME_MS, VoiceTrack};

/// A voice begins where the likelihood reaches this …
const BEGIN: f32 = 0.5;
/// … and lasts, in both directions, as long as it stays above this.
const LAST: f32 = 0.3;
/// How certain a region must once be.
const CERTAIN: f32 = 0.8;
/// Pauses shorter than this are inside a region: 320 ms.
const PAUSE_FRAMES: usize = 20;
/// Regions shorter than this are dropped: 128 ms.
const SHORTEST_FRAMES: usize = 8;
/// Over how many frames a sound must stay equally loud to be no speech: 1,264 ms.
const STEADY_FRAMES: usize = 79;
/// How much it may vary meanwhile, in dB.
const STEADY_DB: f32 = 5.5;
/// How far the window of that test moves each time: 64 ms.
const STEADY_STEP: usize = 4;
/// An echo comes at most this much later: 400 ms, a bad satellite line.
const ECHO_FRAMES: usize = 25;
/// An echo is at least this much quieter than the voice itself, in dB.
const ECHO_DB: f32 = 6.0;
/// How alike the two loudness curves of voice and echo are at least (Pearson's r).
const ECHO_LIKENESS: f32 = 0.7;
/// Below this loudness curves are only noise; they are held here before they are compared.
const FLOOR_DBFS: f32 = -65.0;

/// A stretch of frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Frames {
    start: usize,
    end: usize,
}

/// Finds the regions of speech of every channel of a call, in order, without overlap.
///
/// `tracks` holds one track a channel, all on the call's timeline.
#[must_use]
pub fn find(tracks: &[VoiceTrack]) -> Vec<Vec<Span>> {
    let found: Vec<Vec<Frames>> = tracks.iter().map(speaking).collect();
    let echoes = |channel: usize, region: &Frames| {
        let others = tracks.iter().enumerate().filter(|(other, _)| *other != channel);
        let own = tracks.get(channel);
        own.is_some_and(|own| others.map(|(_, other)| other).any(|other| is_echo(own, other, *region)))
    };
    let keep = |(channel, regions): (usize, Vec<Frames>)| {
        regions.into_iter().filter(|region| !echoes(channel, region)).map(span).collect()
    };
    found.into_iter().enumerate().map(keep).collect()
}

fn span(frames: Frames) -> Span {
    Span { start_ms: frames.start as u64 * FRAME_MS, end_ms: frames.end as u64 * FRAME_MS }
}

/// The regions of one channel by itself.
fn speaking(track: &VoiceTrack) -> Vec<Frames> {
    let steady = steady_frames(&track.level);
    let voice: Vec<f32> = track.voice.iter().zip(&steady).map(|(v, s)| if *s { 0.0 } else { *v }).collect();
    let long_enough = |run: &Frames| run.end - run.start >= SHORTEST_FRAMES;
    let certain = |run: &Frames| slice(&voice, *run).iter().any(|likelihood| *likelihood >= CERTAIN);
    let mut regions = merge(runs(&voice));
    regions.retain(|run| long_enough(run) && certain(run));
    regions
}

/// Runs of frames above [`LAST`] that somewhere reach [`BEGIN`].
fn runs(voice: &[f32]) -> Vec<Frames> {
    let mut found = Vec::new();
    let mut start = None;
    let mut begun = false;
    for (frame, likelihood) in voice.iter().copied().chain([0.0]).enumerate() {
        if likelihood >= LAST {
            start.get_or_insert(frame);
            begun |= likelihood >= BEGIN;
        } else if let Some(first) = start.take()
            && std::mem::take(&mut begun)
        {
            found.push(Frames { start: first, end: frame });
        }
    }
    found
}

fn merge(runs: Vec<Frames>) -> Vec<Frames> {
    let mut merged: Vec<Frames> = Vec::new();
    for run in runs {
        match merged.last_mut() {
            Some(last) if run.start - last.end < PAUSE_FRAMES => last.end = run.end,
            _ => merged.push(run),
        }
    }
    merged
}

/// Which frames belong to a sound that stays equally loud.
fn steady_frames(level: &[f32]) -> Vec<bool> {
    let mut steady = vec![false; level.len()];
    let mut sorted = Vec::with_capacity(STEADY_FRAMES);
    for start in (0..level.len().saturating_sub(STEADY_FRAMES - 1)).step_by(STEADY_STEP) {
        let window = start..start + STEADY_FRAMES;
        sorted.clear();
        sorted.extend_from_slice(level.get(window.clone()).unwrap_or_default());
        sorted.sort_unstable_by(f32::total_cmp);
        let tenth = sorted.get(STEADY_FRAMES / 10).copied().unwrap_or_default();
        let ninetieth = sorted.get(STEADY_FRAMES * 9 / 10).copied().unwrap_or_default();
        if ninetieth - tenth < STEADY_DB {
            // A voice that begins at the edge of a silence is far above it.
            let of_it = tenth - STEADY_DB..=ninetieth + STEADY_DB;
            for frame in window {
                let same = level.get(frame).is_some_and(|level| of_it.contains(level));
                if let Some(steady) = steady.get_mut(frame).filter(|_| same) {
                    *steady = true;
                }
            }
        }
    }
    steady
}

/// Whether what `own` has in this region is what `other` said a moment before, only quieter.
fn is_echo(own: &VoiceTrack, other: &VoiceTrack, region: Frames) -> bool {
    let heard = floored(slice(&own.level, region));
    (0..=ECHO_FRAMES).any(|delay| {
        let earlier = Frames {
            start: region.start.saturating_sub(delay),
            end: region.start.saturating_sub(delay) + (region.end - region.start),
        };
        let said = floored(slice(&other.level, earlier));
        said.len() == heard.len()
            && mean(&said) - mean(&heard) >= ECHO_DB
            && likeness(&said, &heard) >= ECHO_LIKENESS
    })
}

fn slice(values: &[f32], frames: Frames) -> &[f32] {
    values.get(frames.start..frames.end).unwrap_or_default()
}

fn floored(levels: &[f32]) -> Vec<f32> {
    levels.iter().map(|level| level.max(FLOOR_DBFS)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand frames at most")]
fn mean(values: &[f32]) -> f32 {
    values.iter().sum::<f32>() / values.len().max(1) as f32
}

/// Pearson's r; 0 where one of the two never changes.
fn likeness(a: &[f32], b: &[f32]) -> f32 {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let (mut together, mut alone_a, mut alone_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        let (x, y) = (x - mean_a, y - mean_b);
        together += x * y;
        alone_a += x * x;
        alone_b += y * y;
    }
    let scale = (alone_a * alone_b).sqrt();
    if scale > 0.0 { together / scale } else { 0.0 }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A track of speech-like loudness: syllables of 160 ms with dips between them.
    fn speech(frames: usize, loud: f32) -> VoiceTrack {
        let level = |n: usize| if (n / 5) % 3 == 2 { loud - 25.0 } else { loud - (n % 7) as f32 };
        VoiceTrack { voice: vec![0.9; frames], level: (0..frames).map(level).collect() }
    }

    fn silence(frames: usize) -> VoiceTrack {
        VoiceTrack { voice: vec![0.05; frames], level: vec![-70.0; frames] }
    }

    fn joined(parts: &[VoiceTrack]) -> VoiceTrack {
        VoiceTrack {
            voice: parts.iter().flat_map(|part| part.voice.clone()).collect(),
            level: parts.iter().flat_map(|part| part.level.clone()).collect(),
        }
    }

    #[test]
    fn speech_between_silences_is_one_region() {
        let track = joined(&[silence(50), speech(100, -20.0), silence(50)]);
        assert_eq!(find(&[track]), [[Span { start_ms: 800, end_ms: 2400 }]]);
    }

    #[test]
    fn a_short_pause_does_not_cut_a_region_and_a_long_one_does() {
        let short = joined(&[speech(60, -20.0), silence(15), speech(60, -20.0)]);
        assert_eq!(find(&[short])[0].len(), 1);
        let long = joined(&[speech(60, -20.0), silence(30), speech(60, -20.0)]);
        assert_eq!(find(&[long])[0].len(), 2);
    }

    #[test]
    fn music_that_the_detector_takes_for_a_voice_is_dropped() {
        let music = VoiceTrack {
            voice: vec![0.85; 700],
            level: (0..700).map(|n| -25.0 - (n % 5) as f32 * 0.6).collect(),
        };
        assert!(find(&[music])[0].is_empty());
    }

    #[test]
    fn a_clause_of_voiced_sounds_is_no_music() {
        // "…能带来宁静": 850 ms without a breath, as loud as its neighbours.
        let clause = VoiceTrack { voice: vec![0.9; 53], level: vec![-18.0; 53] };
        let track = joined(&[silence(20), speech(100, -20.0), clause, speech(100, -20.0), silence(20)]);
        assert_eq!(find(&[track]), [[Span { start_ms: 320, end_ms: 4_368 }]]);
    }

    #[test]
    fn speech_right_before_music_is_kept() {
        let music = VoiceTrack { voice: vec![0.85; 700], level: vec![-25.0; 700] };
        let found = find(&[joined(&[silence(20), speech(150, -20.0), music])]);
        assert_eq!(found[0].len(), 1);
        assert!(found[0][0].end_ms.abs_diff(170 * FRAME_MS) <= 200, "{found:?}");
    }

    #[test]
    fn an_uncertain_sound_is_dropped() {
        let mut ring = speech(60, -28.0);
        ring.voice = vec![0.6; 60];
        assert!(find(&[joined(&[silence(50), ring, silence(50)])])[0].is_empty());
    }

    #[test]
    fn the_quieter_copy_is_an_echo_and_a_second_speaker_is_not() {
        let voice = joined(&[silence(50), speech(120, -20.0), silence(60)]);
        let echo = joined(&[silence(58), speech(120, -38.0), silence(52)]);
        let found = find(&[voice.clone(), echo]);
        assert_eq!((found[0].len(), found[1].len()), (1, 0));

        let mut other = joined(&[silence(55), speech(110, -38.0), silence(65)]);
        for (n, level) in other.level.iter_mut().enumerate().skip(55).take(110) {
            *level = -38.0 - ((n * n / 7) % 23) as f32;
        }
        assert_eq!(find(&[voice, other])[1].len(), 1);
    }

    proptest! {
        #[test]
        fn regions_are_in_order_inside_the_call_and_apart(
            frames in prop::collection::vec((0.0_f32..1.0, -80.0_f32..0.0), 0..600),
        ) {
            let (voice, level): (Vec<f32>, Vec<f32>) = frames.into_iter().unzip();
            let end = voice.len() as u64 * FRAME_MS;
            let track = VoiceTrack { voice, level };
            for regions in find(&[track.clone(), track]) {
                prop_assert!(regions.iter().all(|region| region.start_ms < region.end_ms && region.end_ms <= end));
                prop_assert!(regions.windows(2).all(|pair| pair[0].end_ms < pair[1].start_ms));
            }
        }
    }
}
