//! Regions of speech → windows for the speech model, each with its own map of time.
//!
//! Whisper listens to at most 30 s at once and pays for silence as for speech. So we cut the
//! silence out and lay regions of one channel one after the other, with a short pause between
//! them, and remember where each piece came from.

use super::Span;
use super::voice::{FRAME_MS, VoiceTrack};

/// Sound kept before and after each region, where there is room: onsets are quieter than the
/// detector hears.
const PAD_MS: u64 = 200;
/// Silence between two pieces of a window.
const BETWEEN_MS: u64 = 200;
/// A gap up to this length is kept as it was recorded.
const KEEP_GAP_MS: u64 = 300;
/// Frames on both sides of a moment by which its quiet is judged: 272 ms altogether.
const LULL_FRAMES: usize = 8;
/// Samples a millisecond at 16 kHz.
const PER_MS: u64 = 16;

/// One stretch of the call inside a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Where it comes from.
    pub call: Span,
    /// Where it begins in the window, in milliseconds.
    pub at_ms: u64,
}

/// What the speech model hears at once: pieces of one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Which channel.
    pub channel: u16,
    /// The pieces, in order.
    pub pieces: Vec<Piece>,
    /// The regions of speech inside the pieces, in order.
    pub regions: Vec<Span>,
}

impl Window {
    /// Where in the call it begins.
    #[must_use]
    pub fn start_ms(&self) -> u64 {
        self.pieces.first().map_or(0, |piece| piece.call.start_ms)
    }

    /// How long it is.
    #[must_use]
    pub fn length_ms(&self) -> u64 {
        self.pieces.last().map_or(0, |piece| piece.at_ms + piece.call.length_ms())
    }

    /// How much of it is speech.
    #[must_use]
    pub fn speech_ms(&self) -> u64 {
        self.regions.iter().map(|region| region.length_ms()).sum()
    }

    /// Where the regions of speech lie in the window itself.
    #[must_use]
    pub fn regions_inside(&self) -> Vec<Span> {
        let inside = |region: &Span| Span {
            start_ms: self.to_window_ms(region.start_ms),
            end_ms: self.to_window_ms(region.end_ms),
        };
        self.regions.iter().map(inside).collect()
    }

    /// From where on the sound of a region is heard: a little before its voice, never in the nearer half of
    /// the gap before it.
    #[must_use]
    pub fn heard_from(&self, region: usize) -> u64 {
        let Some(voice) = self.regions.get(region) else { return 0 };
        let piece = self.pieces.iter().rev().find(|piece| piece.call.start_ms <= voice.start_ms);
        let before = region.checked_sub(1).and_then(|before| self.regions.get(before));
        let middle = before.map_or(0, |before| before.end_ms.midpoint(voice.start_ms));
        let earliest = piece.map_or(voice.start_ms, |piece| piece.call.start_ms).max(middle);
        voice.start_ms.saturating_sub(PAD_MS).clamp(earliest.min(voice.start_ms), voice.start_ms)
    }

    /// Where a moment of the call lies in the window; one that was cut out lies at the end of the
    /// piece before it.
    fn to_window_ms(&self, call_ms: u64) -> u64 {
        let piece =
            self.pieces.iter().rev().find(|piece| piece.call.start_ms <= call_ms).or(self.pieces.first());
        piece.map_or(0, |piece| {
            piece.at_ms + call_ms.clamp(piece.call.start_ms, piece.call.end_ms) - piece.call.start_ms
        })
    }

    /// Where a moment of the window lies in the call. A moment in a pause that we put in belongs
    /// to the end of the piece before it.
    #[must_use]
    pub fn to_call_ms(&self, window_ms: u64) -> u64 {
        let piece = self.pieces.iter().rev().find(|piece| piece.at_ms <= window_ms).or(self.pieces.first());
        piece.map_or(0, |piece| {
            (piece.call.start_ms + (window_ms - piece.at_ms.min(window_ms))).min(piece.call.end_ms)
        })
    }
}

