//! Flags that mark a call as good, or as a warning, propose it for the library of that kind in the same
//! transaction; and a flag says what became of that.

use super::LibraryError;
use super::cases::{propose_by_flag, withdraw_with_flag};
use crate::access::{By, Permission, Who};
use crate::db::library_case::{self, CaseState};
use crate::db::{Db, Reading, Scope};
use crate::ids::{CallId, CaseId, FlagId};
use crate::review::{self, FlagLine, NewFlag};

/// A flag, and the case that it proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlagWithCase {
    /// The flag.
    pub line: FlagLine,
    /// What became of the proposal; none: it proposed nothing, or that is not the reader's to see.
    pub case: Option<Proposed>,
}

/// What became of a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposed {
    /// The case.
    pub id: CaseId,
    /// Where it stands.
    pub state: CaseState,
    /// Why it was declined.
    pub reason: Option<String>,
}

/// The flags of a call that exists for the caller (`calls`), as far as they see them.
pub async fn list_flags(
    db: &Db,
    who: &Who,
    calls: Scope,
    call_id: CallId,
) -> Result<Vec<FlagWithCase>, LibraryError> {
    let flags = review::list_flags(db, who, calls, call_id).await?;
    let who = who.clone();
    db.read(move |reading| with_cases(reading, &who, flags)).await
}

/// Sets a flag on a call that the caller may flag (`scope`).
pub async fn set_flag(
    db: &Db,
    who: &Who,
    by: By,
    scope: Scope,
    call_id: CallId,
    new: NewFlag,
) -> Result<FlagWithCase, LibraryError> {
    let (who, new) = (who.clone(), review::checked_flag(new)?);
    db.write(move |writing| {
        let line = review::set_flag(writing, &who, by, &scope, call_id, &new)?;
        if who.may(Permission::ProposeCases) {
            propose_by_flag(writing, by, &line.flag)?;
        }
        with_cases(writing, &who, vec![line])?.pop().ok_or(LibraryError::NotFound { what: "flag" })
    })
    .await
}

/// Takes a flag away, and with it the proposal that nobody has decided.
pub async fn remove_flag(
    db: &Db,
    who: &Who,
    by: By,
    scope: Scope,
    call_id: CallId,
    id: FlagId,
) -> Result<(), LibraryError> {
    let who = who.clone();
    db.write(move |writing| {
        review::check_removal(writing, &who, &scope, call_id, id)?;
        withdraw_with_flag(writing, by, id)?;
        Ok(review::remove_flag(writing, &who, by, &scope, call_id, id)?)
    })
    .await
}

/// Whoever set a flag sees what became of it, and whoever decides; nobody else.
fn with_cases(
    reading: &mut Reading<'_>,
    who: &Who,
    lines: Vec<FlagLine>,
) -> Result<Vec<FlagWithCase>, LibraryError> {
    let ids: Vec<FlagId> = lines.iter().map(|line| line.flag.id).collect();
    let mut cases = library_case::of_flags(reading, &ids)?;
    let edits = who.may(Permission::EditLibraries);
    let with_case = |line: FlagLine| {
        let is_theirs = edits || who.person_id() == Some(line.flag.flagged_by);
        let case = cases.remove(&line.flag.id).filter(|_| is_theirs);
        let case = case.map(|case| Proposed {
            id: case.id,
            state: case.state,
            reason: case.reason.filter(|_| case.state == CaseState::Declined),
        });
        FlagWithCase { line, case }
    };
    Ok(lines.into_iter().map(with_case).collect())
}
