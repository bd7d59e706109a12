//! People and their roles.

use crate::fixtures::{person_named, plain_person};
use crate::harness::{START, TestDatabase};
use earmark::db::person::{self, PasswordHash, Person, PersonFilter, Role, RoleGrant};
use earmark::db::{Page, Window, agent, project, sort_key, source, team};
use earmark::error::{Coded, Kind};
use std::time::Duration;

contract_suite! {
    a_person_comes_back_by_id_and_by_sign_in,
    many_have_no_sign_in_and_nobody_shares_one,
    somebody_signs_in_once_somebody_can,
    a_role_holds_from_its_grant_on_everywhere_or_in_its_project,
    a_role_ends,
    every_role_is_kept,
    a_role_is_ended_once_and_by_nobody_elses_number,
    everything_held_ends_at_once,
    somebody_administers_who_can_sign_in_and_has_not_left,
    two_administrators_cannot_take_each_other_away_at_once,
    people_come_in_pages_by_name,
    a_filter_finds_people_by_what_they_are_now,
    what_is_typed_finds_names_pinyin_numbers_and_sign_ins,
    whoever_was_entered_without_a_sort_key_gets_one_at_the_next_start,
    a_name_finds_those_who_have_not_left,
}

fn signing_in(name: &str, sign_in: &str) -> Person {
    Person {
        sign_in: Some(sign_in.to_owned()),
        password_hash: Some(PasswordHash("$argon2id$…".to_owned())),
        ..plain_person(name)
    }
}

async fn a_person_comes_back_by_id_and_by_sign_in(database: &TestDatabase) {
    let new = signing_in("王芳", "wangfang");
    let (stored, id) = (new.clone(), new.id);
    database.write(move |writing| person::add(writing, &new)).await;
    assert_eq!(database.read(move |reading| person::by_id(reading, id)).await, Some(stored.clone()));
    assert_eq!(database.read(|reading| person::by_sign_in(reading, "wangfang")).await, Some(stored));
    assert_eq!(database.read(|reading| person::by_sign_in(reading, "WangFang")).await, None);
}

async fn many_have_no_sign_in_and_nobody_shares_one(database: &TestDatabase) {
    person_named(database, "One").await;
    person_named(database, "Two").await;
    let (first, second) = (signing_in("Three", "same"), signing_in("Four", "same"));
    database.write(move |writing| person::add(writing, &first)).await;
    let error = database.db.write(move |writing| person::add(writing, &second)).await.unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    assert!(!format!("{error} {error:?}").contains("same"), "no value of a row: {error:?}");
}

async fn somebody_signs_in_once_somebody_can(database: &TestDatabase) {
    person_named(database, "No sign-in").await;
    assert!(!database.read(person::anyone_signs_in).await);
    let new = signing_in("With one", "one");
    database.write(move |writing| person::add(writing, &new)).await;
    assert!(database.read(person::anyone_signs_in).await);
}

async fn a_role_holds_from_its_grant_on_everywhere_or_in_its_project(database: &TestDatabase) {
    let id = person_named(database, "Inspector").await;
    let project_id = database
        .write(move |writing| {
            let project_id = project::find_or_make(writing, "Cards")?.id;
            person::grant(writing, id, Role::Inspector, None)?;
            person::grant(writing, id, Role::QaManager, Some(project_id))?;
            Ok(project_id)
        })
        .await;
    let before = START.minus(Duration::from_millis(1));
    assert_eq!(database.read(move |reading| person::roles_at(reading, id, before)).await, []);
    assert_eq!(
        database.read(move |reading| person::roles_at(reading, id, START)).await,
        [
            RoleGrant { role: Role::Inspector, project_id: None },
            RoleGrant { role: Role::QaManager, project_id: Some(project_id) },
        ]
    );
}

async fn a_role_ends(database: &TestDatabase) {
    let id = person_named(database, "Trainer").await;
    database.write(move |writing| person::grant(writing, id, Role::Trainer, None)).await;
    let end = START.plus(Duration::from_mins(1));
    database.execute(&format!("UPDATE person_role SET until_at = {}", end.as_millis()));
    let last = end.minus(Duration::from_millis(1));
    assert_eq!(database.read(move |reading| person::roles_at(reading, id, last)).await.len(), 1);
    assert_eq!(database.read(move |reading| person::roles_at(reading, id, end)).await, []);
}

