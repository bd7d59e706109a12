//! What recorders send, read and written.

use super::*;
use proptest::prelude::*;

fn problem(json: &str) -> String {
    CallMetadata::parse(json.as_bytes()).unwrap_err().to_string()
}

#[test]
fn everything_may_be_missing() {
    assert_eq!(CallMetadata::parse(b"{}").unwrap(), CallMetadata::default());
    assert_eq!(CallMetadata::parse(br#"{"queue": null, "ticket": " "}"#).unwrap(), CallMetadata::default());
}

#[test]
fn everything_known_is_read_and_the_rest_is_kept() {
    let sent = r#"{"source": "pbx", "native_id": 1743042317.12206, "direction": "inbound",
        "agents": [{"external_id": "3201", "name": "Mei", "channel": 0, "start_ms": 0, "end_ms": 900}],
        "customer_number": "13800138000", "started_at": "2026-11-21T17:30:00+08:00",
        "tags": ["vip"], "channels": {"0": "agent", "1": "customer"}, "ivr": ["1", "2"]}"#;
    let metadata = CallMetadata::parse(sent.as_bytes()).unwrap();
    assert_eq!(metadata.native_id.as_deref(), Some("1743042317.12206"));
    assert_eq!(metadata.agents[0].channel, Some(0));
    assert_eq!(metadata.channels[&1], ChannelRole::Customer);
    assert_eq!(metadata.rest.keys().collect::<Vec<_>>(), ["ivr"]);
}

#[test]
fn what_is_written_is_read_as_the_same() {
    let sent = r#"{"source": "pbx", "native_id": "1", "direction": "outbound", "leg": "agent",
        "agents": [{"external_id": "3201", "name": "Mei", "channel": 0, "start_ms": 0, "end_ms": 900}],
        "customer_number": "13800138000", "started_at": "2026-11-21 17:30:00", "duration_ms": 9,
        "queue": "q", "project": "p", "disposition": "d", "wrap_up": "w", "ticket": "t",
        "tags": ["vip"], "channels": {"0": "agent", "1": "customer"}, "ivr": ["1", "2"]}"#;
    let said = CallMetadata::parse(sent.as_bytes()).unwrap();
    let written = Value::Object(said.to_fields()).to_string();
    assert_eq!(CallMetadata::parse(written.as_bytes()).unwrap(), said);
    assert_eq!(CallMetadata::default().to_fields(), Map::new());
}

#[test]
fn what_a_source_means_by_one_of_our_names_is_kept_and_read_again() {
    let rest = json!({ "direction": "OUT-7", "agents": "Mei", "tags": 5, "ivr": [1] });
    let Value::Object(rest) = rest else { panic!("an object") };
    let said = CallMetadata { queue: Some("q".to_owned()), rest, ..CallMetadata::default() };
    assert!(CallMetadata::from_fields(said.to_fields()).is_err());
    assert_eq!(CallMetadata::read_again(said.to_fields()), said);
}

#[test]
fn what_is_said_is_kept_and_what_is_missing_is_taken_over() {
    let of = |json: &str| CallMetadata::parse(json.as_bytes()).unwrap();
    let mut said = of(r#"{"queue": "mine", "tags": ["a"], "channels": {"0": "agent"}, "x": 1}"#);
    said.complete_with(of(
        r#"{"queue": "theirs", "ticket": "T", "tags": ["a", "b"], "channels": {"0": "other", "1": "customer"}, "x": 2}"#,
    ));
    assert_eq!((said.queue.as_deref(), said.ticket.as_deref()), (Some("mine"), Some("T")));
    assert_eq!((said.tags.as_slice(), &said.rest["x"]), (&["a".to_owned(), "b".to_owned()][..], &json!(1)));
    assert_eq!((said.channels[&0], said.channels[&1]), (ChannelRole::Agent, ChannelRole::Customer));
}

#[test]
fn an_error_names_the_field() {
    assert_eq!(
        problem(r#"{"direction": "sideways"}"#),
        "metadata: direction must be \"inbound\" or \"outbound\""
    );
    assert_eq!(
        problem(r#"{"agents": [{"external_id": "1"}, {"external_id": "2", "channel": -1}]}"#),
        "metadata: agents[1].channel must be a whole number from 0 to 63"
    );
    assert_eq!(problem(r#"{"agents": [{}]}"#), "metadata: agents[0].external_id is missing");
    assert_eq!(
        problem(r#"{"channels": {"left": "agent"}}"#),
        "metadata: channels.left is not a channel; count channels from 0"
    );
    assert_eq!(
        problem(r#"{"channels": {"0": "agent", "00": "customer"}}"#),
        "metadata: channels.00 is not a channel; count channels from 0"
    );
    assert!(problem(&format!(r#"{{"channels": {{"{}": "agent"}}}}"#, "x".repeat(9000))).len() < 200);
    assert_eq!(problem("[]"), "metadata: metadata must be a JSON object");
    assert_eq!(problem("{\n \"queue\": }"), "metadata is not JSON (line 2, column 11)");
}

#[test]
fn the_same_part_twice_is_one_and_another_leg_is_another() {
    let sent = r#"{"agents": [{"external_id": "3201"}, {"external_id": 3201}, {"external_id": "3201", "start_ms": 9}]}"#;
    let starts: Vec<_> =
        CallMetadata::parse(sent.as_bytes()).unwrap().agents.iter().map(|one| one.start_ms).collect();
    assert_eq!(starts, [None, Some(9)]);
}

#[test]
fn the_same_tag_twice_is_one() {
    let said = CallMetadata::parse(br#"{"tags": ["vip", "late", "vip"]}"#).unwrap();
    assert_eq!(said.tags, ["vip", "late"]);
}

#[test]
fn what_is_nested_too_deep_is_refused_and_not_followed() {
    let deep = format!(r#"{{"ivr": {}{}}}"#, "[".repeat(100_000), "]".repeat(100_000));
    assert!(problem(&deep).starts_with("metadata is not JSON"));
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = CallMetadata::parse(&bytes);
    }
}
