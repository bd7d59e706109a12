//! Drawing at random while others draw: on PostgreSQL several really do so at the same time.

use crate::fixtures::{person_named, plain_call, plain_recording};
use crate::harness::TestDatabase;
use earmark::access::Who;
use earmark::db::person::{self, Role};
use earmark::db::{call, recording, source};
use earmark::ids::CallId;
use earmark::review::{ReviewError, publish_shipped, take_at_random};
use std::collections::BTreeSet;

contract_suite! {
    whoever_draws_at_the_same_time_never_gets_the_same_call,
}

/// How many calls there are to draw.
const CALLS: usize = 24;

async fn an_inspector(database: &TestDatabase, name: &str) -> Who {
    let id = person_named(database, name).await;
    database
        .write(move |writing| {
            person::grant(writing, id, Role::Inspector, None)?;
            Who::person(writing, id)
        })
        .await
}

/// Draws until nothing is left: each call with the size of the pool it was drawn from.
async fn draw_all(database: &TestDatabase, who: &Who) -> Vec<(CallId, i64)> {
    let mut drawn = Vec::new();
    loop {
        match take_at_random(&database.db, who, String::new(), None, None).await {
            Ok(line) => drawn.push((line.assignment.call_id, line.assignment.pool_size.unwrap())),
            Err(ReviewError::NothingToTake) => return drawn,
            Err(error) => panic!("{error}"),
        }
    }
}

async fn whoever_draws_at_the_same_time_never_gets_the_same_call(database: &TestDatabase) {
    publish_shipped(&database.db).await.unwrap();
    database
        .write(|writing| {
            let source_id = source::find_or_make(writing, "pbx")?.id;
            for number in 0..CALLS {
                let new = plain_call(source_id, &number.to_string());
                call::insert(writing, &new)?;
                recording::insert(writing, &plain_recording(new.id, 1))?;
            }
            Ok(())
        })
        .await;
    let who = [
        an_inspector(database, "A").await,
        an_inspector(database, "B").await,
        an_inspector(database, "C").await,
    ];
    let (a, b, c) =
        tokio::join!(draw_all(database, &who[0]), draw_all(database, &who[1]), draw_all(database, &who[2]));
    let drawn: Vec<(CallId, i64)> = [a, b, c].concat();
    let calls: BTreeSet<CallId> = drawn.iter().map(|(call_id, _)| *call_id).collect();
    assert_eq!((drawn.len(), calls.len()), (CALLS, CALLS), "each call once");
    assert!(drawn.iter().all(|(_, pool_size)| (1..=24).contains(pool_size)));
}
