//! How an inspector of the demonstration answers a card: by the agent's habit, the week, and a
//! little by the inspector's own ear.
//!
//! Only answers and notes are made up here. What they add up to is worked out by the arithmetic
//! that every evaluation goes through.

use super::cast::{Agent, Language};
use super::dice::Dice;
use super::past_calls::PastCall;
use super::phrases::{Phrase, about, one_step_further};
use crate::scoring::{AnswerOption, Attribution, Evidence, EvidenceKind, Question, Requirement, Scorecard};

/// What an inspector answered and wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) marks: Vec<Mark>,
    pub(super) notes: Vec<Remark>,
}

/// The answer to one question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) question: String,
    /// The chosen option; none: not applicable.
    pub(super) option: Option<String>,
    pub(super) comment: Option<String>,
    /// The keys of what caused it.
    pub(super) causes: Vec<String>,
    /// What the fault is put down to.
    pub(super) attribution: Option<Attribution>,
    pub(super) evidence: Vec<Evidence>,
}

impl Mark {
    /// The item is not applicable.
    pub(super) fn not_applicable(question: String) -> Self {
        Self {
            question,
            option: None,
            comment: None,
            causes: Vec::new(),
            attribution: None,
            evidence: Vec::new(),
        }
    }
}

/// A range of a call, on one channel or on all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start_ms: i64,
    pub(super) end_ms: i64,
    pub(super) channel: Option<u16>,
}

impl Span {
    /// The same as evidence for an answer.
    pub(super) fn evidence(self) -> Evidence {
        Evidence::Range { start_ms: self.start_ms, end_ms: self.end_ms, channel: self.channel }
    }
}

/// Something written beside the answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    pub(super) is_strength: bool,
    /// Whether it is the one thing to change.
    pub(super) is_one_change: bool,
    pub(super) text: String,
    pub(super) say_instead: Option<String>,
    pub(super) span: Option<Span>,
}

/// How an inspector hears: what they add to the chance, of a hundred, that an item is marked down.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ear(pub(super) u32);

/// Items that do not apply to most calls, and in how many of a hundred they do.
const SELDOM_APPLIES: [(&str, u32); 5] =
    [("hold", 55), ("empathy", 75), ("identity", 90), ("eligibility", 0), ("consent", 0)];
/// How a call ends that made a sale.
const SOLD: &str = "成功单";

/// Judges a call of the past.
pub(super) fn judge(call: &PastCall, card: &Scorecard, ear: Ear) -> Judgement {
    let mut dice = Dice::of(&format!("{} {}", call.native_id, card.key));
    let mut marks: Vec<Mark> = Vec::new();
    for question in card.questions() {
        if is_shown(question, &marks) {
            marks.push(mark(call, question, ear, &mut dice));
        }
    }
    let notes = remarks(call.agent, card, &marks, &mut dice);
    Judgement { marks, notes }
}

fn is_shown(question: &Question, marks: &[Mark]) -> bool {
    let Some(condition) = &question.show_when else { return true };
    marks
        .iter()
        .filter(|mark| mark.question == condition.question)
        .filter_map(|mark| mark.option.as_ref())
        .any(|option| condition.is.contains(option))
}

fn mark(call: &PastCall, question: &Question, ear: Ear, dice: &mut Dice) -> Mark {
    if question.not_applicable.is_some() && !applies(call, question, dice) {
        return Mark::not_applicable(question.key.clone());
    }
    let chosen = if dice.happens(chance_of_fault(call, question, ear)) {
        lesser(question, dice)
    } else {
        best(question, dice)
    };
    let requires = |what| chosen.is_some_and(|option| option.require.contains(&what));
    let fault = about(&question.key, call.agent.team.language).map(|phrase| phrase.fault.to_owned());
    Mark {
        question: question.key.clone(),
        option: chosen.map(|option| option.key.clone()),
        comment: fault.filter(|_| requires(Requirement::Comment)),
        causes: Vec::new(),
        attribution: None,
        evidence: if requires(Requirement::Evidence) { vec![proof(call, question)] } else { Vec::new() },
    }
}

