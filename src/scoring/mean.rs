//! A mean, and how far it can be trusted.

/// The 97.5th percentiles of Student's t for 1 to 30 degrees of freedom.
const T_975: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
    2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/// The mean of some numbers, with the range in which the mean of very many would lie in 95 of 100
/// cases (Student's t).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mean {
    /// The mean.
    pub average: f64,
    /// The ends of the range; `None` for a single number, which tells nothing about the next.
    pub interval: Option<(f64, f64)>,
}

impl Mean {
    /// The mean of these numbers; `None` where there is none.
    #[must_use]
    pub fn of(numbers: &[f64]) -> Option<Self> {
        let count = u32::try_from(numbers.len()).ok().filter(|count| *count > 0)?;
        let n = f64::from(count);
        let average = numbers.iter().sum::<f64>() / n;
        let squares: f64 = numbers.iter().map(|number| (number - average).powi(2)).sum();
        let interval = (count > 1).then(|| {
            let reach = t_975(count - 1) * (squares / (n - 1.0) / n).sqrt();
            (average - reach, average + reach)
        });
        Some(Self { average, interval })
    }
}

/// The 97.5th percentile of Student's t. Beyond the table by the expansion of Cornish and Fisher,
/// which is right to three decimals there (Abramowitz and Stegun 26.7.5).
fn t_975(degrees: u32) -> f64 {
    let listed = usize::try_from(degrees).ok().and_then(|degrees| T_975.get(degrees.checked_sub(1)?));
    if let Some(listed) = listed {
        return *listed;
    }
    let (z, n) = (1.959_964_f64, f64::from(degrees));
    z + (z.powi(3) + z) / (4.0 * n)
        + (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / (96.0 * n.powi(2))
        + (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / (384.0 * n.powi(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rounded(number: f64) -> String {
        format!("{number:.3}")
    }

    #[test]
    fn a_mean_of_few_numbers_is_trusted_little() {
        assert_eq!(Mean::of(&[]), None);
        assert_eq!(Mean::of(&[80.0]), Some(Mean { average: 80.0, interval: None }));
        let mean = Mean::of(&[70.0, 80.0, 90.0]).unwrap();
        let (low, high) = mean.interval.unwrap();
        assert_eq!([mean.average, low, high].map(rounded), ["80.000", "55.157", "104.843"]);
    }

    #[test]
    fn beyond_the_table_t_goes_on_smoothly() {
        let listed = [1, 30, 31, 120, 100_000].map(|degrees| rounded(t_975(degrees)));
        assert_eq!(listed, ["12.706", "2.042", "2.040", "1.980", "1.960"]);
    }

    proptest! {
        #[test]
        fn the_mean_lies_inside_its_range(numbers in prop::collection::vec(0.0_f64..100.0, 2..200)) {
            let mean = Mean::of(&numbers).unwrap();
            let (low, high) = mean.interval.unwrap();
            prop_assert!(low <= mean.average && mean.average <= high);
        }
    }
}
