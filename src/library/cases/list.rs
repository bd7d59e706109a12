//! Lists of cases: the shelves, what waits for a decision, what is related, what is recommended.

use super::super::LibraryError;
use super::super::eyes::{self, learner};
use super::super::texts::query;
use super::super::visibility::Sight;
use super::view::{ItemName, SoundState, as_proposed, item_names, range_in, sound_state};
use crate::access::{AccessError, Who};
use crate::db::case_learning;
use crate::db::case_opinion::{self, Stars};
use crate::db::evaluation::{self, EvaluationFilter, Purpose};
use crate::db::library::Library;
use crate::db::library_case::{self, Case, CaseFilter, CaseSort, CaseState, ItemTie, SeenBy};
use crate::db::named::{self, Named};
use crate::db::recording::Recording;
use crate::db::{Db, Page, Reading, Scope, Window, recording, scorecard};
use crate::ids::{CaseId, PersonId, RecordingId, ScorecardId, ScorecardVersionId};
use crate::time::Instant;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::time::Duration;

/// How many related cases are told.
const RELATED_MOST: usize = 5;
/// How many recommended ones.
const RECOMMENDED_MOST: usize = 20;
/// How many cases are considered for either.
const CONSIDERED: i64 = 200;
/// How far back lost points are looked for.
const LOOKED_BACK: Duration = Duration::from_hours(8 * 7 * 24);
/// In how many evaluations.
const LOOKED_INTO: i64 = 200;

/// Which list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseList {
    /// The shelves; for whoever edits libraries, everything.
    Shelves,
    /// What the caller proposed.
    Mine,
}

/// A case as a list shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseLine {
    /// How much of it the caller sees.
    pub sight: Sight,
    /// The case. What of it the reader may see, `sight` says.
    pub case: Case,
    /// Its library.
    pub library: Library,
    /// How long it plays, in milliseconds.
    pub duration_ms: i64,
    /// Whether it can be heard.
    pub sound: SoundState,
    /// The items that it illustrates.
    pub items: Vec<ItemName>,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its stars.
    pub stars: Stars,
    /// How many learned from it; only editors are told.
    pub learners: Option<i64>,
    /// When the reader learned from it.
    pub learned_at: Option<Instant>,
    /// Who proposed it; only editors are told.
    pub proposed_by: Option<Named<PersonId>>,
    /// Whether everybody agreed who is heard; only editors are told.
    pub is_consented: Option<bool>,
}

/// One page of cases.
pub async fn list_cases(
    db: &Db,
    who: &Who,
    list: CaseList,
    asked: &str,
    filter: CaseFilter,
    sort: CaseSort,
    window: Window,
) -> Result<Page<CaseLine>, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let (who, filter) = (who.clone(), CaseFilter { words: query(asked), ..filter });
    db.read(move |reading| {
        let (seen_by, filter) = match (list, eyes_of(reading, &who)?) {
            (CaseList::Shelves, eyes) => (eyes, filter),
            (CaseList::Mine, eyes @ SeenBy::Editor { .. }) => {
                (eyes, CaseFilter { proposed_by: Some(own), ..filter })
            }
            (CaseList::Mine, SeenBy::Learner(learner) | SeenBy::Proposer(_, learner)) => {
                (SeenBy::Proposer(own, learner), filter)
            }
        };
        let page = library_case::list(reading, &seen_by, &filter, sort, window)?;
        let Page { items, next, total, total_is_exact } = page;
        Ok(Page { items: lines(reading, &who, items)?, next, total, total_is_exact })
    })
    .await
}

/// At most five cases that have most in common with this one.
pub async fn related_cases(db: &Db, who: &Who, id: CaseId) -> Result<Vec<CaseLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        let seen = eyes::find_to_hear(reading, &who, id)?;
        let filter =
            CaseFilter { states: vec![CaseState::Shelved], except: Some(id), ..CaseFilter::default() };
        let eyes = eyes_of(reading, &who)?;
        let window = Window::new(None, CONSIDERED);
        let others = library_case::list(reading, &eyes, &filter, CaseSort::LastChanged, window)?.items;
        let ids: Vec<CaseId> = others.iter().map(|case| case.id).chain([id]).collect();
        let (items, tags) = (library_case::items_of(reading, &ids)?, library_case::tags_of(reading, &ids)?);
        let common = |other: &Case| {
            let items = shared(items.get(&id), items.get(&other.id));
            let tags = shared(tags.get(&id), tags.get(&other.id));
            let alike = usize::from(other.language == seen.case.language);
            if items + tags == 0 { 0 } else { 4 * items + 2 * tags + alike }
        };
        let mut related: Vec<(usize, Case)> = others.into_iter().map(|one| (common(&one), one)).collect();
        related.retain(|(common, _)| *common > 0);
        related.sort_by_key(|(common, _)| std::cmp::Reverse(*common));
        related.truncate(RELATED_MOST);
        lines(reading, &who, related.into_iter().map(|(_, case)| case).collect())
    })
    .await
}

