//! Documents as administrators write them.

use super::*;
use crate::db::source::speech::EngineName;
use proptest::prelude::*;

const WHOLE: &str = r#"
name: pbx-shanghai
kind: watch_folder
time_zone: Asia/Shanghai
channels: {0: agent, 1: customer}
naming: freepbx
metadata:
  native_id: call.uniqueid
  customer_number: [caller, "parties[0].tel"]
  direction: {from: calltype, values: {1: inbound, "2": outbound}}
  queue: {value: Support}
project: Cards
queue: Support
retention_days: 365
speech:
  languages: [ZH, en]
  chinese: traditional
  vocabulary: [花呗, "SureStart, 20"]
  queues:
    "Support: English": {languages: en, vocabulary: Kensington}
extensions:
  - {extension: 3201, agent: A1007, from: 2026-01-01, until: 2026-06-30}
  - {extension: 3201, agent: A1008, from: 2026-07-01}
"#;

#[test]
fn a_whole_document_is_read_and_written_back() {
    let read = read_document(WHOLE).unwrap();
    assert_eq!((read.name.as_str(), read.kind), ("pbx-shanghai", SourceKind::WatchFolder));
    assert_eq!(read.settings.channels[&1], ChannelRole::Customer);
    assert_eq!(read.settings.naming, Some(NamingPattern::Freepbx));
    assert_eq!(read.settings.mapping[&Target::CustomerNumber].from, ["caller", "parties[0].tel"]);
    assert_eq!(read.settings.mapping[&Target::Direction].values["1"], "inbound");
    assert_eq!(read.retention_days, Some(365));
    let english = read.settings.speech.in_queue(Some("Support: English"));
    assert_eq!(
        (english.languages, english.vocabulary),
        (vec!["en".to_owned()], vec!["Kensington".to_owned()])
    );
    assert_eq!(read.settings.speech.in_queue(None).vocabulary, ["花呗", "SureStart, 20"]);
    assert_eq!(read.extensions.as_ref().map(Vec::len), Some(2));
    let yaml = read.to_yaml();
    assert!(yaml.contains("channels:\n  \"0\": \"agent\"\n"), "{yaml}");
    assert_eq!(read_document(&yaml).unwrap(), read);
    assert_eq!(read_document(&read.to_json().to_string()).unwrap(), read);
}

#[test]
fn little_is_enough() {
    let read = read_document("name: pbx\ntime_zone: UTC\n").unwrap();
    assert_eq!(read.kind, SourceKind::Upload);
    assert_eq!((read.settings, read.extensions), (SourceSettings::default(), None));
    let vicidial = read_document("{name: a, time_zone: UTC, naming: vicidial}").unwrap();
    let tokens = VICIDIAL_TOKENS.to_owned();
    assert_eq!(vicidial.settings.naming, Some(NamingPattern::Vicidial { tokens }));
}

#[test]
fn every_mistake_is_said_with_its_line() {
    let text = r#"name: ""
kind: ftp
time_zone: Mars/Base
channels: {left: agent, 1: boss}
naming: {pattern: custom, expression: "("}
metadata:
  colour: x
  direction: {from: a, valeus: {}}
retention_days: forever
extensions:
  - {extension: 3201, agent: A, from: 2026-07-01, until: 2026-01-01}
  - {agent: A}
tokens: 1
name: again
speech: {languages: [en, klingon], chinese: old, engine: ear, accent: x, queues: {A: {vocabulary: [""]}}}
"#;
    let problems = read_document(text).unwrap_err();
    let found: Vec<_> =
        problems.iter().map(|problem| (problem.line, problem.path.as_str(), problem.kind)).collect();
    assert_eq!(
        found,
        [
            (1, "name", ProblemKind::BadText),
            (2, "kind", ProblemKind::UnknownValue),
            (3, "time_zone", ProblemKind::UnknownZone),
            (4, "channels.left", ProblemKind::BadChannel),
            (4, "channels.1", ProblemKind::UnknownValue),
            (5, "naming", ProblemKind::BadPattern),
            (7, "metadata.colour", ProblemKind::UnknownField),
            (8, "metadata.direction.valeus", ProblemKind::UnknownField),
            (9, "retention_days", ProblemKind::BadDays),
            (11, "extensions[0].until", ProblemKind::EndsBeforeBeginning),
            (12, "extensions[1].extension", ProblemKind::MissingField),
            (13, "tokens", ProblemKind::UnknownField),
            (14, "name", ProblemKind::DuplicateField),
            (15, "speech.languages[1]", ProblemKind::UnknownValue),
            (15, "speech.chinese", ProblemKind::UnknownValue),
            (15, "speech.engine", ProblemKind::UnknownValue),
            (15, "speech.queues.A.vocabulary[0]", ProblemKind::BadText),
            (15, "speech.accent", ProblemKind::UnknownField),
        ]
    );
}

#[test]
fn a_vocabulary_that_the_model_has_no_room_for_is_refused() {
    let with = |names: &str| {
        let text = format!("{{name: a, time_zone: UTC, speech: {{vocabulary: [{names}]}}}}");
        read_document(&text).map(|read| read.settings.speech.vocabulary.len())
    };
    assert_eq!(with("花呗, 花呗, 白条"), Ok(2));
    let long = vec!["好".repeat(30); 4].into_iter().enumerate().map(|(n, name)| format!("{name}{n}"));
    assert_eq!(with(&long.collect::<Vec<_>>().join(", ")).unwrap_err()[0].kind, ProblemKind::TooMany);
    let many: Vec<String> = (0..61).map(|n| format!("a{n}")).collect();
    assert_eq!(with(&many.join(", ")).unwrap_err()[0].path, "speech.vocabulary");
}

#[test]
fn an_engine_is_taken_where_this_earmark_was_built_with_it() {
    for engine in [EngineName::WhisperCpp, EngineName::Ctranslate2] {
        let text = format!("{{name: a, time_zone: UTC, speech: {{engine: {}}}}}", engine.as_str());
        let read = read_document(&text);
        if EngineName::BUILT.contains(&engine) {
            let read = read.unwrap();
            assert_eq!(read.settings.speech.engine, engine);
            let again = speech::to_json(&read.settings.speech);
            assert_eq!(again.is_some(), engine != EngineName::default(), "the usual one is not written");
        } else {
            let problem = &read.unwrap_err()[0];
            assert_eq!((problem.path.as_str(), problem.kind), ("speech.engine", ProblemKind::UnknownValue));
        }
    }
}

#[test]
fn what_is_no_document_is_said_to_be_so() {
    let kinds = |text: &str| read_document(text).unwrap_err()[0].kind;
    assert_eq!(kinds(""), ProblemKind::NotReadable);
    assert_eq!(kinds("a: ["), ProblemKind::NotReadable);
    assert_eq!(kinds("[1]"), ProblemKind::WrongType);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,120}") {
        let _ = read_document(&text);
        let _ = read_document(&format!("name: a\ntime_zone: UTC\n{text}"));
    }

    #[test]
    fn names_and_values_of_any_text_come_back(name in "\\PC{1,20}", value in "\\PC{1,20}") {
        prop_assume!(!name.trim().is_empty() && !value.trim().is_empty());
        let mut document = read_document("name: a\ntime_zone: UTC").unwrap();
        document.name = name.trim().to_owned();
        let rule = FieldRule {
            from: vec![value.trim().to_owned()],
            values: BTreeMap::from([(name.clone(), value.trim().to_owned())]),
            value: None,
        };
        document.settings.mapping.insert(Target::Queue, rule);
        prop_assert_eq!(read_document(&document.to_yaml()), Ok(document));
    }
}
