//! Drafts of scorecards on the wire.

use super::page::NamedBody;
use crate::error::Spot;
use crate::http::errors::ProblemBody;
use crate::ids::{ScorecardId, ScorecardVersionId};
use crate::review::{CardDraft, Definition, NewCard, Published};
use crate::scoring::{Difference, DifferenceKind};
use crate::time::Instant;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

/// A scorecard to be begun. Of `definition` and `copy_of` one at most.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewScorecard)]
#[serde(deny_unknown_fields)]
pub struct NewCardBody {
    /// Its key: `[a-z0-9_-]+`, the same in every version.
    key: String,
    /// Its title by language, where it begins blank.
    #[schema(value_type = Option<Object>)]
    title: Option<Map<String, Value>>,
    /// What it begins with; its key is replaced.
    #[schema(value_type = Option<Object>)]
    definition: Option<Definition>,
    /// The version that it begins as a copy of.
    #[schema(value_type = Option<String>, format = Uuid)]
    copy_of: Option<ScorecardVersionId>,
}

impl NewCardBody {
    /// The key, and what the card begins with.
    pub(super) fn into_parts(self) -> (String, NewCard) {
        let new = match (self.definition, self.copy_of) {
            (Some(definition), _) => NewCard::Definition(definition),
            (None, Some(id)) => NewCard::CopyOf(id),
            (None, None) => NewCard::Blank(self.title.unwrap_or_default()),
        };
        (self.key, new)
    }
}

/// Whether a scorecard is out of use.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = ScorecardChange)]
pub struct RetireBody {
    /// Whether it is.
    pub(super) retired: bool,
}

/// The save that a step is based on.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[schema(as = BasedOn)]
pub struct EditBody {
    /// Its number.
    pub(super) edit: i32,
}

/// What a draft holds now.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SaveScorecardDraft)]
pub struct SaveCardBody {
    /// The number of the save that this is based on; 0: there is no draft yet.
    pub(super) edit: i32,
    /// The whole definition, as it is typed.
    #[schema(value_type = Object)]
    pub(super) definition: Definition,
}

/// A draft.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ScorecardDraft)]
pub struct CardDraftBody {
    /// The scorecard.
    #[schema(value_type = String, format = Uuid)]
    scorecard_id: ScorecardId,
    /// Its key.
    key: String,
    /// Whether the scorecard is out of use.
    retired: bool,
    /// The number of the last save; the next one is based on it.
    edit: i32,
    /// The definition as it was typed: the structure of a scorecard's file, mistakes included.
    #[schema(value_type = Object)]
    definition: Definition,
    /// What is wrong with it, in its order.
    problems: Vec<ProblemBody>,
    /// The number of the version that was published last; none: there is none.
    latest: Option<i32>,
    /// Whether that version was published after the draft was begun.
    is_behind: bool,
    /// Who saved it last.
    changed_by: Option<NamedBody>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    changed_at: Instant,
}

impl From<CardDraft> for CardDraftBody {
    fn from(view: CardDraft) -> Self {
        Self {
            scorecard_id: view.scorecard.id,
            key: view.scorecard.key,
            retired: view.scorecard.retired_at.is_some(),
            edit: view.draft.edit,
            definition: view.draft.definition,
            problems: view.problems.iter().map(|problem| Spot::from(problem).into()).collect(),
            latest: view.latest,
            is_behind: view.is_behind,
            changed_by: view.changed_by.map(NamedBody::from),
            changed_at: view.draft.changed_at,
        }
    }
}

/// What publishing came to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublishedScorecard)]
pub struct PublishedBody {
    /// The version.
    #[schema(value_type = String, format = Uuid)]
    version_id: ScorecardVersionId,
    /// Its number.
    number: i32,
    /// Whether it was made now; otherwise the last version said the same already.
    is_new: bool,
}

impl From<Published> for PublishedBody {
    fn from(published: Published) -> Self {
        Self { version_id: published.version_id, number: published.number, is_new: published.is_new }
    }
}

/// What is different.
#[derive(Debug, Serialize, ToSchema)]
pub struct DifferenceList {
    /// All of it, in the order of the page.
    pub(super) items: Vec<DifferenceBody>,
}

/// One thing that is different. The keys name the part; none of them: the card itself.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CardDifference)]
pub struct DifferenceBody {
    /// The key of the section.
    section: Option<String>,
    /// The key of the question.
    question: Option<String>,
    /// The key of an option of the question.
    option: Option<String>,
    /// The key of a cause of the question.
    cause: Option<String>,
    /// The key of a grade.
    band: Option<String>,
    /// `added`, `removed`, `moved` or `changed`.
    change: &'static str,
    /// The section that a question was in before, where it changed its section.
    from_section: Option<String>,
    /// The field that says something else.
    field: Option<String>,
    /// What it said; null: it was left out.
    #[schema(value_type = Value)]
    before: Value,
    /// What it says.
    #[schema(value_type = Value)]
    after: Value,
}

impl From<Difference> for DifferenceBody {
    fn from(difference: Difference) -> Self {
        let place = difference.place;
        let body = Self {
            section: place.section,
            question: place.question,
            option: place.option,
            cause: place.cause,
            band: place.band,
            change: "added",
            from_section: None,
            field: None,
            before: Value::Null,
            after: Value::Null,
        };
        match difference.change {
            DifferenceKind::Added => body,
            DifferenceKind::Removed => Self { change: "removed", ..body },
            DifferenceKind::Moved { from_section } => Self { change: "moved", from_section, ..body },
            DifferenceKind::Changed { field, before, after } => {
                Self { change: "changed", field: Some(field), before, after, ..body }
            }
        }
    }
}
