//! Lists of evaluations: who sees which, filters, orders, pages; and what is averaged.

use crate::evaluations::{Scene, begin, out_at, release, scene, score_of};
use crate::harness::{START, TestDatabase};
use earmark::db::evaluation::{
    self, Answered, EvaluationFilter, EvaluationSort, EvaluationState, NewDraft, NoScore, NoScoreReason,
    Purpose, Release, Shown, Withheld,
};
use earmark::db::feedback::{self, Answer};
use earmark::db::{Page, Scope, Window, scorecard};
use earmark::ids::{CallId, EvaluationId, PersonId, ProjectId, ScorecardId, TeamId};
use earmark::time::Instant;
use std::time::Duration;

contract_suite! {
    nobody_else_sees_what_is_not_out,
    a_list_ends_where_the_scope_and_the_purposes_end,
    every_order_pages_through_all_once,
    every_filter_narrows,
    what_is_withheld_is_left_out_and_counted_whatever_was_found,
    what_is_in_hand_is_so_until_it_is_out,
    answers_of_agents_are_filtered,
    totals_are_averaged_for_a_purpose,
}

const QUALITY: &[Purpose] = &[Purpose::Quality];

fn out_of(scope: Scope) -> Shown {
    Shown::Out { scope, purposes: QUALITY.to_vec() }
}

/// Everything that this person makes.
fn made_by(person_id: PersonId) -> Shown {
    Shown::MadeBy { person_id, purposes: Purpose::ALL.to_vec() }
}

fn seconds(seconds: u64) -> Instant {
    START.plus(Duration::from_secs(seconds))
}

async fn ids(database: &TestDatabase, shown: Shown, filter: EvaluationFilter) -> Vec<EvaluationId> {
    let sort = EvaluationSort::OldestRelease;
    let page: Page<_> = database
        .read(move |reading| evaluation::list(reading, &shown, &filter, sort, Window::new(None, 200)))
        .await;
    assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
    page.items.into_iter().map(|row| row.id).collect()
}

/// Four of one evaluator: a perfect one, a fatal one, one without a score, and a draft.
struct Four {
    scene: Scene,
    perfect: EvaluationId,
    fatal: EvaluationId,
    not_scored: EvaluationId,
    draft: EvaluationId,
}

async fn four(database: &TestDatabase) -> Four {
    let scene = scene(database, "one").await;
    let perfect = begin(database, &scene.draft).await;
    release(database, perfect, score_of("warm", "kept"), out_at(seconds(0))).await;
    let generated = NewDraft { is_generated: true, ..scene.draft.clone() };
    let fatal = begin(database, &generated).await;
    let next_day = Release { date: "2026-11-22".to_owned(), ..out_at(seconds(1)) };
    release(database, fatal, score_of("rude", "no"), next_day).await;
    let not_scored = begin(database, &scene.draft).await;
    let why = NoScore { reason: NoScoreReason::NoSound, note: None };
    database
        .write(move |writing| evaluation::close_without_score(writing, not_scored, &why, &out_at(seconds(2))))
        .await;
    let draft = begin(database, &scene.draft).await;
    database.clock.advance(Duration::from_secs(5));
    Four { scene, perfect, fatal, not_scored, draft }
}

async fn nobody_else_sees_what_is_not_out(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let id = begin(database, &scene.draft).await;
    release(database, id, score_of("warm", "kept"), out_at(seconds(10))).await;
    let everybody = || ids(database, out_of(Scope::Everything), EvaluationFilter::default());
    let totals = || {
        database.read(|reading| {
            evaluation::totals(reading, &Scope::Everything, QUALITY, &EvaluationFilter::default(), 10)
        })
    };
    assert!(everybody().await.is_empty() && totals().await.is_empty());
    let mine = ids(database, made_by(scene.evaluator), EvaluationFilter::default()).await;
    assert_eq!(mine, [id]);
    database.clock.advance(Duration::from_secs(10));
    assert_eq!((everybody().await, totals().await.len()), (vec![id], 1));
}

