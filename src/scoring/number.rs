//! Numbers: as they were written, as the arithmetic makes them, and as they are printed.
//!
//! A scorecard's numbers are decimals and stay exactly what was written: `33.3` is 333/10, never
//! the binary fraction closest to it. The arithmetic works in rationals of any size. Rounding
//! happens once, when a number leaves the room: two decimals, halves away from zero.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};
use std::fmt;

/// The most digits of a number that is written out without an exponent. Far beyond any real
/// scorecard; without it, `1e999999999` would fill the memory.
const MOST_DIGITS: usize = 50;

/// Integers up to here are the same number in every JSON reader (2⁵³).
const EXACT_INTEGERS: u64 = 1 << 53;

/// A number of a scorecard, exactly as it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decimal(BigRational);

/// Why a text is not a number that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NotADecimal {
    /// It is no number at all.
    Malformed,
    /// It is an infinity or NaN.
    NotFinite,
    /// Written out, it may have more than [`MOST_DIGITS`] digits.
    TooLong,
}

impl Decimal {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// One: the weight of everything that names none.
    #[must_use]
    pub fn one() -> Self {
        Self(BigRational::one())
    }

    /// The exact value.
    #[must_use]
    pub fn exact(&self) -> &BigRational {
        &self.0
    }

    /// The same number below zero, or above it.
    pub(super) fn negated(&self) -> Self {
        Self(-&self.0)
    }

    /// Reads `12`, `-0.5`, `.5`, `5.`, `1.5e3`; nothing else.
    pub(super) fn parse(text: &str) -> Result<Self, NotADecimal> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        if is_not_finite(unsigned) {
            return Err(NotADecimal::NotFinite);
        }
        let (mantissa, exponent) = split_exponent(unsigned)?;
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let digits = [whole, fraction].concat();
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotADecimal::Malformed);
        }
        let written_out = whole.trim_start_matches('0').len() + fraction.len();
        if written_out.saturating_add(exponent.unsigned_abs() as usize) > MOST_DIGITS {
            return Err(NotADecimal::TooLong);
        }
        let Some(digits) = BigInt::parse_bytes(digits.as_bytes(), 10) else {
            return Err(NotADecimal::Malformed);
        };
        let places = i32::try_from(fraction.len()).map_err(|_| NotADecimal::TooLong)?;
        let magnitude = BigRational::from_integer(digits) * power_of_ten(exponent) * power_of_ten(-places);
        Ok(Self(if text.starts_with('-') { -magnitude } else { magnitude }))
    }

    /// Whether a double keeps it: written as a JSON number and read by a browser, it comes back
    /// the same.
    pub(super) fn survives_a_double(&self) -> bool {
        self.as_double().is_some()
    }

    fn as_double(&self) -> Option<f64> {
        let double: f64 = self.to_string().parse().ok()?;
        (Self::parse(&format!("{double:?}")).as_ref() == Ok(self)).then_some(double)
    }

    fn as_small_integer(&self) -> Option<i64> {
        let integer = self.0.is_integer().then(|| self.0.to_integer())?.to_i64()?;
        (integer.unsigned_abs() <= EXACT_INTEGERS).then_some(integer)
    }
}

impl From<u32> for Decimal {
    fn from(integer: u32) -> Self {
        Self(BigRational::from_integer(integer.into()))
    }
}

/// All digits, no exponent, no needless zeros: `33.3`, `-0.05`, `100`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ten = BigInt::from(10);
        let mut digits = self.0.clone();
        let mut places = 0;
        while !digits.is_integer() {
            digits *= &ten;
            places += 1;
        }
        let sign = if self.0.is_negative() { "-" } else { "" };
        let digits = digits.to_integer().abs().to_string();
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        if fraction.is_empty() { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{fraction}") }
    }
}

/// A JSON number where every reader keeps it. A number with more digits than a double holds
/// becomes text, which the template reader takes back: a browser would change it otherwise.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(integer) = self.as_small_integer() {
            return serializer.serialize_i64(integer);
        }
        match self.as_double() {
            Some(double) => serializer.serialize_f64(double),
            None => serializer.collect_str(self),
        }
    }
}

