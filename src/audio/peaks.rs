//! The waveform as the player draws it: the lowest and highest sample of each short stretch, at
//! several zooms, so that a browser never downloads samples to draw a line.
//!
//! # The stored form
//!
//! Little-endian throughout.
//!
//! | bytes | what |
//! | --- | --- |
//! | 4 | `EMPK` |
//! | 2 | version, 1 |
//! | 2 | channels |
//! | 4 | sample rate of the recording |
//! | 8 | samples in each channel |
//! | 2 | zooms |
//! | 8 a zoom | milliseconds a bucket (4), buckets (4) |
//! | 4 a bucket | lowest and highest sample (2 each, signed), zoom after zoom, in each zoom channel after channel |

use super::decode::Block;
use std::ops::Range;

/// Milliseconds a bucket, finest first; each is a multiple of the first.
pub const PEAK_ZOOMS_MS: [u32; 3] = [10, 100, 1000];

const MAGIC: &[u8; 4] = b"EMPK";
const VERSION: u16 = 1;
const HEADER_LEN: usize = 22;

/// The lowest and the highest sample of one bucket; full scale is −32768 … 32767.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peak {
    /// The lowest sample.
    pub low: i16,
    /// The highest sample.
    pub high: i16,
}

impl Peak {
    /// A bucket into which nothing has gone yet: every sample widens it.
    const UNSET: Self = Self { low: i16::MAX, high: i16::MIN };

    fn widen(&mut self, other: Self) {
        self.low = self.low.min(other.low);
        self.high = self.high.max(other.high);
    }
}

/// All zooms of all channels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peaks {
    sample_rate: u32,
    frames: u64,
    /// For each of [`PEAK_ZOOMS_MS`], for each channel, its buckets.
    zooms: Vec<Vec<Vec<Peak>>>,
}

/// Collects the finest zoom as blocks pass; the coarser ones follow from it.
#[derive(Debug, Clone)]
pub struct PeakMeter {
    sample_rate: u32,
    frames: u64,
    channels: Vec<Vec<Peak>>,
}

impl PeakMeter {
    /// A meter for a recording of this rate and number of channels.
    #[must_use]
    pub fn new(sample_rate: u32, channels: u16) -> Self {
        Self { sample_rate: sample_rate.max(1), frames: 0, channels: vec![Vec::new(); usize::from(channels)] }
    }

    /// Takes one more block.
    pub fn push(&mut self, block: &Block) {
        for (buckets, samples) in self.channels.iter_mut().zip(&block.channels) {
            let (mut frame, mut rest) = (self.frames, samples.as_slice());
            while !rest.is_empty() {
                let bucket = bucket_of(frame, self.sample_rate);
                let ends = first_frame_of(bucket + 1, self.sample_rate).saturating_sub(frame).max(1);
                let (now, later) = rest.split_at(usize::try_from(ends).unwrap_or(usize::MAX).min(rest.len()));
                if buckets.len() <= bucket {
                    buckets.resize(bucket + 1, Peak::UNSET);
                }
                if let Some(peak) = buckets.get_mut(bucket) {
                    peak.widen(extremes(now));
                }
                frame += now.len() as u64;
                rest = later;
            }
        }
        self.frames = self.frames.saturating_add(block.frames() as u64);
    }

    /// All zooms.
    #[must_use]
    pub fn finish(self) -> Peaks {
        let zooms = PEAK_ZOOMS_MS.iter().map(|zoom_ms| {
            let fold = (zoom_ms / PEAK_ZOOMS_MS[0]) as usize;
            self.channels.iter().map(|buckets| buckets.chunks(fold).map(widest).collect()).collect()
        });
        Peaks { sample_rate: self.sample_rate, frames: self.frames, zooms: zooms.collect() }
    }
}

impl Peaks {
    /// The recording's samples a second.
    #[must_use]
    pub fn sample_rate(&self) -> u32 {
        self.sample_rate
    }

    /// Samples in each channel.
    #[must_use]
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// The buckets of one zoom, channel after channel; `None` for a zoom that is not kept.
    #[must_use]
    pub fn zoom(&self, zoom_ms: u32) -> Option<&[Vec<Peak>]> {
        let number = PEAK_ZOOMS_MS.iter().position(|kept| *kept == zoom_ms)?;
        self.zooms.get(number).map(Vec::as_slice)
    }

