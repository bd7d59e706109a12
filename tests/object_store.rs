//! What every object store promises: each check is written once and runs on all of them.

#![expect(clippy::unwrap_used, reason = "a check that cannot go on fails its test")]

use bytes::Bytes;
use earmark::ids::ObjectKey;
use earmark::storage::{ByteStream, Filesystem, LocalCopy, Memory, Storage, StorageError, put_file, whole};
use earmark::time::{Clock, Instant};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

#[path = "object_store/bucket.rs"]
mod bucket;
#[path = "object_store/in_parts.rs"]
mod in_parts;

/// Stamps every check out for every store.
macro_rules! contract_suite {
    ($($check:ident,)*) => {
        mod filesystem {
            $(#[test] fn $check() {
                let folder = tempfile::tempdir().unwrap();
                super::run(super::$check(super::on_disk(&folder)));
            })*
        }
        mod memory {
            $(#[test] fn $check() {
                super::run(super::$check(std::sync::Arc::new(super::Memory::default())));
            })*
        }
        mod s3 {
            $(#[test] fn $check() {
                if let Some(store) = crate::bucket::of_its_own() {
                    super::run(super::$check(std::sync::Arc::new(store)));
                }
            })*
        }
    };
}

contract_suite! {
    what_was_put_is_got,
    a_range_gives_its_part,
    a_range_that_begins_at_the_end_or_beyond_is_refused,
    an_empty_object_is_an_object,
    what_is_not_there_is_missing,
    stat_knows_the_size_and_the_moment,
    a_deleted_object_is_gone,
    deleting_twice_succeeds,
    a_put_touches_no_other_object,
    a_list_comes_in_pages_in_the_order_of_the_keys,
    a_source_of_the_wrong_size_leaves_nothing,
    a_failing_source_leaves_nothing,
    a_dropped_put_leaves_nothing,
    a_failed_put_can_be_repeated,
    a_large_object_streams,
    a_small_object_is_read_whole_up_to_a_limit,
    a_local_copy_lives_as_long_as_it_is_held,
    a_local_file_becomes_an_object,
    puts_at_once_do_not_mix,
    nothing_unfinished_is_nothing_to_sweep,
}

fn on_disk(folder: &TempDir) -> Storage {
    Arc::new(Filesystem::open(folder.path().join("objects")).unwrap())
}

fn run(check: impl Future<Output = ()>) {
    tokio::runtime::Runtime::new().unwrap().block_on(check);
}

/// The content in pieces of three bytes.
fn pieces(content: &[u8]) -> ByteStream {
    let pieces: Vec<_> = content.chunks(3).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces).boxed()
}

async fn put(store: &Storage, key: ObjectKey, content: &[u8]) -> Result<(), StorageError> {
    store.put(key, content.len() as u64, pieces(content)).await
}

async fn get(store: &Storage, key: ObjectKey, range: Option<Range<u64>>) -> Result<Vec<u8>, StorageError> {
    store
        .get(key, range)
        .await?
        .try_fold(Vec::new(), async |all, piece| Ok([&all, &piece[..]].concat()))
        .await
}

async fn an_object(store: &Storage, content: &[u8]) -> ObjectKey {
    let key = ObjectKey::new();
    put(store, key, content).await.unwrap();
    key
}

async fn listed(store: &Storage) -> Vec<ObjectKey> {
    store.list(None, 1_000).await.unwrap().into_iter().map(|object| object.key).collect()
}

/// There is no object under the key, however one asks.
async fn expect_nothing(store: &Storage, key: ObjectKey) {
    assert_eq!(store.stat(key).await.unwrap(), None);
    assert!(matches!(get(store, key, None).await, Err(StorageError::Missing(missing)) if missing == key));
    assert!(!listed(store).await.contains(&key));
}

