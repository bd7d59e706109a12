//! Case libraries: what the lists see is what the rule says; a case keeps its call from retention and not
//! from erasure; what was learned outlives it.

use crate::fixtures::{
    a_recording, an_agent, person_named, plain_participation, plain_recording, source_named,
};
use crate::harness::{START, TestDatabase};
use crate::keeping::{by, call_of, enter, present, storage};
use earmark::access::{By, Who};
use earmark::db::call::{Call, CustomerNumber};
use earmark::db::case_consent::{self, Consent, ConsentAnswer};
use earmark::db::case_learning::{self, Learning, LearningFilter};
use earmark::db::clip::{self, Clip};
use earmark::db::learner::Learners;
use earmark::db::library::{self, InsteadOfConsent, LibraryKind};
use earmark::db::library_case::{
    self, Case, CaseFilter, CaseLevel, CaseSort, CaseState, ItemTie, Learner, SeenBy, consents_are_given,
    there_for,
};
use earmark::db::participation::Participation;
use earmark::db::person::{self, Role};
use earmark::db::retention_rule::{RuleConditions, RuleDefinition};
use earmark::db::{Scope, Window, call, participation, recording, scorecard, team};
use earmark::ids::{
    CallId, CaseId, CaseLearningId, ClipId, LibraryId, ParticipationId, PersonId, RecordingId,
};
use earmark::library::{CaseSource, NewCase, archive_case, heard_in, is_of_another_site, propose_case};
use earmark::recorder::erasure::{ErasureStep, request_erasure, step_of_erasure};
use earmark::recorder::retention::{Place, RuleText, Step, make_rule, start_run, step};
use std::collections::BTreeMap;

contract_suite! {
    there_is_a_library_of_good_and_one_of_warning_cases_from_the_start,
    the_lists_see_consent_as_the_rule_does,
    the_lists_see_what_is_allowed_instead_of_consent_as_the_rule_does,
    whoever_proposed_finds_by_its_commentary_what_they_learn_from_and_nothing_else,
    items_and_tags_are_counted_of_the_cases_that_somebody_sees,
    nobody_is_asked_about_a_case_that_was_put_away,
    a_case_keeps_its_call_from_retention_until_it_is_put_away,
    a_clip_in_a_library_outlives_retention_and_dies_with_the_customers_erasure,
    what_was_learned_outlives_its_case_without_its_words,
}

fn editor_of(scope: Scope) -> SeenBy {
    SeenBy::Editor { scope, scores_blind: Vec::new() }
}

pub(crate) async fn of_kind(database: &TestDatabase, kind: LibraryKind) -> LibraryId {
    database.read(move |reading| library::of_kind(reading, kind)).await.unwrap().id
}

async fn there_is_a_library_of_good_and_one_of_warning_cases_from_the_start(database: &TestDatabase) {
    let all = database.read(library::all).await;
    let kinds: Vec<LibraryKind> = all.iter().map(|library| library.kind).collect();
    assert_eq!(kinds, [LibraryKind::Good, LibraryKind::Warning]);
    assert!(all.iter().all(|one| one.name.contains_key("en") && one.name.contains_key("zh-CN")));
}

pub(crate) fn case_of(
    library_id: LibraryId,
    call_id: CallId,
    recording_id: RecordingId,
    by: PersonId,
) -> Case {
    Case {
        id: CaseId::new(),
        library_id,
        state: CaseState::Shelved,
        call_id,
        recording_id,
        clip_id: None,
        start_ms: Some(10_000),
        end_ms: Some(20_000),
        teaching_line: "listens".to_owned(),
        language: "en".to_owned(),
        level: CaseLevel::Regular,
        hides_names: true,
        review_on: None,
        edition: 0,
        search_text: " listens ".to_owned(),
        proposed_by: by,
        proposed_at: START,
        flag_id: None,
        decided_by: None,
        decided_at: None,
        reason: None,
        shelved_at: Some(START),
        archive_cause: None,
        changed_at: START,
    }
}

