//! What is found and what is not, in both languages; and that the indexes and the marks agree.

use super::*;
use crate::error::Coded;
use proptest::prelude::*;

fn tokens_of(text: &str) -> Vec<String> {
    tokens(&units(text))
}

/// Whether an index with this text alone finds it: what `Plan` promises, without a database.
fn index_finds(text: &str, plan: &Plan) -> bool {
    let units = units(text);
    let tokens = tokens(&units);
    match plan {
        Plan::Entry { entry, is_open } => entries(&units, &tokens)
            .iter()
            .any(|there| if *is_open { there.starts_with(entry) } else { there == entry }),
        Plan::Sequence { tokens: wanted, is_open } => tokens.windows(wanted.len()).any(|there| {
            there.iter().zip(wanted).enumerate().all(|(place, (there, wanted))| {
                there == wanted || (*is_open && place + 1 == tokens_len(plan) && there.starts_with(wanted))
            })
        }),
    }
}

fn tokens_len(plan: &Plan) -> usize {
    match plan {
        Plan::Entry { .. } => 1,
        Plan::Sequence { tokens, .. } => tokens.len(),
    }
}

/// The text with `[…]` around what the query finds.
fn marked(query: &str, text: &str) -> Option<String> {
    let parts = Query::parse(query).unwrap().parts(text, None)?;
    let shown = |part: &Part| if part.is_match { format!("[{}]", part.text) } else { part.text.clone() };
    Some(parts.iter().map(shown).collect())
}

fn trouble(query: &str) -> (usize, &'static str) {
    let error = Query::parse(query).unwrap_err();
    (error.at, error.code())
}

#[test]
fn words_are_folded_and_punctuation_only_separates() {
    assert_eq!(
        tokens_of("Don’t REFUND, e-mail №5 Ｖｉｓａ"),
        ["don", "t", "refund", "e", "mail", "no5", "visa"]
    );
    assert_eq!(tokens_of("cafe\u{301} CAFÉ Straße 3.5"), ["café", "café", "straße", "3", "5"]);
}

#[test]
fn characters_stand_with_the_next_one_and_the_last_alone() {
    assert_eq!(tokens_of("我要退款"), ["我要", "要退", "退款", "款"]);
    assert_eq!(tokens_of("你好，退！"), ["你好", "好退", "退"]);
    assert_eq!(tokens_of("办refund卡"), ["办", "refund", "卡"]);
    assert_eq!(tokens_of("カード"), ["カー", "ード", "ド"]);
}

#[test]
fn what_is_hidden_is_in_no_index_and_no_phrase_reaches_over_it() {
    assert_eq!(tokens_of("card ⟦card⟧ ends"), ["card", HIDDEN, "ends"]);
    assert_eq!(tokens_of("卡⟦card⟧号"), ["卡", HIDDEN, "号"]);
    let units = units("⟦card⟧");
    assert!(entries(&units, &tokens(&units)).is_empty());
    assert_eq!(marked("\"card ends\"", "card ⟦card⟧ ends"), None);
    assert_eq!(marked("⟦card⟧", "⟦card⟧ a card").as_deref(), Some("⟦card⟧ a [card]"));
    assert_eq!(tokens_of("⟦ unclosed"), ["unclosed"]);
}

#[test]
fn a_query_says_what_to_ask_of_the_indexes() {
    let plan = |query: &str| Query::parse(query).unwrap().terms[0].phrase.plan();
    let entry = |entry: &str, is_open| Plan::Entry { entry: entry.to_owned(), is_open };
    let sequence = |tokens: &[&str], is_open| Plan::Sequence {
        tokens: tokens.iter().map(|token| (*token).to_owned()).collect(),
        is_open,
    };
    assert_eq!(plan("Refund"), entry("refund", false));
    assert_eq!(plan("refund*"), entry("refund", true));
    assert_eq!(plan("退"), entry("退", false));
    assert_eq!(plan("退款"), entry("退款", false));
    assert_eq!(plan("退款吧"), sequence(&["退款", "款吧"], false));
    assert_eq!(plan("\"my card\""), sequence(&["my", "card"], false));
    assert_eq!(plan("办visa卡"), sequence(&["办", "visa", "卡"], true));
    assert_eq!(plan("don't"), sequence(&["don", "t"], false));
}

