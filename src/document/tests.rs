use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Result<Node, Unreadable> {
    super::read(text, 1024 * 1024)
}

fn value(text: &str) -> Value {
    read(text).unwrap_or_else(|error| panic!("{text:?}: {error}")).value
}

/// The tree without lines, as one line of text.
fn outline(node: &Node) -> String {
    match &node.value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(text) => format!("#{text}"),
        Value::Text(text) => format!("{text:?}"),
        Value::List(items) => {
            format!("[{}]", items.iter().map(outline).collect::<Vec<_>>().join(", "))
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", entry.key, outline(&entry.node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

fn outline_of(text: &str) -> String {
    outline(&read(text).unwrap_or_else(|error| panic!("{text:?}: {error}")))
}

#[test]
fn scalars_keep_what_was_written() {
    for number in ["33.3", "-5", "+1", "1e3", "0.10", ".5", "5.", ".inf", "-.INF", ".nan", "007"] {
        assert_eq!(value(number), Value::Number(number.to_owned()), "{number}");
    }
    for text in ["yes", "no", "0x10", "1_000", "1.2.3", "-a", "1e", "NaN", "\"33.3\"", "'true'"] {
        let bare = text.trim_matches(['"', '\'']);
        assert_eq!(value(text), Value::Text(bare.to_owned()), "{text}");
    }
    assert_eq!(value("true"), Value::Bool(true));
    assert_eq!(value("~"), Value::Null);
}

#[test]
fn yaml_and_json_give_the_same_tree() {
    let yaml = "a: 1.50\nb:\n  - {c: \"x\"}\n  - null\n";
    let json = "{\"a\":1.50,\n\t\"b\":[{\"c\":\"x\"},null]}\n";
    assert_eq!(outline_of(yaml), "{a: #1.50, b: [{c: \"x\"}, null]}");
    assert_eq!(outline_of(json), outline_of(yaml));
}

#[test]
fn values_know_their_lines() {
    let Value::Map(entries) = value("a: 1\n\nb:\n  - x\n  - y\n") else { panic!("a mapping") };
    assert_eq!((entries[0].line, entries[1].line), (1, 3));
    let Value::List(items) = &entries[1].node.value else { panic!("a list") };
    assert_eq!((items[0].line, items[1].line), (4, 5));
}

#[test]
fn json_escapes_mean_what_json_says() {
    assert_eq!(value(r#""\/ \u4f60\u597d \n""#), Value::Text("/ 你好 \n".to_owned()));
    assert_eq!(value(r#"["\ud83d\ude00 \\ud83d"]"#), {
        let text = Value::Text("😀 \\ud83d".to_owned());
        Value::List(vec![Node { line: 1, value: text }])
    });
}

#[test]
fn a_byte_order_mark_is_not_content() {
    assert_eq!(outline_of("\u{feff}{\"a\": 1}"), "{a: #1}");
}

#[test]
fn repeated_keys_are_kept_and_found() {
    let Value::Map(entries) = value("{a: 1, b: 2, a: 3, a: 4}") else { panic!("a mapping") };
    let found: Vec<&Value> = repeated(&entries).map(|entry| &entry.node.value).collect();
    assert_eq!(found, [&Value::Number("3".to_owned()), &Value::Number("4".to_owned())]);
}

#[test]
fn an_alias_is_what_it_stands_for() {
    assert_eq!(outline_of("a: &x [1, {b: 2}]\nc: *x\n"), "{a: [#1, {b: #2}], c: [#1, {b: #2}]}");
}

#[test]
fn an_alias_bomb_is_refused() {
    let level = |level: usize| {
        let below = vec![format!("*l{level}"); 10].join(", ");
        format!("l{above}: &l{above} [{below}]\n", above = level + 1)
    };
    let levels: Vec<String> = (0..9).map(level).collect();
    let bomb = format!("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n{}", levels.concat());
    assert!(matches!(read(&bomb), Err(Unreadable::TooManyValues { .. })));
}

#[test]
fn an_alias_of_its_own_surroundings_is_refused() {
    assert_eq!(read("a: &x\n  b: *x\n"), Err(Unreadable::UnknownAlias { line: 2 }));
}

#[test]
fn what_is_no_single_document_is_refused_with_its_reason() {
    assert_eq!(read(""), Err(Unreadable::Empty));
    assert_eq!(read("# only a comment\n"), Err(Unreadable::Empty));
    assert_eq!(read("a: 1\n---\nb: 2\n"), Err(Unreadable::SeveralDocuments { line: 2 }));
    assert_eq!(read("a: !!float 1\n"), Err(Unreadable::Tag { line: 1 }));
    assert_eq!(read("? [a]\n: 1\n"), Err(Unreadable::KeyNotText { line: 1 }));
    assert!(matches!(read("a: 1\nb: [1,\n"), Err(Unreadable::Syntax { line: 2, .. })));
    assert_eq!(super::read("12345", 4), Err(Unreadable::TooLarge { largest: 4 }));
}

#[test]
fn depth_is_bounded_however_it_is_written() {
    let blocks: Vec<String> = (0..100).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    assert_eq!(read(&blocks.concat()), Err(Unreadable::TooDeep { line: DEEPEST + 1 }));
    for opening in ["[", "- ", "{\"a\":", "? ", "a: [", "- {a: "] {
        assert!(read(&opening.repeat(100_000)).is_err(), "{opening}");
    }
    let too_deep = format!("{}1{}", "[".repeat(DEEPEST + 1), "]".repeat(DEEPEST + 1));
    assert_eq!(read(&too_deep), Err(Unreadable::TooDeep { line: 1 }));
    let deep_enough = format!("{}1{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST));
    assert!(read(&deep_enough).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_panics(text in any::<String>()) {
        let _ = read(&text);
    }

    #[test]
    fn no_text_of_yaml_signs_panics(text in "[-a1?:,\\[\\]{}&*!|>'\"%@#~ \n\t\r\\\\.eu\u{feff}\u{85}\u{2028}]{0,60}") {
        let _ = read(&text);
    }

    #[test]
    fn no_text_of_yaml_words_panics(words in prop::collection::vec(prop::sample::select(vec![
        "- ", ": ", "? ", "[", "]", "{", "}", ", ", "\n", "\n  ", "\n    ", "&a ", "*a", "!t ", "!!str ", "!<t>",
        "|\n", ">-\n", "|2+\n", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! t\n", "# c\n", "\"", "'", "\\", "\t", "a", "0", "\r\n",
    ]), 0..40)) {
        let _ = read(&words.concat());
    }

    #[test]
    fn any_json_reads_as_itself(texts in prop::collection::vec(any::<String>(), 0..5)) {
        let json = serde_json::to_string(&texts).unwrap();
        let expected = texts.into_iter().map(Value::Text);
        let Value::List(items) = value(&json) else { panic!("a list") };
        prop_assert_eq!(items.into_iter().map(|item| item.value).collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    }
}
