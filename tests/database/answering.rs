//! What is stored around an answer: the working calendar, clocks, rules of a card, drafts of appeals,
//! replies, ratings, requests, talks, and what agents found by themselves.

use crate::evaluations::{Scene, begin, out_at, responses, scene, score_of};
use crate::harness::{START, TestDatabase};
use earmark::db::appeal::{self, AppealItem};
use earmark::db::call_request::{self, CallRequest, Decision, RequestKind, RequestState, RequestsShown};
use earmark::db::evaluation::{self, Purpose};
use earmark::db::evaluation_clock::{self, DraftsOf, RunOut};
use earmark::db::feedback::Answer;
use earmark::db::feedback_rating::{self, FeedbackRating};
use earmark::db::fixed_deadline::{self, Ends};
use earmark::db::hearing_rule::{self, HearingRule, ListenFirst};
use earmark::db::note_reply::{self, NoteReply};
use earmark::db::self_listening::{self, SelfListening};
use earmark::db::working_calendar::{self, CalendarDay, StoredCalendar};
use earmark::db::{Scope, Window, feedback, release_talk, scorecard};
use earmark::ids::{CallRequestId, EvaluationId, NoteId, NoteReplyId, ScorecardId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    the_calendar_is_changed_by_one_at_a_time,
    a_clock_runs_to_the_release_and_then_to_the_hearing,
    deadlines_that_lie_ahead_are_found_and_moved,
    the_rules_of_a_card_are_the_usual_ones_until_set,
    an_appeal_is_written_on_where_it_was_left,
    replies_ratings_and_marks_come_back,
    requests_are_found_by_those_whom_they_concern,
    what_waits_for_a_talk_is_out_once_it_is_let_out,
}

const DAY: Duration = Duration::from_hours(24);

/// A released evaluation of the scene, out at once.
async fn released(database: &TestDatabase, call: &'static str) -> (Scene, EvaluationId) {
    let scene = scene(database, call).await;
    let id = begin(database, &scene.draft).await;
    let draft = responses("warm", "no");
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &draft)).await);
    let score = score_of("warm", "no");
    let out = evaluation::Release { hear_until: Some(START.plus(DAY)), ..out_at(START) };
    assert!(database.write(move |writing| evaluation::release(writing, id, 1, &score, &out)).await);
    (scene, id)
}

async fn card_of(database: &TestDatabase, scene: &Scene) -> ScorecardId {
    let version_id = scene.draft.scorecard_version_id;
    let version = database.read(move |reading| scorecard::version(reading, version_id)).await;
    version.unwrap().scorecard_id
}

async fn the_calendar_is_changed_by_one_at_a_time(database: &TestDatabase) {
    assert_eq!(database.read(working_calendar::get).await, StoredCalendar::default());
    let day = |date: &str, is_working| CalendarDay {
        date: date.to_owned(),
        is_working,
        name: Some("国庆节".to_owned()),
    };
    let new = StoredCalendar {
        days: vec![day("2026-09-27", true), day("2026-10-01", false)],
        hear_hours: 48,
        ..StoredCalendar::default()
    };
    let first = new.clone();
    assert!(database.write(move |writing| working_calendar::put(writing, &first)).await);
    let second = new.clone();
    assert!(!database.write(move |writing| working_calendar::put(writing, &second)).await, "it is older");
    let stored = database.read(working_calendar::get).await;
    assert_eq!(stored, StoredCalendar { edit: 1, ..new });
    let fewer = StoredCalendar { days: Vec::new(), ..stored };
    assert!(database.write(move |writing| working_calendar::put(writing, &fewer)).await);
    assert_eq!(database.read(working_calendar::get).await.days, []);
}