async fn what_was_put_is_got(store: Storage) {
    let key = an_object(&store, b"0123456789").await;
    assert_eq!(get(&store, key, None).await.unwrap(), b"0123456789");
    assert_eq!(get(&store, key, None).await.unwrap(), b"0123456789", "again");
}

async fn a_range_gives_its_part(store: Storage) {
    let key = an_object(&store, b"0123456789").await;
    let parts: [(Range<u64>, &[u8]); 7] = [
        (0..3, b"012"),
        (4..7, b"456"),
        (9..10, b"9"),
        (8..100, b"89"),
        (0..u64::MAX, b"0123456789"),
        (5..5, b""),
        (0..10, b"0123456789"),
    ];
    for (range, part) in parts {
        assert_eq!(get(&store, key, Some(range.clone())).await.unwrap(), part, "{range:?}");
    }
    let backwards = Range { start: 7, end: 4 };
    assert_eq!(get(&store, key, Some(backwards)).await.unwrap(), b"");
}

async fn a_range_that_begins_at_the_end_or_beyond_is_refused(store: Storage) {
    let key = an_object(&store, b"0123456789").await;
    for range in [10..10, 10..11, 11..20, u64::MAX..u64::MAX] {
        let refused = get(&store, key, Some(range.clone())).await;
        assert!(matches!(refused, Err(StorageError::OutOfRange { size: 10 })), "{range:?}");
    }
}

async fn an_empty_object_is_an_object(store: Storage) {
    let key = an_object(&store, b"").await;
    assert_eq!(get(&store, key, None).await.unwrap(), b"");
    assert_eq!(get(&store, key, Some(0..0)).await.unwrap(), b"");
    assert_eq!(get(&store, key, Some(0..10)).await.unwrap(), b"");
    assert!(matches!(get(&store, key, Some(1..2)).await, Err(StorageError::OutOfRange { size: 0 })));
    assert_eq!(store.stat(key).await.unwrap().unwrap().size, 0);
    assert_eq!(listed(&store).await, [key]);
}

async fn what_is_not_there_is_missing(store: Storage) {
    expect_nothing(&store, ObjectKey::new()).await;
    let ranged = get(&store, ObjectKey::new(), Some(0..1)).await;
    assert!(matches!(ranged, Err(StorageError::Missing(_))));
    assert!(listed(&store).await.is_empty());
}

async fn stat_knows_the_size_and_the_moment(store: Storage) {
    let before = Clock::System.now().minus(Duration::from_secs(10));
    let key = an_object(&store, b"0123456789").await;
    let known = store.stat(key).await.unwrap().unwrap();
    assert_eq!((known.key, known.size), (key, 10));
    assert!(known.modified_at > before, "{}", known.modified_at);
    assert!(known.modified_at < Clock::System.now().plus(Duration::from_secs(10)));
    assert_eq!(store.list(None, 10).await.unwrap(), [known]);
}

async fn a_deleted_object_is_gone(store: Storage) {
    let (key, kept) = (an_object(&store, b"gone").await, an_object(&store, b"kept").await);
    store.delete(key).await.unwrap();
    expect_nothing(&store, key).await;
    assert_eq!(get(&store, kept, None).await.unwrap(), b"kept");
}

async fn deleting_twice_succeeds(store: Storage) {
    let key = an_object(&store, b"gone").await;
    store.delete(key).await.unwrap();
    store.delete(key).await.unwrap();
    store.delete(ObjectKey::new()).await.unwrap();
}

async fn a_put_touches_no_other_object(store: Storage) {
    let (first, second) = (an_object(&store, b"first").await, an_object(&store, b"second").await);
    let third = an_object(&store, b"third").await;
    assert!(put_short(&store, ObjectKey::new()).await.is_err());
    for (key, content) in [(first, "first"), (second, "second"), (third, "third")] {
        assert_eq!(get(&store, key, None).await.unwrap(), content.as_bytes());
    }
    assert_eq!(listed(&store).await, [first, second, third]);
}

