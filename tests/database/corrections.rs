//! Corrections as rows: page by page, found, taken back one by one or together.

use crate::fixtures::a_recording;
use crate::harness::TestDatabase;
use earmark::db::correction::{self, Correction};
use earmark::db::recording::ChannelRole;
use earmark::db::{Cursor, Page, Window};
use earmark::ids::{CallId, CorrectionId, RecordingId};
use earmark::time::Instant;

contract_suite! {
    corrections_are_listed_page_by_page_the_youngest_first,
    many_are_taken_back_at_once,
}

fn said((call_id, recording_id): (CallId, RecordingId), line: i64, made_at: i64) -> Correction {
    Correction {
        id: CorrectionId::new(),
        recording_id,
        call_id,
        channel: 0,
        start_ms: line * 1_000,
        end_ms: line * 1_000 + 900,
        before: "helo".to_owned(),
        text: None,
        speaker: Some(ChannelRole::Agent),
        new_start_ms: None,
        new_end_ms: None,
        made_by: None,
        made_at: Instant::from_millis(made_at),
        undone_by: None,
        undone_at: None,
    }
}

async fn enter(database: &TestDatabase, all: &[Correction]) {
    let all = all.to_vec();
    database.write(move |writing| all.iter().try_for_each(|one| correction::insert(writing, one))).await;
}

async fn page(
    database: &TestDatabase,
    id: RecordingId,
    after: Option<Cursor>,
    limit: i64,
) -> Page<Correction> {
    database.read(move |reading| correction::of_recording(reading, id, Window::new(after, limit))).await
}

async fn corrections_are_listed_page_by_page_the_youngest_first(database: &TestDatabase) {
    let of = a_recording(database).await;
    assert!(!database.read(move |reading| correction::is_corrected(reading, of.1)).await);
    let made: Vec<Correction> = (0..5).map(|line| said(of, line, line)).collect();
    enter(database, &made).await;
    let first = page(database, of.1, None, 3).await;
    assert_eq!((first.total, first.items.len()), (5, 3));
    let second = page(database, of.1, first.next, 3).await;
    assert_eq!(second.next, None);
    let ids: Vec<CorrectionId> = first.items.iter().chain(&second.items).rev().map(|one| one.id).collect();
    assert_eq!(ids, made.iter().map(|one| one.id).collect::<Vec<_>>());

    let id = made[0].id;
    let found = move |recording_id| database.read(move |reading| correction::find(reading, recording_id, id));
    assert!(
        found(of.1).await.is_some() && found(RecordingId::new()).await.is_none(),
        "it is of no other recording"
    );
    assert!(database.read(move |reading| correction::is_corrected(reading, of.1)).await);
    for one in made {
        database.write(move |writing| correction::set_undone(writing, one.id, None)).await;
    }
    assert!(!database.read(move |reading| correction::is_corrected(reading, of.1)).await);
    assert_eq!(page(database, of.1, None, 10).await.total, 5, "they stay to be seen");
}

async fn many_are_taken_back_at_once(database: &TestDatabase) {
    let of = a_recording(database).await;
    let made: Vec<Correction> = (0..3).map(|line| said(of, line, 7)).collect();
    enter(database, &made).await;
    let (first, last) = (made[0].id, made[2].id);
    database.write(move |writing| correction::set_all_undone(writing, &[first, last], None)).await;
    let all = page(database, of.1, None, 10).await.items;
    let undone: Vec<bool> = all.iter().rev().map(|one| one.undone_at.is_some()).collect();
    assert_eq!(undone, [true, false, true]);
}
