//! Who the caller is to a case: what `visibility` needs to know, asked of the database.

use super::LibraryError;
use super::libraries::{is_for, known};
use super::visibility::{Shown, Sight, Viewer, sight};
use crate::access::{Permission, Who};
use crate::db::case_consent;
use crate::db::library::Library;
use crate::db::library_case::{self, Case, Learner, SeenBy};
use crate::db::participation::Participation;
use crate::db::{Reading, call, library, participation, person, reference_attempt, team};
use crate::ids::{CallId, CaseId, PersonId, ProjectId, TeamId};
use std::collections::{BTreeMap, BTreeSet};

/// A case that is there for the caller.
pub(super) struct SeenCase {
    /// The case.
    pub case: Case,
    /// Its library.
    pub library: Library,
    /// How much of it they see.
    pub sight: Sight,
    /// Who is heard.
    pub heard: HeardIn,
}

/// Who is heard in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardIn {
    /// The people, each once.
    pub people: Vec<PersonId>,
    /// Whether somebody is heard of whom nobody knows who it is; or nobody is known to be heard at all.
    pub is_somebody_unknown: bool,
    /// Whether all of them are known and agreed.
    pub is_consented: bool,
}

/// The projects whose libraries the caller learns from; none: every one's. Whoever holds a role
/// everywhere learns everywhere; whoever holds all of theirs in projects, in those.
pub(super) fn learner_projects(
    reading: &mut Reading<'_>,
    who: &Who,
) -> Result<Option<Vec<ProjectId>>, LibraryError> {
    let Some(person_id) = who.person_id() else { return Ok(Some(Vec::new())) };
    let now = reading.now();
    let grants = person::roles_at(reading, person_id, now)?;
    let projects: Vec<Option<ProjectId>> = grants.iter().map(|grant| grant.project_id).collect();
    Ok(projects.into_iter().collect())
}

/// The caller as somebody who learns.
pub(super) fn learner(reading: &mut Reading<'_>, who: &Who) -> Result<Learner, LibraryError> {
    let projects = learner_projects(reading, who)?;
    let own_site = match who.person_id() {
        Some(person_id) => own_site(reading, person_id)?,
        None => Vec::new(),
    };
    Ok(Learner { projects, own_site, scores_blind: scored_blind_by(reading, who)? })
}

/// Whose eyes the caller has who edits libraries; none: they do not.
pub(super) fn editor(reading: &mut Reading<'_>, who: &Who) -> Result<Option<SeenBy>, LibraryError> {
    let Some(scope) = who.scope(Permission::EditLibraries) else { return Ok(None) };
    Ok(Some(SeenBy::Editor { scope, scores_blind: scored_blind_by(reading, who)? }))
}

/// The calls that the caller scores blind just now.
pub(super) fn scored_blind_by(reading: &mut Reading<'_>, who: &Who) -> Result<Vec<CallId>, LibraryError> {
    match who.person_id() {
        Some(person_id) => Ok(reference_attempt::calls_scored_blind(reading, person_id)?),
        None => Ok(Vec::new()),
    }
}

