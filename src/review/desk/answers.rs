//! Standard answers (标准口径): written by QA managers and trainers, read beside the call they were in
//! force for.

use super::super::evaluation_view::{find_to_read, version_of};
use super::super::{ReviewError, draft::TEXT_MOST};
use super::DeskError;
use super::in_force::in_force;
use crate::access::{AccessError, By, Permission, Who};
use crate::db::job::{self, NewJob};
use crate::db::named::{self, Named};
use crate::db::standard_answer::{self, ANSWERS_A_CARD, AnswerFilter, AnswerVersion, StandardAnswer, Words};
use crate::db::{Db, Page, Reading, Scope, Window, scorecard};
use crate::ids::{EvaluationId, PersonId, ScorecardId, StandardAnswerId};
use crate::scoring::Wording;
use crate::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::json;

/// The longest title, in characters.
const TITLE_MOST: usize = 200;
/// The languages that something is written in.
const LANGUAGES_MOST: usize = 10;

/// What is written: the words, and from which day they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerText {
    /// What it is about, by language.
    pub title: Words,
    /// What is right to say, by language.
    pub text: Words,
    /// The day from which it is in force, `YYYY-MM-DD`.
    pub valid_from: String,
}

/// A standard answer to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswer {
    /// The card of the item.
    pub scorecard_id: ScorecardId,
    /// The key of the item.
    pub question: String,
    /// The first wording.
    pub text: AnswerText,
}

/// A standard answer with the wording that is shown of it.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerLine {
    /// The answer.
    pub answer: StandardAnswer,
    /// The wording: the one in force on the day asked for; in the list of all, else the last one.
    pub shown: VersionLine,
    /// Whether that wording is in force on the day asked for.
    pub is_in_force: bool,
    /// How many wordings there are.
    pub versions: usize,
}

/// A wording with who wrote it.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionLine {
    /// The wording.
    pub version: AnswerVersion,
    /// Who wrote it.
    pub written_by: Named<PersonId>,
}

/// A card whose items can have standard answers and phrases.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerCard {
    /// Its id.
    pub id: ScorecardId,
    /// Its title as last published.
    pub title: Wording,
    /// Its items in card order, as last published.
    pub items: Vec<AnswerCardItem>,
}

/// An item of a card.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerCardItem {
    /// Its key.
    pub key: String,
    /// Its title.
    pub title: Wording,
    /// Its options: key and title.
    pub options: Vec<(String, Wording)>,
}

impl AnswerText {
    fn checked(self) -> Result<Self, ReviewError> {
        let tidy = |words: Words| -> Words {
            let written = words.into_iter().map(|(language, text)| (language, text.trim().to_owned()));
            written.filter(|(_, text)| !text.is_empty()).collect()
        };
        let text = Self { title: tidy(self.title), text: tidy(self.text), valid_from: self.valid_from };
        if text.title.is_empty() || text.text.is_empty() {
            return Err(DeskError::AnswerNeedsWords.into());
        }
        for (field, words, most) in [("title", &text.title, TITLE_MOST), ("text", &text.text, TEXT_MOST)] {
            let fits = |(language, words): (&String, &String)| {
                language.len() <= 20 && words.chars().count() <= most && !words.contains('\0')
            };
            if words.len() > LANGUAGES_MOST || !words.iter().all(fits) {
                return Err(ReviewError::TextTooLong { field, most });
            }
        }
        Ok(Self { valid_from: day("valid_from", &text.valid_from)?, ..text })
    }
}

/// A day as it is stored.
fn day(field: &'static str, text: &str) -> Result<String, DeskError> {
    let date: Date = text.parse().map_err(|_: jiff::Error| DeskError::BadDay { field })?;
    Ok(date.to_string())
}

/// Answers belong to cards, and those to the whole organisation.
fn writes_answers(who: &Who) -> Result<PersonId, ReviewError> {
    match who.scope(Permission::WriteAnswers) {
        Some(Scope::Everything) => super::super::person_of(who),
        _ => Err(AccessError::NotPermitted.into()),
    }
}

