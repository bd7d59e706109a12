//! Calls found by what they came to, and that nobody reads a score off what is found who may not know it.

use crate::appeals::{appealed, enter};
use crate::evaluations::{Scene, begin, out_at, release, scene, score_of};
use crate::fixtures::{a_call, an_agent, everything, person_named, plain_assignment, plain_participation};
use crate::harness::{START, TestDatabase};
use earmark::db::call_list::{self, CallFilter, CallOrder, Sight};
use earmark::db::evaluation::{NewDraft, Purpose, Subject};
use earmark::db::{Scope, Window, assignment, participation, scorecard};
use earmark::ids::{CallId, EvaluationId, PersonId};
use std::time::Duration;

contract_suite! {
    a_call_is_found_between_two_scores_by_one_evaluation,
    of_two_agents_in_a_call_each_is_found_by_their_own_score,
    whoever_reads_no_results_is_found_the_scores_that_they_gave,
    what_a_list_of_results_withholds_finds_nothing,
}

/// How many calls are found from the one score to the other.
async fn found(database: &TestDatabase, sight: Sight, from: Option<i64>, below: Option<i64>) -> i64 {
    let filter = CallFilter { score_from: from, score_below: below, ..CallFilter::default() };
    let window = Window::new(None, 10);
    let page = database
        .read(move |reading| call_list::page(reading, &sight, &filter, CallOrder::OldestFirst, window))
        .await;
    assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
    page.total
}

/// Whether anything is found by scores at all: from nought on, or below all there is.
async fn tells(database: &TestDatabase, sight: Sight) -> bool {
    let from = found(database, sight.clone(), Some(0), None).await;
    let below = found(database, sight, None, Some(i64::MAX)).await;
    assert_eq!(from, below);
    from > 0
}

/// An evaluation that is out since the beginning, and came to so much.
async fn scored(database: &TestDatabase, draft: &NewDraft, hundredths: i64) -> EvaluationId {
    let id = begin(database, draft).await;
    assert!(release(database, id, score_of("warm", "kept"), out_at(START)).await);
    let blob = database.blob(id.as_bytes());
    database.execute(&format!("UPDATE evaluation SET total_hundredths = {hundredths} WHERE id = {blob}"));
    id
}

/// A second agent in the call of the scene: their draft, by somebody else.
async fn of_another(database: &TestDatabase, scene: &Scene) -> NewDraft {
    let (person, evaluator) = (person_named(database, "Q").await, person_named(database, "J").await);
    let (agent_id, call_id) = (an_agent(database).await, scene.call_id);
    let part_id = database
        .write(move |writing| {
            let mut part = plain_participation(call_id, agent_id);
            part.person_id = Some(person);
            participation::insert(writing, &part)?;
            Ok(part.id)
        })
        .await;
    let subject = Subject {
        participation_id: Some(part_id),
        person_id: Some(person),
        team_id: None,
        project_id: None,
        ..scene.draft.subject
    };
    NewDraft { subject, evaluator_id: evaluator, ..scene.draft.clone() }
}

async fn a_call_is_found_between_two_scores_by_one_evaluation(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    a_call(database, "never scored").await;
    scored(database, &scene.draft, 9_550).await;
    for (from, below, expected) in [
        (Some(9_550), None, 1),
        (Some(9_551), None, 0),
        (None, Some(9_551), 1),
        (None, Some(9_550), 0),
        (Some(9_000), Some(9_600), 1),
        (Some(9_551), Some(9_600), 0),
        (Some(9_000), Some(9_550), 0),
    ] {
        assert_eq!(found(database, everything(), from, below).await, expected, "{from:?} {below:?}");
    }
    // A second evaluation of the call: the range is held against each of them by itself.
    scored(database, &of_another(database, &scene).await, 5_000).await;
    assert_eq!(found(database, everything(), Some(4_000), Some(6_000)).await, 1);
    assert_eq!(found(database, everything(), Some(6_000), Some(9_000)).await, 0);
}

