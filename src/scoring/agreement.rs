//! How far two scorings of the same call agree (评分一致性): item by item, and over all of them.

use super::answers::Answer;
use super::record::ScoreRecord;
use super::response::Responses;
use super::scorecard::Scorecard;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One item as both answered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAgreement {
    /// The key of the question.
    pub question: String,
    /// What was agreed on.
    pub agreed: Answer,
    /// What was given.
    pub given: Answer,
    /// Whether that is the same.
    pub is_alike: bool,
}

/// How far a scoring agrees with the one that was agreed on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// The items that either of them answered, in card order.
    pub items: Vec<ItemAgreement>,
}

/// What an item came to, whatever its options are called: what different items have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It lost nothing.
    Kept,
    /// It lost points.
    Lost,
    /// It did not count: not applicable, or not asked.
    NotCounted,
}

/// How often the one said what while the other said what: the rows are what was agreed on, the columns what
/// was given, each in the order kept, lost, not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Verdicts(pub [[u32; 3]; 3]);

/// Compares what was given with what was agreed on. Options are alike in whatever order they were chosen;
/// comments, causes and evidence are not compared. An item that neither answered (it was not asked) is left
/// out.
#[must_use]
pub fn agreement(card: &Scorecard, agreed: &Responses, given: &Responses) -> Agreement {
    let items = card.questions().filter_map(|question| {
        let (agreed, given) = (answer_to(agreed, &question.key), answer_to(given, &question.key));
        let is_alike = agreed == given;
        (!agreed.is_empty() || !given.is_empty()).then(|| ItemAgreement {
            question: question.key.clone(),
            agreed,
            given,
            is_alike,
        })
    });
    Agreement { items: items.collect() }
}

/// The answer in one order: "not applicable" wins over any option.
fn answer_to(responses: &Responses, question: &str) -> Answer {
    let Some(response) = responses.to(question) else { return Answer::default() };
    if response.not_applicable {
        return Answer::not_applicable();
    }
    let mut options = response.options.clone();
    options.sort();
    Answer { options, not_applicable: false }
}

impl Agreement {
    /// How many items were compared.
    #[must_use]
    pub fn items(&self) -> u32 {
        u32::try_from(self.items.len()).unwrap_or(u32::MAX)
    }

    /// How many of them are alike.
    #[must_use]
    pub fn alike(&self) -> u32 {
        u32::try_from(self.items.iter().filter(|item| item.is_alike).count()).unwrap_or(u32::MAX)
    }
}

impl Verdict {
    fn of(record: &ScoreRecord) -> BTreeMap<&str, Self> {
        let verdicts = record.questions().map(|line| {
            let verdict = match (line.counted, line.lost > 0.0) {
                (false, _) => Self::NotCounted,
                (true, true) => Self::Lost,
                (true, false) => Self::Kept,
            };
            (line.question, verdict)
        });
        verdicts.collect()
    }

    fn place(self) -> usize {
        match self {
            Self::Kept => 0,
            Self::Lost => 1,
            Self::NotCounted => 2,
        }
    }
}

impl Verdicts {
    /// What both scores of one call say of each item that counted for either.
    #[must_use]
    pub fn of(agreed: &ScoreRecord, given: &ScoreRecord) -> Self {
        let (agreed, given) = (Verdict::of(agreed), Verdict::of(given));
        let mut counts = Self::default();
        for (question, one) in &agreed {
            let other = given.get(question).copied().unwrap_or(Verdict::NotCounted);
            if (*one, other) != (Verdict::NotCounted, Verdict::NotCounted) {
                counts.note(*one, other);
            }
        }
        counts
    }

    fn note(&mut self, agreed: Verdict, given: Verdict) {
        if let Some(cell) = self.0.get_mut(agreed.place()).and_then(|row| row.get_mut(given.place())) {
            *cell = cell.saturating_add(1);
        }
    }

