//! A file for every row of the table: what ffmpeg writes is written by it, the rest by us.

use crate::clicks;
use crate::headers::{self, Coding, Form};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How the file of a row is made.
#[derive(Clone, Copy)]
pub(crate) enum Maker {
    /// By us.
    Bytes(fn() -> Vec<u8>),
    /// By ffmpeg, which is told these options; the clicks go in at this rate.
    Ffmpeg(u32, &'static [&'static str]),
}

/// A row, by its container and codec, a name for its file, how it is made, and by how much the clicks
/// of each channel are late.
pub(crate) struct Row {
    pub(crate) container: &'static str,
    pub(crate) codec: &'static str,
    pub(crate) name: &'static str,
    pub(crate) maker: Maker,
    pub(crate) delays_ms: &'static [u64],
}

const ONE: &[u64] = &[0];
const TWO: &[u64] = &[0, 100];

const fn row(
    container: &'static str,
    codec: &'static str,
    name: &'static str,
    delays_ms: &'static [u64],
    maker: Maker,
) -> Row {
    Row { container, codec, name, maker, delays_ms }
}

macro_rules! bytes {
    ($made:expr) => {
        Maker::Bytes(|| $made)
    };
}

use Coding::{ALaw, Float, MuLaw, Whole};
use Form::{Bw64, Rf64, Riff, Rifx};
use Maker::Ffmpeg;

