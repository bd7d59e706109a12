//! What holds for every card and every set of answers: random cards, random answers.

use super::*;
use num_rational::BigRational;
use num_traits::{Signed, Zero};
use proptest::prelude::*;
use serde_json::{Value, json};

/// A random card with answers that fit it.
#[derive(Debug, Clone)]
struct Case {
    card: Value,
    answers: Value,
}

/// The choices from which one question and its answer are made.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is one random choice, independent of the others")]
struct Seed {
    weight: usize,
    scores: Vec<u8>,
    picks: Vec<prop::sample::Index>,
    not_applicable: u8,
    answered_not_applicable: bool,
    critical: bool,
    scored: bool,
    multiple: bool,
    fatal: u8,
    depends: bool,
}

const WEIGHTS: [&str; 7] = ["1", "2", "3", "7", "12.5", "33.3", "0.1"];

fn seed() -> impl Strategy<Value = Seed> {
    let shape = (
        0..WEIGHTS.len(),
        prop::collection::vec(0_u8..=10, 1..5),
        prop::collection::vec(any::<prop::sample::Index>(), 1..6),
    );
    let rules = (
        0_u8..4,
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.85),
        any::<bool>(),
        0_u8..12,
        prop::bool::weighted(0.3),
    );
    (shape, rules).prop_map(
        |((weight, scores, picks), (na, answered_na, critical, scored, multiple, fatal, depends))| Seed {
            weight,
            scores,
            picks,
            not_applicable: na,
            answered_not_applicable: answered_na,
            critical,
            scored,
            multiple,
            fatal,
            depends,
        },
    )
}

fn sections() -> impl Strategy<Value = Vec<(Vec<Seed>, usize, bool)>> {
    let section = (prop::collection::vec(seed(), 1..5), 0..WEIGHTS.len(), prop::bool::weighted(0.2));
    prop::collection::vec(section, 1..5)
}

/// The options that a question offers and the keys that its answer chooses.
fn options(seed: &Seed, weighted: bool) -> (Vec<Value>, Vec<String>) {
    let mut scores = seed.scores.clone();
    if weighted && scores.iter().all(|score| *score == 0) {
        scores.push(3);
    }
    let fatal = match (seed.fatal, weighted) {
        (0, _) => Some("evaluation"),
        (1, true) => Some("section"),
        _ => None,
    };
    let options: Vec<Value> = scores
        .iter()
        .enumerate()
        .map(|(position, score)| {
            let mut option = json!({"key": format!("o{position}")});
            if seed.scored {
                option["score"] = if weighted { json!(score) } else { json!(4 - i32::from(*score)) };
                if let Some(scope) = fatal.filter(|_| position == 0) {
                    option["fatal"] = json!(scope);
                }
            }
            option
        })
        .collect();
    let several = seed.multiple && !weighted;
    let picks = seed.picks.iter().take(if several { usize::MAX } else { 1 });
    let chosen = picks.map(|pick| format!("o{}", pick.index(options.len()))).collect();
    (options, chosen)
}

/// Builds the card and its answers. Conditions always refer to the first question, which is always
/// answered with an option, so that reordering later questions keeps every card valid.
fn case(weighted: bool, redistribute: &str, seeds: &[(Vec<Seed>, usize, bool)]) -> Case {
    let mut answers = json!({});
    let mut first_chosen: Option<Vec<String>> = None;
    let mut sections = Vec::new();
    for (number, (questions, weight, bonus)) in seeds.iter().enumerate() {
        let bonus = *bonus && weighted;
        let mut written = Vec::new();
        for (position, seed) in questions.iter().enumerate() {
            let key = format!("s{number}q{position}");
            let (options, chosen) = options(seed, weighted);
            let mut question = json!({"key": key, "options": options, "scored": seed.scored});
            if weighted {
                question["weight"] = serde_json::from_str(WEIGHTS[seed.weight]).unwrap();
                question["critical"] = json!(seed.critical && seed.scored);
            } else if seed.multiple {
                question["multiple"] = json!(true);
                question["min"] = json!(-6);
                question["max"] = json!(5);
            }
            let offers = first_chosen.is_some() && !bonus && seed.not_applicable < 2;
            if offers {
                question["not_applicable"] =
                    if seed.not_applicable == 0 { json!("excluded") } else { json!({"score": 0}) };
            }
            let mut visible = true;
            if let Some(chosen) = first_chosen.as_ref().filter(|_| seed.depends) {
                question["show_when"] = json!({"question": "s0q0", "is": ["o0"]});
                visible = chosen.iter().any(|key| key == "o0");
            }
            if visible {
                answers[&key] = if offers && seed.answered_not_applicable {
                    json!({"not_applicable": true})
                } else {
                    json!({"options": chosen})
                };
            }
            first_chosen.get_or_insert(chosen);
            written.push(question);
        }
        let mut section = json!({"key": format!("s{number}"), "questions": written});
        if weighted {
            section["weight"] = serde_json::from_str(WEIGHTS[*weight]).unwrap();
            section["bonus"] = json!(bonus);
        }
        sections.push(section);
    }
    let mut card = json!({
        "key": "random", "method": if weighted { "weighted" } else { "points" }, "pass": 66.67,
        "bands": [{"key": "high", "from": 80}, {"key": "low", "from": 0}], "sections": sections,
    });
    if weighted {
        card["redistribute"] = json!(redistribute);
    } else {
        card["points"] = json!({"start": 100, "floor": 80, "ceiling": 105});
    }
    Case { card, answers }
}

