//! Finding calls: every field of the filter, the scope, pages that lose and repeat nothing.

use crate::fixtures::{
    a_quality_evaluation, a_scorecard, everything, person_named, plain_assignment, plain_call,
    plain_participation, plain_recording, plain_transcript, source_named,
};
use crate::harness::{START, TestDatabase};
use earmark::db::call::{Call, CustomerNumber, Direction};
use earmark::db::call_list::{self, CallFilter, CallOrder, Pool, Sight, WordsState};
use earmark::db::job::{self, NewJob};
use earmark::db::recording::{self, RecordingState};
use earmark::db::{Page, Scope, Window, agent, assignment, call, participation, project, team, transcript};
use earmark::ids::{CallId, PersonId};
use earmark::time::Instant;
use std::collections::BTreeSet;

contract_suite! {
    every_field_of_the_filter_finds_what_it_says,
    a_text_finds_an_id_a_ticket_and_only_for_some_a_number,
    what_lies_outside_the_scope_is_not_listed_and_not_counted,
    teams_below_a_team_belong_to_it,
    words_are_found_by_the_same_rule_that_rows_show,
    who_may_not_know_of_a_review_does_not_find_by_it,
    every_order_walks_over_every_call_once,
    calls_that_arrive_meanwhile_neither_shift_nor_repeat_a_row,
    a_pool_holds_what_can_be_scored_and_is_not,
}

async fn page(
    database: &TestDatabase,
    sight: Sight,
    filter: CallFilter,
    order: CallOrder,
    window: Window,
) -> Page<Call> {
    database.read(move |reading| call_list::page(reading, &sight, &filter, order, window)).await
}

/// The native ids of what a filter finds, sorted; the total must agree.
async fn found_in(database: &TestDatabase, sight: Sight, filter: CallFilter) -> Vec<String> {
    let page = page(database, sight, filter, CallOrder::OldestFirst, Window::new(None, 200)).await;
    assert_eq!((page.total, page.total_is_exact), (i64::try_from(page.items.len()).unwrap(), true));
    let mut ids: Vec<String> = page.items.into_iter().map(|call| call.identity).collect();
    ids.sort();
    ids
}

async fn found(database: &TestDatabase, filter: CallFilter) -> Vec<String> {
    found_in(database, everything(), filter).await
}

/// Stores a call of the source `pbx`.
async fn stored(database: &TestDatabase, native_id: &str, change: impl FnOnce(&mut Call)) -> CallId {
    let mut new = plain_call(source_named(database, "pbx").await, native_id);
    change(&mut new);
    let id = new.id;
    database.write(move |writing| call::insert(writing, &new)).await;
    id
}

async fn take_part(database: &TestDatabase, call_id: CallId, person_id: PersonId) {
    database
        .write(move |writing| {
            let call = call::find(writing, &Scope::Everything, call_id)?.unwrap();
            let agent = agent::find_or_make(writing, call.source_id, "8001", None)?;
            let mut part = plain_participation(call_id, agent.id);
            part.person_id = Some(person_id);
            participation::insert(writing, &part)
        })
        .await;
}