    /// Both together: of several calls.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut sum = self;
        for (row, more) in sum.0.iter_mut().zip(other.0) {
            for (cell, count) in row.iter_mut().zip(more) {
                *cell = cell.saturating_add(count);
            }
        }
        sum
    }

    /// Cohen's kappa: how much more they agree than chance would, from -1 to 1 (Cohen 1960, "A coefficient
    /// of agreement for nominal scales"). `None` where it is not defined: nothing was compared, or both
    /// said the same one thing of everything, so that chance alone agrees.
    #[must_use]
    pub fn kappa(&self) -> Option<f64> {
        let total: f64 = self.0.iter().flatten().map(|count| f64::from(*count)).sum();
        if total == 0.0 {
            return None;
        }
        let mut alike = 0.0;
        let mut by_chance = 0.0;
        for place in 0..3 {
            let row: f64 = self.0.get(place)?.iter().map(|count| f64::from(*count)).sum();
            let column: f64 = self.0.iter().filter_map(|row| row.get(place)).map(|one| f64::from(*one)).sum();
            alike += f64::from(*self.0.get(place)?.get(place)?);
            by_chance += row * column;
        }
        let (alike, by_chance) = (alike / total, by_chance / (total * total));
        // One row and one column hold everything: only then it is one, and exactly so.
        (by_chance < 1.0).then(|| (alike - by_chance) / (1.0 - by_chance))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::{Response, read_template, score};
    use proptest::prelude::*;

    fn card() -> Scorecard {
        read_template(include_str!("../../scoring-templates/telesales.yaml")).unwrap()
    }

    fn chosen(options: &[&str]) -> Response {
        Response { options: options.iter().map(|key| (*key).to_owned()).collect(), ..Response::default() }
    }

    fn responses(pairs: &[(&str, Response)]) -> Responses {
        Responses(pairs.iter().map(|(key, response)| ((*key).to_owned(), response.clone())).collect())
    }

    #[test]
    fn items_are_compared_one_by_one_in_card_order() {
        let card = card();
        let keys: Vec<&str> = card.questions().map(|question| question.key.as_str()).collect();
        let agreed = responses(&[(keys[2], chosen(&["b", "a"])), (keys[0], chosen(&["a"]))]);
        let not_applicable = Response { not_applicable: true, ..chosen(&["a"]) };
        let commented = Response { comment: Some("heard at 0:12".to_owned()), ..chosen(&["a", "b"]) };
        let given = responses(&[
            (keys[2], commented),
            (keys[0], not_applicable),
            ("of another card", chosen(&["a"])),
        ]);
        let found = agreement(&card, &agreed, &given);
        assert_eq!((found.items(), found.alike()), (2, 1));
        let told: Vec<(&str, bool)> =
            found.items.iter().map(|item| (item.question.as_str(), item.is_alike)).collect();
        assert_eq!(told, [(keys[0], false), (keys[2], true)]);
        assert_eq!(found.items[0].given, Answer::not_applicable());
        assert_eq!(agreement(&card, &Responses::default(), &Responses::default()).items(), 0);
    }

    #[test]
    fn kappa_is_what_the_textbook_says_and_nothing_where_it_is_not_defined() {
        // Two raters, 50 grants: both yes 20, both no 15, apart 5 and 10: 0.4.
        let kappa = Verdicts([[20, 5, 0], [10, 15, 0], [0, 0, 0]]).kappa().unwrap();
        assert!((kappa - 0.4).abs() < 1e-12, "{kappa}");
        assert_eq!(Verdicts::default().kappa(), None);
        assert_eq!(Verdicts([[9, 0, 0], [0, 0, 0], [0, 0, 0]]).kappa(), None);
        assert_eq!(Verdicts([[5, 0, 0], [0, 5, 0], [0, 0, 0]]).kappa(), Some(1.0));
        assert_eq!(Verdicts([[0, 5, 0], [5, 0, 0], [0, 0, 0]]).kappa(), Some(-1.0));
        // One said of everything the same: no better than chance.
        assert_eq!(Verdicts([[5, 0, 0], [5, 0, 0], [0, 0, 0]]).kappa(), Some(0.0));
    }

    #[test]
    fn two_scores_are_compared_by_what_each_item_came_to() {
        let card = card();
        let best = |other: Option<&str>| {
            let all = card.questions().map(|question| {
                let worst = question.options.last().map(|option| option.key.as_str()).unwrap_or_default();
                let first = question.options.first().map(|option| option.key.as_str()).unwrap_or_default();
                let key = if other == Some(question.key.as_str()) { worst } else { first };
                (question.key.clone(), chosen(&[key]))
            });
            let given = Responses(all.collect());
            ScoreRecord::of(&score(&card, &given.answers()).unwrap()).unwrap()
        };
        let same = best(None);
        let Verdicts(counts) = Verdicts::of(&same, &same);
        let on_the_diagonal: u32 = (0..3).map(|place| counts[place][place]).sum();
        assert_eq!(counts.iter().flatten().sum::<u32>(), on_the_diagonal);
        let asked = card.questions().next().unwrap().key.clone();
        assert_ne!(Verdicts::of(&same, &best(Some(&asked))), Verdicts::of(&same, &same));
    }

    fn table() -> impl Strategy<Value = Verdicts> {
        prop::array::uniform3(prop::array::uniform3(0_u32..1_000)).prop_map(Verdicts)
    }

    proptest! {
        #[test]
        fn kappa_stays_between_its_ends_and_does_not_care_who_is_who(counts in table()) {
            let turned = Verdicts(std::array::from_fn(|row| std::array::from_fn(|column| counts.0[column][row])));
            match (counts.kappa(), turned.kappa()) {
                (None, None) => {}
                (Some(one), Some(other)) => {
                    prop_assert!((-1.0 - 1e-9..=1.0 + 1e-9).contains(&one), "{}", one);
                    prop_assert!((one - other).abs() < 1e-9);
                }
                (one, other) => prop_assert_eq!(one, other),
            }
        }

        #[test]
        fn a_scoring_agrees_with_itself_and_as_far_in_both_directions(
            one in prop::collection::vec(0_usize..4, 40), other in prop::collection::vec(0_usize..4, 40),
        ) {
            let card = card();
            let given = |picks: &[usize]| {
                let answer = |(question, pick): (&crate::scoring::Question, &usize)| {
                    let option = question.options.get(*pick).map(|option| option.key.clone());
                    (question.key.clone(), Response { options: option.into_iter().collect(), ..Response::default() })
                };
                Responses(card.questions().zip(picks).map(answer).collect())
            };
            let (one, other) = (given(&one), given(&other));
            let itself = agreement(&card, &one, &one);
            prop_assert_eq!(itself.alike(), itself.items());
            let (there, back) = (agreement(&card, &one, &other), agreement(&card, &other, &one));
            prop_assert_eq!((there.alike(), there.items()), (back.alike(), back.items()));
            prop_assert!(there.alike() <= there.items());
        }
    }
}
