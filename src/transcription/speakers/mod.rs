//! One channel with two voices on it → who says which utterance, where that can be told by the sound.
//!
//! Every utterance is some hundred frames of a voice. Utterances are first parted by their means; then each
//! side learns how its frames are spread, every utterance goes to the side that it is likelier on, and so on
//! until nothing changes. An utterance that is about as likely on either side stays unknown, and where the two
//! sides are not far apart all of them do: one voice parted in two is worse than none. Pure.

mod mixture;
mod pieces;
mod sides;

use super::Span;
use super::utterances::Utterance;
use super::windows::Window;
use crate::audio::{CEPSTRA_STEP_MS, cepstra};
use crate::db::recording::ChannelRole;
use mixture::{Mixture, Shape};

/// Frames this much quieter than the loudest tenth of their window, as the logarithm of the energy, are no
/// voice: 17 dB.
const QUIET: f32 = 4.0;
/// An utterance of fewer frames (0.6 s) is not learnt from.
const FEWEST_FRAMES: usize = 30;
/// An utterance of fewer frames (0.3 s) is not told.
const LEAST_FRAMES: usize = 15;
/// Fewer utterances than this cannot be parted.
const FEWEST_UTTERANCES: usize = 4;
/// A side with fewer frames (3 s) has not been heard enough.
const SIDE_FRAMES: usize = 150;
/// Frames for each distribution of a side, and the most distributions.
const FRAMES_A_PART: usize = 150;
const PARTS_MOST: usize = 12;
/// How often utterances go to the likelier side at most.
const ROUNDS: usize = 10;
/// How many parts of the utterances are judged by what the others say.
const FOLDS: usize = 10;
/// The most frames that are kept: an hour of speech.
const FRAMES_MOST: usize = 180_000;

/// How much likelier a frame of an utterance must be on its side on average, as a logarithm, for the
/// utterance to be told.
const SURE: f32 = 0.5;
/// How far apart the sides must be: the same for the middle one of all utterances.
const APART: f32 = 2.0;

/// Which of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Speaker {
    /// The one who is heard first.
    First,
    /// The other.
    Second,
}

/// What was heard of the voices of one channel.
#[derive(Debug, Clone, Default)]
pub struct Voices {
    frames: Vec<(u64, Shape)>,
}

impl Voices {
    /// Hears a window; they come in their order.
    pub fn hear(&mut self, window: &Window, samples: &[f32]) {
        let frames = cepstra(samples);
        let mut loudness: Vec<f32> = frames.iter().map(|frame| frame.loudness).collect();
        loudness.sort_by(f32::total_cmp);
        let loud = loudness.get(loudness.len() * 9 / 10).copied().unwrap_or_default();
        let regions = window.regions_inside();
        for (number, frame) in (0_u64..).zip(frames) {
            let at_ms = number * CEPSTRA_STEP_MS + CEPSTRA_STEP_MS / 2;
            let speaks = regions.iter().any(|region| region.start_ms <= at_ms && at_ms < region.end_ms);
            if speaks && frame.loudness > loud - QUIET && self.frames.len() < FRAMES_MOST {
                self.frames.push((window.to_call_ms(at_ms), frame.shape));
            }
        }
    }

    /// Who says each of these utterances; none where it cannot be told.
    #[must_use]
    pub fn part(&self, utterances: &[Span]) -> Vec<Option<Speaker>> {
        let frames = self.evened();
        let own: Vec<Vec<&Shape>> = utterances.iter().map(|span| within(&frames, *span)).collect();
        part(&own).unwrap_or_else(|| vec![None; utterances.len()])
    }

    /// The frames with mean 0 and variance 1 in every dimension.
    #[expect(clippy::cast_precision_loss, reason = "at most some hundred thousand frames")]
    fn evened(&self) -> Vec<(u64, Shape)> {
        let count = self.frames.len().max(1) as f32;
        let shapes = || self.frames.iter().map(|(_, shape)| shape);
        let mean: Shape = std::array::from_fn(|at| shapes().map(|shape| shape[at]).sum::<f32>() / count);
        let spread: Shape = std::array::from_fn(|at| {
            let squares = shapes().map(|shape| (shape[at] - mean[at]).powi(2)).sum::<f32>();
            (squares / count).sqrt().max(1e-6)
        });
        let even = |shape: &Shape| -> Shape { std::array::from_fn(|at| (shape[at] - mean[at]) / spread[at]) };
        self.frames.iter().map(|(at_ms, shape)| (*at_ms, even(shape))).collect()
    }
}

