//! Agents, and who sat at their line.

use crate::fixtures::{a_call, an_agent, person_named, plain_participation, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::agent::{self, AgentFilter};
use earmark::db::{Window, participation, team};
use std::time::Duration;

contract_suite! {
    an_agent_is_made_once_for_a_source,
    a_missing_name_is_filled_in_and_a_name_stays,
    a_shared_seat_belongs_to_whoever_sat_there_at_the_time,
    of_two_who_sat_there_the_later_one_counts,
    an_agent_was_tied_once_somebody_was,
    ties_end_and_one_that_never_was_is_no_history,
    agents_come_in_pages_by_what_their_source_calls_them,
    a_filter_finds_agents_who_are_nobody,
    calls_are_counted_once_however_many_parts_an_agent_had,
    a_team_is_entered_where_it_covers_the_call,
}

async fn an_agent_is_made_once_for_a_source(database: &TestDatabase) {
    let (one, other) = (source_named(database, "one").await, source_named(database, "other").await);
    let made = database.write(move |writing| agent::find_or_make(writing, one, "8001", None)).await;
    let again = database.write(move |writing| agent::find_or_make(writing, one, "8001", None)).await;
    let elsewhere = database.write(move |writing| agent::find_or_make(writing, other, "8001", None)).await;
    assert_eq!(made, again);
    assert_ne!(made.id, elsewhere.id);
    let id = made.id;
    assert_eq!(database.read(move |reading| agent::by_id(reading, id)).await, Some(made));
}

async fn a_missing_name_is_filled_in_and_a_name_stays(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    for (sent, kept) in [(None, None), (Some("李娜"), Some("李娜")), (Some("Li Na"), Some("李娜"))] {
        let known =
            database.write(move |writing| agent::find_or_make(writing, source_id, "8001", sent)).await;
        let id = known.id;
        let stored = database.read(move |reading| agent::by_id(reading, id)).await.unwrap();
        assert_eq!(known.name.as_deref(), kept);
        assert_eq!(stored, known);
    }
}

async fn a_shared_seat_belongs_to_whoever_sat_there_at_the_time(database: &TestDatabase) {
    let agent_id = an_agent(database).await;
    let (morning, evening) =
        (person_named(database, "Morning").await, person_named(database, "Evening").await);
    let hour = |hours: u64| START.plus(Duration::from_hours(hours));
    let (eight, noon) = (hour(0), hour(4));
    database
        .write(move |writing| {
            agent::tie_to_person(writing, agent_id, morning, eight, Some(noon))?;
            agent::tie_to_person(writing, agent_id, evening, noon, None)
        })
        .await;
    let before = START.minus(Duration::from_millis(1));
    for (at, sat_there) in [(before, None), (eight, Some(morning)), (hour(3), Some(morning))]
        .into_iter()
        .chain([(noon, Some(evening)), (hour(400), Some(evening))])
    {
        let found = database.read(move |reading| agent::person_at(reading, agent_id, at)).await;
        assert_eq!(found, sat_there, "at {at}");
    }
}

async fn of_two_who_sat_there_the_later_one_counts(database: &TestDatabase) {
    let agent_id = an_agent(database).await;
    let (first, second) = (person_named(database, "First").await, person_named(database, "Second").await);
    database
        .write(move |writing| {
            agent::tie_to_person(writing, agent_id, second, START.plus(Duration::from_secs(1)), None)?;
            agent::tie_to_person(writing, agent_id, first, START, None)
        })
        .await;
    let found = database
        .read(move |reading| agent::person_at(reading, agent_id, START.plus(Duration::from_secs(2))))
        .await;
    assert_eq!(found, Some(second));
}

async fn an_agent_was_tied_once_somebody_was(database: &TestDatabase) {
    let (agent_id, person_id) = (an_agent(database).await, person_named(database, "P").await);
    let was_tied = || database.read(move |reading| agent::was_ever_tied(reading, agent_id));
    assert!(!was_tied().await);
    let ended = START.plus(Duration::from_hours(1));
    database
        .write(move |writing| agent::tie_to_person(writing, agent_id, person_id, START, Some(ended)))
        .await;
    database.clock.advance(Duration::from_hours(2));
    assert!(was_tied().await);
}

async fn ties_end_and_one_that_never_was_is_no_history(database: &TestDatabase) {
    let (agent_id, person_id) = (an_agent(database).await, person_named(database, "P").await);
    let later = START.plus(Duration::from_hours(1));
    let ended = database
        .write(move |writing| {
            agent::tie_to_person(writing, agent_id, person_id, later, None)?;
            agent::end_ties(writing, agent_id, START)
        })
        .await;
    assert_eq!(ended, 1);
    for at in [START, later] {
        assert_eq!(database.read(move |reading| agent::person_at(reading, agent_id, at)).await, None);
    }
    assert!(database.read(move |reading| agent::history_of_ties(reading, person_id)).await.is_empty());

    database.write(move |writing| agent::tie_to_person(writing, agent_id, person_id, START, None)).await;
    database.clock.advance(Duration::from_hours(1));
    database.write(move |writing| agent::end_ties_of_person(writing, person_id)).await;
    assert!(
        database.read(move |reading| agent::ties_of_people(reading, &[person_id], later)).await.is_empty()
    );
    let history = database.read(move |reading| agent::history_of_ties(reading, person_id)).await;
    assert_eq!((history[0].from_at, history[0].until_at), (START, Some(later)));
}

async fn agents_come_in_pages_by_what_their_source_calls_them(database: &TestDatabase) {
    let (one, other) = (source_named(database, "one").await, source_named(database, "other").await);
    database
        .write(move |writing| {
            for (source_id, external_id) in [(one, "8002"), (other, "8001"), (one, "8001"), (one, "8003")] {
                agent::find_or_make(writing, source_id, external_id, None)?;
            }
            Ok(())
        })
        .await;
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let window = Window::new(after, 1);
        let page = database.read(move |reading| agent::page(reading, &AgentFilter::default(), window)).await;
        assert_eq!(page.total, 4);
        seen.extend(page.items.into_iter().map(|agent| agent.external_id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["8001", "8001", "8002", "8003"]);
}

async fn a_filter_finds_agents_who_are_nobody(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let person_id = person_named(database, "P").await;
    database
        .write(move |writing| {
            agent::find_or_make(writing, source_id, "8001", Some("李娜"))?;
            let tied = agent::find_or_make(writing, source_id, "8002", None)?.id;
            agent::tie_to_person(writing, tied, person_id, START, None)
        })
        .await;
    let found = async |filter: AgentFilter| {
        let page = database.read(move |reading| agent::page(reading, &filter, Window::new(None, 50))).await;
        page.items.into_iter().map(|agent| agent.external_id).collect::<Vec<_>>()
    };
    let unmatched = |unmatched| AgentFilter { text: None, unmatched: Some(unmatched) };
    assert_eq!(found(unmatched(true)).await, ["8001"]);
    assert_eq!(found(unmatched(false)).await, ["8002"]);
    let text = |text: &str| AgentFilter { text: Some(text.to_owned()), unmatched: None };
    assert_eq!(found(text("娜")).await, ["8001"]);
    assert_eq!(found(text("80")).await, ["8001", "8002"]);
    assert!(found(text("02")).await.is_empty());
}

async fn calls_are_counted_once_however_many_parts_an_agent_had(database: &TestDatabase) {
    let agent_id = an_agent(database).await;
    let (one, other) = (a_call(database, "1").await, a_call(database, "2").await);
    database
        .write(move |writing| {
            for call_id in [one, one, other] {
                participation::insert(writing, &plain_participation(call_id, agent_id))?;
            }
            Ok(())
        })
        .await;
    assert_eq!(database.read(move |reading| agent::calls_of(reading, &[agent_id])).await, [(agent_id, 2)]);
}

async fn a_team_is_entered_where_it_covers_the_call(database: &TestDatabase) {
    let (agent_id, person_id) = (an_agent(database).await, person_named(database, "P").await);
    let call_id = a_call(database, "1").await;
    let (early, late) = (START.minus(Duration::from_hours(1)), START.plus(Duration::from_hours(1)));
    let mut part = plain_participation(call_id, agent_id);
    part.person_id = Some(person_id);
    let team_id = database
        .write(move |writing| {
            participation::insert(writing, &part)?;
            Ok(team::find_or_make(writing, None, "A")?.id)
        })
        .await;
    for (from, until, given) in
        [(late, None, 0), (early, Some(START), 0), (START, Some(late), 1), (early, None, 0)]
    {
        let entered = database
            .write(move |writing| participation::give_team(writing, person_id, team_id, from, until))
            .await;
        assert_eq!(entered, given, "from {from} until {until:?}");
    }
}
