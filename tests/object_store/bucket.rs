//! The bucket of the S3 server that `make test` starts. Every test has a prefix of its own in it.

use earmark::config::s3::S3Keys;
use earmark::ids::ObjectKey;
use earmark::storage::{S3, S3Address, S3Limits, StorageAddress};
use std::time::Duration;

/// A part of the bucket that nobody else uses; none: no server was given, which is said aloud.
pub(crate) fn of_its_own() -> Option<S3> {
    let (address, keys) = given()?;
    Some(S3::with_limits(&at_prefix(address, &ObjectKey::new().to_string()), &keys, limits()).unwrap())
}

/// Small parts, so that an object of some megabytes has several.
pub(crate) fn limits() -> S3Limits {
    S3Limits { part: 5 * 1024 * 1024, first_pause: Duration::from_millis(20), ..S3Limits::default() }
}

/// The same bucket below this prefix.
pub(crate) fn at_prefix(address: S3Address, prefix: &str) -> S3Address {
    S3Address { prefix: prefix.to_owned(), ..address }
}

/// What `EARMARK_TEST_S3` says: ADDRESS ACCESS_KEY SECRET_KEY, as `scripts/garage.sh` prints it.
pub(crate) fn given() -> Option<(S3Address, S3Keys)> {
    let Ok(said) = std::env::var("EARMARK_TEST_S3") else {
        assert!(std::env::var_os("CI").is_none(), "CI tests S3: set EARMARK_TEST_S3");
        eprintln!("SKIPPED: EARMARK_TEST_S3 is not set, so nothing was tested on S3");
        return None;
    };
    let words: Vec<&str> = said.split_whitespace().collect();
    let [address, access, secret] = words[..] else { panic!("EARMARK_TEST_S3 has three words") };
    let StorageAddress::S3(address) = address.parse().unwrap() else { panic!("not a bucket") };
    Some((address, S3Keys { access: access.to_owned(), secret: secret.to_owned() }))
}
