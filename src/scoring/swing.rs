//! Where "not applicable" swings a score: what a question leaves when it does not count falls to
//! others, and a slip there costs much more than the page says.

use super::marking::{Marked, mark_without};
use super::number::Figure;
use super::result::of_marked;
use super::scorecard::{Method, NotApplicable, Redistribute, Scorecard};
use num_bigint::BigInt;
use num_rational::BigRational;

/// From how many points of 100 on that a question becomes dearer it is told.
const TOLD_FROM: i64 = 5;

/// A question that becomes much dearer when others are not applicable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swing {
    /// The keys of the questions that are not applicable: one, or all that can be in a section.
    pub not_applicable: Vec<String>,
    /// The key of the question that becomes dearer.
    pub question: String,
    /// What it is worth of 100 when everything counts.
    pub worth: Figure,
    /// What it is worth then.
    pub becomes: Figure,
    /// What it would be worth then with `redistribute: card`; none: the card does that already.
    pub with_card: Option<Figure>,
}

/// The swings of a card, in card order: for each question that "not applicable" excludes, and for
/// all such of a section together, the question that becomes dearer by most, where that is at
/// least five points of 100. A points card has none: there what is excluded costs nothing.
#[must_use]
pub fn swings(card: &Scorecard) -> Vec<Swing> {
    let Method::Weighted { redistribute } = card.method else { return Vec::new() };
    let spread = (redistribute == Redistribute::Section).then(|| {
        let method = Method::Weighted { redistribute: Redistribute::Card };
        Scorecard { method, ..card.clone() }
    });
    let mut swings = Vec::new();
    for section in card.sections.iter().filter(|section| !section.bonus) {
        let excludable: Vec<&str> = section
            .questions
            .iter()
            .filter(|question| question.scored && question.not_applicable == Some(NotApplicable::Excluded))
            .map(|question| question.key.as_str())
            .collect();
        let alone: Vec<Swing> =
            excludable.iter().filter_map(|key| swing(card, spread.as_ref(), &[key])).collect();
        // Several together are told only where none of them is told alone.
        if alone.is_empty() && excludable.len() > 1 {
            swings.extend(swing(card, spread.as_ref(), &excludable));
        }
        swings.extend(alone);
    }
    swings
}

fn swing(card: &Scorecard, spread: Option<&Scorecard>, without: &[&str]) -> Option<Swing> {
    let all = shares(card, &[]);
    let left = shares(card, without);
    let dearer = |(key, becomes): &(&str, Figure)| {
        let worth = all.iter().find(|(other, _)| other == key).map(|(_, worth)| worth.clone())?;
        let rise = becomes.exact() - worth.exact();
        Some(((*key).to_owned(), worth, becomes.clone(), rise))
    };
    let (question, worth, becomes, rise) =
        left.iter().filter_map(dearer).reduce(|most, other| if other.3 > most.3 { other } else { most })?;
    if rise < BigRational::from_integer(BigInt::from(TOLD_FROM)) {
        return None;
    }
    let with_card = spread.and_then(|spread| {
        shares(spread, without).into_iter().find(|(key, _)| *key == question).map(|(_, share)| share)
    });
    let not_applicable = without.iter().map(|key| (*key).to_owned()).collect();
    Some(Swing { not_applicable, question, worth, becomes, with_card })
}

/// What each counted question is worth of 100 while these do not count; bonus sections aside.
fn shares<'c>(card: &'c Scorecard, without: &[&str]) -> Vec<(&'c str, Figure)> {
    let marked: Vec<Vec<Marked<'c>>> = mark_without(card, without);
    let traced = of_marked(card, &marked).trace.questions;
    let regular = card
        .sections
        .iter()
        .flat_map(|section| section.questions.iter().map(move |question| (section.bonus, question)));
    regular
        .zip(traced)
        .filter(|((bonus, _), _)| !bonus)
        .filter_map(|((_, question), line)| Some((question.key.as_str(), line.share?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::read_template;

    const INBOUND: &str = include_str!("../../scoring-templates/inbound-service.yaml");
    const TELESALES: &str = include_str!("../../scoring-templates/telesales.yaml");

    fn told(card: &Scorecard) -> Vec<String> {
        let line = |swing: &Swing| {
            let with_card = swing.with_card.as_ref().map(|share| format!(", {share} over the card"));
            let others = swing.not_applicable.join("+");
            let card = with_card.unwrap_or_default();
            format!("{others}: {} {} -> {}{card}", swing.question, swing.worth, swing.becomes)
        };
        swings(card).iter().map(line).collect()
    }

    #[test]
    fn what_becomes_dearer_by_much_is_told() {
        let inbound = read_template(INBOUND).unwrap();
        assert_eq!(told(&inbound), ["identity: greeting 5.0 -> 15.0, 5.56 over the card",]);
        assert_eq!(told(&read_template(TELESALES).unwrap()), [""; 0]);
    }

    #[test]
    fn several_together_are_told_where_none_is_alone() {
        let text = "{key: c, method: weighted, sections: [
            {key: one, weight: 20, questions: [
                {key: a, weight: 10, options: [{key: x, score: 1}]},
                {key: b, weight: 5, options: [{key: x, score: 1}], not_applicable: excluded},
                {key: c, weight: 5, options: [{key: x, score: 1}], not_applicable: excluded}]},
            {key: two, weight: 80, questions: [{key: d, options: [{key: x, score: 1}]}]}]}";
        let card = read_template(text).unwrap();
        assert_eq!(told(&card), ["b+c: a 10.0 -> 20.0, 11.11 over the card"]);
        let spread = read_template(&text.replacen("weighted", "weighted, redistribute: card", 1)).unwrap();
        assert_eq!(told(&spread), ["b+c: d 80.0 -> 88.89"]);
    }
}
