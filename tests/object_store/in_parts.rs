//! What only a bucket does: objects in parts, keys that are refused, a server that is away.

use crate::bucket::{at_prefix, given, limits, of_its_own};
use crate::{expect_nothing, get, put, run};
use bytes::Bytes;
use earmark::config::s3::S3Keys;
use earmark::error::Coded;
use earmark::ids::ObjectKey;
use earmark::storage::{ByteStream, ObjectStore, S3, S3Limits, Storage, StorageError, Trouble};
use earmark::time::{Clock, Instant};
use futures_util::stream::{self, StreamExt};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

const PIECE: usize = 256 * 1024;

/// So many pieces; their bytes tell where they belong.
fn large(pieces: usize) -> ByteStream {
    let piece = |number: usize| Ok(Bytes::from(vec![u8::try_from(number % 251).unwrap(); PIECE]));
    stream::iter((0..pieces).map(piece)).boxed()
}

fn far_future() -> Instant {
    Clock::System.now().plus(Duration::from_hours(1))
}

/// What a process leaves that is killed between two parts: its put is dropped, and the runtime
/// that could clear up behind it ends with it.
fn leave_parts(store: &S3, key: ObjectKey) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let endless = large(48).chain(stream::pending()).boxed();
        let size = 100 * PIECE as u64;
        let killed = tokio::time::timeout(Duration::from_secs(5), store.put(key, size, endless)).await;
        assert!(killed.is_err(), "it waits for the rest");
    });
}

#[test]
fn parts_of_a_killed_put_are_swept_and_nothing_else_is() {
    let Some(store) = of_its_own() else { return };
    let (kept, left) = (ObjectKey::new(), ObjectKey::new());
    leave_parts(&store, left);
    let storage: Storage = Arc::new(store);
    run(async {
        put(&storage, kept, b"whole").await.unwrap();
        expect_nothing(&storage, left).await;
        let hour_ago = Clock::System.now().minus(Duration::from_hours(1));
        assert_eq!(storage.sweep_unfinished(hour_ago).await.unwrap(), 0, "somebody may be at it");
        assert_eq!(storage.sweep_unfinished(far_future()).await.unwrap(), 1);
        assert_eq!(storage.sweep_unfinished(far_future()).await.unwrap(), 0);
        assert_eq!(get(&storage, kept, None).await.unwrap(), b"whole");
    });
}

#[test]
fn a_put_in_parts_that_fails_leaves_no_part() {
    let Some(store) = of_its_own() else { return };
    let storage: Storage = Arc::new(store);
    run(async {
        for announced in [47 * PIECE + 1, 49 * PIECE] {
            let key = ObjectKey::new();
            let refused = storage.put(key, announced as u64, large(48)).await;
            assert!(matches!(refused, Err(StorageError::WrongSize { .. })), "{refused:?}");
            expect_nothing(&storage, key).await;
        }
        assert_eq!(storage.sweep_unfinished(far_future()).await.unwrap(), 0);
    });
}

#[test]
fn an_object_in_parts_is_read_from_its_middle() {
    let Some(store) = of_its_own() else { return };
    let storage: Storage = Arc::new(store);
    run(async {
        let key = ObjectKey::new();
        storage.put(key, 48 * PIECE as u64, large(48)).await.unwrap();
        let border = 20 * PIECE as u64;
        assert_eq!(get(&storage, key, Some(border - 1..border + 1)).await.unwrap(), [19, 20]);
        let last = 48 * PIECE as u64 - 1;
        assert_eq!(get(&storage, key, Some(last..u64::MAX)).await.unwrap(), [47]);
    });
}

#[test]
fn wrong_keys_and_a_missing_bucket_are_told_apart() {
    let Some((address, keys)) = given() else { return };
    run(async {
        let wrong = S3Keys { secret: "geheim".repeat(8), ..keys.clone() };
        let refused = S3::with_limits(&address, &wrong, limits()).unwrap();
        let error = refused.check().await.unwrap_err();
        assert_eq!(error.code(), "store_refused");
        let elsewhere =
            earmark::storage::S3Address { bucket: "no-such-bucket".to_owned(), ..address.clone() };
        let nowhere = S3::with_limits(&elsewhere, &keys, limits()).unwrap();
        let missing = nowhere.check().await.unwrap_err();
        // A server may hide from strangers which buckets there are.
        assert!(["store_no_bucket", "store_refused"].contains(&missing.code()), "{missing:?}");
        for shown in [format!("{error} {error:?} {refused:?}"), format!("{missing:?} {nowhere:?}")] {
            assert!(!shown.contains("geheim") && !shown.contains(&keys.secret), "{shown}");
        }
    });
}

#[test]
fn what_else_lies_in_the_bucket_is_left_alone() {
    let Some((address, keys)) = given() else { return };
    let prefix = ObjectKey::new().to_string();
    let store: Storage =
        Arc::new(S3::with_limits(&at_prefix(address.clone(), &prefix), &keys, limits()).unwrap());
    let below: Storage =
        Arc::new(S3::with_limits(&at_prefix(address, &format!("{prefix}/sub")), &keys, limits()).unwrap());
    run(async {
        let (ours, foreign) = (ObjectKey::new(), ObjectKey::new());
        put(&below, foreign, b"foreign").await.unwrap();
        put(&store, ours, b"ours").await.unwrap();
        let listed: Vec<_> = store.list(None, 10).await.unwrap().into_iter().map(|one| one.key).collect();
        assert_eq!(listed, [ours]);
        expect_nothing(&store, foreign).await;
        assert_eq!(get(&below, foreign, None).await.unwrap(), b"foreign");
    });
}

/// A bucket on a server that is not there.
fn nowhere(address: &str) -> S3 {
    let address = format!("calls?endpoint=http://{address}").parse().unwrap();
    let keys = S3Keys { access: "a".to_owned(), secret: "geheim".to_owned() };
    let limits = S3Limits {
        answer: Duration::from_millis(300),
        first_pause: Duration::from_millis(1),
        ..S3Limits::default()
    };
    S3::with_limits(&address, &keys, limits).unwrap()
}

#[test]
fn a_server_that_refuses_connections_is_away_and_asked_again() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let store = nowhere(&address.to_string());
    run(async {
        let error = store.stat(ObjectKey::new()).await.unwrap_err();
        assert!(error.is_away(), "{error:?}");
        assert_eq!(error.code(), "store_unreachable");
        assert_eq!(store.trouble(), Trouble { retries: 3, failures: 1 });
        assert!(!format!("{error:?}").contains("geheim"));
    });
}

#[test]
fn a_server_that_never_answers_is_away() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let store = nowhere(&listener.local_addr().unwrap().to_string());
    let silent: Storage = Arc::new(store);
    run(async {
        assert!(silent.check().await.unwrap_err().is_away());
        assert!(put(&silent, ObjectKey::new(), b"x").await.unwrap_err().is_away());
        assert!(matches!(get(&silent, ObjectKey::new(), None).await, Err(error) if error.is_away()));
    });
}
