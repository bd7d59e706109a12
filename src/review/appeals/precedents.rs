//! Precedents (判例): how arbitrators decided on an item before. They name nobody; the call they are about
//! is shown to whoever may open it.

use crate::access::{Permission, Who};
use crate::db::appeal::{self, Precedent, PrecedentsOf};
use crate::db::{Db, Reading, Scope, call};
use crate::ids::{CallId, EvaluationId};
use crate::review::ReviewError;
use crate::review::evaluation_view::{find_to_read, version_of};
use std::collections::HashMap;

/// How many precedents stand beside an evaluation, of all its items together.
const OF_CARD: i64 = 60;

/// The precedents of the items of an evaluation's card, the youngest first, for whoever may read the
/// evaluation. Nothing of the same call: whoever scores it would see what others found.
pub async fn precedents_for(db: &Db, who: &Who, id: EvaluationId) -> Result<Vec<Precedent>, ReviewError> {
    let who = who.clone();
    db.read(move |reading| {
        let evaluation = find_to_read(reading, &who, id)?;
        let scorecard_id = version_of(reading, &evaluation)?.scorecard_id;
        let mut found = appeal::precedents(reading, scorecard_id, PrecedentsOf::default(), OF_CARD)?;
        found.retain(|one| one.call_id.is_none() || one.call_id != evaluation.subject.call_id);
        Opened::by(&who).shown(reading, found)
    })
    .await
}

/// Which calls the reader may open.
pub(super) struct Opened {
    scope: Option<Scope>,
    known: HashMap<CallId, bool>,
}

impl Opened {
    /// Those of this reader.
    pub(super) fn by(who: &Who) -> Self {
        Self { scope: who.scope(Permission::ViewCalls), known: HashMap::new() }
    }

    /// The same precedents, each with its call if the reader may open it.
    pub(super) fn shown(
        &mut self,
        reading: &mut Reading<'_>,
        mut precedents: Vec<Precedent>,
    ) -> Result<Vec<Precedent>, ReviewError> {
        for precedent in &mut precedents {
            precedent.call_id = self.only(reading, precedent.call_id)?;
        }
        Ok(precedents)
    }

    /// The call, if the reader may open it.
    fn only(&mut self, reading: &mut Reading<'_>, id: Option<CallId>) -> Result<Option<CallId>, ReviewError> {
        let (Some(scope), Some(id)) = (&self.scope, id) else { return Ok(None) };
        let is_open = match self.known.get(&id) {
            Some(known) => *known,
            None => call::find(reading, scope, id)?.is_some(),
        };
        self.known.insert(id, is_open);
        Ok(Some(id).filter(|_| is_open))
    }
}
