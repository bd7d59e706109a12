//! The inspector's desk: what was heard, dispositions, standard answers, phrases, keys, and process
//! faults.

use crate::evaluations::{Scene, begin, out_at, release, scene, score_of};
use crate::fixtures::{person_named, plain_call};
use crate::harness::{START, TestDatabase};
use earmark::access::{By, Who};
use earmark::db::call::CustomerNumber;
use earmark::db::evaluation::{
    self, Coverage, Disposition, DispositionVerdict, EvaluationFilter, EvaluationSort, Purpose, Shown,
    Unheard,
};
use earmark::db::improvement::{self, Found, Improvement, ImprovementState, ProcessFault, ShownImprovements};
use earmark::db::person::{self, Role};
use earmark::db::review_keys::{self, KeyPlace, MovedKeys};
use earmark::db::standard_answer::{self, AnswerFilter, AnswerVersion, StandardAnswer};
use earmark::db::stock_phrase::{self, StockPhrase};
use earmark::db::{Bounds, Scope, Window, call, scorecard, source};
use earmark::error::Coded;
use earmark::ids::{EvaluationId, PersonId, ScorecardId, StandardAnswerId, StockPhraseId};
use earmark::review::{AnswerText, rewrite_answer};
use jiff::tz::TimeZone;
use std::time::Duration;

contract_suite! {
    coverage_is_seen_within_a_scope_and_forgotten,
    results_are_found_by_what_was_said_of_the_disposition,
    every_wording_of_a_standard_answer_stays,
    of_two_that_rewrite_an_answer_at_once_one_is_told_so,
    phrases_come_everybodys_first,
    moved_keys_are_replaced_whole,
    a_fault_is_gathered_until_its_ticket_is_closed,
    a_fault_that_is_taken_back_leaves_nothing,
    a_customers_other_calls_are_the_youngest_first,
}

async fn out(database: &TestDatabase, scene: &Scene) -> EvaluationId {
    let id = begin(database, &scene.draft).await;
    assert!(release(database, id, score_of("cold", "no"), out_at(START)).await);
    id
}

async fn card_of(database: &TestDatabase) -> ScorecardId {
    database.read(|reading| Ok(scorecard::by_key(reading, "inbound")?.unwrap().id)).await
}

async fn coverage_is_seen_within_a_scope_and_forgotten(database: &TestDatabase) {
    let scene = scene(database, "a").await;
    let id = out(database, &scene).await;
    let coverage = Coverage {
        duration_ms: 60_000,
        heard_ms: 30_000,
        sped_ms: 1_000,
        skipped_ms: 6_000,
        unheard: vec![Unheard { question: "manner".to_owned(), start_ms: 1, end_ms: 2 }],
    };
    let stored = coverage.clone();
    database.write(move |writing| evaluation::store_coverage(writing, id, &stored)).await;
    assert_eq!(coverage.percent(), Some(60));
    let team = scene.team;
    let seen = move |scope: Scope| {
        database.read(move |reading| evaluation::coverages_within(reading, &scope, &[id]))
    };
    let of_team = Scope::Within(Bounds { teams: [team].into(), ..Bounds::default() });
    assert_eq!(seen(of_team).await.get(&id), Some(&coverage));
    assert!(seen(Scope::Within(Bounds::default())).await.is_empty());
    database.write(move |writing| evaluation::forget_coverage(writing, id)).await;
    assert_eq!(database.read(move |reading| evaluation::coverage_of(reading, id)).await, None);
}

