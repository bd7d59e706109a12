//! Notes of an evaluation: pinned to a second or a range of the call's timeline, to turns of a text, or to
//! nothing.

use super::columns::words;
use super::schema::evaluation_note;
use super::{DbError, Reading, Writing};
use crate::ids::{EvaluationId, NoteId};
use diesel::prelude::*;

words! {
    /// What a note says.
    NoteKind {
        /// A remark.
        Note = "note",
        /// Something done well (亮点).
        Strength = "strength",
    }
}

/// A note. Its id is made where it is written, in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// What it says.
    pub kind: NoteKind,
    /// Whether it names the one thing to change (改进重点); at most one note of an evaluation does.
    pub is_one_change: bool,
    /// Its words.
    pub text: String,
    /// What to say instead (建议话术).
    pub say_instead: Option<String>,
    /// Where it begins on the call's timeline; none: it is about the whole call.
    pub start_ms: Option<i64>,
    /// Where it ends.
    pub end_ms: Option<i64>,
    /// On which channel, counted from 0; none: on all.
    pub channel: Option<i32>,
    /// The first turn of the text that it is pinned to, counted from 1; none: of a text it is about the whole.
    pub first_turn: Option<i32>,
    /// The last of them.
    pub last_turn: Option<i32>,
}

#[derive(Queryable, Insertable)]
#[diesel(table_name = evaluation_note)]
struct NoteRow {
    id: NoteId,
    evaluation_id: EvaluationId,
    number: i32,
    kind: NoteKind,
    is_one_change: bool,
    text: String,
    say_instead: Option<String>,
    start_ms: Option<i64>,
    end_ms: Option<i64>,
    channel: Option<i32>,
    first_turn: Option<i32>,
    last_turn: Option<i32>,
}

impl NoteRow {
    fn of(evaluation_id: EvaluationId, number: i32, note: &Note) -> Self {
        Self {
            id: note.id,
            evaluation_id,
            number,
            kind: note.kind,
            is_one_change: note.is_one_change,
            text: note.text.clone(),
            say_instead: note.say_instead.clone(),
            start_ms: note.start_ms,
            end_ms: note.end_ms,
            channel: note.channel,
            first_turn: note.first_turn,
            last_turn: note.last_turn,
        }
    }

    fn into_note(self) -> Note {
        Note {
            id: self.id,
            kind: self.kind,
            is_one_change: self.is_one_change,
            text: self.text,
            say_instead: self.say_instead,
            start_ms: self.start_ms,
            end_ms: self.end_ms,
            channel: self.channel,
            first_turn: self.first_turn,
            last_turn: self.last_turn,
        }
    }
}

/// The notes of an evaluation, in the order in which they were given.
pub fn of_evaluation(reading: &mut Reading<'_>, id: EvaluationId) -> Result<Vec<Note>, DbError> {
    let rows: Vec<NoteRow> = evaluation_note::table
        .filter(evaluation_note::evaluation_id.eq(id))
        .order(evaluation_note::number)
        .load(reading.connection)?;
    Ok(rows.into_iter().map(NoteRow::into_note).collect())
}

/// Stores these notes in place of those that the evaluation had.
pub fn replace(writing: &mut Writing<'_>, id: EvaluationId, notes: &[Note]) -> Result<(), DbError> {
    let old = evaluation_note::table.filter(evaluation_note::evaluation_id.eq(id));
    diesel::delete(old).execute(writing.connection)?;
    for (number, note) in (0..).zip(notes) {
        let row = NoteRow::of(id, number, note);
        diesel::insert_into(evaluation_note::table).values(&row).execute(writing.connection)?;
    }
    Ok(())
}

/// Whether any of these ids is the id of another evaluation's note.
pub fn any_elsewhere(reading: &mut Reading<'_>, id: EvaluationId, notes: &[NoteId]) -> Result<bool, DbError> {
    let elsewhere: Option<NoteId> = evaluation_note::table
        .filter(evaluation_note::id.eq_any(notes))
        .filter(evaluation_note::evaluation_id.ne(id))
        .select(evaluation_note::id)
        .first(reading.connection)
        .optional()?;
    Ok(elsewhere.is_some())
}
