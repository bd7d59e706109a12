use super::*;
use crate::scoring::scorecard::{Critical, EvidenceKind, NotApplicable};
use ProblemCode as Code;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A weighted card that uses every field of its method.
fn weighted() -> Value {
    json!({
        "key": "inbound", "title": {"en": "Inbound", "zh-CN": "呼入"}, "method": "weighted",
        "redistribute": "card", "pass": 85.5,
        "bands": [
            {"key": "good", "from": 85, "title": {"en": "Good"}},
            {"key": "poor", "from": 0},
        ],
        "sections": [
            {"key": "opening", "title": {"en": "Opening"}, "weight": 33.3, "questions": [
                {
                    "key": "verified", "title": {"en": "Verified"}, "guidance": {"en": "Before disclosing."},
                    "weight": 2, "critical": "compliance", "options": [
                        {"key": "done", "score": 10, "title": {"en": "Done"}},
                        {"key": "failed", "score": 0, "fatal": "evaluation", "require": ["comment", "evidence"]},
                    ],
                    "not_applicable": {"score": 5}, "default": "done", "evidence": ["record", "range"],
                    "causes": [{"key": "forgot", "title": {"en": "Forgot"}}],
                },
                {
                    "key": "reason", "options": [{"key": "a", "score": 1}, {"key": "b", "score": 0, "fatal": "section"}],
                    "not_applicable": "excluded", "show_when": {"question": "verified", "is": ["failed"]},
                },
                {"key": "remark", "scored": false, "options": [{"key": "x"}, {"key": "y"}]},
            ]},
            {"key": "extra", "bonus": true, "weight": 5, "questions": [
                {"key": "praise", "critical": true, "options": [{"key": "yes", "score": 1}, {"key": "no", "score": 0}]},
            ]},
        ],
    })
}

/// A points card that uses every field of its method.
fn points() -> Value {
    json!({
        "key": "sales", "method": "points", "points": {"start": 100, "floor": 0, "ceiling": 120},
        "sections": [{"key": "talk", "questions": [
            {
                "key": "wording", "multiple": true, "min": -10, "max": 5, "default": "none",
                "options": [{"key": "none", "score": 0}, {"key": "slang", "score": -1.5}],
            },
            {
                "key": "facts", "not_applicable": {"score": -2},
                "options": [{"key": "right", "score": 0}, {"key": "wrong", "score": -40, "fatal": "evaluation"}],
            },
        ]}],
    })
}

/// Where and what the check finds in a text, in the order of the file.
fn found(text: &str) -> Vec<(String, Code)> {
    match read_template(text) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| (problem.path, problem.code)).collect(),
    }
}

/// Asserts that the card, with the value at `pointer` replaced, has exactly this one problem.
#[track_caller]
fn refuses(mut card: Value, pointer: &str, value: Value, path: &str, code: Code) {
    set(&mut card, pointer, value);
    assert_eq!(found(&card.to_string()), [(path.to_owned(), code)], "{pointer}");
}

/// Puts a value at a JSON pointer; the last step may name a field that is not there yet.
fn set(card: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = card.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer} is nowhere"));
    match parent {
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        fields => fields[name] = value,
    }
}

const FIRST: &str = "/sections/0/questions/0";
const FIRST_PATH: &str = "sections[0].questions[0]";

#[track_caller]
fn refuses_first(card: Value, field: &str, value: Value, path: &str, code: Code) {
    refuses(card, &format!("{FIRST}/{field}"), value, &format!("{FIRST_PATH}.{path}"), code);
}

#[test]
fn the_cards_of_these_tests_have_no_problems() {
    assert_eq!(found(&weighted().to_string()), []);
    assert_eq!(found(&points().to_string()), []);
}

#[test]
fn every_field_arrives() {
    let card = read_template(&weighted().to_string()).unwrap();
    assert_eq!(card.pass.as_ref().unwrap().to_string(), "85.5");
    assert_eq!(card.sections[0].weight.to_string(), "33.3");
    assert!(card.sections[1].bonus);
    let verified = card.question("verified").unwrap();
    assert_eq!(verified.critical, Critical::Compliance);
    assert_eq!(verified.evidence, [EvidenceKind::Record, EvidenceKind::Range]);
    assert_eq!(verified.default.as_deref(), Some("done"));
    assert!(
        matches!(&verified.not_applicable, Some(NotApplicable::Score(score)) if score.to_string() == "5")
    );
    assert_eq!(card.question("reason").unwrap().show_when.as_ref().unwrap().is, ["failed"]);
    assert!(!card.question("remark").unwrap().scored);
}