async fn the_lists_see_consent_as_the_rule_does(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let (agent_id, trainer) = (an_agent(database).await, person_named(database, "trainer").await);
    let (one, other) = (person_named(database, "one").await, person_named(database, "other").await);
    let warning = of_kind(database, LibraryKind::Warning).await;
    let case = case_of(warning, call_id, recording_id, trainer);
    let (id, stored) = (case.id, case.clone());
    database.write(move |writing| library_case::insert(writing, &stored)).await;
    let part = |person_id: Option<PersonId>, range: Option<(i64, i64)>| Participation {
        id: ParticipationId::new(),
        person_id,
        start_ms: range.map(|range| range.0),
        end_ms: range.map(|range| range.1),
        ..plain_participation(call_id, agent_id)
    };
    let seen = || {
        let case = case.clone();
        database.read(move |reading| {
            let by_rule = heard_in(reading, &case).unwrap().is_consented;
            let by_list = consents_are_given(reading, case.id)?;
            let learner = SeenBy::Learner(Learner::default());
            let window = Window::new(None, 10);
            let listed =
                library_case::list(reading, &learner, &CaseFilter::default(), CaseSort::LastChanged, window)?;
            Ok((by_rule, by_list, listed.total == 1))
        })
    };
    let enter = |new: Participation| database.write(move |writing| participation::insert(writing, &new));
    let answer = |person_id: PersonId, answer: ConsentAnswer| {
        database.write(move |writing| {
            let consent = Consent {
                case_id: id,
                person_id,
                message: None,
                asked_by: trainer,
                asked_at: START,
                answer: None,
                answered_at: None,
            };
            case_consent::ask(writing, &consent)?;
            case_consent::answer(writing, id, person_id, answer)
        })
    };
    let (no, yes) = ((false, false, false), (true, true, true));
    assert_eq!(seen().await, no, "nobody is known to be heard");
    // Whoever took part elsewhere in the call is not heard here.
    enter(part(None, Some((0, 10_000)))).await;
    enter(part(None, Some((20_000, 30_000)))).await;
    assert_eq!(seen().await, no, "still nobody");
    enter(part(Some(one), Some((5_000, 15_000)))).await;
    assert_eq!(seen().await, no, "one is heard and was not asked");
    answer(one, ConsentAnswer::Given).await;
    assert_eq!(seen().await, yes);
    enter(part(Some(other), None)).await;
    assert_eq!(seen().await, no, "another is heard too");
    answer(other, ConsentAnswer::Given).await;
    assert_eq!(seen().await, yes);
    answer(one, ConsentAnswer::Refused).await;
    assert_eq!(seen().await, no, "taken back");
    answer(one, ConsentAnswer::Given).await;
    enter(part(None, Some((19_999, 40_000)))).await;
    assert_eq!(seen().await, no, "somebody is heard whom nobody knows");
}

async fn whoever_proposed_finds_by_its_commentary_what_they_learn_from_and_nothing_else(
    database: &TestDatabase,
) {
    let (call_id, recording_id) = a_recording(database).await;
    let proposer = person_named(database, "proposer").await;
    let good = of_kind(database, LibraryKind::Good).await;
    let warning = of_kind(database, LibraryKind::Warning).await;
    let proposed = case_of(warning, call_id, recording_id, proposer);
    let written = Case { edition: 1, ..case_of(warning, call_id, recording_id, proposer) };
    let learned = Case { edition: 1, ..case_of(good, call_id, recording_id, proposer) };
    let (waits, taught) = (proposed.id, learned.id);
    database
        .write(move |writing| {
            [&proposed, &written, &learned].into_iter().try_for_each(|one| library_case::insert(writing, one))
        })
        .await;
    let found = |filter: CaseFilter| {
        database.read(move |reading| {
            let eyes = SeenBy::Proposer(proposer, Learner::default());
            let window = Window::new(None, 10);
            let page = library_case::list(reading, &eyes, &filter, CaseSort::LastChanged, window)?;
            assert_eq!(page.total, i64::try_from(page.items.len()).unwrap());
            Ok(page.items.into_iter().map(|case| case.id).collect::<Vec<CaseId>>())
        })
    };
    assert_eq!(found(CaseFilter::default()).await.len(), 3, "what became of them all");
    let words = CaseFilter { words: vec!["listens".to_owned()], ..CaseFilter::default() };
    let level = CaseFilter { level: Some(CaseLevel::Regular), ..CaseFilter::default() };
    for filter in [words, level] {
        let mut by_commentary = found(filter).await;
        by_commentary.sort();
        let mut theirs = [waits, taught];
        theirs.sort();
        assert_eq!(by_commentary, theirs);
    }
}