async fn results_are_found_by_what_was_said_of_the_disposition(database: &TestDatabase) {
    let (right, wrong, unsaid) = (
        out(database, &scene(database, "a").await).await,
        out(database, &scene(database, "b").await).await,
        out(database, &scene(database, "c").await).await,
    );
    let said = |is_right| Disposition { is_right, corrected: Some("Sale".to_owned()) };
    database
        .write(move |writing| {
            evaluation::say_disposition(writing, right, Some(&said(false)))?;
            evaluation::say_disposition(writing, right, Some(&said(true)))?;
            evaluation::say_disposition(writing, wrong, Some(&said(false)))?;
            evaluation::say_disposition(writing, unsaid, Some(&said(true)))?;
            evaluation::say_disposition(writing, unsaid, None)
        })
        .await;
    for (verdict, id) in [
        (DispositionVerdict::Right, right),
        (DispositionVerdict::Wrong, wrong),
        (DispositionVerdict::Unsaid, unsaid),
    ] {
        let filter = EvaluationFilter { disposition: Some(verdict), ..EvaluationFilter::default() };
        let found = database
            .read(move |reading| {
                let shown = Shown::Out { scope: Scope::Everything, purposes: vec![Purpose::Quality] };
                let window = Window::new(None, 10);
                evaluation::list(reading, &shown, &filter, EvaluationSort::NewestRelease, window)
            })
            .await;
        assert_eq!(found.items.iter().map(|row| row.id).collect::<Vec<_>>(), [id], "{verdict:?}");
    }
}

fn answer_to(scorecard_id: ScorecardId, question: &str) -> StandardAnswer {
    StandardAnswer {
        id: StandardAnswerId::new(),
        scorecard_id,
        question: question.to_owned(),
        created_at: START,
        changed_at: START,
        retired_from: None,
    }
}

async fn every_wording_of_a_standard_answer_stays(database: &TestDatabase) {
    scene(database, "a").await;
    let (card, writer) = (card_of(database).await, person_named(database, "W").await);
    let (manner, promise) = (answer_to(card, "manner"), answer_to(card, "promise"));
    let version = move |id: StandardAnswerId, number: i32| AnswerVersion {
        standard_answer_id: id,
        number,
        title: [("en".to_owned(), "Manner".to_owned())].into(),
        text: [("zh-CN".to_owned(), format!("第 {number} 版"))].into(),
        valid_from: format!("2026-0{number}-01"),
        written_by: writer,
        written_at: START.plus(Duration::from_secs(u64::from(number.unsigned_abs()))),
    };
    let (first, second) = (manner.clone(), promise.clone());
    database
        .write(move |writing| {
            for answer in [&first, &second] {
                standard_answer::insert(writing, answer)?;
            }
            for number in [1, 2] {
                standard_answer::insert_version(writing, &version(first.id, number))?;
            }
            standard_answer::insert_version(writing, &version(second.id, 1))?;
            standard_answer::set_retired(writing, second.id, Some("2026-06-01"))
        })
        .await;
    let ids = [manner.id, promise.id];
    let versions = database.read(move |reading| standard_answer::versions_of(reading, &ids)).await;
    assert_eq!(versions[&manner.id], [version(manner.id, 1), version(manner.id, 2)]);
    let listed = move |filter: AnswerFilter, after| {
        database.read(move |reading| standard_answer::list(reading, &filter, Window::new(after, 1)))
    };
    let retired = AnswerFilter { is_retired: Some(true), ..AnswerFilter::default() };
    assert_eq!(listed(retired, None).await.items[0].id, promise.id);
    let of_item = AnswerFilter { question: Some("manner".to_owned()), ..AnswerFilter::default() };
    assert_eq!(listed(of_item, None).await.items[0].changed_at, START.plus(Duration::from_secs(2)));
    let all = listed(AnswerFilter { scorecard_id: Some(card), ..AnswerFilter::default() }, None).await;
    let next = listed(AnswerFilter::default(), all.next).await;
    assert_eq!((all.total, all.items.len(), next.items.len(), next.next), (2, 1, 1, None));
    assert_ne!(all.items[0].id, next.items[0].id);
}

