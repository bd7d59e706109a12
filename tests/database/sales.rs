//! Sales to be verified: which calls become some, in which order they wait, who has taken one, and
//! what verifying them found.

use crate::evaluations::{begin, scene, score_of};
use crate::fixtures::{a_scorecard, person_named, plain_assignment, plain_call, source_named};
use crate::harness::{START, TestDatabase};
use earmark::db::call::Call;
use earmark::db::evaluation::{self, EvaluationFilter, EvaluationSort, NewDraft, Purpose, Release, Shown};
use earmark::db::sale::{self, SalePlace, SaleRule};
use earmark::db::verification::{self, CountFilter, Finding, Outcome, OutcomeCount, Verification};
use earmark::db::{Scope, Window, assignment, call, project};
use earmark::ids::{CallId, QueueId, SaleRuleId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    a_call_joins_by_its_disposition_whenever_that_becomes_known,
    a_rule_holds_where_and_since_when_it_says,
    what_is_there_already_joins_with_the_rule_and_leaves_with_it,
    the_oldest_call_waits_first_and_none_is_given_twice,
    what_was_found_is_counted_by_whose_and_through_which_queue,
}

fn at(seconds: u64) -> Instant {
    START.plus(Duration::from_secs(seconds))
}

fn rule(disposition: &str, place: SalePlace, since: Instant) -> SaleRule {
    SaleRule {
        id: SaleRuleId::new(),
        disposition: disposition.to_owned(),
        place,
        since,
        made_by: None,
        made_at: START,
        ended_at: None,
    }
}

async fn begin_rule(database: &TestDatabase, new: SaleRule) -> (SaleRuleId, i64) {
    let id = new.id;
    (id, database.write(move |writing| sale::begin_rule(writing, &new)).await)
}

async fn sold(database: &TestDatabase, native_id: &str, seconds: u64) -> Call {
    let source_id = source_named(database, "pbx").await;
    let new = Call {
        disposition: Some("sold".to_owned()),
        started_at: at(seconds),
        ..plain_call(source_id, native_id)
    };
    put(database, &new).await;
    new
}

async fn put(database: &TestDatabase, new: &Call) {
    let new = new.clone();
    database.write(move |writing| call::insert(writing, &new)).await;
}

async fn change(database: &TestDatabase, changed: &Call) {
    let changed = changed.clone();
    database.write(move |writing| call::update(writing, &changed)).await;
}

async fn waiting(database: &TestDatabase, queue_id: Option<QueueId>) -> Vec<CallId> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = database
            .read(move |reading| sale::waiting(reading, &Scope::Everything, queue_id, Window::new(after, 2)))
            .await;
        ids.extend(page.items.iter().map(|one| one.call_id));
        after = page.next;
        if after.is_none() {
            assert_eq!(page.total, i64::try_from(ids.len()).unwrap());
            return ids;
        }
    }
}

async fn a_call_joins_by_its_disposition_whenever_that_becomes_known(database: &TestDatabase) {
    begin_rule(database, rule("sold", SalePlace::default(), START)).await;
    let at_once = sold(database, "at-once", 1).await;
    let source_id = source_named(database, "pbx").await;
    let mut later = plain_call(source_id, "later");
    put(database, &later).await;
    assert_eq!(waiting(database, None).await, [at_once.id]);
    later.disposition = Some("sold".to_owned());
    change(database, &later).await;
    assert_eq!(waiting(database, None).await, [later.id, at_once.id]);
    later.disposition = Some("lost".to_owned());
    change(database, &later).await;
    assert_eq!(waiting(database, None).await, [at_once.id]);
    // Deleted with its call.
    let gone = at_once.id;
    database.write(move |writing| call::delete(writing, gone)).await;
    assert!(waiting(database, None).await.is_empty());
}

