//! Appeals: entered once, moved on once, found by those whom they concern; revisions; what lapses.

use crate::evaluations::{Scene, begin, out_at, release, responses, scene, score_of};
use crate::fixtures::person_named;
use crate::harness::{START, TestDatabase};
use earmark::db::appeal::{
    self, Appeal, AppealItem, AppealOutcome, AppealState, AppealsShown, ItemRuling, Judge, Next,
    PrecedentsOf, Ruling, Seen, SkippedBecause, Verdict,
};
use earmark::db::evaluation::{self, Purpose};
use earmark::db::feedback::{self, Answer};
use earmark::db::{Scope, Window, scorecard};
use earmark::ids::{AppealId, EvaluationId, PersonId, TeamId};
use earmark::scoring::{Choice, Evidence, Grounds, ScoreRecord};
use std::time::Duration;

contract_suite! {
    an_appeal_comes_back_as_it_was_submitted,
    an_evaluation_has_one_appeal_that_is_not_withdrawn,
    of_two_who_take_a_step_at_once_one_does,
    an_appeal_exists_for_those_whom_it_concerns,
    each_step_waits_for_whoever_may_take_it,
    what_was_arbitrated_is_a_precedent,
    what_an_evaluation_said_stays_readable,
    what_nobody_answered_lapses,
    overdue_steps_are_found_and_arbitrations_are_not,
}

fn choice(option: &str) -> Choice {
    Choice { options: vec![option.to_owned()], not_applicable: false }
}

fn item(question: &str) -> AppealItem {
    AppealItem {
        question: question.to_owned(),
        reason: "听第3秒".to_owned(),
        proposed: Some(choice("kept")),
        heard: Some((3_000, 4_000)),
        turn: Some(2),
        outcome: None,
    }
}

/// A released evaluation of the scene and an appeal against it, not entered yet.
pub(crate) async fn appealed(database: &TestDatabase, call: &'static str) -> (Scene, Appeal) {
    let scene = scene(database, call).await;
    let id = begin(database, &scene.draft).await;
    let draft = responses("warm", "no");
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &draft)).await);
    let score = score_of("warm", "no");
    let out = out_at(START);
    assert!(database.write(move |writing| evaluation::release(writing, id, 1, &score, &out)).await);
    let version_id = scene.draft.scorecard_version_id;
    let version = database.read(move |reading| scorecard::version(reading, version_id)).await.unwrap();
    let appeal = Appeal {
        id: AppealId::new(),
        evaluation_id: id,
        revision: 1,
        scorecard_id: version.scorecard_id,
        person_id: scene.person,
        team_id: Some(scene.team),
        project_id: Some(scene.project),
        evaluator_id: scene.evaluator,
        first_reviewer_id: None,
        state: AppealState::FirstReview,
        outcome: None,
        is_unstaffed: false,
        submitted_at: START,
        due_at: Some(START.plus(Duration::from_hours(1))),
        closed_at: None,
    };
    (scene, appeal)
}

pub(crate) async fn enter(database: &TestDatabase, appeal: &Appeal) {
    let appeal = appeal.clone();
    database.write(move |writing| appeal::insert(writing, &appeal, &[item("promise"), item("manner")])).await;
}

fn ruling(step: AppealState, judge_id: PersonId, change: Option<Choice>) -> Ruling {
    let grounds = Grounds { evidence: Some(vec![Evidence::NotSaid]), ..Grounds::default() };
    let (question, reason) = ("promise".to_owned(), "heard".to_owned());
    let items = vec![ItemRuling { question, change, grounds, reason }];
    Ruling {
        step,
        judge_id: Some(judge_id),
        verdict: Verdict::Judged,
        skipped_because: None,
        reason: None,
        at: START,
        items,
    }
}

async fn move_to(
    database: &TestDatabase,
    id: AppealId,
    from: AppealState,
    state: AppealState,
    by: Option<PersonId>,
) -> bool {
    let next = Next { state, due_at: START.plus(Duration::from_hours(2)), is_unstaffed: false };
    database.write(move |writing| appeal::advance(writing, id, from, &next, by)).await
}

