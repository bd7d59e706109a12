//! While somebody scores a call blind, no list holds its cases and clips for them, as the rule says.

use crate::evaluations::{begin, out_at, release, score_of};
use crate::fixtures::{a_recording, person_named, plain_recording};
use crate::harness::{START, TestDatabase};
use crate::library::{case_of, of_kind};
use crate::references::a_reference;
use earmark::db::clip::{self, Clip, ClipFilter, ClipReader};
use earmark::db::evaluation::{NewDraft, Purpose};
use earmark::db::library::{InsteadOfConsent, LibraryKind};
use earmark::db::library_case::{self, Case, CaseFilter, CaseSort, Learner, SeenBy, there_for};
use earmark::db::{Reading, Scope, Window, call, evaluation, recording, reference_attempt};
use earmark::ids::{CallId, CaseId, ClipId, PersonId};
use earmark::library::visibility::{Shown, Viewer, sight};
use std::time::Duration;

contract_suite! {
    no_list_holds_a_case_or_a_clip_of_a_call_that_the_reader_scores_blind,
}

async fn no_list_holds_a_case_or_a_clip_of_a_call_that_the_reader_scores_blind(database: &TestDatabase) {
    let (reference, draft) = a_reference(database, "scored").await;
    let call_id = draft.subject.call_id.unwrap();
    let (other_call, other_recording) = a_recording(database).await;
    let (reader, trainer) = (person_named(database, "reader").await, person_named(database, "trainer").await);
    let recording = plain_recording(call_id, 9);
    let good = of_kind(database, LibraryKind::Good).await;
    let case = Case { clip_id: None, ..case_of(good, call_id, recording.id, reader) };
    let other = case_of(good, other_call, other_recording, reader);
    let clip_by = |made_by: PersonId| Clip {
        id: ClipId::new(),
        call_id,
        recording_id: recording.id,
        start_ms: 1_000,
        end_ms: 9_000,
        title: "listens".to_owned(),
        note: None,
        search_text: " listens ".to_owned(),
        made_by,
        made_at: START,
    };
    let (theirs, own) = (clip_by(trainer), clip_by(reader));
    let (id, other_id, theirs_id, own_id) = (case.id, other.id, theirs.id, own.id);
    let shown = Shown {
        state: case.state,
        kind: LibraryKind::Good,
        is_open: true,
        is_consented: false,
        instead_of_consent: InsteadOfConsent::default(),
    };
    database
        .write(move |writing| {
            recording::insert(writing, &recording)?;
            for case in [&case, &other] {
                library_case::insert(writing, case)?;
                library_case::put_ties(writing, case.id, &[], &[], &["anger".to_owned()])?;
            }
            clip::insert(writing, &theirs, &["anger".to_owned()])?;
            clip::insert(writing, &own, &["anger".to_owned()])
        })
        .await;
    // Whether the case is in every list, or in none, and so the rule says; the other's is in all of them.
    let sees = || {
        database.read(move |reading| {
            let scores_blind = reference_attempt::calls_scored_blind(reading, reader)?;
            let learner = Learner { scores_blind: scores_blind.clone(), ..Learner::default() };
            let is_blind = scores_blind.contains(&call_id);
            let mut seen = Vec::new();
            for edits in [false, true] {
                let viewer = Viewer { scores_blind: is_blind, edits, learns: true, ..Viewer::default() };
                seen.push(sight(viewer, shown).is_some());
            }
            let there = there_for(reading, &learner, &[id, other_id])?;
            assert!(there.contains(&other_id));
            seen.push(there.contains(&id));
            let editor = |scope| SeenBy::Editor { scope, scores_blind: scores_blind.clone() };
            let source = |reading: &mut Reading<'_>, id: CallId| {
                let found = call::find(reading, &Scope::Everything, id);
                found.map(|call| Scope::source(call.unwrap().source_id))
            };
            let within = editor(source(reading, call_id)?.or(source(reading, other_call)?));
            let words = CaseFilter { words: vec!["listens".to_owned()], ..CaseFilter::default() };
            for eyes in [
                SeenBy::Learner(learner.clone()),
                SeenBy::Proposer(reader, learner.clone()),
                editor(Scope::Everything),
                within,
            ] {
                for filter in [CaseFilter::default(), words.clone()] {
                    let window = Window::new(None, 10);
                    let page = library_case::list(reading, &eyes, &filter, CaseSort::LastChanged, window)?;
                    let ids: Vec<CaseId> = page.items.iter().map(|case| case.id).collect();
                    assert!(ids.contains(&other_id), "{eyes:?}");
                    let tags = library_case::tags_in_use(reading, &eyes, &filter)?;
                    let count = i64::try_from(ids.len()).unwrap();
                    assert_eq!((page.total, tags), (count, vec![("anger".to_owned(), count)]), "{eyes:?}");
                    seen.push(ids.contains(&id));
                }
            }
            let reader =
                ClipReader { scope: Scope::Everything, person_id: Some(reader), in_hand: scores_blind };
            let page = clip::list(reading, &reader, &ClipFilter::default(), Window::new(None, 10))?;
            let ids: Vec<ClipId> = page.items.iter().map(|clip| clip.id).collect();
            assert!(ids.contains(&own_id), "what they clipped themselves tells them nothing");
            let count = i64::try_from(ids.len()).unwrap();
            assert_eq!(clip::tags_in_use(reading, &reader)?, [("anger".to_owned(), count)]);
            seen.push(ids.contains(&theirs_id));
            seen.push(clip::find(reading, &reader, theirs_id)?.is_some());
            seen.dedup();
            Ok(seen)
        })
    };
    assert_eq!(sees().await, [true], "before");
    let attempt = NewDraft { evaluator_id: reader, purpose: Purpose::Training, ..draft.clone() };
    let begun = begin(database, &attempt).await;
    database.write(move |writing| reference_attempt::insert(writing, begun, reference.id, reader)).await;
    assert_eq!(sees().await, [false], "while it is scored");
    release(database, begun, score_of("cold", "kept"), out_at(START.plus(Duration::from_secs(10)))).await;
    assert_eq!(sees().await, [false], "while it can be taken back");
    let thrown = begin(database, &NewDraft { evaluator_id: trainer, ..attempt.clone() }).await;
    database.write(move |writing| reference_attempt::insert(writing, thrown, reference.id, trainer)).await;
    let blind = move |person_id: PersonId| {
        database.read(move |reading| reference_attempt::calls_scored_blind(reading, person_id))
    };
    assert_eq!(blind(trainer).await, [call_id]);
    database.write(move |writing| evaluation::delete_draft(writing, thrown)).await;
    assert_eq!(blind(trainer).await, [], "thrown away");
    let done = person_named(database, "done").await;
    let finished = begin(database, &NewDraft { evaluator_id: done, ..attempt }).await;
    database.write(move |writing| reference_attempt::insert(writing, finished, reference.id, done)).await;
    release(database, finished, score_of("cold", "kept"), out_at(START)).await;
    assert_eq!(blind(done).await, [], "finished");
}
