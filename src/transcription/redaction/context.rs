//! Where somebody speaks of a card, a code, a number or an address: digits near it mean more.

use super::Line;
use super::nouns::Nouns;
use crate::db::redaction::RedactionKind;

/// For how long after it was spoken of digits are taken for it.
const NUMBER_MS: i64 = 60_000;
/// The same for a security code, which is short: much else has three or four digits.
const CODE_MS: i64 = 20_000;
/// The same for what was heard of a mobile number and is none: much else has seven digits.
const MOBILE_MS: i64 = 30_000;
/// The same for an address, which may also be said before anybody calls it one.
const EMAIL_MS: i64 = 45_000;

/// Of a card or an identity number by that name: what is left of it is hidden when the speech model lost digits.
const CARD: &[&str] = &[
    "card number",
    "long number",
    "credit card",
    "debit card",
    "bank card",
    "card details",
    "visa",
    "mastercard",
    "amex",
    "number on the card",
    "number on your card",
    "digits on the card",
    "across the front",
    "front of the card",
    "id number",
    "卡号",
    "银行卡",
    "信用卡",
    "储蓄卡",
    "借记卡",
    "身份证",
    "证件号",
];
/// Of another long number. As with a card, digits of both sides may be parts of one.
const ACCOUNT: &[&str] = &["account number", "identity", "passport", "账号", "帐号"];
/// Of anything of the kind, as far as somebody who heard half of it would guess: enough where no word is known of
/// what follows, as after 卡号 that was heard as 卡厚.
const SECRETS: &[&str] = &["card", "digit", "password", "卡", "密码"];
/// Of a telephone number.
const PHONE: &[&str] = &[
    "phone number",
    "mobile",
    "cell",
    "telephone",
    "contact number",
    "call you",
    "reach you",
    "手机",
    "电话",
    "号码",
    "联系方式",
    "电话号",
    "尾号",
    "预留",
];
/// Of a mobile number, by that name.
const MOBILE: &[&str] = &["mobile", "cell phone", "cell number", "手机"];
/// Of a security code.
const CODE: &[&str] = &[
    "security code",
    "security number",
    "cvv",
    "cvc",
    "cv2",
    "cvn",
    "csc",
    "c v v",
    "c v c",
    "verification value",
    "digits on the back",
    "numbers on the back",
    "number on the back",
    "back of the card",
    "back of your card",
    "signature strip",
    "last three digits on",
    "card verification",
    "verification code",
    "passcode",
    "安全码",
    "背面三位",
    "背面的三位",
    "后三位",
    "后面三位",
    "末三位",
    "末三码",
    "后三码",
    "背面三码",
    "检查码",
    "保安码",
    "校验码",
    "验证码",
    "验证位",
    "卡背面",
    "卡片背面",
    "签名条",
    VAGUE,
];
/// 验证码 and 验证位, whatever was heard of their end. It may be somebody's identity that is verified, too.
const VAGUE: &str = "验证";
/// Of an address.
const EMAIL: &[&str] = &["email", "e-mail", "mail address", "邮箱", "邮件", "信箱", "电子邮", "mailbox"];

/// Where something was spoken of, and when.
#[derive(Clone, Copy)]
pub(super) struct Mention {
    pub(super) line: usize,
    pub(super) byte: usize,
    pub(super) at_ms: i64,
    /// Whether it may have been spoken of something else.
    pub(super) is_vague: bool,
}

/// Where digits begin, and when.
#[derive(Clone, Copy)]
pub(super) struct Beginning {
    pub(super) line: usize,
    pub(super) byte: usize,
    pub(super) at_ms: i64,
}

/// Everything that was spoken of.
pub(super) struct Context {
    cards: Vec<Mention>,
    accounts: Vec<Mention>,
    phones: Vec<Mention>,
    mobiles: Vec<Mention>,
    codes: Vec<Mention>,
    emails: Vec<Mention>,
    secrets: Vec<Mention>,
    nouns: Nouns,
}

