//! Days away are found by whoever may see them, counted for whoever is away, and the deadlines of one agent
//! are looked through without those of others.

use crate::evaluations::{begin, out_at, responses, scene, score_of};
use crate::fixtures::person_named;
use crate::harness::{START, TestDatabase};
use earmark::db::days_away::{self, DaysAway};
use earmark::db::evaluation::{self, Purpose};
use earmark::db::evaluation_clock::{self, RunOut};
use earmark::db::fixed_deadline::{self, Ends};
use earmark::db::person::{self, PersonFilter};
use earmark::db::{Scope, Window, team};
use earmark::ids::{DaysAwayId, PersonId};
use jiff::civil::{Date, date};
use std::collections::BTreeSet;
use std::time::Duration;

contract_suite! {
    days_away_are_listed_in_a_scope_and_counted_for_their_person,
    people_lie_in_a_scope_by_their_team_of_now,
    deadlines_of_an_agent_are_looked_through_by_themselves,
}

const DAY: Duration = Duration::from_hours(24);

async fn enter(database: &TestDatabase, person_id: PersonId, first_day: Date, last_day: Date) -> DaysAwayId {
    let id = DaysAwayId::new();
    let days = DaysAway { id, person_id, first_day, last_day, entered_by: person_id, entered_at: START };
    database.write(move |writing| days_away::insert(writing, &days)).await;
    id
}

/// A member of a team of this name, and the scope of whoever leads it.
async fn member(database: &TestDatabase, name: &'static str, team_name: &'static str) -> (PersonId, Scope) {
    let id = person_named(database, name).await;
    let team = database
        .write(move |writing| {
            let team = team::find_or_make(writing, None, team_name)?.id;
            team::add_member(writing, team, id, START)?;
            Ok(team)
        })
        .await;
    (id, Scope::teams([team]))
}

async fn days_away_are_listed_in_a_scope_and_counted_for_their_person(database: &TestDatabase) {
    let (one, north) = member(database, "One", "north").await;
    let (two, south) = member(database, "Two", "south").await;
    let early = enter(database, one, date(2026, 11, 23), date(2026, 11, 24)).await;
    let late = enter(database, one, date(2027, 3, 1), date(2027, 3, 1)).await;
    let between = enter(database, two, date(2026, 12, 1), date(2026, 12, 31)).await;
    let list = async |scope: &Scope, person: Option<PersonId>| {
        let scope = scope.clone();
        let window = Window::new(None, 10);
        let page = database.read(move |reading| days_away::list(reading, &scope, person, window)).await;
        assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
        page.items.into_iter().map(|days| days.id).collect::<Vec<_>>()
    };
    assert_eq!(list(&Scope::Everything, None).await, [late, between, early], "what ends last is first");
    assert_eq!(list(&Scope::Everything, Some(two)).await, [between]);
    assert_eq!(list(&north, None).await, [late, early]);
    assert_eq!(list(&Scope::own(two), None).await, [between]);
    assert_eq!(list(&Scope::nothing(), None).await, []);
    let first = database
        .read(|reading| days_away::list(reading, &Scope::Everything, None, Window::new(None, 1)))
        .await;
    let rest = database
        .read(move |reading| days_away::list(reading, &Scope::Everything, None, Window::new(first.next, 9)))
        .await;
    assert_eq!(rest.items.iter().map(|days| days.id).collect::<Vec<_>>(), [between, early]);

    let found = async |scope: Scope| {
        database.read(move |reading| days_away::find(reading, &scope, early)).await.map(|days| days.id)
    };
    assert_eq!((found(north).await, found(south).await), (Some(early), None));

    let of_one = [date(2026, 11, 23)..=date(2026, 11, 24), date(2027, 3, 1)..=date(2027, 3, 1)];
    assert_eq!(database.read(move |reading| days_away::of_person(reading, one)).await, of_one);
    let all = database.read(|reading| days_away::of_everybody(reading, date(2026, 11, 25))).await;
    assert_eq!(all[&one], of_one[1..], "what is over is left out");
    assert_eq!(all[&two], [date(2026, 12, 1)..=date(2026, 12, 31)]);
    assert_eq!(database.read(move |reading| days_away::count_of(reading, one)).await, 2);
    database.write(move |writing| days_away::delete(writing, early)).await;
    assert_eq!(list(&Scope::Everything, None).await, [late, between]);
}

