//! Answers against the card: which questions are visible, which count, and what does not fit.

use super::answers::{Answer, Answers};
use super::number::Decimal;
use super::scorecard::{AnswerOption, Fatal, NotApplicable, Question, Scorecard, ShowWhen};
use super::trace::WhyNot;
use num_rational::BigRational;
use num_traits::Zero;
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// One answer that does not fit the scorecard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AnswerError {
    /// The key of the question.
    pub question: String,
    /// What kind of mistake, for programs.
    pub code: AnswerCode,
    /// One English sentence for people.
    pub message: String,
}

/// The kinds of mistakes in answers. The names on the wire never change once released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerCode {
    /// A visible question without an answer.
    Unanswered,
    /// A key that no question of the card has.
    UnknownQuestion,
    /// A key that no option of the question has.
    UnknownOption,
    /// "Not applicable" where it is not offered.
    NotApplicableNotOffered,
    /// Several options where one is allowed.
    SeveralOptions,
    /// An answer to a question that is not asked.
    HiddenQuestionAnswered,
}

impl AnswerCode {
    /// All of them, so that a test can find one without words or without documentation.
    pub const ALL: [Self; 6] = [
        Self::Unanswered,
        Self::UnknownQuestion,
        Self::UnknownOption,
        Self::NotApplicableNotOffered,
        Self::SeveralOptions,
        Self::HiddenQuestionAnswered,
    ];
}

/// One question with its answer, ready for the arithmetic.
pub(super) struct Marked<'c> {
    pub(super) question: &'c Question,
    pub(super) standing: Standing,
    /// The options chosen, in the order given; empty where none was.
    pub(super) chosen: Vec<&'c AnswerOption>,
}

/// Whether a question takes part in the sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Counted,
    /// It will count, but has no answer that fits yet: it stands as if nothing were lost.
    Awaited,
    /// Its condition does not hold.
    Hidden,
    /// It is asked and reported, and outside every sum.
    NotScored,
    /// Answered "not applicable", which excludes it.
    Excluded,
}

impl Marked<'_> {
    pub(super) fn counts(&self) -> bool {
        matches!(self.standing, Standing::Counted | Standing::Awaited)
    }

    /// Whether it only stands as if nothing were lost.
    pub(super) fn is_awaited(&self) -> bool {
        self.standing == Standing::Awaited
    }

    /// Whether it would count but for "not applicable".
    pub(super) fn is_visible_and_scored(&self) -> bool {
        self.counts() || self.standing == Standing::Excluded
    }

    /// Why it does not count; `None` where it does.
    pub(super) fn why_not(&self) -> Option<WhyNot> {
        match self.standing {
            Standing::Counted | Standing::Awaited => None,
            Standing::Hidden => Some(WhyNot::Hidden),
            Standing::NotScored => Some(WhyNot::NotScored),
            Standing::Excluded => Some(WhyNot::NotApplicable),
        }
    }

    /// What the answer scores: the sum of its options, or the score of "not applicable".
    pub(super) fn score(&self) -> BigRational {
        match &self.question.not_applicable {
            Some(NotApplicable::Score(score)) if self.chosen.is_empty() => score.exact().clone(),
            _ => self
                .chosen
                .iter()
                .filter_map(|option| option.score.as_ref().map(Decimal::exact))
                .fold(BigRational::zero(), |sum, score| sum + score),
        }
    }

    pub(super) fn is_fatal(&self) -> bool {
        self.chosen.iter().any(|option| option.fatal.is_some())
    }

    pub(super) fn is_fatal_for(&self, scope: Fatal) -> bool {
        self.chosen.iter().any(|option| option.fatal == Some(scope))
    }
}

/// Marks every question of the card, section by section, or says what does not fit: one error a
/// question in card order, unknown questions last.
pub(super) fn mark<'c>(
    card: &'c Scorecard,
    answers: &Answers,
) -> Result<Vec<Vec<Marked<'c>>>, Vec<AnswerError>> {
    let (marked, errors) = mark_so_far(card, answers);
    if errors.is_empty() { Ok(marked) } else { Err(errors) }
}

/// Marks what fits so far; a visible question whose answer is missing or does not fit is awaited.
/// Beside it what does not fit, as [`mark`] says it.
pub(super) fn mark_so_far<'c>(
    card: &'c Scorecard,
    answers: &Answers,
) -> (Vec<Vec<Marked<'c>>>, Vec<AnswerError>) {
    let mut marking = Marking { answers, chosen: HashMap::new(), errors: Vec::new() };
    let sections = card.sections.iter();
    let marked =
        sections.map(|section| section.questions.iter().map(|question| marking.mark(question)).collect());
    let marked: Vec<Vec<Marked<'c>>> = marked.collect();
    let known: HashSet<&str> = card.questions().map(|question| question.key.as_str()).collect();
    for key in answers.questions().filter(|key| !known.contains(key)) {
        marking.refuse(key, AnswerCode::UnknownQuestion, "the scorecard has no such question".to_owned());
    }
    (marked, marking.errors)
}

