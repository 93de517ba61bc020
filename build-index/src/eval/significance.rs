//! How sure a mean, or a difference of two, is.

use fastrand::Rng;
use rayon::prelude::*;

/// Resamples of an interval and of a test.
pub const RESAMPLES: usize = 10_000;
/// Makes the same numbers of the same queries, in every run.
const SEED: u64 = 0x6865_6c70_6465_7821;
/// Sums this close are equal: they were added in another order.
const EPSILON: f64 = 1e-9;

/// The 95 % interval of the mean of `values` by the percentile bootstrap (Efron 1979): the means
/// of [`RESAMPLES`] samples drawn with replacement, without the lowest and highest 2.5 %. With the
/// differences of paired queries it is the interval of the paired difference. `[0, 0]` without
/// values.
pub fn interval(values: &[f64]) -> [f64; 2] {
    if values.is_empty() {
        return [0.0; 2];
    }
    let mut means: Vec<f64> = resamples(|random| {
        let drawn = (0..values.len()).filter_map(|_| values.get(random.usize(..values.len())));
        drawn.sum::<f64>() / values.len() as f64
    })
    .collect();
    means.sort_unstable_by(f64::total_cmp);
    let outside = RESAMPLES / 40;
    let at = |place: usize| means.get(place).copied().unwrap_or(0.0);
    [at(outside), at(RESAMPLES - 1 - outside)]
}

/// Probability of a mean difference at least this large, either way, if it did not matter which of
/// the two systems gave which answer: Fisher's paired randomization test with [`RESAMPLES`] random
/// assignments of signs (Smucker et al. 2007). 1 without a difference.
pub fn sign_flip_p(differences: &[f64]) -> f64 {
    let differing: Vec<f64> = differences
        .iter()
        .copied()
        .filter(|difference| *difference != 0.0)
        .collect();
    let observed = differing.iter().sum::<f64>().abs();
    let as_large = resamples(|random| {
        let flipped = differing
            .iter()
            .map(|one| if random.bool() { *one } else { -one });
        flipped.sum::<f64>().abs() >= observed - EPSILON
    })
    .filter(|as_large| *as_large)
    .count();
    // What was observed is one of the assignments.
    (as_large + 1) as f64 / (RESAMPLES + 1) as f64
}

/// One value a resample, each with its own random numbers, so that threads do not matter.
fn resamples<T: Send>(
    draw: impl Fn(&mut Rng) -> T + Sync + Send,
) -> impl ParallelIterator<Item = T> {
    (0..RESAMPLES as u64)
        .into_par_iter()
        .map(move |number| draw(&mut Rng::with_seed(SEED.wrapping_add(number << 32))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 won by a half and 10 lost by a half of 100.
    fn differences() -> Vec<f64> {
        let of = |value: f64, count: usize| std::iter::repeat_n(value, count);
        of(0.5, 30).chain(of(-0.5, 10)).chain(of(0.0, 60)).collect()
    }

    #[test]
    fn the_interval_is_that_of_the_normal_distribution_for_many_values() {
        let values = differences();
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values
            .iter()
            .map(|value| (value - mean).powi(2))
            .sum::<f64>()
            / n;
        let half = 1.96 * (variance / n).sqrt();
        let [low, high] = interval(&values);
        assert!((low - (mean - half)).abs() < 0.01, "{low} {}", mean - half);
        assert!(
            (high - (mean + half)).abs() < 0.01,
            "{high} {}",
            mean + half
        );
    }

    #[test]
    fn intervals_of_little() {
        assert_eq!(interval(&[]), [0.0, 0.0]);
        assert_eq!(interval(&[0.25]), [0.25, 0.25]);
        assert_eq!(interval(&[1.0; 50]), [1.0, 1.0]);
    }

    #[test]
    fn p_is_that_of_the_binomial_distribution_for_equal_differences() {
        // 30 or more, or 10 or fewer, heads of 40: 0.00222.
        let p = sign_flip_p(&differences());
        assert!((0.0005..0.005).contains(&p), "{p}");
        // 7 or more, or 3 or fewer, heads of 10: 0.34375.
        let few = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, -1.0, -1.0, -1.0];
        assert!((sign_flip_p(&few) - 0.34375).abs() < 0.02);
    }

    #[test]
    fn no_difference_is_no_evidence() {
        assert_eq!(sign_flip_p(&[]), 1.0);
        assert_eq!(sign_flip_p(&[0.0; 20]), 1.0);
        assert_eq!(sign_flip_p(&[0.3, -0.3]), 1.0);
    }

    #[test]
    fn the_same_numbers_every_time() {
        let values: Vec<f64> = (0..50).map(|at| f64::from(at % 7) / 7.0).collect();
        assert_eq!(interval(&values), interval(&values));
    }
}
