//! What digits in a row are.

use crate::db::redaction::RedactionKind;

/// How many digits a card's number has (ISO/IEC 7812); so many in a row are hidden whatever they are.
const CARD: std::ops::RangeInclusive<usize> = 13..=19;

/// Luhn's formula (ISO/IEC 7812-1, annex B).
#[must_use]
pub fn satisfies_luhn(digits: &str) -> bool {
    let doubled = |(place, digit): (usize, u32)| match (place % 2, digit) {
        (1, 5..) => digit * 2 - 9,
        (1, _) => digit * 2,
        _ => digit,
    };
    let values = digits.chars().rev().filter_map(|one| one.to_digit(10)).enumerate();
    !digits.is_empty() && values.map(doubled).sum::<u32>().is_multiple_of(10)
}

/// A Chinese identity number: 17 digits and a check place, a digit or X (GB 11643-1999).
#[must_use]
pub fn is_identity_number(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &[u8; 11] = b"10X98765432";
    let bytes = number.as_bytes();
    let (Some(digits), Some(last), 18) = (bytes.get(..17), bytes.last(), bytes.len()) else { return false };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = usize::try_from(sum % 11).ok().and_then(|rest| CHECKS.get(rest));
    check == Some(&last.to_ascii_uppercase())
}

/// A Chinese mobile number: 11 digits, the first 1, the second 3 to 9.
#[must_use]
pub fn is_mobile_number(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() == 11 && bytes.first() == Some(&b'1') && matches!(bytes.get(1), Some(b'3'..=b'9'))
}

/// What so many digits in a row are, where they are to be hidden.
pub(super) fn kind_of(digits: &str, has_x: bool) -> Option<RedactionKind> {
    let length = digits.len() + usize::from(has_x);
    let with_check = if has_x { format!("{digits}X") } else { digits.to_owned() };
    if is_identity_number(&with_check) {
        return Some(RedactionKind::IdentityNumber);
    }
    if length < *CARD.start() {
        let bare = digits.strip_prefix('0').unwrap_or(digits);
        return is_mobile_number(bare).then_some(RedactionKind::MobileNumber);
    }
    let abroad = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(digits);
    // Said, and said back.
    if is_mobile_number(abroad) || (length == 22 && digits.get(..11).is_some_and(is_mobile_number)) {
        return Some(RedactionKind::MobileNumber);
    }
    let is_card = |length: usize| digits.get(..length).is_some_and(satisfies_luhn);
    // What follows a card's number (its date, its code) may have been said in one breath.
    let card = if CARD.contains(&length) { is_card(digits.len()) } else { is_card(16) || is_card(19) };
    Some(if card { RedactionKind::Card } else { RedactionKind::LongNumber })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_numbers_are_known() {
        assert_eq!(kind_of("4111111111111111", false), Some(RedactionKind::Card));
        assert_eq!(kind_of("4111111111111112", false), Some(RedactionKind::LongNumber));
        assert_eq!(kind_of("11010519491231002", true), Some(RedactionKind::IdentityNumber));
        assert_eq!(kind_of("8613800138000", false), Some(RedactionKind::MobileNumber));
        assert_eq!(kind_of("13800138000", false), Some(RedactionKind::MobileNumber));
        assert_eq!(kind_of("12800138000", false), None);
        assert!(!is_identity_number("110105194912310021") && !is_identity_number("11010519491231002"));
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_noticed(digits in "[0-9]{12,18}", place in 0_usize..12, by in 1_u32..10) {
            let check = (0..10).map(|check| format!("{digits}{check}")).find(|whole| satisfies_luhn(whole)).unwrap();
            let wrong: String = check.chars().enumerate().map(|(at, one)| match one.to_digit(10) {
                Some(value) if at == place => char::from_digit((value + by) % 10, 10).unwrap(),
                _ => one,
            }).collect();
            prop_assert!(!satisfies_luhn(&wrong));
        }

        #[test]
        fn so_many_digits_in_a_row_are_always_hidden(digits in "[0-9]{13,40}") {
            prop_assert!(kind_of(&digits, false).is_some());
        }
    }
}