async fn every_field_of_the_filter_finds_what_it_says(database: &TestDatabase) {
    let other_source = source_named(database, "other").await;
    let (project_id, queue_id) = database
        .write(|writing| {
            let project = project::find_or_make(writing, "Cards")?;
            let queue = project::find_or_make_queue(writing, Some(project.id), "VIP")?;
            Ok((project.id, queue.id))
        })
        .await;
    stored(database, "plain", |_| {}).await;
    stored(database, "described", |call| {
        call.direction = Some(Direction::Inbound);
        call.disposition = Some("已解决".to_owned());
        call.tags = vec!["vip2".to_owned(), "a \"b\"".to_owned()];
        call.project_id = Some(project_id);
        call.queue_id = Some(queue_id);
    })
    .await;
    stored(database, "later", |call| {
        "2026-11-22".clone_into(&mut call.local_date);
        call.duration_ms = 60_000;
        call.tags = vec!["vip".to_owned()];
    })
    .await;
    stored(database, "elsewhere", |call| call.source_id = other_source).await;
    let person_id = person_named(database, "P").await;
    let taken = stored(database, "taken", |_| {}).await;
    take_part(database, taken, person_id).await;
    let agent_id =
        database.read(move |reading| Ok(participation::of_call(reading, taken)?[0].agent_id)).await;
    database.write(move |writing| recording::insert(writing, &plain_recording(taken, 1))).await;

    let all = CallFilter::default;
    let text = |text: &str| vec![text.to_owned()];
    let cases: Vec<(CallFilter, &[&str])> = vec![
        (CallFilter { projects: vec![project_id], ..all() }, &["described"]),
        (CallFilter { queues: vec![queue_id], ..all() }, &["described"]),
        (CallFilter { sources: vec![other_source], ..all() }, &["elsewhere"]),
        (CallFilter { direction: Some(Direction::Inbound), ..all() }, &["described"]),
        (CallFilter { direction: Some(Direction::Outbound), ..all() }, &[]),
        (CallFilter { dispositions: text("已解决"), ..all() }, &["described"]),
        (CallFilter { tags: text("vip"), ..all() }, &["later"]),
        (CallFilter { tags: text("VIP"), ..all() }, &[]),
        (CallFilter { tags: text("a \"b\""), ..all() }, &["described"]),
        (CallFilter { tags: vec!["vip".to_owned(), "vip2".to_owned()], ..all() }, &["described", "later"]),
        (CallFilter { from: Some("2026-11-22".to_owned()), ..all() }, &["later"]),
        (
            CallFilter { to: Some("2026-11-21".to_owned()), ..all() },
            &["described", "elsewhere", "plain", "taken"],
        ),
        (CallFilter { longer_than_ms: Some(59_999), ..all() }, &["later"]),
        (CallFilter { longer_than_ms: Some(60_000), ..all() }, &[]),
        (CallFilter { shorter_than_ms: Some(60_000), has_recording: Some(true), ..all() }, &["taken"]),
        (CallFilter { shorter_than_ms: Some(0), ..all() }, &[]),
        (CallFilter { has_recording: Some(true), ..all() }, &["taken"]),
        (CallFilter { has_recording: Some(false), sources: vec![other_source], ..all() }, &["elsewhere"]),
        (CallFilter { people: vec![person_id, PersonId::new()], ..all() }, &["taken"]),
        (CallFilter { people: vec![PersonId::new()], ..all() }, &[]),
        (CallFilter { agents: vec![agent_id], ..all() }, &["taken"]),
        (CallFilter { taken_by: Some(person_id), ..all() }, &["taken"]),
        (CallFilter { taken_by: Some(PersonId::new()), ..all() }, &[]),
    ];
    for (filter, expected) in cases {
        assert_eq!(found(database, filter.clone()).await, expected, "{filter:?}");
    }
    assert_eq!(found(database, all()).await.len(), 5);
}

async fn a_text_finds_an_id_a_ticket_and_only_for_some_a_number(database: &TestDatabase) {
    let project_id = database.write(|writing| Ok(project::find_or_make(writing, "Cards")?.id)).await;
    stored(database, "call-77", |call| call.ticket = Some("T-77".to_owned())).await;
    stored(database, "call-8", |call| {
        call.customer_number = Some(CustomerNumber("13800138000".to_owned()));
        call.project_id = Some(project_id);
    })
    .await;
    stored(database, "100%_sure", |_| {}).await;
    let asked = |text: &str| CallFilter { text: Some(text.to_owned()), ..CallFilter::default() };
    assert_eq!(found(database, asked("call-")).await, ["call-77", "call-8"]);
    assert_eq!(found(database, asked("t-7")).await, ["call-77"], "whatever the case");
    assert!(found(database, asked("77")).await.is_empty(), "the beginning, not the middle");
    assert_eq!(found(database, asked("100%_")).await, ["100%_sure"], "signs mean themselves");
    assert!(found(database, asked("%")).await.is_empty());
    assert_eq!(found(database, asked("8000")).await, ["call-8"]);
    assert!(found(database, asked("000")).await.is_empty(), "three digits are met by chance");
    assert!(found(database, asked("1380")).await.is_empty(), "the last digits, not the first");
    for (personal_data, expected) in [
        (Scope::nothing(), &[][..]),
        (Scope::project(project_id), &["call-8"]),
        (Scope::own(PersonId::new()), &[]),
    ] {
        let sight = Sight { personal_data, ..everything() };
        assert_eq!(found_in(database, sight, asked("8000")).await, expected);
    }
}