/// Every row of the table, in its order; some rows have several files.
pub(crate) const ROWS: &[Row] = &[
    row("wave", "pcm_u8", "a.wav", TWO, bytes!(headers::wav(Riff, Whole(1), TWO))),
    row("wave", "pcm_s16le", "a.wav", TWO, bytes!(headers::wav(Riff, Whole(2), TWO))),
    row("wave", "pcm_s16le", "rf64.wav", TWO, bytes!(headers::wav(Rf64, Whole(2), TWO))),
    row("wave", "pcm_s16le", "bw64.wav", ONE, bytes!(headers::wav(Bw64, Whole(2), ONE))),
    row("wave", "pcm_s16be", "rifx.wav", TWO, bytes!(headers::wav(Rifx, Whole(2), TWO))),
    row("wave", "pcm_s24le", "a.wav", TWO, bytes!(headers::wav(Riff, Whole(3), TWO))),
    row("wave", "pcm_s24be", "rifx.wav", ONE, bytes!(headers::wav(Rifx, Whole(3), ONE))),
    row("wave", "pcm_s32le", "a.wav", TWO, bytes!(headers::wav(Riff, Whole(4), TWO))),
    row("wave", "pcm_s32be", "rifx.wav", ONE, bytes!(headers::wav(Rifx, Whole(4), ONE))),
    row("wave", "pcm_s64le", "a.wav", ONE, bytes!(headers::wav(Riff, Whole(8), ONE))),
    row("wave", "pcm_f32le", "a.wav", TWO, bytes!(headers::wav(Riff, Float(4), TWO))),
    row("wave", "pcm_f32be", "rifx.wav", ONE, bytes!(headers::wav(Rifx, Float(4), ONE))),
    row("wave", "pcm_f64le", "a.wav", TWO, bytes!(headers::wav(Riff, Float(8), TWO))),
    row("wave", "pcm_f64be", "rifx.wav", ONE, bytes!(headers::wav(Rifx, Float(8), ONE))),
    row("wave", "pcm_alaw", "a.wav", TWO, bytes!(headers::wav(Riff, ALaw, TWO))),
    row("wave", "pcm_mulaw", "a.wav", TWO, bytes!(headers::wav(Riff, MuLaw, TWO))),
    row("wave", "gsm_ms", "a.wav", ONE, Ffmpeg(8_000, &["-c:a", "libgsm_ms"])),
    row("wave", "adpcm_ms", "a.wav", TWO, Ffmpeg(8_000, &["-c:a", "adpcm_ms"])),
    row("wave", "adpcm_ima_wav", "a.wav", TWO, Ffmpeg(8_000, &["-c:a", "adpcm_ima_wav"])),
    row("wave", "mp3", "a.wav", TWO, Ffmpeg(16_000, &["-c:a", "libmp3lame"])),
    row("wave", "other", "g722.wav", ONE, Ffmpeg(16_000, &["-c:a", "g722"])),
    row("wave", "other", "g726.wav", ONE, Ffmpeg(8_000, &["-c:a", "g726", "-b:a", "32k"])),
    row("au", "pcm_mulaw", "a.au", TWO, bytes!(headers::au(1, MuLaw, TWO))),
    row("au", "pcm_alaw", "a.au", ONE, bytes!(headers::au(27, ALaw, ONE))),
    row("au", "pcm_s8", "a.au", ONE, bytes!(headers::au(2, Whole(1), ONE))),
    row("au", "pcm_s16be", "a.snd", TWO, bytes!(headers::au(3, Whole(2), TWO))),
    row("au", "pcm_s24be", "a.au", ONE, bytes!(headers::au(4, Whole(3), ONE))),
    row("au", "pcm_s32be", "a.au", ONE, bytes!(headers::au(5, Whole(4), ONE))),
    row("au", "pcm_f32be", "a.au", ONE, bytes!(headers::au(6, Float(4), ONE))),
    row("au", "pcm_f64be", "a.au", ONE, bytes!(headers::au(7, Float(8), ONE))),
    row("aiff", "pcm_s16be", "a.aiff", TWO, Ffmpeg(8_000, &["-c:a", "pcm_s16be"])),
    row("aiff", "pcm_s24be", "a.aiff", ONE, Ffmpeg(44_100, &["-c:a", "pcm_s24be"])),
    row("aiff", "pcm_s16le", "sowt.aiff", ONE, Ffmpeg(8_000, &["-c:a", "pcm_s16le"])),
    row("aiff", "pcm_mulaw", "a.aiff", ONE, Ffmpeg(8_000, &["-c:a", "pcm_mulaw"])),
    row("aiff", "pcm_alaw", "a.aiff", ONE, Ffmpeg(8_000, &["-c:a", "pcm_alaw"])),
    row("caf", "pcm_s16le", "a.caf", ONE, Ffmpeg(8_000, &["-c:a", "pcm_s16le"])),
    row("mp3", "mp3", "a.mp3", TWO, Ffmpeg(8_000, &["-b:a", "16k"])),
    row("mp3", "mp3", "vbr.mp3", TWO, Ffmpeg(44_100, &["-q:a", "5"])),
    row("flac", "flac", "a.flac", TWO, Ffmpeg(8_000, &[])),
    row("ogg", "flac", "flac.ogg", ONE, Ffmpeg(16_000, &["-c:a", "flac"])),
    row("ogg", "vorbis", "a.ogg", TWO, Ffmpeg(16_000, &["-c:a", "libvorbis"])),
    row("ogg", "opus", "a.opus", TWO, Ffmpeg(16_000, &["-c:a", "libopus"])),
    row("ogg", "opus", "short.ogg", ONE, Ffmpeg(8_000, &["-c:a", "libopus", "-frame_duration", "2.5"])),
    row("matroska", "opus", "a.webm", TWO, Ffmpeg(48_000, &["-c:a", "libopus"])),
    row("matroska", "vorbis", "a.webm", ONE, Ffmpeg(16_000, &["-c:a", "libvorbis"])),
    row("isomp4", "aac", "a.m4a", TWO, Ffmpeg(16_000, &["-c:a", "aac"])),
    row("isomp4", "aac", "narrow.m4a", ONE, Ffmpeg(8_000, &["-c:a", "aac"])),
    row(
        "isomp4",
        "aac",
        "streamed.mp4",
        ONE,
        Ffmpeg(16_000, &["-c:a", "aac", "-movflags", "frag_keyframe+delay_moov"]),
    ),
    row("isomp4", "aac", "front.m4a", ONE, Ffmpeg(16_000, &["-c:a", "aac", "-movflags", "+faststart"])),
    row("isomp4", "alac", "a.m4a", ONE, Ffmpeg(8_000, &["-c:a", "alac"])),
    row("aac", "aac", "a.aac", ONE, Ffmpeg(16_000, &["-c:a", "aac"])),
    row("raw", "pcm_mulaw", "a.ulaw", ONE, bytes!(headers::samples(MuLaw, 8_000, ONE))),
    row("raw", "pcm_alaw", "a.alaw", ONE, bytes!(headers::samples(ALaw, 8_000, ONE))),
    row("raw", "pcm_s16le", "a.sln", ONE, bytes!(headers::samples(Whole(2), 8_000, ONE))),
    row("raw", "pcm_s16le", "a.sln16", ONE, bytes!(headers::samples(Whole(2), 16_000, ONE))),
    row("raw", "gsm", "a.gsm", ONE, Ffmpeg(8_000, &["-c:a", "libgsm"])),
    row("raw", "adpcm_g722", "a.g722", ONE, Ffmpeg(16_000, &[])),
    row(
        "raw",
        "adpcm_g726le",
        "a.g726",
        ONE,
        Ffmpeg(8_000, &["-c:a", "g726le", "-b:a", "32k", "-f", "g726le"]),
    ),
    row("amr", "other", "a.amr", ONE, Ffmpeg(8_000, &["-c:a", "libopencore_amrnb"])),
    row("asf", "other", "a.wma", ONE, Ffmpeg(44_100, &["-c:a", "wmav2", "-b:a", "192k"])),
    row("w64", "other", "a.w64", ONE, Ffmpeg(8_000, &["-c:a", "pcm_s16le"])),
    row("voc", "other", "a.voc", ONE, Ffmpeg(8_000, &["-c:a", "pcm_s16le"])),
];

