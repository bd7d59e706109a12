//! Processes that write hard at the same time: no error reaches a caller, and nothing is lost.

use crate::child;
use crate::harness::{TestDatabase, on_postgres, on_sqlite};
use earmark::db::audit::{self, Actor, Line};
use earmark::db::job::{self, JobState, Lane, NewJob};
use earmark::db::{Db, DbError};
use serde_json::json;

const PROCESSES: u8 = 2;
const WRITES: i64 = 300;

#[test]
fn two_processes_write_hard_on_one_sqlite_file() {
    on_sqlite(hammer);
}

#[test]
fn two_processes_write_hard_on_one_postgres_database() {
    on_postgres(hammer);
}

async fn hammer(database: &TestDatabase) {
    let start = |number| child::start("processes::write_hard_in_a_process", &database.address, number);
    child::expect_success((0..PROCESSES).map(start).collect());
    for number in 0..PROCESSES {
        let lines = database
            .read(move |reading| audit::about(reading, "process", &number.to_string(), 2 * WRITES))
            .await;
        assert_eq!(i64::try_from(lines.len()).unwrap(), WRITES);
    }
    let waiting = WRITES * i64::from(PROCESSES);
    assert_eq!(database.read(job::counts).await, [(Lane::Light, JobState::Waiting, waiting)]);
}

#[test]
#[ignore = "a part of `two_processes_write_hard_…`, which runs it in a process of its own"]
fn write_hard_in_a_process() {
    let Some(orders) = child::orders() else { return };
    let db = Db::open(&orders.address, orders.clock).unwrap();
    let number = orders.number.to_string();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        for written in 1..=WRITES {
            write_once(&db, number.clone()).await.unwrap();
            if written % 10 == 0 {
                let about = number.clone();
                let read = db.read(move |reading| audit::about(reading, "process", &about, 2 * WRITES)).await;
                assert_eq!(i64::try_from(read.unwrap().len()).unwrap(), written);
            }
        }
    });
}

async fn write_once(db: &Db, number: String) -> Result<(), DbError> {
    db.write(move |writing| {
        let new = NewJob {
            lane: Lane::Light,
            kind: "test",
            payload: json!({}),
            deduplication_key: None,
            call_id: None,
            priority: 0,
            max_attempts: 1,
            audio_ms: None,
        };
        job::enqueue(writing, &new)?;
        let line = Line {
            actor: Actor::System,
            action: "job.entered",
            noun: "process",
            noun_id: &number,
            detail: json!({}),
            request_id: None,
        };
        audit::append(writing, &line)
    })
    .await
}