async fn a_clock_runs_to_the_release_and_then_to_the_hearing(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let due = START.plus(Duration::from_hours(1));
    database.write(move |writing| evaluation_clock::start(writing, id, due)).await;
    let whose = DraftsOf::One(scene.evaluator);
    let running = async || database.read(move |reading| evaluation_clock::running(reading, &[id])).await;
    assert_eq!(running().await.get(&id), Some(&due));
    let late = async || {
        let whose = whose.clone();
        database.read(move |reading| evaluation_clock::count_unreleased(reading, &whose)).await
    };
    assert_eq!(late().await, 0);
    database.clock.advance(Duration::from_hours(2));
    assert_eq!(late().await, 1);
    let run_out = async || database.read(|reading| evaluation_clock::run_out(reading, 10)).await;
    assert_eq!(run_out().await, [RunOut { id, is_draft: true, is_again: false }]);
    let again_at = Some(database.clock.now().plus(DAY));
    database.write(move |writing| evaluation_clock::note_told(writing, id, again_at)).await;
    assert_eq!(run_out().await, [], "nobody is told again at once");
    database.clock.advance(DAY);
    assert_eq!(run_out().await, [RunOut { id, is_draft: true, is_again: true }]);
    database.write(move |writing| evaluation_clock::note_told(writing, id, None)).await;
    assert_eq!(run_out().await, [], "and no third time");

    let draft = responses("warm", "no");
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &draft)).await);
    let now = database.clock.now();
    let out = evaluation::Release { hear_until: Some(now.plus(DAY)), ..out_at(now) };
    let score = score_of("warm", "no");
    assert!(database.write(move |writing| evaluation::release(writing, id, 1, &score, &out)).await);
    assert_eq!(running().await.get(&id), Some(&now.plus(DAY)));
    let unheard = async || {
        let scope = Scope::Everything;
        database
            .read(move |reading| evaluation_clock::count_unheard(reading, &scope, &[Purpose::Quality]))
            .await
    };
    assert_eq!((unheard().await, late().await), (0, 0));
    database.clock.advance(DAY);
    assert_eq!(unheard().await, 1);
    assert_eq!(
        run_out().await,
        [RunOut { id, is_draft: false, is_again: false }],
        "the second clock is told again"
    );
    database.write(move |writing| feedback::open(writing, id)).await;
    assert_eq!(unheard().await, 1, "opened is not heard");
    database.write(move |writing| feedback::answer(writing, id, None, Answer::Acknowledged)).await;
    assert_eq!((unheard().await, running().await.get(&id)), (0, None));
}

async fn deadlines_that_lie_ahead_are_found_and_moved(database: &TestDatabase) {
    let (scene, id) = released(database, "one").await;
    let card = card_of(database, &scene).await;
    let ahead =
        async || database.read(|reading| fixed_deadline::ahead(reading, &[Purpose::Quality], 10)).await;
    let found = ahead().await;
    assert_eq!(found.iter().map(|one| one.of).collect::<Vec<_>>(), [Ends::Answer(id, card)]);
    assert_eq!((found[0].since, found[0].until), (START, START.plus(DAY)));
    let later = START.plus(DAY * 2);
    database.write(move |writing| fixed_deadline::move_to(writing, Ends::Answer(id, card), later)).await;
    assert_eq!(ahead().await[0].until, later);
    let others = database.read(|reading| fixed_deadline::ahead(reading, &[Purpose::Beside], 10)).await;
    assert_eq!(others, [], "of another purpose");
    database.write(move |writing| feedback::answer(writing, id, None, feedback::Answer::NoObjection)).await;
    assert_eq!(ahead().await, [], "what is answered has no deadline");
}

