//! Single sentences and turns, what they become, and where in the sound.

use earmark::db::redaction::RedactionKind;
use earmark::transcription::redaction::{Said, SaidWord, find};

/// What several utterances become, all on one channel or every second on another.
fn become_on(channels: i32, turns: &[&str]) -> String {
    let said: Vec<Said<'_>> = (0_i32..)
        .zip(turns)
        .map(|(turn, text)| Said {
            channel: turn % channels,
            start_ms: i64::from(turn) * 4_000,
            end_ms: i64::from(turn) * 4_000 + 3_500,
            text,
            ..Said::default()
        })
        .collect();
    find(&said).texts(&said).join(" / ")
}

#[test]
fn on_one_channel_the_agent_may_ask_for_every_group() {
    let turns = [
        "What is your card number?",
        "4111",
        "Thank you, and can I take the next four digits please",
        "1111",
        "Thank you, and can I take the next four digits please",
        "1111",
        "Thank you, and the last four",
        "1111",
    ];
    for channels in [1, 2] {
        let shown = become_on(channels, &turns);
        assert!(!shown.contains("111"), "{shown}");
        assert!(shown.contains("the next four digits please"), "{shown}");
    }
}

#[test]
fn groups_that_are_written_like_amounts_are_digits_where_a_card_is_told() {
    assert_eq!(
        become_on(2, &["Your card number?", "It's 4,111, 1,111, 1111, 1111."]),
        "Your card number? / It's ⟦card⟧."
    );
    let prices = "It's 4,111, 1,111, 1,111 or 1,111 yuan.";
    assert_eq!(become_on(2, &["What does it cost?", prices]), format!("What does it cost? / {prices}"));
}

#[test]
fn what_is_left_of_a_card_is_hidden_once_a_card_was_asked_for() {
    for digits in ["4111 1111", "4111 1111 1", "4111 1111 1111"] {
        assert_eq!(
            become_on(2, &["And your card number?", &format!("It's {digits}, thanks.")]),
            "And your card number? / It's ⟦long_number⟧, thanks."
        );
    }
    assert_eq!(become_on(2, &["报一下卡号。", "六二二八四八零四零二"]), "报一下卡号。 / ⟦long_number⟧");
    assert_eq!(becomes("It's 4111 1111 11, thanks."), "It's 4111 1111 11, thanks.", "nobody asked");
}

#[test]
fn the_nearest_noun_tells_what_digits_are() {
    let innocent: [&[&str]; 10] = [
        &["先验证一下身份，您的订单号是七四二九零一"],
        &["My mobile broke, order 48213907"],
        &["My mobile broke.", "I'm sorry. What's the order number?", "It's 48213907."],
        &["先验证一下身份，您的订单号是多少？", "七四二九零一"],
        &["我的手机坏了，快递单号是48213907"],
        &["I paid by credit card.", "And the reference is 48213907."],
        &["The verification code never came for ticket 903114."],
        &["My mobile is fine, the postcode is 2140 1177."],
        &["手机壳退货，工单903114008。"],
        &["I rang from my mobile about order number 48213907."],
    ];
    for turns in innocent {
        assert_eq!(become_on(2, turns), turns.join(" / "));
    }
    let secret: [(&[&str], &str); 9] = [
        (
            &["What's the CVV?", "Do you need the order number?", "No.", "It's 739."],
            "What's the CVV? / Do you need the order number? / No. / It's ⟦security_code⟧.",
        ),
        (&["My mobile for this order is 07911 123456."], "My mobile for this order is ⟦mobile_number⟧."),
        (
            &["What's the order number?", "48213907", "And the security code?", "739"],
            "What's the order number? / 48213907 / And the security code? / ⟦security_code⟧",
        ),
        (
            &["Order 48213907, the security code is 739."],
            "Order 48213907, the security code is ⟦security_code⟧.",
        ),
        (
            &["I need the security code and the postcode.", "739."],
            "I need the security code and the postcode. / ⟦security_code⟧.",
        ),
        (&["订单号七四二九零一，安全码是七三九"], "订单号七四二九零一，安全码是⟦security_code⟧"),
        (&["付款的订单，卡背面三位是多少？", "七三九"], "付款的订单，卡背面三位是多少？ / ⟦security_code⟧"),
        (&["The order number is 4111 1111 1111 1111."], "The order number is ⟦card⟧."),
        (
            &["先验证一下身份，短信收到的数字是多少？", "七四二九零一"],
            "先验证一下身份，短信收到的数字是多少？ / ⟦security_code⟧",
        ),
    ];
    for (turns, shown) in secret {
        assert_eq!(become_on(2, turns), shown);
    }
}

/// What one utterance becomes.
fn becomes(text: &str) -> String {
    let said = [Said { channel: 0, start_ms: 0, end_ms: 8_000, text, ..Said::default() }];
    find(&said).texts(&said).remove(0)
}

#[test]
fn what_is_hidden_is_called_what_it_is() {
    assert_eq!(becomes("It's 4111 1111 1111 1111, thanks."), "It's ⟦card⟧, thanks.");
    assert_eq!(becomes("It's 4111 1111 1111 1112, thanks."), "It's ⟦long_number⟧, thanks.");
    assert_eq!(becomes("The security code is one two three."), "The security code is ⟦security_code⟧.");
    assert_eq!(becomes("身份证号是11010519491231002X。"), "身份证号是⟦identity_number⟧。");
    assert_eq!(becomes("我的手机是幺三八零零幺三八零零零。"), "我的手机是⟦mobile_number⟧。");
    assert_eq!(becomes("Write to joe.bloggs@example.com, please."), "Write to ⟦email⟧, please.");
    assert_eq!(becomes("邮箱是 zhangsan 艾特 qq 点 com。"), "邮箱是 ⟦email⟧。");
}