/// Keys of three moments far apart, so that they lie in three folders, each with three keys.
fn keys_far_apart() -> Vec<ObjectKey> {
    let key = |moment: u8, number: u8| {
        let mut bytes = [0x7b; 16];
        (bytes[0], bytes[1], bytes[15]) = (1, moment, number);
        ObjectKey::from_bytes(bytes)
    };
    [1, 2, 250].into_iter().flat_map(|moment| [0, 7, 255].map(|number| key(moment, number))).collect()
}

async fn a_list_comes_in_pages_in_the_order_of_the_keys(store: Storage) {
    let keys = keys_far_apart();
    for key in keys.iter().rev() {
        put(&store, *key, b"x").await.unwrap();
    }
    for limit in 1..=10 {
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page: Vec<_> =
                store.list(after, limit).await.unwrap().into_iter().map(|object| object.key).collect();
            assert!(page.len() <= limit);
            let Some(last) = page.last() else { break };
            after = Some(*last);
            seen.extend(page);
        }
        assert_eq!(seen, keys, "in pages of {limit}");
    }
    store.delete(keys[4]).await.unwrap();
    let after_the_deleted = store.list(Some(keys[4]), 1).await.unwrap();
    assert_eq!(after_the_deleted.first().map(|object| object.key), Some(keys[5]));
    assert!(store.list(None, 0).await.unwrap().is_empty());
    assert!(store.list(Some(keys[8]), 10).await.unwrap().is_empty());
}

async fn put_short(store: &Storage, key: ObjectKey) -> Result<(), StorageError> {
    store.put(key, 11, pieces(b"0123456789")).await
}

async fn a_source_of_the_wrong_size_leaves_nothing(store: Storage) {
    let key = ObjectKey::new();
    let short = put_short(&store, key).await;
    assert!(matches!(short, Err(StorageError::WrongSize { announced: 11, received: 10 })));
    expect_nothing(&store, key).await;
    let long = store.put(key, 4, pieces(b"0123456789")).await;
    assert!(matches!(long, Err(StorageError::WrongSize { announced: 4, received: 5.. })));
    expect_nothing(&store, key).await;
    let from_nothing = store.put(key, 1, pieces(b"")).await;
    assert!(matches!(from_nothing, Err(StorageError::WrongSize { announced: 1, received: 0 })));
    expect_nothing(&store, key).await;
}

async fn a_failing_source_leaves_nothing(store: Storage) {
    let key = ObjectKey::new();
    let broken = Err(StorageError::Source(io::Error::other("the sender hung up")));
    let source = stream::iter([Ok(Bytes::from_static(b"01234")), broken, Ok(Bytes::from_static(b"56789"))]);
    let failed = store.put(key, 10, source.boxed()).await;
    assert!(matches!(failed, Err(StorageError::Source(_))));
    expect_nothing(&store, key).await;
}

async fn a_dropped_put_leaves_nothing(store: Storage) {
    let key = ObjectKey::new();
    let endless = stream::iter([Ok(Bytes::from_static(b"01234"))]).chain(stream::pending()).boxed();
    let dropped = tokio::time::timeout(Duration::from_millis(200), store.put(key, 10, endless)).await;
    assert!(dropped.is_err(), "it waits for the rest");
    expect_nothing(&store, key).await;
    let far_future = Clock::System.now().plus(Duration::from_mins(1));
    assert_eq!(store.sweep_unfinished(far_future).await.unwrap(), 0, "nor is there a piece to sweep");
}

async fn a_failed_put_can_be_repeated(store: Storage) {
    let key = ObjectKey::new();
    assert!(put_short(&store, key).await.is_err());
    put(&store, key, b"0123456789").await.unwrap();
    assert_eq!(get(&store, key, None).await.unwrap(), b"0123456789");
}

