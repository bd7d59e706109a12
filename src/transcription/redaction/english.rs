//! Digits as they are said in English.

use super::tokens::{Class, Token};
use std::ops::Range;

/// Said between digits without breaking them off.
const FILLERS: &[&str] = &[
    "and", "then", "uh", "um", "er", "erm", "ah", "eh", "hm", "hmm", "mm", "mhm", "mm-hm", "mm-hmm",
    "uh-huh", "mhmm", "okay", "ok", "yeah", "yes", "yep", "yup", "right", "sure", "so", "space", "dash",
    "hyphen", "comma", "next", "finally", "followed", "by", "again", "correct", "go", "ahead", "alright",
    "perfect", "great", "thanks",
];
/// Make the digits before them a quantity.
const UNITS: &[&str] = &[
    "hundred", "thousand", "million", "billion", "dollars", "dollar", "pounds", "pound", "euros", "euro",
    "pence", "cents", "percent", "per", "days", "day", "weeks", "week", "months", "month", "years", "year",
    "hours", "hour", "minutes", "minute", "seconds", "second", "o'clock", "am", "pm", "times", "yuan",
    "degrees", "digits", "digit", "numbers",
];

fn unit(word: &str) -> Option<u32> {
    Some(match word {
        "zero" | "nought" | "naught" | "nil" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" | "niner" => 9,
        _ => return None,
    })
}

fn teen(word: &str) -> Option<u32> {
    Some(match word {
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn tens(word: &str) -> Option<u32> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// What is said of a digit that comes several times.
fn repeated(word: &str) -> Option<usize> {
    match word {
        "double" => Some(2),
        "triple" | "treble" => Some(3),
        "quadruple" => Some(4),
        _ => None,
    }
}

/// Reads one word in lower case; `forty-one` is two.
pub(super) fn read(word: &str, range: Range<usize>, tokens: &mut Vec<Token>) {
    if let Some((first, second)) = word.split_once('-')
        && let (Some(ten), Some(one)) = (tens(first), unit(second))
    {
        tokens.push(Token { range, class: Class::Digits((ten + one).to_string()) });
        return;
    }
    let class = match word {
        "oh" | "o" => Class::Oh,
        "x" | "ex" => Class::X,
        word if FILLERS.contains(&word) => Class::Filler,
        word => match unit(word).or_else(|| teen(word)).or_else(|| tens(word)) {
            Some(value) => Class::Digits(value.to_string()),
            None => Class::Word(word.to_owned()),
        },
    };
    tokens.push(Token { range, class });
}

/// Puts together what belongs together: `forty one`, `double four`; and makes a quantity of digits before
/// a unit.
pub(super) fn combine(tokens: Vec<Token>, text: &str) -> Vec<Token> {
    let mut combined: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        let word = text.get(token.range.clone()).unwrap_or_default().to_lowercase();
        let joined = combined.last().and_then(|last| join(last, &token, text));
        if let Some(joined) = joined {
            combined.pop();
            combined.push(joined);
            continue;
        }
        let counts = UNITS.contains(&word.as_str());
        let before = combined.last_mut().filter(|last| last.may_be_counted());
        if counts && let Some(before) = before {
            before.class = Class::Quantity;
        }
        combined.push(token);
    }
    combined
}

fn join(last: &Token, token: &Token, text: &str) -> Option<Token> {
    let range = last.range.start..token.range.end;
    let word = text.get(last.range.clone())?.to_lowercase();
    if let Some(times) = repeated(&word) {
        let digit = match &token.class {
            Class::Oh => "0",
            Class::Digits(digits) if digits.len() == 1 => digits,
            _ => return None,
        };
        return Some(Token { range, class: Class::Digits(digit.repeat(times)) });
    }
    let one = unit(&text.get(token.range.clone())?.to_lowercase()).filter(|one| *one > 0)?;
    let ten = tens(&word)?;
    Some(Token { range, class: Class::Digits((ten + one).to_string()) })
}
