//! One request, with a limit on its time, made again where that is safe and could help.

use super::S3Limits;
use super::refusal::Refusal;
use crate::storage::store::Trouble;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long a server may take to say that it is there.
const CHECK: Duration = Duration::from_secs(5);

/// Makes requests, and counts what goes wrong with them.
#[derive(Debug)]
pub(super) struct Requests {
    limits: S3Limits,
    retries: AtomicU64,
    failures: AtomicU64,
}

impl Requests {
    pub(super) fn new(limits: S3Limits) -> Self {
        Self { limits, retries: AtomicU64::new(0), failures: AtomicU64::new(0) }
    }

    pub(super) fn trouble(&self) -> Trouble {
        Trouble {
            retries: self.retries.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
        }
    }

    /// Makes a request that carries so many bytes, and makes it again while it fails with something
    /// that passes, a few times and not for long: after a request that was not answered in time
    /// nobody waits for a second one. Every request we make may be made again.
    pub(super) async fn ask<T, E, F>(&self, bytes: u64, request: impl Fn() -> F) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, E>>,
        Refusal: From<E>,
    {
        let limit = self.limits.answer
            + Duration::from_millis(bytes.saturating_mul(1_000) / self.limits.slowest.max(1));
        let no_more_after = Instant::now() + self.limits.answer;
        let mut pause = self.limits.first_pause;
        for _ in 1..self.limits.tries {
            match within(limit, request()).await {
                Err(refusal) if refusal.passes() && Instant::now() + pause < no_more_after => {
                    self.retries.fetch_add(1, Ordering::Relaxed);
                    tracing::debug!(?refusal, "a request to the object store is made again");
                }
                answered => return self.counted(answered),
            }
            sleep(pause).await;
            pause *= 2;
        }
        self.counted(within(limit, request()).await)
    }

    /// Makes a request once, and does not wait long for its answer.
    pub(super) async fn ask_once<T, E, F>(&self, request: impl FnOnce() -> F) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, E>>,
        Refusal: From<E>,
    {
        self.counted(within(CHECK.min(self.limits.answer), request()).await)
    }

    fn counted<T>(&self, answered: Result<T, Refusal>) -> Result<T, Refusal> {
        if answered.as_ref().is_err_and(|refusal| !refusal.is_plain_answer()) {
            self.failures.fetch_add(1, Ordering::Relaxed);
        }
        answered
    }
}

/// Dropping the request, which its limit does, ends its connection.
async fn within<T, E>(limit: Duration, request: impl Future<Output = Result<T, E>>) -> Result<T, Refusal>
where
    Refusal: From<E>,
{
    match timeout(limit, request).await {
        Ok(answered) => Ok(answered?),
        Err(_elapsed) => Err(Refusal::silence()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::StorageError;
    use std::sync::atomic::AtomicU32;

    fn requests() -> Requests {
        Requests::new(S3Limits { first_pause: Duration::from_millis(1), ..S3Limits::default() })
    }

    #[tokio::test]
    async fn what_passes_is_asked_again_and_counted() {
        let (requests, asked) = (requests(), AtomicU32::new(0));
        let answer = requests.ask(0, || async {
            match asked.fetch_add(1, Ordering::Relaxed) {
                0 | 1 => Err(Refusal::silence()),
                _ => Ok::<_, Refusal>(7),
            }
        });
        assert_eq!(answer.await.unwrap(), 7);
        assert_eq!(requests.trouble(), Trouble { retries: 2, failures: 0 });
    }

    #[tokio::test]
    async fn what_stays_away_is_told_after_a_few_tries() {
        let (requests, asked) = (requests(), AtomicU32::new(0));
        let answer = requests.ask(0, || async {
            asked.fetch_add(1, Ordering::Relaxed);
            Err::<(), _>(Refusal::silence())
        });
        assert!(matches!(answer.await, Err(Refusal::Away(_))));
        assert_eq!(asked.load(Ordering::Relaxed), S3Limits::default().tries);
        assert_eq!(requests.trouble(), Trouble { retries: 3, failures: 1 });
    }

    #[tokio::test]
    async fn a_request_that_hangs_is_given_up_and_not_made_again() {
        let limits = S3Limits { answer: Duration::from_millis(20), ..S3Limits::default() };
        let (requests, asked) = (Requests::new(limits), AtomicU32::new(0));
        let answer = requests.ask(1024, || async {
            asked.fetch_add(1, Ordering::Relaxed);
            std::future::pending::<Result<(), StorageError>>().await
        });
        assert!(matches!(answer.await, Err(Refusal::Away(_))));
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn an_answer_is_no_trouble_and_is_not_asked_for_again() {
        let requests = requests();
        let answer = requests.ask(0, || async { Err::<(), _>(Refusal::nonsense("no")) });
        assert!(matches!(answer.await, Err(Refusal::Other(_))));
        assert_eq!(requests.trouble(), Trouble { retries: 0, failures: 1 });
    }
}