/// The spellings of infinity and NaN in YAML, and those that JSON writers let slip.
fn is_not_finite(unsigned: &str) -> bool {
    let name = unsigned.strip_prefix('.').unwrap_or(unsigned).to_ascii_lowercase();
    matches!(name.as_str(), "inf" | "infinity" | "nan")
}

fn split_exponent(text: &str) -> Result<(&str, i32), NotADecimal> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return Ok((text, 0));
    };
    let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NotADecimal::Malformed);
    }
    let exponent: i32 = exponent.parse().map_err(|_| NotADecimal::TooLong)?;
    Ok((mantissa, exponent))
}

fn power_of_ten(exponent: i32) -> BigRational {
    let power = BigRational::from_integer(BigInt::from(10).pow(exponent.unsigned_abs()));
    if exponent < 0 { power.recip() } else { power }
}

/// What the arithmetic made: exact inside, two decimals outside.
///
/// `Display` and serialisation give the rounded form (`33.33`, `78.0`); [`Figure::fraction`] gives
/// the exact one (`100/3`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure(BigRational);

impl Figure {
    /// The exact value.
    #[must_use]
    pub fn exact(&self) -> &BigRational {
        &self.0
    }

    /// Rounded to hundredths, halves away from zero; what is stored. `33.33` is 3333.
    ///
    /// The template check keeps every number that is measured in points below a million, so a
    /// figure is far inside the range; one outside it would stop at the range's end.
    #[must_use]
    pub fn hundredths(&self) -> i64 {
        let rounded = self.rounded_hundredths();
        let end = if rounded.is_negative() { i64::MIN } else { i64::MAX };
        rounded.to_i64().unwrap_or(end)
    }

    /// The exact value as a fraction in lowest terms: `100/3`, or `78` for a whole number.
    #[must_use]
    pub fn fraction(&self) -> String {
        self.0.to_string()
    }

    fn rounded_hundredths(&self) -> BigInt {
        (&self.0 * BigInt::from(100)).round().to_integer()
    }
}

impl From<BigRational> for Figure {
    fn from(exact: BigRational) -> Self {
        Self(exact)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = Decimal(BigRational::new(self.rounded_hundredths(), BigInt::from(100))).to_string();
        if text.contains('.') { f.write_str(&text) } else { write!(f, "{text}.0") }
    }
}

/// A JSON number of at most two decimals. Built from the rounded text, so that the double is the
/// closest one to it and prints as it.
impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let double: f64 = self.to_string().parse().map_err(serde::ser::Error::custom)?;
        serializer.serialize_f64(double)
    }
}

/// `numerator ÷ denominator`, and 0 where there is nothing to divide by.
///
/// A checked scorecard never divides by zero (weights and highest scores are above it); this is
/// what keeps one that was put together by hand from ending the process.
pub(super) fn ratio(numerator: &BigRational, denominator: &BigRational) -> BigRational {
    if denominator.is_zero() { BigRational::zero() } else { numerator / denominator }
}

/// The sum, added up in pairs, then pairs of pairs.
///
/// Adding one after the other drags the growing common denominator through every step; a card of
/// thousands of questions with long primes for scores would take minutes instead of a second.
pub(super) fn sum<'n>(numbers: impl IntoIterator<Item = &'n BigRational>) -> BigRational {
    let mut numbers: Vec<BigRational> = numbers.into_iter().cloned().collect();
    while numbers.len() > 1 {
        numbers = numbers.chunks(2).map(|pair| pair.iter().sum()).collect();
    }
    numbers.pop().unwrap_or_else(BigRational::zero)
}

