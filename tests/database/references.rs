//! Reference calls, their attempts, and the rules of certification.

use crate::evaluations::{begin, out_at, release, responses, scene, score_of};
use crate::fixtures::person_named;
use crate::harness::{START, TestDatabase};
use earmark::db::certification_rule::{self, CertificationRule};
use earmark::db::evaluation::{NewDraft, Purpose};
use earmark::db::reference_attempt::{self, AttemptFilter, AttemptOutcome};
use earmark::db::reference_call::{self, ReferenceCall, ReferenceWords};
use earmark::db::{Scope, Window, evaluation, scorecard};
use earmark::ids::{PersonId, ReferenceCallId};
use earmark::scoring::{ScoreRecord, Verdicts};
use std::time::Duration;

contract_suite! {
    a_reference_call_keeps_what_was_agreed_and_changes_its_words,
    an_attempt_is_finished_once_it_is_out,
    a_rule_of_certification_is_changed_one_after_the_other,
}

/// A reference call made from an evaluation of its own call, and what a draft about that call is.
pub(crate) async fn a_reference(database: &TestDatabase, call: &'static str) -> (ReferenceCall, NewDraft) {
    let scene = scene(database, call).await;
    let id = begin(database, &scene.draft).await;
    release(database, id, score_of("warm", "kept"), out_at(START)).await;
    let (version, evaluator) = (scene.draft.scorecard_version_id, scene.evaluator);
    let version = database.read(move |reading| scorecard::version(reading, version)).await.unwrap();
    let made = ReferenceCall {
        id: ReferenceCallId::new(),
        evaluation_id: id,
        revision: 1,
        scorecard_id: version.scorecard_id,
        scorecard_version_id: version.id,
        answers: responses("warm", "kept"),
        score: ScoreRecord::of(&score_of("warm", "kept")).unwrap(),
        words: words("Warm and kept"),
        edit: 0,
        made_by: evaluator,
        made_at: START,
        retired_at: None,
    };
    let stored = made.clone();
    database.write(move |writing| reference_call::insert(writing, &stored)).await;
    (made, scene.draft)
}

fn words(title: &str) -> ReferenceWords {
    let text = |text: &str| [("en".to_owned(), text.to_owned())].into();
    ReferenceWords {
        title: text(title),
        why: text("because"),
        reasons: [("manner".to_owned(), text("it was warm"))].into(),
    }
}

async fn a_reference_call_keeps_what_was_agreed_and_changes_its_words(database: &TestDatabase) {
    let (made, draft) = a_reference(database, "one").await;
    let (id, evaluation_id) = (made.id, made.evaluation_id);
    let find =
        async |scope: Scope| database.read(move |reading| reference_call::find(reading, &scope, id)).await;
    assert_eq!(find(Scope::Everything).await, Some(made.clone()));
    assert_eq!(find(Scope::project(draft.subject.project_id.unwrap())).await, Some(made.clone()));
    assert_eq!(find(Scope::nothing()).await, None);
    assert!(database.read(move |reading| reference_call::is_made_from(reading, evaluation_id)).await);

    let rewrite = async |edit| {
        database.write(move |writing| reference_call::rewrite(writing, id, edit, &words("Another"))).await
    };
    assert!(rewrite(0).await);
    assert!(!rewrite(0).await, "it was changed meanwhile");
    let now = find(Scope::Everything).await.unwrap();
    assert_eq!((now.edit, &now.words, &now.answers), (1, &words("Another"), &made.answers));

    let (another, _) = a_reference(database, "two").await;
    let list = async |retired: bool, limit: i64| {
        let read = move |reading: &mut earmark::db::Reading<'_>| {
            let mut found = Vec::new();
            let mut after = None;
            loop {
                let window = Window::new(after, limit);
                let page = reference_call::list(reading, &Scope::Everything, retired, None, window)?;
                found.extend(page.items.into_iter().map(|one| one.id));
                after = page.next;
                if after.is_none() {
                    return Ok(found);
                }
            }
        };
        database.read(read).await
    };
    assert_eq!(list(false, 50).await.len(), 2);
    assert_eq!(list(false, 1).await, list(false, 50).await);
    database.write(move |writing| reference_call::retire(writing, id, Some(START))).await;
    assert_eq!((list(false, 50).await, list(true, 50).await), (vec![another.id], vec![id]));

    let reader = person_named(database, "Reader").await;
    let looked =
        || database.read(move |reading| reference_call::looked_at_by(reading, reader, &[id, another.id]));
    assert_eq!(looked().await, []);
    for _ in 0..2 {
        database.write(move |writing| reference_call::note_look(writing, id, reader)).await;
    }
    assert_eq!(looked().await, [id]);
}