/// Both saw the first wording. On PostgreSQL both transactions go on at once.
async fn of_two_that_rewrite_an_answer_at_once_one_is_told_so(database: &TestDatabase) {
    scene(database, "a").await;
    let (card, writer) = (card_of(database).await, person_named(database, "W").await);
    let answer = answer_to(card, "manner");
    let (id, first) = (
        answer.id,
        AnswerVersion {
            standard_answer_id: answer.id,
            number: 1,
            title: [("en".to_owned(), "Manner".to_owned())].into(),
            text: [("en".to_owned(), "First".to_owned())].into(),
            valid_from: "2026-01-01".to_owned(),
            written_by: writer,
            written_at: START,
        },
    );
    let who = database
        .write(move |writing| {
            standard_answer::insert(writing, &answer)?;
            standard_answer::insert_version(writing, &first)?;
            person::grant(writing, writer, Role::QaManager, None)?;
            Who::person(writing, writer)
        })
        .await;
    let rewrite = |text: &'static str| {
        let (db, who) = (database.db.clone(), who.clone());
        async move {
            let words = |said: &str| [("en".to_owned(), said.to_owned())].into();
            let text =
                AnswerText { title: words("Manner"), text: words(text), valid_from: "2026-02-01".to_owned() };
            let by = By { actor: who.actor(), request_id: None };
            rewrite_answer(&db, &TimeZone::UTC, &who, by, id, 1, text).await
        }
    };
    let (a, b, c) = tokio::join!(rewrite("a"), rewrite("b"), rewrite("c"));
    let codes: Vec<&str> =
        [&a, &b, &c].iter().filter_map(|one| one.as_ref().err().map(Coded::code)).collect();
    assert_eq!(codes, ["answer_changed", "answer_changed"]);
    let versions = database.read(move |reading| standard_answer::versions_of(reading, &[id])).await;
    assert_eq!(versions[&id].len(), 2);
}

async fn phrases_come_everybodys_first(database: &TestDatabase) {
    scene(database, "a").await;
    let (card, own, other) =
        (card_of(database).await, person_named(database, "A").await, person_named(database, "B").await);
    let phrase = |owner_id: Option<PersonId>, text: &str| StockPhrase {
        id: StockPhraseId::new(),
        owner_id,
        scorecard_id: card,
        question: "manner".to_owned(),
        option: None,
        text: text.to_owned(),
        changed_by: own,
        changed_at: START,
    };
    let phrases = [phrase(Some(own), "own"), phrase(None, "shared"), phrase(Some(other), "other")];
    let stored = phrases.clone();
    database.write(move |writing| stored.iter().try_for_each(|one| stock_phrase::insert(writing, one))).await;
    let seen = database.read(move |reading| stock_phrase::of_card(reading, card, own, 10)).await;
    assert_eq!(seen.iter().map(|one| one.text.as_str()).collect::<Vec<_>>(), ["shared", "own"]);
    let count =
        move |owner| database.read(move |reading| stock_phrase::count(reading, card, "manner", owner));
    assert_eq!((count(None).await, count(Some(own)).await), (1, 1));
    let id = phrases[0].id;
    database
        .write(move |writing| {
            stock_phrase::change(writing, id, "另一句", other)?;
            stock_phrase::by_id(writing, id).map(|found| assert_eq!(found.unwrap().text, "另一句"))?;
            stock_phrase::delete(writing, id)
        })
        .await;
    assert_eq!(count(Some(own)).await, 0);
}

async fn moved_keys_are_replaced_whole(database: &TestDatabase) {
    let person = person_named(database, "A").await;
    let at = |code: &str| KeyPlace { code: code.to_owned(), shift: true, alt: false };
    let keys: MovedKeys = [("note".to_owned(), at("KeyM"))].into();
    let (first, second) = ([("loop".to_owned(), at("KeyQ"))].into(), keys.clone());
    database
        .write(move |writing| {
            review_keys::store(writing, person, &first)?;
            review_keys::store(writing, person, &second)
        })
        .await;
    let stored = || database.read(move |reading| review_keys::of_person(reading, person));
    assert_eq!(stored().await, keys);
    database.write(move |writing| review_keys::store(writing, person, &MovedKeys::new())).await;
    assert!(stored().await.is_empty());
}

fn a_fault(scene: &Scene, scorecard_id: ScorecardId, fault: ProcessFault) -> Found {
    Found { scorecard_id, question: "manner".to_owned(), fault, project_id: Some(scene.project) }
}

async fn note(database: &TestDatabase, found: Found, id: EvaluationId, by: PersonId) -> Improvement {
    database
        .write(move |writing| {
            let ticket = improvement::note(writing, &found, id, by)?;
            let everything = ShownImprovements::Within(Scope::Everything);
            Ok(improvement::find(writing, &everything, ticket)?.unwrap())
        })
        .await
}