#[test]
fn traditional_characters_are_read_like_simplified_ones() {
    assert_eq!(becomes("安全碼是七三九。"), "安全碼是⟦security_code⟧。");
    assert_eq!(becomes("卡號是四個八，兩個零，壹貳參肆，伍陸柒捌玖。"), "卡號是⟦long_number⟧。");
    assert_eq!(becomes("我的手機是幺三八零零，兩個一，八零零零。"), "我的手機是⟦mobile_number⟧。");
    assert_eq!(becomes("郵箱是 zhangsan 艾特 qq 點 com。"), "郵箱是 ⟦email⟧。");
    assert_eq!(becomes("背面末三碼，一二三。"), "背面末三碼，⟦security_code⟧。");
}

#[test]
fn marks_between_digits_make_no_amount_of_a_number() {
    let hidden = [
        ("It is 4,111,111,111,111,111.", "It is ⟦card⟧."),
        ("It is 4111.1111.1111.1111.", "It is ⟦card⟧."),
        ("card number #4111 1111 1111 1111", "card number #⟦card⟧"),
        ("card4111111111111111", "card⟦card⟧"),
        ("card4111 1111 1111 1111", "card⟦card⟧"),
        ("Call me on 13,800,138,000, please.", "Call me on ⟦mobile_number⟧, please."),
        ("Call me on 138.0013.8000, please.", "Call me on ⟦mobile_number⟧, please."),
        ("The CVV123 is right.", "The CVV⟦security_code⟧ is right."),
    ];
    for (text, shown) in hidden {
        assert_eq!(becomes(text), shown);
    }
}

#[test]
fn the_stretch_lies_around_the_digits_and_is_wider_on_both_sides() {
    let text = "Right, I have got it here in front of me now, so let me read the number out to you slowly, it is \
                4111 1111 1111 1111 and that is the whole of it, please tell me whether it works for you today.";
    let said = [Said { channel: 1, start_ms: 10_000, end_ms: 30_000, text, ..Said::default() }];
    let spans = find(&said).spans(&said);
    assert_eq!(spans.len(), 1);
    let span = &spans[0];
    assert_eq!((span.channel, span.kind), (1, RedactionKind::Card));
    assert!(span.start_ms > 12_000 && span.end_ms < 28_000, "{span:?}");
    assert!(span.end_ms - span.start_ms > 6_000, "sixteen digits take their time: {span:?}");

    let alone =
        [Said { channel: 0, start_ms: 5_000, end_ms: 9_000, text: "4111 1111 1111 1111", ..Said::default() }];
    let spans = find(&alone).spans(&alone);
    assert_eq!((spans[0].start_ms, spans[0].end_ms), (4_750, 9_250));
    assert!(find(&[]).is_empty());
}

/// Whoever looks for their card does not speak as evenly as characters stand: the words know.
#[test]
fn a_number_in_a_longer_sentence_is_hidden_where_its_words_are() {
    // The sentence lasts 30 seconds; the number is said from 21.0 to 26.2 in it, behind a long pause.
    let parts = [
        ("Yes", 10_000, 10_300),
        (" it", 10_300, 10_500),
        (" is", 10_500, 10_900),
        (" 4111", 31_000, 32_200),
        (" 1111", 32_300, 33_500),
        (" 1111", 33_600, 34_800),
        (" 1111,", 34_900, 36_200),
        (" and", 36_300, 36_500),
        (" I", 36_500, 36_600),
        (" hope", 36_600, 36_900),
        (" that", 36_900, 37_100),
        (" it", 37_100, 37_200),
        (" will", 37_200, 37_400),
        (" work", 37_400, 37_700),
        (" this", 37_700, 37_900),
        (" time", 37_900, 38_200),
        (" because", 38_200, 38_600),
        (" yesterday", 38_600, 39_100),
        (" it", 39_100, 39_200),
        (" did", 39_200, 39_500),
        (" not.", 39_500, 40_000),
    ];
    let text: String = parts.iter().map(|(part, _, _)| *part).collect();
    let mut end = 0;
    let word = |(part, start_ms, end_ms): &(&str, i64, i64)| {
        let start = end;
        end += part.len();
        SaidWord { range: start..end, start_ms: *start_ms, end_ms: *end_ms }
    };
    let words: Vec<SaidWord> = parts.iter().map(word).collect();
    let timed = [Said {
        channel: 1,
        start_ms: 10_000,
        end_ms: 40_000,
        text: &text,
        words: &words,
        ..Said::default()
    }];
    let untimed = [Said { words: &[], ..timed[0] }];
    let (measured, guessed) = (find(&timed).spans(&timed), find(&untimed).spans(&untimed));
    assert_eq!((measured.len(), guessed.len()), (1, 1));
    let (measured, guessed) = (&measured[0], &guessed[0]);
    assert!(guessed.end_ms < 36_200, "characters alone let the last digits be heard: {guessed:?}");
    assert!(measured.start_ms <= 30_750 && measured.end_ms >= 36_450, "{measured:?}");
    assert!(measured.end_ms <= 36_450 && measured.start_ms <= guessed.start_ms, "no more than either says");
}
