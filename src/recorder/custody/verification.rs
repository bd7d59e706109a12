//! `earmark storage verify`: is everything that is known in the store, is it what came in, and is
//! there anything that nobody knows?
//!
//! The register and the store are walked side by side in the order of their keys, and every known
//! object is read to its end: its size must be the one that was entered, and an original must have
//! the SHA-256 it arrived with. How far the walk got stands in the database, so that the next one
//! to look goes on there; only one does at a time. Nothing is repaired: what to do about a damaged
//! recording is for people to decide.

use super::sight::{Pace, Sight, look_at};
use crate::db::recording::ContentHash;
use crate::db::storage_check::{self, NewFinding, Problem, StorageCheck};
use crate::db::stored_object::{self, Purpose, StoredObject};
use crate::db::{Db, DbError};
use crate::ids::{ObjectKey, StorageCheckId, WorkerId};
use crate::recorder::RecorderError;
use crate::storage::{ObjectInfo, Storage, StorageError};
use crate::time::Instant;
use std::collections::BTreeMap;
use std::time::Duration;

/// How long after one walk began the next one does.
pub const WALK_EVERY: Duration = Duration::from_hours(7 * 24);
/// How many objects of either side are looked at together.
const PAGE: usize = 200;
/// After how long progress is stored.
const STORE_PROGRESS: Duration = Duration::from_secs(2);
/// How long a walk is held by somebody who says nothing any more.
const LEASE: Duration = Duration::from_mins(1);
/// How often whoever holds it says that they still do.
const SAY_STILL: Duration = Duration::from_secs(15);
/// How old an object that nobody knows must be: a younger one may be on its way.
const STRAY_AGE: Duration = Duration::from_hours(24);

/// A walk through everything that is stored.
pub struct Verification {
    /// The database.
    pub db: Db,
    /// The store.
    pub storage: Storage,
    /// Its name.
    pub store: String,
    /// Who walks.
    pub holder: WorkerId,
    /// How fast objects are read, in bytes a second; none: as fast as it goes.
    pub pace: Option<u64>,
}

/// One key of either side.
#[derive(Default)]
struct Pair {
    known: Option<(StoredObject, Option<ContentHash>)>,
    stored: Option<ObjectInfo>,
}

impl Verification {
    /// Takes up the walk that is open, or begins one. `afresh`: always begins one.
    pub async fn begin(&self, afresh: bool) -> Result<StorageCheck, RecorderError> {
        let (store, holder) = (self.store.clone(), self.holder);
        self.db
            .write(move |writing| {
                if let Some(open) = storage_check::open(writing)? {
                    if !storage_check::take(writing, open.id, holder, LEASE)? {
                        return Err(RecorderError::VerifiedElsewhere);
                    }
                    if !afresh && open.store == store {
                        return Ok(StorageCheck { held_by: Some(holder), ..open });
                    }
                    storage_check::discard(writing, open.id)?;
                }
                let now = writing.now();
                let new = StorageCheck {
                    id: StorageCheckId::new(),
                    store: store.clone(),
                    began_at: now,
                    changed_at: now,
                    ended_at: None,
                    held_by: Some(holder),
                    held_until: now.plus(LEASE),
                    seen_to: None,
                    expected: stored_object::count(writing)?,
                    objects: 0,
                    bytes: 0,
                    damaged: 0,
                    missing: 0,
                    strays: 0,
                };
                storage_check::begin(writing, &new)?;
                Ok(new)
            })
            .await
    }

    /// Goes on with a walk to its end, or for at most so long; `told` hears how far it is and what
    /// was found. Then the walk is nobody's, and whoever comes next goes on with it. Dropped in the
    /// middle, it goes on from the last stored progress ([`Verification::let_go`]).
    pub async fn go_on(
        &self,
        walk: StorageCheck,
        at_most: Option<Duration>,
        told: impl FnMut(&StorageCheck, &[NewFinding]),
    ) -> Result<StorageCheck, RecorderError> {
        let id = walk.id;
        tokio::select! {
            walked = self.walk_on(walk, at_most, told) => walked,
            lost = self.until_lost(id) => Err(lost),
        }
    }

    /// Lets whoever comes next go on with the walk, after it was dropped in the middle.
    pub async fn let_go(&self, id: StorageCheckId) -> Result<(), RecorderError> {
        let holder = self.holder;
        Ok(self
            .db
            .write(move |writing| storage_check::take(writing, id, holder, Duration::ZERO).map(drop))
            .await?)
    }

    /// Says again and again that the walk is still held, for an object may take long.
    async fn until_lost(&self, id: StorageCheckId) -> RecorderError {
        loop {
            tokio::time::sleep(SAY_STILL).await;
            let holder = self.holder;
            match self.db.write(move |writing| storage_check::take(writing, id, holder, LEASE)).await {
                Ok(true) => {}
                Ok(false) => return RecorderError::VerifiedElsewhere,
                Err(error) => return error.into(),
            }
        }
    }