async fn the_lists_see_what_is_allowed_instead_of_consent_as_the_rule_does(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let (agent_id, trainer) = (an_agent(database).await, person_named(database, "trainer").await);
    let warning = of_kind(database, LibraryKind::Warning).await;
    let case = case_of(warning, call_id, recording_id, trainer);
    let (id, stored) = (case.id, case.clone());
    database.write(move |writing| library_case::insert(writing, &stored)).await;
    let [north, squad, south] = database
        .write(|writing| {
            let north = team::find_or_make(writing, None, "north")?;
            let squad = team::find_or_make(writing, Some(north.id), "squad")?;
            let south = team::find_or_make(writing, None, "south")?;
            Ok([north.id, squad.id, south.id])
        })
        .await;
    let (colleague, elsewhere) =
        (person_named(database, "colleague").await, person_named(database, "elsewhere").await);
    let (heard, nowhere) = (person_named(database, "heard").await, person_named(database, "nowhere").await);
    database
        .write(move |writing| {
            team::add_leader(writing, north, colleague, START)?;
            team::add_member(writing, south, elsewhere, START)
        })
        .await;
    let allow = |altered_voice: bool, other_sites: bool| {
        database.write(move |writing| {
            let mut known = library::by_id(writing, warning)?.unwrap();
            known.instead_of_consent = InsteadOfConsent { altered_voice, other_sites };
            library::update(writing, &known)
        })
    };
    // For the colleague, somebody elsewhere, and somebody of no team: what the lists find.
    let found = || {
        let case = case.clone();
        database.read(move |reading| {
            let instead = library::by_id(reading, warning)?.unwrap().instead_of_consent;
            let now = reading.now();
            let mut found = Vec::new();
            for person_id in [colleague, elsewhere, nowhere] {
                let own_site = team::sites_of(reading, person_id, now)?.into_iter().collect();
                let learner = Learner { own_site, ..Learner::default() };
                let by_list = there_for(reading, &learner, &[id])?.contains(&id);
                let is_elsewhere = is_of_another_site(reading, person_id, &case).unwrap();
                let by_rule = instead.altered_voice || (instead.other_sites && is_elsewhere);
                assert_eq!(by_list, by_rule, "{instead:?}");
                found.push(by_list);
            }
            Ok(found)
        })
    };
    let (nobody, all, elsewhere_alone) =
        (vec![false, false, false], vec![true, true, true], vec![false, true, false]);
    allow(false, true).await;
    assert_eq!(found().await, nobody, "nobody is known to be heard");
    allow(true, false).await;
    assert_eq!(found().await, all, "altered, whoever it is");
    allow(false, true).await;
    let part = Participation {
        person_id: Some(heard),
        team_id: Some(squad),
        ..plain_participation(call_id, agent_id)
    };
    let stored = part.clone();
    database.write(move |writing| participation::insert(writing, &stored)).await;
    assert_eq!(found().await, elsewhere_alone, "of a squad in the north");
    allow(false, false).await;
    assert_eq!(found().await, nobody, "nothing is allowed");
    allow(false, true).await;
    // They moved: whoever sits beside them now knows the voice, too.
    database.write(move |writing| team::add_member(writing, south, heard, START)).await;
    assert_eq!(found().await, nobody);
    database
        .write(move |writing| {
            team::end_every_belonging(writing, heard)?;
            participation::update(writing, &Participation { team_id: None, ..part })
        })
        .await;
    assert_eq!(found().await, nobody, "nobody knows where they sat");
}

async fn items_and_tags_are_counted_of_the_cases_that_somebody_sees(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let trainer = person_named(database, "trainer").await;
    let good = of_kind(database, LibraryKind::Good).await;
    let warning = of_kind(database, LibraryKind::Warning).await;
    let card = database.write(|writing| Ok(scorecard::find_or_make(writing, "manners")?.id)).await;
    let item = |question: &str| ItemTie { scorecard_id: card, question: question.to_owned() };
    let case = |library_id, state| Case { state, ..case_of(library_id, call_id, recording_id, trainer) };
    let entered = [
        (case(good, CaseState::Shelved), vec![item("greeting"), item("closing")], "anger"),
        (case(warning, CaseState::Shelved), vec![item("greeting")], "anger"),
        (case(good, CaseState::Draft), vec![item("patience")], "rain"),
    ];
    database
        .write(move |writing| {
            for (case, items, tag) in &entered {
                library_case::insert(writing, case)?;
                library_case::put_ties(writing, case.id, items, &[], &[(*tag).to_owned()])?;
            }
            Ok(())
        })
        .await;
    let in_use = |seen_by: SeenBy, state| {
        database.read(move |reading| {
            let filter = CaseFilter { states: vec![state], ..CaseFilter::default() };
            let items = library_case::items_in_use(reading, &seen_by, &filter)?;
            let items = items.into_iter().map(|(item, cases)| (item.question, cases));
            Ok((items.collect::<Vec<_>>(), library_case::tags_in_use(reading, &seen_by, &filter)?))
        })
    };
    let counted = |items: &[(&str, i64)], tags: &[(&str, i64)]| {
        let owned = |all: &[(&str, i64)]| -> Vec<(String, i64)> {
            all.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
        };
        (owned(items), owned(tags))
    };
    let (learner, editor) = (SeenBy::Learner(Learner::default()), editor_of(Scope::Everything));
    let open = in_use(learner.clone(), CaseState::Shelved).await;
    assert_eq!(open, counted(&[("closing", 1), ("greeting", 1)], &[("anger", 1)]), "nobody consented");
    let all = in_use(editor.clone(), CaseState::Shelved).await;
    assert_eq!(all, counted(&[("greeting", 2), ("closing", 1)], &[("anger", 2)]));
    assert_eq!(in_use(editor, CaseState::Draft).await, counted(&[("patience", 1)], &[("rain", 1)]));
    assert_eq!(in_use(learner, CaseState::Draft).await, counted(&[], &[]));
    let elsewhere = editor_of(Scope::own(trainer));
    assert_eq!(in_use(elsewhere, CaseState::Shelved).await, counted(&[], &[]), "the call is not theirs");
}