async fn a_rule_holds_where_and_since_when_it_says(database: &TestDatabase) {
    let (one, other, queue) = database
        .write(|writing| {
            let one = project::find_or_make(writing, "one")?;
            let other = project::find_or_make(writing, "other")?;
            let queue = project::find_or_make_queue(writing, Some(other.id), "sales")?;
            Ok((one.id, other.id, queue.id))
        })
        .await;
    let of_one = SalePlace { project_id: Some(one), queue_id: None };
    let of_queue = SalePlace { project_id: None, queue_id: Some(queue) };
    begin_rule(database, rule("sold", of_one, at(10))).await;
    begin_rule(database, rule("sold", of_queue, START)).await;
    let source_id = source_named(database, "pbx").await;
    let call = |native_id: &str, seconds, project_id, queue_id| Call {
        disposition: Some("sold".to_owned()),
        started_at: at(seconds),
        project_id,
        queue_id,
        ..plain_call(source_id, native_id)
    };
    let calls = [
        call("too early", 9, Some(one), None),
        call("in time", 10, Some(one), None),
        call("another project", 11, Some(other), None),
        call("its queue", 5, Some(other), Some(queue)),
    ];
    for one in &calls {
        put(database, one).await;
    }
    assert_eq!(waiting(database, None).await, [calls[3].id, calls[1].id]);
    assert_eq!(waiting(database, Some(queue)).await, [calls[3].id]);
    let within = |project| {
        database
            .read(move |reading| sale::waiting(reading, &Scope::project(project), None, Window::new(None, 9)))
    };
    let ids: Vec<CallId> = within(one).await.items.iter().map(|one| one.call_id).collect();
    assert_eq!(ids, [calls[1].id]);
    let found = database.read(move |reading| sale::rule_at(reading, "sold", of_queue)).await.unwrap();
    assert_eq!((found.place, found.since), (of_queue, START));
    assert_eq!(database.read(|reading| sale::count_rules(reading)).await, 2);
}

async fn what_is_there_already_joins_with_the_rule_and_leaves_with_it(database: &TestDatabase) {
    let calls = [sold(database, "a", 3).await, sold(database, "b", 1).await, sold(database, "c", 2).await];
    let everywhere = SalePlace::default();
    let counted =
        database.read(move |reading| sale::count_found(reading, "sold", everywhere, at(2), 10)).await;
    assert_eq!(counted, 2);
    let (first, joined) = begin_rule(database, rule("sold", everywhere, at(2))).await;
    assert_eq!((joined, waiting(database, None).await), (2, vec![calls[2].id, calls[0].id]));
    let found = database.read(move |reading| sale::rule(reading, first)).await.unwrap();
    assert_eq!((found.disposition.as_str(), found.since), ("sold", at(2)));

    database.write(move |writing| sale::end_rule(writing, first)).await;
    assert!(waiting(database, None).await.is_empty());
    assert!(database.read(move |reading| sale::rule(reading, first)).await.is_none());
    assert!(database.read(|reading| sale::rules(reading)).await.is_empty());
    // The same again is another rule.
    let (_, joined) = begin_rule(database, rule("sold", everywhere, START)).await;
    assert_eq!(joined, 3);
}

async fn the_oldest_call_waits_first_and_none_is_given_twice(database: &TestDatabase) {
    let calls = [sold(database, "a", 3).await, sold(database, "b", 1).await, sold(database, "c", 2).await];
    let (rule_id, _) = begin_rule(database, rule("sold", SalePlace::default(), START)).await;
    assert_eq!(waiting(database, None).await, [calls[1].id, calls[2].id, calls[0].id]);
    let inspector = person_named(database, "I").await;
    let (card, _) = a_scorecard(database).await;
    let mut entry = plain_assignment(calls[1].id, inspector, card);
    entry.purpose = Purpose::Verification;
    let (taken, call_id) = (entry.id, calls[1].id);
    database.write(move |writing| assignment::insert(writing, &entry)).await;
    assert!(database.write(move |writing| sale::take(writing, call_id, taken)).await);
    assert!(!database.write(move |writing| sale::take(writing, call_id, taken)).await);
    assert_eq!(waiting(database, None).await, [calls[2].id, calls[0].id]);
    let open =
        |purpose| database.read(move |reading| assignment::open_of_calls(reading, &[call_id], purpose));
    assert_eq!((open(Purpose::Quality).await.len(), open(Purpose::Verification).await.len()), (0, 1));

    // What was taken stays, whatever becomes of its rule and its disposition.
    database.write(move |writing| sale::end_rule(writing, rule_id)).await;
    let mut changed = calls[1].clone();
    changed.disposition = None;
    change(database, &changed).await;
    let known = database.read(move |reading| sale::of_call(reading, call_id)).await.unwrap();
    assert_eq!((known.assignment_id, known.call_started_at), (Some(taken), at(1)));
    // Given back, it waits again.
    database.write(move |writing| sale::give_back(writing, taken)).await;
    assert_eq!(waiting(database, None).await, [call_id]);
}