async fn an_appeal_comes_back_as_it_was_submitted(database: &TestDatabase) {
    let (scene, appeal) = appealed(database, "one").await;
    enter(database, &appeal).await;
    let id = appeal.id;
    assert_eq!(database.read(move |reading| appeal::by_id(reading, id)).await.unwrap(), appeal);
    let items = database.read(move |reading| appeal::items(reading, &[id])).await.remove(&id).unwrap();
    assert_eq!(items, [item("promise"), item("manner")], "in the agent's order");

    let skipped = Ruling {
        judge_id: None,
        verdict: Verdict::Skipped,
        skipped_because: Some(SkippedBecause::NoLeader),
        items: Vec::new(),
        ..ruling(AppealState::FirstReview, scene.evaluator, None)
    };
    let said = [skipped, ruling(AppealState::Recheck, scene.evaluator, Some(choice("kept")))];
    for ruling in said.clone() {
        database.write(move |writing| appeal::insert_ruling(writing, id, &ruling)).await;
    }
    assert_eq!(database.read(move |reading| appeal::rulings(reading, id)).await, said);
    database
        .write(move |writing| appeal::settle_item(writing, id, "promise", AppealOutcome::Overturned))
        .await;
    let items = database.read(move |reading| appeal::items(reading, &[id])).await.remove(&id).unwrap();
    assert_eq!(
        items.iter().map(|item| item.outcome).collect::<Vec<_>>(),
        [Some(AppealOutcome::Overturned), None]
    );
}

async fn an_evaluation_has_one_appeal_that_is_not_withdrawn(database: &TestDatabase) {
    let (_, first) = appealed(database, "one").await;
    enter(database, &first).await;
    let second =
        Appeal { id: AppealId::new(), submitted_at: START.plus(Duration::from_secs(1)), ..first.clone() };
    let again = second.clone();
    let refused = database.db.write(move |writing| appeal::insert(writing, &again, &[])).await;
    assert!(refused.is_err(), "there is one already");
    let id = first.id;
    assert!(database.write(move |writing| appeal::close(writing, id, AppealState::FirstReview, None)).await);
    enter(database, &second).await;
    let evaluation_id = first.evaluation_id;
    let last = database.read(move |reading| appeal::last_of(reading, &[evaluation_id])).await;
    assert_eq!(last[&evaluation_id].id, second.id);
}

async fn of_two_who_take_a_step_at_once_one_does(database: &TestDatabase) {
    let (_, appeal) = appealed(database, "one").await;
    enter(database, &appeal).await;
    let id = appeal.id;
    let decide = move |writing: &mut earmark::db::Writing<'_>| {
        appeal::close(writing, id, AppealState::FirstReview, Some(AppealOutcome::Upheld))
    };
    let (one, other) = database.overlap(decide, decide).await;
    assert!(one && !other);
    let stored = database.read(move |reading| appeal::by_id(reading, id)).await.unwrap();
    assert_eq!(
        (stored.state, stored.outcome, stored.due_at),
        (AppealState::Decided, Some(AppealOutcome::Upheld), None)
    );
    assert_eq!(stored.closed_at, Some(START));
    assert!(!move_to(database, id, AppealState::FirstReview, AppealState::Recheck, None).await);
}

async fn an_appeal_exists_for_those_whom_it_concerns(database: &TestDatabase) {
    let (scene, appeal) = appealed(database, "one").await;
    enter(database, &appeal).await;
    let stranger = person_named(database, "Stranger").await;
    let cases = [
        (Scope::Everything, None, true),
        (Scope::own(scene.person), None, true),
        (Scope::teams([scene.team]), None, true),
        (Scope::project(scene.project), None, true),
        (Scope::nothing(), Some(scene.evaluator), true),
        (Scope::own(stranger), Some(stranger), false),
        (Scope::teams([TeamId::new()]), None, false),
        (Scope::nothing(), None, false),
    ];
    for (scope, evaluator_id, exists) in cases {
        let (seen, id) = (Seen { scope, evaluator_id }, appeal.id);
        let listed = AppealsShown::Seen(seen.clone(), None);
        let case = format!("{seen:?}");
        let found = database.read(move |reading| appeal::find(reading, &seen, id)).await;
        assert_eq!(found.is_some(), exists, "{case}");
        assert_eq!(listed_ids(database, listed).await.len(), usize::from(exists), "{case}");
    }
    assert_eq!(listed_ids(database, AppealsShown::Of(scene.person)).await, [appeal.id]);
    assert!(listed_ids(database, AppealsShown::Of(scene.evaluator)).await.is_empty());
}

