//! PURE: what was said, without who said it: names, and the numbers by which people are known (工号), as they
//! are written and as they are spoken.

use serde_json::{Map, Value};

/// What stands in the place of a name or a number.
const HIDDEN: &str = "⟦name⟧";
/// Shorter numbers are left: too much else reads like them.
const LEAST_DIGITS: usize = 3;
/// What may stand between the digits of a number.
const BETWEEN: [char; 8] = [' ', '.', ',', '-', '·', '、', '，', '。'];
/// Where the data of a call may name its customer: the key in small letters, without what divides its words.
const CUSTOMER_KEYS: [&str; 10] = [
    "customername",
    "clientname",
    "callername",
    "contactname",
    "客户姓名",
    "客户名称",
    "客户名",
    "用户姓名",
    "客户称呼",
    "联系人",
];
/// Where it may describe them, with a name among the rest.
const CUSTOMERS: [&str; 6] = ["customer", "client", "caller", "contact", "客户", "用户"];

/// Who is not to be known from what is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Hidden {
    names: Vec<String>,
    numbers: Vec<Vec<u8>>,
}

impl Hidden {
    /// Hides this name: the whole of it, and of Latin ones also each part of three letters or more, as people
    /// say their first name alone.
    pub(super) fn name(&mut self, name: &str) {
        let name = name.trim();
        if name.chars().count() >= 2 {
            self.names.push(name.to_owned());
            let parts = name.split_whitespace().filter(|part| part.is_ascii() && part.len() >= 3);
            self.names.extend(parts.map(str::to_owned));
        }
    }

    /// Hides this number, or what a source calls somebody: an extension, a staff number, a sign-in with
    /// digits.
    pub(super) fn number(&mut self, id: &str) {
        let id = id.trim();
        let has_digit = id.chars().any(|one| one.is_ascii_digit());
        let is_number = id.chars().all(|one| one.is_ascii_digit());
        if has_digit && !is_number && id.chars().count() >= LEAST_DIGITS {
            self.names.push(id.to_owned());
        }
        let runs = id.split(|one: char| !one.is_ascii_digit()).filter(|run| run.len() >= LEAST_DIGITS);
        self.numbers.extend(runs.map(|run| run.chars().filter_map(digit).collect::<Vec<u8>>()));
    }

    /// Hides what the data of a call calls its customer.
    pub(super) fn customer(&mut self, data: &Map<String, Value>) {
        for (key, value) in data {
            let key: String = key.chars().filter(|one| one.is_alphanumeric()).collect();
            let key = key.to_lowercase();
            match value {
                Value::String(name) if CUSTOMER_KEYS.contains(&key.as_str()) => self.name(name),
                Value::Object(about) if CUSTOMERS.contains(&key.as_str()) => {
                    let names =
                        ["name", "full_name", "姓名"].iter().filter_map(|key| about.get(*key)?.as_str());
                    names.for_each(|name| self.name(name));
                }
                _ => {}
            }
        }
    }

    /// The text without them.
    pub(super) fn left_out_of(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            text = replaced(&text, name);
        }
        without_numbers(&text, &self.numbers)
    }
}

/// Each place where the name stands as words of its own, in whatever case.
fn replaced(text: &str, name: &str) -> String {
    let mut left = text;
    let mut made = String::with_capacity(text.len());
    while let Some(first) = left.chars().next() {
        let is_there = left.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name));
        let is_letter = |one: Option<char>| one.is_some_and(|one| one.is_ascii_alphanumeric());
        let begins = !is_letter(made.chars().next_back()) || !name.is_ascii();
        let ends =
            !is_letter(left.get(name.len()..).and_then(|rest| rest.chars().next())) || !name.is_ascii();
        if is_there && begins && ends {
            made.push_str(HIDDEN);
            left = left.get(name.len()..).unwrap_or_default();
        } else {
            made.push(first);
            left = left.get(first.len_utf8()..).unwrap_or_default();
        }
    }
    made
}

/// A digit of a text, written or spoken.
struct Digit {
    from: usize,
    until: usize,
    value: u8,
}

