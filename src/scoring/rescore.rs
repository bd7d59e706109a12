//! Past answers on another scorecard: what an evaluation would have come to on a draft.

use super::answers::Answers;
use super::marking::{AnswerCode, mark_known};
use super::result::{Score, of_marked};
use super::scorecard::Scorecard;

/// A past evaluation on another card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescored {
    /// Its score there. What has no past answer stands outside every sum.
    pub score: Score,
    /// The keys of the questions that are asked there and have no past answer, in card order:
    /// they are new, or the option that was chosen is gone.
    pub unanswered: Vec<String>,
}

/// Scores past answers on another card. Answers to questions that it does not ask are passed over;
/// a question without a past answer does not count, so nothing is invented about it.
#[must_use]
pub fn rescore(card: &Scorecard, answers: &Answers) -> Rescored {
    let (marked, errors) = mark_known(card, answers);
    let is_open = |code| !matches!(code, AnswerCode::UnknownQuestion | AnswerCode::HiddenQuestionAnswered);
    let open = errors.into_iter().filter(|error| is_open(error.code));
    Rescored { score: of_marked(card, &marked), unanswered: open.map(|error| error.question).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{read_answers, read_template, score};

    const CARD: &str = "{key: c, method: weighted, pass: 80, sections: [{key: one, questions: [
        {key: a, weight: 3, options: [{key: right, score: 10}, {key: wrong, score: 0}]},
        {key: b, weight: 1, options: [{key: right, score: 10}, {key: wrong, score: 0}]}]}]}";

    fn rescored(card: &str, answers: &str) -> (Option<String>, Option<bool>, Vec<String>) {
        let rescored = rescore(&read_template(card).unwrap(), &read_answers(answers).unwrap());
        let total = rescored.score.total.map(|total| total.to_string());
        (total, rescored.score.passed, rescored.unanswered)
    }

    #[test]
    fn on_its_own_card_an_evaluation_comes_to_the_same() {
        let answers = "{a: {option: wrong}, b: {option: right}}";
        let card = read_template(CARD).unwrap();
        let read = read_answers(answers).unwrap();
        let rescored = rescore(&card, &read);
        assert_eq!((Ok(rescored.score), rescored.unanswered), (score(&card, &read), Vec::new()));
    }

    #[test]
    fn what_has_no_past_answer_is_named_and_does_not_count() {
        let expected = |total: &str, passed, open: &[&str]| {
            let open: Vec<String> = open.iter().map(|key| (*key).to_owned()).collect();
            (Some(total.to_owned()), Some(passed), open)
        };
        assert_eq!(rescored(CARD, "{a: {option: right}}"), expected("100.0", true, &["b"]));
        let gone = "{a: {option: slip}, b: {option: wrong}}";
        assert_eq!(rescored(CARD, gone), expected("0.0", false, &["a"]));
        let others = "{a: {option: right}, b: {option: right}, was: {option: right}}";
        assert_eq!(rescored(CARD, others), expected("100.0", true, &[]));
        assert_eq!(rescored(CARD, "{}"), (None, None, vec!["a".to_owned(), "b".to_owned()]));
    }

    #[test]
    fn a_points_card_deducts_only_what_was_chosen() {
        let card = "{key: p, method: points, points: {start: 100, floor: 0, ceiling: 100}, pass: 90,
            sections: [{key: one, questions: [
              {key: a, options: [{key: none, score: 0}, {key: bad, score: -20}]},
              {key: new, options: [{key: none, score: 0}, {key: bad, score: -5}]}]}]}";
        let (total, passed, open) = rescored(card, "{a: {option: bad}}");
        assert_eq!((total.as_deref(), passed, open), (Some("80.0"), Some(false), vec!["new".to_owned()]));
    }
}
