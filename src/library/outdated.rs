//! A case illustrates standard answers in the wording of its day. Once another wording holds, or none, it
//! leaves the shelf, and its cause is said.

use super::LibraryError;
use super::cases::put_away;
use crate::access::By;
use crate::db::audit::Actor;
use crate::db::library_case::{self, ArchiveCause, Case, CaseState};
use crate::db::{Db, Reading, setting, standard_answer};
use crate::ids::{CaseId, StandardAnswerId};
use crate::review::answer_in_force;
use serde_json::json;
use std::collections::BTreeMap;

/// How many ties one transaction looks at.
const PAGE: i64 = 200;

/// Today, in the zone of the workspace, `YYYY-MM-DD`.
pub(super) fn today(reading: &mut Reading<'_>) -> Result<String, LibraryError> {
    let zone = setting::workspace_zone(reading)?;
    Ok(reading.now().local_date(&zone).to_string())
}

/// The number of the wording of each of these answers that holds on a day; one of which none does is
/// left out.
pub(super) fn in_force(
    reading: &mut Reading<'_>,
    ids: &[StandardAnswerId],
    day: &str,
) -> Result<BTreeMap<StandardAnswerId, i32>, LibraryError> {
    let versions = standard_answer::versions_of(reading, ids)?;
    let mut held = BTreeMap::new();
    for id in ids {
        let (Some(answer), Some(versions)) = (standard_answer::by_id(reading, *id)?, versions.get(id)) else {
            continue;
        };
        if let Some(version) = answer_in_force(&answer, versions, day) {
            held.insert(*id, version.number);
        }
    }
    Ok(held)
}

/// Takes every case off the shelf that illustrates what holds no more; returns how many. Page by page,
/// each in a transaction of its own.
pub async fn archive_outdated(db: &Db) -> Result<usize, LibraryError> {
    let (mut after, mut archived) = (None, 0);
    loop {
        let page = db.write(move |writing| {
            let ties = library_case::tied_to_answers(writing, CaseState::Shelved, after, PAGE)?;
            let ids: Vec<StandardAnswerId> = ties.iter().map(|(_, tie)| tie.standard_answer_id).collect();
            let day = today(writing)?;
            let held = in_force(writing, &ids, &day)?;
            let mut causes: BTreeMap<CaseId, ArchiveCause> = BTreeMap::new();
            for (id, tie) in &ties {
                let cause = match held.get(&tie.standard_answer_id) {
                    Some(version) if *version == tie.version => continue,
                    Some(_) => ArchiveCause::AnswerChanged,
                    None => ArchiveCause::AnswerRetired,
                };
                causes.insert(*id, cause);
            }
            let by = By::from(Actor::System);
            for (id, cause) in &causes {
                library_case::lock(writing, *id)?;
                let found = library_case::by_id(writing, *id)?;
                let Some(case) = found.filter(|case| case.state == CaseState::Shelved) else { continue };
                let now = writing.now();
                let cause = Some(*cause);
                let case = Case { state: CaseState::Archived, archive_cause: cause, changed_at: now, ..case };
                put_away(writing, by, &case)?;
                let detail = json!({ "cause": cause.map(ArchiveCause::as_str) });
                by.note(writing, "case.archived", "case", *id, detail)?;
            }
            Ok::<_, LibraryError>((next_after(&ties, after), causes.len()))
        });
        let (next, count) = page.await?;
        archived += count;
        if next.is_none() {
            return Ok(archived);
        }
        after = next;
    }
}

/// Where the next page begins; a case whose ties fill a page is not left in the middle.
fn next_after(ties: &[(CaseId, library_case::AnswerTie)], after: Option<CaseId>) -> Option<CaseId> {
    let is_full = i64::try_from(ties.len()).unwrap_or(i64::MAX) >= PAGE;
    let last = ties.last().filter(|_| is_full)?.0;
    let before_last = ties.iter().rev().map(|(id, _)| *id).find(|id| *id != last);
    before_last.or(Some(last)).filter(|next| Some(*next) != after)
}
