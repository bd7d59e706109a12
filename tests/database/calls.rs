//! Calls: stored whole, and seen only inside a scope.

use crate::fixtures::{
    a_call, a_recording, an_agent, person_named, plain_call, plain_participation, source_named,
};
use crate::harness::{START, TestDatabase};
use earmark::db::call::{self, Call, CustomerNumber, Direction};
use earmark::db::{Bounds, Scope, participation, project, recording, team};
use earmark::ids::{CallId, PersonId, ProjectId, RecordingId, SourceId, TeamId};
use earmark::time::Instant;
use serde_json::json;

contract_suite! {
    a_call_comes_back_as_it_was_entered,
    a_changed_call_is_stored_whole,
    a_call_is_known_by_its_source_and_identity,
    a_call_exists_for_those_whose_scope_touches_it,
    a_recording_exists_where_its_call_does,
    the_parts_of_a_call_come_back,
    what_hangs_on_a_call_goes_with_it,
}

fn a_full_call(source_id: SourceId, project_id: ProjectId, queue_id: earmark::ids::QueueId) -> Call {
    Call {
        direction: Some(Direction::Outbound),
        customer_number: Some(CustomerNumber("13800138000".to_owned())),
        queue_id: Some(queue_id),
        project_id: Some(project_id),
        disposition: Some("已解决".to_owned()),
        wrap_up: Some("Rang back".to_owned()),
        ticket: Some("T-7".to_owned()),
        tags: vec!["vip".to_owned(), "投诉".to_owned()],
        metadata: json!({ "z": 1, "a": [null, "\u{0}"] }).as_object().unwrap().clone(),
        started_at: Instant::from_millis(-1),
        ..plain_call(source_id, "full")
    }
}

async fn stored_full_call(database: &TestDatabase) -> Call {
    let source_id = source_named(database, "pbx").await;
    database
        .write(move |writing| {
            let project_id = project::find_or_make(writing, "Cards")?.id;
            let queue_id = project::find_or_make_queue(writing, Some(project_id), "VIP")?.id;
            let new = a_full_call(source_id, project_id, queue_id);
            call::insert(writing, &new)?;
            Ok(new)
        })
        .await
}

async fn seen(database: &TestDatabase, scope: Scope, id: CallId) -> Option<Call> {
    database.read(move |reading| call::find(reading, &scope, id)).await
}

async fn a_call_comes_back_as_it_was_entered(database: &TestDatabase) {
    let stored = stored_full_call(database).await;
    let found = seen(database, Scope::Everything, stored.id).await.unwrap();
    assert_eq!(found, stored);
    let names: Vec<&String> = found.metadata.keys().collect();
    assert_eq!(names, ["z", "a"], "metadata keeps its order");
}

async fn a_changed_call_is_stored_whole(database: &TestDatabase) {
    let mut changed = stored_full_call(database).await;
    changed.disposition = Some("未解决".to_owned());
    changed.tags.clear();
    changed.started_at = START;
    changed.wrap_up = None;
    changed.customer_number = None;
    let expected = changed.clone();
    database.write(move |writing| call::update(writing, &changed)).await;
    assert_eq!(seen(database, Scope::Everything, expected.id).await, Some(expected));
}

async fn a_call_is_known_by_its_source_and_identity(database: &TestDatabase) {
    let id = a_call(database, "one").await;
    let (pbx, other) = (source_named(database, "pbx").await, source_named(database, "other").await);
    let found = |source_id, identity| {
        database.read(move |reading| Ok(call::by_identity(reading, source_id, identity)?.map(|call| call.id)))
    };
    assert_eq!(found(pbx, "one").await, Some(id));
    assert_eq!(found(pbx, "two").await, None);
    assert_eq!(found(other, "one").await, None);
    let again = plain_call(pbx, "one");
    let refused = database.db.write(move |writing| call::insert(writing, &again)).await;
    assert!(refused.is_err(), "a source has one call of an identity");
}

/// A call of one agent, of somebody in a team, in a project; and what lies beside each of them.
struct Surroundings {
    call_id: CallId,
    person: PersonId,
    team: TeamId,
    project: ProjectId,
    source: SourceId,
    stranger: PersonId,
    other_team: TeamId,
    other_project: ProjectId,
    other_source: SourceId,
}

async fn surroundings(database: &TestDatabase) -> Surroundings {
    let (person, stranger) = (person_named(database, "P").await, person_named(database, "S").await);
    let (source, other_source) = (source_named(database, "pbx").await, source_named(database, "other").await);
    let agent_id = an_agent(database).await;
    database
        .write(move |writing| {
            let team = team::find_or_make(writing, None, "A")?.id;
            let other_team = team::find_or_make(writing, None, "B")?.id;
            let project = project::find_or_make(writing, "Cards")?.id;
            let other_project = project::find_or_make(writing, "Loans")?.id;
            let new = Call { project_id: Some(project), ..plain_call(source, "scoped") };
            call::insert(writing, &new)?;
            let mut part = plain_participation(new.id, agent_id);
            part.person_id = Some(person);
            part.team_id = Some(team);
            participation::insert(writing, &part)?;
            // A second agent, of whom nothing is known, neither hides nor doubles the call.
            participation::insert(writing, &plain_participation(new.id, agent_id))?;
            let call_id = new.id;
            Ok(Surroundings {
                call_id,
                person,
                team,
                project,
                source,
                stranger,
                other_team,
                other_project,
                other_source,
            })
        })
        .await
}

