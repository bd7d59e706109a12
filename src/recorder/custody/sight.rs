//! Reading an object to its end: how long it is, and what its content hashes to.

use crate::db::recording::ContentHash;
use crate::ids::ObjectKey;
use crate::storage::{ObjectStore, StorageError};
use futures_util::TryStreamExt;
use sha2::{Digest, Sha256};
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// What an object turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sight {
    /// How many bytes it has.
    pub(super) bytes: u64,
    /// Their SHA-256.
    pub(super) hash: ContentHash,
}

/// Reads an object to its end, not faster than `pace` allows.
pub(super) async fn look_at(
    store: &dyn ObjectStore,
    key: ObjectKey,
    pace: &mut Pace,
) -> Result<Sight, StorageError> {
    let mut content = store.get(key, None).await?;
    let (mut hasher, mut bytes) = (Sha256::new(), 0_u64);
    while let Some(piece) = content.try_next().await? {
        hasher.update(&piece);
        bytes += piece.len() as u64;
        pace.after(piece.len() as u64).await;
    }
    Ok(Sight { bytes, hash: hasher.finalize().into() })
}

/// Keeps reading down to so many bytes a second, so that the calls of the day come first.
#[derive(Debug)]
pub(super) struct Pace {
    bytes_per_second: Option<u64>,
    began: Instant,
    bytes: u64,
}

/// How far reading may run ahead before it rests.
const AHEAD: Duration = Duration::from_millis(50);

impl Pace {
    pub(super) fn new(bytes_per_second: Option<u64>) -> Self {
        Self { bytes_per_second, began: Instant::now(), bytes: 0 }
    }

    /// Rests for as long as so many more bytes need.
    async fn after(&mut self, bytes: u64) {
        let Some(pace) = self.bytes_per_second.filter(|pace| *pace > 0) else { return };
        self.bytes = self.bytes.saturating_add(bytes);
        let micros = u128::from(self.bytes) * 1_000_000 / u128::from(pace);
        let due = Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX));
        let early = due.saturating_sub(self.began.elapsed());
        if early > AHEAD {
            sleep(early).await;
        }
    }
}