async fn a_list_ends_where_the_scope_and_the_purposes_end(database: &TestDatabase) {
    let four = four(database).await;
    let seen = |scope| ids(database, out_of(scope), EvaluationFilter::default());
    let all = [four.perfect, four.fatal, four.not_scored];
    for scope in [
        Scope::Everything,
        Scope::own(four.scene.person),
        Scope::teams([four.scene.team]),
        Scope::project(four.scene.project),
    ] {
        assert_eq!(seen(scope).await, all);
    }
    for scope in [Scope::nothing(), Scope::own(four.scene.evaluator), Scope::teams([TeamId::new()])] {
        assert!(seen(scope).await.is_empty());
    }
    let training = Shown::Out { scope: Scope::Everything, purposes: vec![Purpose::Training] };
    assert!(ids(database, training, EvaluationFilter::default()).await.is_empty());
    let mine = ids(database, made_by(four.scene.evaluator), EvaluationFilter::default()).await;
    assert_eq!(mine, [four.perfect, four.fatal, four.not_scored, four.draft], "drafts come last");
    let theirs = ids(database, made_by(four.scene.person), EvaluationFilter::default()).await;
    assert!(theirs.is_empty());
}

/// All of them as an export reads them: until a read finds nothing more.
async fn walked(
    database: &TestDatabase,
    evaluator: PersonId,
    sort: EvaluationSort,
    most: i64,
) -> Vec<EvaluationId> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let shown = made_by(evaluator);
        let rows = database
            .read(move |reading| {
                evaluation::walk(reading, &shown, &EvaluationFilter::default(), sort, after, most)
            })
            .await;
        let Some(last) = rows.last() else { return seen };
        assert!(i64::try_from(rows.len()).unwrap() <= most);
        after = Some(last.place(sort));
        seen.extend(rows.into_iter().map(|row| row.id));
    }
}

async fn every_order_pages_through_all_once(database: &TestDatabase) {
    let Four { scene, perfect, fatal, not_scored, draft } = four(database).await;
    let another = begin(database, &NewDraft { purpose: Purpose::Live, ..scene.draft.clone() }).await;
    let expected = |sort| match sort {
        EvaluationSort::NewestRelease => [not_scored, fatal, perfect, another, draft],
        EvaluationSort::OldestRelease => [perfect, fatal, not_scored, another, draft],
        EvaluationSort::HighestTotal => [perfect, fatal, another, draft, not_scored],
        EvaluationSort::LowestTotal => [fatal, perfect, another, draft, not_scored],
        EvaluationSort::LastChanged => [another, draft, not_scored, fatal, perfect],
    };
    for sort in EvaluationSort::ALL {
        for limit in 1..=5 {
            let (mut seen, mut after) = (Vec::new(), None);
            loop {
                let shown = made_by(scene.evaluator);
                let window = Window::new(after, limit);
                let page = database
                    .read(move |reading| {
                        evaluation::list(reading, &shown, &EvaluationFilter::default(), *sort, window)
                    })
                    .await;
                assert_eq!((page.total, page.total_is_exact), (5, true));
                seen.extend(page.items.into_iter().map(|row| row.id));
                after = page.next;
                if after.is_none() || seen.len() > 5 {
                    break;
                }
            }
            assert_eq!(seen, expected(*sort), "{sort:?} by {limit}");
            assert_eq!(walked(database, scene.evaluator, *sort, limit).await, expected(*sort));
        }
    }
}

