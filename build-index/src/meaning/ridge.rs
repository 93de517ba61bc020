//! Word vectors fitted to a site: so that the words of a title add up to the vector of the title.
//!
//! A model's vector of a single word does not say how much the word contributes to a sentence.
//! Ridge regression finds vectors W near the model's W₀ that do: it minimizes
//! |X·W − Y|² + λ·|W − W₀|², where a row of X counts the words of a title or heading and the row of Y
//! is its vector. With W = W₀ + Δ that is (Xᵀ·X + λ)·Δ = Xᵀ·(Y − X·W₀), solved by conjugate gradients
//! (Hestenes and Stiefel 1952), all columns side by side.

/// λ: how much the model's vectors are trusted. From 1 to 30 on arduino and msinsights (es), 10 was
/// the best for questions in other words that cost the other questions nothing.
const TRUST: f32 = 10.0;
/// Steps of the solver; the residual of both corpora falls by a factor of 1,000 in 20.
const STEPS: usize = 24;

/// Rows of numbers of one length.
pub(super) type Rows = Vec<Vec<f32>>;

/// Moves `words` so that the sums over each text of `texts` (places in `words`) come near `targets`.
pub(super) fn fit(words: &mut Rows, texts: &[Vec<usize>], targets: &Rows) {
    let Some(columns) = words.first().map(Vec::len) else {
        return;
    };
    let rows = words.len();
    let mut misses = sums(texts, words);
    for (miss, target) in misses.iter_mut().zip(targets) {
        for (miss, target) in miss.iter_mut().zip(target) {
            *miss = target - *miss;
        }
    }
    // The textbook's x, r and p.
    let mut moved: Rows = vec![vec![0.0; columns]; rows];
    let mut rest = spread(texts, &misses, rows, columns);
    let mut direction = rest.clone();
    let mut squares = products(&rest, &rest, columns);
    for _ in 0..STEPS {
        let mut image = spread(texts, &sums(texts, &direction), rows, columns);
        add(&mut image, &direction, &vec![TRUST; columns]);
        let step = quotients(&squares, &products(&direction, &image, columns));
        add(&mut moved, &direction, &step);
        let back: Vec<f32> = step.iter().map(|step| -step).collect();
        add(&mut rest, &image, &back);
        let next = products(&rest, &rest, columns);
        let keep = quotients(&next, &squares);
        for (direction, rest) in direction.iter_mut().zip(&rest) {
            for ((direction, rest), keep) in direction.iter_mut().zip(rest).zip(&keep) {
                *direction = rest + keep * *direction;
            }
        }
        squares = next;
    }
    add(words, &moved, &vec![1.0; columns]);
}

/// X·rows.
fn sums(texts: &[Vec<usize>], rows: &Rows) -> Rows {
    let columns = rows.first().map_or(0, Vec::len);
    let sum = |text: &Vec<usize>| {
        let mut sum = vec![0.0; columns];
        for word in text {
            for (sum, number) in sum.iter_mut().zip(&rows[*word]) {
                *sum += number;
            }
        }
        sum
    };
    texts.iter().map(sum).collect()
}

/// Xᵀ·values.
fn spread(texts: &[Vec<usize>], values: &Rows, rows: usize, columns: usize) -> Rows {
    let mut out: Rows = vec![vec![0.0; columns]; rows];
    for (text, value) in texts.iter().zip(values) {
        for word in text {
            for (out, number) in out[*word].iter_mut().zip(value) {
                *out += number;
            }
        }
    }
    out
}

/// rows += more, each column by its factor.
fn add(rows: &mut Rows, more: &Rows, factors: &[f32]) {
    for (row, more) in rows.iter_mut().zip(more) {
        for ((number, more), factor) in row.iter_mut().zip(more).zip(factors) {
            *number += more * factor;
        }
    }
}

/// The scalar product of each pair of columns.
fn products(a: &Rows, b: &Rows, columns: usize) -> Vec<f64> {
    let mut out = vec![0.0; columns];
    for (a, b) in a.iter().zip(b) {
        for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
            *out += f64::from(a * b);
        }
    }
    out
}

/// a / b, 0 for a column that is solved.
fn quotients(a: &[f64], b: &[f64]) -> Vec<f32> {
    let quotient = |(a, b): (&f64, &f64)| if *b > 1e-30 { (a / b) as f32 } else { 0.0 };
    a.iter().zip(b).map(quotient).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradient of what is minimized, at its largest.
    fn gradient(words: &Rows, start: &Rows, texts: &[Vec<usize>], targets: &Rows) -> f32 {
        let mut misses = sums(texts, words);
        add(&mut misses, targets, &[-1.0, -1.0]);
        let mut gradient = spread(texts, &misses, words.len(), 2);
        add(&mut gradient, words, &[TRUST; 2]);
        add(&mut gradient, start, &[-TRUST; 2]);
        gradient
            .concat()
            .into_iter()
            .map(f32::abs)
            .fold(0.0, f32::max)
    }

    #[test]
    fn the_result_is_a_minimum() {
        let start: Rows = (0..20)
            .map(|row| vec![row as f32 / 20.0, (row % 7) as f32 / 7.0])
            .collect();
        let texts: Vec<Vec<usize>> = (0..60)
            .map(|text| {
                (0..text % 6)
                    .map(|word| (text * 7 + word * word) % 19)
                    .collect()
            })
            .collect();
        let targets: Rows = (0..60).map(|text| vec![(text % 5) as f32, 1.0]).collect();
        let mut words = start.clone();
        fit(&mut words, &texts, &targets);
        assert!(gradient(&start, &start, &texts, &targets) > 10.0);
        assert!(gradient(&words, &start, &texts, &targets) < 1e-3);
        // No text holds the last word.
        assert_eq!(words[19], start[19]);
    }

    #[test]
    fn a_word_alone_comes_near_its_target() {
        let mut words: Rows = vec![vec![1.0, 0.0]];
        let texts = vec![vec![0]; 1000];
        fit(&mut words, &texts, &vec![vec![0.0, 1.0]; 1000]);
        assert!(words[0][0] < 0.02 && words[0][1] > 0.98, "{words:?}");
    }

    #[test]
    fn nothing_to_fit_changes_nothing() {
        let mut words: Rows = vec![vec![1.0, 2.0]];
        fit(&mut words, &[], &Vec::new());
        assert_eq!(words, [[1.0, 2.0]]);
        fit(&mut Vec::new(), &[], &Vec::new());
    }
}