/// Whether an ffmpeg is here; it comes with `make tools`.
pub(crate) fn has_ffmpeg() -> bool {
    Command::new("ffmpeg").arg("-version").output().is_ok_and(|said| said.status.success())
}

impl Row {
    /// Writes the file into this folder; `None` where it takes an ffmpeg that is not here, or that has
    /// no such encoder.
    pub(crate) fn write(&self, folder: &Path) -> Option<PathBuf> {
        let path = folder.join(self.name);
        match self.maker {
            Maker::Bytes(made) => std::fs::write(&path, made()).unwrap(),
            Maker::Ffmpeg(rate, options) => self.encode(rate, options, &path)?,
        }
        Some(path)
    }

    fn encode(&self, rate: u32, options: &[&str], path: &Path) -> Option<()> {
        let source = path.with_extension("source.wav");
        let spec = hound::WavSpec {
            channels: u16::try_from(self.delays_ms.len()).unwrap(),
            sample_rate: rate,
            bits_per_sample: 16,
            sample_format: hound::SampleFormat::Int,
        };
        let mut writer = hound::WavWriter::create(&source, spec).unwrap();
        let lanes: Vec<Vec<i16>> =
            self.delays_ms.iter().map(|delay| clicks::sixteen_bits(&clicks::channel(rate, *delay))).collect();
        for at in 0..lanes[0].len() {
            lanes.iter().for_each(|lane| writer.write_sample(lane[at]).unwrap());
        }
        writer.finalize().unwrap();
        let said = Command::new("ffmpeg")
            .args(["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-i"])
            .arg(&source)
            .args(options)
            .arg(path)
            .output()
            .ok()?;
        if !said.status.success() {
            eprintln!("skipped {}: {}", self.name, String::from_utf8_lossy(&said.stderr).trim());
            return None;
        }
        if self.codec.starts_with("adpcm_") && self.container == "wave" {
            state_frames(path, lanes[0].len());
        }
        Some(())
    }
}

/// ffmpeg counts the padding of the last block in the `fact` chunk; other encoders say what is meant.
fn state_frames(path: &Path, frames: usize) {
    let mut file = std::fs::read(path).unwrap();
    let fact = file.windows(4).position(|four| four == b"fact").unwrap() + 8;
    file[fact..fact + 4].copy_from_slice(&u32::try_from(frames).unwrap().to_le_bytes());
    std::fs::write(path, file).unwrap();
}