async fn the_rules_of_a_card_are_the_usual_ones_until_set(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let card = card_of(database, &scene).await;
    let stored = async || database.read(move |reading| hearing_rule::of_card(reading, card)).await;
    assert_eq!(stored().await, HearingRule::default());
    let new = HearingRule {
        answer_days: 3,
        appeals_a_month: Some(2),
        has_arbitration: false,
        listen_first: ListenFirst::Always,
        ..HearingRule::default()
    };
    assert!(database.write(move |writing| hearing_rule::put(writing, card, &new)).await);
    assert!(!database.write(move |writing| hearing_rule::put(writing, card, &new)).await);
    assert_eq!(stored().await, HearingRule { edit: 1, ..new });
    let again = HearingRule { edit: 1, appeals_a_month: None, ..new };
    assert!(database.write(move |writing| hearing_rule::put(writing, card, &again)).await);
    assert_eq!(stored().await, HearingRule { edit: 2, appeals_a_month: None, ..new });
    assert_eq!(database.read(hearing_rule::all).await.len(), 1);
}

async fn an_appeal_is_written_on_where_it_was_left(database: &TestDatabase) {
    let (_, id) = released(database, "one").await;
    let item = |reason: &str| AppealItem {
        question: "promise".to_owned(),
        reason: reason.to_owned(),
        proposed: None,
        heard: Some((3_000, 3_000)),
        turn: None,
        outcome: None,
    };
    let save = async |edit: i32, reason: &'static str| {
        database.write(move |writing| appeal::save_draft(writing, id, edit, &[item(reason)])).await
    };
    assert!(save(0, "听").await && save(1, "听第3秒").await);
    assert!(!save(1, "another window").await && !save(0, "a third").await);
    let draft = database.read(move |reading| appeal::draft_of(reading, id)).await.unwrap();
    assert_eq!((draft.edit, draft.items), (2, vec![item("听第3秒")]));
    database.write(move |writing| appeal::forget_draft(writing, id)).await;
    assert_eq!(database.read(move |reading| appeal::draft_of(reading, id)).await, None);
}

async fn replies_ratings_and_marks_come_back(database: &TestDatabase) {
    let (scene, id) = released(database, "one").await;
    let reply = |text: &str, at: Instant| NoteReply {
        id: NoteReplyId::new(),
        evaluation_id: id,
        note_id: NoteId::from_bytes([1; 16]),
        person_id: scene.person,
        text: text.to_owned(),
        at,
    };
    let (second, first) = (reply("2", START.plus(DAY)), reply("1", START));
    let replies = [second.clone(), first.clone()];
    database.write(move |writing| replies.iter().try_for_each(|one| note_reply::insert(writing, one))).await;
    let found = database.read(move |reading| note_reply::of_evaluation(reading, id, 10)).await;
    assert_eq!(found, [first, second]);
    assert_eq!(database.read(move |reading| note_reply::count(reading, id)).await, 2);

    let rating = |is_helpful, words: Option<&str>| FeedbackRating {
        evaluation_id: id,
        evaluator_id: scene.evaluator,
        is_helpful,
        words: words.map(str::to_owned),
        rated_at: START,
    };
    for said in [rating(false, None), rating(true, Some("清楚"))] {
        database.write(move |writing| feedback_rating::put(writing, &said)).await;
    }
    let evaluator = scene.evaluator;
    assert_eq!(database.read(move |reading| feedback_rating::totals(reading, evaluator)).await, (1, 1));
    let words = database
        .read(move |reading| feedback_rating::words_to(reading, evaluator, Window::new(None, 10)))
        .await;
    assert_eq!(words.items, [rating(true, Some("清楚"))]);

    let marks = SelfListening {
        marks: vec![1_000, 5_000],
        was_skipped: false,
        found: 1,
        of_all: 3,
        finished_at: START,
    };
    let entered = marks.clone();
    database.write(move |writing| self_listening::insert(writing, id, &entered)).await;
    assert_eq!(database.read(move |reading| self_listening::of_evaluation(reading, id)).await, Some(marks));
}