/// One hundred, exactly.
pub(super) fn hundred() -> BigRational {
    BigRational::from_integer(BigInt::from(100))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    fn figure(numerator: i64, denominator: i64) -> Figure {
        Figure(BigRational::new(numerator.into(), denominator.into()))
    }

    #[test]
    fn a_decimal_is_what_was_written() {
        assert_eq!(decimal("33.3").exact(), &BigRational::new(333.into(), 10.into()));
        assert_eq!(decimal("-0.05").to_string(), "-0.05");
        assert_eq!(decimal("+.5").to_string(), "0.5");
        assert_eq!(decimal("5.").to_string(), "5");
        assert_eq!(decimal("1.5e3").to_string(), "1500");
        assert_eq!(decimal("12E-1").to_string(), "1.2");
    }

    #[test]
    fn what_is_no_decimal_is_refused_with_its_reason() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1_000", "0x10", "１", "--1", "1.2.3", "ten"] {
            assert_eq!(Decimal::parse(text), Err(NotADecimal::Malformed), "{text:?}");
        }
        for text in [".inf", "-.Inf", ".nan", "NaN", "-Infinity", "+inf"] {
            assert_eq!(Decimal::parse(text), Err(NotADecimal::NotFinite), "{text:?}");
        }
        let long = "9".repeat(MOST_DIGITS + 1);
        for text in ["1e999999999", "1e-999999999", "1e99999999999999999999", "0e51", &long] {
            assert_eq!(Decimal::parse(text), Err(NotADecimal::TooLong), "{text:?}");
        }
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        assert_eq!(figure(12_345, 1_000).hundredths(), 1_235);
        assert_eq!(figure(-12_345, 1_000).hundredths(), -1_235);
        assert_eq!(figure(12_344_999, 1_000_000).hundredths(), 1_234);
        assert_eq!(figure(1, 200).to_string(), "0.01");
        assert_eq!(figure(-1, 300).to_string(), "0.0");
    }

    #[test]
    fn a_figure_prints_two_decimals_at_most() {
        let printed = |value: &Figure| serde_json::to_string(value).unwrap();
        assert_eq!(printed(&figure(100, 3)), "33.33");
        assert_eq!(printed(&figure(75, 1)), "75.0");
        assert_eq!(printed(&figure(-5, 2)), "-2.5");
        assert_eq!(figure(100, 3).fraction(), "100/3");
        assert_eq!(figure(78, 1).fraction(), "78");
    }

    #[test]
    fn a_figure_outside_the_stored_range_stops_at_its_end() {
        let huge = Figure(power_of_ten(30));
        assert_eq!(huge.hundredths(), i64::MAX);
    }

    #[test]
    fn only_a_number_that_a_double_would_change_is_written_as_text() {
        let written = |text: &str| serde_json::to_string(&decimal(text)).unwrap();
        assert_eq!(written("33.3"), "33.3");
        assert_eq!(written("10.0"), "10");
        assert_eq!(written("1e30"), "1e+30");
        assert_eq!(written("66.66666666666666666667"), "\"66.66666666666666666667\"");
        assert_eq!(written("9007199254740993"), "\"9007199254740993\"");
    }

    #[test]
    fn a_sum_has_every_number_once() {
        for count in 0..10_i64 {
            let numbers: Vec<BigRational> =
                (1..=count).map(|number| BigRational::from_integer(number.into())).collect();
            assert_eq!(sum(&numbers), BigRational::from_integer((count * (count + 1) / 2).into()));
        }
    }

    proptest! {
        #[test]
        fn reading_what_was_displayed_gives_the_same_decimal(digits in "-?[0-9]{1,20}(\\.[0-9]{1,20})?(e-?[0-9])?") {
            let once = decimal(&digits);
            prop_assert_eq!(decimal(&once.to_string()), once);
        }

        #[test]
        fn hundredths_are_never_further_than_half_of_one(numerator in any::<i32>(), denominator in 1_i64..100_000) {
            let exact = figure(numerator.into(), denominator);
            let rounded = BigRational::new(exact.hundredths().into(), 100.into());
            prop_assert!((rounded - exact.exact()).abs() <= BigRational::new(1.into(), 200.into()));
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Decimal::parse(&text);
        }
    }
}