/// Notes who says each utterance, where the voice tells; one in which both speak is cut between their
/// sentences. `first_is`: who speaks first, where the words do not tell the agent from the customer.
pub(super) fn tell(voices: &Voices, utterances: Vec<Utterance>, first_is: ChannelRole) -> Vec<Utterance> {
    let sentences: Vec<Vec<usize>> = utterances.iter().map(pieces::sentences).collect();
    let spans = utterances.iter().zip(&sentences).map(|(one, own)| pieces::spans(one, own));
    let spans: Vec<Vec<Span>> = spans.collect();
    let mut told = voices.part(&spans.concat()).into_iter();
    let told: Vec<Vec<Option<Speaker>>> =
        spans.iter().map(|own| told.by_ref().take(own.len()).collect()).collect();
    let agent = sides::agent_of(said(&utterances, &sentences, &told), first_is);
    let role = |speaker| if speaker == agent { ChannelRole::Agent } else { ChannelRole::Customer };
    let parts = utterances.into_iter().zip(sentences).zip(told).flat_map(|((one, own), told)| {
        let roles: Vec<Option<ChannelRole>> = told.into_iter().map(|speaker| speaker.map(role)).collect();
        pieces::cut(one, &own, &roles)
    });
    parts.collect()
}

/// What each of them says, sentence by sentence.
fn said(
    utterances: &[Utterance],
    sentences: &[Vec<usize>],
    told: &[Vec<Option<Speaker>>],
) -> Vec<(Speaker, String)> {
    let mut said = Vec::new();
    for ((one, own), told) in utterances.iter().zip(sentences).zip(told) {
        let mut words = one.words.iter();
        for (length, speaker) in own.iter().zip(told) {
            let text: String = words.by_ref().take(*length).map(|word| word.text.as_str()).collect();
            said.extend(speaker.map(|speaker| (speaker, text)));
        }
    }
    said
}

/// The frames of an utterance; they are in the order of their times.
fn within(frames: &[(u64, Shape)], span: Span) -> Vec<&Shape> {
    let from = frames.partition_point(|(at_ms, _)| *at_ms < span.start_ms);
    let until = frames.partition_point(|(at_ms, _)| *at_ms < span.end_ms);
    frames.get(from..until).unwrap_or_default().iter().map(|(_, shape)| shape).collect()
}

/// Parts utterances by their frames; none where they cannot be parted.
fn part(own: &[Vec<&Shape>]) -> Option<Vec<Option<Speaker>>> {
    let learnt: Vec<usize> = (0..own.len()).filter(|at| own[*at].len() >= FEWEST_FRAMES).collect();
    if learnt.len() < FEWEST_UTTERANCES {
        return None;
    }
    let mut sides = first_guess(own, &learnt);
    let mut models = fit(own, &learnt, &sides)?;
    for _ in 0..ROUNDS {
        let better: Vec<bool> =
            learnt.iter().map(|at| lead(&models, &own[*at]).unwrap_or_default() < 0.0).collect();
        if better == sides {
            break;
        }
        sides = better;
        models = fit(own, &learnt, &sides)?;
    }
    let leads = unbiased(own, &learnt, &sides, &models);
    let mut agreeing: Vec<f32> = learnt
        .iter()
        .zip(&sides)
        .filter_map(|(at, side)| leads[*at].map(|lead| if *side { -lead } else { lead }))
        .collect();
    agreeing.sort_by(f32::total_cmp);
    if agreeing.get(agreeing.len() / 2).copied().unwrap_or_default() < APART {
        return None;
    }
    let told: Vec<Option<bool>> =
        leads.into_iter().map(|lead| lead.filter(|lead| lead.abs() >= SURE).map(|lead| lead < 0.0)).collect();
    let first = told.iter().flatten().next().copied()?;
    let speaker = |side: bool| if side == first { Speaker::First } else { Speaker::Second };
    Some(told.into_iter().map(|side| side.map(speaker)).collect())
}

