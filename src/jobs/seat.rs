//! One seat of a lane, and the children that take it one after another.

use super::orders::Order;
use super::pause::Pause;
use super::{ChildCommand, SupervisorSettings, exit_status};
use crate::db::Db;
use crate::db::job::{self, Lane};
use crate::ids::WorkerId;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process_group};
use std::io;
use std::pin::pin;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// How long the seat stays empty after a child: at first, and when they keep dying at once.
const EMPTY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(30));
/// A child that lived this long did not die at once.
const LONG_LIFE: Duration = Duration::from_secs(10);
/// How often it is looked whether a person cancelled the job at hand.
const CANCELLED_EVERY: Duration = Duration::from_secs(1);
/// How long a line to a child may take. Its end of the pipe is always read, unless it is stopped.
const TELLING: Duration = Duration::from_secs(1);
/// How long a killed child may take to disappear (it may sit in a disk that does not answer).
const DYING: Duration = Duration::from_secs(10);

/// How far the supervisor has come with stopping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// Children work and are replaced.
    Working,
    /// Children finish their jobs and are not replaced.
    Finishing,
    /// Children are killed.
    Ending,
}

/// One seat.
pub(super) struct Seat {
    pub(super) lane: Lane,
    pub(super) db: Db,
    pub(super) settings: SupervisorSettings,
    pub(super) command: Arc<ChildCommand>,
    pub(super) stage: watch::Receiver<Stage>,
    pub(super) bell: watch::Receiver<()>,
}

/// How a child's time on the seat ended.
enum End {
    /// By itself, with this status.
    ByItself(io::Result<ExitStatus>),
    /// We killed it because a person cancelled its job.
    Cancelled,
    /// We killed it because the supervisor stops.
    Stopped,
}

impl Seat {
    /// Keeps a child on the seat until the supervisor stops.
    ///
    /// A child that dies at its work is replaced at once: its job waits by the job's own backoff.
    /// Children that die at once without a job are broken themselves, and replaced ever later.
    pub(super) async fn keep(mut self) {
        let mut pause = Pause::doubling(EMPTY.0, EMPTY.1);
        while *self.stage.borrow() == Stage::Working {
            let began = Instant::now();
            let had_a_job = self.seat_one_child().await;
            if had_a_job || began.elapsed() >= LONG_LIFE {
                pause.reset();
            }
            let _ = timeout(pause.take(), reached(&mut self.stage, Stage::Finishing)).await;
        }
    }

    /// One child from its start to its end. Returns whether it left a job behind.
    async fn seat_one_child(&mut self) -> bool {
        let worker_id = WorkerId::new();
        let mut child = match self.start(worker_id) {
            Ok(child) => child,
            Err(error) => {
                tracing::error!(lane = self.lane.as_str(), %error, "a worker could not be started");
                return false;
            }
        };
        tracing::debug!(lane = self.lane.as_str(), worker = %worker_id, pid = child.id(), "worker started");
        let group = child.id();
        let end = self.attend(&mut child, worker_id).await;
        kill_group(group);
        self.settle(worker_id, end).await
    }

