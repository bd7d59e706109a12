//! A page of evaluations on the wire, with what is withheld from its reader.

use super::evaluation_body::EvaluationRowBody;
use super::page::PageBody;
use crate::review::{EvaluationPage, WithheldCounts};
use serde::Serialize;
use utoipa::ToSchema;

/// One page of a list of evaluations.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EvaluationPage)]
pub struct EvaluationPageBody {
    /// The page.
    #[serde(flatten)]
    page: PageBody<EvaluationRowBody>,
    /// What it leaves out, because of who reads it.
    withheld: WithheldBody,
}

/// How many results are withheld from whoever reads them; nought in every other list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Withheld)]
pub struct WithheldBody {
    /// Of agents of whom the reader makes a draft: whom and when the filter asks for, whatever was found.
    agent_in_hand: i64,
    /// Appealed, and the appeal may come before the reader, who sees no names until it is decided. Everywhere,
    /// whatever the filter asks for.
    names_hidden: i64,
}

impl From<EvaluationPage> for EvaluationPageBody {
    fn from(found: EvaluationPage) -> Self {
        Self { page: PageBody::of(found.page, EvaluationRowBody::from), withheld: found.withheld.into() }
    }
}

impl From<WithheldCounts> for WithheldBody {
    fn from(counts: WithheldCounts) -> Self {
        Self { agent_in_hand: counts.of_agents_in_hand, names_hidden: counts.with_hidden_names }
    }
}
