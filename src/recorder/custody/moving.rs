//! `earmark storage move`: everything that is known to another store, then that store is in force.
//!
//! Each object is copied and read back from the target; only what hashes to the same counts as
//! copied, and stands in the database as such, so that an interrupted move goes on where it
//! stopped. Servers may run meanwhile: what they take in is found by the next pass. The switch is
//! one transaction in which no other can enter an object, and it refuses while anything is not
//! copied. A process that still uses the old store enters nothing after it (`db::store_in_force`),
//! and reads what it likes: the source is never changed.

use super::sight::{Pace, look_at};
use crate::db::recording::ContentHash;
use crate::db::stored_object::{self, Purpose, StoredObject};
use crate::db::{Db, object_copy, store_in_force};
use crate::ids::ObjectKey;
use crate::recorder::RecorderError;
use crate::storage::{Storage, StorageError};
use futures_util::stream::{self, StreamExt, TryStreamExt};

/// How many objects are asked for at once.
const PAGE: i64 = 100;
/// How many are on their way at the same time.
const AT_ONCE: usize = 4;
/// How often what came in meanwhile is copied before the move gives up on overtaking it.
const PASSES: usize = 20;

/// A move from one store to another.
pub struct Move {
    /// The database.
    pub db: Db,
    /// The store in force.
    pub from: Storage,
    /// The store to be in force.
    pub to: Storage,
    /// Its name.
    pub to_name: String,
    /// Whether objects that the source has lost may stay behind.
    pub leave_missing: bool,
}

/// How far a move is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MoveProgress {
    /// How many objects are in the target, compared byte by byte.
    pub copied: i64,
    /// How many there are.
    pub of: i64,
    /// How many the source has lost.
    pub missing: u64,
    /// How many are not what came in; they were copied as they are.
    pub damaged: u64,
}

/// What became of one object.
enum Copied {
    AsEntered,
    Damaged,
    Missing,
    /// Deleted meanwhile.
    Gone,
}

impl Move {
    /// Copies, compares, and switches. Goes on with an earlier move to the same store.
    pub async fn run(&self, mut told: impl FnMut(MoveProgress)) -> Result<MoveProgress, RecorderError> {
        self.begin().await?;
        let mut progress = MoveProgress::default();
        for _ in 0..PASSES {
            progress = self.copy_missing(progress, &mut told).await?;
            if progress.missing > 0 && !self.leave_missing {
                return Err(RecorderError::MoveFoundMissing { missing: progress.missing });
            }
            match self.switch().await {
                Err(RecorderError::MoveBehind) => {}
                switched => return switched.map(|()| progress),
            }
        }
        Err(RecorderError::MoveBehind)
    }

    async fn begin(&self) -> Result<(), RecorderError> {
        let to = self.to_name.clone();
        self.db
            .write(move |writing| {
                if store_in_force::moving_to(writing)?.as_ref() != Some(&to) {
                    object_copy::forget_all(writing)?;
                    store_in_force::begin_move(writing, &to)?;
                }
                Ok(())
            })
            .await
    }

    /// One pass over what is not copied yet.
    async fn copy_missing(
        &self,
        so_far: MoveProgress,
        told: &mut impl FnMut(MoveProgress),
    ) -> Result<MoveProgress, RecorderError> {
        let mut progress = MoveProgress { missing: 0, ..so_far };
        let mut after = None;
        loop {
            let page = self.db.read(move |reading| object_copy::missing(reading, after, PAGE)).await?;
            let Some((last, _)) = page.last() else { return Ok(progress) };
            after = Some(last.key);
            let copies = stream::iter(page).map(|(object, hash)| self.copy(object, hash));
            let mut copies = copies.buffer_unordered(AT_ONCE);
            let mut arrived = Vec::new();
            while let Some((key, copied)) = copies.try_next().await? {
                match copied {
                    Copied::AsEntered => arrived.push(key),
                    Copied::Damaged => {
                        tracing::warn!(%key, "an object is not what came in; it is copied as it is");
                        progress.damaged += 1;
                        arrived.push(key);
                    }
                    Copied::Missing => {
                        tracing::warn!(%key, "an object is missing in the store");
                        progress.missing += 1;
                        if self.leave_missing {
                            arrived.push(key);
                        }
                    }
                    Copied::Gone => {}
                }
                if arrived.len() >= 16 {
                    (progress.copied, progress.of) = self.note(std::mem::take(&mut arrived)).await?;
                    told(progress);
                }
            }
            (progress.copied, progress.of) = self.note(arrived).await?;
            told(progress);
        }
    }

    /// Notes copies and counts them. Another move to elsewhere may have begun since.
    async fn note(&self, keys: Vec<ObjectKey>) -> Result<(i64, i64), RecorderError> {
        let to = self.to_name.clone();
        self.db
            .write(move |writing| {
                if store_in_force::moving_to(writing)?.as_ref() != Some(&to) {
                    return Err(RecorderError::MoveOvertaken);
                }
                object_copy::note(writing, &keys)?;
                Ok(object_copy::progress(writing)?)
            })
            .await
    }

    async fn copy(
        &self,
        object: StoredObject,
        hash: Option<ContentHash>,
    ) -> Result<(ObjectKey, Copied), RecorderError> {
        let key = object.key;
        let pace = &mut Pace::new(None);
        let source = match look_at(self.from.as_ref(), key, pace).await {
            Err(StorageError::Missing(_)) => {
                let known = self.db.read(move |reading| stored_object::find(reading, key)).await?;
                return Ok((key, if known.is_some() { Copied::Missing } else { Copied::Gone }));
            }
            looked => looked?,
        };
        let is_there = match self.to.stat(key).await? {
            Some(there) if there.size == source.bytes => {
                look_at(self.to.as_ref(), key, pace).await? == source
            }
            _ => false,
        };
        if !is_there {
            let content = self.from.get(key, None).await?;
            self.to.put(key, source.bytes, content).await?;
            if look_at(self.to.as_ref(), key, pace).await? != source {
                return Err(RecorderError::CopyDiffers { key });
            }
        }
        let wanted = hash.filter(|_| object.purpose == Purpose::Original);
        let size_fits = u64::try_from(object.bytes).is_ok_and(|bytes| bytes == source.bytes);
        let as_entered = size_fits && wanted.is_none_or(|wanted| wanted == source.hash);
        Ok((key, if as_entered { Copied::AsEntered } else { Copied::Damaged }))
    }

    /// Puts the target in force, if everything that is known is in it.
    async fn switch(&self) -> Result<(), RecorderError> {
        let to = self.to_name.clone();
        self.db
            .write(move |writing| {
                if store_in_force::moving_to(writing)?.as_ref() != Some(&to) {
                    return Err(RecorderError::MoveOvertaken);
                }
                // First, so that nobody can enter an object between the question and the end.
                store_in_force::switch(writing, &to)?;
                if !object_copy::missing(writing, None, 1)?.is_empty() {
                    return Err(RecorderError::MoveBehind);
                }
                object_copy::forget_all(writing)?;
                Ok(())
            })
            .await
    }
}