async fn what_lies_outside_the_scope_is_not_listed_and_not_counted(database: &TestDatabase) {
    let person_id = person_named(database, "P").await;
    let (own, _) = (stored(database, "own", |_| {}).await, stored(database, "other", |_| {}).await);
    take_part(database, own, person_id).await;
    take_part(database, own, person_id).await;
    let within = |calls| Sight { calls, ..everything() };
    assert_eq!(found_in(database, within(Scope::own(person_id)), CallFilter::default()).await, ["own"]);
    assert!(found_in(database, within(Scope::nothing()), CallFilter::default()).await.is_empty());
    assert_eq!(found(database, CallFilter::default()).await, ["other", "own"]);
}

async fn teams_below_a_team_belong_to_it(database: &TestDatabase) {
    let id = stored(database, "north", |_| {}).await;
    let (site, squad) = database
        .write(move |writing| {
            let site = team::find_or_make(writing, None, "site")?.id;
            let squad = team::find_or_make(writing, Some(site), "squad")?.id;
            let call = call::find(writing, &Scope::Everything, id)?.unwrap();
            let agent = agent::find_or_make(writing, call.source_id, "8001", None)?;
            let mut part = plain_participation(id, agent.id);
            part.team_id = Some(squad);
            participation::insert(writing, &part)?;
            Ok((site, squad))
        })
        .await;
    for (team_id, expected) in [(site, &["north"][..]), (squad, &["north"])] {
        let filter = CallFilter { teams: vec![team_id], ..CallFilter::default() };
        let filter = database.read(move |reading| filter.with_teams_below(reading)).await;
        assert_eq!(found(database, filter).await, expected);
    }
    let unrelated = database.write(|writing| Ok(team::find_or_make(writing, None, "south")?.id)).await;
    let filter = CallFilter { teams: vec![unrelated], ..CallFilter::default() };
    assert!(found(database, filter).await.is_empty());
}

/// A call with one recording, in that state and with or without words.
async fn with_recording(
    database: &TestDatabase,
    native_id: &str,
    state: RecordingState,
    with_words: bool,
) -> CallId {
    let id = stored(database, native_id, |_| {}).await;
    database
        .write(move |writing| {
            let mut new = plain_recording(id, 1);
            new.state = state;
            new.failure =
                (state == RecordingState::Failed).then(|| ("no_audio".to_owned(), "None.".to_owned()));
            recording::insert(writing, &new)?;
            job::enqueue(writing, &NewJob::prepare(id, new.id))?;
            if with_words {
                transcript::insert_as_current(writing, &plain_transcript(new.id), &[])?;
            }
            Ok(())
        })
        .await;
    id
}