/// Evidence of the first kind that the question accepts.
fn proof(call: &PastCall, question: &Question) -> Evidence {
    match question.evidence.first() {
        Some(EvidenceKind::Record) => Evidence::Record,
        Some(EvidenceKind::NotSaid) => Evidence::NotSaid,
        Some(EvidenceKind::Range) | None => {
            let end_ms = i64::try_from(call.duration.as_millis()).unwrap_or(0);
            Span { start_ms: 0, end_ms, channel: None }.evidence()
        }
    }
}

fn applies(call: &PastCall, question: &Question, dice: &mut Dice) -> bool {
    let is_fault = question.key == call.agent.habit.fault;
    let seldom = SELDOM_APPLIES.iter().find(|(key, _)| *key == question.key);
    match seldom {
        // What somebody keeps getting wrong comes up on their calls.
        _ if is_fault => true,
        Some((_, 0)) => call.disposition == SOLD,
        Some((_, chance)) => dice.happens(*chance),
        None => true,
    }
}

fn chance_of_fault(call: &PastCall, question: &Question, ear: Ear) -> u32 {
    let habit = call.agent.habit;
    let of_habit = if question.key == habit.fault {
        habit.fault_chance
    } else if habit.strengths.contains(&question.key.as_str()) {
        1
    } else {
        habit.slips
    };
    habit.in_week(of_habit, call.week, call.agent.since_week) + ear.0
}

/// The options that can be chosen without making anything void, best first.
fn harmless(question: &Question) -> Vec<&AnswerOption> {
    let mut options: Vec<&AnswerOption> =
        question.options.iter().filter(|option| option.fatal.is_none()).collect();
    options.sort_by(|one, other| other.score.cmp(&one.score));
    options
}

/// One of the options that lose nothing.
fn best<'a>(question: &'a Question, dice: &mut Dice) -> Option<&'a AnswerOption> {
    let options = harmless(question);
    let top = options.first()?.score.clone();
    let tops: Vec<&AnswerOption> = options.into_iter().filter(|option| option.score == top).collect();
    // The first of them is the usual one.
    if dice.happens(70) { tops.first().copied() } else { dice.one_of(&tops).copied() }
}

/// One of the options that lose something, mostly the mildest. A fatal one is chosen by a person
/// on a real call, never here.
fn lesser<'a>(question: &'a Question, dice: &mut Dice) -> Option<&'a AnswerOption> {
    let options = harmless(question);
    let top = options.first()?.score.clone();
    let lower: Vec<&AnswerOption> = options.iter().copied().filter(|option| option.score != top).collect();
    let mildest_first = if dice.happens(75) { lower.first() } else { lower.last() };
    mildest_first.or(options.first()).copied()
}

/// What went well, and the one thing to change.
fn remarks(agent: &Agent, card: &Scorecard, marks: &[Mark], dice: &mut Dice) -> Vec<Remark> {
    let language = agent.team.language;
    let (lost, kept): (Vec<&Mark>, Vec<&Mark>) =
        marks.iter().filter(|mark| mark.option.is_some()).partition(|mark| lost_something(card, mark));
    let mut remarks: Vec<Remark> =
        strength(agent, &kept, language, dice).map(Remark::strength).into_iter().collect();
    let most_telling =
        lost.iter().find(|mark| mark.question == agent.habit.fault).or_else(|| dice.one_of(&lost));
    remarks.extend(most_telling.and_then(|mark| about(&mark.question, language)).map(Remark::one_change));
    if lost.is_empty() {
        remarks.push(Remark::one_step_further(language));
    }
    remarks
}

fn lost_something(card: &Scorecard, mark: &Mark) -> bool {
    let Some(question) = card.question(&mark.question) else { return false };
    let score =
        mark.option.as_deref().and_then(|key| question.option(key)).and_then(|option| option.score.clone());
    score.is_some_and(|score| score < question.highest_score())
}

/// Something that the agent is good at, or else anything that was all right.
fn strength(agent: &Agent, kept: &[&Mark], language: Language, dice: &mut Dice) -> Option<&'static Phrase> {
    let own: Vec<&&Mark> =
        kept.iter().filter(|mark| agent.habit.strengths.contains(&mark.question.as_str())).collect();
    let chosen = dice.one_of(&own).copied().or_else(|| kept.first())?;
    about(&chosen.question, language)
}

