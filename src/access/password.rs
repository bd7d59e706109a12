//! Passwords: Argon2id with the parameters of the crate (19 MiB, two passes; RFC 9106 and the
//! OWASP cheat sheet), always off the threads that serve requests, and few at a time.

use super::AccessError;
use crate::db::person::PasswordHash;
use argon2::Argon2;
use argon2::password_hash::phc;
use argon2::password_hash::{Error, PasswordHasher, PasswordVerifier};
use std::time::Duration;
use tokio::sync::Semaphore;

/// The shortest password that is accepted, in characters (NIST SP 800-63B: at least eight).
const LEAST: usize = 10;
/// The longest, so that nobody makes us hash a novel.
const MOST: usize = 200;

/// How many passwords are hashed at once, each in 19 MiB: whoever sends a thousand sign-ins
/// must not use up the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(8);
/// How long a sign-in may wait for its turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// A hash of a password that nobody has, to spend the same time on a name that nobody has.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$ZWFybWFyay1ub2JvZHkhIQ$\
                       3s8mZ1C4b2xq0m3m3f6e2c0kq8m1m7u5S8Q2o6W2k4A";

/// Refuses what is too short or too long.
pub(super) fn check(password: &str) -> Result<(), AccessError> {
    let length = password.chars().count();
    if (LEAST..=MOST).contains(&length) {
        Ok(())
    } else {
        Err(AccessError::BadPassword { least: LEAST, most: MOST })
    }
}

/// The hash to store.
pub(super) async fn hash(password: String) -> Result<PasswordHash, AccessError> {
    off_thread(move || {
        let hash = Argon2::default().hash_password(password.as_bytes()).map_err(AccessError::Hashing)?;
        Ok(PasswordHash(hash.to_string()))
    })
    .await
}

/// Whether the password is the one behind this hash. Without a hash it takes as long and is not.
pub(super) async fn verify(password: String, hash: Option<PasswordHash>) -> Result<bool, AccessError> {
    off_thread(move || {
        let known = hash.is_some();
        let text = hash.map_or_else(|| NOBODYS.to_owned(), |hash| hash.0);
        let parsed =
            phc::PasswordHash::new(&text).map_err(|_| AccessError::Hashing(Error::PasswordInvalid))?;
        let right = match Argon2::default().verify_password(password.as_bytes(), &parsed) {
            Ok(()) => true,
            Err(Error::PasswordInvalid) => false,
            Err(error) => return Err(AccessError::Hashing(error)),
        };
        Ok(right && known)
    })
    .await
}

async fn off_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AccessError> + Send + 'static,
) -> Result<T, AccessError> {
    let turn = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await;
    let Ok(Ok(turn)) = turn else { return Err(AccessError::Busy) };
    // The turn goes along: the work goes on even where nobody waits for it any more.
    let working = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    });
    working.await.map_err(|_| AccessError::Interrupted)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hashed = hash("correct horse 质检".to_owned()).await.unwrap();
        assert!(verify("correct horse 质检".to_owned(), Some(hashed.clone())).await.unwrap());
        assert!(!verify("correct horse".to_owned(), Some(hashed)).await.unwrap());
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(!verify("anything at all".to_owned(), None).await.unwrap());
    }

    #[tokio::test]
    async fn nobodys_hash_costs_as_much_as_anybodys() {
        let anybodys = hash("a good long password".to_owned()).await.unwrap();
        let costs = |hash: &str| hash.split('$').take(4).collect::<Vec<_>>().join("$");
        assert_eq!(costs(NOBODYS), costs(&anybodys.0));
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert!(check("质检质检质检质检质检").is_ok());
        assert!(check("short").is_err());
        assert!(check(&"x".repeat(201)).is_err());
    }
}
