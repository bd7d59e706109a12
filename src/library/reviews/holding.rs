//! A case review is held: whoever sits in the room types the code that the presenter shows.

use super::preparing::find;
use super::shown::{ReviewView, view};
use super::{CaseReviewError, keep_or_let_go, person_of, runs};
use crate::access::meetings::invited_to;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::case_review::{self, CaseReviewState, WrongCodes};
use crate::db::{Db, Writing};
use crate::ids::{CaseReviewId, PersonId};
use serde_json::json;
use std::time::Duration;

/// How many wrong codes close the door.
const WRONG_MOST: i32 = 10;
/// For how long they count.
const WRONG_FOR: Duration = Duration::from_mins(10);

/// Begins a case review, or goes on with it; the code is in the view.
pub async fn start_review(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
) -> Result<ReviewView, CaseReviewError> {
    let (shown, who) = (runs(who)?, who.clone());
    let code = new_code()?;
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        match known.state {
            CaseReviewState::Open => {}
            CaseReviewState::Planned | CaseReviewState::Sent => {
                case_review::start(writing, id, &code)?;
                by.note(writing, "case_review.started", "case_review", id, json!({}))?;
            }
            CaseReviewState::Closed => {
                return Err(CaseReviewError::NotInState { state: known.state.as_str() });
            }
        }
        let now = find(writing, &shown, id)?;
        view(writing, &who, now)
    })
    .await
}

/// Six digits; each code is as likely as any other, but for one part in four billion.
fn new_code() -> Result<String, CaseReviewError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(AccessError::NoRandomness)?;
    Ok(format!("{:06}", u64::from_le_bytes(bytes) % 1_000_000))
}

/// Closes a case review: its code opens nothing any more, and no call is kept for its sake. One that was never
/// begun is called off by that.
pub async fn close_review(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
) -> Result<ReviewView, CaseReviewError> {
    let (shown, who) = (runs(who)?, who.clone());
    db.write(move |writing| {
        let known = find(writing, &shown, id)?;
        if known.state == CaseReviewState::Closed {
            return Err(CaseReviewError::NotInState { state: known.state.as_str() });
        }
        case_review::close(writing, id)?;
        by.note(writing, "case_review.closed", "case_review", id, json!({}))?;
        let now = find(writing, &shown, id)?;
        keep_or_let_go(writing, by, &now)?;
        view(writing, &who, now)
    })
    .await
}

/// Notes that the caller, who is invited, sits in the room: they know its code. After ten wrong codes it is
/// closed to them for ten minutes.
pub async fn attend(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseReviewId,
    code: String,
) -> Result<(), CaseReviewError> {
    let own = person_of(who)?;
    if !who.may(Permission::LearnFromCases) {
        return Err(AccessError::NotPermitted.into());
    }
    // A wrong code is counted, so it is no error of the transaction.
    let refused = db
        .write(move |writing| {
            let shown = invited_to(writing, own)?;
            let known = find(writing, &shown, id)?;
            if known.state != CaseReviewState::Open {
                return Err(CaseReviewError::NotInState { state: known.state.as_str() });
            }
            if let Some(refused) = refusal(writing, id, own)? {
                return Ok(Some(refused));
            }
            if known.code.as_deref() != Some(code.trim()) {
                count_wrong(writing, id, own)?;
                return Ok(Some(CaseReviewError::WrongCode));
            }
            if !case_review::is_there(writing, id, own)? {
                case_review::attend(writing, id, own)?;
                by.note(writing, "case_review.attended", "case_review", id, json!({}))?;
            }
            Ok(None)
        })
        .await?;
    refused.map_or(Ok(()), Err)
}

fn refusal(
    writing: &mut Writing<'_>,
    id: CaseReviewId,
    own: PersonId,
) -> Result<Option<CaseReviewError>, CaseReviewError> {
    let now = writing.now();
    let wrong = case_review::wrong_codes(writing, id, own)?;
    Ok(wrong.filter(|wrong| wrong.count >= WRONG_MOST && wrong.since.plus(WRONG_FOR) > now).map(|wrong| {
        let left = wrong.since.plus(WRONG_FOR).as_millis().saturating_sub(now.as_millis());
        CaseReviewError::TooManyWrongCodes { minutes: (left + 59_999) / 60_000 }
    }))
}

fn count_wrong(writing: &mut Writing<'_>, id: CaseReviewId, own: PersonId) -> Result<(), CaseReviewError> {
    let now = writing.now();
    let known = case_review::wrong_codes(writing, id, own)?.filter(|one| one.since.plus(WRONG_FOR) > now);
    let wrong = match known {
        Some(known) => WrongCodes { count: known.count.saturating_add(1), ..known },
        None => WrongCodes { count: 1, since: now },
    };
    Ok(case_review::note_wrong_code(writing, id, own, wrong)?)
}