impl Context {
    pub(super) fn of(lines: &[Line<'_>]) -> Self {
        Self {
            cards: mentions(lines, CARD),
            accounts: mentions(lines, ACCOUNT),
            phones: mentions(lines, PHONE),
            mobiles: mentions(lines, MOBILE),
            codes: mentions(lines, CODE),
            emails: mentions(lines, EMAIL),
            secrets: mentions(lines, SECRETS),
            nouns: Nouns::of(lines),
        }
    }

    /// Whether a card or another long number was spoken of shortly before.
    pub(super) fn is_card(&self, at_ms: i64) -> bool {
        before(&self.cards, at_ms, NUMBER_MS) || before(&self.accounts, at_ms, NUMBER_MS)
    }

    /// Whether any number was.
    pub(super) fn is_number(&self, at_ms: i64) -> bool {
        self.is_card(at_ms) || before(&self.phones, at_ms, NUMBER_MS)
    }

    /// Whether digits that begin here may be what was heard of a mobile number: it was spoken of by that name
    /// shortly before, and of nothing else since.
    pub(super) fn is_mobile(&self, digits: Beginning) -> bool {
        before(&self.mobiles, digits.at_ms, MOBILE_MS) && !self.nouns.claim(digits, &self.mobiles)
    }

    /// The same for a card or an identity number.
    pub(super) fn is_part_of_card(&self, digits: Beginning) -> bool {
        before(&self.cards, digits.at_ms, NUMBER_MS) && !self.nouns.claim(digits, &self.cards)
    }

    /// Whether digits that begin here may be a security code: it was spoken of before them, or in the same
    /// breath after them, and of nothing else since.
    pub(super) fn is_code(&self, digits: Beginning) -> bool {
        let is_near = self.codes.iter().any(|code| {
            let earlier = (code.line, code.byte) < (digits.line, digits.byte);
            let since = digits.at_ms - code.at_ms;
            (earlier && since <= CODE_MS) || (code.line == digits.line && code.byte > digits.byte)
        });
        is_near && !self.nouns.claim(digits, &self.codes)
    }

    /// Whether a security code was spoken of between digits and the next ones.
    pub(super) fn is_code_between(&self, last: Beginning, next: Beginning) -> bool {
        let between = (last.line, last.byte)..(next.line, next.byte);
        self.codes.iter().any(|code| between.contains(&(code.line, code.byte)))
    }

    /// Whether the digits that begin here are called the number of an order or the like.
    pub(super) fn is_named_otherwise(&self, line: usize, byte: usize) -> bool {
        self.nouns.name(line, byte)
    }

    /// What may be said in a stretch of time because it was spoken of shortly before, or, an address, around it.
    pub(super) fn expected(&self, start_ms: i64, end_ms: i64) -> Option<RedactionKind> {
        let told = |mentions: &[Mention], for_ms: i64, ahead_ms: i64| {
            mentions.iter().any(|one| (start_ms - for_ms..=end_ms + ahead_ms).contains(&one.at_ms))
        };
        let kinds = [
            (self.codes.as_slice(), CODE_MS, 0, RedactionKind::SecurityCode),
            (self.cards.as_slice(), NUMBER_MS, 0, RedactionKind::LongNumber),
            (self.accounts.as_slice(), NUMBER_MS, 0, RedactionKind::LongNumber),
            (self.secrets.as_slice(), NUMBER_MS, 0, RedactionKind::LongNumber),
            (self.mobiles.as_slice(), MOBILE_MS, 0, RedactionKind::MobileNumber),
            (self.phones.as_slice(), MOBILE_MS, 0, RedactionKind::MobileNumber),
            (self.emails.as_slice(), EMAIL_MS, EMAIL_MS, RedactionKind::Email),
        ];
        let expected = |(mentions, for_ms, ahead_ms, kind)| told(mentions, for_ms, ahead_ms).then_some(kind);
        kinds.into_iter().find_map(expected)
    }

    /// Whether an address was spoken of around this time.
    pub(super) fn is_email(&self, at_ms: i64) -> bool {
        self.emails.iter().any(|one| (one.at_ms - at_ms).abs() <= EMAIL_MS)
    }
}

fn before(mentions: &[Mention], at_ms: i64, for_ms: i64) -> bool {
    // A mention in the middle of the same utterance may come out a little later than what follows it.
    mentions.iter().any(|one| (-1_500..=for_ms).contains(&(at_ms - one.at_ms)))
}

fn mentions(lines: &[Line<'_>], phrases: &[&str]) -> Vec<Mention> {
    let mut found = Vec::new();
    for (line, one) in lines.iter().enumerate() {
        // ASCII alone: the bytes stay where they are.
        let text = one.said.text.to_ascii_lowercase();
        for phrase in phrases {
            found.extend(text.match_indices(phrase).map(|(byte, _)| Mention {
                line,
                byte,
                at_ms: one.time_at(byte),
                is_vague: *phrase == VAGUE,
            }));
        }
    }
    found
}
