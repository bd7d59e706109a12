//! Reference calls are made out of evaluations that are out, get their words, and are retired.

use super::shown::{ReferenceView, view};
use super::{ReferenceError, person_of, prepares};
use crate::access::{By, Permission, Who};
use crate::db::evaluation::{Evaluation, EvaluationState, Purpose};
use crate::db::hold::{self, Hand, HoldOrigin};
use crate::db::reference_call::{self, ReferenceCall, ReferenceWords};
use crate::db::standard_answer::Words;
use crate::db::{Db, Reading, Scope, Writing, evaluation, scorecard};
use crate::ids::{EvaluationId, PersonId, ReferenceCallId};
use crate::scoring::{Response, Responses, Scorecard};
use serde_json::json;

/// The longest title, in characters.
const TITLE_MOST: usize = 200;
/// The longest reason, in characters.
const TEXT_MOST: usize = 2_000;
/// The languages that something is written in.
const LANGUAGES_MOST: usize = 10;

/// A reference call to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReference {
    /// Out of which evaluation.
    pub evaluation_id: EvaluationId,
    /// What it is called, by language.
    pub title: Words,
    /// What is to be learned from it, by language.
    pub why: Words,
}

/// Makes a reference call out of a quality evaluation that is out: what it says now is agreed on. Its
/// comments become the first reasons. The call is kept for as long as it is scored.
pub async fn make_reference(
    db: &Db,
    who: &Who,
    by: By,
    new: NewReference,
) -> Result<ReferenceView, ReferenceError> {
    let (own, scope) = (person_of(who)?, prepares(who)?);
    let results = who.scope(Permission::ViewResults);
    let words = ReferenceWords { title: new.title, why: new.why, ..ReferenceWords::default() };
    let words = checked(words)?;
    let who = who.clone();
    db.write(move |writing| {
        let agreed = agreed(writing, &scope, results.as_ref(), new.evaluation_id)?;
        if reference_call::is_made_from(writing, agreed.id)? {
            return Err(ReferenceError::MadeBefore);
        }
        let version = scorecard::version(writing, agreed.scorecard_version_id)?;
        let version = version.ok_or(ReferenceError::NotFound { what: "scorecard version" })?;
        let score = agreed.score.clone().ok_or(ReferenceError::NotForReference)?;
        let reasons = reasons_in(&version.definition, &agreed.responses);
        let made = ReferenceCall {
            id: ReferenceCallId::new(),
            evaluation_id: agreed.id,
            revision: agreed.revision,
            scorecard_id: version.scorecard_id,
            scorecard_version_id: version.id,
            answers: without_words(&agreed.responses),
            score,
            words: ReferenceWords { reasons, ..words.clone() },
            edit: 0,
            made_by: own,
            made_at: writing.now(),
            retired_at: None,
        };
        reference_call::insert(writing, &made)?;
        keep(writing, by, own, &made, &agreed)?;
        by.note(writing, "reference.made", "reference_call", made.id, json!({ "evaluation": agreed.id }))?;
        view(writing, &who, made)
    })
    .await
}

/// The evaluation, if a reference call can be made out of it.
fn agreed(
    reading: &mut Reading<'_>,
    scope: &Scope,
    results: Option<&Scope>,
    id: EvaluationId,
) -> Result<Evaluation, ReferenceError> {
    let missing = ReferenceError::NotFound { what: "evaluation" };
    let Some(results) = results else { return Err(missing) };
    for reach in [scope, results] {
        if evaluation::find_out(reading, reach, Purpose::ALL, id)?.is_none() {
            return Err(missing);
        }
    }
    let found = evaluation::by_id(reading, id)?.ok_or(missing)?;
    if found.purpose == Purpose::Training {
        return Err(ReferenceError::NotFound { what: "evaluation" });
    }
    let fits = found.purpose == Purpose::Quality
        && found.state == EvaluationState::Released
        && found.score.is_some()
        && found.subject.call_id.is_some();
    if fits { Ok(found) } else { Err(ReferenceError::NotForReference) }
}

/// The answers with what shows them, without what was written to the agent.
fn without_words(responses: &Responses) -> Responses {
    let without = |(key, one): (&String, &Response)| {
        (key.clone(), Response { comment: None, attribution: None, ..one.clone() })
    };
    Responses(responses.0.iter().map(without).collect())
}

/// The comments of the evaluation, in the language that each is written in.
fn reasons_in(card: &Scorecard, responses: &Responses) -> std::collections::BTreeMap<String, Words> {
    let reason = |(key, one): (&String, &Response)| {
        card.question(key)?;
        let comment = one.comment.as_deref().map(str::trim).filter(|text| !text.is_empty())?;
        let cut: String = comment.chars().take(TEXT_MOST).collect();
        Some((key.clone(), Words::from([(language_of(&cut).to_owned(), cut)])))
    };
    responses.0.iter().filter_map(reason).collect()
}

/// Chinese, as soon as there is a Han character; English otherwise.
fn language_of(text: &str) -> &'static str {
    let is_han = |one: char| matches!(one, '\u{3400}'..='\u{9fff}');
    if text.chars().any(is_han) { "zh-CN" } else { "en" }
}