async fn a_call_exists_for_those_whose_scope_touches_it(database: &TestDatabase) {
    let here = surroundings(database).await;
    let beside = Scope::own(here.stranger)
        .or(Scope::teams([here.other_team]))
        .or(Scope::project(here.other_project))
        .or(Scope::source(here.other_source));
    let touching = [
        ("everything", Scope::Everything),
        ("self", Scope::own(here.person)),
        ("own team", Scope::teams([here.other_team, here.team])),
        ("project", Scope::project(here.project)),
        ("source", Scope::source(here.source)),
        ("one edge of many", beside.clone().or(Scope::own(here.person))),
    ];
    for (name, scope) in touching {
        assert!(seen(database, scope, here.call_id).await.is_some(), "{name} touches the call");
    }
    let outside = [
        ("nothing", Scope::nothing()),
        ("empty bounds", Scope::Within(Bounds::default())),
        ("stranger", Scope::own(here.stranger)),
        ("no teams", Scope::teams([])),
        ("other team", Scope::teams([here.other_team])),
        ("other project", Scope::project(here.other_project)),
        ("other source", Scope::source(here.other_source)),
        ("everything beside it", beside),
    ];
    for (name, scope) in outside {
        assert!(seen(database, scope, here.call_id).await.is_none(), "{name} does not touch the call");
    }
    assert!(seen(database, Scope::Everything, CallId::new()).await.is_none());
    let (bare, scope) =
        (a_call(database, "bare").await, Scope::own(here.person).or(Scope::project(here.project)));
    assert!(seen(database, scope, bare).await.is_none(), "a call of nobody and no project is in neither");
}

async fn a_recording_exists_where_its_call_does(database: &TestDatabase) {
    let (_, id) = a_recording(database).await;
    let source_id = source_named(database, "pbx").await;
    let found = |scope: Scope, id| database.read(move |reading| recording::find(reading, &scope, id));
    assert!(found(Scope::Everything, id).await.is_some());
    assert!(found(Scope::source(source_id), id).await.is_some());
    assert!(found(Scope::nothing(), id).await.is_none());
    assert!(found(Scope::own(PersonId::new()), id).await.is_none());
    assert!(found(Scope::Everything, RecordingId::new()).await.is_none());
}

async fn the_parts_of_a_call_come_back(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let agent_id = an_agent(database).await;
    let (mut first, second) =
        (plain_participation(call_id, agent_id), plain_participation(call_id, agent_id));
    (first.recording_id, first.channel) = (Some(recording_id), Some(1));
    (first.start_ms, first.end_ms) = (Some(0), Some(9_000_000_000));
    first.person_id = Some(person_named(database, "P").await);
    let entered = [first.clone(), second.clone()];
    database
        .write(move |writing| {
            participation::insert(writing, &first)?;
            participation::insert(writing, &second)
        })
        .await;
    assert_eq!(database.read(move |reading| participation::of_call(reading, call_id)).await, entered);
    assert!(database.read(|reading| participation::of_call(reading, CallId::new())).await.is_empty());

    let newcomer = person_named(database, "Q").await;
    let given = database
        .write(move |writing| participation::give_unclaimed(writing, agent_id, newcomer, START))
        .await;
    let parts = database.read(move |reading| participation::of_call(reading, call_id)).await;
    assert_eq!(given, 1, "a part that is somebody's stays theirs");
    assert_eq!((parts[0].person_id, parts[1].person_id), (entered[0].person_id, Some(newcomer)));
}

async fn what_hangs_on_a_call_goes_with_it(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let (agent_id, kept) = (an_agent(database).await, a_call(database, "kept").await);
    database
        .write(move |writing| {
            let mut part = plain_participation(call_id, agent_id);
            part.recording_id = Some(recording_id);
            participation::insert(writing, &part)?;
            participation::insert(writing, &plain_participation(kept, agent_id))
        })
        .await;
    database.write(move |writing| call::delete(writing, call_id)).await;
    assert!(seen(database, Scope::Everything, call_id).await.is_none());
    assert!(seen(database, Scope::Everything, kept).await.is_some());
    assert!(database.read(move |reading| recording::of_call(reading, call_id)).await.is_empty());
    assert!(database.read(move |reading| participation::of_call(reading, call_id)).await.is_empty());
    assert_eq!(database.read(move |reading| participation::of_call(reading, kept)).await.len(), 1);
}
