//! GSM 06.10 full-rate speech, 13 kbit/s, decoded as ETSI EN 300 961 says to the bit.
//!
//! Every 20 ms are 260 bits: eight coefficients of a filter, and four times the excitation of 5 ms.
//! The arithmetic is that of a 16-bit signal processor and saturates, so that any decoder that
//! keeps to the standard gives the same samples. Section numbers are those of the standard.

/// Samples of a frame: 20 ms at 8 kHz.
pub(super) const FRAME_SAMPLES: usize = 160;
/// Bytes of a frame in a raw `.gsm` file: four bits of mark, then the parameters.
pub(super) const RAW_BYTES: usize = 33;
/// Bytes of two frames in a WAV file ("WAV49"): no mark, and the bits the other way round.
pub(super) const PAIR_BYTES: usize = 65;

/// What the first half byte of every frame in a raw file is.
const MARK: u8 = 0xD;

/// Bits of the filter's eight coefficients (table 1.1).
const FILTER_BITS: [u32; 8] = [6, 6, 5, 5, 4, 4, 3, 3];
/// How a coefficient is decoded (table 4.1): the smallest code, the offset, the inverse slope.
const SMALLEST: [i16; 8] = [-32, -32, -16, -16, -8, -8, -4, -4];
const OFFSET: [i16; 8] = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const INVERSE_SLOPE: [i16; 8] = [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708];
/// The gain of what is repeated from before (table 4.3b).
const GAIN: [i16; 4] = [3277, 11469, 21299, 32767];
/// The mantissas of the excitation's height (table 4.6).
const MANTISSA: [i16; 8] = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];

const SUBFRAMES: usize = 4;
const SUBFRAME_SAMPLES: usize = 40;
const PULSES: usize = 13;
/// How far back what is repeated may lie.
const LAG: std::ops::RangeInclusive<u16> = 40..=120;
const MEMORY: usize = 120;

/// What one frame carries.
#[derive(Debug, Clone, Copy, Default)]
struct Frame {
    filter: [i16; 8],
    subframes: [Subframe; SUBFRAMES],
}

#[derive(Debug, Clone, Copy, Default)]
struct Subframe {
    lag: u16,
    gain: usize,
    grid: usize,
    height: i16,
    pulses: [i16; PULSES],
}

/// A decoder of one channel. Frames depend on those before them.
#[derive(Debug, Clone)]
pub(super) struct GsmDecoder {
    excitation: [i16; MEMORY],
    lag: u16,
    filter: [i16; 8],
    lattice: [i16; 9],
    emphasis: i16,
}

impl Default for GsmDecoder {
    fn default() -> Self {
        Self { excitation: [0; MEMORY], lag: 40, filter: [0; 8], lattice: [0; 9], emphasis: 0 }
    }
}

impl GsmDecoder {
    /// Appends the samples of a raw frame to `output`. False, and nothing: it bears no mark.
    pub(super) fn decode_raw(&mut self, frame: &[u8; RAW_BYTES], output: &mut Vec<f32>) -> bool {
        let mut bits = HighFirst { bytes: frame, at: 0 };
        if bits.take(4) != u16::from(MARK) {
            return false;
        }
        let frame = Frame::read(|count| bits.take(count));
        self.decode(&frame, output);
        true
    }

    /// Appends the samples of the two frames of a WAV block to `output`.
    pub(super) fn decode_pair(&mut self, pair: &[u8; PAIR_BYTES], output: &mut Vec<f32>) {
        let mut bits = LowFirst { bytes: pair, at: 0 };
        for _ in 0..2 {
            let frame = Frame::read(|count| bits.take(count));
            self.decode(&frame, output);
        }
    }

    fn decode(&mut self, frame: &Frame, output: &mut Vec<f32>) {
        let mut samples = [0; FRAME_SAMPLES];
        for (subframe, part) in frame.subframes.iter().zip(samples.chunks_exact_mut(SUBFRAME_SAMPLES)) {
            part.copy_from_slice(&self.excite(subframe));
        }
        let filter = decoded_filter(&frame.filter);
        self.shape(filter, &mut samples);
        output.extend(samples.iter().map(|sample| f32::from(self.lift(*sample)) / 32_768.0));
    }

    /// The excitation of 5 ms (sections 4.2.15 to 4.2.17 and 4.3.2).
    fn excite(&mut self, subframe: &Subframe) -> [i16; SUBFRAME_SAMPLES] {
        if LAG.contains(&subframe.lag) {
            self.lag = subframe.lag;
        }
        let gain = GAIN[subframe.gain & 3];
        let mut fresh = [0; SUBFRAME_SAMPLES];
        let heights = pulse_heights(subframe);
        for (number, height) in heights.into_iter().enumerate() {
            fresh[subframe.grid + 3 * number] = height;
        }
        // The lag is at least as long as what is made here: nothing of it is repeated at once.
        let start = MEMORY - usize::from(self.lag);
        for (sample, before) in fresh.iter_mut().zip(&self.excitation[start..]) {
            *sample = sample.saturating_add(product(gain, *before));
        }
        self.excitation.copy_within(SUBFRAME_SAMPLES.., 0);
        self.excitation[MEMORY - SUBFRAME_SAMPLES..].copy_from_slice(&fresh);
        fresh
    }