async fn every_role_is_kept(database: &TestDatabase) {
    let id = person_named(database, "Everything").await;
    database
        .write(move |writing| Role::ALL.iter().try_for_each(|role| person::grant(writing, id, *role, None)))
        .await;
    let roles = database.read(move |reading| person::roles_at(reading, id, START)).await;
    assert_eq!(roles.into_iter().map(|grant| grant.role).collect::<Vec<_>>(), Role::ALL);
}

async fn a_role_is_ended_once_and_by_nobody_elses_number(database: &TestDatabase) {
    let (id, other) = (person_named(database, "P").await, person_named(database, "Q").await);
    database.write(move |writing| person::grant(writing, id, Role::Trainer, None)).await;
    let held = database.read(move |reading| person::roles_held(reading, &[id, other], START)).await;
    let grant_id = held[0].id;
    assert!(!database.write(move |writing| person::end_role(writing, other, grant_id)).await);
    database.clock.advance(Duration::from_mins(1));
    assert!(database.write(move |writing| person::end_role(writing, id, grant_id)).await);
    assert!(!database.write(move |writing| person::end_role(writing, id, grant_id)).await);
    let now = START.plus(Duration::from_mins(1));
    assert_eq!(database.read(move |reading| person::roles_at(reading, id, now)).await, []);
    let history = database.read(move |reading| person::history_of_roles(reading, id)).await;
    assert_eq!(history.len(), 1);
    assert_eq!((history[0].from_at, history[0].until_at), (START, Some(now)));
}

async fn everything_held_ends_at_once(database: &TestDatabase) {
    let id = person_named(database, "P").await;
    database
        .write(move |writing| {
            person::grant(writing, id, Role::Trainer, None)?;
            person::grant(writing, id, Role::Agent, None)?;
            person::end_all_roles(writing, id)
        })
        .await;
    assert_eq!(database.read(move |reading| person::roles_at(reading, id, START)).await, []);
}

async fn somebody_administers_who_can_sign_in_and_has_not_left(database: &TestDatabase) {
    let without_sign_in = person_named(database, "No sign-in").await;
    let new = signing_in("Root", "root");
    let (id, mut left) = (new.id, new.clone());
    database
        .write(move |writing| {
            person::grant(writing, without_sign_in, Role::Administrator, None)?;
            person::add(writing, &new)?;
            person::grant(writing, id, Role::QaManager, None)
        })
        .await;
    assert!(!database.read(person::somebody_administers).await);
    database.write(move |writing| person::grant(writing, id, Role::Administrator, None)).await;
    assert!(database.read(person::somebody_administers).await);
    left.retired_at = Some(START);
    database.write(move |writing| person::update(writing, &left)).await;
    assert!(!database.read(person::somebody_administers).await);
}

/// Each looks whether the other one is left; without the lock, both would see that.
async fn two_administrators_cannot_take_each_other_away_at_once(database: &TestDatabase) {
    let people = [signing_in("One", "one"), signing_in("Two", "two")];
    let ids = people.clone().map(|person| person.id);
    let grants = database
        .write(move |writing| {
            for person in &people {
                person::add(writing, person)?;
                person::grant(writing, person.id, Role::Administrator, None)?;
            }
            let held = person::roles_held(writing, &ids, START)?;
            Ok([held[0].id, held[1].id])
        })
        .await;
    let (after_first, after_second) = database
        .overlap(
            move |writing| {
                person::lock_administrators(writing)?;
                person::end_role(writing, ids[0], grants[0])?;
                person::somebody_administers(writing)
            },
            move |writing| {
                person::lock_administrators(writing)?;
                person::end_role(writing, ids[1], grants[1])?;
                person::somebody_administers(writing)
            },
        )
        .await;
    assert_eq!((after_first, after_second), (true, false), "the second sees what the first did");
}

fn entered(name: &str) -> Person {
    Person { sort_key: sort_key(name), ..plain_person(name) }
}

async fn names(database: &TestDatabase, filter: PersonFilter) -> Vec<String> {
    let window = Window::new(None, 50);
    let page = database.read(move |reading| person::page(reading, &filter, window)).await;
    assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
    page.items.into_iter().map(|person| person.name).collect()
}

async fn people_come_in_pages_by_name(database: &TestDatabase) {
    let people = ["张伟", "Bob", "陈静", "alice", "张伟"].map(entered);
    database.write(move |writing| people.iter().try_for_each(|new| person::add(writing, new))).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let window = Window::new(after, 2);
        let page: Page<Person> =
            database.read(move |reading| person::page(reading, &PersonFilter::default(), window)).await;
        assert_eq!((page.total, page.total_is_exact), (5, true));
        seen.extend(page.items.into_iter().map(|person| person.name));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, ["alice", "Bob", "陈静", "张伟", "张伟"]);
}

