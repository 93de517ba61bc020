//! Means with how sure they are.

use super::rate::{Z, wilson};
use serde::Serialize;

/// Fewest differences that a paired interval is computed of.
const MIN_PAIRS: usize = 3;

/// A mean of values from 0 to 1, or of differences of such.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Mean {
    /// The mean, 0 to 1; of differences −1 to 1.
    pub mean: f64,
    /// Of how many values, *n*; of a difference of two means the smaller *n*.
    pub of: u64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Mean {
    /// The mean of `of` values from 0 to 1 whose sum is `sum`; `None` without values. The interval is
    /// Wilson's for a share as large as the mean: values between 0 and 1 vary less than those that are
    /// 0 or 1, so it is never too narrow for them.
    pub fn of(sum: f64, of: u64) -> Option<Self> {
        let mean = (sum / of as f64).clamp(0.0, 1.0);
        let (low, high) = wilson(mean, of);
        (of > 0).then_some(Self {
            mean,
            of,
            low,
            high,
        })
    }

    /// How much larger `after` is than `before`, with the interval of R. G. Newcombe, "Interval
    /// estimation for the difference between independent proportions", Statistics in Medicine 17,
    /// 1998, method 10.
    pub fn difference(before: Self, after: Self) -> Self {
        let mean = after.mean - before.mean;
        let down = (after.mean - after.low).hypot(before.high - before.mean);
        let up = (after.high - after.mean).hypot(before.mean - before.low);
        Self {
            mean,
            of: before.of.min(after.of),
            low: mean - down,
            high: mean + up,
        }
    }

    /// The mean of paired differences, with Student's interval; `None` with fewer than three.
    pub fn paired(differences: &[f64]) -> Option<Self> {
        if differences.len() < MIN_PAIRS {
            return None;
        }
        let n = differences.len() as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let squares: f64 = differences.iter().map(|one| (one - mean).powi(2)).sum();
        let half = student(n - 1.0) * (squares / (n - 1.0) / n).sqrt();
        Some(Self {
            mean,
            of: differences.len() as u64,
            low: (mean - half).max(-1.0),
            high: (mean + half).min(1.0),
        })
    }
}

/// Student's quantile of a two-sided 95 % interval, by the expansion 26.7.5 of Abramowitz and Stegun,
/// "Handbook of Mathematical Functions", 1964: 4.2 for 2 degrees of freedom, where 4.3 is exact, and
/// within 1 % from 3 on.
fn student(freedom: f64) -> f64 {
    let z = Z;
    let terms = [
        (z.powi(3) + z) / 4.0,
        (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0,
        (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0,
    ];
    let summed = terms
        .iter()
        .zip(1..)
        .map(|(term, power)| term / freedom.powi(power));
    z + summed.sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Rate;

    fn is_near(value: f64, expected: f64) -> bool {
        (value - expected).abs() < 5e-4
    }

    #[test]
    fn nothing_has_no_mean() {
        assert_eq!(Mean::of(0.0, 0), None);
        assert_eq!(Mean::paired(&[0.5, 0.5]), None);
    }

    #[test]
    fn a_mean_of_yes_and_no_is_a_rate() {
        let (mean, rate) = (Mean::of(8.0, 10).unwrap(), Rate::new(8, 10));
        assert_eq!((Some(mean.low), Some(mean.high)), (rate.low, rate.high));
    }

    #[test]
    fn differences_are_those_of_newcombe() {
        // His example: 56 of 70 and 48 of 80, .2 with .0524 to .3339.
        let (after, before) = (Mean::of(56.0, 70).unwrap(), Mean::of(48.0, 80).unwrap());
        let found = Mean::difference(before, after);
        assert!(is_near(found.mean, 0.2) && found.of == 70, "{found:?}");
        assert!(
            is_near(found.low, 0.0524) && is_near(found.high, 0.3339),
            "{found:?}"
        );
    }

    #[test]
    fn quantiles_are_those_of_students_tables() {
        for (freedom, exact) in [(3.0, 3.182), (4.0, 2.776), (10.0, 2.228), (100.0, 1.984)] {
            let found = student(freedom);
            assert!((found / exact - 1.0).abs() < 0.01, "{freedom}: {found}");
        }
        let paired = Mean::paired(&[0.0, 0.1, 0.2, 0.3, 0.4]).unwrap();
        assert!(
            is_near(paired.mean, 0.2) && (paired.high - 0.3963).abs() < 0.001,
            "{paired:?}"
        );
    }
}
