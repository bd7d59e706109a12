//! What lists of evaluations leave out, because of who reads them.

use super::{calls_in_hand, people_in_hand};
use crate::db::{DbError, Reading, contact};
use crate::ids::{CallId, ContactId, EvaluationId, PersonId};

/// What a list leaves out, because of who reads it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Withheld {
    /// What is of these calls.
    pub calls: Vec<CallId>,
    /// What is of these contacts.
    pub contacts: Vec<ContactId>,
    /// What is of these people.
    pub people: Vec<PersonId>,
    /// These evaluations.
    pub evaluations: Vec<EvaluationId>,
}

impl Withheld {
    /// What no list of results shows this person, whomever it is about: what others found in what they have in
    /// hand, and `evaluations`, whose names are hidden from them.
    pub fn from_person(
        reading: &mut Reading<'_>,
        person_id: PersonId,
        evaluations: Vec<EvaluationId>,
    ) -> Result<Self, DbError> {
        Ok(Self {
            calls: calls_in_hand(reading, person_id)?,
            contacts: contact::in_hand(reading, person_id)?,
            people: Vec::new(),
            evaluations,
        })
    }

    /// What the list of results leaves out for this person: the same, and the results of agents of whom they
    /// make a draft.
    pub fn from_results(
        reading: &mut Reading<'_>,
        person_id: PersonId,
        evaluations: Vec<EvaluationId>,
    ) -> Result<Self, DbError> {
        let people = people_in_hand(reading, person_id)?;
        Ok(Self { people, ..Self::from_person(reading, person_id, evaluations)? })
    }
}