/// 20 MiB that never lie in one piece; their bytes tell where they belong.
async fn a_large_object_streams(store: Storage) {
    const PIECES: u64 = 320;
    const PIECE: u64 = 65_536;
    let source = stream::iter(0..PIECES).map(|number| {
        let mark = u8::try_from(number % 251).unwrap();
        Ok(Bytes::from(vec![mark; usize::try_from(PIECE).unwrap()]))
    });
    let key = ObjectKey::new();
    store.put(key, PIECES * PIECE, source.boxed()).await.unwrap();
    assert_eq!(store.stat(key).await.unwrap().unwrap().size, PIECES * PIECE);
    let mut at = 0;
    let mut content = store.get(key, None).await.unwrap();
    while let Some(piece) = content.try_next().await.unwrap() {
        for byte in piece {
            assert_eq!(u64::from(byte), at / PIECE % 251, "at {at}");
            at += 1;
        }
    }
    assert_eq!(at, PIECES * PIECE);
    let across = get(&store, key, Some(PIECE * 300 - 1..PIECE * 300 + 1)).await.unwrap();
    assert_eq!(across, [u8::try_from(299 % 251).unwrap(), u8::try_from(300 % 251).unwrap()]);
}

async fn a_small_object_is_read_whole_up_to_a_limit(store: Storage) {
    let key = an_object(&store, b"0123456789").await;
    assert_eq!(whole(&*store, key, 10).await.unwrap(), b"0123456789".as_slice());
    let refused = whole(&*store, key, 9).await;
    assert!(matches!(refused, Err(StorageError::TooLarge { limit: 9, .. })));
    assert!(matches!(whole(&*store, ObjectKey::new(), 9).await, Err(StorageError::Missing(_))));
}

async fn a_local_copy_lives_as_long_as_it_is_held(store: Storage) {
    let folder = tempfile::tempdir().unwrap();
    let key = an_object(&store, b"0123456789").await;
    let copy = LocalCopy::fetch(&*store, key, folder.path()).await.unwrap();
    let other = LocalCopy::fetch(&*store, key, folder.path()).await.unwrap();
    assert_ne!(copy.path(), other.path());
    assert_eq!(std::fs::read(copy.path()).unwrap(), b"0123456789");
    drop(copy);
    drop(other);
    let missing = LocalCopy::fetch(&*store, ObjectKey::new(), folder.path()).await;
    assert!(matches!(missing, Err(StorageError::Missing(_))));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

async fn a_local_file_becomes_an_object(store: Storage) {
    let folder = tempfile::tempdir().unwrap();
    let (path, key) = (folder.path().join("upload"), ObjectKey::new());
    std::fs::write(&path, b"0123456789").unwrap();
    assert_eq!(put_file(&*store, key, &path).await.unwrap(), 10);
    assert_eq!(get(&store, key, None).await.unwrap(), b"0123456789");
    let nowhere = put_file(&*store, ObjectKey::new(), &folder.path().join("none")).await;
    assert!(matches!(nowhere, Err(StorageError::Io(_))));
}

async fn puts_at_once_do_not_mix(store: Storage) {
    let puts = (0..32_u8).map(|number| {
        let store = Arc::clone(&store);
        async move { (number, an_object(&store, &[number; 100]).await) }
    });
    for (number, key) in futures_util::future::join_all(puts).await {
        assert_eq!(get(&store, key, None).await.unwrap(), [number; 100]);
    }
    assert_eq!(listed(&store).await.len(), 32);
}

async fn nothing_unfinished_is_nothing_to_sweep(store: Storage) {
    let key = an_object(&store, b"finished").await;
    let far_future = Clock::System.now().plus(Duration::from_mins(1));
    assert_eq!(store.sweep_unfinished(far_future).await.unwrap(), 0);
    assert_eq!(get(&store, key, None).await.unwrap(), b"finished");
}

/// One step of a random sequence, on one of nine keys.
#[derive(Debug, Clone)]
enum Step {
    Put(usize, Vec<u8>),
    PutShort(usize),
    Get(usize, Range<u64>),
    Delete(usize),
    List(Option<usize>, usize),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let key = 0..9_usize;
    let step = prop_oneof![
        3 => (key.clone(), prop::collection::vec(any::<u8>(), 0..20)).prop_map(|(key, content)| Step::Put(key, content)),
        1 => key.clone().prop_map(Step::PutShort),
        3 => (key.clone(), 0..25_u64, 0..25_u64).prop_map(|(key, start, end)| Step::Get(key, Range { start, end })),
        2 => key.clone().prop_map(Step::Delete),
        2 => (prop::option::of(key), 0..5_usize).prop_map(|(after, limit)| Step::List(after, limit)),
    ];
    prop::collection::vec(step, 1..25)
}

#[test]
fn any_sequence_of_operations_does_on_disk_what_a_map_does() {
    let folder = tempfile::tempdir().unwrap();
    does_what_a_map_does(&on_disk(&folder), 48);
}

#[test]
fn any_sequence_of_operations_does_in_memory_what_a_map_does() {
    does_what_a_map_does(&(Arc::new(Memory::default()) as Storage), 256);
}

#[test]
fn any_sequence_of_operations_does_in_a_bucket_what_a_map_does() {
    if let Some(store) = bucket::of_its_own() {
        does_what_a_map_does(&(Arc::new(store) as Storage), 8);
    }
}

fn does_what_a_map_does(store: &Storage, sequences: u32) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let settings =
        ProptestConfig { cases: sequences, failure_persistence: None, ..ProptestConfig::default() };
    let compared = proptest::test_runner::TestRunner::new(settings).run(&steps(), |sequence| {
        runtime.block_on(take_all(store, &sequence));
        Ok(())
    });
    compared.unwrap();
}