async fn requests_are_found_by_those_whom_they_concern(database: &TestDatabase) {
    let (scene, _) = released(database, "one").await;
    let call_id = scene.draft.subject.call_id.unwrap();
    let request = |kind, at: Instant| CallRequest {
        id: CallRequestId::new(),
        kind,
        call_id,
        person_id: scene.person,
        team_id: Some(scene.team),
        project_id: Some(scene.project),
        reason: "再听一遍".to_owned(),
        state: RequestState::Open,
        asked_at: at,
        decided_at: None,
        decided_by: None,
        answer: None,
        assignment_id: None,
    };
    let first = request(RequestKind::AnotherListener, START);
    let second = request(RequestKind::Nomination, START.plus(DAY));
    for one in [second.clone(), first.clone()] {
        database.write(move |writing| call_request::insert(writing, &one)).await;
    }
    let list = async |shown: RequestsShown| {
        let page =
            database.read(move |reading| call_request::list(reading, &shown, Window::new(None, 10))).await;
        page.items.into_iter().map(|one| one.id).collect::<Vec<_>>()
    };
    let open = |scope| RequestsShown::In(scope, RequestState::Open);
    assert_eq!(list(open(Scope::Everything)).await, [first.id, second.id], "what was asked first is first");
    assert_eq!(list(open(Scope::project(scene.project))).await.len(), 2);
    assert_eq!(list(open(Scope::nothing())).await, []);
    assert_eq!(list(RequestsShown::Of(scene.person)).await, [second.id, first.id]);
    let (person, evaluator, id) = (scene.person, scene.evaluator, first.id);
    let known = database
        .read(move |reading| call_request::open_of(reading, call_id, person, RequestKind::AnotherListener))
        .await;
    assert_eq!(known.map(|one| one.id), Some(first.id));
    let decision = Decision {
        state: RequestState::Declined,
        decided_by: Some(evaluator),
        answer: Some("no".to_owned()),
        assignment_id: None,
    };
    let again = decision.clone();
    assert!(database.write(move |writing| call_request::decide(writing, id, &decision)).await);
    assert!(!database.write(move |writing| call_request::decide(writing, id, &again)).await, "once");
    assert_eq!(list(open(Scope::Everything)).await, [second.id]);
    assert_eq!(database.read(move |reading| call_request::count_open_of(reading, person)).await, 1);
}

async fn what_waits_for_a_talk_is_out_once_it_is_let_out(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    let draft = responses("warm", "no");
    assert!(database.write(move |writing| evaluation::save_draft(writing, id, 0, &draft)).await);
    let (score, out) = (score_of("warm", "no"), out_at(START.plus(Duration::from_secs(10))));
    assert!(database.write(move |writing| evaluation::release(writing, id, 1, &score, &out)).await);
    database.write(move |writing| evaluation::hold_back(writing, id)).await;
    database.write(move |writing| release_talk::ask(writing, id, START.plus(DAY))).await;
    database.clock.advance(Duration::from_hours(1));
    let held = async |scope: Scope| {
        database
            .read(move |reading| evaluation::find_held(reading, &scope, &[Purpose::Quality], id))
            .await
            .is_some()
    };
    assert!(held(Scope::Everything).await && held(Scope::teams([scene.team])).await);
    assert!(!held(Scope::nothing()).await);
    let overdue = async || database.read(|reading| release_talk::overdue(reading, 10)).await;
    assert_eq!(overdue().await, []);
    database.clock.advance(DAY);
    assert_eq!(overdue().await, [id]);

    let leader = scene.evaluator;
    let had = async || {
        database.write(move |writing| release_talk::close(writing, id, Some((leader, "谈过")))).await
    };
    assert!(had().await && !had().await, "a talk is had once");
    let out = out_at(database.clock.now());
    let again = out.clone();
    assert!(database.write(move |writing| evaluation::let_out(writing, id, &out)).await);
    assert!(!database.write(move |writing| evaluation::let_out(writing, id, &again)).await);
    assert!(!held(Scope::Everything).await && overdue().await.is_empty());
    let talk = database.read(move |reading| release_talk::of_evaluation(reading, id)).await.unwrap();
    assert_eq!((talk.talked_by, talk.note.as_deref()), (Some(leader), Some("谈过")));
}