async fn every_filter_narrows(database: &TestDatabase) {
    let four = four(database).await;
    let Four { perfect, fatal, not_scored, .. } = four;
    let card = database.read(|reading| scorecard::by_key(reading, "inbound")).await.unwrap().id;
    let plain = EvaluationFilter::default;
    let day = |day: &str| Some(day.to_owned());
    let cases: Vec<(EvaluationFilter, Vec<EvaluationId>)> = vec![
        (EvaluationFilter { state: Some(EvaluationState::NotScored), ..plain() }, vec![not_scored]),
        (
            EvaluationFilter { call_id: four.scene.draft.subject.call_id, ..plain() },
            vec![perfect, fatal, not_scored],
        ),
        (EvaluationFilter { call_id: Some(CallId::new()), ..plain() }, vec![]),
        (
            EvaluationFilter { project_id: Some(four.scene.project), ..plain() },
            vec![perfect, fatal, not_scored],
        ),
        (EvaluationFilter { project_id: Some(ProjectId::new()), ..plain() }, vec![]),
        (EvaluationFilter { team_id: Some(four.scene.team), ..plain() }, vec![perfect, fatal, not_scored]),
        (EvaluationFilter { team_id: Some(TeamId::new()), ..plain() }, vec![]),
        (
            EvaluationFilter { person_id: Some(four.scene.person), ..plain() },
            vec![perfect, fatal, not_scored],
        ),
        (EvaluationFilter { person_id: Some(PersonId::new()), ..plain() }, vec![]),
        (
            EvaluationFilter { evaluator_id: Some(four.scene.evaluator), ..plain() },
            vec![perfect, fatal, not_scored],
        ),
        (EvaluationFilter { evaluator_id: Some(four.scene.person), ..plain() }, vec![]),
        (EvaluationFilter { scorecard_id: Some(card), ..plain() }, vec![perfect, fatal, not_scored]),
        (EvaluationFilter { scorecard_id: Some(ScorecardId::new()), ..plain() }, vec![]),
        (EvaluationFilter { band: Some("poor".to_owned()), ..plain() }, vec![fatal]),
        (EvaluationFilter { passed: Some(true), ..plain() }, vec![perfect]),
        (EvaluationFilter { passed: Some(false), ..plain() }, vec![fatal]),
        (EvaluationFilter { from: day("2026-11-22"), ..plain() }, vec![fatal]),
        (EvaluationFilter { to: day("2026-11-21"), ..plain() }, vec![perfect, not_scored]),
        (EvaluationFilter { critical_failed: Some(true), ..plain() }, vec![fatal]),
        (EvaluationFilter { critical_failed: Some(false), ..plain() }, vec![perfect]),
        (EvaluationFilter { fatal: Some(true), ..plain() }, vec![fatal]),
        (EvaluationFilter { fatal: Some(false), ..plain() }, vec![perfect, not_scored]),
        (EvaluationFilter { generated: Some(true), ..plain() }, vec![fatal]),
        (EvaluationFilter { generated: Some(false), ..plain() }, vec![perfect, not_scored]),
    ];
    for (filter, expected) in cases {
        assert_eq!(ids(database, out_of(Scope::Everything), filter.clone()).await, expected, "{filter:?}");
    }
}

async fn what_is_withheld_is_left_out_and_counted_whatever_was_found(database: &TestDatabase) {
    let Four { scene, perfect, fatal, not_scored, .. } = four(database).await;
    let call_id = scene.draft.subject.call_id.unwrap();
    let everything = vec![perfect, fatal, not_scored];
    let cases = [
        (Withheld::default(), everything.clone()),
        (Withheld { calls: vec![call_id], ..Withheld::default() }, vec![]),
        (Withheld { calls: vec![CallId::new()], ..Withheld::default() }, everything.clone()),
        (Withheld { people: vec![scene.person], ..Withheld::default() }, vec![]),
        (Withheld { people: vec![PersonId::new()], ..Withheld::default() }, everything.clone()),
        (Withheld { evaluations: vec![fatal], ..Withheld::default() }, vec![perfect, not_scored]),
    ];
    for (withheld, expected) in cases {
        let filter = EvaluationFilter { withheld, ..EvaluationFilter::default() };
        assert_eq!(ids(database, out_of(Scope::Everything), filter.clone()).await, expected, "{filter:?}");
    }
    let counted = |filter: EvaluationFilter| {
        let withheld = Withheld { people: vec![scene.person], ..Withheld::default() };
        let filter = EvaluationFilter { withheld, ..filter };
        database.read(move |reading| {
            evaluation::count_of_withheld_people(reading, &out_of(Scope::Everything), &filter)
        })
    };
    let plain = EvaluationFilter::default;
    assert_eq!(counted(plain()).await, 3);
    assert_eq!(counted(EvaluationFilter { passed: Some(false), ..plain() }).await, 3);
    assert_eq!(counted(EvaluationFilter { band: Some("poor".to_owned()), ..plain() }).await, 3);
    assert_eq!(counted(EvaluationFilter { from: Some("2026-11-22".to_owned()), ..plain() }).await, 1);
    assert_eq!(counted(EvaluationFilter { person_id: Some(PersonId::new()), ..plain() }).await, 0);
}