/// The cards that are in use and their items, for whoever writes answers or phrases.
pub async fn answer_cards(db: &Db) -> Result<Vec<AnswerCard>, ReviewError> {
    db.read(|reading| {
        let mut cards = Vec::new();
        for card in scorecard::all(reading)? {
            if card.retired_at.is_some() {
                continue;
            }
            let Some(version) = scorecard::latest_version(reading, card.id)? else { continue };
            let definition = version.definition;
            let items = definition.questions().map(|question| AnswerCardItem {
                key: question.key.clone(),
                title: question.title.clone(),
                options: question
                    .options
                    .iter()
                    .map(|option| (option.key.clone(), option.title.clone()))
                    .collect(),
            });
            cards.push(AnswerCard { id: card.id, items: items.collect(), title: definition.title });
        }
        Ok(cards)
    })
    .await
}

/// One page of the standard answers, what was changed last first; of each the wording that is in
/// force today, else the last one.
pub async fn list_answers(
    db: &Db,
    zone: &TimeZone,
    filter: AnswerFilter,
    window: Window,
) -> Result<Page<AnswerLine>, ReviewError> {
    let zone = zone.clone();
    db.read(move |reading| {
        let today = reading.now().local_date(&zone).to_string();
        let page = standard_answer::list(reading, &filter, window)?;
        let lines = lines(reading, page.items, &today, true)?;
        Ok(Page { items: lines, next: page.next, total: page.total, total_is_exact: page.total_is_exact })
    })
    .await
}

/// The standard answers of an evaluation's card that were in force on the day of its call.
pub async fn answers_for(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    id: EvaluationId,
) -> Result<Vec<AnswerLine>, ReviewError> {
    let (who, zone) = (who.clone(), zone.clone());
    db.read(move |reading| {
        let evaluation = find_to_read(reading, &who, id)?;
        let called_at = evaluation.subject.call_started_at.unwrap_or(evaluation.started_at);
        let day = called_at.local_date(&zone).to_string();
        let version = version_of(reading, &evaluation)?;
        let answers = standard_answer::of_card(reading, version.scorecard_id)?;
        lines(reading, answers, &day, false)
    })
    .await
}

/// `or_last`: an answer of which nothing is in force shows its last wording; otherwise it is left out.
fn lines(
    reading: &mut Reading<'_>,
    answers: Vec<StandardAnswer>,
    day: &str,
    or_last: bool,
) -> Result<Vec<AnswerLine>, ReviewError> {
    let ids: Vec<StandardAnswerId> = answers.iter().map(|answer| answer.id).collect();
    let versions = standard_answer::versions_of(reading, &ids)?;
    let writers = versions.values().flatten().map(|version| version.written_by);
    let names = named::of_people(reading, writers)?;
    let lines = answers.into_iter().filter_map(|answer| {
        let versions = versions.get(&answer.id)?;
        let held = in_force(&answer, versions, day);
        let shown = held.or(versions.last().filter(|_| or_last))?;
        Some(AnswerLine {
            is_in_force: held.is_some(),
            versions: versions.len(),
            shown: VersionLine { written_by: names.named(shown.written_by), version: shown.clone() },
            answer,
        })
    });
    Ok(lines.collect())
}

/// Writes a standard answer to an item.
pub async fn write_answer(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    by: By,
    new: NewAnswer,
) -> Result<AnswerLine, ReviewError> {
    let writer = writes_answers(who)?;
    let text = new.text.checked()?;
    let (scorecard_id, question, zone) = (new.scorecard_id, new.question, zone.clone());
    db.write(move |writing| {
        let version = scorecard::latest_version(writing, scorecard_id)?;
        let version = version.ok_or(ReviewError::NotFound { what: "scorecard" })?;
        version.definition.question(&question).ok_or(DeskError::UnknownItem)?;
        if standard_answer::count_of_card(writing, scorecard_id)? >= ANSWERS_A_CARD {
            return Err(DeskError::TooManyAnswers { most: ANSWERS_A_CARD }.into());
        }
        let now = writing.now();
        let answer = StandardAnswer {
            id: StandardAnswerId::new(),
            scorecard_id,
            question: question.clone(),
            created_at: now,
            changed_at: now,
            retired_from: None,
        };
        standard_answer::insert(writing, &answer)?;
        standard_answer::insert_version(writing, &version_to(answer.id, 1, &text, writer, now))?;
        let detail = json!({ "scorecard": scorecard_id, "question": question });
        by.note(writing, "standard_answer.written", "standard_answer", answer.id, detail)?;
        line(writing, answer.id, &zone)
    })
    .await
}