/// Every team of each person's site; nobody's where no library asks for it.
pub(super) fn own_sites(
    reading: &mut Reading<'_>,
    people: &BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, Vec<TeamId>>, LibraryError> {
    let mut sites = BTreeMap::new();
    if library::any_allows_other_sites(reading)? {
        let now = reading.now();
        for person_id in people {
            let own_site = team::sites_of(reading, *person_id, now)?;
            sites.insert(*person_id, own_site.into_iter().collect());
        }
    }
    Ok(sites)
}

/// Every team of the person's site; none where no library asks for it.
pub(super) fn own_site(reading: &mut Reading<'_>, person_id: PersonId) -> Result<Vec<TeamId>, LibraryError> {
    Ok(own_sites(reading, &BTreeSet::from([person_id]))?.remove(&person_id).unwrap_or_default())
}

/// The case, if it is there for the caller.
pub(super) fn find(reading: &mut Reading<'_>, who: &Who, id: CaseId) -> Result<SeenCase, LibraryError> {
    let not_there = LibraryError::NotFound { what: "case" };
    let Some(case) = library_case::by_id(reading, id)? else { return Err(not_there) };
    look(reading, who, case)?.ok_or(not_there)
}

/// The case as the caller sees it who edits libraries.
pub(super) fn find_to_edit(
    reading: &mut Reading<'_>,
    who: &Who,
    id: CaseId,
) -> Result<SeenCase, LibraryError> {
    let seen = find(reading, who, id)?;
    if seen.sight == Sight::Editor { Ok(seen) } else { Err(LibraryError::NotFound { what: "case" }) }
}

/// The case as it can be heard and read.
pub(super) fn find_to_hear(
    reading: &mut Reading<'_>,
    who: &Who,
    id: CaseId,
) -> Result<SeenCase, LibraryError> {
    let seen = find(reading, who, id)?;
    if seen.sight.hears() { Ok(seen) } else { Err(LibraryError::NotFound { what: "case" }) }
}

/// How the caller sees this case; none: not at all.
pub(super) fn look(
    reading: &mut Reading<'_>,
    who: &Who,
    case: Case,
) -> Result<Option<SeenCase>, LibraryError> {
    let library = known(reading, case.library_id)?;
    let edits = match who.scope(Permission::EditLibraries) {
        Some(scope) => call::find(reading, &scope, case.call_id)?.is_some(),
        None => false,
    };
    let learns =
        who.may(Permission::LearnFromCases) && is_for(&library, learner_projects(reading, who)?.as_deref());
    let heard = heard_in(reading, &case)?;
    // Whoever was asked before it became known who is heard has nothing to say here any more.
    let is_asked = match who.person_id() {
        Some(person_id) if heard.people.contains(&person_id) => {
            case_consent::of_person(reading, case.id, person_id)?.is_some()
        }
        _ => false,
    };
    let is_proposer = who.person_id() == Some(case.proposed_by);
    let scores_blind = scored_blind_by(reading, who)?.contains(&case.call_id);
    let is_of_another_site = match who.person_id() {
        Some(person_id) if library.instead_of_consent.other_sites => {
            is_of_another_site(reading, person_id, &case)?
        }
        _ => false,
    };
    let shown = Shown {
        state: case.state,
        kind: library.kind,
        is_open: library.retired_at.is_none(),
        is_consented: heard.is_consented,
        instead_of_consent: library.instead_of_consent,
    };
    let viewer = Viewer { scores_blind, edits, learns, is_asked, is_proposer, is_of_another_site };
    let sight = sight(viewer, shown);
    Ok(sight.map(|sight| SeenCase { case, library, sight, heard }))
}

/// Who is heard in a case: whoever takes part in its range.
pub fn heard_in(reading: &mut Reading<'_>, case: &Case) -> Result<HeardIn, LibraryError> {
    let parts = parts_in(reading, case)?;
    let people: BTreeSet<PersonId> = parts.iter().filter_map(|part| part.person_id).collect();
    let is_somebody_unknown = parts.is_empty() || parts.iter().any(|part| part.person_id.is_none());
    let consents = case_consent::of_cases(reading, &[case.id])?.remove(&case.id).unwrap_or_default();
    let given: BTreeSet<PersonId> = consents
        .iter()
        .filter(|consent| consent.answer == Some(case_consent::ConsentAnswer::Given))
        .map(|consent| consent.person_id)
        .collect();
    let is_consented = !is_somebody_unknown && people.is_subset(&given);
    Ok(HeardIn { people: people.into_iter().collect(), is_somebody_unknown, is_consented })
}

fn parts_in(reading: &mut Reading<'_>, case: &Case) -> Result<Vec<Participation>, LibraryError> {
    let mut parts = participation::of_call(reading, case.call_id)?;
    parts.retain(|part| {
        let begins = part.start_ms.zip(case.end_ms).is_none_or(|(start, end)| start < end);
        let ends = part.end_ms.zip(case.start_ms).is_none_or(|(end, start)| end > start);
        begins && ends
    });
    Ok(parts)
}

/// Whether everybody who is heard is known, belonged to a team on that day, and neither belonged to one of
/// this person's site then nor belongs to one now: nobody there works beside whom they hear.
pub fn is_of_another_site(
    reading: &mut Reading<'_>,
    person_id: PersonId,
    case: &Case,
) -> Result<bool, LibraryError> {
    let now = reading.now();
    let own_site = team::sites_of(reading, person_id, now)?;
    is_of_other_sites(reading, &own_site, case)
}

/// The same of everybody whose sites have these teams.
pub(super) fn is_of_other_sites(
    reading: &mut Reading<'_>,
    own_site: &BTreeSet<TeamId>,
    case: &Case,
) -> Result<bool, LibraryError> {
    let now = reading.now();
    let parts = parts_in(reading, case)?;
    let people: Vec<PersonId> = parts.iter().filter_map(|part| part.person_id).collect();
    let belong = team::belonging_of(reading, &people, now)?;
    let is_near = |part: &Participation| {
        let was_near = part.team_id.is_none_or(|team_id| own_site.contains(&team_id));
        let is_near = belong.iter().any(|one| {
            !one.leads && Some(one.person_id) == part.person_id && own_site.contains(&one.team_id)
        });
        part.person_id.is_none() || was_near || is_near
    };
    Ok(!own_site.is_empty() && !parts.is_empty() && !parts.iter().any(is_near))
}
