//! Evaluations: saved, released, taken back, seen once they are out; their notes and feedback.

use crate::fixtures::{a_call, an_agent, card, person_named, plain_participation};
use crate::harness::{START, TestDatabase};
use earmark::db::evaluation::{
    self, Evaluation, EvaluationState, NewDraft, NoScore, NoScoreReason, Purpose, Release, Subject,
};
use earmark::db::evaluation_note::{self, Note, NoteKind};
use earmark::db::feedback::Answer;
use earmark::db::{Bounds, Scope, call, feedback, participation, project, scorecard, team};
use earmark::ids::{CallId, EvaluationId, NoteId, PersonId, ProjectId, TeamId};
use earmark::scoring::{Evidence, Response, Responses, Score, ScoreRecord, score};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    a_draft_comes_back_as_it_was_saved,
    an_old_save_stores_nothing,
    a_call_has_one_draft_of_an_evaluator,
    a_release_is_out_from_its_moment_on,
    a_call_that_was_not_scored_says_why,
    a_closed_evaluation_reopens_until_it_is_out,
    only_a_draft_is_thrown_away,
    what_is_out_exists_for_those_whose_scope_touches_it,
    an_evaluation_outlives_its_call,
    notes_are_replaced_whole,
    feedback_is_noted_once,
}

/// A call of an agent in a team and a project, and somebody who scores it.
pub(crate) struct Scene {
    pub(crate) call_id: CallId,
    pub(crate) evaluator: PersonId,
    pub(crate) person: PersonId,
    pub(crate) team: TeamId,
    pub(crate) project: ProjectId,
    pub(crate) draft: NewDraft,
}

/// The scene around a call of its own; the scorecard is `inbound`.
pub(crate) async fn scene(database: &TestDatabase, call: &'static str) -> Scene {
    let call_id = a_call(database, call).await;
    let (evaluator, person) = (person_named(database, "Inspector").await, person_named(database, "P").await);
    let agent_id = an_agent(database).await;
    let definition = card("inbound", 80);
    database
        .write(move |writing| {
            let team = team::find_or_make(writing, None, "north")?.id;
            let project = project::find_or_make(writing, "Cards")?.id;
            let mut part = plain_participation(call_id, agent_id);
            (part.person_id, part.team_id) = (Some(person), Some(team));
            participation::insert(writing, &part)?;
            let scorecard_id = scorecard::find_or_make(writing, &definition.key)?.id;
            let version = match scorecard::latest_version(writing, scorecard_id)? {
                Some(version) => version.id,
                None => scorecard::insert_version(writing, scorecard_id, 1, &definition, None)?,
            };
            let subject = Subject {
                call_id: Some(call_id),
                participation_id: Some(part.id),
                agent_id: Some(agent_id),
                person_id: Some(person),
                team_id: Some(team),
                project_id: Some(project),
                call_started_at: Some(START),
            };
            let draft = NewDraft {
                subject,
                scorecard_version_id: version,
                evaluator_id: evaluator,
                purpose: Purpose::Quality,
                is_generated: false,
            };
            Ok(Scene { call_id, evaluator, person, team, project, draft })
        })
        .await
}

pub(crate) async fn begin(database: &TestDatabase, draft: &NewDraft) -> EvaluationId {
    let draft = draft.clone();
    database.write(move |writing| evaluation::insert_draft(writing, &draft)).await
}

/// What the card of the scenes makes of these two answers.
pub(crate) fn score_of(manner: &str, promise: &str) -> Score {
    score(&card("inbound", 80), &responses(manner, promise).answers()).unwrap()
}

pub(crate) fn responses(manner: &str, promise: &str) -> Responses {
    let response = |option: &str| Response { options: vec![option.to_owned()], ..Response::default() };
    Responses([("manner".to_owned(), response(manner)), ("promise".to_owned(), response(promise))].into())
}

pub(crate) fn out_at(at: Instant) -> Release {
    let date = "2026-11-21".to_owned();
    Release { at, date, answer_until: at.plus(Duration::from_hours(24)), hear_until: None }
}

pub(crate) async fn release(
    database: &TestDatabase,
    id: EvaluationId,
    score: Score,
    release: Release,
) -> bool {
    database.write(move |writing| evaluation::release(writing, id, 0, &score, &release)).await
}

async fn own(database: &TestDatabase, evaluator: PersonId, id: EvaluationId) -> Option<Evaluation> {
    database.read(move |reading| evaluation::find_own(reading, evaluator, id)).await
}

async fn out(database: &TestDatabase, scope: Scope, id: EvaluationId) -> Option<Evaluation> {
    database.read(move |reading| evaluation::find_out(reading, &scope, &[Purpose::Quality], id)).await
}

