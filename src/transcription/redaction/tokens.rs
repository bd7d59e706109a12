//! A text → tokens: digits, however they are written or said, what people say in between, and words.

use super::{chinese, english};
use std::ops::Range;

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Class {
    /// Digits, such as `4`, `four`, `forty one`, `double four`, `四`, `四个八`.
    Digits(String),
    /// "Oh": a zero among digits, a sigh elsewhere.
    Oh,
    /// An X, the last place of some identity numbers.
    X,
    /// What people say between digits without breaking them off: "and", "mm-hm", 嗯.
    Filler,
    /// How many, how much or when: 3 days, £12.50, 二十块. Never part of a number that is hidden.
    Quantity,
    /// Four digits that are written like an amount, such as `4,111`: a quantity, but where a card is told.
    Thousands(String),
    /// Any other word, in lower case.
    Word(String),
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it stands for.
    pub(super) class: Class,
}

impl Token {
    /// The digits it stands for, if any.
    pub(super) fn digits(&self) -> Option<&str> {
        match &self.class {
            Class::Digits(digits) => Some(digits),
            _ => None,
        }
    }

    /// Whether it has so few digits that a unit behind it makes a quantity of them.
    pub(super) fn may_be_counted(&self) -> bool {
        matches!(&self.class, Class::Digits(digits) if digits.len() <= 4)
            || matches!(self.class, Class::Thousands(_))
    }

    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match &self.class {
            Class::Word(word) => Some(word),
            _ => None,
        }
    }
}

/// A run of characters of one script, before its meaning is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Number,
    Latin,
    Han,
    Other,
}

fn script(character: char) -> Script {
    match character {
        '0'..='9' | '０'..='９' => Script::Number,
        // A circle that is written for zero.
        '〇' | '○' => Script::Han,
        character if character.is_alphabetic() && is_han(character) => Script::Han,
        character if character.is_alphabetic() => Script::Latin,
        _ => Script::Other,
    }
}

/// Whether this is a Chinese character.
pub(super) fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The tokens of a text, in its order. What is neither letter nor digit is none, but for `@`.
pub(super) fn of(text: &str) -> Vec<Token> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some((start, character)) = characters.get(at).copied() {
        let until = match script(character) {
            Script::Number => number(text, &characters, at, &mut tokens),
            Script::Latin => latin(text, &characters, at, &mut tokens),
            Script::Han => chinese::read(text, &characters, at, &mut tokens),
            Script::Other => {
                // "#48213907 and #48213908" are two.
                let is_another = matches!(character, '#' | '№')
                    && tokens.last().is_some_and(|last: &Token| last.class == Class::Filler);
                if character == '@' || character == '_' || is_another {
                    let range = start..start + character.len_utf8();
                    tokens.push(Token { range, class: Class::Word(character.to_string()) });
                }
                at + 1
            }
        };
        at = until.max(at + 1);
    }
    english::combine(tokens, text)
}

/// The end in bytes of the character before this one.
pub(super) fn end_of(text: &str, characters: &[(usize, char)], until: usize) -> usize {
    characters.get(until).map_or(text.len(), |(byte, _)| *byte)
}

fn is_number(characters: &[(usize, char)], at: usize) -> bool {
    characters.get(at).is_some_and(|(_, one)| script(*one) == Script::Number)
}

/// So many digits with letters around them are digits all the same: a telephone number whose last digit was heard
/// as a letter, a number that was written onto the word before it (`card4111111111111111`).
const LONG: usize = 7;
/// No amount has so many digits, however they are parted, and no time nor date: `13,800,138,000` is a mobile number
/// written by somebody who took it for one. With a currency before it, it may have two more.
const AMOUNT_MOST: usize = 10;
const MONEY_MOST: usize = 12;
/// What a security code may be written onto (`CVV123`), and how many digits it then has.
const CODES: &[&str] = &["cvv", "cvc", "cvn", "csc"];
const CODE: std::ops::RangeInclusive<usize> = 3..=8;