async fn people_lie_in_a_scope_by_their_team_of_now(database: &TestDatabase) {
    let (one, north) = member(database, "One", "north").await;
    let (two, _) = member(database, "Two", "south").await;
    let there = async |scope: &Scope| {
        let scope = scope.clone();
        database.read(move |reading| person::among(reading, &scope, &BTreeSet::from([one, two]))).await
    };
    assert_eq!(there(&Scope::Everything).await, BTreeSet::from([one, two]));
    assert_eq!(there(&north).await, BTreeSet::from([one]));
    assert_eq!(there(&Scope::own(two)).await, BTreeSet::from([two]));
    let names = async |scope: &Scope, text: Option<&str>| {
        let filter = PersonFilter { text: text.map(str::to_owned), ..PersonFilter::default() };
        let scope = scope.clone();
        let window = Window::new(None, 10);
        let page = database.read(move |reading| person::page_within(reading, &scope, &filter, window)).await;
        page.items.into_iter().map(|person| person.name).collect::<Vec<_>>()
    };
    assert_eq!(names(&north, None).await, ["One"]);
    assert_eq!(names(&Scope::Everything, Some("tw")).await, ["Two"]);
    assert_eq!(names(&north, Some("tw")).await, [] as [&str; 0]);
    database
        .write(move |writing| {
            let left =
                person::by_id(writing, one)?.map(|known| person::Person { retired_at: Some(START), ..known });
            person::update(writing, &left.unwrap())
        })
        .await;
    assert_eq!(there(&north).await, BTreeSet::new(), "who left is not there");
    let found = database.read(move |reading| person::find_within(reading, &Scope::Everything, one)).await;
    assert_eq!(found, None);
}

async fn deadlines_of_an_agent_are_looked_through_by_themselves(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    database.write(move |writing| evaluation_clock::start(writing, id, START.plus(DAY))).await;
    let of = async |person_id: PersonId| {
        let found = database
            .read(move |reading| fixed_deadline::of_agent(reading, person_id, &[Purpose::Quality], 10))
            .await;
        found.into_iter().map(|one| (one.of, one.agent, one.since, one.until)).collect::<Vec<_>>()
    };
    assert_eq!(of(scene.person).await, [], "a release is the inspector's");
    let draft = responses("warm", "no");
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &draft)).await);
    let out = evaluation::Release { hear_until: Some(START.plus(DAY)), ..out_at(START) };
    let score = score_of("warm", "no");
    assert!(database.write(move |writing| evaluation::release(writing, id, 1, &score, &out)).await);
    let agent = Some(scene.person);
    let heard = (Ends::Hearing(id), agent, START, START.plus(DAY));
    let found = of(scene.person).await;
    assert_eq!(found.len(), 2);
    assert!(matches!(found[0].0, Ends::Answer(answered, _) if answered == id));
    assert_eq!(found[1], heard);
    assert_eq!(of(scene.evaluator).await, []);

    database.clock.advance(DAY * 2);
    assert_eq!(of(scene.person).await, [heard], "what was not heard is looked through, what lapsed is not");
    let run_out = async || database.read(|reading| evaluation_clock::run_out(reading, 10)).await;
    database.write(move |writing| evaluation_clock::note_told(writing, id, None)).await;
    assert_eq!(run_out().await, []);
    let later = START.plus(DAY * 5);
    database.write(move |writing| fixed_deadline::move_to(writing, Ends::Hearing(id), later)).await;
    assert_eq!(run_out().await, [], "it runs again");
    database.clock.advance(DAY * 4);
    assert_eq!(run_out().await, [RunOut { id, is_draft: false, is_again: false }], "and is told anew");

    let changed = responses("cold", "no");
    let better = score_of("cold", "no");
    let revised = async || {
        let (changed, better) = (changed.clone(), better.clone());
        database.write(move |writing| evaluation::revise(writing, id, 1, &changed, &better, None)).await
    };
    assert!(revised().await);
    let now = database.clock.now();
    assert_eq!(of(scene.person).await[0].2, now, "what was revised counts from then on");
}