async fn words_are_found_by_the_same_rule_that_rows_show(database: &TestDatabase) {
    let bare = stored(database, "bare", |_| {}).await;
    let ready = with_recording(database, "ready", RecordingState::Prepared, true).await;
    let waiting = with_recording(database, "waiting", RecordingState::Accepted, false).await;
    let given_up = with_recording(database, "given up", RecordingState::Prepared, false).await;
    let idle = with_recording(database, "idle", RecordingState::Prepared, false).await;
    let undecodable = with_recording(database, "undecodable", RecordingState::Failed, false).await;
    let half = with_recording(database, "half", RecordingState::Prepared, true).await;
    database.write(move |writing| recording::insert(writing, &plain_recording(half, 2))).await;
    database
        .write(move |writing| {
            for job in [given_up, idle, undecodable].map(|id| job::of_call(writing, id)) {
                job::cancel(writing, job?[0].id)?;
            }
            Ok(())
        })
        .await;
    let given_up_job = database.read(move |reading| Ok(job::of_call(reading, given_up)?[0].id)).await;
    let id = database.blob(given_up_job.as_bytes());
    database.execute(&format!("UPDATE job SET state = 'dead' WHERE id = {id}"));

    let expected: [(WordsState, &[&str]); 5] = [
        (WordsState::None, &["bare"]),
        (WordsState::Ready, &["ready"]),
        (WordsState::Pending, &["half", "waiting"]),
        (WordsState::NotAsked, &["idle"]),
        (WordsState::Failed, &["given up", "undecodable"]),
    ];
    let all = [bare, ready, waiting, given_up, idle, undecodable, half];
    let shown = database
        .read(move |reading| {
            let recordings = recording::of_calls(reading, &all)?;
            call_list::words_of(reading, &all, &recordings)
        })
        .await;
    for (state, native_ids) in expected {
        let filter = CallFilter { words: Some(state), ..CallFilter::default() };
        assert_eq!(found(database, filter).await, native_ids, "{state:?}");
        let rows = shown.values().filter(|shown| **shown == state).count();
        assert_eq!(rows, native_ids.len(), "{state:?}");
    }
}

async fn who_may_not_know_of_a_review_does_not_find_by_it(database: &TestDatabase) {
    let (scored, queued) =
        (stored(database, "scored", |_| {}).await, stored(database, "queued", |_| {}).await);
    let inspector = person_named(database, "I").await;
    let (card, version) = a_scorecard(database).await;
    a_quality_evaluation(database, scored, inspector, version, "released", Some(START));
    database
        .write(move |writing| assignment::insert(writing, &plain_assignment(queued, inspector, card)))
        .await;
    let evaluated = |wanted| CallFilter { evaluated: Some(wanted), ..CallFilter::default() };
    let assigned = |wanted| CallFilter { assigned: Some(wanted), ..CallFilter::default() };
    assert_eq!(found(database, evaluated(true)).await, ["scored"]);
    assert_eq!(found(database, evaluated(false)).await, ["queued"]);
    assert_eq!(found(database, assigned(true)).await, ["queued"]);
    assert_eq!(found(database, assigned(false)).await, ["scored"]);
    for nothing in [Scope::nothing(), Scope::own(PersonId::new())] {
        let blind = Sight { results: nothing.clone(), assignments: nothing, ..everything() };
        for filter in [evaluated(true), assigned(true)] {
            assert!(found_in(database, blind.clone(), filter).await.is_empty());
        }
        for filter in [evaluated(false), assigned(false)] {
            assert_eq!(found_in(database, blind.clone(), filter).await, ["queued", "scored"]);
        }
    }
}

/// Native ids of everything, page by page.
async fn walk(database: &TestDatabase, order: CallOrder, limit: i64) -> Vec<String> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let shown =
            page(database, everything(), CallFilter::default(), order, Window::new(after, limit)).await;
        ids.extend(shown.items.into_iter().map(|call| call.identity));
        after = shown.next;
        if after.is_none() {
            return ids;
        }
    }
}