/// Begins with an empty store, whatever the sequence before left.
async fn take_all(store: &Storage, sequence: &[Step]) {
    let (keys, mut model) = (keys_far_apart(), BTreeMap::new());
    for key in &keys {
        store.delete(*key).await.unwrap();
    }
    for step in sequence {
        take(store, &mut model, &keys, step).await;
    }
    assert_eq!(listed(store).await, model.keys().copied().collect::<Vec<_>>());
}

/// Takes the step in the store and in the model, and compares what either says.
async fn take(store: &Storage, model: &mut BTreeMap<ObjectKey, Vec<u8>>, keys: &[ObjectKey], step: &Step) {
    match step {
        // Objects never change: a key that has one is not put again.
        Step::Put(at, _) | Step::PutShort(at) if model.contains_key(&keys[*at]) => {}
        Step::Put(at, content) => {
            put(store, keys[*at], content).await.unwrap();
            model.insert(keys[*at], content.clone());
        }
        Step::PutShort(at) => assert!(put_short(store, keys[*at]).await.is_err()),
        Step::Get(at, range) => {
            let got = get(store, keys[*at], Some(range.clone())).await.ok();
            let expected = model.get(&keys[*at]).and_then(|content| part(content, range));
            assert_eq!(got, expected, "{step:?}");
        }
        Step::Delete(at) => {
            store.delete(keys[*at]).await.unwrap();
            model.remove(&keys[*at]);
        }
        Step::List(after, limit) => {
            let after = after.map(|at| keys[at]);
            let listed = store.list(after, *limit).await.unwrap();
            let listed: Vec<_> = listed.into_iter().map(|object| (object.key, object.size)).collect();
            let expected = model.iter().filter(|(key, _)| after.is_none_or(|after| **key > after));
            let expected = expected.map(|(key, content)| (*key, content.len() as u64)).take(*limit);
            assert_eq!(listed, expected.collect::<Vec<_>>(), "{step:?}");
        }
    }
}

/// What a range gives of this content; none: it is out of range.
fn part(content: &[u8], range: &Range<u64>) -> Option<Vec<u8>> {
    let start = usize::try_from(range.start).unwrap();
    let end = usize::try_from(range.end).unwrap().clamp(start, content.len().max(start));
    let begins_inside = start < content.len() || (start == 0 && content.is_empty());
    begins_inside.then(|| content[start..end.min(content.len())].to_vec())
}

