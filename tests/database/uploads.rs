//! Uploads in pieces: what is known of each until it ends, and for a while after.

use crate::fixtures::{a_recording, person_named, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::call;
use earmark::db::token::Owner;
use earmark::db::upload::{self, Failure, Outcome, Upload, UploadState};
use earmark::ids::{UploadId, UploadPlaceId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    an_upload_comes_back_as_it_was_begun_and_to_its_owner_alone,
    what_arrives_is_noted_until_the_last_byte_and_not_after,
    an_end_says_what_became_of_it_and_forgets_what_was_said,
    why_an_upload_waits_is_noted_and_the_yes_clears_it,
    what_is_open_is_listed_and_counted_for_each_owner,
    what_waits_at_a_place_comes_page_by_page_the_oldest_first,
    what_has_expired_is_found_and_what_waits_never_expires,
    a_file_is_needed_until_its_upload_ends,
    an_upload_goes_with_its_call,
    an_upload_belongs_to_somebody,
}

const DAY: Duration = Duration::from_hours(24);

fn begun(owner: Owner, place: UploadPlaceId) -> Upload {
    Upload {
        id: UploadId::new(),
        owner,
        place,
        state: UploadState::Receiving,
        length: 5_000_000_000,
        received: 0,
        file_name: Some("录音 13800138000.wav".to_owned()),
        fingerprint: Some("a.wav 5000000000".to_owned()),
        metadata_json: r#"{"queue": "客服"}"#.to_owned(),
        outcome: None,
        created_at: START,
        expires_at: START.plus(DAY),
    }
}

async fn enter(database: &TestDatabase, new: &Upload) {
    let new = new.clone();
    database.write(move |writing| upload::insert(writing, &new)).await;
}

async fn found(database: &TestDatabase, upload: &Upload) -> Option<Upload> {
    let (owner, id) = (upload.owner, upload.id);
    database.read(move |reading| upload::find(reading, owner, id)).await
}

async fn receive(database: &TestDatabase, id: UploadId, received: u64, state: UploadState, until: Instant) {
    database.write(move |writing| upload::note_received(writing, id, received, state, until)).await;
}

async fn end(database: &TestDatabase, id: UploadId, outcome: Outcome) {
    database.write(move |writing| upload::end(writing, id, &outcome, START.plus(DAY * 7))).await;
}

async fn the_source(database: &TestDatabase) -> Owner {
    Owner::Source(source_named(database, "pbx").await)
}

fn failure(code: &str) -> Outcome {
    Outcome::Failed(Failure {
        code: code.to_owned(),
        message: "A sentence.".to_owned(),
        params: [("most".to_owned(), "5".to_owned())].into(),
    })
}

async fn an_upload_comes_back_as_it_was_begun_and_to_its_owner_alone(database: &TestDatabase) {
    let place = UploadPlaceId::new();
    let mine = begun(the_source(database).await, place);
    let theirs = begun(Owner::Person(person_named(database, "mei").await), place);
    let bare = Upload { id: UploadId::new(), file_name: None, fingerprint: None, ..mine.clone() };
    for new in [&mine, &theirs, &bare] {
        enter(database, new).await;
        assert_eq!(found(database, new).await.as_ref(), Some(new));
    }
    assert_eq!(found(database, &Upload { owner: theirs.owner, ..mine.clone() }).await, None);
    assert_eq!(found(database, &Upload { owner: mine.owner, ..theirs }).await, None);
    let id = mine.id;
    database.write(move |writing| upload::forget(writing, id)).await;
    assert_eq!(found(database, &mine).await, None);
}

async fn what_arrives_is_noted_until_the_last_byte_and_not_after(database: &TestDatabase) {
    let new = begun(the_source(database).await, UploadPlaceId::new());
    enter(database, &new).await;
    let later = START.plus(DAY * 2);
    receive(database, new.id, 4_999_999_999, UploadState::Receiving, later).await;
    let part = found(database, &new).await.unwrap();
    assert_eq!((part.received, part.state, part.expires_at), (4_999_999_999, UploadState::Receiving, later));
    receive(database, new.id, new.length, UploadState::Waiting, later).await;
    // A request that hung writes down late what it saw.
    receive(database, new.id, 7, UploadState::Receiving, START).await;
    let whole = found(database, &new).await.unwrap();
    assert_eq!((whole.received, whole.state, whole.expires_at), (new.length, UploadState::Waiting, later));
    assert_eq!(whole.metadata_json, new.metadata_json);
}

async fn an_end_says_what_became_of_it_and_forgets_what_was_said(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let owner = the_source(database).await;
    let accepted = Outcome::Accepted { call_id, recording_id, was_known: true };
    for (outcome, state) in [(accepted, UploadState::Accepted), (failure("not_audio"), UploadState::Refused)]
    {
        let new = begun(owner, UploadPlaceId::new());
        enter(database, &new).await;
        end(database, new.id, outcome.clone()).await;
        let ended = found(database, &new).await.unwrap();
        assert_eq!((ended.state, ended.outcome), (state, Some(outcome)));
        assert_eq!((ended.file_name, ended.metadata_json.as_str()), (None, "{}"));
        assert_eq!(ended.expires_at, START.plus(DAY * 7));
        assert_eq!(ended.fingerprint, new.fingerprint, "its sender asks for it by this");
    }
}

async fn why_an_upload_waits_is_noted_and_the_yes_clears_it(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let new = begun(the_source(database).await, UploadPlaceId::new());
    enter(database, &new).await;
    let id = new.id;
    receive(database, id, new.length, UploadState::Waiting, new.expires_at).await;
    let why = failure("store_away");
    database.write(move |writing| upload::note_outcome(writing, id, &why)).await;
    let waiting = found(database, &new).await.unwrap();
    assert_eq!((waiting.state, waiting.outcome), (UploadState::Waiting, Some(failure("store_away"))));
    assert_eq!(waiting.file_name, new.file_name, "it is still to be taken in");
    let accepted = Outcome::Accepted { call_id, recording_id, was_known: false };
    end(database, id, accepted.clone()).await;
    assert_eq!(found(database, &new).await.unwrap().outcome, Some(accepted));
    let codes = database.lines("SELECT COALESCE(failure_code, '-') AS line FROM upload");
    assert_eq!(codes, ["-"]);
}

async fn what_is_open_is_listed_and_counted_for_each_owner(database: &TestDatabase) {
    let (owner, place) = (the_source(database).await, UploadPlaceId::new());
    let other = Owner::Person(person_named(database, "mei").await);
    let mut open = Vec::new();
    for length in [100, 20, 3] {
        let new = Upload { length, ..begun(owner, place) };
        enter(database, &new).await;
        open.push(new);
    }
    enter(database, &begun(other, place)).await;
    receive(database, open[1].id, 20, UploadState::Waiting, START).await;
    end(database, open[2].id, failure("not_audio")).await;

    let listed = |limit| database.read(move |reading| upload::open_of(reading, owner, limit));
    let ids = |uploads: Vec<Upload>| uploads.into_iter().map(|upload| upload.id).collect::<Vec<_>>();
    assert_eq!(ids(listed(10).await), [open[1].id, open[0].id], "the last begun first");
    assert_eq!(ids(listed(1).await), [open[1].id]);
    let size = |owner| database.read(move |reading| upload::open_size(reading, owner));
    assert_eq!((size(owner).await, size(other).await), ((2, 120), (1, 5_000_000_000)));
}

async fn what_waits_at_a_place_comes_page_by_page_the_oldest_first(database: &TestDatabase) {
    let (owner, here, elsewhere) = (the_source(database).await, UploadPlaceId::new(), UploadPlaceId::new());
    let mut waiting = Vec::new();
    for place in [here, elsewhere, here, here] {
        let new = begun(owner, place);
        enter(database, &new).await;
        receive(database, new.id, new.length, UploadState::Waiting, START).await;
        if place == here {
            waiting.push(new.id);
        }
    }
    enter(database, &begun(owner, here)).await;
    let page = |after, limit| {
        let read = database.read(move |reading| upload::waiting_at(reading, here, after, limit));
        async { read.await.into_iter().map(|upload| upload.id).collect::<Vec<_>>() }
    };
    assert_eq!(page(None, 2).await, waiting[..2]);
    assert_eq!(page(Some(waiting[1]), 2).await, waiting[2..]);
    assert_eq!(page(Some(waiting[2]), 2).await, []);
}

async fn what_has_expired_is_found_and_what_waits_never_expires(database: &TestDatabase) {
    let (owner, here) = (the_source(database).await, UploadPlaceId::new());
    let [unfinished, complete, refused, elsewhere] =
        [here, here, here, UploadPlaceId::new()].map(|place| begun(owner, place));
    for new in [&unfinished, &complete, &refused, &elsewhere] {
        enter(database, new).await;
    }
    receive(database, complete.id, complete.length, UploadState::Waiting, START).await;
    end(database, refused.id, failure("not_audio")).await;
    let expired = || database.read(move |reading| upload::expired_at(reading, here, 10));
    database.clock.advance(DAY);
    assert_eq!(expired().await, [], "its time is not over yet");
    database.clock.advance(Duration::from_millis(1));
    assert_eq!(expired().await, [unfinished.id]);
    database.clock.advance(DAY * 6);
    assert_eq!(expired().await, [unfinished.id, refused.id], "whose time ran out first comes first");
    let one = database.read(move |reading| upload::expired_at(reading, here, 1)).await;
    assert_eq!(one, [unfinished.id]);
}

async fn a_file_is_needed_until_its_upload_ends(database: &TestDatabase) {
    let (owner, place) = (the_source(database).await, UploadPlaceId::new());
    let [receiving, waiting, refused] = [(); 3].map(|()| begun(owner, place));
    for new in [&receiving, &waiting, &refused] {
        enter(database, new).await;
    }
    receive(database, waiting.id, waiting.length, UploadState::Waiting, START).await;
    end(database, refused.id, failure("not_audio")).await;
    let asked = [receiving.id, waiting.id, refused.id, UploadId::new()];
    let mut needed = database.read(move |reading| upload::needed(reading, &asked)).await;
    needed.sort_unstable();
    assert_eq!(needed, [receiving.id, waiting.id]);
}

async fn an_upload_goes_with_its_call(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let owner = the_source(database).await;
    let (gone, stays) = (begun(owner, UploadPlaceId::new()), begun(owner, UploadPlaceId::new()));
    enter(database, &gone).await;
    enter(database, &stays).await;
    end(database, gone.id, Outcome::Accepted { call_id, recording_id, was_known: false }).await;
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert_eq!((found(database, &gone).await, found(database, &stays).await), (None, Some(stays)));
}

async fn an_upload_belongs_to_somebody(database: &TestDatabase) {
    let new = begun(the_source(database).await, UploadPlaceId::new());
    enter(database, &new).await;
    let nobody = database.db.write(|writing| {
        let owner = Owner::Source(earmark::ids::SourceId::new());
        upload::insert(writing, &begun(owner, UploadPlaceId::new()))
    });
    assert!(nobody.await.is_err(), "there is no such source");
    let twice = database.db.write({
        let new = new.clone();
        move |writing| upload::insert(writing, &new)
    });
    assert!(twice.await.is_err(), "there is one of this id");
    assert_eq!(found(database, &new).await, Some(new));
}