/// Digits as they are written. Those that stand together with letters (`CA1234`, `3pm`) are a word, those
/// with a point, a colon or a currency are a quantity, and so is a date.
fn number(text: &str, characters: &[(usize, char)], at: usize, tokens: &mut Vec<Token>) -> usize {
    let mut until = at;
    let mut groups: Vec<(Range<usize>, String)> = Vec::new();
    let mut joints: Vec<char> = Vec::new();
    loop {
        let from = until;
        while is_number(characters, until) {
            until += 1;
        }
        let digits: String =
            characters.get(from..until).unwrap_or_default().iter().map(|(_, one)| ascii(*one)).collect();
        let start = characters.get(from).map_or(text.len(), |(byte, _)| *byte);
        groups.push((start..end_of(text, characters, until), digits));
        match characters.get(until) {
            Some((_, joint @ ('.' | ',' | ':' | '/' | '-' | '–'))) if is_number(characters, until + 1) => {
                joints.push(*joint);
                until += 1;
            }
            _ => break,
        }
    }
    let whole = groups.first().map_or(0, |(range, _)| range.start)..end_of(text, characters, until);
    let lengths: Vec<usize> = groups.iter().map(|(_, digits)| digits.len()).collect();
    let before = at.checked_sub(1).and_then(|at| characters.get(at)).map(|(_, one)| *one);
    let all: usize = lengths.iter().sum();
    let is_money = before.is_some_and(|one| "$£€¥￥".contains(one)) && all <= MONEY_MOST;
    let is_amount = all <= AMOUNT_MOST && (is_amount(&lengths, &joints) || is_share(characters, until));
    if is_money || is_amount || is_address(&groups, &joints) {
        let is_group = !is_money && lengths == [1, 3] && joints == [','] && !is_share(characters, until);
        let digits = || groups.iter().map(|(_, digits)| digits.as_str()).collect();
        let class = if is_group { Class::Thousands(digits()) } else { Class::Quantity };
        tokens.push(Token { range: whole, class });
        return until;
    }
    let joined = ends_with_letters(characters, until);
    match joined {
        // An identity number's last place.
        Some((letters, x)) if letters == 1 && x => {
            push_groups(groups, tokens);
            let end = end_of(text, characters, until + 1);
            tokens.push(Token { range: end_of(text, characters, until)..end, class: Class::X });
            until + 1
        }
        Some((letters, _)) if all < LONG && !is_sign(characters, until, letters) => {
            let end = end_of(text, characters, until + letters);
            let word = text.get(whole.start..end).unwrap_or_default().to_lowercase();
            tokens.push(Token { range: whole.start..end, class: Class::Word(word) });
            until + letters
        }
        _ => {
            push_groups(groups, tokens);
            until
        }
    }
}

fn push_groups(groups: Vec<(Range<usize>, String)>, tokens: &mut Vec<Token>) {
    tokens.extend(groups.into_iter().map(|(range, digits)| Token { range, class: Class::Digits(digits) }));
}

/// The digit as ASCII; full-width ones are what Chinese input methods write.
fn ascii(digit: char) -> char {
    digit
        .to_digit(10)
        .or_else(|| (digit as u32).checked_sub('０' as u32))
        .map_or('0', |value| char::from_digit(value.min(9), 10).unwrap_or('0'))
}

/// How many Latin letters or digits follow at once, and whether the first is an X.
fn ends_with_letters(characters: &[(usize, char)], until: usize) -> Option<(usize, bool)> {
    let rest = characters.get(until..)?;
    let letters =
        rest.iter().take_while(|(_, one)| matches!(script(*one), Script::Latin | Script::Number)).count();
    let first = rest.first().map(|(_, one)| *one);
    (letters > 0).then_some((letters, matches!(first, Some('x' | 'X'))))
}

/// Whether what stands right behind digits is the "at" of an address.
fn is_sign(characters: &[(usize, char)], until: usize, letters: usize) -> bool {
    let word = characters.get(until..until + letters).unwrap_or_default();
    matches!(word, [(_, 'a' | 'A'), (_, 't' | 'T')])
}

fn is_share(characters: &[(usize, char)], until: usize) -> bool {
    characters.get(until).is_some_and(|(_, one)| matches!(one, '%' | '％' | '℃' | '°'))
}

/// Whether so few digits with these marks between them are an amount, a time or a date: `12.50`, `1,299`,
/// `10:30`, `12/26`, `2026-11-26`. Groups of a card (`4111-1111`, `4111.1111`) are not.
fn is_amount(lengths: &[usize], joints: &[char]) -> bool {
    if joints.is_empty() || lengths.iter().all(|length| *length >= 4) {
        return false;
    }
    if joints.iter().all(|joint| matches!(joint, '-' | '–')) {
        return is_date(lengths);
    }
    if joints.iter().all(|joint| *joint == ',') {
        let thousands = lengths.iter().skip(1).all(|length| *length == 3);
        return thousands && lengths.first().is_some_and(|first| *first <= 3);
    }
    true
}

/// Whether this is the address of a computer, such as `192.168.100.20`.
fn is_address(groups: &[(Range<usize>, String)], joints: &[char]) -> bool {
    let is_byte = |digits: &str| !digits.starts_with("00") && digits.parse::<u8>().is_ok();
    groups.len() == 4
        && joints.iter().all(|joint| *joint == '.')
        && groups.iter().all(|(_, digits)| is_byte(digits))
}

fn is_date(lengths: &[usize]) -> bool {
    matches!(lengths, [4, 1 | 2, 1 | 2] | [1 | 2, 1 | 2, 4])
}

