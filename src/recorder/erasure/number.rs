//! Telephone numbers, told apart and found alike: sources write the same number in many ways, and
//! whoever asks to be erased writes it in one more. Pure.
//!
//! Two numbers are the same when they are the same in their country, and one of them may name that
//! country. Nothing is guessed from the last digits: that would erase strangers.

/// The fewest digits that are looked for.
pub const DIGITS_LEAST: usize = 5;
/// The most digits that are one number: fifteen (E.164), and what is dialled before.
const NUMBER_MOST: usize = 20;
/// With a country code and without `+`, a number has at least this many digits (E.164 gives a country
/// at most eleven in all but a few).
const BARE_INTERNATIONAL_LEAST: usize = 12;

/// A number as it can be compared. It is personal data: never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Number {
    /// With the country code where `is_international`, else without the trunk zero.
    digits: String,
    is_international: bool,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Number(…)")
    }
}

impl Number {
    /// Reads a number with whatever stands between its digits; none: too few digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter_map(digit).collect();
        if digits.len() < DIGITS_LEAST {
            return None;
        }
        let begins_with_plus = text.trim_start().starts_with(['+', '＋']);
        if begins_with_plus {
            return Some(Self { digits, is_international: true });
        }
        if let Some(rest) = digits.strip_prefix("00") {
            return Some(Self { digits: rest.to_owned(), is_international: true });
        }
        let digits = digits.strip_prefix('0').unwrap_or(&digits).to_owned();
        Some(Self { digits, is_international: false })
    }

    /// The digits by which the same number is found, however it is written: the last of them.
    #[must_use]
    pub fn last_digits(&self) -> &str {
        let most = 7.min(self.digits.len());
        &self.digits[self.digits.len() - most..]
    }

    /// Whether both are the number of the same line.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        if self.is_international == other.is_international {
            return self.digits == other.digits
                || self.names_country_of(other, true)
                || other.names_country_of(self, true);
        }
        let (international, national) = if self.is_international { (self, other) } else { (other, self) };
        international.digits == national.digits || international.names_country_of(national, false)
    }

    /// Whether this is the other with a country code before it. `bare`: neither says whether it has
    /// one, so only a length that no country has tells.
    fn names_country_of(&self, national: &Self, bare: bool) -> bool {
        if bare && (self.is_international || self.digits.len() < BARE_INTERNATIONAL_LEAST) {
            return false;
        }
        let prefix = self.digits.strip_suffix(national.digits.as_str());
        prefix.is_some_and(|prefix| match prefix.len() {
            // The two countries with a code of one digit have ten digits behind it.
            1 => !bare && national.digits.len() == 10 && is_country_code(prefix),
            _ => is_country_code(prefix),
        })
    }

    /// Whether a text names this number: a run of its digits is the number, or several are that stand side by
    /// side as people write numbers (`138-0013-8000`). The name of a file holds other digits as well, and
    /// those that only meet in it are no number.
    #[must_use]
    pub fn named_in(&self, text: &str) -> bool {
        let runs = runs(text);
        (0..runs.len()).any(|first| {
            let mut joined = String::new();
            for (place, run) in runs.iter().enumerate().skip(first) {
                let is_apart = place > first && !run.follows;
                if is_apart || joined.len() + run.digits.len() > NUMBER_MOST {
                    return false;
                }
                joined.push_str(&run.digits);
                let plus = if runs.get(first).is_some_and(|first| first.has_plus) { "+" } else { "" };
                if Self::read(&format!("{plus}{joined}")).is_some_and(|number| number.is_same(self)) {
                    return true;
                }
            }
            false
        })
    }

    /// Whether a text holds this number.
    #[must_use]
    pub fn stands_in(&self, text: &str) -> bool {
        let digits: String = text.chars().filter_map(digit).collect();
        digits.contains(&self.digits)
    }
}

/// Digits that stand together in a text.
#[derive(Default)]
struct Run {
    digits: String,
    has_plus: bool,
    /// Whether they may go on with the number that the run before begins.
    follows: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // What stands between this run and the one before.
    let mut between = String::new();
    let mut is_in_run = false;
    for character in text.chars() {
        let Some(digit) = digit(character) else {
            is_in_run = false;
            between.push(character);
            continue;
        };
        if !is_in_run {
            let gap = std::mem::take(&mut between);
            let has_plus = gap.ends_with(['+', '＋']);
            let follows =
                !runs.is_empty() && matches!(gap.as_str(), " " | "-" | "(" | ")" | ") " | " (" | ")-");
            runs.push(Run { digits: String::new(), has_plus, follows });
            is_in_run = true;
        }
        if let Some(run) = runs.last_mut() {
            run.digits.push(digit);
        }
    }
    runs
}

