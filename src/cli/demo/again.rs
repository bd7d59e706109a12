//! Scenes that were received more than once (`fixtures/again.json`): feedback that was answered, appealed or
//! let lapse is about calls that can be heard, and each of them is of another day and another customer.
//!
//! What was written about the scene is what stands in the end. Where an inspector heard it more strictly at
//! first, an appeal put that right.

use super::cast::scores_as;
use super::error::DemoError;
use super::hearings::Appeal;
use super::judgement::Mark;
use super::scenes::{Evaluation, Then};
use super::written::{AgentsAnswer, read};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// A scene as another call.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Again {
    pub(super) native_id: String,
    /// The native id of the scene.
    pub(super) scene: String,
    pub(super) days_ago: u32,
    pub(super) weekday: Option<String>,
    pub(super) local_time: String,
    /// Whose part was scored; none: that of whoever took the call first.
    part: Option<String>,
    /// Who scored it; none: nobody yet.
    pub(super) inspector: Option<String>,
    /// What they heard more strictly than what was written about the scene.
    marked_down: Option<MarkedDown>,
    answer: Option<AgentsAnswer>,
    appeal: Option<Appeal>,
    #[serde(skip)]
    file: PathBuf,
}

/// An answer in the place of the one that was written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct MarkedDown {
    item: String,
    option: String,
    comment: String,
}

/// Those that the fixtures tell; none where they tell none.
pub(super) fn again(fixtures: &Path) -> Result<Vec<Again>, DemoError> {
    let file = fixtures.join("again.json");
    if !file.exists() {
        return Ok(Vec::new());
    }
    let told: Vec<Again> = read(&file)?;
    Ok(told.into_iter().map(|one| Again { file: file.clone(), ..one }).collect())
}

impl Again {
    /// Something is wrong with it.
    pub(super) fn bad(&self, problem: &str) -> DemoError {
        let problem = format!("{}: {problem}", self.native_id);
        DemoError::BadFixture { file: self.file.clone(), problem }
    }

    /// Whether this was written about the part that was scored.
    pub(super) fn is_about(&self, evaluation: &Evaluation) -> bool {
        self.part.as_ref().is_none_or(|part| evaluation.agent.external_id == part)
    }

    /// What was made of it then; none: nobody scores under that name.
    pub(super) fn judged(&self, written: Evaluation) -> Option<Evaluation> {
        let inspector = scores_as(self.inspector.as_deref()?)?;
        let mut judgement = written.judgement;
        for mark in &mut judgement.marks {
            // What a deduction is put down to becomes a ticket, and there is one of each already.
            mark.attribution = None;
            if let Some(stricter) = self.marked_down.as_ref().filter(|one| one.item == mark.question) {
                *mark = Mark {
                    option: Some(stricter.option.clone()),
                    comment: Some(stricter.comment.clone()),
                    ..mark.clone()
                };
            }
        }
        let then = match (&self.appeal, &self.answer) {
            (Some(appeal), _) => Then::Appealed(appeal.clone()),
            (None, Some(answer)) => Then::Answered(answer.clone()),
            (None, None) => Then::Nothing,
        };
        let key = match &self.part {
            Some(part) if written.key.contains('/') => format!("{}/{part}", self.native_id),
            _ => self.native_id.clone(),
        };
        Some(Evaluation { key, inspector, judgement, then, ..written })
    }
}
