//! Ten thousand times damaged: what is said of calls in sidecars, names, tables, vCons, and the settings
//! of their sources. None makes a reader panic, hang or take memory; what is read can be stored, and is
//! read as the same again.
//!
//! What is tried of each is what `fuzz/` tries for longer.

#[path = "../../fuzz/src/readers.rs"]
#[expect(unreachable_pub, reason = "a file of the fuzzer, which is a package of its own")]
mod readers;

use super::{Dice, MEMORY_MOST, MUTATIONS, PATIENCE, damaged, most_memory, one_at_a_time, the_seed};
use serde_json::{Map, Value, json};
use std::path::Path;
use std::time::Instant;

type Reader = fn(&[u8]);

/// What is read by what; the seeds lie in the folder of that name.
const READERS: [(&str, Reader); 6] = [
    ("sidecar", readers::sidecar),
    ("names", readers::names),
    ("interpret", readers::interpret),
    ("documents", readers::documents),
    ("tables", readers::tables),
    ("vcon", readers::vcon),
];

/// A file to damage, and who reads it.
struct Told {
    name: String,
    bytes: Vec<u8>,
    read: Reader,
}

fn seeds() -> std::io::Result<Vec<Told>> {
    let mut seeds = Vec::new();
    for (target, read) in READERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
        let mut paths = std::fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<std::io::Result<Vec<_>>>()?;
        paths.sort();
        for path in paths {
            let name = format!("{target}/{}", path.file_name().unwrap_or_default().display());
            seeds.push(Told { name, bytes: std::fs::read(path)?, read });
        }
    }
    Ok(seeds)
}

/// What programs write where something else should stand.
fn extreme(dice: &mut Dice) -> Value {
    match dice.below(20) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(u64::MAX),
        4 => json!(1e300),
        5 => json!(0.1),
        6 => json!(""),
        7 => json!(" \u{3000} "),
        8 => json!("\u{0}"),
        9 => json!("x".repeat(501)),
        10 => json!("长".repeat(20_001)),
        11 => json!("9999-12-31T23:59:60Z"),
        12 => json!("0000-00-00 00:00:00"),
        13 => json!([]),
        14 => json!({}),
        15 => json!(vec!["x"; 101]),
        16 => (0..100).fold(json!(1), |inner, _| json!([inner])),
        17 => json!({ "external_id": 1, "from": "x", "type": "recording" }),
        18 => json!("agent"),
        _ => json!("-0"),
    }
}

/// Names that mean something to a reader.
const WORDS: [&str; 12] = [
    "native_id",
    "agents",
    "direction",
    "tags",
    "channels",
    "leg",
    "source",
    "external_id",
    "started_at",
    "uuid",
    "dialog",
    "critical",
];

/// Puts something else in the place of one value, or another name in the place of one name.
fn twist(value: &mut Value, dice: &mut Dice) {
    let goes_on = dice.below(3) > 0;
    match value {
        Value::Object(fields) if goes_on && !fields.is_empty() => {
            let at = dice.below(fields.len());
            let Some(name) = fields.keys().nth(at).cloned() else { return };
            match dice.below(6) {
                0 => drop(fields.shift_remove(&name)),
                1 => {
                    let moved = fields.shift_remove(&name).unwrap_or_default();
                    fields.insert(WORDS[dice.below(WORDS.len())].to_owned(), moved);
                }
                2 => drop(fields.insert(WORDS[dice.below(WORDS.len())].to_owned(), extreme(dice))),
                _ => fields.get_mut(&name).into_iter().for_each(|inner| twist(inner, dice)),
            }
        }
        Value::Array(items) if goes_on && !items.is_empty() => {
            let at = dice.below(items.len());
            match dice.below(4) {
                0 => drop(items.remove(at)),
                1 => items.push(items[at].clone()),
                _ => twist(&mut items[at], dice),
            }
        }
        other => *other = extreme(dice),
    }
}

/// Damage that leaves JSON what it is, where there is any.
fn twisted(bytes: &[u8], dice: &mut Dice) -> Option<Vec<u8>> {
    let begins = bytes.iter().position(|byte| *byte == b'{')?;
    let mut value = Value::Object(serde_json::from_slice::<Map<_, _>>(&bytes[begins..]).ok()?);
    for _ in 0..=dice.below(3) {
        twist(&mut value, dice);
    }
    Some([&bytes[..begins], value.to_string().as_bytes()].concat())
}

#[test]
fn ten_thousand_damaged_descriptions_cause_no_panic_no_hang_and_no_hunger() {
    let _alone = one_at_a_time();
    let seed = the_seed();
    println!("EARMARK_TEST_SEED={seed}");
    let seeds = seeds().unwrap();
    assert!(seeds.len() > READERS.len());
    for told in &seeds {
        (told.read)(&told.bytes);
    }
    let idle = most_memory();
    let mut dice = Dice(seed | 1);
    for number in 0..MUTATIONS {
        let Told { name, bytes, read } = &seeds[number % seeds.len()];
        let twists = dice.below(3) > 0;
        let sent = twisted(bytes, &mut dice).filter(|_| twists).unwrap_or_else(|| damaged(bytes, &mut dice));
        let began = Instant::now();
        let tried = std::panic::catch_unwind(|| read(&sent));
        assert!(tried.is_ok(), "number {number}, of {name}, of seed {seed}: {}", beginning(&sent));
        assert!(began.elapsed() < PATIENCE, "number {number}, of {name}, of seed {seed} hangs");
        let more = most_memory() - idle;
        assert!(more < MEMORY_MOST, "number {number}, of {name}, of seed {seed} took {more} KiB");
    }
}

fn beginning(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().take(2_000).collect()
}
