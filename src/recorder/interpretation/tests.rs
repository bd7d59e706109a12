//! One source, and what it makes of what comes.

use super::*;
use crate::db::call::Direction;
use crate::db::recording::{ChannelRole, ChannelRoles};
use crate::db::source::NamingPattern;
use proptest::prelude::*;

fn source() -> Source {
    let mut source = Source::new("pbx", Instant::from_millis(0));
    "Asia/Shanghai".clone_into(&mut source.time_zone);
    source
}

fn rule(from: &str) -> FieldRule {
    FieldRule { from: vec![from.to_owned()], ..FieldRule::default() }
}

fn sent(json: &str) -> Sent {
    Sent::parse(json.as_bytes()).unwrap()
}

fn remarks(read: &Interpretation) -> Vec<(&'static str, &'static str)> {
    read.remarks.iter().map(|remark| (remark.field.unwrap_or("-"), remark.what)).collect()
}

#[test]
fn without_settings_our_own_fields_are_read_and_wrong_ones_refused() {
    let read = interpret(&source(), sent(r#"{"native_id": "7", "queue": "q", "ivr": 1}"#), Some("x.wav"));
    let read = read.unwrap();
    assert_eq!(read.metadata.native_id.as_deref(), Some("7"));
    assert_eq!(read.metadata.rest.keys().collect::<Vec<_>>(), ["ivr"]);
    assert_eq!(read.origins["queue"], Origin::Sent);
    let wrong = interpret(&source(), sent(r#"{"direction": "1"}"#), None).unwrap_err();
    assert_eq!(wrong.to_string(), "metadata: direction must be \"inbound\" or \"outbound\"");
}

#[test]
fn a_mapping_reads_the_sources_own_words_and_keeps_them_all() {
    let mut source = source();
    source.settings.mapping = BTreeMap::from([
        (Target::NativeId, rule("call.uuid")),
        (Target::Agent, rule("call.agents[0].login")),
        (Target::AgentName, rule("call.agents[0].name")),
        (
            Target::Direction,
            FieldRule { values: BTreeMap::from([("1".into(), "inbound".into())]), ..rule("call.type") },
        ),
        (Target::StartedAt, rule("call.began")),
        (Target::Duration, rule("call.length")),
        (Target::Queue, FieldRule { value: Some("Support".into()), ..FieldRule::default() }),
        (Target::Tags, rule("labels")),
    ]);
    let json = r#"{"call": {"uuid": 77, "agents": [{"login": "A1", "name": "Mei"}], "type": 1,
        "began": "2026/11/26 09:30:05", "length": "01:05"}, "labels": "vip, 投诉", "ticket": "T-9",
        "channels": 2}"#;
    let read = interpret(&source, sent(json), None).unwrap();
    let known = &read.metadata;
    assert_eq!(known.native_id.as_deref(), Some("77"));
    assert_eq!((known.agents[0].external_id.as_str(), known.agents[0].name.as_deref()), ("A1", Some("Mei")));
    assert_eq!(known.direction, Some(Direction::Inbound));
    assert_eq!(known.duration_ms, Some(65_000));
    let start = known.started_at.unwrap().in_zone(&source.zone());
    assert_eq!(start.to_string(), "2026-11-26T01:30:05.000Z");
    assert_eq!((known.queue.as_deref(), read.origins["queue"]), (Some("Support"), Origin::Constant));
    assert_eq!(known.tags, ["vip", "投诉"]);
    // A field of our name is taken where it fits, and passed over where it means something else.
    assert_eq!((known.ticket.as_deref(), read.origins["ticket"]), (Some("T-9"), Origin::Sent));
    assert!(known.channels.is_empty());
    assert_eq!(known.rest, sent(json).0);
    assert!(!read.asks_who_sat_where(), "an agent who is named as one needs no map");
}

#[test]
fn what_a_mapping_cannot_read_is_said_and_keeps_nothing_out() {
    let mut source = source();
    source.settings.mapping = BTreeMap::from([
        (Target::Direction, rule("d")),
        (Target::StartedAt, rule("s")),
        (Target::Duration, rule("l")),
        (Target::Queue, rule("q")),
    ]);
    let json = format!(r#"{{"d": 9, "s": "11/26/2026", "l": "long", "q": "{}"}}"#, "x".repeat(501));
    let read = interpret(&source, sent(&json), None).unwrap();
    assert_eq!(
        remarks(&read),
        [
            ("direction", "not_a_direction"),
            ("queue", "too_long"),
            ("started_at", "not_a_time"),
            ("duration_ms", "not_a_duration"),
        ]
    );
    assert!(remarks(&read).iter().all(|(_, what)| REMARKS.contains(what)));
}

#[test]
fn a_name_fills_what_was_not_sent() {
    let mut source = source();
    source.settings.naming = Some(NamingPattern::Freepbx);
    source.settings.mapping = BTreeMap::from([(
        Target::Queue,
        FieldRule { values: BTreeMap::from([("600".into(), "Support".into())]), ..FieldRule::default() },
    )]);
    let name = "q-600-13800138000-20261126-093005-1795656605.7.wav";
    let read = interpret(&source, sent(r#"{"native_id": "own"}"#), Some(name)).unwrap();
    assert_eq!((read.metadata.native_id.as_deref(), read.origins["native_id"]), (Some("own"), Origin::Sent));
    assert_eq!((read.metadata.queue.as_deref(), read.origins["queue"]), (Some("Support"), Origin::FileName));
    assert_eq!(read.metadata.direction, Some(Direction::Inbound));
    assert_eq!(read.remarks, []);

    let unfit = interpret(&source, Sent::default(), Some("memo.wav")).unwrap();
    assert_eq!(remarks(&unfit), [("-", "name_does_not_fit")]);
}

#[test]
fn an_extension_is_asked_for_and_an_agent_is_not() {
    let mut source = source();
    source.settings.naming = Some(NamingPattern::Freepbx);
    let name = "out-13800138000-3201-20261126-093005-1795656605.7.wav";
    let read = interpret(&source, Sent::default(), Some(name)).unwrap();
    assert_eq!(read.metadata.agents[0].external_id, "3201");
    assert!(read.asks_who_sat_where());
    source.settings.mapping = BTreeMap::from([(Target::Agent, rule("login"))]);
    let read = interpret(&source, sent(r#"{"login": "A1"}"#), Some(name)).unwrap();
    assert_eq!(read.metadata.agents[0].external_id, "A1");
    assert_eq!(read.metadata.rest["extension"], "3201");
    assert!(!read.asks_who_sat_where());
}

#[test]
fn an_hour_that_comes_twice_is_settled_by_the_unique_id() {
    let mut source = source();
    "Europe/Berlin".clone_into(&mut source.time_zone);
    source.settings.naming = Some(NamingPattern::Freepbx);
    let start = |id: &str| {
        let name = format!("out-13800138000-3201-20261025-023000-{id}.7.wav");
        let read = interpret(&source, Sent::default(), Some(&name)).unwrap();
        assert_eq!(read.remarks, []);
        read.metadata.started_at.unwrap().in_zone(&source.zone()).to_string()
    };
    assert_eq!(start("1792888198"), "2026-10-25T00:30:00.000Z");
    assert_eq!(start("1792891798"), "2026-10-25T01:30:00.000Z");
}

#[test]
fn a_zone_that_cannot_be_right_is_noticed() {
    let mut source = source();
    source.settings.naming = Some(NamingPattern::Freepbx);
    let name = "out-13800138000-3201-20250327-092517-1743042317.7.wav";
    // The name was written in Jakarta, an hour behind Shanghai.
    assert_eq!(remarks(&interpret(&source, Sent::default(), Some(name)).unwrap()), [("-", "zone_differs")]);
    "Asia/Jakarta".clone_into(&mut source.time_zone);
    assert!(remarks(&interpret(&source, Sent::default(), Some(name)).unwrap()).is_empty());
}

#[test]
fn the_sources_channels_count_where_nothing_was_said() {
    let mut source = source();
    source.settings.channels = ChannelRoles::from([(0, ChannelRole::Customer), (1, ChannelRole::Agent)]);
    let read = interpret(&source, Sent::default(), None).unwrap();
    assert_eq!(read.metadata.channels_of(2), source.settings.channels);
    assert_eq!(read.metadata.channels_of(1), ChannelRoles::from([(0, ChannelRole::Mixed)]));
    assert_eq!(read.metadata.channels_of(3), ChannelRoles::new());
    let said = interpret(&source, sent(r#"{"channels": {"0": "agent"}}"#), None).unwrap();
    assert_eq!(said.metadata.channels_of(2), ChannelRoles::from([(0, ChannelRole::Agent)]));
}

proptest! {
    #[test]
    fn a_source_with_a_mapping_refuses_nothing(
        fields in proptest::collection::btree_map("(native_id|agents|direction|channels|x|y)", "\\PC{0,12}", 0..6),
        name in "\\PC{0,60}",
    ) {
        let mut source = source();
        source.settings.naming = Some(NamingPattern::Freepbx);
        source.settings.mapping =
            Target::ALL.into_iter().map(|target| (target, rule("x"))).collect();
        let fields = fields.into_iter().map(|(name, text)| (name, Value::String(text))).collect();
        let read = interpret(&source, Sent(fields), Some(&name));
        prop_assert!(read.is_ok(), "{:?}", read);
    }
}
