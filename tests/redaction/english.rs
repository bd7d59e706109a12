//! English conversations in which somebody says what is to be hidden.

use crate::conversation::{AGENT, CUSTOMER, Conversation, card, groups, identity, mobile};
use crate::dice::Dice;

const UNITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
const TEENS: [&str; 10] = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// How a caller says digits.
#[derive(Clone, Copy)]
enum Manner {
    Written,
    Solid,
    Hyphens,
    Words,
    Doubles,
    Pairs,
    Mixed,
}

const MANNERS: [Manner; 7] = [
    Manner::Written,
    Manner::Solid,
    Manner::Hyphens,
    Manner::Words,
    Manner::Doubles,
    Manner::Pairs,
    Manner::Mixed,
];

fn word(dice: &mut Dice, digit: char) -> &'static str {
    if digit == '0' {
        return dice.one_of(&["zero", "oh", "oh", "zero"]);
    }
    UNITS[digit.to_digit(10).unwrap() as usize]
}

fn words(dice: &mut Dice, group: &str) -> String {
    let said: Vec<&str> = group.chars().filter(char::is_ascii_digit).map(|digit| word(dice, digit)).collect();
    said.join(" ")
}

/// "double four", "triple oh".
fn doubles(dice: &mut Dice, group: &str) -> String {
    let digits: Vec<char> = group.chars().filter(char::is_ascii_digit).collect();
    let mut said = Vec::new();
    let mut at = 0;
    while at < digits.len() {
        let run = digits[at..].iter().take_while(|one| **one == digits[at]).count().min(3);
        let spoken = word(dice, digits[at]);
        match run {
            3 => said.push(format!("{} {spoken}", dice.one_of(&["triple", "treble"]))),
            2 => said.push(format!("double {spoken}")),
            _ => said.push(spoken.to_owned()),
        }
        at += run;
    }
    said.join(" ")
}

/// "forty one eleven"; what cannot be said so is said digit by digit.
fn pairs(dice: &mut Dice, group: &str) -> String {
    let digits: Vec<char> = group.chars().filter(char::is_ascii_digit).collect();
    let pair = |pair: &[char], dice: &mut Dice| match pair {
        ['1', second] => TEENS[second.to_digit(10).unwrap() as usize].to_owned(),
        [first @ '2'..='9', '0'] => TENS[first.to_digit(10).unwrap() as usize].to_owned(),
        [first @ '2'..='9', second] => {
            let (ten, one) = (first.to_digit(10).unwrap() as usize, second.to_digit(10).unwrap() as usize);
            format!("{} {}", TENS[ten], UNITS[one])
        }
        other => other.iter().map(|digit| word(dice, *digit)).collect::<Vec<_>>().join(" "),
    };
    digits.chunks(2).map(|two| pair(two, dice)).collect::<Vec<_>>().join(" ")
}

/// A group as this caller says it, in braces. An X at the end stays one.
fn spoken(dice: &mut Dice, manner: Manner, group: &str) -> String {
    let digits: String = group.chars().filter(char::is_ascii_digit).collect();
    let said = match manner {
        Manner::Written | Manner::Solid | Manner::Hyphens => digits.clone(),
        Manner::Words => words(dice, &digits),
        Manner::Doubles => doubles(dice, &digits),
        Manner::Pairs => pairs(dice, &digits),
        Manner::Mixed => {
            let (head, tail) = digits.split_at(digits.len() / 2);
            format!("{} {tail}", words(dice, head))
        }
    };
    let x = if group.ends_with('X') { " X" } else { "" };
    format!("{{{said}{x}}}")
}

/// Digits in one breath.
fn in_one(dice: &mut Dice, manner: Manner, digits: &str) -> String {
    let joint = match manner {
        Manner::Hyphens => "-",
        Manner::Solid => "",
        _ => dice.one_of(&[" ", ", ", " uh ", ", then "]),
    };
    let joint = if digits.ends_with('X') && joint == "-" { " " } else { joint };
    groups(dice, digits).iter().map(|group| spoken(dice, manner, group)).collect::<Vec<_>>().join(joint)
}