/// As [`mark_so_far`], but what is awaited is excluded: nothing is assumed about it.
pub(super) fn mark_known<'c>(
    card: &'c Scorecard,
    answers: &Answers,
) -> (Vec<Vec<Marked<'c>>>, Vec<AnswerError>) {
    let (mut marked, errors) = mark_so_far(card, answers);
    for marked in marked.iter_mut().flatten().filter(|marked| marked.is_awaited()) {
        marked.standing = Standing::Excluded;
    }
    (marked, errors)
}

/// The card with every question visible and awaited.
pub(super) fn mark_as_awaited(card: &Scorecard) -> Vec<Vec<Marked<'_>>> {
    mark_without(card, &[])
}

/// The card with every question visible and awaited, but for these, which are excluded.
pub(super) fn mark_without<'c>(card: &'c Scorecard, without: &[&str]) -> Vec<Vec<Marked<'c>>> {
    let marked = |question: &'c Question| {
        let excluded = without.contains(&question.key.as_str());
        let standing = if excluded { Standing::Excluded } else { Standing::Awaited };
        Marked { question, standing: standing_of(question, standing), chosen: Vec::new() }
    };
    card.sections.iter().map(|section| section.questions.iter().map(marked).collect()).collect()
}

struct Marking<'a, 'c> {
    answers: &'a Answers,
    /// What was chosen at each visible question so far, for the conditions of later ones.
    chosen: HashMap<&'c str, HashSet<&'a str>>,
    errors: Vec<AnswerError>,
}

impl<'a, 'c> Marking<'a, 'c> {
    fn mark(&mut self, question: &'c Question) -> Marked<'c> {
        let answer = self.answers.to(&question.key);
        let visible = question.show_when.as_ref().is_none_or(|condition| self.holds(condition));
        if visible {
            self.remember(question, answer);
        }
        let misfit = misfit(question, answer, visible);
        let answer = answer.filter(|_| misfit.is_none());
        if let Some((code, message)) = misfit {
            self.refuse(&question.key, code, message);
        }
        let standing = if visible { standing(question, answer) } else { Standing::Hidden };
        let keys = answer.filter(|answer| !answer.not_applicable).map(|answer| &answer.options);
        let chosen = keys.into_iter().flatten().filter_map(|key| question.option(key)).collect();
        Marked { question, standing, chosen }
    }

    /// True when the question referred to is itself visible and an option chosen there is named.
    fn holds(&self, condition: &ShowWhen) -> bool {
        let chosen = self.chosen.get(condition.question.as_str());
        chosen.is_some_and(|chosen| condition.is.iter().any(|key| chosen.contains(key.as_str())))
    }

    fn remember(&mut self, question: &'c Question, answer: Option<&'a Answer>) {
        if let Some(answer) = answer.filter(|answer| !answer.not_applicable) {
            let keys = answer.options.iter().map(String::as_str);
            self.chosen.insert(&question.key, keys.collect());
        }
    }

    fn refuse(&mut self, question: &str, code: AnswerCode, message: String) {
        self.errors.push(AnswerError { question: question.to_owned(), code, message });
    }
}

/// How a visible question stands with an answer that fits, or without one.
fn standing(question: &Question, answer: Option<&Answer>) -> Standing {
    let excludes = question.not_applicable == Some(NotApplicable::Excluded);
    match answer {
        None => standing_of(question, Standing::Awaited),
        Some(answer) if answer.not_applicable && excludes => standing_of(question, Standing::Excluded),
        Some(_) => standing_of(question, Standing::Counted),
    }
}

/// `standing`, unless the question is not scored.
fn standing_of(question: &Question, standing: Standing) -> Standing {
    if question.scored { standing } else { Standing::NotScored }
}

/// The first reason why an answer does not fit its question.
fn misfit(question: &Question, answer: Option<&Answer>, visible: bool) -> Option<(AnswerCode, String)> {
    let Some(answer) = answer else {
        let message = "this question has no answer; choose an option".to_owned();
        return visible.then_some((AnswerCode::Unanswered, message));
    };
    if !visible {
        let message = "this question is not asked here, by its condition; take the answer away".to_owned();
        return Some((AnswerCode::HiddenQuestionAnswered, message));
    }
    if answer.not_applicable {
        let message = "this question does not offer \"not applicable\"; choose an option".to_owned();
        let offered = question.not_applicable.is_some();
        return (!offered).then_some((AnswerCode::NotApplicableNotOffered, message));
    }
    if let Some(key) = answer.options.iter().find(|key| question.option(key).is_none()) {
        let message = format!("this question has no option \"{key}\"");
        return Some((AnswerCode::UnknownOption, message));
    }
    if answer.options.len() > 1 && !question.multiple {
        let message = "this question takes one option; leave only one".to_owned();
        return Some((AnswerCode::SeveralOptions, message));
    }
    None
}

#[cfg(test)]
mod tests;