async fn of_two_agents_in_a_call_each_is_found_by_their_own_score(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let other = of_another(database, &scene).await;
    scored(database, &scene.draft, 9_000).await;
    scored(database, &other, 5_000).await;
    let sees = |scores| Sight { scores, ..everything() };
    for (scope, high, low) in [
        (Scope::own(scene.person), 1, 0),
        (Scope::teams([scene.team]), 1, 0),
        (Scope::project(scene.project), 1, 0),
        (Scope::own(other.subject.person_id.unwrap()), 0, 1),
        (Scope::own(PersonId::new()), 0, 0),
        (Scope::nothing(), 0, 0),
        (Scope::Everything, 1, 1),
    ] {
        let of_high = found(database, sees(scope.clone()), Some(9_000), None).await;
        let of_low = found(database, sees(scope.clone()), None, Some(9_000)).await;
        assert_eq!((of_high, of_low), (high, low), "{scope:?}");
    }
}

async fn whoever_reads_no_results_is_found_the_scores_that_they_gave(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let other = of_another(database, &scene).await;
    scored(database, &scene.draft, 9_000).await;
    scored(database, &other, 5_000).await;
    let reads = |reader| Sight { reader: Some(reader), scores: Scope::nothing(), ..everything() };
    assert_eq!(found(database, reads(scene.evaluator), Some(9_000), None).await, 1);
    assert_eq!(found(database, reads(scene.evaluator), None, Some(9_000)).await, 0, "a colleague's");
    assert_eq!(found(database, reads(other.evaluator_id), None, Some(9_000)).await, 1);
    assert!(!tells(database, reads(PersonId::new())).await);
    let calls = Sight { calls: Scope::nothing(), ..reads(scene.evaluator) };
    assert!(!tells(database, calls).await, "of calls that are none of theirs");
}

async fn what_a_list_of_results_withholds_finds_nothing(database: &TestDatabase) {
    let (scene, appeal) = appealed(database, "one").await;
    let reader = person_named(database, "M").await;
    let reads = || Sight { reader: Some(reader), ..everything() };
    assert!(tells(database, reads()).await);

    let arbitrates = || Sight { arbitrates: Scope::Everything, ..reads() };
    assert!(tells(database, arbitrates()).await);
    enter(database, &appeal).await;
    assert!(!tells(database, arbitrates()).await, "they might have to decide the appeal");
    let of_team = Sight { reviews: Scope::teams([scene.team]), ..arbitrates() };
    assert!(tells(database, of_team).await, "they know of it already");
    assert!(
        tells(database, Sight { reader: Some(scene.evaluator), ..arbitrates() }).await,
        "their own score"
    );
    assert!(tells(database, reads()).await);

    // In hand: in the queue, or begun; and what an agent got before, while they are scored again.
    let version = scene.draft.scorecard_version_id;
    let card = database.read(move |reading| scorecard::version(reading, version)).await.unwrap().scorecard_id;
    let waiting = plain_assignment(scene.call_id, reader, card);
    database.write(move |writing| assignment::insert(writing, &waiting)).await;
    assert!(!tells(database, reads()).await, "it waits in their queue");
    database.execute("DELETE FROM assignment");
    let elsewhere = |call_id: CallId, purpose| NewDraft {
        subject: Subject { call_id: Some(call_id), participation_id: None, ..scene.draft.subject },
        evaluator_id: reader,
        purpose,
        ..scene.draft.clone()
    };
    let other = a_call(database, "other").await;
    begin(database, &elsewhere(other, Purpose::Training)).await;
    assert!(tells(database, reads()).await, "a training does not count");
    begin(database, &elsewhere(other, Purpose::Quality)).await;
    assert!(!tells(database, reads()).await, "they score the agent");
    database.execute("DELETE FROM evaluation WHERE state = 'draft'");
    assert!(tells(database, reads()).await);

    // Not out yet: to nobody, nor to whoever made it.
    let soon = a_call(database, "soon").await;
    let draft = NewDraft { evaluator_id: reader, ..elsewhere(soon, Purpose::Quality) };
    let id = begin(database, &draft).await;
    let at = START.plus(Duration::from_secs(10));
    assert!(release(database, id, score_of("rude", "no"), out_at(at)).await);
    let alone = Sight { scores: Scope::nothing(), ..reads() };
    assert!(!tells(database, alone.clone()).await);
    let blob = database.blob(id.as_bytes());
    database.execute(&format!("UPDATE evaluation SET total_hundredths = 1234 WHERE id = {blob}"));
    assert_eq!(found(database, everything(), Some(1_234), Some(1_235)).await, 0);
    database.clock.advance(Duration::from_secs(10));
    assert!(tells(database, alone).await);
    assert_eq!(found(database, everything(), Some(1_234), Some(1_235)).await, 1);
}
