//! What must hold after the crashes.

use super::clients::Delivery;
use super::place::Place;
use super::server::{PATIENCE, Server};
use earmark::db::job::{self, JobState};
use earmark::db::recording::RecordingState;
use earmark::db::stored_object::{self, Purpose};
use earmark::db::{Scope, recording};
use earmark::ids::{ObjectKey, RecordingId};
use earmark::storage::{Storage, whole};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};
use tokio::runtime::Runtime;

/// The most that a recording of these tests has.
const LARGEST: usize = 1024 * 1024;

fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// Every file that was acknowledged is one recording with its content in the store and its job.
pub(crate) fn everything_is_there(place: &Place, deliveries: &[Delivery]) {
    let (db, storage) = (place.db(), place.storage());
    runtime().block_on(async {
        for (id, delivery) in one_of_each(deliveries) {
            let found = db
                .read(move |reading| {
                    let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
                    let object = stored_object::of_recording(reading, id, Purpose::Original)?.unwrap();
                    let jobs = job::of_call(reading, recording.call_id)?;
                    Ok::<_, earmark::db::DbError>((recording, object, jobs))
                })
                .await;
            let (recording, object, jobs) = found.unwrap();
            let content = whole(storage.as_ref(), object.key, LARGEST).await.unwrap();
            assert!(content == **delivery.content, "the object is not what was sent");
            assert_eq!(recording.content_hash, <[u8; 32]>::from(Sha256::digest(&content)));
            let prepares: Vec<_> = jobs.iter().filter(|job| job.kind == job::PREPARE_RECORDING).collect();
            assert!(!prepares.is_empty(), "there is no job");
            let is_at_work =
                prepares.iter().any(|job| matches!(job.state, JobState::Waiting | JobState::Running));
            assert!(
                recording.state == RecordingState::Prepared || is_at_work,
                "it is neither prepared nor going to be: {recording:?}, {jobs:?}"
            );
        }
    });
}

/// The original of this recording in the store is exactly this.
pub(crate) fn content_is(place: &Place, recording: &str, content: &[u8]) {
    let id: RecordingId = recording.parse().unwrap();
    let (db, storage) = (place.db(), place.storage());
    runtime().block_on(async {
        let row = db.read(move |reading| stored_object::of_recording(reading, id, Purpose::Original)).await;
        let key = row.unwrap().unwrap().key;
        assert!(whole(storage.as_ref(), key, usize::MAX).await.unwrap() == content);
    });
}

/// The deliveries by recording; the same content under the same name is one, and must be.
fn one_of_each(deliveries: &[Delivery]) -> BTreeMap<RecordingId, &Delivery> {
    let mut by_content: BTreeMap<(&[u8], Option<&str>), &str> = BTreeMap::new();
    let mut by_id = BTreeMap::new();
    for delivery in deliveries {
        let key = (delivery.content.as_slice(), delivery.native_id.as_deref());
        let first = *by_content.entry(key).or_insert(&delivery.recording_id);
        assert_eq!(first, delivery.recording_id, "the same file is two recordings");
        by_id.insert(delivery.recording_id.parse().unwrap(), delivery);
    }
    assert_eq!(by_id.len(), by_content.len(), "two files are one recording");
    by_id
}

/// After a server has swept, there is nothing that nobody was told of. Returns how many recordings
/// there are.
pub(crate) fn nothing_else_remains(place: &Place, token: &str, deliveries: &[Delivery]) -> usize {
    let recordings = one_of_each(deliveries);
    let (db, storage) = (place.db(), place.storage());
    let runtime = runtime();
    prepare_the_rest(place, token, recordings.keys());
    // Only the light lane works, so that no object is on its way to its row while they are swept.
    let mut sweeping = Server::start_with(place, &["--lanes", "light", "--orphan-age-ms", "0"]);
    let until = Instant::now() + PATIENCE;
    let strays = || runtime.block_on(strays(&db, &storage));
    while !strays().is_empty() {
        assert!(Instant::now() < until, "objects that no row knows stay: {:?}", strays());
        std::thread::sleep(Duration::from_millis(50));
    }
    let calls = get(&sweeping, token, "/api/v1/calls?limit=1");
    assert_eq!((&calls["total"], &calls["total_is_exact"]), (&recordings.len().into(), &true.into()));
    assert_eq!(get(&sweeping, token, "/api/v1/uploads")["items"], Value::Array(Vec::new()));
    sweeping.stop();
    for id in recordings.keys() {
        let id = *id;
        for purpose in [Purpose::Original, Purpose::Peaks] {
            let row =
                runtime.block_on(db.read(move |reading| stored_object::of_recording(reading, id, purpose)));
            let key = row.unwrap().unwrap().key;
            assert!(runtime.block_on(storage.stat(key)).unwrap().is_some(), "a row without its object");
        }
    }
    assert_eq!(names(place, "spool"), BTreeSet::new());
    assert_eq!(names(place, "uploads"), BTreeSet::from(["place".to_owned()]));
    if place.is_on_disk() {
        let parts: Vec<_> = names_below(&place.data().join("objects"));
        assert!(parts.iter().all(|name| name.parse::<ObjectKey>().is_ok()), "{parts:?}");
    }
    recordings.len()
}

/// Waits until every recording is prepared: what killed workers left is claimed again.
fn prepare_the_rest<'a>(place: &Place, token: &str, ids: impl Iterator<Item = &'a RecordingId>) {
    let mut server = Server::start(place);
    let db = place.db();
    for id in ids {
        // Each may take its time: a busy machine gets on, only slowly.
        let until = Instant::now() + PATIENCE;
        let path = format!("/api/v1/recordings/{id}");
        while get(&server, token, &path)["state"] != "prepared" {
            assert!(Instant::now() < until, "{id} is not prepared: {:?}", jobs_of(&db, *id));
            std::thread::sleep(Duration::from_millis(50));
        }
    }
    server.stop();
}

/// Where the jobs of the call of this recording stand; said when it does not get on.
fn jobs_of(db: &earmark::db::Db, id: RecordingId) -> Vec<job::Job> {
    let jobs = db.read(move |reading| {
        let recording = recording::find(reading, &Scope::Everything, id)?.unwrap();
        job::of_call(reading, recording.call_id)
    });
    runtime().block_on(jobs).unwrap()
}

async fn strays(db: &earmark::db::Db, storage: &Storage) -> Vec<ObjectKey> {
    let mut strays = Vec::new();
    let mut after = None;
    loop {
        let page: Vec<ObjectKey> =
            storage.list(after, 500).await.unwrap().into_iter().map(|object| object.key).collect();
        let Some(last) = page.last() else { return strays };
        after = Some(*last);
        let asked = page.clone();
        let known = db.read(move |reading| stored_object::registered(reading, &asked)).await.unwrap();
        strays.extend(page.into_iter().filter(|key| !known.contains(key)));
    }
}

fn get(server: &Server, token: &str, path: &str) -> Value {
    let mut answer = super::clients::agent()
        .get(format!("{}{path}", server.address()))
        .header("authorization", format!("Bearer {token}"))
        .call()
        .unwrap();
    let body = answer.body_mut().read_to_vec().unwrap();
    assert_eq!(answer.status().as_u16(), 200, "{path}: {}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

fn names(place: &Place, folder: &str) -> BTreeSet<String> {
    let entries = std::fs::read_dir(place.data().join(folder)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn names_below(folder: &std::path::Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        for below in std::fs::read_dir(entry.unwrap().path()).unwrap() {
            found.push(below.unwrap().file_name().into_string().unwrap());
        }
    }
    found
}
