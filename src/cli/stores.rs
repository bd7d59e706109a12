//! Object stores by their address: which one a command means, and opening it.

use super::exit::Failure;
use crate::config::s3::{S3Keys, keys, keys_in_file};
use crate::error::{Coded, Kind};
use crate::storage::{Filesystem, S3, Storage, StorageAddress, StorageError};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a start waits for an object store that does not answer: both may have been started at
/// the same time.
const START_PATIENCE: Duration = Duration::from_secs(30);
/// How long until it is asked again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// An object store that a command means.
pub(super) struct Store {
    address: StorageAddress,
    keys: Option<S3Keys>,
}

/// The store that was named is not the one that the recordings are in.
#[derive(Debug, thiserror::Error)]
#[error(
    "the recordings of this database are in {}, and not in {}; give --storage (or EARMARK_STORAGE) as \
     before, or move them first with `earmark storage move --to`",
    described(in_force),
    described(given)
)]
pub(super) struct StoreDiffers {
    /// The name of the store in force.
    pub(super) in_force: String,
    /// The name of the one that was given.
    pub(super) given: String,
}

impl Coded for StoreDiffers {
    fn kind(&self) -> Kind {
        Kind::Invalid
    }

    fn code(&self) -> &'static str {
        "store_differs"
    }

    fn params(&self) -> Vec<(&'static str, String)> {
        vec![("in_force", self.in_force.clone()), ("given", self.given.clone())]
    }
}

impl Store {
    /// The store of this address; none: the folder in the data folder. A bucket's keys come from
    /// the environment.
    pub(super) fn named(text: Option<&str>, data: &Path) -> Result<Self, Failure> {
        let address = address(text, data)?;
        let keys = matches!(address, StorageAddress::S3(_)).then(keys).transpose()?;
        Ok(Self { address, keys })
    }

    /// The store of this address, whose keys stand in a file.
    pub(super) fn with_keys_in(text: &str, data: &Path, file: &Path) -> Result<Self, Failure> {
        Ok(Self { address: address(Some(text), data)?, keys: Some(keys_in_file(file)?) })
    }

    /// What tells it from every other.
    pub(super) fn name(&self) -> String {
        self.address.name()
    }

    /// Opens it; a folder is made where it is missing. A bucket is not asked yet.
    pub(super) fn open(&self, data: &Path) -> Result<Storage, StorageError> {
        match (&self.address, &self.keys) {
            (StorageAddress::S3(address), Some(keys)) => Ok(Arc::new(S3::new(address, keys)?)),
            (address, _) => {
                let folder =
                    address.folder(data).ok_or(StorageError::Address { problem: "it has no keys" })?;
                Ok(Arc::new(Filesystem::open(folder)?))
            }
        }
    }

    /// Makes sure that it answers, and us. Waits a while for one that is away. Asks by a connection
    /// of its own, which ends with the runtime that it runs on.
    pub(super) async fn must_answer(&self, data: &Path) -> Result<(), StorageError> {
        let store = self.open(data)?;
        let until = tokio::time::Instant::now() + START_PATIENCE;
        loop {
            match store.check().await {
                Err(error) if error.is_away() && tokio::time::Instant::now() < until => {
                    tracing::warn!(
                        store = self.name(),
                        "waiting for the object store, which does not answer"
                    );
                    tokio::time::sleep(ASK_AGAIN).await;
                }
                answered => return answered,
            }
        }
    }
}

/// The name of a store as a person reads it.
fn described(name: &str) -> &str {
    if name == StorageAddress::InData.name() { "the data folder (no --storage)" } else { name }
}

/// A folder that is the default one written out is the default one.
fn address(text: Option<&str>, data: &Path) -> Result<StorageAddress, StorageError> {
    let Some(text) = text else { return Ok(StorageAddress::InData) };
    let address = text.parse::<StorageAddress>()?.absolute()?;
    let default = StorageAddress::InData.folder(data).map(std::path::absolute).transpose()?;
    match &address {
        StorageAddress::Folder(folder) if Some(folder) == default.as_ref() => Ok(StorageAddress::InData),
        _ => Ok(address),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_in_the_data_folder_is_the_default_however_it_is_written() {
        let data = tempfile::tempdir().unwrap();
        let default = Store::named(None, data.path()).unwrap();
        let written = data.path().join("objects");
        let named = Store::named(written.to_str(), data.path()).unwrap();
        assert_eq!((default.name().as_str(), named.name().as_str()), ("data-folder", "data-folder"));
        let other = Store::named(Some("/srv/objects"), data.path()).unwrap();
        assert_eq!(other.name(), "folder:/srv/objects");
    }
}