/// Packs one channel's regions into windows of at most `longest_ms`, in order.
///
/// A window that is full ends at the longest pause of its second half: that is where a turn ends
/// most likely, and a sentence that is cut in two is understood worse. A region is only cut when
/// it is longer than a window itself, and then where it is quietest.
#[must_use]
pub fn pack(channel: u16, regions: &[Span], track: &VoiceTrack, longest_ms: u64) -> Vec<Window> {
    let end_ms = track.frames() as u64 * FRAME_MS;
    let whole = longest_ms.saturating_sub(2 * PAD_MS).max(1_000);
    let regions: Vec<Span> = regions.iter().flat_map(|region| split(*region, track, whole)).collect();
    let pieces: Vec<Span> = (0..regions.len()).map(|number| pad(&regions, number, end_ms)).collect();
    let mut windows = Vec::new();
    let mut start = 0;
    while start < regions.len() {
        let fitting = (start + 1..=regions.len())
            .take_while(|end| *end == start + 1 || laid_out(&pieces[start..*end]).1 <= longest_ms)
            .last()
            .unwrap_or(start + 1);
        let end = if fitting == regions.len() {
            fitting
        } else {
            best_end(&pieces, start, fitting, longest_ms / 2)
        };
        let (laid, _) = laid_out(&pieces[start..end]);
        windows.push(Window { channel, pieces: laid, regions: regions[start..end].to_vec() });
        start = end;
    }
    windows
}

/// Lays pieces one after the other; returns them with their places, and the length of it all.
fn laid_out(pieces: &[Span]) -> (Vec<Piece>, u64) {
    let mut laid: Vec<Piece> = Vec::new();
    let mut length = 0;
    for piece in pieces {
        let gap = laid.last().map(|last| piece.start_ms.saturating_sub(last.call.end_ms));
        match laid.last_mut() {
            Some(last) if gap.is_some_and(|gap| gap <= KEEP_GAP_MS) => {
                last.call.end_ms = piece.end_ms;
                length = last.at_ms + last.call.length_ms();
            }
            _ => {
                let at_ms = if laid.is_empty() { 0 } else { length + BETWEEN_MS };
                laid.push(Piece { call: *piece, at_ms });
                length = at_ms + piece.length_ms();
            }
        }
    }
    (laid, length)
}

/// Where a window that begins with piece `start` and could reach `fitting` (exclusive) ends: at
/// the longest pause after `half_ms`.
fn best_end(pieces: &[Span], start: usize, fitting: usize, half_ms: u64) -> usize {
    let pause = |end: usize| pieces[end].start_ms.saturating_sub(pieces[end - 1].end_ms);
    let second_half = (start + 1..=fitting).filter(|end| laid_out(&pieces[start..*end]).1 >= half_ms);
    second_half.max_by_key(|end| pause(*end)).unwrap_or(fitting)
}

/// Widens a region by the pads, never into its neighbours' half of the gap.
fn pad(regions: &[Span], number: usize, end_ms: u64) -> Span {
    let Some(region) = regions.get(number).copied() else { return Span { start_ms: 0, end_ms: 0 } };
    let before = number.checked_sub(1).and_then(|before| regions.get(before));
    let room_before =
        before.map_or(region.start_ms, |before| region.start_ms.saturating_sub(before.end_ms) / 2);
    let room_after = regions.get(number + 1).map_or(end_ms.saturating_sub(region.end_ms), |after| {
        after.start_ms.saturating_sub(region.end_ms) / 2
    });
    Span {
        start_ms: region.start_ms - PAD_MS.min(room_before),
        end_ms: region.end_ms + PAD_MS.min(room_after),
    }
}

/// Cuts a region into parts of at most `longest_ms`, each where the last third of what fits is
/// quietest.
fn split(region: Span, track: &VoiceTrack, longest_ms: u64) -> Vec<Span> {
    let mut parts = Vec::new();
    let mut start_ms = region.start_ms;
    while region.end_ms - start_ms > longest_ms {
        let cut = quietest(track, start_ms + longest_ms * 2 / 3, start_ms + longest_ms);
        parts.push(Span { start_ms, end_ms: cut });
        start_ms = cut;
    }
    parts.push(Span { start_ms, end_ms: region.end_ms });
    parts
}

/// The middle of the quietest quarter of a second between two moments: a pause. The quietest moment alone is as
/// often the stop inside a word, which is then cut in two.
fn quietest(track: &VoiceTrack, from_ms: u64, to_ms: u64) -> u64 {
    let frame = |ms: u64| usize::try_from(ms / FRAME_MS).unwrap_or(usize::MAX);
    let loudness = |at: &usize| -> f32 {
        let around = track.level.get(at.saturating_sub(LULL_FRAMES)..=at + LULL_FRAMES).unwrap_or_default();
        around.iter().sum()
    };
    let best = (frame(from_ms)..frame(to_ms)).min_by(|a, b| loudness(a).total_cmp(&loudness(b)));
    best.map_or(to_ms, |frame| (frame as u64 * FRAME_MS).clamp(from_ms, to_ms))
}

