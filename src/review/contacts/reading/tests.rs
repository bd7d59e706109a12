use super::*;
use jiff::civil::date;

fn known<T>(act: impl FnOnce(&Known<'_>) -> T) -> T {
    let zone = TimeZone::get("Asia/Shanghai").unwrap();
    let agent = ["Wang Fang".to_owned(), "8001".to_owned(), "王芳".to_owned()];
    act(&Known { agent: &agent, day: date(2026, 11, 21), zone: &zone })
}

fn read_as(format: TextFormat, text: &str) -> Result<Vec<Written>, ContactError> {
    known(|known| read(format, text, known))
}

/// Speaker, clock of the day in UTC, words.
fn told(written: &[Written]) -> Vec<(&'static str, Option<String>, &str)> {
    written
        .iter()
        .map(|one| (one.speaker.as_str(), one.at.map(|at| at.to_string()), one.text.as_str()))
        .collect()
}

#[test]
fn a_chat_with_names_and_times_becomes_turns() {
    let text = "会话 #18\n[10:02:11] 王芳：您好，\n请问有什么可以帮您？\n\n[10:02:40] 张先生: 我要退款\n10:03 系统：已转接\n客户：谢谢";
    let written = read_as(TextFormat::Plain, text).unwrap();
    let at = |clock: &str| Some(format!("2026-11-21T{clock}.000Z"));
    let expected = vec![
        ("other", None, "会话 #18"),
        ("agent", at("02:02:11"), "您好，\n请问有什么可以帮您？"),
        ("customer", at("02:02:40"), "我要退款"),
        ("other", at("02:03:00"), "已转接"),
        ("customer", None, "谢谢"),
    ];
    assert_eq!(told(&written), expected);
}

#[test]
fn a_colon_in_a_sentence_begins_no_turn() {
    let text = "Agent: three things:\nfirst: the card\n2026-11-21 10:02 Li Wei: and then?\nNote: no";
    let written = read_as(TextFormat::Plain, text).unwrap();
    let words: Vec<&str> = written.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(words, ["three things:\nfirst: the card", "and then?\nNote: no"]);
    assert_eq!(
        written.iter().map(|one| one.speaker).collect::<Vec<_>>(),
        [Speaker::Agent, Speaker::Customer]
    );
}

#[test]
fn a_letter_becomes_paragraphs_by_the_agent() {
    let written =
        read_as(TextFormat::Plain, "Dear Ms Li,\n\nthank you for\nyour letter: it came.\n\n\nYours").unwrap();
    let by_agent = |text| ("agent", None, text);
    let expected: Vec<_> =
        ["Dear Ms Li,", "thank you for\nyour letter: it came.", "Yours"].into_iter().map(by_agent).collect();
    assert_eq!(told(&written), expected);
}

#[test]
fn a_table_is_read_with_or_without_headings() {
    let with =
        "时间,发送人,内容\n2026-11-21 09:00,客服,您好\n2026/11/21 09:00:30,13800138000,\"要退款, 谢谢\"\n";
    let without = "2026-11-21 09:00;客服;您好\n2026-11-21 09:00:30;13800138000;要退款, 谢谢\n";
    for text in [with, without] {
        let written = read_as(TextFormat::Csv, text).unwrap();
        assert_eq!(
            told(&written)[1],
            ("customer", Some("2026-11-21T01:00:30.000Z".to_owned()), "要退款, 谢谢")
        );
        assert_eq!(written[0].speaker, Speaker::Agent);
    }
    let two = read_as(TextFormat::Csv, "8001,Good morning\nLi,Hello\n").unwrap();
    assert_eq!(two.iter().map(|one| one.speaker).collect::<Vec<_>>(), [Speaker::Agent, Speaker::Customer]);
}

#[test]
fn bad_rows_are_refused_by_their_numbers() {
    let text = "time,who,text\n09:00,agent,hello\nyesterday,agent,x\n09:01,,\n";
    let Err(ContactError::BadRows { problems }) = read_as(TextFormat::Csv, text) else {
        panic!("rows are bad")
    };
    let expected = [(3, RowTrouble::Time), (4, RowTrouble::Who), (4, RowTrouble::Text)];
    assert_eq!(problems.iter().map(|one| (one.row, one.problem)).collect::<Vec<_>>(), expected);
    let error = ContactError::BadRows { problems };
    assert_eq!(error.to_string(), "3 rows cannot be read: 3, 4, 4; put them right and try again");
}

#[test]
fn a_list_is_read_bare_or_within() {
    let bare = r#"[{"time": "2026-11-21T09:00:00+08:00", "who": "王芳", "text": "您好"}, {"who": "x", "text": "hi"}]"#;
    for text in [bare.to_owned(), format!("{{\"messages\": {bare}}}")] {
        let written = read_as(TextFormat::Json, &text).unwrap();
        assert_eq!(told(&written)[0], ("agent", Some("2026-11-21T01:00:00.000Z".to_owned()), "您好"));
    }
    assert!(matches!(read_as(TextFormat::Json, "{}"), Err(ContactError::Unreadable)));
    assert!(matches!(read_as(TextFormat::Csv, "one column"), Err(ContactError::Unreadable)));
}

#[test]
fn something_of_it_is_by_the_agent() {
    assert!(matches!(read_as(TextFormat::Plain, " \n\n"), Err(ContactError::Empty)));
    assert!(matches!(read_as(TextFormat::Plain, "Customer: hello"), Err(ContactError::NothingByAgent)));
    assert!(matches!(read_as(TextFormat::Json, "[]"), Err(ContactError::Empty)));
}
