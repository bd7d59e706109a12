//! Drafts are saved whole: answers and notes, on top of the save that they are based on.
//!
//! A draft may hold anything that was typed, also what does not fit the card: it is told what is
//! open, never refused for it. Refused is only what no page of ours sends.

use super::evaluation_view::{duration_for, find, must_be_draft, version_of};
use super::progress::Progress;
use super::{ReviewError, person_of};
use crate::access::Who;
use crate::db::evaluation_note::Note;
use crate::db::verification::{self, Finding};
use crate::db::{Db, Writing, evaluation, evaluation_note};
use crate::ids::{EvaluationId, NoteId};
use crate::scoring::Responses;
use crate::time::Instant;
use std::collections::HashSet;

/// The largest answers, in bytes of JSON.
const ANSWERS_MOST: usize = 1024 * 1024;
/// The most notes.
const NOTES_MOST: usize = 200;
/// The longest text that somebody writes into one field, in characters.
pub(super) const TEXT_MOST: usize = 5_000;

/// What a draft holds now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The number of the save that this is based on.
    pub edit: i32,
    /// What was given to each question.
    pub responses: Responses,
    /// The notes, in order.
    pub notes: Vec<Note>,
    /// What verifying the sale found; none where it is no verification, or nothing was said yet.
    pub finding: Option<Finding>,
}

/// What was saved, and how far the evaluation is with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved {
    /// The number of this save.
    pub edit: i32,
    /// When it was.
    pub saved_at: Instant,
    /// How far the evaluation is.
    pub progress: Progress,
}

/// Stores what a draft holds now.
pub async fn save_draft(db: &Db, who: &Who, id: EvaluationId, draft: Draft) -> Result<Saved, ReviewError> {
    let person_id = person_of(who)?;
    draft.check()?;
    let responses = draft.responses.clone();
    let (edit, saved_at) = db
        .write(move |writing| {
            must_be_draft(&find(writing, Some(person_id), None, id)?)?;
            let note_ids: Vec<NoteId> = draft.notes.iter().map(|note| note.id).collect();
            if evaluation_note::any_elsewhere(writing, id, &note_ids)? {
                return Err(ReviewError::BadNote { problem: "its id belongs to another evaluation" });
            }
            if !evaluation::save_draft(writing, id, draft.edit, &draft.responses)? {
                return Err(ReviewError::EditedElsewhere);
            }
            evaluation_note::replace(writing, id, &draft.notes)?;
            note_finding(writing, id, draft.finding.as_ref())?;
            Ok((draft.edit + 1, writing.now()))
        })
        .await?;
    // Outside: nobody else waits for the arithmetic.
    let (version, duration_ms) = db
        .read(move |reading| {
            let saved = find(reading, Some(person_id), None, id)?;
            let duration_ms = duration_for(reading, &saved)?;
            Ok::<_, ReviewError>((version_of(reading, &saved)?, duration_ms))
        })
        .await?;
    let progress = Progress::of_draft(&version.definition, &responses, duration_ms)?;
    Ok(Saved { edit, saved_at, progress })
}

impl Draft {
    /// Whether it keeps the bounds, and its notes are such.
    fn check(&self) -> Result<(), ReviewError> {
        check_text("detail", self.finding.as_ref().and_then(|finding| finding.detail.as_deref()))?;
        if serde_json::to_vec(&self.responses)?.len() > ANSWERS_MOST {
            return Err(ReviewError::AnswersTooLarge { most: ANSWERS_MOST });
        }
        for response in self.responses.0.values() {
            check_text("comment", response.comment.as_deref())?;
        }
        if self.notes.len() > NOTES_MOST {
            return Err(ReviewError::TooManyNotes { most: NOTES_MOST });
        }
        let mut ids = HashSet::new();
        for note in &self.notes {
            check_text("note", Some(&note.text))?;
            check_text("say_instead", note.say_instead.as_deref())?;
            if !ids.insert(note.id) {
                return Err(ReviewError::BadNote { problem: "two notes have the same id" });
            }
            let are_turns = keeps_order(note.first_turn.map(i64::from), note.last_turn.map(i64::from));
            if !are_turns || !keeps_order(note.start_ms, note.end_ms) {
                return Err(ReviewError::BadNote { problem: "it ends before it begins, or only ends" });
            }
        }
        if self.notes.iter().filter(|note| note.is_one_change).count() > 1 {
            return Err(ReviewError::BadNote { problem: "only one note is the one thing to change" });
        }
        Ok(())
    }
}

/// What was found is said of a verification alone.
fn note_finding(
    writing: &mut Writing<'_>,
    id: EvaluationId,
    finding: Option<&Finding>,
) -> Result<(), ReviewError> {
    if verification::of_evaluation(writing, id)?.is_some() {
        return Ok(verification::find(writing, id, finding)?);
    }
    if finding.is_some() { Err(ReviewError::NotAVerification) } else { Ok(()) }
}

fn keeps_order(start_ms: Option<i64>, end_ms: Option<i64>) -> bool {
    match (start_ms, end_ms) {
        (Some(start_ms), Some(end_ms)) => (0..=end_ms).contains(&start_ms),
        (Some(start_ms), None) => start_ms >= 0,
        (None, end_ms) => end_ms.is_none(),
    }
}

/// Whether a text that somebody wrote is short enough.
pub(super) fn check_text(field: &'static str, text: Option<&str>) -> Result<(), ReviewError> {
    match text {
        Some(text) if text.chars().count() > TEXT_MOST => {
            Err(ReviewError::TextTooLong { field, most: TEXT_MOST })
        }
        _ => Ok(()),
    }
}