impl Remark {
    fn strength(phrase: &Phrase) -> Self {
        Self::new(true, false, phrase.praise, "")
    }

    fn one_change(phrase: &Phrase) -> Self {
        Self::new(false, true, phrase.fault, phrase.say_instead)
    }

    /// Nothing was lost, and there is still something to try.
    fn one_step_further(language: Language) -> Self {
        Self::new(false, false, one_step_further(language), "")
    }

    fn new(is_strength: bool, is_one_change: bool, text: &str, say_instead: &str) -> Self {
        Self {
            is_strength,
            is_one_change,
            text: text.to_owned(),
            say_instead: Some(say_instead.to_owned()).filter(|words| !words.is_empty()),
            span: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::demo::calendar::{Calendar, WEEKS};
    use crate::cli::demo::past_calls::past_calls;
    use crate::scoring::{Answer, Answers, read_template, score};
    use jiff::tz::TimeZone;

    fn card(key: &str) -> Scorecard {
        let path = format!("{}/scoring-templates/{key}.yaml", env!("CARGO_MANIFEST_DIR"));
        read_template(&std::fs::read_to_string(path).unwrap()).unwrap()
    }

    fn total(call: &PastCall, card: &Scorecard, ear: Ear) -> f64 {
        let answers: Answers = judge(call, card, ear)
            .marks
            .into_iter()
            .map(|mark| {
                (mark.question, mark.option.map_or_else(Answer::not_applicable, |key| Answer::options([key])))
            })
            .collect();
        let score = serde_json::to_value(score(card, &answers).unwrap()).unwrap();
        score["total"].as_f64().unwrap()
    }

    fn calls() -> Vec<PastCall> {
        let now = "2026-11-22T20:00:00+08:00".parse().unwrap();
        let calls = past_calls(&Calendar::new(now, TimeZone::get("Asia/Shanghai").unwrap()));
        calls.into_iter().filter(|call| call.is_scored).collect()
    }

    fn average(of: impl Iterator<Item = f64>) -> f64 {
        let totals: Vec<f64> = of.collect();
        totals.iter().sum::<f64>() / f64::from(u32::try_from(totals.len()).unwrap())
    }

    fn of_agent(sign_in: &str, weeks: std::ops::RangeInclusive<u32>) -> f64 {
        let calls = calls();
        average(
            calls
                .iter()
                .filter(|call| call.agent.sign_in == sign_in && weeks.contains(&call.week))
                .map(|call| total(call, &card(call.agent.team.project.card), Ear(2))),
        )
    }

    #[test]
    fn every_call_can_be_scored_and_is_told_what_went_well_and_what_to_try() {
        for call in calls() {
            let card = card(call.agent.team.project.card);
            let judgement = judge(&call, &card, Ear(0));
            assert!((0.0..=100.0).contains(&total(&call, &card, Ear(0))));
            assert!(judgement.notes.iter().any(|note| note.is_strength), "{}", call.native_id);
            assert!(judgement.notes.iter().any(|note| !note.is_strength), "{}", call.native_id);
            assert!(judgement.notes.iter().filter(|note| note.is_one_change).count() <= 1);
        }
    }

    #[test]
    fn the_best_are_better_and_coaching_and_time_help() {
        assert!(of_agent("zhoumin", 0..=WEEKS) > of_agent("dean", 0..=WEEKS) + 5.0);
        assert!(of_agent("zhaolei", 6..=WEEKS) > of_agent("zhaolei", 0..=4) + 2.0);
        assert!(of_agent("chenxiaoyu", 6..=WEEKS) > of_agent("chenxiaoyu", 3..=4) + 2.0);
    }

    #[test]
    fn scores_are_neither_all_passes_nor_all_fails() {
        let calls = calls();
        let totals: Vec<f64> =
            calls.iter().map(|call| total(call, &card(call.agent.team.project.card), Ear(2))).collect();
        let passed = totals.iter().filter(|total| **total >= 85.0).count() * 100 / totals.len();
        assert!((55..=90).contains(&passed), "{passed} %");
    }
}