/// A digit, also one as wide as a Chinese character.
fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        '０'..='９' => char::from_digit(u32::from(character) - u32::from('０'), 10),
        _ => None,
    }
}

/// Whether these digits are a country code (ITU-T E.164): one digit for two zones, else two or three.
fn is_country_code(digits: &str) -> bool {
    const TWO: [&str; 43] = [
        "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
        "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
        "82", "84", "86", "90", "91", "92", "93", "94", "95",
    ];
    match digits.len() {
        1 => digits == "1" || digits == "7",
        2 => TWO.contains(&digits) || digits == "98",
        3 => {
            !digits.starts_with(['0', '1', '7']) && !TWO.contains(&&digits[..2]) && !digits.starts_with("98")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (Number::read(one).unwrap(), Number::read(other).unwrap());
        assert_eq!(one.is_same(&other), other.is_same(&one), "it goes both ways");
        one.is_same(&other)
    }

    #[test]
    fn one_number_is_written_in_many_ways() {
        for other in [
            "13800138000",
            "138 0013 8000",
            "138-0013-8000",
            "+86 138 0013 8000",
            "0086-13800138000",
            "8613800138000",
            "013800138000",
            "１３８００１３８０００",
            "tel:13800138000",
        ] {
            assert!(same("13800138000", other), "{other}");
        }
        assert!(same("+86 13800138000", "8613800138000"));
        assert!(same("020 7946 0018", "+44 20 7946 0018"));
        assert!(same("(202) 555-0123", "+1 202 555 0123"));
        assert!(same("+1 202 555 0123", "0012025550123"));
    }

    #[test]
    fn strangers_stay_strangers() {
        // The same last eight digits in two cities, a mobile that ends as a landline begins, two countries.
        for (one, other) in [
            ("01062345678", "02162345678"),
            ("037412345678", "13742345678"),
            ("03742345678", "13742345678"),
            ("+8613800138000", "+113800138000"),
            ("+44 20 7946 0018", "+1 20 7946 0018"),
            ("+1 138 0013 8000", "13800138000"),
            ("13800138000", "13800138001"),
            ("62345678", "01062345678"),
            ("95588", "4008895588"),
        ] {
            assert!(!same(one, other), "{one} and {other}");
        }
    }

    #[test]
    fn too_few_digits_are_no_number() {
        assert!(Number::read("8001").is_none() && Number::read("anonymous").is_none());
        assert!(Number::read("10086").is_some());
        assert_eq!(format!("{:?}", Number::read("13800138000").unwrap()), "Number(…)");
    }

    #[test]
    fn a_text_that_holds_the_number_is_found_out() {
        let number = Number::read("+86 138 0013 8000").unwrap();
        assert!(!number.stands_in("ticket T-138"));
        assert!(Number::read("13800138000").unwrap().stands_in("call from 138-0013-8000 on Monday"));
    }

    #[test]
    fn a_file_that_names_the_number_is_found_and_one_whose_digits_only_meet_is_not() {
        let number = Number::read("13800138000").unwrap();
        for name in [
            "out-13800138000-3201-20261126-093005-1795656605.7.wav",
            "q-600-8613800138000-20261126.wav",
            "+86 138 0013 8000.json",
            "a/138-0013-8000_3201.wav",
            "20261126_１３８００１３８０００.wav",
            r#"{"customer_number":"+8613800138000"}"#,
            r#"{"tel":13800138000}"#,
        ] {
            assert!(number.named_in(name), "{name}");
        }
        for name in [
            "out-13800138001-3201.wav",
            "913800138000.wav",
            "1380013_8000.wav",
            "138.0013.8000.wav",
            "1380.01.38.000",
            "",
        ] {
            assert!(!number.named_in(name), "{name}");
        }
        assert!(!Number::read("10086").unwrap().named_in("q-600-20261008-6.wav"));
    }

    proptest! {
        #[test]
        fn a_number_is_itself_whatever_stands_between_its_digits(digits in "[1-9][0-9]{6,10}", gap in "[ ().-]{0,2}") {
            let spaced: String = digits.chars().flat_map(|digit| [digit.to_string(), gap.clone()]).collect();
            prop_assert!(same(&digits, &spaced));
            let number = Number::read(&spaced).unwrap();
            prop_assert!(digits.ends_with(number.last_digits()));
        }

        #[test]
        fn another_digit_is_another_number(digits in "[1-9][0-9]{6,10}", at in 0..6_usize) {
            let mut other: Vec<char> = digits.chars().collect();
            other[at] = if other[at] == '9' { '1' } else { '9' };
            let other: String = other.into_iter().collect();
            prop_assert_eq!(same(&digits, &other), digits == other);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            if let Some(number) = Number::read(&text) {
                let _ = (number.last_digits().len(), number.stands_in(&text), number.is_same(&number));
                let _ = number.named_in(&text);
            }
        }
    }
}