/// Cases for the items that cost the caller most points in the last eight weeks, the weakest item first,
/// without those that they learned from.
pub async fn recommended_cases(db: &Db, who: &Who) -> Result<Vec<CaseLine>, LibraryError> {
    let person_id = who.person_id().ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let weak = weak_items(reading, person_id)?;
        let filter = CaseFilter {
            states: vec![CaseState::Shelved],
            unlearned_by: Some(person_id),
            ..CaseFilter::default()
        };
        let learner = SeenBy::Learner(learner(reading, &who)?);
        let mut found: Vec<Case> = Vec::new();
        for item in weak {
            let filter = CaseFilter {
                scorecard_id: Some(item.scorecard_id),
                question: Some(item.question),
                ..filter.clone()
            };
            let window = Window::new(None, 5);
            let page = library_case::list(reading, &learner, &filter, CaseSort::LastChanged, window)?;
            for case in page.items {
                if found.iter().all(|known| known.id != case.id) {
                    found.push(case);
                }
            }
            if found.len() >= RECOMMENDED_MOST {
                break;
            }
        }
        found.truncate(RECOMMENDED_MOST);
        lines(reading, &who, found)
    })
    .await
}

/// How many of one are in the other too.
fn shared<T: PartialEq>(one: Option<&Vec<T>>, other: Option<&Vec<T>>) -> usize {
    let (Some(one), Some(other)) = (one, other) else { return 0 };
    one.iter().filter(|part| other.contains(part)).count()
}

/// The items that lost points of this person, the one that lost most first.
fn weak_items(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<ItemTie>, LibraryError> {
    let since = reading.now().minus(LOOKED_BACK);
    let zone = crate::db::setting::workspace_zone(reading)?;
    let filter = EvaluationFilter {
        person_id: Some(person_id),
        from: Some(since.local_date(&zone).to_string()),
        ..EvaluationFilter::default()
    };
    let own = Scope::own(person_id);
    let rows = evaluation::totals(reading, &own, &[Purpose::Quality], &filter, LOOKED_INTO)?;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let scores = evaluation::scores(reading, &ids)?;
    let versions: BTreeSet<ScorecardVersionId> = scores.iter().map(|(version, _, _)| *version).collect();
    let mut cards: HashMap<ScorecardVersionId, ScorecardId> = HashMap::new();
    for id in versions {
        if let Some(version) = scorecard::version(reading, id)? {
            cards.insert(id, version.scorecard_id);
        }
    }
    let mut lost: BTreeMap<ItemTie, f64> = BTreeMap::new();
    for (version, _, record) in &scores {
        let Some(scorecard_id) = cards.get(version) else { continue };
        for question in record.questions() {
            if question.counted && question.lost > 0.0 {
                let item = ItemTie { scorecard_id: *scorecard_id, question: question.question.to_owned() };
                *lost.entry(item).or_default() += question.lost;
            }
        }
    }
    let mut weak: Vec<(ItemTie, f64)> = lost.into_iter().collect();
    weak.sort_by(|one, other| other.1.total_cmp(&one.1));
    Ok(weak.into_iter().map(|(item, _)| item).collect())
}

/// Whose eyes the caller has.
pub(super) fn eyes_of(reading: &mut Reading<'_>, who: &Who) -> Result<SeenBy, LibraryError> {
    match eyes::editor(reading, who)? {
        Some(editor) => Ok(editor),
        None => Ok(SeenBy::Learner(learner(reading, who)?)),
    }
}

/// These cases as the caller sees them; one that is not there for them is left out.
pub(in super::super) fn lines(
    reading: &mut Reading<'_>,
    who: &Who,
    cases: Vec<Case>,
) -> Result<Vec<CaseLine>, LibraryError> {
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let calls: Vec<_> = cases.iter().map(|case| case.call_id).collect();
    let recordings: BTreeMap<RecordingId, Recording> =
        recording::of_calls(reading, &calls)?.into_iter().map(|one| (one.id, one)).collect();
    let mut items = library_case::items_of(reading, &ids)?;
    let mut tags = library_case::tags_of(reading, &ids)?;
    let stars = case_opinion::stars_of(reading, &ids)?;
    let learners = case_learning::counts(reading, &ids)?;
    let learned = match who.person_id() {
        Some(person_id) => case_learning::finished_among(reading, person_id, &ids)?,
        None => BTreeMap::new(),
    };
    let names = named::of_people(reading, cases.iter().map(|case| case.proposed_by))?;
    let all: Vec<ItemTie> = items.values().flatten().cloned().collect();
    let titles: BTreeMap<ItemTie, ItemName> =
        item_names(reading, &all)?.into_iter().map(|name| (name.item.clone(), name)).collect();
    let mut lines = Vec::with_capacity(cases.len());
    for case in cases {
        let (id, proposed_by) = (case.id, case.proposed_by);
        let Some(seen) = eyes::look(reading, who, case)? else { continue };
        let Some(recording) = recordings.get(&seen.case.recording_id) else { continue };
        let is_editor = seen.sight == Sight::Editor;
        let (from, until) = range_in(&seen.case, recording);
        // Whoever only proposed it reads nothing that was written of it since.
        let is_open = seen.sight.hears();
        let case = if is_open { seen.case } else { as_proposed(reading, seen.case)? };
        let ties = items.remove(&id).filter(|_| is_open).unwrap_or_default();
        lines.push(CaseLine {
            sight: seen.sight,
            duration_ms: until - from,
            sound: sound_state(reading, recording)?,
            items: ties.iter().filter_map(|tie| titles.get(tie).cloned()).collect(),
            tags: tags.remove(&id).filter(|_| is_open).unwrap_or_default(),
            stars: stars.get(&id).copied().filter(|_| is_open).unwrap_or_default(),
            learners: is_editor.then(|| learners.get(&id).copied().unwrap_or_default()),
            learned_at: learned.get(&id).copied(),
            proposed_by: is_editor.then(|| names.named(proposed_by)),
            is_consented: is_editor.then_some(seen.heard.is_consented),
            library: seen.library,
            case,
        });
    }
    Ok(lines)
}