async fn a_draft_comes_back_as_it_was_saved(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let empty = own(database, scene.evaluator, id).await.unwrap();
    assert_eq!((empty.state, empty.edit, empty.revision), (EvaluationState::Draft, 0, 1));
    assert_eq!((empty.subject, empty.responses), (scene.draft.subject, Responses::default()));

    let mut typed = responses("rude", "kept");
    typed.0.insert(
        "unheard-of".to_owned(),
        Response {
            comment: Some("说明".to_owned()),
            causes: vec!["forgot".to_owned()],
            evidence: vec![Evidence::NotSaid, Evidence::Range { start_ms: 1, end_ms: 2, channel: Some(1) }],
            ..Response::default()
        },
    );
    database.clock.advance(Duration::from_secs(5));
    let saved = typed.clone();
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &saved)).await);
    let stored = own(database, scene.evaluator, id).await.unwrap();
    assert_eq!((stored.edit, stored.responses), (1, typed));
    assert_eq!((stored.started_at, stored.changed_at), (START, START.plus(Duration::from_secs(5))));
    assert_eq!(own(database, scene.person, id).await, None, "it is nobody else's");
}

async fn an_old_save_stores_nothing(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let save = |edit, given: Responses| {
        database.write(move |writing| evaluation::save_draft(writing, id, edit, &given))
    };
    assert!(save(0, responses("warm", "kept")).await);
    assert!(!save(0, responses("rude", "no")).await);
    assert!(!save(2, responses("rude", "no")).await);
    assert_eq!(own(database, scene.evaluator, id).await.unwrap().responses, responses("warm", "kept"));
    assert!(!release(database, id, score_of("warm", "kept"), out_at(START)).await, "not on an old save");
}

async fn a_call_has_one_draft_of_an_evaluator(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let draft_of = |purpose| {
        database.read(move |reading| evaluation::draft_of(reading, scene.call_id, scene.evaluator, purpose))
    };
    assert_eq!(draft_of(Purpose::Quality).await, Some(id));
    assert_eq!(draft_of(Purpose::Training).await, None);
    let again = scene.draft.clone();
    let refused = database.db.write(move |writing| evaluation::insert_draft(writing, &again)).await;
    assert!(refused.is_err(), "one draft a call, evaluator and purpose");
    begin(database, &NewDraft { purpose: Purpose::Training, ..scene.draft.clone() }).await;
    assert!(release(database, id, score_of("warm", "kept"), out_at(START)).await);
    assert_eq!(draft_of(Purpose::Quality).await, None);
    begin(database, &scene.draft).await;
}

async fn a_release_is_out_from_its_moment_on(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let (score, at) = (score_of("rude", "no"), START.plus(Duration::from_secs(10)));
    assert!(release(database, id, score.clone(), out_at(at)).await);
    database.clock.advance(Duration::from_millis(9_999));
    assert_eq!(out(database, Scope::Everything, id).await, None);
    assert!(own(database, scene.evaluator, id).await.is_some());
    database.clock.advance(Duration::from_millis(1));
    let shown = out(database, Scope::Everything, id).await.unwrap();
    assert_eq!(shown.score, Some(ScoreRecord::of(&score).unwrap()));
    assert_eq!((shown.state, shown.released_at), (EvaluationState::Released, Some(at)));
    assert_eq!(shown.released_date.as_deref(), Some("2026-11-21"));
    let stored = "SELECT CAST(total_hundredths AS TEXT) || ' ' || CAST(critical_hundredths AS TEXT) || ' ' \
        || CAST(before_fatal_hundredths AS TEXT) || ' ' || band AS line FROM evaluation WHERE is_fatal AND NOT passed";
    assert_eq!(database.lines(stored), ["0 0 0 poor"]);
}

async fn a_call_that_was_not_scored_says_why(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let why = NoScore { reason: NoScoreReason::Other, note: Some("铃声".to_owned()) };
    let given = why.clone();
    let close = || {
        let given = given.clone();
        database.write(move |writing| evaluation::close_without_score(writing, id, &given, &out_at(START)))
    };
    assert!(close().await);
    assert!(!close().await, "it is no draft any more");
    let shown = out(database, Scope::Everything, id).await.unwrap();
    assert_eq!((shown.state, shown.no_score, shown.score), (EvaluationState::NotScored, Some(why), None));
}

async fn a_closed_evaluation_reopens_until_it_is_out(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let drafted = own(database, scene.evaluator, id).await;
    let reopen = || database.write(move |writing| evaluation::reopen(writing, id));
    assert!(!reopen().await, "a draft is not closed");
    let at = START.plus(Duration::from_secs(10));
    release(database, id, score_of("rude", "kept"), out_at(at)).await;
    assert!(reopen().await);
    assert_eq!(own(database, scene.evaluator, id).await, drafted, "it is the same draft again");
    assert_eq!(database.lines("SELECT 'fatal' AS line FROM evaluation WHERE is_fatal"), [""; 0]);
    release(database, id, score_of("warm", "kept"), out_at(at)).await;
    database.clock.advance(Duration::from_secs(10));
    assert!(!reopen().await, "what is out stays out");
}

