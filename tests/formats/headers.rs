//! Files that we write ourselves, header and all.

use crate::clicks;

/// The bytes of samples in one of the ways that headers name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Coding {
    /// Whole numbers of this many bytes, the lowest first; those of one byte without a sign.
    Whole(usize),
    /// IEEE 754 of 4 or 8 bytes, the lowest first.
    Float(usize),
    ALaw,
    MuLaw,
}

impl Coding {
    fn tag(self) -> u16 {
        match self {
            Self::Whole(_) => 1,
            Self::Float(_) => 3,
            Self::ALaw => 6,
            Self::MuLaw => 7,
        }
    }

    fn bytes(self) -> usize {
        match self {
            Self::Whole(bytes) | Self::Float(bytes) => bytes,
            Self::ALaw | Self::MuLaw => 1,
        }
    }

    /// One sample, the lowest byte first.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the scale")]
    fn sample(self, sample: f32) -> Vec<u8> {
        let scaled = |bits: u32| (f64::from(sample) * 2_f64.powi(bits as i32 - 1)) as i64;
        match self {
            Self::Whole(1) => vec![(scaled(8) + 128) as u8],
            Self::Whole(bytes) => scaled(8 * bytes as u32).to_le_bytes()[..bytes].to_vec(),
            Self::Float(4) => sample.to_le_bytes().to_vec(),
            Self::Float(_) => f64::from(sample).to_le_bytes().to_vec(),
            Self::ALaw => vec![companded(sample, &a_law)],
            Self::MuLaw => vec![companded(sample, &mu_law)],
        }
    }
}

/// The byte whose level comes nearest; the standard's tables, read backwards.
fn companded(sample: f32, level: &dyn Fn(u8) -> i32) -> u8 {
    #[expect(clippy::cast_possible_truncation, reason = "within the scale")]
    let wanted = (sample * 32_768.0) as i32;
    (0..=255).min_by_key(|byte| (level(*byte) - wanted).abs()).unwrap()
}

fn a_law(byte: u8) -> i32 {
    let code = byte ^ 0x55;
    let (segment, step) = (i32::from(code >> 4 & 7), i32::from(code & 15));
    let size = if segment == 0 { step * 16 + 8 } else { (step * 16 + 264) << (segment - 1) };
    if code & 0x80 == 0 { -size } else { size }
}

fn mu_law(byte: u8) -> i32 {
    let code = !byte;
    let (segment, step) = (i32::from(code >> 4 & 7), i32::from(code & 15));
    let size = ((step * 8 + 132) << segment) - 132;
    if code & 0x80 == 0 { size } else { -size }
}

/// Which of the four forms a WAV file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Riff,
    Rifx,
    Rf64,
    Bw64,
}

/// The clicks of these channels, each later by so much, as samples side by side.
pub(crate) fn samples(coding: Coding, rate: u32, delays_ms: &[u64]) -> Vec<u8> {
    let lanes: Vec<Vec<f32>> = delays_ms.iter().map(|delay| clicks::channel(rate, *delay)).collect();
    (0..lanes[0].len()).flat_map(|at| lanes.iter().flat_map(move |lane| coding.sample(lane[at]))).collect()
}

/// A WAV file of the clicks.
pub(crate) fn wav(form: Form, coding: Coding, delays_ms: &[u64]) -> Vec<u8> {
    let mut data = samples(coding, clicks::RATE, delays_ms);
    let channels = u16::try_from(delays_ms.len()).unwrap();
    let align = u16::try_from(coding.bytes()).unwrap() * channels;
    let is_big = form == Form::Rifx;
    if is_big {
        data.chunks_exact_mut(coding.bytes()).for_each(<[u8]>::reverse);
    }
    let two = |number: u16| if is_big { number.to_be_bytes() } else { number.to_le_bytes() };
    let four = |number: u32| if is_big { number.to_be_bytes() } else { number.to_le_bytes() };
    let is_long = matches!(form, Form::Rf64 | Form::Bw64);
    let len = u32::try_from(data.len()).unwrap();
    let mut file = match form {
        Form::Riff => b"RIFF",
        Form::Rifx => b"RIFX",
        Form::Rf64 => b"RF64",
        Form::Bw64 => b"BW64",
    }
    .to_vec();
    file.extend(if is_long { [0xFF; 4] } else { four(36 + len) });
    file.extend(b"WAVE");
    if is_long {
        file.extend(b"ds64\x1C\0\0\0");
        file.extend((72 + u64::from(len)).to_le_bytes());
        file.extend(u64::from(len).to_le_bytes());
        file.extend([0; 12]);
    }
    file.extend(b"fmt ");
    file.extend(four(16));
    file.extend(two(coding.tag()));
    file.extend(two(channels));
    file.extend(four(clicks::RATE));
    file.extend(four(clicks::RATE * u32::from(align)));
    file.extend(two(align));
    file.extend(two(u16::try_from(coding.bytes() * 8).unwrap()));
    file.extend(b"data");
    file.extend(if is_long { [0xFF; 4] } else { four(len) });
    file.extend(data);
    file
}

/// A `.au` file of the clicks with this code for its coding; its numbers have the highest byte first.
pub(crate) fn au(code: u32, coding: Coding, delays_ms: &[u64]) -> Vec<u8> {
    let mut data = samples(coding, clicks::RATE, delays_ms);
    data.chunks_exact_mut(coding.bytes()).for_each(<[u8]>::reverse);
    if code == 2 {
        // Eight bits have a sign here.
        data.iter_mut().for_each(|byte| *byte ^= 0x80);
    }
    let mut file = b".snd".to_vec();
    let channels = u32::try_from(delays_ms.len()).unwrap();
    for number in [28, u32::try_from(data.len()).unwrap(), code, clicks::RATE, channels, 0] {
        file.extend(number.to_be_bytes());
    }
    file.extend(data);
    file
}
