//! Sources, projects and queues: made once under their names.

use crate::harness::{START, TestDatabase};
use earmark::db::{project, source};
use earmark::ids::{ProjectId, QueueId, SourceId};

contract_suite! {
    a_source_is_made_once,
    a_project_is_made_once,
    a_queue_is_made_once_in_its_project,
    names_differ_by_case_and_width,
}

async fn a_source_is_made_once(database: &TestDatabase) {
    let made = database.write(|writing| source::find_or_make(writing, "pbx")).await;
    assert_eq!((made.time_zone.as_str(), made.created_at, made.retired_at), ("UTC", START, None));
    assert_eq!(database.write(|writing| source::find_or_make(writing, "pbx")).await, made);
    let id = made.id;
    assert_eq!(database.read(move |reading| source::by_id(reading, id)).await, Some(made.clone()));
    assert_eq!(database.read(|reading| source::by_name(reading, "pbx")).await, Some(made));
    assert_eq!(database.read(|reading| source::by_name(reading, "other")).await, None);
    assert_eq!(database.read(|reading| source::by_id(reading, SourceId::new())).await, None);
}

async fn a_project_is_made_once(database: &TestDatabase) {
    let made = database.write(|writing| project::find_or_make(writing, "信用卡")).await;
    assert_eq!(database.write(|writing| project::find_or_make(writing, "信用卡")).await, made);
    let id = made.id;
    assert_eq!(database.read(move |reading| project::name_of(reading, id)).await.as_deref(), Some("信用卡"));
    assert_eq!(database.read(|reading| project::name_of(reading, ProjectId::new())).await, None);
}

async fn a_queue_is_made_once_in_its_project(database: &TestDatabase) {
    let project_id = database.write(|writing| Ok(project::find_or_make(writing, "Cards")?.id)).await;
    let queue =
        |project_id| database.write(move |w| Ok(project::find_or_make_queue(w, project_id, "VIP")?.id));
    let (inside, outside) = (queue(Some(project_id)).await, queue(None).await);
    assert_ne!(inside, outside);
    assert_eq!((queue(Some(project_id)).await, queue(None).await), (inside, outside));
    let name = database.read(move |reading| project::name_of_queue(reading, inside)).await;
    assert_eq!(name.as_deref(), Some("VIP"));
    assert_eq!(database.read(|reading| project::name_of_queue(reading, QueueId::new())).await, None);
}

async fn names_differ_by_case_and_width(database: &TestDatabase) {
    for name in ["vip", "VIP", "ＶＩＰ", "vip "] {
        database.write(move |writing| project::find_or_make(writing, name)).await;
    }
    assert_eq!(database.lines("SELECT name AS line FROM project").len(), 4);
}