/// One side tells digits to the other, in one of the ways in which people do.
fn tell(conversation: &mut Conversation, dice: &mut Dice, lead: &str, digits: &str) {
    let manner = dice.one_of(&MANNERS);
    match dice.below(5) {
        // In one breath.
        0 => {
            let said = in_one(dice, manner, digits);
            conversation.say(
                CUSTOMER,
                &format!("{lead} {said}{}", dice.one_of(&[".", ", okay?", ", thank you.", ""])),
            );
        }
        // Group by group, the other side humming.
        1 => {
            let mut lead = format!("{lead} ");
            for group in groups(dice, digits) {
                let said = spoken(dice, manner, &group);
                conversation.say(CUSTOMER, &format!("{lead}{said}"));
                conversation.say(AGENT, dice.one_of(&["mm-hm", "Okay.", "Yep.", "Uh-huh.", "Go ahead."]));
                lead = dice.one_of(&["", "then ", "uh ", "and "]).to_owned();
            }
        }
        // Group by group, the other side reading back.
        2 => {
            let mut lead = format!("{lead} ");
            for group in groups(dice, digits) {
                let said = spoken(dice, manner, &group);
                conversation.say(CUSTOMER, &format!("{lead}{said}."));
                let theirs = dice.one_of(&[Manner::Written, Manner::Words, manner]);
                let back = spoken(dice, theirs, &group);
                conversation.say(AGENT, &format!("{}{back}.", dice.one_of(&["", "Okay, ", "Yeah, "])));
                lead = String::new();
            }
        }
        // In one breath, and read back as a whole.
        3 => {
            let said = in_one(dice, manner, digits);
            conversation.say(CUSTOMER, &format!("{lead} {said}"));
            let theirs = dice.one_of(&[Manner::Written, Manner::Words]);
            let back = in_one(dice, theirs, digits);
            conversation.say(AGENT, &format!("Let me read that back, {back}, is that right?"));
            conversation.say(CUSTOMER, "That's right.");
        }
        // Cut in the middle of a group by a pause.
        _ => {
            let (head, tail) = digits.split_at(digits.len() / 2);
            let manner = if digits.ends_with('X') { Manner::Written } else { manner };
            let (head, tail) = (spoken(dice, manner, head), spoken(dice, manner, tail));
            conversation.say(CUSTOMER, &format!("{lead} {head}"));
            conversation.say(CUSTOMER, &format!("{}{tail}.", dice.one_of(&["", "um, ", "and then "])));
        }
    }
}

fn email(dice: &mut Dice) -> String {
    let name = dice.one_of(&["john", "mary", "susan", "dave", "priya", "oliver"]);
    let surname = dice.one_of(&["smith", "jones", "brown", "patel", "o'neill", "walker"]);
    let number = dice.one_of(&["", " 77", " nineteen eighty two", " four five"]);
    let between = dice.one_of(&[" dot ", " underscore ", " ", " dash "]);
    let host = dice.one_of(&[
        "gmail dot com",
        "hotmail dot co dot uk",
        "outlook dot com",
        "acme dot org",
        "yahoo.com",
    ]);
    format!("{{{name}{between}{surname}{number} at {host}}}")
}