    /// One zoom as plain numbers for JSON: one vector a channel, `low, high, low, high …`. Of that,
    /// the buckets that touch `within`, in milliseconds.
    #[must_use]
    pub fn numbers(&self, zoom_ms: u32, within: Range<u64>) -> Option<Vec<Vec<i16>>> {
        let bucket = |at_ms: u64| usize::try_from(at_ms).unwrap_or(usize::MAX);
        let first = bucket(within.start / u64::from(zoom_ms.max(1)));
        let end = bucket(within.end.div_ceil(u64::from(zoom_ms.max(1))));
        let flatten = |buckets: &Vec<Peak>| {
            let touched = buckets.iter().skip(first).take(end.saturating_sub(first));
            touched.flat_map(|peak| [peak.low, peak.high]).collect()
        };
        Some(self.zoom(zoom_ms)?.iter().map(flatten).collect())
    }

    /// Peaks with this finest zoom and none of the others, to try things out on.
    #[cfg(test)]
    pub(super) fn of_lanes(lanes: &[Vec<Peak>]) -> Self {
        Self { sample_rate: 8_000, frames: 0, zooms: vec![lanes.to_vec()] }
    }

    /// The stored form.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let channels = self.zooms.first().map_or(0, Vec::len);
        let mut bytes = Vec::from(*MAGIC);
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend(u16::try_from(channels).unwrap_or(u16::MAX).to_le_bytes());
        bytes.extend(self.sample_rate.to_le_bytes());
        bytes.extend(self.frames.to_le_bytes());
        bytes.extend(u16::try_from(self.zooms.len()).unwrap_or(u16::MAX).to_le_bytes());
        for (zoom_ms, zoom) in PEAK_ZOOMS_MS.iter().zip(&self.zooms) {
            let buckets = zoom.first().map_or(0, Vec::len);
            bytes.extend(zoom_ms.to_le_bytes());
            bytes.extend(u32::try_from(buckets).unwrap_or(u32::MAX).to_le_bytes());
        }
        for peak in self.zooms.iter().flatten().flatten() {
            bytes.extend(peak.low.to_le_bytes());
            bytes.extend(peak.high.to_le_bytes());
        }
        bytes
    }

    /// Reads the stored form; `None` when it is not one, or one of another version.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(..HEADER_LEN)?;
        if &header[..4] != MAGIC || u16::from_le_bytes([header[4], header[5]]) != VERSION {
            return None;
        }
        let channels = usize::from(u16::from_le_bytes([header[6], header[7]]));
        let sample_rate = u32::from_le_bytes(header[8..12].try_into().ok()?);
        let frames = u64::from_le_bytes(header[12..20].try_into().ok()?);
        let zoom_count = usize::from(u16::from_le_bytes([header[20], header[21]]));
        if zoom_count != PEAK_ZOOMS_MS.len() {
            return None;
        }
        let (table, mut rest) = bytes.get(HEADER_LEN..)?.split_at_checked(zoom_count * 8)?;
        let mut zooms = Vec::with_capacity(zoom_count);
        for (entry, expected_ms) in table.chunks_exact(8).zip(PEAK_ZOOMS_MS) {
            let (zoom_ms, buckets) = entry.split_at_checked(4)?;
            let buckets = u32::from_le_bytes(buckets.try_into().ok()?) as usize;
            if u32::from_le_bytes(zoom_ms.try_into().ok()?) != expected_ms {
                return None;
            }
            let mut zoom = Vec::with_capacity(channels);
            for _ in 0..channels {
                let (lane, after) = rest.split_at_checked(buckets.checked_mul(4)?)?;
                zoom.push(lane.chunks_exact(4).map(peak_from).collect());
                rest = after;
            }
            zooms.push(zoom);
        }
        rest.is_empty().then_some(Self { sample_rate, frames, zooms })
    }
}

/// Which of the finest buckets a sample falls into, in whole numbers so that nothing drifts.
fn bucket_of(frame: u64, sample_rate: u32) -> usize {
    let per_bucket = u128::from(sample_rate) * u128::from(PEAK_ZOOMS_MS[0]);
    usize::try_from(u128::from(frame) * 1000 / per_bucket).unwrap_or(usize::MAX - 1)
}