#[test]
fn defaults_are_what_the_format_says() {
    let text = "{key: c, method: weighted, sections: [{key: s, questions: [{key: q, options: [{key: o, score: 1}]}]}]}";
    let card = read_template(text).unwrap();
    let (section, question) = (&card.sections[0], &card.sections[0].questions[0]);
    assert_eq!((&section.weight, section.bonus), (&Decimal::one(), false));
    assert_eq!((&question.weight, question.multiple, question.scored), (&Decimal::one(), false, true));
    assert_eq!(question.evidence, EvidenceKind::ALL);
    assert_eq!((card.pass, card.bands.len()), (None, 0));
    assert_eq!(question.options[0].title.pick_or("en", "en", &question.options[0].key), "o");
}

#[test]
fn what_is_written_back_is_what_was_read() {
    for card in [weighted(), points()] {
        let read = read_template(&card.to_string()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), card);
    }
}

#[test]
fn a_number_that_a_browser_would_change_survives_being_written_back() {
    let mut card = weighted().to_string();
    card = card.replace("85.5", "66.66666666666666666667").replace("33.3", "1e-30");
    let read = read_template(&card).unwrap();
    assert_eq!(read.pass.as_ref().unwrap().to_string(), "66.66666666666666666667");
    let written = serde_json::to_string(&read).unwrap();
    assert_eq!(read_template(&written), Ok(read));
}

#[test]
fn a_field_left_empty_counts_as_absent() {
    let mut card = weighted();
    for pointer in ["/pass", "/bands", "/sections/0/weight", "/sections/0/questions/0/not_applicable"] {
        set(&mut card, pointer, Value::Null);
    }
    assert_eq!(found(&card.to_string()), []);
}