/// Cuts the windows of one channel out of its samples as they stream by.
#[derive(Debug)]
pub struct WindowCutter {
    windows: std::vec::IntoIter<Window>,
    current: Option<Cutting>,
    position: u64,
}

#[derive(Debug)]
struct Cutting {
    window: Window,
    piece: usize,
    samples: Vec<f32>,
}

impl WindowCutter {
    /// A cutter for windows that are in order, as [`pack`] makes them.
    #[must_use]
    pub fn new(windows: Vec<Window>) -> Self {
        let mut windows = windows.into_iter();
        let current = windows.next().map(Cutting::new);
        Self { windows, current, position: 0 }
    }

    /// Takes more of the channel (16 kHz) and hands every window that is now complete to `ready`.
    pub fn push(&mut self, samples: &[f32], mut ready: impl FnMut(Window, Vec<f32>)) {
        let end = self.position + samples.len() as u64;
        while let Some(cutting) = &mut self.current {
            let Some(piece) = cutting.window.pieces.get(cutting.piece).copied() else { break };
            let (from, to) = (piece.call.start_ms * PER_MS, piece.call.end_ms * PER_MS);
            if from >= end {
                break;
            }
            cutting.take(piece, samples, self.position, end.min(to).max(self.position));
            if to > end {
                break;
            }
            cutting.piece += 1;
            if cutting.piece == cutting.window.pieces.len() {
                self.emit(&mut ready);
            }
        }
        self.position = end;
    }

    /// Hands over what is left, filled up with silence where the recording ended early.
    pub fn finish(&mut self, mut ready: impl FnMut(Window, Vec<f32>)) {
        while self.current.is_some() {
            self.emit(&mut ready);
        }
    }

    fn emit(&mut self, ready: &mut impl FnMut(Window, Vec<f32>)) {
        if let Some(mut cutting) = self.current.take() {
            cutting.samples.resize(samples_in(cutting.window.length_ms()), 0.0);
            ready(cutting.window, cutting.samples);
        }
        self.current = self.windows.next().map(Cutting::new);
    }
}

impl Cutting {
    fn new(window: Window) -> Self {
        Self { window, piece: 0, samples: Vec::new() }
    }

    /// Copies what `samples` (which begin at `position`) hold of `piece` up to `until`.
    fn take(&mut self, piece: Piece, samples: &[f32], position: u64, until: u64) {
        self.samples.resize(self.samples.len().max(samples_in(piece.at_ms)), 0.0);
        let from = position.max(piece.call.start_ms * PER_MS);
        let index = |at: u64| usize::try_from(at.saturating_sub(position)).unwrap_or(usize::MAX);
        self.samples.extend_from_slice(samples.get(index(from)..index(until)).unwrap_or_default());
    }
}