async fn an_attempt_is_finished_once_it_is_out(database: &TestDatabase) {
    let (made, draft) = a_reference(database, "one").await;
    let learner = person_named(database, "Learner").await;
    let own = NewDraft { evaluator_id: learner, purpose: Purpose::Training, ..draft };
    let attempt = async |after: u64| {
        let id = begin(database, &own).await;
        database.write(move |writing| reference_attempt::insert(writing, id, made.id, learner)).await;
        let outcome = AttemptOutcome {
            items: 2,
            alike: 1,
            apart_hundredths: Some(-4_000),
            verdicts: Verdicts([[1, 1, 0], [0, 0, 0], [0, 0, 0]]),
        };
        let out = out_at(START.plus(Duration::from_secs(after)));
        release(database, id, score_of("cold", "kept"), out).await;
        database.write(move |writing| reference_attempt::note_outcome(writing, id, &outcome)).await;
        (id, outcome)
    };
    let (first, outcome) = attempt(0).await;
    let (second, _) = attempt(10).await;
    let finished = async |scope: Scope, person_id: Option<PersonId>| {
        let filter = AttemptFilter { person_id, ..AttemptFilter::default() };
        let read = move |reading: &mut earmark::db::Reading<'_>| {
            reference_attempt::finished(reading, &scope, filter, Window::new(None, 50))
        };
        database.read(read).await.items
    };
    // The clock stands at the start: the second is not out.
    let found = finished(Scope::Everything, None).await;
    assert_eq!(found.iter().map(|one| one.evaluation_id).collect::<Vec<_>>(), [first]);
    assert_eq!((found[0].outcome, found[0].person_id), (outcome, learner));
    assert_eq!(finished(Scope::nothing(), None).await, []);
    assert_eq!(finished(Scope::Everything, Some(PersonId::new())).await, []);
    let all = database.read(move |reading| reference_attempt::of_person(reading, learner, &[made.id])).await;
    assert_eq!(all.iter().map(|one| one.evaluation_id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(all.iter().map(|one| one.is_finished(START)).collect::<Vec<_>>(), [true, false]);

    // What is thrown away as a draft is no attempt any more.
    let thrown = begin(database, &own).await;
    database.write(move |writing| reference_attempt::insert(writing, thrown, made.id, learner)).await;
    database.write(move |writing| evaluation::delete_draft(writing, thrown)).await;
    let gone = database.read(move |reading| reference_attempt::of_evaluation(reading, thrown)).await;
    assert_eq!(gone, None);
}

async fn a_rule_of_certification_is_changed_one_after_the_other(database: &TestDatabase) {
    let (made, _) = a_reference(database, "one").await;
    let rule = CertificationRule {
        scorecard_id: made.scorecard_id,
        calls: 3,
        agreement: 85,
        days: 180,
        edit: 0,
        changed_by: Some(made.made_by),
        changed_at: START,
    };
    let put = async |rule: CertificationRule| {
        database.write(move |writing| certification_rule::put(writing, &rule)).await
    };
    assert!(put(rule).await);
    assert!(!put(rule).await);
    assert!(put(CertificationRule { calls: 4, edit: 1, ..rule }).await);
    let stored = database.read(certification_rule::all).await;
    assert_eq!(stored, [CertificationRule { calls: 4, edit: 2, ..rule }]);
}