#[test]
fn a_text_that_is_no_document_is_one_problem() {
    for text in ["", "key: [", "a: 1\n---\nb: 2", "a: !!map {}", "\u{0}"] {
        assert_eq!(found(text), [(String::new(), Code::NotReadable)], "{text:?}");
    }
    assert_eq!(found("[]"), [(String::new(), Code::WrongType)]);
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_file() {
    let text = "\
key: Bad Key
method: weighted
colour: red
sections:
  - key: s
    weight: 0
    questions:
      - key: q
        options: []
      - key: q
        options:
          - {key: o, score: -1}
          - {key: p, score: 1}
        show_when: {question: later, is: [o]}
";
    let expected = [
        ("key", Code::BadKey),
        ("colour", Code::UnknownField),
        ("sections[0].weight", Code::WeightNotPositive),
        ("sections[0].questions[0].options", Code::NoOption),
        ("sections[0].questions[1].key", Code::DuplicateKey),
        ("sections[0].questions[1].options[0].score", Code::NegativeScore),
        ("sections[0].questions[1].show_when.question", Code::ShowWhenUnknownQuestion),
    ];
    let expected: Vec<(String, Code)> =
        expected.into_iter().map(|(path, code)| (path.to_owned(), code)).collect();
    assert_eq!(found(text), expected);
    let lines: Vec<usize> = read_template(text).unwrap_err().iter().map(|problem| problem.line).collect();
    assert_eq!(lines, [1, 3, 6, 9, 10, 12, 14]);
}

#[test]
fn shapes_are_checked() {
    refuses(weighted(), "/colour", json!("red"), "colour", Code::UnknownField);
    refuses(weighted(), "/title", json!("Inbound"), "title", Code::WrongType);
    refuses(weighted(), "/title", json!({"en": 5}), "title.en", Code::WrongType);
    refuses(weighted(), "/title", json!({}), "title", Code::EmptyList);
    refuses(weighted(), "/title", json!({"e": "x"}), "title.e", Code::BadLanguage);
    refuses(weighted(), "/pass", json!("85"), "pass", Code::WrongType);
    refuses(weighted(), "/pass", json!("most"), "pass", Code::WrongType);
    refuses(weighted(), "/pass", json!(true), "pass", Code::WrongType);
    refuses(weighted(), "/method", json!("stars"), "method", Code::UnknownValue);
    refuses(weighted(), "/redistribute", json!("team"), "redistribute", Code::UnknownValue);
    refuses(weighted(), "/bands", json!({}), "bands", Code::WrongType);
    refuses(weighted(), "/bands/0/key", json!(7), "bands[0].key", Code::WrongType);
    refuses(weighted(), "/sections/0", json!("x"), "sections[0]", Code::WrongType);
    refuses_first(weighted(), "colour", json!(1), "colour", Code::UnknownField);
    refuses_first(weighted(), "scored", json!("no"), "scored", Code::WrongType);
    refuses_first(weighted(), "critical", json!("client"), "critical", Code::UnknownValue);
    refuses_first(weighted(), "evidence", json!(["sound"]), "evidence[0]", Code::UnknownValue);
    refuses_first(weighted(), "evidence", json!([]), "evidence", Code::EmptyList);
    refuses_first(weighted(), "causes/0/why", json!(1), "causes[0].why", Code::UnknownField);
    refuses_first(weighted(), "options/0/colour", json!(1), "options[0].colour", Code::UnknownField);
    refuses_first(weighted(), "options/1/fatal", json!("call"), "options[1].fatal", Code::UnknownValue);
    refuses_first(
        weighted(),
        "options/1/require",
        json!(["proof"]),
        "options[1].require[0]",
        Code::UnknownValue,
    );
    refuses_first(weighted(), "not_applicable", json!("yes"), "not_applicable", Code::UnknownValue);
    refuses_first(
        weighted(),
        "not_applicable",
        json!({"score": 1, "x": 1}),
        "not_applicable.x",
        Code::UnknownField,
    );
    refuses(points(), "/points/top", json!(1), "points.top", Code::UnknownField);
}

#[test]
fn what_must_be_there_is_missed() {
    refuses(weighted(), "/key", Value::Null, "key", Code::MissingField);
    refuses(weighted(), "/method", Value::Null, "method", Code::MissingField);
    refuses(weighted(), "/bands/1/from", Value::Null, "bands[1].from", Code::MissingField);
    refuses(weighted(), "/sections/1/key", Value::Null, "sections[1].key", Code::MissingField);
    refuses_first(points(), "key", Value::Null, "key", Code::MissingField);
    refuses_first(weighted(), "options/0/score", Value::Null, "options[0].score", Code::MissingField);
    refuses_first(weighted(), "not_applicable", json!({}), "not_applicable.score", Code::MissingField);
    refuses(points(), "/points", Value::Null, "points", Code::MissingField);
    refuses(points(), "/points/ceiling", Value::Null, "points.ceiling", Code::MissingField);
}

#[test]
fn a_card_asks_and_a_question_can_be_answered() {
    refuses(weighted(), "/sections", json!([]), "sections", Code::NoQuestion);
    refuses(weighted(), "/sections", Value::Null, "sections", Code::NoQuestion);
    refuses(weighted(), "/sections/1/questions", json!([]), "sections[1].questions", Code::NoQuestion);
    refuses(weighted(), "/sections/1/questions", Value::Null, "sections[1].questions", Code::NoQuestion);
    let facts = "/sections/0/questions/1/options";
    let path = "sections[0].questions[1].options";
    refuses(points(), facts, json!([]), path, Code::NoOption);
    refuses(points(), facts, Value::Null, path, Code::NoOption);
}

#[test]
fn keys_tell_things_apart() {
    refuses(weighted(), "/key", json!("Inbound"), "key", Code::BadKey);
    refuses(weighted(), "/key", json!(""), "key", Code::BadKey);
    refuses(weighted(), "/bands/1/key", json!("good"), "bands[1].key", Code::DuplicateKey);
    refuses(weighted(), "/sections/1/key", json!("opening"), "sections[1].key", Code::DuplicateKey);
    let praise = "/sections/1/questions/0/key";
    refuses(weighted(), praise, json!("remark"), "sections[1].questions[0].key", Code::DuplicateKey);
    let option = "/sections/1/questions/0/options/1/key";
    refuses(weighted(), option, json!("yes"), "sections[1].questions[0].options[1].key", Code::DuplicateKey);
    let causes = json!([{"key": "forgot"}, {"key": "forgot"}]);
    refuses_first(weighted(), "causes", causes, "causes[1].key", Code::DuplicateKey);
    let twice = weighted().to_string().replacen('{', "{\"pass\": 60, ", 1);
    assert_eq!(found(&twice), [("pass".to_owned(), Code::DuplicateField)]);
    let languages =
        weighted().to_string().replace("{\"en\":\"Inbound\"", "{\"en\":\"In\",\"en\":\"Inbound\"");
    assert_eq!(found(&languages), [("title.en".to_owned(), Code::DuplicateField)]);
}

#[test]
fn numbers_are_finite_and_can_be_written_out() {
    for (text, code) in [
        (".inf", Code::NotFinite),
        ("-.INF", Code::NotFinite),
        (".nan", Code::NotFinite),
        ("NaN", Code::NotFinite),
        ("Infinity", Code::NotFinite),
        ("1e999999999", Code::NumberTooLong),
        ("1e-999999999", Code::NumberTooLong),
        ("0x10", Code::WrongType),
    ] {
        let card = weighted().to_string().replace("85.5", text);
        assert_eq!(found(&card), [("pass".to_owned(), code)], "{text}");
    }
}

#[test]
fn weights_are_above_zero() {
    refuses(weighted(), "/sections/0/weight", json!(0), "sections[0].weight", Code::WeightNotPositive);
    refuses_first(weighted(), "weight", json!(-0.5), "weight", Code::WeightNotPositive);
}

#[test]
fn weighted_scores_can_be_reached() {
    let all_zero = json!([{"key": "done", "score": 0}, {"key": "failed", "score": 0}]);
    let mut card = weighted();
    set(&mut card, &format!("{FIRST}/not_applicable"), Value::Null);
    refuses_first(card, "options", all_zero, "options", Code::HighestScoreZero);
    refuses_first(weighted(), "options/1/score", json!(-1), "options[1].score", Code::NegativeScore);
}

#[test]
fn a_condition_refers_to_an_earlier_question_and_its_options() {
    let second = |value: Value, path: &str, code: Code| {
        let path = format!("sections[0].questions[1].show_when.{path}");
        refuses(weighted(), "/sections/0/questions/1/show_when", value, &path, code);
    };
    second(json!({"question": "remark", "is": ["x"]}), "question", Code::ShowWhenForward);
    second(json!({"question": "praise", "is": ["yes"]}), "question", Code::ShowWhenForward);
    second(json!({"question": "reason", "is": ["a"]}), "question", Code::ShowWhenItself);
    second(json!({"question": "nobody", "is": ["a"]}), "question", Code::ShowWhenUnknownQuestion);
    second(json!({"question": "verified", "is": ["done", "late"]}), "is[1]", Code::ShowWhenUnknownOption);
    second(json!({"question": "verified", "is": []}), "is", Code::ShowWhenUnknownOption);
    second(json!({"question": "verified"}), "is", Code::MissingField);
    second(json!({"is": ["done"]}), "question", Code::MissingField);
    second(json!({"question": "verified", "is": ["done"], "not": []}), "not", Code::UnknownField);
}

#[test]
fn bands_fall() {
    refuses(weighted(), "/bands/1/from", json!(90), "bands[1].from", Code::BandsNotFalling);
    refuses(weighted(), "/bands/1/from", json!(85.0), "bands[1].from", Code::BandsNotFalling);
}

#[test]
fn not_applicable_fits_its_question() {
    let bonus = "/sections/1/questions/0/not_applicable";
    let path = "sections[1].questions[0].not_applicable";
    refuses(weighted(), bonus, json!("excluded"), path, Code::NotApplicableInBonus);
    refuses(weighted(), bonus, json!({"score": 1}), path, Code::NotApplicableInBonus);
    let out_of_range = Code::NotApplicableOutOfRange;
    refuses_first(weighted(), "not_applicable", json!({"score": 10.1}), "not_applicable.score", out_of_range);
    refuses_first(weighted(), "not_applicable", json!({"score": -1}), "not_applicable.score", out_of_range);
}

#[test]
fn each_method_has_its_own_fields() {
    refuses(points(), "/redistribute", json!("section"), "redistribute", Code::NotInPoints);
    refuses(points(), "/sections/0/weight", json!(1), "sections[0].weight", Code::NotInPoints);
    refuses(points(), "/sections/0/bonus", json!(false), "sections[0].bonus", Code::NotInPoints);
    refuses_first(points(), "weight", json!(1), "weight", Code::NotInPoints);
    refuses_first(points(), "critical", json!(false), "critical", Code::NotInPoints);
    refuses_first(points(), "options/1/fatal", json!("section"), "options[1].fatal", Code::NotInPoints);
    let range = json!({"start": 100, "floor": 0, "ceiling": 100});
    refuses(weighted(), "/points", range, "points", Code::NotInWeighted);
    refuses_first(weighted(), "multiple", json!(false), "multiple", Code::NotInWeighted);
    refuses_first(weighted(), "min", json!(0), "min", Code::NotInWeighted);
    refuses_first(weighted(), "max", json!(0), "max", Code::NotInWeighted);
}

#[test]
fn limits_belong_to_questions_with_several_options() {
    let single = "/sections/0/questions/1";
    let path = "sections[0].questions[1]";
    for limit in ["min", "max"] {
        let (pointer, path) = (format!("{single}/{limit}"), format!("{path}.{limit}"));
        refuses(points(), &pointer, json!(0), &path, Code::LimitWithoutMultiple);
    }
    refuses_first(points(), "min", json!(6), "min", Code::MinAboveMax);
}

#[test]
fn the_range_of_points_holds_its_start() {
    refuses(points(), "/points/floor", json!(121), "points.floor", Code::FloorAboveCeiling);
    refuses(points(), "/points/start", json!(121), "points.start", Code::StartOutsideRange);
    refuses(points(), "/points/start", json!(-1), "points.start", Code::StartOutsideRange);
}

#[test]
fn points_stay_within_a_million() {
    refuses(points(), "/points/ceiling", json!(1_000_001), "points.ceiling", Code::TooManyPoints);
    refuses_first(points(), "options/1/score", json!(-1e7), "options[1].score", Code::TooManyPoints);
    refuses(weighted(), "/sections/1/weight", json!(1e7), "sections[1].weight", Code::TooManyPoints);
    let mut card = weighted();
    set(&mut card, "/sections/0/weight", json!(1e7));
    assert_eq!(found(&card.to_string()), [], "a relative weight may be any");
}

#[test]
fn what_is_not_scored_is_neither_fatal_nor_critical() {
    let remark = "/sections/0/questions/2";
    let path = "sections[0].questions[2]";
    let fatal = format!("{remark}/options/0/fatal");
    refuses(
        weighted(),
        &fatal,
        json!("evaluation"),
        &format!("{path}.options[0].fatal"),
        Code::FatalNotScored,
    );
    let critical = format!("{remark}/critical");
    refuses(weighted(), &critical, json!(true), &format!("{path}.critical"), Code::CriticalNotScored);
    let mut card = weighted();
    set(&mut card, &critical, json!(false));
    assert_eq!(found(&card.to_string()), [], "saying that it is not critical is no mistake");
}

#[test]
fn a_default_is_an_option() {
    refuses_first(weighted(), "default", json!("late"), "default", Code::DefaultUnknownOption);
}

#[test]
fn a_required_cause_is_one_that_can_be_named() {
    let (require, causes) = ("/sections/0/questions/0/options/1/require", "/sections/0/questions/0/causes");
    let mut card = weighted();
    set(&mut card, require, json!(["cause"]));
    assert_eq!(found(&card.to_string()), []);
    let path = "sections[0].questions[0].causes";
    refuses(card, causes, json!([]), path, Code::CauseWithoutCauses);
}

#[test]
fn codes_are_snake_case_on_the_wire() {
    let problem = read_template("[]").unwrap_err().remove(0);
    let expected = json!({"path": "", "code": "wrong_type", "message": "a mapping belongs here, not a list"});
    assert_eq!(serde_json::to_value(problem).unwrap(), expected);
}

/// A card in which one randomly chosen value was replaced: nearly right is where checks stumble.
fn spoilt(value: &mut Value, choice: usize, replacement: &Value) {
    let mut pointers = Vec::new();
    collect_pointers(value, String::new(), &mut pointers);
    let pointer = &pointers[choice % pointers.len()];
    if let Some(target) = value.pointer_mut(pointer) {
        *target = replacement.clone();
    }
}

fn collect_pointers(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                collect_pointers(item, format!("{pointer}/{position}"), pointers);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                collect_pointers(field, format!("{pointer}/{name}"), pointers);
            }
        }
        _ => {}
    }
    pointers.push(pointer);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read_template(&text);
    }

    #[test]
    fn no_spoilt_card_panics_and_an_accepted_one_survives_being_written_back(
        is_points in any::<bool>(),
        choices in prop::collection::vec((any::<usize>(), 0_usize..12), 1..4),
    ) {
        let replacements = [
            json!(null), json!(0), json!(-1), json!(1e300), json!("verified"), json!("done"), json!(true),
            json!([]), json!({}), json!({"score": 1}), json!([["x"]]), json!("excluded"),
        ];
        let mut card = if is_points { points() } else { weighted() };
        for (choice, replacement) in choices {
            spoilt(&mut card, choice, &replacements[replacement]);
        }
        if let Ok(read) = read_template(&card.to_string()) {
            prop_assert_eq!(read_template(&serde_json::to_string(&read).unwrap()), Ok(read));
        }
    }
}
