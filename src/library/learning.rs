//! Learning from a case: how far somebody got, what they wrote at its points, what they chose at the end,
//! what they promise.

use super::commentary::Commentary;
use super::texts::{TEXT_MOST, optional_text};
use super::{LibraryError, eyes, tasks};
use crate::access::{AccessError, By, Who};
use crate::db::case_learning::{self, Learning, LearningFilter};
use crate::db::learner::Learners;
use crate::db::library_case::{self, Edition};
use crate::db::named::{self, Named};
use crate::db::{Db, Page, Reading, Window};
use crate::ids::{CaseId, CaseLearningId, PersonId};
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody has done in the guided playback.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// The number of the last point that they reached.
    pub reached: i32,
    /// What they wrote, by the number of the point.
    pub words: BTreeMap<i32, String>,
    /// What they chose at each question.
    pub answers: Vec<usize>,
    /// What they promise.
    pub pledge: Option<String>,
    /// Whether they came to the end. Once there, it stays so.
    pub finished: bool,
}

/// What somebody learned, with their name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LearnerLine {
    /// What they learned.
    pub learning: Learning,
    /// Who.
    pub person: Named<PersonId>,
}

/// What the caller learned from a case; none: they have not begun.
pub async fn own_learning(db: &Db, who: &Who, id: CaseId) -> Result<Option<Learning>, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        eyes::find_to_hear(reading, &who, id)?;
        Ok(case_learning::find(reading, id, own)?)
    })
    .await
}

/// Notes how far the caller is. Their answers count once they are at the end, and stay as they were
/// then; what they were to learn is done.
pub async fn keep_learning(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    progress: Progress,
) -> Result<Learning, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let pledge = optional_text("pledge", progress.pledge.as_deref(), TEXT_MOST)?;
    let mut words = BTreeMap::new();
    for (point, text) in &progress.words {
        if let Some(text) = optional_text("words", Some(text), TEXT_MOST)? {
            words.insert(*point, text);
        }
    }
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let seen = eyes::find_to_hear(writing, &who, id)?;
        let content = content_of(writing, id, seen.case.edition)?;
        check(&content, &progress)?;
        let known = case_learning::find(writing, id, own)?;
        let now = writing.now();
        let mut learning = known.unwrap_or_else(|| Learning {
            id: CaseLearningId::new(),
            case_id: Some(id),
            library_id: seen.case.library_id,
            person_id: own,
            edition: seen.case.edition,
            reached: 0,
            answers: Vec::new(),
            right_answers: None,
            questions: None,
            begun_at: now,
            finished_at: None,
            words: BTreeMap::new(),
            pledge: None,
        });
        learning.words.extend(words.clone());
        learning.pledge = pledge.clone().or(learning.pledge);
        learning.reached = learning.reached.max(progress.reached);
        if learning.finished_at.is_none() {
            learning.edition = seen.case.edition;
            learning.answers.clone_from(&progress.answers);
            if progress.finished {
                learning.finished_at = Some(now);
                let right = content.count_right(&progress.answers);
                learning.right_answers = Some(i32::try_from(right).unwrap_or(i32::MAX));
                let questions = content.questions.len();
                learning.questions = Some(i32::try_from(questions).unwrap_or(i32::MAX));
                by.note(writing, "case.learned", "case", id, json!({}))?;
            }
        }
        case_learning::put(writing, &learning)?;
        if learning.finished_at == Some(now) {
            tasks::settle(writing, own, id)?;
        }
        Ok(learning)
    })
    .await
}

/// One page of who learned from a case.
pub async fn learners_of_case(
    db: &Db,
    who: &Who,
    id: CaseId,
    window: Window,
) -> Result<Page<LearnerLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        eyes::find_to_edit(reading, &who, id)?;
        let filter = LearningFilter { case_id: Some(id), ..LearningFilter::default() };
        let page = case_learning::list(reading, &Learners::Everybody, &filter, window)?;
        let names = named::of_people(reading, page.items.iter().map(|learning| learning.person_id))?;
        Ok(page.map(|learning| LearnerLine { person: names.named(learning.person_id), learning }))
    })
    .await
}

fn content_of(reading: &mut Reading<'_>, id: CaseId, number: i32) -> Result<Commentary, LibraryError> {
    let edition: Option<Edition<Commentary>> = library_case::edition(reading, id, number)?;
    Ok(edition.map(|edition| edition.content).unwrap_or_default())
}

fn check(content: &Commentary, progress: &Progress) -> Result<(), LibraryError> {
    let points = i32::try_from(content.points.len()).unwrap_or(i32::MAX);
    let is_point = |point: i32| (1..=points).contains(&point);
    let answers = content.questions.iter().zip(&progress.answers);
    let fits = (0..=points).contains(&progress.reached)
        && progress.words.keys().all(|point| is_point(*point))
        && progress.answers.len() <= content.questions.len()
        && answers.into_iter().all(|(question, answer)| *answer < question.options.len())
        && (!progress.finished || progress.answers.len() == content.questions.len());
    if fits { Ok(()) } else { Err(LibraryError::BadLearning) }
}
