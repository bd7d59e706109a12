//! Ten thousand damaged files: none makes the decoder panic, hang or take memory.
//!
//! Every run tries other ones; it prints its seed, and `EARMARK_TEST_SEED` repeats it.

#[path = "formats/clicks.rs"]
#[expect(dead_code, reason = "only the sound is needed here")]
mod clicks;
#[path = "formats/headers.rs"]
mod headers;
#[path = "formats/makers.rs"]
mod makers;
#[path = "mutations/told.rs"]
mod told;

use earmark::audio::{AudioError, Decoder};
use headers::{Coding, Form};
use std::io::Cursor;
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How many files are damaged.
const MUTATIONS: usize = 10_000;
/// How much of a file is decoded at most: damage to a header may promise days of sound.
const BLOCKS_MOST: usize = 25;
/// How much memory may be taken beyond what the test takes by itself, in KiB.
const MEMORY_MOST: u64 = 256 * 1024;
/// What a single file may take; a hundred times what the slowest takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A small generator of our own, so that a seed means the same everywhere (xorshift64*).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.roll() % bound.max(1) as u64).unwrap()
    }
}

/// A file to damage, and the name it has.
struct Seed {
    name: &'static str,
    bytes: Vec<u8>,
}

/// The first bytes of every kind, cut short: what is damaged is mostly the header.
fn seeds() -> Vec<Seed> {
    let seed = |name, bytes: Vec<u8>| Seed { name, bytes };
    let short = |mut bytes: Vec<u8>| {
        bytes.truncate(6_000);
        bytes
    };
    let mut seeds = vec![
        seed("pcm.wav", short(headers::wav(Form::Riff, Coding::Whole(2), &[0, 100]))),
        seed("float.wav", short(headers::wav(Form::Riff, Coding::Float(8), &[0]))),
        seed("mulaw.wav", short(headers::wav(Form::Riff, Coding::MuLaw, &[0]))),
        seed("big.wav", short(headers::wav(Form::Rifx, Coding::Whole(3), &[0]))),
        seed("long.wav", short(headers::wav(Form::Rf64, Coding::Whole(2), &[0]))),
        seed("broadcast.wav", short(headers::wav(Form::Bw64, Coding::ALaw, &[0]))),
        seed("sun.au", short(headers::au(3, Coding::Whole(2), &[0]))),
        seed("call.ulaw", short(headers::samples(Coding::MuLaw, 8_000, &[0]))),
        seed("call.sln16", short(headers::samples(Coding::Whole(2), 16_000, &[0]))),
        seed("gsm.wav", blocks(0x31, 65, 320, &[])),
        seed("ms.wav", blocks(2, 256, 500, &MS_COEFFICIENTS)),
        seed("ima.wav", blocks(0x11, 256, 505, &[])),
        seed("call.gsm", [0xD5; 33].repeat(60)),
    ];
    seeds.extend(encoded());
    seeds
}

/// Files that take an encoder which there is not in Rust.
fn encoded() -> Vec<Seed> {
    if !makers::has_ffmpeg() {
        eprintln!("skipped: there is no ffmpeg to write MP3, Ogg, WebM, MP4, FLAC, AIFF and CAF");
        return Vec::new();
    }
    let folder = tempfile::tempdir().unwrap();
    let chosen =
        ["a.mp3", "a.ogg", "a.opus", "a.webm", "front.m4a", "streamed.mp4", "a.flac", "a.aiff", "a.caf"];
    let rows = makers::ROWS.iter().filter(|row| chosen.contains(&row.name));
    let seed = |row: &makers::Row| {
        let bytes = std::fs::read(row.write(folder.path())?).unwrap();
        Some(Seed { name: row.name, bytes })
    };
    rows.filter_map(seed).collect()
}

/// The seven pairs that every file of Microsoft's ADPCM has, after their number.
const MS_COEFFICIENTS: [i16; 15] = [7, 256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232];

/// A WAV file in blocks, of a codec that takes an encoder; what they hold makes no sense.
fn blocks(tag: u16, block: u16, frames: u16, more: &[i16]) -> Vec<u8> {
    let bits: u16 = if tag == 0x31 { 0 } else { 4 };
    let mut fmt = Vec::new();
    for two in [tag, 1] {
        fmt.extend(two.to_le_bytes());
    }
    fmt.extend(8_000_u32.to_le_bytes());
    fmt.extend(1_625_u32.to_le_bytes());
    for two in [block, bits, u16::try_from(2 + 2 * more.len()).unwrap(), frames] {
        fmt.extend(two.to_le_bytes());
    }
    more.iter().for_each(|two| fmt.extend(two.to_le_bytes()));
    let data: Vec<u8> =
        (0..block).map(|at| if at % 256 < 8 { 1 } else { (at % 251) as u8 }).collect::<Vec<_>>().repeat(8);
    let mut file = b"RIFF\xFF\xFF\0\0WAVEfmt ".to_vec();
    file.extend(u32::try_from(fmt.len()).unwrap().to_le_bytes());
    file.extend(fmt);
    file.extend(b"fact\x04\0\0\0");
    file.extend((u32::from(frames) * 8 - 3).to_le_bytes());
    file.extend(b"data");
    file.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
    file.extend(data);
    file
}