/// Gives a standard answer another wording, on top of the one with this number.
pub async fn rewrite_answer(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    by: By,
    id: StandardAnswerId,
    number: i32,
    text: AnswerText,
) -> Result<AnswerLine, ReviewError> {
    let writer = writes_answers(who)?;
    let (text, zone) = (text.checked()?, zone.clone());
    db.write(move |writing| {
        standard_answer::lock(writing, id)?;
        let versions = versions_in(writing, id)?;
        if versions.last().map(|last| last.number) != Some(number) {
            return Err(DeskError::AnswerChanged.into());
        }
        let now = writing.now();
        standard_answer::insert_version(writing, &version_to(id, number + 1, &text, writer, now))?;
        let detail = json!({ "version": number + 1 });
        by.note(writing, "standard_answer.rewritten", "standard_answer", id, detail)?;
        // Cases illustrate it: those of another wording leave the shelf.
        job::enqueue(writing, &NewJob::archive_outdated_cases())?;
        line(writing, id, &zone)
    })
    .await
}

/// Says from which day on a standard answer holds no more; `None`: it holds again.
pub async fn retire_answer(
    db: &Db,
    zone: &TimeZone,
    who: &Who,
    by: By,
    id: StandardAnswerId,
    from: Option<String>,
) -> Result<AnswerLine, ReviewError> {
    writes_answers(who)?;
    let from = from.map(|from| day("retired_from", &from)).transpose()?;
    let zone = zone.clone();
    db.write(move |writing| {
        versions_in(writing, id)?;
        standard_answer::set_retired(writing, id, from.as_deref())?;
        let detail = json!({ "from": from });
        by.note(writing, "standard_answer.retired", "standard_answer", id, detail)?;
        job::enqueue(writing, &NewJob::archive_outdated_cases())?;
        line(writing, id, &zone)
    })
    .await
}

/// Every wording of a standard answer, the last one first.
pub async fn versions_of_answer(db: &Db, id: StandardAnswerId) -> Result<Vec<VersionLine>, ReviewError> {
    db.read(move |reading| {
        let versions = versions_in(reading, id)?;
        let names = named::of_people(reading, versions.iter().map(|version| version.written_by))?;
        let line =
            |version: AnswerVersion| VersionLine { written_by: names.named(version.written_by), version };
        Ok(versions.into_iter().rev().map(line).collect())
    })
    .await
}

fn version_to(
    id: StandardAnswerId,
    number: i32,
    text: &AnswerText,
    written_by: PersonId,
    written_at: Instant,
) -> AnswerVersion {
    AnswerVersion {
        standard_answer_id: id,
        number,
        title: text.title.clone(),
        text: text.text.clone(),
        valid_from: text.valid_from.clone(),
        written_by,
        written_at,
    }
}

fn versions_in(reading: &mut Reading<'_>, id: StandardAnswerId) -> Result<Vec<AnswerVersion>, ReviewError> {
    let versions = standard_answer::versions_of(reading, &[id])?.remove(&id);
    versions.ok_or(ReviewError::NotFound { what: "standard answer" })
}

fn line(reading: &mut Reading<'_>, id: StandardAnswerId, zone: &TimeZone) -> Result<AnswerLine, ReviewError> {
    let today = reading.now().local_date(zone).to_string();
    let answer = standard_answer::by_id(reading, id)?.into_iter().collect();
    let line = lines(reading, answer, &today, true)?.pop();
    line.ok_or(ReviewError::NotFound { what: "standard answer" })
}
