//! What many evaluations say, for whoever reads them all: the answers and how the score came about.

use super::Purpose;
use crate::db::columns::from_json;
use crate::db::schema::evaluation;
use crate::db::{DbError, Reading};
use crate::ids::EvaluationId;
use crate::scoring::{Responses, ScoreRecord};
use diesel::prelude::*;
use std::collections::HashMap;

/// What an evaluation says beside what a list shows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationContent {
    /// What it is for.
    pub purpose: Purpose,
    /// Counted from 1.
    pub revision: i32,
    /// What was given to each question.
    pub responses: Responses,
    /// More about why there is no score, in words.
    pub no_score_note: Option<String>,
    /// A trace takes five times as much memory once it is read, and a thousand are held at once.
    score_json: Option<String>,
}

impl EvaluationContent {
    /// The score as it was released.
    pub fn score(&self) -> Result<Option<ScoreRecord>, DbError> {
        self.score_json.as_deref().map(|text| from_json("an evaluation's score", text)).transpose()
    }

    /// The same without what was found and how the score came about.
    #[must_use]
    pub fn without_account(self) -> Self {
        Self { responses: Responses::default(), score_json: None, ..self }
    }
}

type Row = (EvaluationId, Purpose, i32, String, Option<String>, Option<String>);

/// What these evaluations say.
pub fn contents(
    reading: &mut Reading<'_>,
    ids: &[EvaluationId],
) -> Result<HashMap<EvaluationId, EvaluationContent>, DbError> {
    let rows: Vec<Row> = evaluation::table
        .filter(evaluation::id.eq_any(ids))
        .select((
            evaluation::id,
            evaluation::purpose,
            evaluation::revision,
            evaluation::answers_json,
            evaluation::score_json,
            evaluation::no_score_note,
        ))
        .load(reading.connection)?;
    let content = |(id, purpose, revision, answers, score_json, no_score_note): Row| {
        let responses = from_json("an evaluation's answers", &answers)?;
        Ok((id, EvaluationContent { purpose, revision, responses, no_score_note, score_json }))
    };
    rows.into_iter().map(content).collect()
}