fn samples_in(ms: u64) -> usize {
    usize::try_from(ms * PER_MS).unwrap_or(usize::MAX)
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(start_ms: u64, end_ms: u64) -> Span {
        Span { start_ms, end_ms }
    }

    fn track(ms: u64) -> VoiceTrack {
        let frames = usize::try_from(ms / FRAME_MS).unwrap();
        VoiceTrack { voice: vec![0.9; frames], level: (0..frames).map(|n| -20.0 - (n % 13) as f32).collect() }
    }

    #[test]
    fn far_regions_share_a_window_and_the_map_leads_back() {
        let windows = pack(1, &[span(1_000, 3_000), span(60_000, 62_000)], &track(80_000), 28_000);
        assert_eq!(windows.len(), 1);
        assert_eq!(
            windows[0].pieces,
            [Piece { call: span(800, 3_200), at_ms: 0 }, Piece { call: span(59_800, 62_200), at_ms: 2_600 },]
        );
        assert_eq!(windows[0].to_call_ms(0), 800);
        assert_eq!(windows[0].to_call_ms(2_500), 3_200);
        assert_eq!(windows[0].to_call_ms(2_800), 60_000);
        assert_eq!(windows[0].to_call_ms(99_000), 62_200);
        assert_eq!((windows[0].length_ms(), windows[0].speech_ms()), (5_000, 4_000));
    }

    #[test]
    fn a_region_is_heard_from_a_moment_before_its_voice_where_there_is_room() {
        let regions = [span(100, 900), span(1_000, 3_000), span(3_500, 5_000), span(60_000, 61_000)];
        let windows = pack(0, &regions, &track(70_000), 28_000);
        assert_eq!(windows.len(), 1);
        let from: Vec<u64> = (0..5).map(|region| windows[0].heard_from(region)).collect();
        // From the beginning, from the middle of the gap, a fifth of a second before; of none, nothing.
        assert_eq!(from, [0, 950, 3_300, 59_800, 0]);
    }

    #[test]
    fn a_short_gap_is_kept_as_it_was() {
        let windows = pack(0, &[span(1_000, 3_000), span(3_500, 5_000)], &track(10_000), 28_000);
        assert_eq!(windows[0].pieces, [Piece { call: span(800, 5_200), at_ms: 0 }]);
        assert_eq!(windows[0].regions.len(), 2);
    }

    #[test]
    fn a_full_window_ends_at_the_longest_pause_of_its_second_half() {
        let regions = [span(1_000, 4_000), span(4_400, 8_000), span(10_000, 12_000), span(12_400, 15_000)];
        let windows = pack(0, &regions, &track(20_000), 12_000);
        let packed: Vec<usize> = windows.iter().map(|window| window.regions.len()).collect();
        assert_eq!(packed, [2, 2]);
    }

    #[test]
    fn a_region_that_is_too_long_is_cut_in_a_pause_and_not_in_a_stop_inside_a_word() {
        let mut track = track(20_000);
        let mut quiet = |from_ms: u64, to_ms: u64, level: f32| {
            let frames =
                usize::try_from(from_ms / FRAME_MS).unwrap()..usize::try_from(to_ms / FRAME_MS).unwrap();
            track.level[frames].fill(level);
        };
        quiet(8_000, 8_048, -80.0);
        quiet(9_008, 9_280, -60.0);
        let windows = pack(0, &[span(0, 15_008)], &track, 12_000);
        let cut = windows[0].regions[0].end_ms;
        assert!((9_104..=9_184).contains(&cut), "{cut}");
    }

    #[test]
    fn the_cutter_copies_exactly_the_pieces() {
        let samples: Vec<f32> = (0..16_000_u16 * 4).map(f32::from).collect();
        let windows = pack(0, &[span(1_008, 1_500), span(3_008, 3_500)], &track(4_000), 28_000);
        for block in [64_000, 1_000, 333] {
            let mut cutter = WindowCutter::new(windows.clone());
            let mut found = Vec::new();
            samples.chunks(block).for_each(|part| cutter.push(part, |window, cut| found.push((window, cut))));
            cutter.finish(|window, cut| found.push((window, cut)));
            assert_eq!(found.len(), 1);
            let (window, cut) = &found[0];
            assert_eq!(cut.len() as u64, window.length_ms() * 16);
            assert!((cut[0] - 808.0 * 16.0).abs() < 0.5, "{}", cut[0]);
            let second = usize::try_from(window.pieces[1].at_ms * 16).unwrap();
            assert!((cut[second] - 2_808.0 * 16.0).abs() < 0.5);
            assert!(cut[second - 1].abs() < 0.5);
        }
    }

    proptest! {
        #[test]
        fn every_region_lies_in_exactly_one_window_and_none_is_too_long(
            parts in prop::collection::vec((1_u64..200, 10_u64..3_000), 0..40),
            longest in 5_000_u64..30_000,
        ) {
            let mut regions = Vec::new();
            let mut at = 0;
            for (gap, length) in parts {
                at += gap * 16;
                regions.push(span(at, at + length * 16));
                at += length * 16;
            }
            let windows = pack(0, &regions, &track(at + 1_000), longest);
            let speech: u64 = regions.iter().map(|region| region.length_ms()).sum();
            prop_assert_eq!(windows.iter().map(Window::speech_ms).sum::<u64>(), speech);
            for window in &windows {
                prop_assert!(window.length_ms() <= longest, "{} > {longest}", window.length_ms());
                for pair in window.pieces.windows(2) {
                    prop_assert!(pair[0].call.end_ms < pair[1].call.start_ms);
                }
                for piece in &window.pieces {
                    prop_assert_eq!(window.to_call_ms(piece.at_ms), piece.call.start_ms);
                }
                for (region, inside) in window.regions.iter().zip(window.regions_inside()) {
                    prop_assert_eq!(window.to_call_ms(inside.start_ms), region.start_ms);
                    prop_assert_eq!(inside.length_ms(), region.length_ms());
                }
            }
        }
    }
}
