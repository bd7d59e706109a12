//! Consent: whoever is heard in a case is asked whether others may learn from it, says so, and may take
//! it back, at once and for good.

use super::LibraryError;
use super::cases::{CaseLine, ConsentLine, lines};
use super::eyes;
use super::texts::{TEXT_MOST, optional_text};
use crate::access::{AccessError, By, Who};
use crate::db::case_consent::{self, Consent, ConsentAnswer};
use crate::db::library_case;
use crate::db::named;
use crate::db::outbox::{self, EventKind, News};
use crate::db::{Db, Page, Reading, Window};
use crate::ids::{CaseId, PersonId};
use serde_json::json;

/// What was asked of somebody, with the case.
#[derive(Debug, Clone, PartialEq)]
pub struct AskedLine {
    /// The consent.
    pub consent: ConsentLine,
    /// The case.
    pub case: CaseLine,
}

/// Who was asked about a case, and what they said.
pub async fn consents_of_case(db: &Db, who: &Who, id: CaseId) -> Result<Vec<ConsentLine>, LibraryError> {
    let who = who.clone();
    db.read(move |reading| {
        eyes::find_to_edit(reading, &who, id)?;
        of_case(reading, id)
    })
    .await
}

/// Asks everybody who is heard in a case and has not agreed; they are told.
pub async fn ask_for_consent(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    message: Option<String>,
) -> Result<Vec<ConsentLine>, LibraryError> {
    let asked_by = who.person_id().ok_or(AccessError::NotPermitted)?;
    let message = optional_text("message", message.as_deref(), TEXT_MOST)?;
    let who = who.clone();
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let seen = eyes::find_to_edit(writing, &who, id)?;
        if !seen.case.state.keeps() {
            return Err(LibraryError::WrongState { state: seen.case.state.as_str() });
        }
        if seen.heard.people.is_empty() {
            return Err(LibraryError::NobodyToAsk);
        }
        let known = case_consent::of_cases(writing, &[id])?.remove(&id).unwrap_or_default();
        let has_agreed = |person_id: PersonId| {
            known.iter().any(|one| one.person_id == person_id && one.answer == Some(ConsentAnswer::Given))
        };
        let asked: Vec<PersonId> =
            seen.heard.people.iter().copied().filter(|person_id| !has_agreed(*person_id)).collect();
        for person_id in &asked {
            let new = Consent {
                case_id: id,
                person_id: *person_id,
                message: message.clone(),
                asked_by,
                asked_at: writing.now(),
                answer: None,
                answered_at: None,
            };
            case_consent::ask(writing, &new)?;
        }
        let news = News::new(EventKind::ConsentAsked, id.as_bytes(), asked.iter().copied());
        outbox::tell(writing, &news.by(Some(asked_by)))?;
        by.note(writing, "case.consent_asked", "case", id, json!({ "people": asked }))?;
        of_case(writing, id)
    })
    .await
}

/// Says whether others may learn from a case in which the caller is heard. What was given may be taken
/// back at any time: from then on nobody learns from a warning case.
pub async fn answer_consent(
    db: &Db,
    who: &Who,
    by: By,
    id: CaseId,
    answer: ConsentAnswer,
) -> Result<ConsentLine, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    db.write(move |writing| {
        library_case::lock(writing, id)?;
        let not_there = LibraryError::NotFound { what: "case" };
        let Some(known) = case_consent::of_person(writing, id, own)? else { return Err(not_there) };
        let Some(case) = library_case::by_id(writing, id)? else { return Err(not_there) };
        if !eyes::heard_in(writing, &case)?.people.contains(&own) {
            return Err(not_there);
        }
        if known.answer != Some(answer) {
            case_consent::answer(writing, id, own, answer)?;
            let news = News::new(EventKind::ConsentAnswered, id.as_bytes(), [known.asked_by]);
            outbox::tell(writing, &news.by(Some(own)))?;
            by.note(writing, "case.consent_answered", "case", id, json!({ "answer": answer.as_str() }))?;
        }
        outbox::mark_read_about(writing, own, id.as_bytes())?;
        let lines = of_case(writing, id)?;
        lines.into_iter().find(|line| line.consent.person_id == own).ok_or(not_there)
    })
    .await
}

/// What the caller was asked, what is open first; of cases that were put away meanwhile, nothing.
pub async fn own_consents(db: &Db, who: &Who, window: Window) -> Result<Page<AskedLine>, LibraryError> {
    let own = who.person_id().ok_or(AccessError::NotPermitted)?;
    let who = who.clone();
    db.read(move |reading| {
        let page = case_consent::list_of_person(reading, own, window)?;
        let Page { items, next, total, total_is_exact } = page;
        let ids: Vec<CaseId> = items.iter().map(|consent| consent.case_id).collect();
        let cases = library_case::by_ids(reading, &ids)?;
        let cases: Vec<CaseLine> = lines(reading, &who, cases)?;
        let line = |consent: ConsentLine| {
            let case = cases.iter().find(|line| line.case.id == consent.consent.case_id)?.clone();
            Some(AskedLine { consent, case })
        };
        let items = with_names(reading, items)?.into_iter().filter_map(line).collect();
        Ok(Page { items, next, total, total_is_exact })
    })
    .await
}

fn of_case(reading: &mut Reading<'_>, id: CaseId) -> Result<Vec<ConsentLine>, LibraryError> {
    let consents = case_consent::of_cases(reading, &[id])?.remove(&id).unwrap_or_default();
    with_names(reading, consents)
}

fn with_names(reading: &mut Reading<'_>, consents: Vec<Consent>) -> Result<Vec<ConsentLine>, LibraryError> {
    let people = consents.iter().flat_map(|consent| [consent.person_id, consent.asked_by]);
    let names = named::of_people(reading, people.collect::<Vec<_>>())?;
    let line = |consent: Consent| ConsentLine {
        person: names.named(consent.person_id),
        asked_by: names.named(consent.asked_by),
        consent,
    };
    Ok(consents.into_iter().map(line).collect())
}