async fn nobody_is_asked_about_a_case_that_was_put_away(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let (trainer, heard) = (person_named(database, "trainer").await, person_named(database, "heard").await);
    let good = of_kind(database, LibraryKind::Good).await;
    let agent_id = an_agent(database).await;
    let part = Participation { person_id: Some(heard), ..plain_participation(call_id, agent_id) };
    let stored = part.clone();
    database.write(move |writing| participation::insert(writing, &stored)).await;
    for (state, asks) in [
        (CaseState::Draft, true),
        (CaseState::Shelved, true),
        (CaseState::Archived, false),
        (CaseState::Declined, false),
        (CaseState::Withdrawn, false),
    ] {
        let case = Case { state, ..case_of(good, call_id, recording_id, trainer) };
        let asked = Consent {
            case_id: case.id,
            person_id: heard,
            message: None,
            asked_by: trainer,
            asked_at: START,
            answer: None,
            answered_at: None,
        };
        let id = case.id;
        database
            .write(move |writing| {
                library_case::insert(writing, &case)?;
                case_consent::ask(writing, &asked)
            })
            .await;
        let window = Window::new(None, 10);
        let page = database.read(move |reading| case_consent::list_of_person(reading, heard, window)).await;
        assert_eq!(page.items.iter().any(|one| one.case_id == id), asks, "{state:?}");
        assert_eq!(page.total, i64::try_from(page.items.len()).unwrap(), "{state:?}");
    }
    // Nor is anybody who is not heard in it: elsewhere in the call, or no longer.
    let asks = || {
        let window = Window::new(None, 10);
        database.read(move |reading| case_consent::list_of_person(reading, heard, window))
    };
    assert_eq!(asks().await.total, 2);
    for (person_id, range) in [(Some(heard), Some((20_000, 30_000))), (Some(trainer), None), (None, None)] {
        let (start_ms, end_ms) = (range.map(|range| range.0), range.map(|range| range.1));
        let changed = Participation { person_id, start_ms, end_ms, ..part.clone() };
        database.write(move |writing| participation::update(writing, &changed)).await;
        let page = asks().await;
        assert_eq!((page.total, page.items), (0, Vec::new()), "{person_id:?} {range:?}");
    }
}

pub(crate) async fn a_trainer(database: &TestDatabase) -> (PersonId, Who) {
    let trainer = person_named(database, "trainer").await;
    database.write(move |writing| person::grant(writing, trainer, Role::Trainer, None)).await;
    (trainer, database.read(move |reading| Who::person(reading, trainer)).await)
}

/// A rule by which whatever is older than a day goes.
pub(crate) async fn keep_one_day(database: &TestDatabase) {
    let definition = RuleDefinition { conditions: RuleConditions::default(), keep_days: Some(1) };
    let rule = RuleText { name: "one day".to_owned(), definition };
    make_rule(&database.db, by(), rule).await.unwrap();
}

async fn a_case_keeps_its_call_from_retention_until_it_is_put_away(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let call_id = enter(database, call_of(source_id, "old", 100)).await;
    let other = enter(database, call_of(source_id, "other", 100)).await;
    let new = plain_recording(call_id, 7);
    database.write(move |writing| recording::insert(writing, &new)).await;
    let (_, who) = a_trainer(database).await;
    let good = of_kind(database, LibraryKind::Good).await;
    let proposal = NewCase {
        library_id: good,
        source: CaseSource::Call(call_id),
        teaching_line: "listens".to_owned(),
        level: None,
        language: None,
    };
    let made =
        propose_case(&database.db, &who, By::from(who.actor()), Scope::Everything, proposal).await.unwrap();
    assert_eq!(made.case.state, CaseState::Draft);
    keep_one_day(database).await;
    run(database).await;
    assert_eq!(present(database, &[call_id, other]).await, 1, "the call of the case is still there");
    archive_case(&database.db, &who, by(), made.case.id, None).await.unwrap();
    run(database).await;
    assert_eq!(present(database, &[call_id]).await, 0);
    let id = made.case.id;
    assert_eq!(database.read(move |reading| library_case::by_id(reading, id)).await, None);
}