async fn listed_ids(database: &TestDatabase, shown: AppealsShown) -> Vec<AppealId> {
    // One row a page, so that the cursors are walked too.
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let (shown, window) = (shown.clone(), Window::new(after, 1));
        let page = database.read(move |reading| appeal::list(reading, &shown, window)).await;
        ids.extend(page.items.iter().map(|appeal| appeal.id));
        after = page.next;
        if after.is_none() {
            assert_eq!(page.total, i64::try_from(ids.len()).unwrap());
            return ids;
        }
    }
}

async fn each_step_waits_for_whoever_may_take_it(database: &TestDatabase) {
    let (scene, appeal) = appealed(database, "one").await;
    enter(database, &appeal).await;
    let (leader, manager) = (person_named(database, "Leader").await, person_named(database, "Manager").await);
    let judge = |person_id, reviews, scores, arbitrates| {
        AppealsShown::WaitingFor(Judge { person_id, reviews, scores, arbitrates })
    };
    let team = || Some(Scope::teams([scene.team]));
    let everything = || Some(Scope::Everything);
    let cases = [
        (judge(leader, team(), false, None), [true, false, false]),
        (judge(leader, Some(Scope::teams([TeamId::new()])), false, None), [false; 3]),
        (judge(leader, everything(), false, everything()), [true, false, false]),
        (judge(scene.evaluator, everything(), true, everything()), [false, true, false]),
        (judge(scene.evaluator, None, false, None), [false; 3]),
        (judge(manager, None, true, everything()), [false, false, true]),
        (judge(manager, None, false, Some(Scope::project(scene.project))), [false, false, true]),
        (judge(manager, None, false, Some(Scope::nothing())), [false; 3]),
        (judge(scene.person, everything(), true, everything()), [false; 3]),
    ];
    let steps = [AppealState::FirstReview, AppealState::Recheck, AppealState::Arbitration];
    for (place, step) in steps.into_iter().enumerate() {
        if place > 0 {
            let by = Some(leader).filter(|_| step == AppealState::Recheck);
            assert!(move_to(database, appeal.id, steps[place - 1], step, by).await);
        }
        for (shown, expected) in &cases {
            let waits = !listed_ids(database, shown.clone()).await.is_empty();
            assert_eq!(waits, expected[place], "{step:?} for {shown:?}");
        }
    }

    let id = appeal.id;
    let unstaffed = |scope| listed_ids(database, AppealsShown::Unstaffed(scope));
    assert!(unstaffed(Scope::Everything).await.is_empty());
    database.write(move |writing| appeal::note_staffing(writing, id, AppealState::Arbitration, true)).await;
    assert_eq!(unstaffed(Scope::project(scene.project)).await, [id]);
    assert!(unstaffed(Scope::nothing()).await.is_empty());
}

async fn what_was_arbitrated_is_a_precedent(database: &TestDatabase) {
    let (scene, old) = appealed(database, "one").await;
    enter(database, &old).await;
    let (scorecard_id, id, manager) = (old.scorecard_id, old.id, scene.evaluator);
    let precedents = |question: &'static str, but_not| {
        let which = PrecedentsOf { question: Some(question), but_not: Some(but_not) };
        database.read(move |reading| appeal::precedents(reading, scorecard_id, which, 5))
    };
    let said = ruling(AppealState::Arbitration, manager, Some(choice("kept")));
    database.write(move |writing| appeal::insert_ruling(writing, id, &said)).await;
    assert!(precedents("promise", AppealId::new()).await.is_empty(), "it is not decided yet");
    database
        .write(move |writing| {
            appeal::settle_item(writing, id, "promise", AppealOutcome::Overturned)?;
            appeal::close(writing, id, AppealState::FirstReview, Some(AppealOutcome::Overturned))
        })
        .await;
    let found = precedents("promise", AppealId::new()).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].outcome, &found[0].change), (AppealOutcome::Overturned, &Some(choice("kept"))));
    assert_eq!((found[0].argument.as_str(), found[0].reason.as_str()), ("听第3秒", "heard"));
    assert!(precedents("promise", id).await.is_empty(), "an appeal is no precedent of its own");
    assert!(precedents("manner", AppealId::new()).await.is_empty(), "nobody arbitrated that item");
    let of_card = database
        .read(move |reading| appeal::precedents(reading, scorecard_id, PrecedentsOf::default(), 5))
        .await;
    assert_eq!(of_card.iter().map(|one| one.question.as_str()).collect::<Vec<_>>(), ["promise"]);
}

