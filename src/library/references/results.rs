//! How attempts went over time, and who is certified for which scorecard.

use super::rules::{RuleLine, rule_lines};
use super::standing::{Certificate, Counted, standing};
use super::{ReferenceError, person_of, sees};
use crate::access::{AccessError, Permission, Who};
use crate::db::named::{self, Named};
use crate::db::reference_attempt::{self, Attempt, AttemptFilter};
use crate::db::standard_answer::Words;
use crate::db::{Db, Page, Reading, Scope, Window, reference_call, scorecard};
use crate::ids::{PersonId, ReferenceCallId, ScorecardId};
use crate::scoring::Wording;
use std::collections::{BTreeMap, BTreeSet};

/// How many finished attempts of a card are looked at to say who is certified.
const LOOKED_AT_MOST: usize = 10_000;

/// A finished attempt in the list of results.
#[derive(Debug, Clone, PartialEq)]
pub struct ResultLine {
    /// The attempt.
    pub attempt: Attempt,
    /// Whose.
    pub person: Named<PersonId>,
    /// What the reference call is called.
    pub title: Words,
    /// The title of the card.
    pub card: Wording,
    /// Whether they had finished an attempt at the same call before: they knew the answers.
    pub is_repeat: bool,
}

/// Where somebody stands with a card.
#[derive(Debug, Clone, PartialEq)]
pub struct CertificationLine {
    /// Who.
    pub person: Named<PersonId>,
    /// The card and what it asks for.
    pub rule: RuleLine,
    /// Where they stand.
    pub certificate: Certificate,
}

/// One page of finished attempts, the last first: one's own, or everybody's for those who prepare reference
/// calls.
pub async fn list_results(
    db: &Db,
    who: &Who,
    filter: AttemptFilter,
    window: Window,
) -> Result<Page<ResultLine>, ReferenceError> {
    let (scope, filter) = reach(who, filter)?;
    db.read(move |reading| {
        let page = reference_attempt::finished(reading, &scope, filter, window)?;
        let Page { items, next, total, total_is_exact } = page;
        Ok(Page { items: result_lines(reading, items)?, next, total, total_is_exact })
    })
    .await
}

/// How far the caller sees results, and of whom: their own where they prepare none.
fn reach(who: &Who, filter: AttemptFilter) -> Result<(Scope, AttemptFilter), ReferenceError> {
    let own = person_of(who)?;
    if let Some(scope) = who.scope(Permission::PrepareReferences)
        && filter.person_id != Some(own)
    {
        return Ok((scope, filter));
    }
    if filter.person_id.is_some_and(|asked| asked != own) {
        return Err(AccessError::NotPermitted.into());
    }
    Ok((sees(who)?, AttemptFilter { person_id: Some(own), ..filter }))
}

fn result_lines(
    reading: &mut Reading<'_>,
    attempts: Vec<Attempt>,
) -> Result<Vec<ResultLine>, ReferenceError> {
    let ids: Vec<ReferenceCallId> = attempts.iter().map(|one| one.reference_call_id).collect();
    let references = reference_call::by_ids(reading, &ids)?;
    let versions: Vec<_> = references.values().map(|one| one.scorecard_version_id).collect();
    let versions = scorecard::versions(reading, &versions)?;
    let people = named::of_people(reading, attempts.iter().map(|one| one.person_id))?;
    let persons: BTreeSet<PersonId> = attempts.iter().map(|one| one.person_id).collect();
    let mut first = BTreeMap::new();
    for person_id in persons {
        for attempt in reference_attempt::of_person(reading, person_id, &ids)? {
            first.entry((person_id, attempt.reference_call_id)).or_insert(attempt.evaluation_id);
        }
    }
    let line = |attempt: Attempt| {
        let reference = references.get(&attempt.reference_call_id)?;
        let card = &versions.get(&reference.scorecard_version_id)?.definition;
        let key = (attempt.person_id, attempt.reference_call_id);
        Some(ResultLine {
            person: people.named(attempt.person_id),
            title: reference.words.title.clone(),
            card: card.title.clone(),
            is_repeat: first.get(&key) != Some(&attempt.evaluation_id),
            attempt,
        })
    };
    Ok(attempts.into_iter().filter_map(line).collect())
}

/// Who is certified: the caller for every card with a rule, or everybody who has finished an attempt on one
/// card, by name.
pub async fn certifications(
    db: &Db,
    who: &Who,
    card: Option<ScorecardId>,
) -> Result<Vec<CertificationLine>, ReferenceError> {
    let filter = AttemptFilter { scorecard_id: card, ..AttemptFilter::default() };
    let own = person_of(who)?;
    let filter = match card {
        Some(_) => filter,
        None => AttemptFilter { person_id: Some(own), ..filter },
    };
    let (scope, filter) = reach(who, filter)?;
    db.read(move |reading| {
        let mut lines = Vec::new();
        for rule in rule_lines(reading)? {
            if card.is_some_and(|card| card != rule.rule.scorecard_id) {
                continue;
            }
            let of_card = AttemptFilter { scorecard_id: Some(rule.rule.scorecard_id), ..filter };
            let all = reference_attempt::all_finished(reading, &scope, of_card, LOOKED_AT_MOST)?;
            lines.extend(of_rule(reading, &rule, filter.person_id, &all)?);
        }
        Ok(lines)
    })
    .await
}

fn of_rule(
    reading: &mut Reading<'_>,
    rule: &RuleLine,
    only: Option<PersonId>,
    attempts: &[Attempt],
) -> Result<Vec<CertificationLine>, ReferenceError> {
    let mut of_people: BTreeMap<PersonId, Vec<Counted>> = BTreeMap::new();
    // Whoever asks for themselves learns also that nothing is counted yet.
    if let Some(own) = only {
        of_people.entry(own).or_default();
    }
    for attempt in attempts {
        if let Some(finished_at) = attempt.finished_at {
            let counted = Counted {
                reference_call_id: attempt.reference_call_id,
                finished_at,
                items: attempt.outcome.items,
                alike: attempt.outcome.alike,
            };
            of_people.entry(attempt.person_id).or_default().push(counted);
        }
    }
    let people = named::of_people(reading, of_people.keys().copied())?;
    let (now, asked) = (reading.now(), rule.rule);
    let line = |(person_id, counted): (PersonId, Vec<Counted>)| CertificationLine {
        person: people.named(person_id),
        rule: rule.clone(),
        certificate: standing(asked.calls, asked.agreement, asked.days, &counted, now),
    };
    let mut lines: Vec<CertificationLine> = of_people.into_iter().map(line).collect();
    lines.sort_by_cached_key(|line| crate::db::sort_key(&line.person.name));
    Ok(lines)
}