/// One conversation.
pub(crate) fn conversation(dice: &mut Dice) -> Conversation {
    let mut made = Conversation::default();
    match dice.below(10) {
        0..=3 => {
            if dice.happens(70) {
                let asked = dice.one_of(&[
                    "Can I take the long number across the front of your card please?",
                    "What's the card number?",
                    "I'll need your debit card details to take the payment.",
                    "Whenever you're ready with the number.",
                ]);
                made.say(AGENT, asked);
            }
            let lead = dice.one_of(&[
                "It's",
                "Yes it is",
                "Sure, it's",
                "Okay so",
                "The number is",
                "Right, one moment.",
            ]);
            let number = card(dice);
            tell(&mut made, dice, lead, &number);
        }
        4 | 5 => {
            let asked = dice.one_of(&[
                "And the security code on the back?",
                "What are the last three digits on the back of the card?",
                "Could you give me the CVV please?",
                "And the three digit security number?",
            ]);
            made.say(AGENT, asked);
            let length = dice.one_of(&[3, 3, 3, 4]);
            let digits = dice.digits(length);
            let manner = dice.one_of(&[Manner::Written, Manner::Words, Manner::Doubles]);
            let said = spoken(dice, manner, &digits);
            made.say(
                CUSTOMER,
                &format!("{} {said}.", dice.one_of(&["It's", "Yes,", "That's", "The code is"])),
            );
            if dice.happens(50) {
                let back = spoken(dice, Manner::Words, &digits);
                made.say(AGENT, &format!("{back}, thank you, that has gone through."));
            }
        }
        6 => {
            made.say(
                AGENT,
                dice.one_of(&["What's your ID number?", "Could I take a number to reach you on?"]),
            );
            let number = if dice.happens(50) { identity(dice) } else { mobile(dice) };
            tell(&mut made, dice, "It's", &number);
        }
        7 => {
            let number = mobile(dice);
            tell(&mut made, dice, dice_lead(0), &number);
        }
        _ => {
            if dice.happens(75) {
                made.say(AGENT, dice.one_of(&["And your email address?", "Which email shall I send it to?"]));
            }
            let said = email(dice);
            let lead = dice.one_of(&["It's", "Yes it's", "My email is", "You can send it to"]);
            made.say(CUSTOMER, &format!("{lead} {said}."));
            if dice.happens(40) {
                made.say(AGENT, &format!("So that's {said}, lovely."));
            }
        }
    }
    if dice.happens(20) { made.mixed() } else { made }
}

/// Somebody who begins without being asked.
fn dice_lead(which: usize) -> &'static str {
    ["My mobile is", "Call me on"][which]
}

/// Somebody tells a card as few conversations of the other grammar do: an agent who asks for every group, a first
/// attempt that is broken off, digits that the speech model did not hear; with both sides on one channel or not.
pub(crate) fn hard(dice: &mut Dice) -> Conversation {
    let mut made = Conversation::default();
    let asked =
        ["What's the card number please?", "Can I take the long number across the front of the card?"];
    made.say(AGENT, dice.one_of(&asked));
    let number = card(dice);
    let manner = dice.one_of(&MANNERS);
    match dice.below(3) {
        0 => {
            for group in groups(dice, &number) {
                let said = spoken(dice, manner, &group);
                made.say(CUSTOMER, &format!("{}{said}.", dice.one_of(&["", "It's ", "Then it says "])));
                let next = [
                    "Thank you, and can I take the next four digits please?",
                    "Lovely, I have got that, what comes after it?",
                    "One moment, my system is slow today. And the next ones?",
                    "Okay, and the next four numbers please.",
                ];
                made.say(AGENT, dice.one_of(&next));
            }
            made.say(CUSTOMER, "That was all of them.");
        }
        1 => {
            let length = dice.one_of(&[4, 4, 6, 8]);
            let begun = spoken(dice, manner, &number[..length]);
            let why = [
                "hang on, I can't read this without my glasses, I had better go and get them first",
                "no wait, I am so sorry, the dog is at the door, give me just a second with him",
            ];
            made.say(CUSTOMER, &format!("It's {begun}, {}.", dice.one_of(&why)));
            made.say(AGENT, "No problem at all, you just take your time.");
            made.say(CUSTOMER, "Right, here I am again, shall I start from the beginning?");
            made.say(AGENT, "Yes please.");
            tell(&mut made, dice, "It's", &number);
        }
        _ => {
            let length = 8 + dice.below(5);
            let heard = spoken(dice, manner, &number[..length]);
            made.say(CUSTOMER, &format!("{} {heard}.", dice.one_of(&["It's", "Yes, it is", "Sure,"])));
            made.say(AGENT, "Thank you, that has gone through.");
        }
    }
    on_any_channel(dice, made)
}

/// Half of the conversations on one channel, half of those with the speakers told apart.
pub(crate) fn on_any_channel(dice: &mut Dice, made: Conversation) -> Conversation {
    match dice.below(4) {
        0 => made.mixed(),
        1 => made.mixed().with_speakers(),
        _ => made,
    }
}
