//! The score while it is being made: what is lost so far, and what still waits for an answer.
//!
//! A question without an answer that fits stands as if nothing were lost, so that what is lost
//! only ever comes from what was chosen. There is a total once every visible question is answered,
//! and then it is that of [`score`](super::score), to the last digit.

use super::answers::Answers;
use super::marking::{AnswerError, mark_as_awaited, mark_so_far};
use super::number::Figure;
use super::result::{Score, of_marked};
use super::scorecard::Scorecard;
use super::trace::WhyNot;
use num_traits::Zero;

/// The score so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Whether every visible question has an answer that fits, and nothing else is answered.
    pub complete: bool,
    /// The score; while it is not complete, without any figure of the whole.
    pub score: Score,
    /// What was lost so far, in card order; only questions that lost something.
    pub lost: Vec<Loss>,
    /// The keys of the questions that are not asked, by their conditions.
    pub hidden: Vec<String>,
    /// What does not fit yet, as [`score`](super::score) says it.
    pub errors: Vec<AnswerError>,
}

/// What one question lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Its key.
    pub question: String,
    /// How many points of the total; above 0.
    pub points: Figure,
}

/// Scores the answers as far as they go.
#[must_use]
pub fn preview(card: &Scorecard, answers: &Answers) -> Preview {
    let (marked, errors) = mark_so_far(card, answers);
    let mut score = of_marked(card, &marked);
    let questions = &score.trace.questions;
    let lost = questions
        .iter()
        .filter(|question| !question.lost.exact().is_zero())
        .map(|question| Loss { question: question.question.clone(), points: question.lost.clone() })
        .collect();
    let is_hidden = |why_not| why_not == Some(WhyNot::Hidden);
    let hidden = questions.iter().filter(|question| is_hidden(question.why_not));
    let hidden = hidden.map(|question| question.question.clone()).collect();
    let complete = errors.is_empty();
    if !complete {
        score = Score {
            total: None,
            passed: None,
            band: None,
            score_before_fatal: None,
            critical: None,
            ..score
        };
    }
    Preview { complete, score, lost, hidden, errors }
}

/// What each question is worth of 100 when every question counts (分值): in card order, nothing
/// for one that is not scored, and in a bonus section the points it can add. A points card has no
/// such shares.
#[must_use]
pub fn shares(card: &Scorecard) -> Vec<(&str, Option<Figure>)> {
    let traced = of_marked(card, &mark_as_awaited(card)).trace.questions;
    card.questions()
        .map(|question| question.key.as_str())
        .zip(traced.into_iter().map(|line| line.share))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{Answer, read_answers, read_template, score};

    const INBOUND: &str = include_str!("../../scoring-templates/inbound-service.yaml");
    const TELESALES: &str = include_str!("../../scoring-templates/telesales.yaml");

    fn lost(preview: &Preview) -> Vec<(&str, String)> {
        preview.lost.iter().map(|loss| (loss.question.as_str(), loss.points.to_string())).collect()
    }

    #[test]
    fn nothing_is_lost_before_the_first_answer() {
        for card in [INBOUND, TELESALES] {
            let card = read_template(card).unwrap();
            let preview = preview(&card, &Answers::default());
            assert!(!preview.complete && preview.lost.is_empty());
            assert_eq!((preview.score.total, preview.score.passed, preview.score.band), (None, None, None));
            assert_eq!(preview.errors.len(), card.questions().count() - preview.hidden.len());
        }
    }

    #[test]
    fn what_is_lost_comes_from_what_was_chosen() {
        let card = read_template(INBOUND).unwrap();
        let answers = read_answers("{greeting: {option: partly}, clarify: {option: unknown}}").unwrap();
        let preview = preview(&card, &answers);
        assert_eq!(lost(&preview), [("greeting", "2.5".to_owned())]);
        assert_eq!(preview.hidden, ["promise"]);
        let telesales = read_template(TELESALES).unwrap();
        let answers = [("terms", Answer::options(["incomplete"]))].into_iter().collect();
        assert_eq!(lost(&super::preview(&telesales, &answers)), [("terms", "8.0".to_owned())]);
    }

    #[test]
    fn a_chosen_fatal_option_is_named_before_the_end() {
        let card = read_template(INBOUND).unwrap();
        let answers = read_answers("{identity: {option: disclosed-unverified}}").unwrap();
        assert_eq!(preview(&card, &answers).score.fatal, ["identity"]);
        assert!(score(&card, &answers).is_err());
    }

    #[test]
    fn shares_are_what_the_card_says() {
        let card = read_template(INBOUND).unwrap();
        let shares: Vec<(&str, String)> = shares(&card)
            .into_iter()
            .map(|(key, share)| (key, share.map(|share| share.to_string()).unwrap_or_default()))
            .collect();
        let greeting_and_promise =
            shares.iter().filter(|(key, _)| ["greeting", "promise"].contains(key)).cloned();
        assert_eq!(
            greeting_and_promise.collect::<Vec<_>>(),
            [("greeting", "5.0".to_owned()), ("promise", "6.0".to_owned())]
        );
        let telesales = read_template(TELESALES).unwrap();
        assert!(super::shares(&telesales).iter().all(|(_, share)| share.is_none()));
    }
}