fn any_case() -> impl Strategy<Value = Case> {
    (any::<bool>(), prop::sample::select(vec!["section", "card"]), sections())
        .prop_map(|(weighted, redistribute, seeds)| case(weighted, redistribute, &seeds))
}

fn weighted_case(redistribute: &'static str) -> impl Strategy<Value = Case> {
    sections().prop_map(move |seeds| case(true, redistribute, &seeds))
}

fn card_of(value: &Value) -> Scorecard {
    read_template(&value.to_string()).unwrap_or_else(|problems| panic!("{problems:#?}\n{value}"))
}

fn scored(card: &Value, answers: &Value) -> Score {
    let answers = read_answers(&answers.to_string()).unwrap();
    score(&card_of(card), &answers).unwrap_or_else(|errors| panic!("{errors:#?}\n{card}"))
}

fn sum<'n>(numbers: impl Iterator<Item = &'n BigRational>) -> BigRational {
    numbers.fold(BigRational::zero(), |sum, number| sum + number)
}

fn whole(number: i64) -> BigRational {
    BigRational::from_integer(number.into())
}

/// Everything of a score that must not depend on the order of questions or sections.
fn totals(score: &Score) -> Value {
    let mut sections: Vec<String> =
        score.sections.iter().map(|section| serde_json::to_string(section).unwrap()).collect();
    sections.sort();
    let mut fatal = score.fatal.clone();
    fatal.sort();
    let exact = |figure: &Option<Figure>| figure.as_ref().map(Figure::fraction);
    json!([
        exact(&score.total),
        exact(&score.score_before_fatal),
        exact(&score.critical),
        score.passed,
        score.band,
        fatal,
        sections
    ])
}