async fn what_an_evaluation_said_stays_readable(database: &TestDatabase) {
    let (scene, appeal) = appealed(database, "one").await;
    let id = appeal.evaluation_id;
    let revise = |revision, answers: &'static str| {
        let (given, score) = (responses("warm", answers), score_of("warm", answers));
        database
            .write(move |writing| evaluation::revise(writing, id, revision, &given, &score, Some(appeal.id)))
    };
    assert!(!revise(2, "kept").await, "that is not the current revision");
    assert!(revise(1, "kept").await);
    assert!(!revise(1, "no").await);
    let evaluator = scene.evaluator;
    let now = database.read(move |reading| evaluation::find_own(reading, evaluator, id)).await.unwrap();
    assert_eq!((now.revision, now.responses), (2, responses("warm", "kept")));
    assert_eq!(now.score, Some(ScoreRecord::of(&score_of("warm", "kept")).unwrap()));
    assert_eq!(now.released_at, Some(START), "it stays in the week of its release");
    let earlier = database.read(move |reading| evaluation::revisions(reading, id)).await;
    assert_eq!(earlier.len(), 1);
    assert_eq!((earlier[0].number, &earlier[0].responses), (1, &responses("warm", "no")));
    assert_eq!(earlier[0].score, ScoreRecord::of(&score_of("warm", "no")).unwrap());
    assert_eq!((earlier[0].appeal_id, earlier[0].replaced_at), (Some(appeal.id), START));
    let heads = database.read(move |reading| evaluation::heads(reading, &[id])).await;
    assert_eq!(heads[&id].total(), Some(100.0), "lists show the current one");

    let draft = begin(database, &scene.draft).await;
    let (given, score) = (responses("warm", "kept"), score_of("warm", "kept"));
    let of_draft =
        database.write(move |writing| evaluation::revise(writing, draft, 1, &given, &score, None)).await;
    assert!(!of_draft, "a draft has no revisions");
}

async fn what_nobody_answered_lapses(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        let id = begin(database, &scene.draft).await;
        release(database, id, score_of("warm", "kept"), out_at(START)).await;
        ids.push(id);
    }
    let lapsing = || database.read(|reading| evaluation::lapsing(reading, &[Purpose::Quality], 10));
    let answered = ids[1];
    database.write(move |writing| feedback::answer(writing, answered, None, Answer::Acknowledged)).await;
    let opened = ids[2];
    database.write(move |writing| feedback::open(writing, opened)).await;
    assert!(lapsing().await.is_empty(), "there is time left");
    database.clock.advance(Duration::from_hours(24));
    let found: Vec<EvaluationId> = lapsing().await;
    assert_eq!(found, [ids[0], ids[2]]);
    let others = database.read(|reading| evaluation::lapsing(reading, &[Purpose::Training], 10)).await;
    assert!(others.is_empty());
    for id in found {
        assert!(database.write(move |writing| feedback::settle(writing, id, None, Answer::Lapsed)).await);
    }
    assert!(lapsing().await.is_empty());
    let first = ids[0];
    let late =
        database.write(move |writing| feedback::answer(writing, first, None, Answer::Acknowledged)).await;
    assert!(!late, "an answer stands there already");
}

async fn overdue_steps_are_found_and_arbitrations_are_not(database: &TestDatabase) {
    let (_, appeal) = appealed(database, "one").await;
    enter(database, &appeal).await;
    let overdue = || database.read(|reading| appeal::to_pass_over(reading, 10));
    let waiting = |after| database.read(move |reading| appeal::waiting_for_arbitration(reading, after, 10));
    assert!(overdue().await.is_empty());
    database.clock.advance(Duration::from_hours(3));
    assert_eq!(overdue().await.len(), 1);
    assert!(move_to(database, appeal.id, AppealState::FirstReview, AppealState::Recheck, None).await);
    assert_eq!(overdue().await.len(), 1);
    assert!(waiting(None).await.is_empty());
    assert!(move_to(database, appeal.id, AppealState::Recheck, AppealState::Arbitration, None).await);
    assert!(overdue().await.is_empty());
    assert_eq!(waiting(None).await.len(), 1);
    assert!(waiting(Some(appeal.id)).await.is_empty());
}