/// What this character says as a digit.
fn digit(one: char) -> Option<u8> {
    let value = match one {
        '0'..='9' => one.to_digit(10)?,
        '０'..='９' => u32::from(one) - u32::from('０'),
        '零' | '〇' => 0,
        '一' | '幺' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// What this word says as a digit.
fn spoken(word: &str) -> Option<u8> {
    const WORDS: [&str; 10] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    if word.eq_ignore_ascii_case("oh") {
        return Some(0);
    }
    let place = WORDS.iter().position(|one| word.eq_ignore_ascii_case(one))?;
    u8::try_from(place).ok()
}

fn digits_in(text: &str) -> Vec<Digit> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(first) = text.get(from..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(from..).unwrap_or_default();
        let letters = rest.find(|one: char| !one.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (value, length) = match rest.get(..letters) {
            Some(word) if letters > 0 => (spoken(word), letters),
            _ => (digit(first), first.len_utf8()),
        };
        let until = from + length;
        found.extend(value.map(|value| Digit { from, until, value }));
        from = until;
    }
    found
}

fn without_numbers(text: &str, numbers: &[Vec<u8>]) -> String {
    let digits = digits_in(text);
    let mut made = String::with_capacity(text.len());
    let (mut place, mut from) = (0, 0);
    while let Some(first) = digits.get(place) {
        let touches = |one: usize, other: usize| {
            digits.get(one).zip(digits.get(other)).is_some_and(|(one, other)| one.until == other.from)
        };
        let begins = place == 0 || !touches(place - 1, place);
        let ends =
            numbers.iter().filter(|_| begins).filter_map(|number| end_of(text, &digits, place, number));
        let end = ends.filter(|end| !touches(end - 1, *end)).max();
        if let Some((end, last)) = end.and_then(|end| Some((end, digits.get(end - 1)?))) {
            made.push_str(text.get(from..first.from).unwrap_or_default());
            made.push_str(HIDDEN);
            (place, from) = (end, last.until);
        } else {
            place += 1;
        }
    }
    made.push_str(text.get(from..).unwrap_or_default());
    made
}

/// Behind which digit this number ends that begins at one; none: it does not stand there. Where it is said to be
/// somebody's number, a nought within may be heard as a point: 6058 is written `6.58`.
fn end_of(text: &str, digits: &[Digit], begins: usize, number: &[u8]) -> Option<usize> {
    let (mut place, mut is_pointed) = (begins, false);
    for (index, value) in number.iter().enumerate() {
        let next = digits.get(place)?;
        let between = match index {
            0 => "",
            _ => text.get(digits.get(place - 1)?.until..next.from)?,
        };
        let is_near = between.chars().count() <= 2 && between.chars().all(|one| BETWEEN.contains(&one));
        if next.value == *value && is_near {
            place += 1;
        } else if *value == 0 && index > 0 && [".", "点"].contains(&between) && !is_pointed {
            is_pointed = true;
        } else if next.value == *value && is_pointed && between == "点" {
            place += 1;
        } else {
            return None;
        }
    }
    let (first, last) = (digits.get(begins)?, digits.get(place.checked_sub(1)?)?);
    let before = text.get(..first.from)?.trim_end();
    let is_somebodys = text.get(last.until..)?.trim_start().starts_with('号')
        || ["工号", "工号是", "工号为"].iter().any(|said| before.ends_with(said));
    (!is_pointed || is_somebodys).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn hidden(names: &[&str], numbers: &[&str]) -> Hidden {
        let mut hidden = Hidden::default();
        names.iter().for_each(|name| hidden.name(name));
        numbers.iter().for_each(|number| hidden.number(number));
        hidden
    }

    #[test]
    fn names_are_left_out_of_what_is_read() {
        let hidden = hidden(&["Emma Clarke", "陈静", "B"], &[]);
        let cases = [
            ("My name is emma, Emma Clarke.", "My name is ⟦name⟧, ⟦name⟧."),
            ("Clarkes and dilemmas", "Clarkes and dilemmas"),
            ("您好,我是陈静,工号B", "您好,我是⟦name⟧,工号B"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(hidden.left_out_of(text), expected);
        }
    }

    #[test]
    fn numbers_are_left_out_as_they_are_written_and_spoken() {
        let hidden = hidden(&[], &["6058"]);
        for said in [
            "6058",
            "6.058",
            "6 058",
            "6,058",
            "60-58",
            "6 0 5 8",
            "６０５８",
            "六零五八",
            "六〇五八",
            "六、零、五、八",
            "six zero five eight",
            "Six, oh, five, eight",
        ] {
            assert_eq!(hidden.left_out_of(&format!("我是{said}号客服")), "我是⟦name⟧号客服", "{said}");
            assert_eq!(hidden.left_out_of(&format!("This is {said}.")), "This is ⟦name⟧.", "{said}");
        }
        // A nought within is heard as a point.
        assert_eq!(hidden.left_out_of("我是6.58号客服"), "我是⟦name⟧号客服");
        assert_eq!(hidden.left_out_of("工号是六点五八"), "工号是⟦name⟧");
        for other in [
            "一共6.58元",
            "六点五八分",
            "16058",
            "60580",
            "6.0581",
            "658",
            "58号",
            "六零五八一",
            "one six fives",
            "6 and 058",
            "6050 8",
            "",
        ] {
            assert_eq!(hidden.left_out_of(other), other);
        }
    }

    #[test]
    fn what_a_source_calls_somebody_is_hidden_with_the_number_in_it() {
        let hidden = hidden(&[], &["A-6058", "12", "sales", "x7"]);
        assert_eq!(hidden.left_out_of("a-6058, 6058, A6058"), "⟦name⟧, ⟦name⟧, A⟦name⟧");
        assert_eq!(hidden.left_out_of("12 sales, x7"), "12 sales, x7");
    }

    #[test]
    fn a_customer_is_hidden_where_the_data_of_the_call_names_them() {
        let mut hidden = Hidden::default();
        let data =
            json!({"Customer-Name": "李雷", "note": "VIP", "contact": {"name": "Mary Jones", "age": 7}});
        hidden.customer(data.as_object().unwrap_or(&Map::new()));
        assert_eq!(hidden.left_out_of("李雷 and mary, a VIP of age 7"), "⟦name⟧ and ⟦name⟧, a VIP of age 7");
    }
}