async fn only_a_draft_is_thrown_away(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let discard = |id| database.write(move |writing| evaluation::delete_draft(writing, id));
    assert!(discard(id).await);
    assert_eq!(own(database, scene.evaluator, id).await, None);
    let kept = begin(database, &scene.draft).await;
    release(database, kept, score_of("warm", "kept"), out_at(START)).await;
    assert!(!discard(kept).await);
}

async fn what_is_out_exists_for_those_whose_scope_touches_it(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    release(database, id, score_of("warm", "kept"), out_at(START)).await;
    for scope in [
        Scope::Everything,
        Scope::own(scene.person),
        Scope::teams([scene.team]),
        Scope::project(scene.project),
        Scope::own(scene.evaluator).or(Scope::teams([scene.team])),
    ] {
        assert!(out(database, scope.clone(), id).await.is_some(), "{scope:?}");
    }
    for scope in [
        Scope::nothing(),
        Scope::Within(Bounds::default()),
        Scope::own(scene.evaluator),
        Scope::teams([TeamId::new()]),
        Scope::project(ProjectId::new()),
    ] {
        assert!(out(database, scope.clone(), id).await.is_none(), "{scope:?}");
    }
    let training = begin(database, &NewDraft { purpose: Purpose::Training, ..scene.draft.clone() }).await;
    release(database, training, score_of("warm", "kept"), out_at(START)).await;
    assert_eq!(out(database, Scope::Everything, training).await, None, "it is for another purpose");
}

async fn an_evaluation_outlives_its_call(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    release(database, id, score_of("warm", "kept"), out_at(START)).await;
    database.write(move |writing| call::delete(writing, scene.call_id)).await;
    let kept = out(database, Scope::own(scene.person), id).await.unwrap().subject;
    let expected = Subject { call_id: None, participation_id: None, ..scene.draft.subject };
    assert_eq!(kept, expected);
}

fn note(text: &str) -> Note {
    Note {
        id: NoteId::new(),
        kind: NoteKind::Note,
        is_one_change: false,
        text: text.to_owned(),
        say_instead: None,
        start_ms: None,
        end_ms: None,
        channel: None,
        first_turn: None,
        last_turn: None,
    }
}

async fn notes_are_replaced_whole(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let replace =
        |notes: Vec<Note>| database.write(move |writing| evaluation_note::replace(writing, id, &notes));
    let (first, mut second) = (note("one"), note("二"));
    (second.kind, second.is_one_change) = (NoteKind::Strength, true);
    (second.start_ms, second.end_ms, second.channel) = (Some(0), Some(9_000_000_000), Some(1));
    second.say_instead = Some("您好".to_owned());
    replace(vec![first.clone(), second.clone()]).await;
    let of_evaluation = || database.read(move |reading| evaluation_note::of_evaluation(reading, id));
    assert_eq!(of_evaluation().await, [first.clone(), second.clone()]);
    replace(vec![second.clone(), first.clone()]).await;
    assert_eq!(of_evaluation().await, [second.clone(), first.clone()], "in the order given");
    replace(vec![first.clone()]).await;
    assert_eq!(of_evaluation().await, std::slice::from_ref(&first));

    let other = begin(database, &NewDraft { purpose: Purpose::Training, ..scene.draft.clone() }).await;
    let elsewhere =
        |of, note: NoteId| database.read(move |reading| evaluation_note::any_elsewhere(reading, of, &[note]));
    assert!(elsewhere(other, first.id).await);
    assert!(!elsewhere(id, first.id).await && !elsewhere(other, second.id).await);
    database.write(move |writing| evaluation::delete_draft(writing, id)).await;
    assert!(of_evaluation().await.is_empty(), "notes go with their evaluation");
}

async fn feedback_is_noted_once(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let open = || database.write(move |writing| feedback::open(writing, id));
    let acknowledge = |reply: Option<&'static str>| {
        database.write(move |writing| {
            let noted = feedback::answer(writing, id, None, Answer::Acknowledged)?;
            if let Some(reply) = reply {
                feedback::reply(writing, id, reply)?;
            }
            Ok(noted)
        })
    };
    assert_eq!(database.read(move |r| feedback::of_evaluation(r, id)).await, feedback::Feedback::default());
    assert!(open().await);
    database.clock.advance(Duration::from_secs(1));
    assert!(!open().await);
    assert!(acknowledge(Some("谢谢")).await);
    assert!(!acknowledge(None).await);
    let done = feedback::Feedback {
        opened_at: Some(START),
        acknowledged_at: Some(START.plus(Duration::from_secs(1))),
        reply: Some("谢谢".to_owned()),
        answer: Some(Answer::Acknowledged),
        answered_at: Some(START.plus(Duration::from_secs(1))),
    };
    assert_eq!(database.read(move |reading| feedback::of_evaluation(reading, id)).await, done);
    let all = database.read(move |reading| feedback::of_evaluations(reading, &[id])).await;
    assert_eq!(all.into_iter().collect::<Vec<_>>(), [(id, done)]);
}