/// The first sample of a bucket.
fn first_frame_of(bucket: usize, sample_rate: u32) -> u64 {
    let per_bucket = u128::from(sample_rate) * u128::from(PEAK_ZOOMS_MS[0]);
    u64::try_from((bucket as u128 * per_bucket).div_ceil(1000)).unwrap_or(u64::MAX)
}

fn extremes(samples: &[f32]) -> Peak {
    let (mut low, mut high) = (f32::INFINITY, f32::NEG_INFINITY);
    for sample in samples {
        low = low.min(*sample);
        high = high.max(*sample);
    }
    Peak { low: sixteen_bit(low), high: sixteen_bit(high) }
}

fn widest(peaks: &[Peak]) -> Peak {
    let mut all = Peak::UNSET;
    for peak in peaks {
        all.widen(*peak);
    }
    all
}

fn peak_from(bytes: &[u8]) -> Peak {
    match bytes {
        [a, b, c, d] => Peak { low: i16::from_le_bytes([*a, *b]), high: i16::from_le_bytes([*c, *d]) },
        _ => Peak { low: 0, high: 0 },
    }
}

/// A sample in −1 … 1 as 16 bits; one that was of 16 bits comes out as it was.
#[expect(clippy::cast_possible_truncation, reason = "`as` stops at what fits")]
pub(super) fn sixteen_bit(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn peaks_of(rate: u32, samples: &[f32], block: usize) -> Peaks {
        let mut meter = PeakMeter::new(rate, 1);
        for part in samples.chunks(block) {
            meter.push(&Block { channels: vec![part.to_vec()] });
        }
        meter.finish()
    }

    #[test]
    fn a_click_shows_in_its_bucket_at_every_zoom() {
        let mut samples = vec![0.0; 16_000];
        samples[8_000 + 4_001] = 1.0;
        let peaks = peaks_of(8_000, &samples, 1152);
        for (zoom_ms, expected) in [(10, 150), (100, 15), (1000, 1)] {
            let lane = &peaks.zoom(zoom_ms).unwrap()[0];
            let loud: Vec<usize> = (0..lane.len()).filter(|n| lane[*n].high == i16::MAX).collect();
            assert_eq!(loud, [expected], "zoom {zoom_ms}");
        }
        assert_eq!(peaks.zoom(7), None);
    }

    #[test]
    fn buckets_do_not_drift_where_a_bucket_is_no_whole_number_of_samples() {
        let hour = 11_025_u64 * 3_600;
        assert_eq!(bucket_of(hour - 1, 11_025), 359_999);
        assert_eq!(bucket_of(hour, 11_025), 360_000);
    }

    #[test]
    fn numbers_are_pairs() {
        let peaks = peaks_of(1_000, &[0.5, -0.5, 0.0], 2);
        assert_eq!(peaks.numbers(1000, 0..u64::MAX).unwrap(), [[-16_384, 16_384]]);
    }

    #[test]
    fn a_part_begins_and_ends_with_the_buckets_it_touches() {
        let samples: Vec<f32> = (0_u8..40).map(|ten_ms| f32::from(ten_ms) / 100.0).collect();
        let peaks = peaks_of(100, &samples, 7);
        let highs = |within| -> Vec<i16> {
            let numbers = peaks.numbers(100, within).unwrap();
            numbers[0].iter().skip(1).step_by(2).map(|high| high / 327).collect()
        };
        assert_eq!(highs(0..u64::MAX), [9, 19, 29, 39]);
        assert_eq!(highs(100..300), [19, 29]);
        assert_eq!(highs(199..201), [19, 29]);
        assert!(highs(400..500).is_empty());
        assert!(highs(Range { start: 300, end: 200 }).is_empty());
    }

    proptest! {
        #[test]
        fn the_stored_form_reads_back(samples in prop::collection::vec(-1.0_f32..1.0, 0..3_000), block in 1_usize..500) {
            let peaks = peaks_of(8_000, &samples, block);
            prop_assert_eq!(Peaks::from_bytes(&peaks.to_bytes()), Some(peaks));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), keep in any::<bool>()) {
            let mut all = if keep { peaks_of(8_000, &[0.1; 400], 100).to_bytes() } else { Vec::new() };
            all.extend(bytes);
            prop_assert!(Peaks::from_bytes(&all).is_none_or(|peaks| peaks.to_bytes() == all));
        }
    }
}