async fn a_fault_is_gathered_until_its_ticket_is_closed(database: &TestDatabase) {
    let (one, other) = (scene(database, "a").await, scene(database, "b").await);
    let card = card_of(database).await;
    let (first, second) = (out(database, &one).await, out(database, &other).await);
    let script = || a_fault(&one, card, ProcessFault::Script);
    let ticket = note(database, script(), first, one.evaluator).await;
    assert_eq!(note(database, script(), second, other.evaluator).await.id, ticket.id);
    let system = note(database, a_fault(&one, card, ProcessFault::System), first, one.evaluator).await;
    assert_ne!(system.id, ticket.id);

    let listed = move |shown: ShownImprovements| {
        database.read(move |reading| {
            let page = improvement::list(reading, &shown, &[ImprovementState::Open], Window::new(None, 10))?;
            Ok(page.items.len())
        })
    };
    let (finder, project) = (other.evaluator, one.project);
    assert_eq!(listed(ShownImprovements::FoundBy(finder)).await, 1);
    assert_eq!(listed(ShownImprovements::OwnedBy(finder)).await, 0);
    let of_project = Scope::Within(Bounds { projects: [project].into(), ..Bounds::default() });
    assert_eq!(listed(ShownImprovements::Within(of_project)).await, 2);
    assert_eq!(listed(ShownImprovements::Within(Scope::Within(Bounds::default()))).await, 0);

    let id = ticket.id;
    let closed = Improvement {
        state: ImprovementState::Done,
        closed_at: Some(START),
        owner_id: Some(finder),
        ..ticket
    };
    let findings = database
        .write(move |writing| {
            improvement::update(writing, &closed)?;
            assert_eq!(improvement::finders(writing, id)?.len(), 2);
            assert_eq!(improvement::count_findings(writing, id)?, 2);
            improvement::findings(writing, id, 10)
        })
        .await;
    assert_eq!(findings.len(), 2);
    let again = out(database, &one).await;
    assert_ne!(note(database, script(), again, one.evaluator).await.id, id, "that ticket is closed");
}

async fn a_fault_that_is_taken_back_leaves_nothing(database: &TestDatabase) {
    let scene = scene(database, "a").await;
    let card = card_of(database).await;
    let (first, second) = (out(database, &scene).await, out(database, &scene).await);
    let fault = || a_fault(&scene, card, ProcessFault::Rule);
    let ticket = note(database, fault(), first, scene.evaluator).await.id;
    note(database, fault(), second, scene.evaluator).await;
    let found = || {
        database.read(move |reading| {
            let everything = ShownImprovements::Within(Scope::Everything);
            improvement::find(reading, &everything, ticket)
        })
    };
    database.write(move |writing| improvement::take_back(writing, first)).await;
    assert!(found().await.is_some());
    database.write(move |writing| improvement::take_back(writing, second)).await;
    assert!(found().await.is_none());
    let left: i64 = database.read(move |reading| improvement::count_findings(reading, ticket)).await;
    assert_eq!(left, 0);
}

async fn a_customers_other_calls_are_the_youngest_first(database: &TestDatabase) {
    let ids = database
        .write(|writing| {
            let source = source::find_or_make(writing, "pbx")?;
            let mut ids = Vec::new();
            for (place, number) in ["1380", "1380", "1390", "1380"].into_iter().enumerate() {
                let mut new = plain_call(source.id, &format!("call {place}"));
                new.customer_number = Some(CustomerNumber(number.to_owned()));
                new.started_at = START.plus(Duration::from_secs(u64::try_from(place).unwrap()));
                call::insert(writing, &new)?;
                ids.push(new.id);
            }
            Ok(ids)
        })
        .await;
    let first = ids[0];
    let found = |scope: Scope, limit| {
        database.read(move |reading| {
            let number = CustomerNumber("1380".to_owned());
            let calls = call::of_customer(reading, &scope, &number, first, limit)?;
            Ok(calls.into_iter().map(|call| call.id).collect::<Vec<_>>())
        })
    };
    assert_eq!(found(Scope::Everything, 10).await, [ids[3], ids[1]]);
    assert_eq!(found(Scope::Everything, 1).await, [ids[3]]);
    assert!(found(Scope::nothing(), 10).await.is_empty());
}