    /// The filter that makes a voice of it, moved in steps from the last frame's to this one's
    /// (sections 4.2.9 and 4.3.4).
    fn shape(&mut self, filter: [i16; 8], samples: &mut [i16; FRAME_SAMPLES]) {
        let last = std::mem::replace(&mut self.filter, filter);
        let between = |mix: fn(i16, i16) -> i16| std::array::from_fn(|n| mix(last[n], filter[n]));
        let steps: [([i16; 8], usize); 4] = [
            (between(|last, new| (last >> 2).saturating_add(new >> 2).saturating_add(last >> 1)), 13),
            (between(|last, new| (last >> 1).saturating_add(new >> 1)), 14),
            (between(|last, new| (last >> 2).saturating_add(new >> 2).saturating_add(new >> 1)), 13),
            (filter, 120),
        ];
        let mut rest = samples.as_mut_slice();
        for (coefficients, count) in steps {
            let (now, later) = rest.split_at_mut(count);
            self.run_lattice(coefficients.map(reflection), now);
            rest = later;
        }
    }

    fn run_lattice(&mut self, reflections: [i16; 8], samples: &mut [i16]) {
        let lattice = &mut self.lattice;
        for sample in samples {
            let mut value = *sample;
            for stage in (0..8).rev() {
                value = value.saturating_sub(product(reflections[stage], lattice[stage]));
                lattice[stage + 1] = lattice[stage].saturating_add(product(reflections[stage], value));
            }
            lattice[0] = value;
            *sample = value;
        }
    }

    /// Takes the emphasis back and doubles (section 4.3.5 to 4.3.7); the low three bits are zero.
    fn lift(&mut self, sample: i16) -> i16 {
        self.emphasis = sample.saturating_add(product(self.emphasis, 28_180));
        self.emphasis.saturating_add(self.emphasis) & !7
    }
}

impl Frame {
    fn read(mut take: impl FnMut(u32) -> u16) -> Self {
        let mut frame = Self::default();
        for (coefficient, bits) in frame.filter.iter_mut().zip(FILTER_BITS) {
            *coefficient = take(bits).cast_signed();
        }
        for subframe in &mut frame.subframes {
            subframe.lag = take(7);
            subframe.gain = usize::from(take(2));
            subframe.grid = usize::from(take(2));
            subframe.height = take(6).cast_signed();
            subframe.pulses.fill_with(|| take(3).cast_signed());
        }
        frame
    }
}

/// Decodes the filter's coefficients (section 4.2.8).
fn decoded_filter(codes: &[i16; 8]) -> [i16; 8] {
    std::array::from_fn(|n| {
        let level = (codes[n].saturating_add(SMALLEST[n])) << 10;
        let scaled = product(INVERSE_SLOPE[n], level.saturating_sub(OFFSET[n] << 1));
        scaled.saturating_add(scaled)
    })
}

/// From a logarithmic area ratio to the reflection that the lattice wants (section 4.2.9.2).
fn reflection(ratio: i16) -> i16 {
    let size = ratio.saturating_abs();
    let bent = match size {
        ..11_059 => size << 1,
        11_059..20_070 => size.saturating_add(11_059),
        _ => (size >> 2).saturating_add(26_112),
    };
    if ratio < 0 { bent.saturating_neg() } else { bent }
}

/// The heights of the pulses (sections 4.2.15 and 4.2.16).
fn pulse_heights(subframe: &Subframe) -> [i16; PULSES] {
    let mut exponent = if subframe.height > 15 { (subframe.height >> 3) - 1 } else { 0 };
    let mut mantissa = subframe.height - (exponent << 3);
    if mantissa == 0 {
        (exponent, mantissa) = (-4, 7);
    } else {
        while mantissa <= 7 {
            mantissa = mantissa << 1 | 1;
            exponent -= 1;
        }
        mantissa -= 8;
    }
    let factor = MANTISSA[usize::from(mantissa.cast_unsigned()) & 7];
    let shift = 6 - exponent;
    let half = (1_i16 << shift) >> 1;
    subframe.pulses.map(|code| {
        let level = ((code << 1) - 7) << 12;
        product(factor, level).saturating_add(half) >> shift
    })
}

/// The product of two fractions of 15 bits, rounded (section 5.1, `mult_r`).
fn product(one: i16, other: i16) -> i16 {
    let exact = (i32::from(one) * i32::from(other) + 16_384) >> 15;
    // Only −1 × −1 does not fit.
    i16::try_from(exact).unwrap_or(i16::MAX)
}

/// The bits of a raw frame: of every byte the high ones first.
struct HighFirst<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl HighFirst<'_> {
    fn take(&mut self, count: u32) -> u16 {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or_default();
            value = value << 1 | u16::from(byte >> (7 - self.at % 8) & 1);
            self.at += 1;
        }
        value
    }
}

/// The bits of a WAV block: of every byte, and of every number, the low ones first.
struct LowFirst<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl LowFirst<'_> {
    fn take(&mut self, count: u32) -> u16 {
        let mut value = 0;
        for place in 0..count {
            let byte = self.bytes.get(self.at / 8).copied().unwrap_or_default();
            value |= u16::from(byte >> (self.at % 8) & 1) << place;
            self.at += 1;
        }
        value
    }
}

/// Whether a frame of a raw file begins as every frame does.
pub(super) fn bears_the_mark(frame: &[u8; RAW_BYTES]) -> bool {
    frame[0] >> 4 == MARK
}