/// Turns a list around, but for its first `fixed` items.
fn reverse_after(items: &mut Value, fixed: usize) {
    items.as_array_mut().unwrap()[fixed..].reverse();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_card_written_as_yaml_comes_back_as_it_was(case in any_case()) {
        let card = card_of(&case.card);
        let yaml = to_yaml(&definition_of(&card).unwrap());
        prop_assert_eq!(read_template(&yaml), Ok(card), "{}", yaml);
    }

    #[test]
    fn past_answers_on_their_own_card_come_to_the_same(case in any_case()) {
        let card = card_of(&case.card);
        let answers = read_answers(&case.answers.to_string()).unwrap();
        let rescored = rescore(&card, &answers);
        prop_assert_eq!(rescored.unanswered, Vec::<String>::new());
        prop_assert_eq!(Ok(rescored.score), score(&card, &answers));
        prop_assert_eq!(differences(&card, &card), Vec::new());
    }

    #[test]
    fn the_trace_adds_up_exactly(case in any_case()) {
        let score = scored(&case.card, &case.answers);
        let questions = sum(score.trace.questions.iter().map(|question| question.points.exact()));
        let steps = sum(score.trace.steps.iter().map(|step| step.points.exact()));
        match &score.total {
            Some(total) => prop_assert_eq!(&(questions + steps), total.exact()),
            None => prop_assert!(questions.is_zero() && score.trace.steps.is_empty()),
        }
    }

    #[test]
    fn the_questions_of_a_weighted_card_alone_are_the_score_before_fatal(case in weighted_case("section")) {
        let score = scored(&case.card, &case.answers);
        if let Some(before) = &score.score_before_fatal {
            let questions = sum(score.trace.questions.iter().map(|question| question.points.exact()));
            prop_assert_eq!(&questions, before.exact());
        }
    }

    /// The total in the words of the rule, from section scores alone: nothing of shares, points and
    /// steps is used.
    #[test]
    fn a_total_is_the_weighted_mean_of_its_sections(case in weighted_case("section")) {
        let card = card_of(&case.card);
        let score = scored(&case.card, &case.answers);
        let (mut reached, mut weights, mut bonus) = (whole(0), whole(0), whole(0));
        for (section, scored) in card.sections.iter().zip(&score.sections) {
            let Some(figure) = &scored.score else { continue };
            let points = section.weight.exact() * figure.exact();
            if section.bonus {
                bonus += points / whole(100);
            } else {
                reached += points;
                weights += section.weight.exact();
            }
        }
        let is_void = |key: &String| card.question(key).unwrap().options[0].fatal == Some(Fatal::Evaluation);
        let expected = if weights.is_zero() {
            None
        } else if score.fatal.iter().any(is_void) {
            Some(whole(0))
        } else {
            Some(reached / weights + bonus)
        };
        prop_assert_eq!(score.total.map(|total| total.exact().clone()), expected);
    }

    #[test]
    fn a_share_is_what_was_given_and_lost(case in weighted_case("card")) {
        for question in scored(&case.card, &case.answers).trace.questions {
            let share = question.share.as_ref().map_or_else(BigRational::zero, |share| share.exact().clone());
            prop_assert_eq!(question.points.exact() + question.lost.exact(), share);
            prop_assert!(!question.points.exact().is_negative() && !question.lost.exact().is_negative());
        }
    }

    #[test]
    fn the_shares_of_regular_questions_are_a_hundred(case in any_case()) {
        let card = card_of(&case.card);
        let score = scored(&case.card, &case.answers);
        let bonus: Vec<&str> =
            card.sections.iter().filter(|section| section.bonus).map(|section| section.key.as_str()).collect();
        let regular = score.trace.questions.iter().filter(|question| !bonus.contains(&question.section.as_str()));
        let shares = sum(regular.filter_map(|question| question.share.as_ref()).map(Figure::exact));
        let is_points = matches!(card.method, Method::Points { .. });
        prop_assert_eq!(shares, whole(if is_points || score.total.is_none() { 0 } else { 100 }));
    }

    #[test]
    fn totals_stay_in_bounds(case in any_case()) {
        let card = card_of(&case.card);
        let score = scored(&case.card, &case.answers);
        let (least, most) = match &card.method {
            Method::Points { points } => (points.floor.exact().clone(), points.ceiling.exact().clone()),
            Method::Weighted { .. } => {
                let bonus = card.sections.iter().filter(|section| section.bonus);
                (whole(0), whole(100) + sum(bonus.map(|section| section.weight.exact())))
            }
        };
        for figure in [&score.total, &score.score_before_fatal].into_iter().flatten() {
            prop_assert!(*figure.exact() >= least && *figure.exact() <= most);
        }
        if let (Some(total), Some(before)) = (&score.total, &score.score_before_fatal) {
            prop_assert!(total <= before);
            prop_assert!(total == before || !score.fatal.is_empty());
        }
        if let Some(critical) = &score.critical {
            prop_assert!(*critical.exact() >= whole(0) && *critical.exact() <= whole(100));
        }
    }

    #[test]
    fn the_order_of_questions_changes_nothing(case in any_case()) {
        let mut turned = case.card.clone();
        for (number, section) in turned["sections"].as_array_mut().unwrap().iter_mut().enumerate() {
            reverse_after(&mut section["questions"], usize::from(number == 0));
        }
        prop_assert_eq!(totals(&scored(&turned, &case.answers)), totals(&scored(&case.card, &case.answers)));
    }

    #[test]
    fn the_order_of_sections_changes_nothing(case in any_case()) {
        let mut turned = case.card.clone();
        reverse_after(&mut turned["sections"], 1);
        prop_assert_eq!(totals(&scored(&turned, &case.answers)), totals(&scored(&case.card, &case.answers)));
    }

    #[test]
    fn the_scale_of_weights_changes_nothing(case in weighted_case("section"), factor in 1_i64..50) {
        let mut scaled = case.card.clone();
        for section in scaled["sections"].as_array_mut().unwrap() {
            for question in section["questions"].as_array_mut().unwrap() {
                let weight = Decimal::parse(&question["weight"].to_string()).unwrap();
                let weight = Figure::from(weight.exact() * whole(factor));
                question["weight"] = serde_json::from_str(&weight.to_string()).unwrap();
            }
        }
        prop_assert_eq!(totals(&scored(&scaled, &case.answers)), totals(&scored(&case.card, &case.answers)));
    }

    #[test]
    fn not_applicable_leaves_the_other_sections_alone(case in any_case(), which in any::<prop::sample::Index>()) {
        let sections = case.card["sections"].as_array().unwrap().len();
        let changed = which.index(sections);
        let mut card = case.card.clone();
        if card["sections"][changed]["bonus"] == json!(true) {
            return Ok(());
        }
        let mut answers = case.answers.clone();
        let questions = card["sections"][changed]["questions"].as_array_mut().unwrap();
        for question in questions.iter_mut().filter(|question| question["key"] != "s0q0") {
            question["not_applicable"] = json!("excluded");
            let key = question["key"].as_str().unwrap().to_owned();
            if answers.get(&key).is_some() {
                answers[&key] = json!({"not_applicable": true});
            }
        }
        let (before, after) = (scored(&case.card, &case.answers), scored(&card, &answers));
        for position in (0..sections).filter(|position| *position != changed) {
            prop_assert_eq!(&before.sections[position], &after.sections[position]);
        }
    }

    #[test]
    fn within_the_section_not_applicable_leaves_the_shares_of_other_sections_alone(
        case in weighted_case("section"),
    ) {
        let card = card_of(&case.card);
        let score = scored(&case.card, &case.answers);
        let regular: Vec<&Section> = card.sections.iter().filter(|section| !section.bonus).collect();
        let counted = |section: &&&Section| {
            score.trace.sections.iter().any(|trace| trace.section == section.key && trace.counted)
        };
        let all = sum(regular.iter().filter(counted).map(|section| section.weight.exact()));
        for section in regular.iter().filter(counted) {
            let trace = score.trace.sections.iter().find(|trace| trace.section == section.key).unwrap();
            let expected = whole(100) * section.weight.exact() / &all;
            prop_assert_eq!(trace.share.as_ref().unwrap().exact(), &expected);
        }
    }

    #[test]
    fn without_exclusions_both_ways_of_redistributing_agree(seeds in sections()) {
        let mut seeds = seeds;
        for seed in seeds.iter_mut().flat_map(|(questions, _, _)| questions) {
            seed.not_applicable = 3;
        }
        let (section, card) = (case(true, "section", &seeds), case(true, "card", &seeds));
        prop_assert_eq!(
            totals(&scored(&section.card, &section.answers)),
            totals(&scored(&card.card, &card.answers))
        );
    }

    #[test]
    fn the_preview_of_complete_answers_is_the_score(case in any_case()) {
        let answers = read_answers(&case.answers.to_string()).unwrap();
        let card = card_of(&case.card);
        let preview = preview(&card, &answers);
        prop_assert!(preview.complete && preview.errors.is_empty());
        prop_assert_eq!(preview.score, score(&card, &answers).unwrap());
    }

    #[test]
    fn a_question_without_an_answer_loses_nothing_and_leaves_no_total(
        case in any_case(),
        taken in any::<prop::sample::Index>(),
    ) {
        let mut answers = case.answers.clone();
        let keys: Vec<String> = answers.as_object().unwrap().keys().cloned().collect();
        let key = &keys[taken.index(keys.len())];
        answers.as_object_mut().unwrap().remove(key);
        let preview = preview(&card_of(&case.card), &read_answers(&answers.to_string()).unwrap());
        prop_assert!(!preview.complete && preview.score.total.is_none() && preview.score.passed.is_none());
        prop_assert!(preview.lost.iter().all(|loss| loss.question != *key));
    }

    #[test]
    fn a_card_survives_being_written_back(case in any_case()) {
        let card = card_of(&case.card);
        prop_assert_eq!(read_template(&serde_json::to_string(&card).unwrap()), Ok(card));
    }

    #[test]
    fn answers_that_need_not_fit_never_panic(
        case in any_case(),
        keys in prop::collection::vec("s[0-3]q[0-3]|x", 0..6),
        options in prop::collection::vec("o[0-4]|x", 0..4),
        not_applicable in any::<bool>(),
    ) {
        let answer = if not_applicable { Answer::not_applicable() } else { Answer::options(options) };
        let answers: Answers = keys.into_iter().map(|key| (key, answer.clone())).collect();
        let card = card_of(&case.card);
        if let Err(errors) = score(&card, &answers) {
            let questions: std::collections::HashSet<&str> =
                errors.iter().map(|error| error.question.as_str()).collect();
            prop_assert_eq!(questions.len(), errors.len(), "one error a question");
        }
    }
}