    /// The child leads a process group of its own: the terminal's Ctrl-C does not reach it, and
    /// what it started dies with it.
    fn start(&self, worker_id: WorkerId) -> io::Result<Child> {
        Command::from((self.command)(self.lane, worker_id))
            .stdin(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
    }

    async fn attend(&mut self, child: &mut Child, worker_id: WorkerId) -> End {
        let mut stdin = child.stdin.take();
        let mut cancelled = pin!(until_cancelled(self.db.clone(), worker_id));
        loop {
            tokio::select! {
                status = child.wait() => return End::ByItself(status),
                () = &mut cancelled => return kill(child, End::Cancelled).await,
                () = reached(&mut self.stage, Stage::Finishing) => break,
                _ = self.bell.changed() => tell(stdin.as_mut(), Order::Wake).await,
            }
        }
        tell(stdin.as_mut(), Order::Stop).await;
        tokio::select! {
            status = child.wait() => End::ByItself(status),
            () = &mut cancelled => kill(child, End::Cancelled).await,
            () = reached(&mut self.stage, Stage::Ending) => kill(child, End::Stopped).await,
            () = sleep(self.settings.grace) => kill(child, End::Stopped).await,
        }
    }

    /// Sees to the job that the child had. Where the database does not answer now, the lease will
    /// run out. Returns whether there was a job.
    async fn settle(&self, worker_id: WorkerId, end: End) -> bool {
        match end {
            End::ByItself(Ok(status)) => {
                let (code, reason) = (exit_status::code(status), exit_status::in_words(status));
                self.fail_job_of(worker_id, code, reason).await
            }
            End::ByItself(Err(error)) => {
                tracing::error!(worker = %worker_id, %error, "it cannot be seen how the worker ended");
                self.fail_job_of(worker_id, exit_status::LOST, "the worker was lost".to_owned()).await
            }
            End::Cancelled => {
                tracing::info!(worker = %worker_id, "the job was cancelled; its worker was killed");
                true
            }
            End::Stopped => self.put_back_job_of(worker_id).await,
        }
    }

    async fn fail_job_of(&self, worker_id: WorkerId, code: &'static str, reason: String) -> bool {
        let (backoff, failure) = (self.settings.worker.backoff, job::coded(code, &reason));
        let failed =
            self.db.write(move |writing| job::fail_all_of(writing, worker_id, &failure, backoff)).await;
        match failed {
            Ok(jobs) => {
                for (job, after) in &jobs {
                    tracing::warn!(%job, worker = %worker_id, reason, ?after, "a job's worker died");
                }
                if jobs.is_empty() && *self.stage.borrow() == Stage::Working {
                    tracing::warn!(worker = %worker_id, reason, "a worker ended without a job");
                }
                !jobs.is_empty()
            }
            Err(error) => {
                tracing::error!(worker = %worker_id, %error, reason, "a worker's death could not be noted");
                false
            }
        }
    }

    async fn put_back_job_of(&self, worker_id: WorkerId) -> bool {
        match self.db.write(move |writing| job::put_back_all_of(writing, worker_id)).await {
            Ok(jobs) => {
                tracing::info!(worker = %worker_id, jobs, "the worker was stopped; its job waits again");
                jobs > 0
            }
            Err(error) => {
                tracing::error!(worker = %worker_id, %error, "a stopped worker's job could not be put back");
                false
            }
        }
    }
}

/// Waits until the supervisor has come this far. One that is gone has come to the end.
pub(super) async fn reached(stage: &mut watch::Receiver<Stage>, awaited: Stage) {
    let _ = stage.wait_for(|now| *now >= awaited).await;
}

async fn until_cancelled(db: Db, worker_id: WorkerId) {
    loop {
        sleep(CANCELLED_EVERY).await;
        match db.read(move |reading| job::was_cancelled_under(reading, worker_id)).await {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "it cannot be seen whether a job was cancelled"),
        }
    }
}

/// A child that is gone needs no orders, and one that does not listen is killed at the end.
async fn tell(stdin: Option<&mut ChildStdin>, order: Order) {
    if let Some(stdin) = stdin {
        let _ = timeout(TELLING, stdin.write_all(order.line().as_bytes())).await;
    }
}

async fn kill(child: &mut Child, end: End) -> End {
    kill_group(child.id());
    if timeout(DYING, child.wait()).await.is_err() {
        tracing::error!("a killed worker does not disappear; it is left to the system");
    }
    end
}

/// Kills what is left of a child and of what it started.
fn kill_group(leader: Option<u32>) {
    let Some(group) = leader.and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) else { return };
    match kill_process_group(group, Signal::KILL) {
        Ok(()) | Err(Errno::SRCH) => {}
        Err(error) => tracing::error!(%error, "a worker could not be killed"),
    }
}