/// The lead of every utterance by models that did not learn from it: who learns from an utterance finds it
/// likely whoever says it.
fn unbiased(
    own: &[Vec<&Shape>],
    learnt: &[usize],
    sides: &[bool],
    models: &[Mixture; 2],
) -> Vec<Option<f32>> {
    let mut leads: Vec<Option<f32>> = own.iter().map(|frames| lead(models, frames)).collect();
    let folds = FOLDS.min(learnt.len());
    for fold in 0..folds {
        let others = |number: &usize| number % folds != fold;
        let (kept, kept_sides): (Vec<usize>, Vec<bool>) =
            (0..learnt.len()).filter(others).map(|number| (learnt[number], sides[number])).unzip();
        // Where nothing is left of a side without them, nothing is told of them.
        let without = fit(own, &kept, &kept_sides);
        for number in (0..learnt.len()).filter(|number| !others(number)) {
            leads[learnt[number]] = without.as_ref().and_then(|models| lead(models, &own[learnt[number]]));
        }
    }
    leads
}

/// By how much likelier the frames of an utterance are with the first model than with the second, on average.
#[expect(clippy::cast_precision_loss, reason = "some thousand frames at most")]
fn lead(models: &[Mixture; 2], frames: &[&Shape]) -> Option<f32> {
    if frames.len() < LEAST_FRAMES {
        return None;
    }
    let sum: f32 = frames.iter().map(|frame| models[0].log(frame) - models[1].log(frame)).sum();
    Some(sum / frames.len() as f32)
}

/// A model of each side; none where a side has not been heard enough.
fn fit(own: &[Vec<&Shape>], learnt: &[usize], sides: &[bool]) -> Option<[Mixture; 2]> {
    let frames = |side: bool| -> Vec<&Shape> {
        let of_side = learnt.iter().zip(sides).filter(|(_, own)| **own == side);
        of_side.flat_map(|(at, _)| own[*at].iter().copied()).collect()
    };
    let fitted = |frames: &[&Shape]| {
        let parts = (frames.len() / FRAMES_A_PART).clamp(1, PARTS_MOST);
        (frames.len() >= SIDE_FRAMES).then(|| Mixture::fit(frames, parts)).flatten()
    };
    Some([fitted(&frames(false))?, fitted(&frames(true))?])
}

/// Parts the utterances by their means: of every pair of the longest as the two middles, the one around which
/// all lie closest.
fn first_guess(own: &[Vec<&Shape>], learnt: &[usize]) -> Vec<bool> {
    const SEEDS: usize = 16;
    let means: Vec<(Shape, f32)> = learnt.iter().map(|at| mean(&own[*at])).collect();
    let mut longest: Vec<usize> = (0..means.len()).collect();
    longest.sort_by(|a, b| means[*b].1.total_cmp(&means[*a].1));
    longest.truncate(SEEDS);
    let pairs = longest
        .iter()
        .enumerate()
        .flat_map(|(at, one)| longest.iter().skip(at + 1).map(move |other| (*one, *other)));
    let tried = pairs.map(|(one, other)| two_means(&means, [means[one].0, means[other].0]));
    tried.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, sides)| sides).unwrap_or_default()
}

/// Lloyd's two means from these middles: how far from them all lie in the end, and on which side each.
fn two_means(means: &[(Shape, f32)], mut middles: [Shape; 2]) -> (f32, Vec<bool>) {
    const STEPS: usize = 8;
    let mut sides = Vec::new();
    let mut far = f32::INFINITY;
    for _ in 0..STEPS {
        sides = means.iter().map(|(mean, _)| apart(mean, &middles[1]) < apart(mean, &middles[0])).collect();
        for (side, middle) in [false, true].into_iter().zip(&mut middles) {
            let of_side = means.iter().zip(&sides).filter(|(_, own)| **own == side).map(|(mean, _)| mean);
            let weight: f32 = of_side.clone().map(|(_, weight)| weight).sum();
            if weight > 0.0 {
                *middle = std::array::from_fn(|at| {
                    of_side.clone().map(|(mean, own)| mean[at] * own).sum::<f32>() / weight
                });
            }
        }
        let nearest = |mean: &Shape| apart(mean, &middles[0]).min(apart(mean, &middles[1]));
        far = means.iter().map(|(mean, weight)| weight * nearest(mean)).sum();
    }
    (far, sides)
}

fn apart(one: &Shape, other: &Shape) -> f32 {
    one.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The mean of frames, and how much it weighs.
#[expect(clippy::cast_precision_loss, reason = "some thousand frames at most")]
fn mean(frames: &[&Shape]) -> (Shape, f32) {
    let count = frames.len().max(1) as f32;
    (std::array::from_fn(|at| frames.iter().map(|frame| frame[at]).sum::<f32>() / count), count)
}

#[cfg(test)]
mod tests;
