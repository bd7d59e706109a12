//! The supervisor: seats for children, and the chores that keep the jobs moving.
//!
//! It lives on a thread of its own, from which every child is started: the kernel ends a child
//! with the *thread* that started it, and a thread of a pool may end at any time.

use super::seat::{Seat, Stage, reached};
use super::{WorkerSettings, schedule};
use crate::db::Db;
use crate::db::job::{self, Backoff, Lane};
use crate::ids::WorkerId;
use futures_util::future::join_all;
use std::collections::BTreeMap;
use std::io;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

/// How often jobs are taken back whose lease ran out.
const RECLAIM_EVERY: Duration = Duration::from_secs(5);
/// How long the database may take with its last calls when the thread ends.
const LAST_CALLS: Duration = Duration::from_secs(5);

/// Makes the command line of a child for this lane and worker id. Standard input and process group
/// are set by the supervisor.
pub type ChildCommand = dyn Fn(Lane, WorkerId) -> Command + Send + Sync;

/// How a supervisor works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupervisorSettings {
    /// How many children each lane has; a lane that is not here is left to other supervisors.
    pub children: BTreeMap<Lane, usize>,
    /// How long children may go on with their jobs after a stop.
    pub grace: Duration,
    /// What its children work by.
    pub worker: WorkerSettings,
}

/// A running supervisor. Dropping it kills its children.
#[derive(Debug)]
pub struct Supervisor {
    stage: watch::Sender<Stage>,
    waker: Waker,
}

/// Tells the children of a lane that there may be a job.
#[derive(Debug, Clone)]
pub struct Waker(Arc<BTreeMap<Lane, watch::Sender<()>>>);

impl Waker {
    /// Makes idle children of this lane look at once; to be called after the transaction that
    /// enqueued. Children find every job by themselves within seconds, too.
    pub fn wake(&self, lane: Lane) {
        if let Some(bell) = self.0.get(&lane) {
            bell.send_modify(|()| {});
        }
    }
}

impl Supervisor {
    /// Starts the thread, which starts the children.
    pub fn start(db: Db, settings: SupervisorSettings, command: &Arc<ChildCommand>) -> io::Result<Self> {
        let (stage, stages) = watch::channel(Stage::Working);
        let mut bells = BTreeMap::new();
        let mut seats = Vec::new();
        for (lane, count) in &settings.children {
            let bell = watch::Sender::new(());
            seats.extend((0..*count).map(|_| Seat {
                lane: *lane,
                db: db.clone(),
                settings: settings.clone(),
                command: Arc::clone(command),
                stage: stages.clone(),
                bell: bell.subscribe(),
            }));
            bells.insert(*lane, bell);
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        std::thread::Builder::new().name("supervisor".to_owned()).spawn(move || {
            runtime.block_on(supervise(db, settings, seats, stages));
            runtime.shutdown_timeout(LAST_CALLS);
        })?;
        Ok(Self { stage, waker: Waker(Arc::new(bells)) })
    }

    /// A handle that wakes children.
    #[must_use]
    pub fn waker(&self) -> Waker {
        self.waker.clone()
    }

    /// Lets the children finish the jobs at hand, for as long as the grace lasts.
    pub fn stop(&self) {
        self.advance_to(Stage::Finishing);
    }

    /// Kills the children; their jobs are put back.
    pub fn stop_at_once(&self) {
        self.advance_to(Stage::Ending);
    }

    /// Waits until no child is left. Without a stop before it this returns only if the supervisor
    /// itself failed.
    pub async fn ended(&self) {
        self.stage.closed().await;
    }

    fn advance_to(&self, stage: Stage) {
        self.stage.send_if_modified(|now| {
            let advances = stage > *now;
            *now = stage.max(*now);
            advances
        });
    }
}

impl Drop for Supervisor {
    fn drop(&mut self) {
        self.stop_at_once();
    }
}

async fn supervise(
    db: Db,
    settings: SupervisorSettings,
    seats: Vec<Seat>,
    mut stages: watch::Receiver<Stage>,
) {
    tracing::info!(children = seats.len(), "the supervisor starts its children");
    let chores = async {
        tokio::join!(reclaim(&db, settings.worker.backoff), async {
            if settings.children.contains_key(&Lane::Light) {
                schedule::keep(&db).await;
            }
        })
    };
    let chores_until_stop = async {
        tokio::select! {
            _ = chores => {}
            () = reached(&mut stages, Stage::Finishing) => {}
        }
    };
    tokio::join!(join_all(seats.into_iter().map(Seat::keep)), chores_until_stop);
}

/// Takes back the jobs of workers that nobody saw die, here or on other machines.
async fn reclaim(db: &Db, backoff: Backoff) {
    loop {
        match db.write(move |writing| job::reclaim_expired(writing, backoff)).await {
            Ok(0) => {}
            Ok(jobs) => tracing::warn!(jobs, "leases ran out; the jobs were taken back"),
            Err(error) => tracing::warn!(%error, "it cannot be seen which leases ran out"),
        }
        tokio::time::sleep(RECLAIM_EVERY).await;
    }
}
