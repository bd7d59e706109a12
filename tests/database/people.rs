//! People and their roles.

use crate::fixtures::{person_named, plain_person};
use crate::harness::{START, TestDatabase};
use earmark::db::person::{self, PasswordHash, Person, Role, RoleGrant};
use earmark::db::project;
use earmark::error::{Coded, Kind};
use std::time::Duration;

contract_suite! {
    a_person_comes_back_by_id_and_by_sign_in,
    many_have_no_sign_in_and_nobody_shares_one,
    somebody_signs_in_once_somebody_can,
    a_role_holds_from_its_grant_on_everywhere_or_in_its_project,
    a_role_ends,
    every_role_is_kept,
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