    async fn walk_on(
        &self,
        mut walk: StorageCheck,
        at_most: Option<Duration>,
        mut told: impl FnMut(&StorageCheck, &[NewFinding]),
    ) -> Result<StorageCheck, RecorderError> {
        let began = tokio::time::Instant::now();
        let mut pace = Pace::new(self.pace);
        loop {
            let (pairs, is_last) = self.page(walk.seen_to).await?;
            let mut stored_at = tokio::time::Instant::now();
            let mut findings = Vec::new();
            for (key, pair) in pairs {
                findings.extend(self.examine(&mut walk, key, pair, &mut pace).await?);
                walk.seen_to = Some(key);
                if stored_at.elapsed() >= STORE_PROGRESS {
                    self.store_progress(&mut walk, &findings, false).await?;
                    told(&walk, &findings);
                    findings.clear();
                    stored_at = tokio::time::Instant::now();
                    if at_most.is_some_and(|at_most| began.elapsed() >= at_most) {
                        break;
                    }
                }
            }
            let is_over = at_most.is_some_and(|at_most| began.elapsed() >= at_most);
            if is_last && !is_over {
                walk.ended_at = Some(self.db.clock().now());
            }
            self.store_progress(&mut walk, &findings, is_last || is_over).await?;
            told(&walk, &findings);
            if is_last || is_over {
                return Ok(walk);
            }
        }
    }

    /// The next keys of either side, up to the last one that both pages reach; and whether there
    /// is nothing behind them.
    async fn page(
        &self,
        after: Option<ObjectKey>,
    ) -> Result<(BTreeMap<ObjectKey, Pair>, bool), RecorderError> {
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
        let known = self.db.read(move |reading| stored_object::page(reading, after, limit)).await?;
        let stored = self.storage.list(after, PAGE).await?;
        let last_known = known.last().map(|(object, _)| object.key).filter(|_| known.len() == PAGE);
        let last_stored = stored.last().map(|object| object.key).filter(|_| stored.len() == PAGE);
        let reached = last_known.into_iter().chain(last_stored).min();
        let mut pairs: BTreeMap<ObjectKey, Pair> = BTreeMap::new();
        for one in known {
            let key = one.0.key;
            pairs.entry(key).or_default().known = Some(one);
        }
        for object in stored {
            pairs.entry(object.key).or_default().stored = Some(object);
        }
        if let Some(reached) = reached {
            pairs.retain(|key, _| *key <= reached);
        }
        Ok((pairs, reached.is_none()))
    }

    async fn examine(
        &self,
        walk: &mut StorageCheck,
        key: ObjectKey,
        pair: Pair,
        pace: &mut Pace,
    ) -> Result<Option<NewFinding>, RecorderError> {
        let Some((object, hash)) = pair.known else {
            let is_stray = self.is_stray(key, pair.stored).await?;
            walk.strays += i64::from(is_stray);
            return Ok(is_stray.then(|| finding(walk.id, key, Problem::Stray, None)));
        };
        let problem = match look_at(self.storage.as_ref(), key, pace).await {
            Ok(sight) => {
                walk.bytes = walk.bytes.saturating_add(i64::try_from(sight.bytes).unwrap_or(i64::MAX));
                (!is_as_entered(&object, hash.as_ref(), &sight)).then_some(Problem::Damaged)
            }
            Err(StorageError::Missing(_)) if self.is_known(key).await? => Some(Problem::Missing),
            Err(StorageError::Missing(_)) => return Ok(None),
            Err(StorageError::Io(cause)) => {
                tracing::warn!(%key, %cause, "a stored object cannot be read");
                Some(Problem::Damaged)
            }
            Err(error) => return Err(error.into()),
        };
        walk.objects += 1;
        match problem {
            Some(Problem::Damaged) => walk.damaged += 1,
            Some(Problem::Missing) => walk.missing += 1,
            Some(Problem::Stray) | None => {}
        }
        Ok(problem.map(|problem| finding(walk.id, key, problem, Some(&object))))
    }

    /// Whether nobody knows the object still, and it is old enough for that to mean something.
    async fn is_stray(&self, key: ObjectKey, stored: Option<ObjectInfo>) -> Result<bool, DbError> {
        let young: Instant = self.db.clock().now().minus(STRAY_AGE);
        if stored.is_none_or(|stored| stored.modified_at >= young) {
            return Ok(false);
        }
        Ok(!self.is_known(key).await?)
    }

    async fn is_known(&self, key: ObjectKey) -> Result<bool, DbError> {
        let known = self.db.read(move |reading| stored_object::find(reading, key)).await?;
        Ok(known.is_some())
    }

    /// Stores how far the walk got; `let_go`: and lets whoever comes next go on with it.
    async fn store_progress(
        &self,
        walk: &mut StorageCheck,
        findings: &[NewFinding],
        let_go: bool,
    ) -> Result<(), RecorderError> {
        let now = self.db.clock().now();
        walk.changed_at = now;
        walk.held_until = if let_go { now } else { now.plus(LEASE) };
        let (stored, found) = (walk.clone(), findings.to_vec());
        let ours = self.db.write(move |writing| storage_check::advance(writing, &stored, &found)).await?;
        if ours { Ok(()) } else { Err(RecorderError::VerifiedElsewhere) }
    }
}

/// The size that was entered, and for an original the content that came in.
fn is_as_entered(object: &StoredObject, hash: Option<&ContentHash>, sight: &Sight) -> bool {
    let size_fits = u64::try_from(object.bytes).is_ok_and(|bytes| bytes == sight.bytes);
    let content_fits = object.purpose != Purpose::Original || hash.is_none_or(|hash| *hash == sight.hash);
    size_fits && content_fits
}

fn finding(
    check_id: StorageCheckId,
    key: ObjectKey,
    problem: Problem,
    object: Option<&StoredObject>,
) -> NewFinding {
    NewFinding {
        check_id,
        key,
        problem,
        purpose: object.map(|object| object.purpose),
        recording_id: object.and_then(|object| object.recording_id),
        call_id: object.map(|object| object.call_id),
    }
}
