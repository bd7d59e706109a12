//! Text contacts: stored with their words, listed by scope, emptied once.

use crate::evaluations::scene;
use crate::harness::{START, TestDatabase};
use earmark::db::call::CustomerNumber;
use earmark::db::contact::{self, Channel, Contact, ContactFilter, ContactRemoval, Speaker, Trace, Turn};
use earmark::db::evaluation::{self, NewDraft, Purpose, Subject};
use earmark::db::removal::RemovalCause;
use earmark::db::{Scope, Window};
use earmark::ids::{ContactId, PersonId};
use std::time::Duration;

contract_suite! {
    a_contact_is_found_by_whom_it_concerns_and_its_words_go_once,
    contacts_are_listed_in_pages_the_youngest_first,
    a_draft_of_a_contact_stands_beside_its_evaluation,
}

async fn a_contact(database: &TestDatabase, day: u64) -> (Contact, PersonId) {
    let scene = scene(database, ["one", "two", "three"][usize::try_from(day).unwrap()]).await;
    let subject = scene.draft.subject;
    let began_at = START.plus(Duration::from_hours(24 * day));
    let new = Contact {
        id: ContactId::new(),
        channel: Channel::Letter,
        project_id: subject.project_id,
        queue_id: None,
        agent_id: subject.agent_id.unwrap(),
        person_id: subject.person_id,
        team_id: subject.team_id,
        began_at,
        local_date: began_at.to_string()[..10].to_owned(),
        customer: Some(CustomerNumber("13800138000".to_owned())),
        turns: 2,
        added_by: scene.draft.evaluator_id,
        added_at: START,
        removed_at: None,
        removal_cause: None,
        removal_rule_version_id: None,
        removal_keep_days: None,
    };
    let turn =
        |number, speaker, text: &str| Turn { number, speaker, written_at: None, text: text.to_owned() };
    let turns = [turn(1, Speaker::Customer, "您好"), turn(2, Speaker::Agent, "call 02079460018")];
    let stored = new.clone();
    database.write(move |writing| contact::insert(writing, &stored, &turns)).await;
    (new, scene.draft.evaluator_id)
}

async fn a_contact_is_found_by_whom_it_concerns_and_its_words_go_once(database: &TestDatabase) {
    let (new, _) = a_contact(database, 0).await;
    let (id, person) = (new.id, new.person_id.unwrap());
    let find = |scope: Scope| database.read(move |reading| contact::find(reading, &scope, id));
    assert_eq!(find(Scope::own(person)).await, Some(new.clone()));
    assert_eq!(find(Scope::own(PersonId::new())).await, None);
    let turns = database.read(move |reading| contact::turns(reading, id)).await;
    assert_eq!(turns.iter().map(|turn| turn.number).collect::<Vec<_>>(), [1, 2]);
    assert!(!format!("{turns:?} {new:?}").contains("0207"), "words are not printed");
    let traced = |digits: &str| {
        let trace = Trace::Digits(digits.to_owned());
        database.read(move |reading| contact::customers(reading, &trace, None, 10))
    };
    assert_eq!((traced("0138000").await.len(), traced("0138001").await.len()), (1, 0));
    let older =
        |before: &'static str| database.read(move |reading| contact::older_than(reading, before, None, 10));
    assert_eq!((older("2000-01-01").await.len(), older("2999-01-01").await.len()), (0, 1));
    let why = ContactRemoval { cause: RemovalCause::Erasure, rule_version_id: None, keep_days: None };
    assert!(database.write(move |writing| contact::forget(writing, id, why)).await);
    assert!(!database.write(move |writing| contact::forget(writing, id, why)).await);
    assert!(!database.write(move |writing| contact::lock(writing, id)).await);
    let gone = find(Scope::Everything).await.unwrap();
    assert_eq!((gone.customer, gone.removal_cause), (None, Some(RemovalCause::Erasure)));
    assert!(database.read(move |reading| contact::turns(reading, id)).await.is_empty());
    assert!(older("2999-01-01").await.is_empty());
}

async fn contacts_are_listed_in_pages_the_youngest_first(database: &TestDatabase) {
    let mut ids = Vec::new();
    for day in 0..3 {
        ids.push(a_contact(database, day).await.0.id);
    }
    ids.reverse();
    let page = |after, filter: ContactFilter| {
        database
            .read(move |reading| contact::list(reading, &Scope::Everything, &filter, Window::new(after, 2)))
    };
    let first = page(None, ContactFilter::default()).await;
    assert_eq!((first.items.len(), first.total), (2, 3));
    let second = page(first.next, ContactFilter::default()).await;
    let listed: Vec<ContactId> = first.items.iter().chain(&second.items).map(|one| one.id).collect();
    assert_eq!((listed, second.next), (ids, None));
    let chats = ContactFilter { channel: Some(Channel::Chat), ..ContactFilter::default() };
    assert_eq!(page(None, chats).await.total, 0);
}

async fn a_draft_of_a_contact_stands_beside_its_evaluation(database: &TestDatabase) {
    let (new, evaluator) = a_contact(database, 0).await;
    let scene = scene(database, "of the draft").await;
    let subject = Subject { call_id: None, participation_id: None, ..scene.draft.subject };
    let draft = NewDraft { subject, purpose: Purpose::Text, evaluator_id: evaluator, ..scene.draft };
    let contact_id = new.id;
    let id = database
        .write(move |writing| {
            let id = evaluation::insert_draft(writing, &draft)?;
            contact::note_evaluation(writing, id, contact_id)?;
            Ok(id)
        })
        .await;
    let of = database.read(move |reading| contact::of_evaluation(reading, id)).await;
    assert_eq!(of.map(|one| one.id), Some(contact_id));
    let in_hand = || database.read(move |reading| contact::in_hand(reading, evaluator));
    assert_eq!(in_hand().await, [contact_id]);
    let heads = database.read(move |reading| contact::of_evaluations(reading, &[id])).await;
    assert_eq!(heads.get(&id), Some(&(contact_id, Channel::Letter)));
    database.write(move |writing| evaluation::delete_draft(writing, id)).await;
    assert!(in_hand().await.is_empty());
}