async fn a_clip_in_a_library_outlives_retention_and_dies_with_the_customers_erasure(database: &TestDatabase) {
    let source_id = source_named(database, "pbx").await;
    let number = CustomerNumber("13800138000".to_owned());
    let called = |native_id: &str| Call {
        customer_number: Some(number.clone()),
        ..call_of(source_id, native_id, 100)
    };
    let [call_id, other] = [enter(database, called("old")).await, enter(database, called("other")).await];
    let new = plain_recording(call_id, 7);
    let recording_id = new.id;
    database.write(move |writing| recording::insert(writing, &new)).await;
    let (trainer, who) = a_trainer(database).await;
    let made = Clip {
        id: ClipId::new(),
        call_id,
        recording_id,
        start_ms: 1_000,
        end_ms: 9_000,
        title: "listens".to_owned(),
        note: None,
        search_text: " listens ".to_owned(),
        made_by: trainer,
        made_at: START,
    };
    let clip_id = made.id;
    database.write(move |writing| clip::insert(writing, &made, &[])).await;
    let proposal = NewCase {
        library_id: of_kind(database, LibraryKind::Good).await,
        source: CaseSource::Clip(clip_id),
        teaching_line: "listens".to_owned(),
        level: None,
        language: None,
    };
    let case =
        propose_case(&database.db, &who, By::from(who.actor()), Scope::Everything, proposal).await.unwrap();
    keep_one_day(database).await;
    run(database).await;
    assert_eq!(present(database, &[call_id, other]).await, 1, "the call of the clip is still there");
    let clip_is_there = || {
        database.read(move |reading| {
            clip::find(reading, &Scope::Everything.into(), clip_id).map(|one| one.is_some())
        })
    };
    assert!(clip_is_there().await);

    let line = request_erasure(&database.db, by(), &number, "letter of 3 March").await.unwrap();
    let storage = storage(database);
    while step_of_erasure(&database.db, &storage, line.erasure.id).await.unwrap() == ErasureStep::On {}
    assert_eq!(present(database, &[call_id]).await, 0, "no keep hold stands against the customer");
    assert!(!clip_is_there().await);
    let id = case.case.id;
    assert_eq!(database.read(move |reading| library_case::by_id(reading, id)).await, None);
}

pub(crate) async fn run(database: &TestDatabase) {
    let (storage, run) = (storage(database), start_run(&database.db, by()).await.unwrap().run);
    let mut place = Place::default();
    while let Step::On(next) = step(&database.db, &storage, run.id, place).await.unwrap() {
        place = next;
    }
}

async fn what_was_learned_outlives_its_case_without_its_words(database: &TestDatabase) {
    let (call_id, recording_id) = a_recording(database).await;
    let person_id = person_named(database, "learner").await;
    let good = of_kind(database, LibraryKind::Good).await;
    let case = case_of(good, call_id, recording_id, person_id);
    let learning = Learning {
        id: CaseLearningId::new(),
        case_id: Some(case.id),
        library_id: good,
        person_id,
        edition: 1,
        reached: 2,
        answers: vec![1, 0],
        right_answers: Some(1),
        questions: Some(2),
        begun_at: START,
        finished_at: Some(START),
        words: BTreeMap::from([(1, "I would wait".to_owned())]),
        pledge: Some("calm".to_owned()),
    };
    let (stored, entered) = (learning.clone(), case.clone());
    database
        .write(move |writing| {
            library_case::insert(writing, &entered)?;
            case_learning::put(writing, &stored)?;
            case_learning::put(writing, &stored)
        })
        .await;
    let id = case.id;
    assert_eq!(
        database.read(move |reading| case_learning::find(reading, id, person_id)).await,
        Some(learning.clone())
    );
    database.write(move |writing| call::delete(writing, call_id)).await;
    let left = database
        .read(move |reading| {
            let filter = LearningFilter { person_id: Some(person_id), ..LearningFilter::default() };
            case_learning::list(reading, &Learners::one(person_id), &filter, Window::new(None, 10))
        })
        .await
        .items;
    let bare = Learning { case_id: None, words: BTreeMap::new(), pledge: None, ..learning };
    assert_eq!(left, [bare]);
}