/// A word of Latin letters, with the digits that stand in it, unless they are a number of their own.
fn latin(text: &str, characters: &[(usize, char)], at: usize, tokens: &mut Vec<Token>) -> usize {
    let mut until = at;
    while let Some((_, one)) = characters.get(until) {
        let next_is_letter =
            characters.get(until + 1).is_some_and(|(_, next)| script(*next) == Script::Latin);
        let goes_on = match script(*one) {
            Script::Latin | Script::Number => true,
            _ => matches!(one, '\'' | '’' | '-') && until > at && next_is_letter,
        };
        if !goes_on {
            break;
        }
        until += 1;
    }
    let until = number_within(characters, at, until).unwrap_or(until);
    let start = characters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let range = start..end_of(text, characters, until);
    let word = text.get(range.clone()).unwrap_or_default().to_lowercase().replace('’', "'");
    english::read(&word, range, tokens);
    until
}

/// Where in a word a number begins that was only written onto it: of so many digits that they are no part of a
/// name, together with the groups that follow them, or behind the name of a security code.
fn number_within(characters: &[(usize, char)], at: usize, until: usize) -> Option<usize> {
    let begins = |place: &usize| is_number(characters, *place) && !is_number(characters, place - 1);
    (at + 1..until).filter(begins).find(|place| {
        let run = (*place..until).take_while(|place| is_number(characters, *place)).count();
        let letters = characters.get(at..*place).unwrap_or_default();
        let letters: String = letters.iter().map(|(_, one)| one.to_ascii_lowercase()).collect();
        run >= LONG
            || (CODE.contains(&run) && CODES.contains(&letters.as_str()))
            || run + digits_after(characters, place + run) > AMOUNT_MOST
    })
}

/// How many digits follow in groups, each behind one mark or space.
fn digits_after(characters: &[(usize, char)], mut place: usize) -> usize {
    let mut digits = 0;
    while characters.get(place).is_some_and(|(_, one)| " ,.-/#".contains(*one)) {
        let run = (place + 1..characters.len()).take_while(|place| is_number(characters, *place)).count();
        if run == 0 {
            break;
        }
        digits += run;
        place += 1 + run;
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Digits as they are, `-` a filler, `q` a quantity, `w` a word, `x`.
    fn told(text: &str) -> String {
        let tell = |token: &Token| match &token.class {
            Class::Digits(digits) => digits.clone(),
            Class::Oh => "o".to_owned(),
            Class::X => "x".to_owned(),
            Class::Filler => "-".to_owned(),
            Class::Quantity | Class::Thousands(_) => "q".to_owned(),
            Class::Word(_) => "w".to_owned(),
        };
        of(text).iter().map(tell).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn written_digits_are_digits_and_amounts_are_not() {
        assert_eq!(told("4111 1111-1111"), "4111 1111 1111");
        assert_eq!(told("4111,1111,1111,1111"), "4111 1111 1111 1111");
        assert_eq!(told("£1,299 and 12.50 at 10:30 on 12/26"), "q - q w q w q");
        assert_eq!(told("2026-11-26"), "q");
        assert_eq!(told("15% 3pm CA1234 1st"), "q w w w");
        assert_eq!(told("11010519491231002X"), "11010519491231002 x");
        assert_eq!(told("１３８００１３８０００"), "13800138000");
    }

    #[test]
    fn no_amount_is_as_long_as_a_number_that_is_hidden() {
        assert_eq!(told("4,111,111,111,111,111"), "4 111 111 111 111 111");
        assert_eq!(told("13,800,138,000 or 138.0013.8000"), "13 800 138 000 w 138 0013 8000");
        assert_eq!(told("1,380,013,800 of them, $13,800,138,000"), "q w w q");
        assert_eq!(told("#4111 4111.1111 192.168.100.20 10.15.7"), "4111 4111 1111 q q");
    }

    #[test]
    fn a_number_written_onto_a_word_is_a_number() {
        assert_eq!(told("CVV123 card4111111111111111"), "w 123 w 4111111111111111");
        assert_eq!(told("card4111 1111-1111 1111"), "w 4111 1111 1111 1111");
        assert_eq!(told("BA2490, 18:05, A40 12, XK500, H2O, cvv12"), "w q w 12 w w w");
    }

    #[test]
    fn english_words_are_digits_however_they_are_said() {
        assert_eq!(told("four double one triple five"), "4 11 555");
        assert_eq!(told("forty one eleven twenty three"), "41 11 23");
        assert_eq!(told("double oh seven"), "00 7");
        assert_eq!(told("five oh three"), "5 o 3");
        assert_eq!(told("two hundred and fifty pounds"), "q w - q w");
        assert_eq!(told("three days, uh, mm-hm"), "q w - -");
    }

    #[test]
    fn chinese_words_are_digits_however_they_are_said() {
        assert_eq!(told("幺三八零零一三"), "1380013");
        assert_eq!(told("四个八，两个零"), "8888 00");
        assert_eq!(told("二十块，三百五，第一个"), "q w w q w q w q w");
        assert_eq!(told("一下，一共三个"), "w w w w q w");
        assert_eq!(told("二零二四年五月"), "q w q w");
    }
}