async fn every_order_walks_over_every_call_once(database: &TestDatabase) {
    // Two at the same moment and of the same length, so that the id has to decide.
    for (name, second, length) in [("a", 0, 5), ("b", 1, 4), ("c", 1, 4), ("d", 2, 4), ("e", -3, 9)] {
        stored(database, name, |call| {
            call.started_at = Instant::from_millis(START.as_millis() + second * 1000);
            call.duration_ms = length;
        })
        .await;
    }
    let reversed = |ids: &[String]| ids.iter().rev().cloned().collect::<Vec<_>>();
    for limit in [1, 2, 5, 200] {
        let oldest = walk(database, CallOrder::OldestFirst, limit).await;
        assert_eq!(oldest, ["e", "a", "b", "c", "d"], "pages of {limit}");
        assert_eq!(walk(database, CallOrder::NewestFirst, limit).await, reversed(&oldest));
        let shortest = walk(database, CallOrder::ShortestFirst, limit).await;
        assert_eq!(shortest, ["b", "c", "d", "a", "e"], "pages of {limit}");
        assert_eq!(walk(database, CallOrder::LongestFirst, limit).await, reversed(&shortest));
    }
}

async fn calls_that_arrive_meanwhile_neither_shift_nor_repeat_a_row(database: &TestDatabase) {
    let at = |second: i64| Instant::from_millis(START.as_millis() + second * 1000);
    for number in 0..20 {
        stored(database, &format!("{number:02}"), |call| call.started_at = at(number)).await;
    }
    let (mut seen, mut after, mut pages) = (Vec::new(), None, 0);
    loop {
        let window = Window::new(after, 3);
        let shown = page(database, everything(), CallFilter::default(), CallOrder::NewestFirst, window).await;
        seen.extend(shown.items.into_iter().map(|call| call.identity));
        after = shown.next;
        if after.is_none() {
            break;
        }
        // One before everything that was shown, one right at the edge.
        stored(database, &format!("new {pages}"), |call| call.started_at = at(100 + pages)).await;
        stored(database, &format!("edge {pages}"), |call| call.started_at = at(19 - pages * 3)).await;
        pages += 1;
    }
    let once: BTreeSet<&String> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "nothing is shown twice");
    let there: Vec<String> = (0..20).rev().map(|number| format!("{number:02}")).collect();
    let shown: Vec<&String> = seen.iter().filter(|id| !id.contains(' ')).collect();
    assert_eq!(shown, there.iter().collect::<Vec<_>>(), "nothing that was there is missed");
}

async fn a_pool_holds_what_can_be_scored_and_is_not(database: &TestDatabase) {
    let (inspector, other) = (person_named(database, "I").await, person_named(database, "O").await);
    let (card, version) = a_scorecard(database).await;
    stored(database, "no sound", |_| {}).await;
    let mut ids = Vec::new();
    for name in ["free", "own", "queued", "drafted", "not scored", "withdrawn", "short"] {
        ids.push(with_recording(database, name, RecordingState::Prepared, false).await);
    }
    let [free, own, queued, drafted, not_scored, withdrawn, short] = ids[..] else { panic!("seven") };
    take_part(database, own, inspector).await;
    take_part(database, free, other).await;
    database
        .write(move |writing| {
            assignment::insert(writing, &plain_assignment(queued, other, card))?;
            let mut gone = plain_assignment(withdrawn, other, card);
            gone.state = assignment::AssignmentState::Withdrawn;
            assignment::insert(writing, &gone)
        })
        .await;
    a_quality_evaluation(database, drafted, other, version, "draft", None);
    a_quality_evaluation(database, not_scored, other, version, "not_scored", Some(START));
    let bytes = database.blob(short.as_bytes());
    database.execute(&format!("UPDATE call SET duration_ms = 1 WHERE id = {bytes}"));

    let drawn = database
        .read(move |reading| {
            let sight = everything();
            let filter = CallFilter { shorter_than_ms: Some(1), ..CallFilter::default() };
            let pool = Pool { sight: &sight, filter: &filter, inspector_id: inspector };
            let size = pool.size(reading)?;
            let mut ids = Vec::new();
            for place in 0..size {
                ids.push(pool.at(reading, place)?.unwrap().identity);
            }
            assert!(pool.at(reading, size)?.is_none());
            assert!(pool.holds(reading, free)? && !pool.holds(reading, queued)?);
            Ok(ids)
        })
        .await;
    assert_eq!(drawn, ["free", "withdrawn"]);
}
