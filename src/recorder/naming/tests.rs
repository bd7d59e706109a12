//! Names as real systems write them.

use super::*;
use crate::db::call::Direction;
use crate::db::recording::ChannelRole;
use crate::db::source::VICIDIAL_TOKENS;
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn vicidial(tokens: &str) -> NamingPattern {
    NamingPattern::Vicidial { tokens: tokens.to_owned() }
}

fn custom(expression: &str) -> NamingPattern {
    NamingPattern::Custom { expression: expression.to_owned() }
}

fn native_id(reading: &NameReading) -> &str {
    reading.metadata.native_id.as_deref().unwrap_or("-")
}

fn customer(reading: &NameReading) -> &str {
    reading.metadata.customer_number.as_ref().map_or("-", |number| number.0.as_str())
}

fn agent(reading: &NameReading) -> &str {
    reading.metadata.agents.first().map_or("-", |part| part.external_id.as_str())
}

fn queue(reading: &NameReading) -> &str {
    reading.metadata.queue.as_deref().unwrap_or("-")
}

/// The start, a wall clock being read in Jakarta.
fn start(reading: &NameReading) -> String {
    let zone = TimeZone::get("Asia/Jakarta").unwrap();
    reading.metadata.started_at.map_or_else(|| "-".to_owned(), |stamp| stamp.in_zone(&zone).to_string())
}

fn kept<'r>(reading: &'r NameReading, name: &str) -> &'r str {
    reading.metadata.rest.get(name).and_then(Value::as_str).unwrap_or("-")
}

#[test]
fn freepbx_is_read_from_the_right() {
    let read = |name: &str| read(&NamingPattern::Freepbx, name);

    let forced = read("2025/03/27/force-082110001000-3201-20250327-092517-1743042317.12206.wav");
    assert_eq!(native_id(&forced), "1743042317.12206");
    assert_eq!(start(&forced), "2025-03-27T02:25:17.000Z");
    assert_eq!(forced.near, Some("2025-03-27T02:25:17Z".parse().unwrap()));
    assert_eq!((customer(&forced), forced.extension.as_deref()), ("082110001000", Some("3201")));
    assert_eq!(forced.metadata.direction, Some(Direction::Outbound));
    assert_eq!(forced.problems, []);

    let out = read("out-+8613800138000-3201-20250327-092517-1743042317.1.WAV");
    assert_eq!((customer(&out), out.extension.as_deref()), ("+8613800138000", Some("3201")));
    assert_eq!(out.metadata.direction, Some(Direction::Outbound));

    let queued = read("q-600-13800138000-20250327-092517-1743042317.7.gsm");
    assert_eq!((queue(&queued), customer(&queued), &queued.extension), ("600", "13800138000", &None));
    assert_eq!(queued.metadata.direction, Some(Direction::Inbound));
    assert_eq!(queue(&read("rg-700-13800138000-20250327-092517-1743042317.7.wav49")), "700");

    let rung = read("exten-3201-13800138000-20250327-092517-1743042317.8.wav");
    assert_eq!((customer(&rung), rung.extension.as_deref()), ("13800138000", Some("3201")));
    assert_eq!(rung.metadata.direction, Some(Direction::Inbound));

    let inside = read("internal-3202-3201-20250327-092517-1743042317.9.wav");
    assert_eq!((customer(&inside), inside.extension.as_deref()), ("-", Some("3201")));
    assert_eq!((inside.metadata.direction, kept(&inside, "destination")), (None, "3202"));

    let conference = read("conf-8000-unknown-20250327-092517-1743042317.10.wav");
    assert_eq!(conference.problems, [NameProblem::NumbersUnclear]);
    assert_eq!(kept(&conference, "recording_type"), "conf");

    let withheld = read("q-600-anonymous-20250327-092517-1743042317.11.wav");
    assert_eq!((customer(&withheld), queue(&withheld)), ("-", "600"));

    let bare = read("20110203-151515-1296721815.123");
    assert_eq!((native_id(&bare), start(&bare)), ("1296721815.123", "2011-02-03T08:15:15.000Z".into()));
    assert_eq!(read("20250327-092517.wav").problems, [NameProblem::DoesNotFit]);
    let no_day = read("out-0821-3201-20259927-092517-1743042317.1.wav");
    assert_eq!((no_day.problems, start(&read("x"))), (vec![NameProblem::NoTime], "-".to_owned()));
}