async fn what_was_found_is_counted_by_whose_and_through_which_queue(database: &TestDatabase) {
    let scene = scene(database, "verified").await;
    let draft = NewDraft { purpose: Purpose::Verification, ..scene.draft.clone() };
    let id = begin(database, &draft).await;
    let subject = draft.subject;
    let stored = Verification {
        evaluation_id: id,
        person_id: subject.person_id,
        agent_id: subject.agent_id,
        queue_id: None,
        disposition: Some("sold".to_owned()),
        outcome: None,
        detail: None,
    };
    let new = stored.clone();
    database.write(move |writing| verification::insert(writing, &new)).await;
    assert_eq!(stored.finding(), None);
    let finding = Finding { outcome: Outcome::Corrected, detail: Some("two lines, not one".to_owned()) };
    let said = finding.clone();
    database.write(move |writing| verification::find(writing, id, Some(&said))).await;
    let read = database.read(move |reading| verification::of_evaluation(reading, id)).await.unwrap();
    assert_eq!(read.finding(), Some(finding));
    let of_page = database.read(move |reading| verification::of_evaluations(reading, &[id])).await;
    assert_eq!(of_page.get(&id), Some(&read));

    let counted = |scope: Scope, filter: CountFilter| {
        database.read(move |reading| verification::counts(reading, &scope, &filter))
    };
    let expected = OutcomeCount {
        person_id: subject.person_id,
        agent_id: subject.agent_id,
        queue_id: None,
        outcome: Outcome::Corrected,
        count: 1,
    };
    // A draft is nobody's result.
    assert!(counted(Scope::Everything, CountFilter::default()).await.is_empty());
    let score = score_of("warm", "kept");
    let release = Release { at: START, date: "2026-11-21".to_owned(), answer_until: at(9), hear_until: None };
    assert!(database.write(move |writing| evaluation::release(writing, id, 0, &score, &release)).await);
    let on = |from: &str, to: &str| CountFilter {
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
        project_id: None,
    };
    for scope in [Scope::Everything, Scope::own(scene.person), Scope::project(scene.project)] {
        assert_eq!(counted(scope, on("2026-11-21", "2026-11-21")).await, [expected]);
    }
    assert!(counted(Scope::Everything, on("2026-11-22", "2026-11-30")).await.is_empty());
    assert!(counted(Scope::own(scene.evaluator), CountFilter::default()).await.is_empty());
    let of_project = |project_id| CountFilter { project_id: Some(project_id), ..CountFilter::default() };
    assert_eq!(counted(Scope::Everything, of_project(scene.project)).await, [expected]);
    let other = database.write(|writing| Ok(project::find_or_make(writing, "other")?.id)).await;
    assert!(counted(Scope::Everything, of_project(other)).await.is_empty());

    // Verified once more: what was released last is counted.
    let again = begin(database, &NewDraft { evaluator_id: scene.person, ..draft.clone() }).await;
    let second = Verification { evaluation_id: again, outcome: Some(Outcome::Confirmed), ..stored.clone() };
    database.write(move |writing| verification::insert(writing, &second)).await;
    assert_eq!(counted(Scope::Everything, CountFilter::default()).await, [expected], "it is a draft");
    let score = score_of("warm", "kept");
    let release = Release { at: at(1), date: "2026-11-22".to_owned(), answer_until: at(9), hear_until: None };
    assert!(database.write(move |writing| evaluation::release(writing, again, 0, &score, &release)).await);
    assert_eq!(counted(Scope::Everything, CountFilter::default()).await, [expected], "it is not out");
    database.clock.advance(Duration::from_secs(1));
    let confirmed = OutcomeCount { outcome: Outcome::Confirmed, ..expected };
    assert_eq!(counted(Scope::Everything, CountFilter::default()).await, [confirmed]);
    assert!(counted(Scope::Everything, on("2026-11-21", "2026-11-21")).await.is_empty());

    let listed = |outcome| {
        let shown = Shown::MadeBy { person_id: scene.evaluator, purposes: vec![Purpose::Verification] };
        let filter = EvaluationFilter { outcome: Some(outcome), ..EvaluationFilter::default() };
        let (sort, window) = (EvaluationSort::LastChanged, Window::new(None, 9));
        database.read(move |reading| evaluation::list(reading, &shown, &filter, sort, window))
    };
    assert_eq!(listed(Outcome::Corrected).await.total, 1);
    assert_eq!(listed(Outcome::Rejected).await.total, 0);
    database.write(move |writing| verification::find(writing, again, None)).await;
    assert!(counted(Scope::Everything, CountFilter::default()).await.is_empty());
}