/// Damages a file as rot, cut lines and mistaken programs do: bytes, whole sizes, pieces lost and
/// doubled, ends missing.
fn damaged(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(6) {
        if bytes.is_empty() {
            break;
        }
        // Three in four near the beginning, where the header is.
        let reach = if dice.below(4) == 0 { bytes.len() } else { bytes.len().min(200) };
        let at = dice.below(reach);
        match dice.below(8) {
            0 | 1 => bytes[at] = dice.roll() as u8,
            2 => bytes[at] ^= 1 << dice.below(8),
            3 => {
                let extreme = [0, 1, 0x7F, 0x80, 0xFF][dice.below(5)];
                bytes.iter_mut().skip(at).take(1 + dice.below(8)).for_each(|byte| *byte = extreme);
            }
            4 => drop(bytes.drain(at..(at + 1 + dice.below(40)).min(reach))),
            5 => {
                let piece = bytes[at..(at + 1 + dice.below(40)).min(reach)].to_vec();
                bytes.splice(at..at, piece);
            }
            6 => bytes.truncate(at + dice.below(bytes.len())),
            _ => {
                let number = dice.roll().to_le_bytes();
                bytes.iter_mut().skip(at).zip(number).for_each(|(byte, new)| *byte = new);
            }
        }
    }
    bytes
}

/// Decodes as much as there is, up to a limit.
fn decode(file: Vec<u8>, name: &str) -> Result<usize, AudioError> {
    let mut decoder = Decoder::open_named(Cursor::new(file), Some(name))?;
    let mut frames = 0;
    for _ in 0..BLOCKS_MOST {
        match decoder.next_block()? {
            Some(block) => frames += block.frames(),
            None => break,
        }
    }
    Ok(frames)
}

/// The most memory that this process ever held, in KiB.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Panics in our own files, and in the codecs of others; the decoder turns both into errors.
static OURS: AtomicUsize = AtomicUsize::new(0);
static OTHERS: AtomicUsize = AtomicUsize::new(0);

fn count_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map_or("", |location| location.file());
    if place.starts_with("src/") {
        eprintln!("{info}");
        OURS.fetch_add(1, Ordering::Relaxed);
    } else if place.starts_with("tests/") {
        eprintln!("{info}");
    } else {
        OTHERS.fetch_add(1, Ordering::Relaxed);
    }
}

/// Memory is counted for the whole process.
fn one_at_a_time() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn ten_thousand_damaged_files_cause_no_panic_no_hang_and_no_hunger() {
    let _alone = one_at_a_time();
    let seed = the_seed();
    println!("EARMARK_TEST_SEED={seed}");
    let seeds = seeds();
    for Seed { name, bytes } in &seeds {
        decode(bytes.clone(), name).unwrap_or_else(|error| panic!("{name} undamaged: {error}"));
    }
    std::panic::set_hook(Box::new(count_panic));
    let idle = most_memory();
    let mut dice = Dice(seed | 1);
    let mut decoded = 0;
    for number in 0..MUTATIONS {
        let Seed { name, bytes } = &seeds[number % seeds.len()];
        let file = damaged(bytes, &mut dice);
        let began = Instant::now();
        decoded += usize::from(decode(file, name).is_ok());
        assert!(began.elapsed() < PATIENCE, "number {number}, of {name}, of seed {seed} hangs");
        assert_eq!(
            OURS.load(Ordering::Relaxed),
            0,
            "number {number}, of {name}, of seed {seed} makes us panic"
        );
        let more = most_memory() - idle;
        assert!(more < MEMORY_MOST, "number {number}, of {name}, of seed {seed} took {more} KiB");
    }
    let fenced = OTHERS.load(Ordering::Relaxed);
    println!("{decoded} of {MUTATIONS} could be decoded; {fenced} panics of codecs were fenced in");
    assert!(decoded > MUTATIONS / 20, "damage that nothing survives tries nothing");
    assert!(decoded < MUTATIONS, "damage that does no harm tries nothing");
}

#[expect(clippy::disallowed_methods, reason = "a test asks for its seed, else it takes the clock's")]
fn the_seed() -> u64 {
    let clock =
        || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as u64;
    std::env::var("EARMARK_TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or_else(clock)
}