async fn what_is_in_hand_is_so_until_it_is_out(database: &TestDatabase) {
    let scene = scene(database, "one").await;
    let (own, call_id) = (scene.evaluator, scene.draft.subject.call_id.unwrap());
    let in_hand = || {
        database.read(move |reading| {
            let listed = evaluation::calls_in_hand(reading, own)?;
            assert_eq!(evaluation::is_in_hand(reading, own, call_id)?, listed.contains(&call_id));
            assert!(!evaluation::is_in_hand(reading, PersonId::new(), call_id)?);
            let people = evaluation::people_in_hand(reading, own)?;
            Ok((listed, evaluation::evaluations_in_hand(reading, own)?, people))
        })
    };
    assert_eq!(in_hand().await, (vec![], vec![], vec![]));
    let id = begin(database, &scene.draft).await;
    assert_eq!(in_hand().await, (vec![call_id], vec![id], vec![scene.person]));
    release(database, id, score_of("warm", "kept"), out_at(seconds(10))).await;
    assert_eq!(in_hand().await, (vec![call_id], vec![id], vec![]), "it can be taken back");
    database.clock.advance(Duration::from_secs(10));
    assert_eq!(in_hand().await, (vec![], vec![], vec![]));

    let training = NewDraft { purpose: Purpose::Training, ..scene.draft.clone() };
    let id = begin(database, &training).await;
    assert_eq!(in_hand().await, (vec![call_id], vec![id], vec![]), "no agent's record is closed by learning");
}

async fn answers_of_agents_are_filtered(database: &TestDatabase) {
    let Four { perfect, fatal, not_scored, .. } = four(database).await;
    database
        .write(move |writing| {
            feedback::open(writing, perfect)?;
            feedback::answer(writing, fatal, None, Answer::Acknowledged)
        })
        .await;
    let answered = |answered| {
        let filter = EvaluationFilter { answered: Some(answered), ..EvaluationFilter::default() };
        ids(database, out_of(Scope::Everything), filter)
    };
    assert_eq!(answered(Answered::Unopened).await, [not_scored]);
    assert_eq!(answered(Answered::Opened).await, [perfect]);
    assert_eq!(answered(Answered::Acknowledged).await, [fatal]);
    let answers = [
        (Some(Answer::Acknowledged), Answer::Appealed, Answered::Appealed),
        (Some(Answer::Appealed), Answer::Decided, Answered::Decided),
        (Some(Answer::Decided), Answer::NoObjection, Answered::NoObjection),
        (Some(Answer::NoObjection), Answer::Lapsed, Answered::Lapsed),
    ];
    for (from, to, wanted) in answers {
        assert!(database.write(move |writing| feedback::settle(writing, fatal, from, to)).await);
        assert_eq!(answered(wanted).await, [fatal], "{to:?}");
        assert!(answered(Answered::Acknowledged).await.is_empty());
        let again = database.write(move |writing| feedback::settle(writing, fatal, from, to)).await;
        assert!(!again, "it stands elsewhere by now");
    }
    assert_eq!(answered(Answered::Unopened).await, [not_scored]);
}

async fn totals_are_averaged_for_a_purpose(database: &TestDatabase) {
    let four = four(database).await;
    let totals = |scope: Scope, purposes: &'static [Purpose], filter: EvaluationFilter, most| {
        database.read(move |reading| {
            let rows = evaluation::totals(reading, &scope, purposes, &filter, most)?;
            Ok(rows
                .into_iter()
                .map(|row| (row.id, row.released_date, row.total_hundredths, row.passed))
                .collect::<Vec<_>>())
        })
    };
    let plain = EvaluationFilter::default;
    let (perfect, fatal) = (
        (four.perfect, "2026-11-21".to_owned(), 10_000, Some(true)),
        (four.fatal, "2026-11-22".to_owned(), 0, Some(false)),
    );
    assert_eq!(
        totals(Scope::Everything, QUALITY, plain(), 10).await,
        [fatal.clone(), perfect],
        "youngest first, without what has no score"
    );
    assert_eq!(totals(Scope::Everything, QUALITY, plain(), 1).await, std::slice::from_ref(&fatal));
    assert!(totals(Scope::Everything, &[Purpose::Training], plain(), 10).await.is_empty());
    assert!(totals(Scope::teams([]), QUALITY, plain(), 10).await.is_empty());
    let late = EvaluationFilter { from: Some("2026-11-22".to_owned()), ..plain() };
    assert_eq!(totals(Scope::Everything, QUALITY, late, 10).await, [fatal]);
    let scores = database
        .read(move |reading| evaluation::scores(reading, &[four.perfect, four.fatal, four.draft]))
        .await;
    assert_eq!(scores.len(), 2);
    assert!(scores.iter().all(|(version, ..)| *version == four.scene.draft.scorecard_version_id));
}