#[test]
fn a_query_names_speakers_phrases_and_what_must_not_be_said() {
    let read = |query: &str| {
        let terms = Query::parse(query).unwrap().terms;
        terms.into_iter().map(|term| (term.by, term.is_excluded)).collect::<Vec<_>>()
    };
    assert_eq!(read("refund 退款"), [(None, false), (None, false)]);
    assert_eq!(
        read("agent:refund Customer： 退款"),
        [(Some(Side::Agent), false), (Some(Side::Customer), false)]
    );
    assert_eq!(read("-坐席:\"how may I help\""), [(Some(Side::Agent), true)]);
    assert_eq!(read("客户:-投诉 －card"), [(Some(Side::Customer), true), (None, true)]);
    assert_eq!(read("“my card” 「退款」 \"a b\"c"), [(None, false); 4]);
    assert_eq!(read("10:30 agents:5 & refund"), [(None, false), (None, false), (None, false)]);
}

#[test]
fn what_is_not_understood_is_named_with_its_place() {
    assert_eq!(trouble("  ?! "), (1, "search_no_words"));
    assert_eq!(trouble("refund \"my card"), (8, "search_open_quote"));
    assert_eq!(trouble("退款 「」"), (4, "search_empty_phrase"));
    assert_eq!(trouble("refund - card"), (8, "search_nothing_follows"));
    assert_eq!(trouble("refund agent:"), (8, "search_nothing_follows"));
    assert_eq!(trouble("card re*"), (6, "search_too_short_to_open"));
    let (at, problem) = trouble(&"a ".repeat(21));
    assert_eq!((at, problem), (41, "search_too_many"));
}

#[test]
fn what_is_found_is_marked_in_the_text_as_it_was_written() {
    assert_eq!(marked("refund", "A REFUND, refunds").as_deref(), Some("A [REFUND], refunds"));
    assert_eq!(marked("refund*", "A Refund, refunds").as_deref(), Some("A [Refund], [refunds]"));
    assert_eq!(marked("退款", "我要退款，请退款").as_deref(), Some("我要[退款]，请[退款]"));
    assert_eq!(marked("要退", "我要，退款").as_deref(), Some("我[要，退]款"));
    assert_eq!(marked("\"my card\" card", "my card").as_deref(), Some("[my card]"));
    assert_eq!(marked("visa -card", "Ｖｉｓａ card").as_deref(), Some("[Ｖｉｓａ] card"));
    assert_eq!(marked("-card", "card"), None);
    let query = Query::parse("agent:card").unwrap();
    assert!(query.parts("card", Some(Side::Agent)).is_some());
    assert!(query.parts("card", Some(Side::Customer)).is_none());
    assert!(query.parts("card", None).is_none());
}

proptest! {
    #[test]
    fn no_text_and_no_query_makes_it_panic(text in ".{0,60}", query in "[ -~我要退款：“”「」⟦⟧*]{0,30}") {
        let read = units(&text);
        prop_assert_eq!(tokens(&read).len(), read.len());
        for placed in &read {
            prop_assert!(text.get(placed.range.clone()).is_some());
        }
        if let Ok(query) = Query::parse(&query) {
            if let Some(parts) = query.parts(&text, None) {
                prop_assert_eq!(parts.into_iter().map(|part| part.text).collect::<String>(), text);
            }
        }
    }

    #[test]
    fn every_piece_of_a_chinese_text_finds_it(text in "[我要退款信用卡你好]{1,12}", from in 0_usize..12, length in 1_usize..12) {
        let characters: Vec<char> = text.chars().collect();
        let piece: String = characters.iter().skip(from % characters.len()).take(length).collect();
        let phrase = &Query::parse(&piece).unwrap().terms[0].phrase;
        prop_assert!(index_finds(&text, &phrase.plan()), "{}: {:?}", text, phrase.plan());
        prop_assert!(!phrase.places(&units(&text)).is_empty());
    }

    /// The indexes say which calls, the marks say where: they never disagree.
    #[test]
    fn what_an_index_finds_is_what_is_marked(
        text in "([abc]{1,2}|[我要退款]{1,3}|, |，|⟦card⟧| ){0,12}",
        query in "([abc]{1,2} ?|[我要退款] ?){1,4}",
    ) {
        let query = format!("\"{query}\"");
        let phrase = &Query::parse(&query).unwrap().terms[0].phrase;
        prop_assert_eq!(index_finds(&text, &phrase.plan()), !phrase.places(&units(&text)).is_empty());
    }

    #[test]
    fn words_of_a_phrase_keep_their_order(one in "[a-z]{3,8}", other in "[a-z]{3,8}") {
        prop_assume!(one != other);
        let query = format!("\"{one} {other}\"");
        let (there, swapped) = (format!("so {one} {other}."), format!("so {other} {one}."));
        prop_assert!(marked(&query, &there).is_some());
        prop_assert!(marked(&query, &swapped).is_none());
    }
}
