//! Whether the call's disposition (业务分类) is right, as its evaluator says.

use super::super::draft::check_text;
use super::super::evaluation_view::{EvaluationView, find, must_be_draft, view};
use super::super::{ReviewError, person_of};
use crate::access::Who;
use crate::db::Db;
use crate::db::evaluation::{self, Disposition};
use crate::ids::EvaluationId;

/// Says of one's own draft whether the call's disposition is right; `None`: nothing any more.
pub async fn say_disposition(
    db: &Db,
    who: &Who,
    id: EvaluationId,
    said: Option<Disposition>,
) -> Result<EvaluationView, ReviewError> {
    let person_id = person_of(who)?;
    let said = said.map(tidied).transpose()?;
    db.write(move |writing| {
        let draft = find(writing, Some(person_id), None, id)?;
        must_be_draft(&draft)?;
        evaluation::say_disposition(writing, id, said.as_ref())?;
        view(writing, draft)
    })
    .await
}

/// What is right needs no correction.
pub(in crate::review) fn tidied(said: Disposition) -> Result<Disposition, ReviewError> {
    let corrected = said.corrected.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let corrected = corrected.filter(|_| !said.is_right);
    check_text("corrected", corrected.as_deref())?;
    Ok(Disposition { corrected, ..said })
}