/// What only files do.
mod files {
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    fn files_below(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        entries.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
    }

    #[test]
    fn objects_survive_reopening() {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let key = an_object(&on_disk(&folder), b"kept").await;
            let reopened = on_disk(&folder);
            assert_eq!(get(&reopened, key, None).await.unwrap(), b"kept");
            assert_eq!(listed(&reopened).await, [key]);
        });
    }

    #[test]
    fn what_fails_leaves_no_file() {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let store = on_disk(&folder);
            assert!(put_short(&store, ObjectKey::new()).await.is_err());
            let endless = stream::iter([Ok(Bytes::from_static(b"0"))]).chain(stream::pending()).boxed();
            let dropped = store.put(ObjectKey::new(), 2, endless);
            assert!(tokio::time::timeout(Duration::from_millis(200), dropped).await.is_err());
        });
        assert_eq!(files_below(folder.path()), Vec::<PathBuf>::new());
    }

    /// A store with one object and what a killed process left of another beside it.
    async fn with_a_piece(folder: &TempDir) -> (Storage, ObjectKey, PathBuf) {
        let store = on_disk(folder);
        let key = an_object(&store, b"whole").await;
        let object = files_below(folder.path()).remove(0);
        let piece = object.with_file_name(format!("{}.part", ObjectKey::new()));
        fs::write(&piece, b"half").unwrap();
        (store, key, piece)
    }

    #[test]
    fn a_half_written_file_is_no_object() {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let (store, key, piece) = with_a_piece(&folder).await;
            assert_eq!(listed(&store).await, [key]);
            let half: ObjectKey = piece.file_stem().unwrap().to_str().unwrap().parse().unwrap();
            expect_nothing(&store, half).await;
        });
    }

    #[test]
    fn a_sweep_removes_what_is_old_and_unfinished_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let (store, key, piece) = with_a_piece(&folder).await;
            let foreign = piece.with_file_name("note.part");
            fs::write(&foreign, b"not ours").unwrap();
            let hour_ago = Clock::System.now().minus(Duration::from_hours(1));
            assert_eq!(store.sweep_unfinished(hour_ago).await.unwrap(), 0);
            assert!(piece.exists(), "somebody may still be writing it");
            let soon = Clock::System.now().plus(Duration::from_hours(1));
            assert_eq!(store.sweep_unfinished(soon).await.unwrap(), 1);
            assert!(!piece.exists());
            assert!(foreign.exists());
            assert_eq!(get(&store, key, None).await.unwrap(), b"whole");
            assert_eq!(store.sweep_unfinished(Instant::from_millis(i64::MAX)).await.unwrap(), 0);
        });
    }

    #[test]
    fn what_else_lies_in_the_folder_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        run(async {
            let (store, key, piece) = with_a_piece(&folder).await;
            let root = folder.path().join("objects");
            fs::create_dir(root.join("lost+found")).unwrap();
            fs::create_dir(root.join("019A00")).unwrap();
            fs::write(root.join("lost+found").join(ObjectKey::new().to_string()), b"x").unwrap();
            fs::write(root.join("README"), b"x").unwrap();
            let upper_case = ObjectKey::new().to_string().to_uppercase();
            fs::write(piece.with_file_name(upper_case), b"x").unwrap();
            assert_eq!(listed(&store).await, [key]);
        });
    }

    #[test]
    fn a_store_is_made_with_the_folders_above_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a").join("b").join("objects");
        run(async {
            let store: Storage = Arc::new(Filesystem::open(&root).unwrap());
            an_object(&store, b"x").await;
        });
        assert!(root.is_dir());
        let in_the_way = files_below(&root).remove(0);
        assert!(matches!(Filesystem::open(in_the_way.join("below")), Err(StorageError::Io(_))));
    }
}