/// Gives a reference call other words. What was agreed on stays as it is.
pub async fn rewrite_reference(
    db: &Db,
    who: &Who,
    by: By,
    id: ReferenceCallId,
    edit: i32,
    words: ReferenceWords,
) -> Result<ReferenceView, ReferenceError> {
    let (own, scope) = (person_of(who)?, prepares(who)?);
    let (words, who) = (checked(words)?, who.clone());
    db.write(move |writing| {
        let found = find(writing, &scope, id)?;
        let version = scorecard::version(writing, found.scorecard_version_id)?;
        let version = version.ok_or(ReferenceError::NotFound { what: "scorecard version" })?;
        if words.reasons.keys().any(|item| version.definition.question(item).is_none()) {
            return Err(ReferenceError::UnknownItem);
        }
        super::shown::must_not_be_at_it(writing, own, id)?;
        if !reference_call::rewrite(writing, id, edit, &words)? {
            return Err(ReferenceError::EditedElsewhere);
        }
        // Whoever says why knows what was agreed on.
        reference_call::note_look(writing, id, own)?;
        by.note(writing, "reference.rewritten", "reference_call", id, json!({ "edit": edit + 1 }))?;
        let rewritten = find(writing, &scope, id)?;
        view(writing, &who, rewritten)
    })
    .await
}

/// Takes a reference call out of use, or into use again. Attempts that are open go on.
pub async fn retire_reference(
    db: &Db,
    who: &Who,
    by: By,
    id: ReferenceCallId,
    retired: bool,
) -> Result<ReferenceView, ReferenceError> {
    let (own, scope) = (person_of(who)?, prepares(who)?);
    let who = who.clone();
    db.write(move |writing| {
        let found = find(writing, &scope, id)?;
        if found.retired_at.is_some() != retired {
            let retired_at = retired.then(|| writing.now());
            reference_call::retire(writing, id, retired_at)?;
            if retired {
                let (hand, bytes) = (hand(by), *id.as_bytes());
                let reason = "the reference call is retired";
                hold::let_go(writing, hand, HoldOrigin::Library, bytes, Some(own), reason)?;
            } else if let Some(agreed) = evaluation::by_id(writing, found.evaluation_id)? {
                keep(writing, by, own, &found, &agreed)?;
            }
            let action = if retired { "reference.retired" } else { "reference.taken_up" };
            by.note(writing, action, "reference_call", id, json!({}))?;
        }
        let now = find(writing, &scope, id)?;
        view(writing, &who, now)
    })
    .await
}

/// Retention leaves the call where it is for as long as it is scored to learn.
fn keep(
    writing: &mut Writing<'_>,
    by: By,
    own: PersonId,
    reference: &ReferenceCall,
    agreed: &Evaluation,
) -> Result<(), ReferenceError> {
    if let Some(call_id) = agreed.subject.call_id {
        let (hand, bytes) = (hand(by), *reference.id.as_bytes());
        let reason = "a reference call is scored to learn scoring";
        hold::keep(writing, hand, HoldOrigin::Library, bytes, Some(own), reason, call_id)?;
    }
    Ok(())
}

fn hand(by: By) -> Hand {
    Hand { actor: by.actor, request_id: by.request_id }
}

fn find(
    reading: &mut Reading<'_>,
    scope: &Scope,
    id: ReferenceCallId,
) -> Result<ReferenceCall, ReferenceError> {
    let found = reference_call::find(reading, scope, id)?;
    found.ok_or(ReferenceError::NotFound { what: "reference call" })
}

/// The words without empty ones, if they are short enough and there is a title.
fn checked(words: ReferenceWords) -> Result<ReferenceWords, ReferenceError> {
    let reasons = words.reasons.into_iter().map(|(item, text)| Ok((item, tidy("reason", text, TEXT_MOST)?)));
    let reasons: Result<std::collections::BTreeMap<String, Words>, ReferenceError> = reasons.collect();
    let mut reasons = reasons?;
    reasons.retain(|_, text| !text.is_empty());
    let title = tidy("title", words.title, TITLE_MOST)?;
    if title.is_empty() {
        return Err(ReferenceError::TitleNeeded);
    }
    Ok(ReferenceWords { title, why: tidy("why", words.why, TEXT_MOST)?, reasons })
}

fn tidy(field: &'static str, words: Words, most: usize) -> Result<Words, ReferenceError> {
    let written = words.into_iter().map(|(language, text)| (language, text.trim().to_owned()));
    let words: Words = written.filter(|(_, text)| !text.is_empty()).collect();
    let fits = |(language, text): (&String, &String)| {
        language.len() <= 20 && text.chars().count() <= most && !text.contains('\0')
    };
    if words.len() > LANGUAGES_MOST || !words.iter().all(fits) {
        return Err(ReferenceError::TextTooLong { field, most });
    }
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_tidied_and_a_title_is_needed() {
        let words = |title: &str, reason: &str| ReferenceWords {
            title: Words::from([("en".to_owned(), title.to_owned())]),
            why: Words::new(),
            reasons: [("greeting".to_owned(), Words::from([("zh-CN".to_owned(), reason.to_owned())]))].into(),
        };
        assert!(matches!(checked(words("  ", "x")), Err(ReferenceError::TitleNeeded)));
        let long = "字".repeat(TEXT_MOST + 1);
        assert!(matches!(
            checked(words("A", &long)),
            Err(ReferenceError::TextTooLong { field: "reason", most: TEXT_MOST })
        ));
        let tidied = checked(words(" A ", " ")).unwrap();
        assert_eq!((tidied.title["en"].as_str(), tidied.reasons.len()), ("A", 0));
    }

    #[test]
    fn a_comment_is_a_reason_in_its_own_language() {
        assert_eq!(language_of("没有核实身份 (KYC)"), "zh-CN");
        assert_eq!(language_of("The name was not verified."), "en");
    }
}
