//! Whose everything is to go: a customer by their number, or by their e-mail address. Pure.

use super::Number;
use crate::db::call::CustomerNumber;
use crate::db::contact::Trace;
use crate::recorder::KeepingError;

/// The shortest address that is looked for.
const ADDRESS_LEAST: usize = 5;

/// What is looked for. It is personal data: never printed.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A telephone number.
    Number(Number),
    /// An e-mail address, in small letters. Calls have none.
    Address(String),
}

impl std::fmt::Debug for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wanted(…)")
    }
}

impl Wanted {
    /// Reads what somebody wrote.
    pub(super) fn read(given: &CustomerNumber) -> Result<Self, KeepingError> {
        let text = given.0.trim();
        if text.contains('@') && text.len() >= ADDRESS_LEAST {
            return Ok(Self::Address(text.to_lowercase()));
        }
        let number = Number::read(text).ok_or(KeepingError::NumberTooShort { least: super::DIGITS_LEAST })?;
        Ok(Self::Number(number))
    }

    /// The number, where it is one.
    pub(super) fn number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            Self::Address(_) => None,
        }
    }

    /// By what it is found in the database.
    pub(super) fn trace(&self) -> Trace {
        match self {
            Self::Number(number) => Trace::Digits(number.last_digits().to_owned()),
            Self::Address(_) => Trace::Address,
        }
    }

    /// Whether a customer's reference is theirs.
    pub(super) fn is(&self, customer: &str) -> bool {
        match self {
            Self::Number(number) => Number::read(customer).is_some_and(|other| other.is_same(number)),
            Self::Address(_) => self.named_in(customer),
        }
    }

    /// Whether a text names it.
    pub(super) fn named_in(&self, text: &str) -> bool {
        match self {
            Self::Number(number) => number.named_in(text),
            Self::Address(address) => {
                let part_of_address =
                    |letter: char| letter.is_ascii_alphanumeric() || "._%+-@".contains(letter);
                text.to_lowercase()
                    .split(|letter| !part_of_address(letter))
                    .any(|word| word.trim_matches('.') == address)
            }
        }
    }

    /// Whether a text holds it, however it is written.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        match self {
            Self::Number(number) => number.stands_in(text),
            Self::Address(address) => text.to_lowercase().contains(address.as_str()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(text: &str) -> Wanted {
        Wanted::read(&CustomerNumber(text.to_owned())).unwrap()
    }

    #[test]
    fn an_address_is_found_whatever_the_case_and_never_inside_another() {
        let address = wanted(" Li.Wei@Example.com ");
        assert!(address.is("li.wei@example.com") && address.is("Li Wei <LI.WEI@example.com>"));
        assert!(address.named_in("请写信到 li.wei@example.com。谢谢") && address.number().is_none());
        assert!(!address.is("wei@example.com") && !address.named_in("xli.wei@example.com"));
        assert!(address.stands_in("re: LI.WEI@example.com"));
    }

    #[test]
    fn a_number_is_one_as_ever_and_is_not_printed() {
        let number = wanted("138 0013 8000");
        assert!(number.is("+86 13800138000") && !number.is("13800138001"));
        assert!(number.named_in("我的电话 138-0013-8000") && format!("{number:?}") == "Wanted(…)");
        assert!(Wanted::read(&CustomerNumber("12".to_owned())).is_err());
    }
}