async fn a_filter_finds_people_by_what_they_are_now(database: &TestDatabase) {
    let all = ["Agent", "Former trainer", "Leader", "Left", "Member"].map(entered);
    let [taker, trainer, leader, left, member] = all.clone().map(|person| person.id);
    let ended = START.plus(Duration::from_mins(1));
    let team_id = database
        .write(move |writing| {
            all.iter().try_for_each(|new| person::add(writing, new))?;
            let pbx = source::find_or_make(writing, "pbx")?.id;
            let agent_id = agent::find_or_make(writing, pbx, "8001", None)?.id;
            agent::tie_to_person(writing, agent_id, taker, START, None)?;
            agent::tie_to_person(writing, agent_id, trainer, START, Some(ended))?;
            person::grant(writing, trainer, Role::Trainer, None)?;
            person::grant(writing, leader, Role::TeamLeader, None)?;
            let team_id = team::find_or_make(writing, None, "A")?.id;
            team::add_leader(writing, team_id, leader, START)?;
            team::add_member(writing, team_id, member, START)?;
            person::update(writing, &Person { retired_at: Some(START), ..all[3].clone() })?;
            Ok(team_id)
        })
        .await;
    database.clock.advance(Duration::from_mins(2));
    database.write(move |writing| person::end_all_roles(writing, trainer)).await;
    assert_ne!(left, member);

    let role = |role| PersonFilter { role: Some(role), ..PersonFilter::default() };
    assert_eq!(names(database, role(Role::TeamLeader)).await, ["Leader"]);
    assert!(names(database, role(Role::Trainer)).await.is_empty(), "no longer");
    let of_team = PersonFilter { team_id: Some(team_id), ..PersonFilter::default() };
    assert_eq!(names(database, of_team).await, ["Leader", "Member"]);
    let retired = |retired| PersonFilter { retired: Some(retired), ..PersonFilter::default() };
    assert_eq!(names(database, retired(true)).await, ["Left"]);
    assert_eq!(names(database, retired(false)).await, ["Agent", "Former trainer", "Leader", "Member"]);
    let unmatched = |unmatched| PersonFilter { unmatched: Some(unmatched), ..PersonFilter::default() };
    assert_eq!(names(database, unmatched(false)).await, ["Agent"]);
    assert_eq!(names(database, unmatched(true)).await.len(), 4);
}

async fn what_is_typed_finds_names_pinyin_numbers_and_sign_ins(database: &TestDatabase) {
    let people = [
        Person { staff_number: Some("006021".to_owned()), ..entered("王芳") },
        Person { sign_in: Some("peter".to_owned()), ..entered("Peter_Pan") },
        entered("Peter Pan"),
    ];
    database.write(move |writing| people.iter().try_for_each(|new| person::add(writing, new))).await;
    for (typed, found) in [
        ("芳", vec!["王芳"]),
        ("WANG", vec!["王芳"]),
        ("0060", vec!["王芳"]),
        ("6021", vec![]),
        ("peter", vec!["Peter Pan", "Peter_Pan"]),
        ("r_p", vec!["Peter_Pan"]),
        ("%", vec![]),
    ] {
        let filter = PersonFilter { text: Some(typed.to_owned()), ..PersonFilter::default() };
        assert_eq!(names(database, filter).await, found, "{typed}");
    }
}

async fn whoever_was_entered_without_a_sort_key_gets_one_at_the_next_start(database: &TestDatabase) {
    let id = person_named(database, "张伟").await;
    database.execute("UPDATE person SET sort_key = ''");
    database.open_again();
    let key = database.read(move |reading| person::by_id(reading, id)).await.unwrap().sort_key;
    assert_eq!(key, sort_key("张伟"));
}

async fn a_name_finds_those_who_have_not_left(database: &TestDatabase) {
    let (here, left) = (entered("李娜"), Person { retired_at: Some(START), ..entered("李娜") });
    let namesake = entered("李 娜");
    let expected = here.clone();
    database
        .write(move |writing| [&here, &left, &namesake].iter().try_for_each(|new| person::add(writing, new)))
        .await;
    assert_eq!(database.read(|reading| person::named(reading, &["李娜", "Nobody"])).await, [expected]);
}
