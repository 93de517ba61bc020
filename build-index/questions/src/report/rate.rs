//! Shares with how sure they are.

use serde::Serialize;

/// Standard normal quantile of a two-sided 95 % interval.
pub(super) const Z: f64 = 1.959_963_984_540_054;

/// A share of a count. Without a count there is no share, which is not the same as 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Rate {
    /// How many are meant.
    pub part: u64,
    /// Of how many, *n*.
    pub of: u64,
    /// `part / of`.
    pub rate: Option<f64>,
    /// Lower end of the 95 % interval (E. B. Wilson, "Probable Inference, the Law of Succession,
    /// and Statistical Inference", JASA 22, 1927).
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Rate {
    /// `part` of `of`; a part is never larger than the whole.
    pub fn new(part: u64, of: u64) -> Self {
        let part = part.min(of);
        if of == 0 {
            return Self::default();
        }
        let share = part as f64 / of as f64;
        let (low, high) = wilson(share, of);
        Self {
            part,
            of,
            rate: Some(share),
            low: Some(low),
            high: Some(high),
        }
    }

    /// Whether `share` is inside of the interval.
    pub fn holds(&self, share: f64) -> bool {
        let (low, high) = (self.low.unwrap_or(0.0), self.high.unwrap_or(1.0));
        self.of > 0 && (low..=high).contains(&share)
    }
}

/// Wilson's 95 % interval of a share of `of`.
pub(super) fn wilson(share: f64, of: u64) -> (f64, f64) {
    let n = of as f64;
    let square = Z * Z / n;
    let middle = (share + square / 2.0) / (1.0 + square);
    let half = Z * (share * (1.0 - share) / n + square / (4.0 * n)).sqrt() / (1.0 + square);
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_no_rate() {
        assert_eq!(Rate::new(0, 0).rate, None);
        assert!(!Rate::new(0, 0).holds(0.0));
    }

    #[test]
    fn intervals_are_those_of_wilson() {
        let rate = Rate::new(8, 10);
        let near = |value: Option<f64>, expected: f64| (value.unwrap() - expected).abs() < 5e-4;
        assert!(
            near(rate.low, 0.4902) && near(rate.high, 0.9433),
            "{rate:?}"
        );
        let none = Rate::new(0, 10);
        assert!(near(none.low, 0.0) && near(none.high, 0.2775), "{none:?}");
        assert_eq!(Rate::new(3, 2).rate, Some(1.0));
    }
}