#[test]
fn vicidial_is_read_by_its_tokens() {
    let usual = read(&vicidial(VICIDIAL_TOKENS), "20261126-093005_13800138000-all.mp3");
    assert_eq!((customer(&usual), start(&usual)), ("13800138000", "2026-11-26T02:30:05.000Z".into()));
    assert_eq!(usual.metadata.usual_channels[&0], ChannelRole::Agent);
    assert_eq!(usual.metadata.usual_channels[&1], ChannelRole::Customer);
    assert_eq!(usual.metadata.channels_of(2)[&1], ChannelRole::Customer);
    assert_eq!(usual.metadata.channels_of(1)[&0], ChannelRole::Mixed);

    let long = vicidial("CAMPAIGN_FULLDATE-AGENT_CUSTPHONE_LEADID");
    let long = read(&long, "SALES_A_20261126-093005-6666_13800138000_42.wav");
    assert_eq!((agent(&long), customer(&long)), ("6666", "13800138000"));
    assert_eq!((kept(&long, "campaign"), kept(&long, "leadid")), ("SALES_A", "42"));

    let epoch = read(&vicidial("EPOCH_CALLID"), "1795660205_V1126093005000000042.wav");
    assert_eq!(native_id(&epoch), "V1126093005000000042");
    assert_eq!(start(&epoch), "2026-11-26T02:30:05.000Z");

    let tiny = read(&vicidial("CAMPAIGN_TINYDATE_CUSTPHONE"), "TESTCAMP_51020103108_3125551212.wav");
    assert_eq!((customer(&tiny), &tiny.problems), ("3125551212", &vec![NameProblem::NoTime]));
    assert_eq!(read(&vicidial("FULLDATE_AGENT"), "6666.wav").problems, [NameProblem::DoesNotFit]);
    assert_eq!(read(&vicidial("NONSENSE"), "6666.wav").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn oreka_says_when_and_on_which_port() {
    let found = read(&NamingPattern::Oreka, "2026/11/26/09/20261126_093005_VoIP-0012.wav");
    assert_eq!((start(&found), kept(&found, "port")), ("2026-11-26T02:30:05.000Z".into(), "VoIP-0012"));
    assert_eq!(read(&NamingPattern::Oreka, "2026/11/26/09/readme.txt").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn a_genesys_export_says_the_conversation_and_the_hour() {
    let path = "5f1b/year=2026/month=11/day=26/hour=1/conversation_id=0b0b7a3c-aaaa-4bbb-8ccc-1234567890ab/77aa.opus";
    let found = read(&NamingPattern::GenesysCloud, path);
    assert_eq!(native_id(&found), "0b0b7a3c-aaaa-4bbb-8ccc-1234567890ab");
    assert_eq!((kept(&found, "recording_id"), kept(&found, "organisation")), ("77aa", "5f1b"));
    assert_eq!(start(&found), "2026-11-26T01:00:00.000Z");
    assert_eq!(found.problems, [NameProblem::OnlyToTheHour]);
    assert_eq!(read(&NamingPattern::GenesysCloud, "77aa.opus").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn amazon_connect_writes_its_stamps_in_several_ways() {
    let id = "0a1b2c3d-1111-4222-8333-444455556666";
    for name in [
        format!("connect/x/CallRecordings/2026/11/26/{id}_20261126T02:30_UTC.wav"),
        format!("{id}_20261126T02_30_UTC.wav"),
        format!("Analysis/Voice/2026/11/26/{id}_analysis_2026-11-26T02:30:00Z.json"),
        format!("{id}_call_recording_redacted_2026-11-26T02_30_00Z.wav"),
    ] {
        let found = read(&NamingPattern::AmazonConnect, &name);
        assert_eq!((native_id(&found), start(&found)), (id, "2026-11-26T02:30:00.000Z".into()), "{name}");
        assert_eq!(found.metadata.usual_channels[&1], ChannelRole::Agent);
    }
    let undated = read(&NamingPattern::AmazonConnect, &format!("{id}_x.wav"));
    assert_eq!(undated.problems, [NameProblem::NoTime]);
    assert_eq!(read(&NamingPattern::AmazonConnect, "call.wav").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn post_call_analytics_reads_pieces_in_any_order() {
    let read = |name: &str| read(&NamingPattern::PostCallAnalytics, name);
    let all = read("Auto0_GUID_7f3a_AGENT_Mei Chen_CUST_13800138000_DT_2026-11-26T09-30-05_Mono.wav");
    assert_eq!((native_id(&all), agent(&all), customer(&all)), ("7f3a", "Mei Chen", "13800138000"));
    assert_eq!(start(&all), "2026-11-26T02:30:05.000Z");
    let some = read("2026-11-26T09-30-05_AGENT_Mei.wav");
    assert_eq!(
        (native_id(&some), agent(&some), start(&some)),
        ("-", "Mei", "2026-11-26T02:30:05.000Z".into())
    );
    assert_eq!(read("call.wav").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn twilio_names_its_recordings_by_sid() {
    let (re, ca) = (format!("RE{}", "0af1".repeat(8)), format!("CA{}", "9be2".repeat(8)));
    let found = read(&NamingPattern::Twilio, &format!("AC{}/{ca}/{re}.wav", "a".repeat(32)));
    assert_eq!((native_id(&found), kept(&found, "recording_sid")), (ca.as_str(), re.as_str()));
    assert_eq!(native_id(&read(&NamingPattern::Twilio, &format!("{re}.mp3"))), re);
    assert_eq!(read(&NamingPattern::Twilio, "RESULT.wav").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn an_expression_of_ones_own_is_searched_for_in_the_whole_path() {
    let pattern = custom(
        r"(?<queue>[^/]+)/(?<date>\d{4}-\d\d-\d\d)_(?<time>\d\d\.\d\d\.\d\d)_(?<direction>in|out|x)_(?<agent>[A-Z]\d+)_(?<customer>\d+)_(?<native_id>[0-9a-f]+)_(?<shift>\w+)\.",
    );
    assert_eq!(check(&pattern), Ok(()));
    let found = read(&pattern, "rec/客服/2026-11-26_09.30.05_in_A1007_13800138000_7f3a_early.wav");
    assert_eq!((queue(&found), agent(&found), customer(&found)), ("客服", "A1007", "13800138000"));
    assert_eq!((native_id(&found), kept(&found, "shift")), ("7f3a", "early"));
    assert_eq!(start(&found), "2026-11-26T02:30:05.000Z");
    assert_eq!(found.metadata.direction, Some(Direction::Inbound));
    let unclear = read(&pattern, "客服/2026-11-26_09.30.05_x_A1007_1_7_e.wav");
    assert_eq!(unclear.problems, [NameProblem::DirectionUnclear]);
    let epoch = read(&custom(r"(?<started_at>\d{10})"), "1795660205.wav");
    assert_eq!(start(&epoch), "2026-11-26T02:30:05.000Z");
}

#[test]
fn an_expression_that_cannot_be_used_is_said_to_be_so() {
    assert_eq!(check(&custom(r"\d+")), Err(PatternError::NoGroups));
    assert_eq!(check(&custom(r"(?<shift>\d+)")), Err(PatternError::NoGroups));
    assert_eq!(check(&custom(&"x".repeat(1001))), Err(PatternError::TooLong));
    let Err(PatternError::NotAnExpression(why)) = check(&custom("(?<date>")) else { panic!("it is none") };
    assert_eq!(why, "unclosed group");
    let Err(PatternError::NotAnExpression(why)) = check(&custom(r"(?<date>(\w{500}){500})")) else {
        panic!("it is too large")
    };
    assert!(!why.contains('\n'), "{why}");
    assert_eq!(read(&custom("(?<date>"), "x").problems, [NameProblem::DoesNotFit]);
}

#[test]
fn what_is_longer_than_any_path_fits_nothing() {
    let long = format!("{}20261126_093005_1.wav", "x/".repeat(3000));
    assert_eq!(read(&NamingPattern::Oreka, &long).problems, [NameProblem::DoesNotFit]);
}

fn any_pattern() -> impl Strategy<Value = NamingPattern> {
    prop_oneof![
        Just(NamingPattern::Freepbx),
        Just(vicidial("CAMPAIGN_FULLDATE-AGENT_CUSTPHONE_EPOCH_CALLID")),
        Just(NamingPattern::Oreka),
        Just(NamingPattern::GenesysCloud),
        Just(NamingPattern::AmazonConnect),
        Just(NamingPattern::PostCallAnalytics),
        Just(NamingPattern::Twilio),
        Just(custom(r"(?<native_id>\w+)?.*?(?<date>\d{8}).?(?<time>\d{4,6})(?<duration>[\d:]*)")),
    ]
}

/// Pieces that names are made of, in no order, with what does not belong.
fn any_name() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "\\PC{0,6}",
        "[0-9]{1,14}",
        Just("20261126-093005".to_owned()),
        Just("_DT_2026-11-26T09-30-05".to_owned()),
        Just("year=2026/month=13/day=0/hour=25/conversation_id=".to_owned()),
        Just("1743042317.12206".to_owned()),
        Just("_GUID_".to_owned()),
        Just("_AGENT_".to_owned()),
        Just("0a1b2c3d-1111-4222-8333-444455556666_".to_owned()),
        Just("RE0af10af10af10af10af10af10af10af1".to_owned()),
        Just("-".to_owned()),
        Just("_".to_owned()),
        Just("/".to_owned()),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_name_makes_any_pattern_panic(pattern in any_pattern(), name in any_name()) {
        let found = read(&pattern, &name);
        prop_assert_eq!(&found, &read(&pattern, &name));
        for text in [&found.metadata.native_id, &found.metadata.queue, &found.extension].into_iter().flatten() {
            prop_assert!(name.contains(text.as_str()), "{text} was made up");
        }
    }

    #[test]
    fn no_expression_makes_it_panic(expression in "\\PC{0,40}", name in any_name()) {
        let pattern = custom(&expression);
        let _ = check(&pattern);
        let _ = read(&pattern, &name);
    }

    #[test]
    fn every_freepbx_name_gives_back_what_it_was_made_of(
        kind in "(out|exten|q|rg|force|conf|page|internal)",
        destination in "\\+?[0-9]{2,13}",
        from in "[0-9]{2,13}",
        second in 1_000_000_000_u32..2_000_000_000,
        counter in 0_u32..1_000_000,
        ending in "(|\\.wav|\\.WAV|\\.wav49|\\.mp3|\\.gsm)",
    ) {
        let moment = Instant::from_millis(i64::from(second) * 1000);
        let utc = moment.to_string().replace(['-', ':'], "");
        let (date, time) = (&utc[..8], &utc[9..15]);
        let name = format!("{kind}-{destination}-{from}-{date}-{time}-{second}.{counter}{ending}");
        let found = read(&NamingPattern::Freepbx, &name);
        prop_assert_eq!(native_id(&found), format!("{second}.{counter}"));
        prop_assert_eq!(found.metadata.started_at.map(|stamp| stamp.in_zone(&TimeZone::UTC)), Some(moment));
        prop_assert_eq!(found.near, Some(moment));
    }
}
