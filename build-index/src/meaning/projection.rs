//! Vectors with fewer dimensions and nearly the same products.
//!
//! Of all pairs of words' and articles' vectors in k dimensions, those of the truncated singular value
//! decomposition give products that are nearest to W·Aᵀ, by the sum of squares (Eckart and Young 1936;
//! W: words, A: articles, a row each). Its directions span what the k strongest eigenvectors of
//! (AᵀA)·(WᵀW) span, which is found by orthogonal iteration (Golub and Van Loan, "Matrix
//! Computations", §7.3.2; "orthogonal" by the product aᵀ·WᵀW·b). The iteration works on matrices as
//! large as the model's vectors, whatever the number of words and articles.

use super::ridge::Rows;
use anyhow::Result;
use candle_core::{DType, Device, Tensor};

/// Rounds of the iteration. More change the nDCG@10 of no corpus.
const ROUNDS: usize = 24;
/// A direction this much weaker than the strongest one is noise: there are fewer articles or words than
/// dimensions.
const NOISE: f64 = 1e-9;

/// Words and articles in at most `dimensions` dimensions. Each dimension is as large in one as in
/// the other, so that rounding costs both the same.
pub(super) fn project(
    words: &[Vec<f32>],
    articles: &[Vec<f32>],
    dimensions: usize,
) -> Result<(Rows, Rows)> {
    let width = words.first().map_or(0, Vec::len);
    if width == 0 || articles.is_empty() {
        return Ok((Rows::new(), Rows::new()));
    }
    let (words, articles) = (matrix(words, width)?, matrix(articles, width)?);
    let of_words = words.t()?.matmul(&words)?;
    let of_articles = articles.t()?.matmul(&articles)?;
    let mut directions = start(width, dimensions.min(width));
    let mut images = directions.clone();
    for _ in 0..ROUNDS {
        if images.is_empty() {
            return Ok((Rows::new(), Rows::new()));
        }
        let found = of_articles.matmul(&columns(&images)?)?;
        let image = of_words.matmul(&found)?;
        (directions, images) = (found.t()?.to_vec2()?, image.t()?.to_vec2()?);
        orthogonalize(&mut directions, &mut images);
    }
    if directions.is_empty() {
        return Ok((Rows::new(), Rows::new()));
    }
    let articles = articles.matmul(&columns(&images)?)?;
    // The strength of each direction: words have length 1 in it.
    let strengths = articles.sqr()?.sum_keepdim(0)?.sqrt()?.sqrt()?;
    let words = words.matmul(&columns(&directions)?)?;
    let rows = |tensor: Tensor| tensor.to_dtype(DType::F32)?.to_vec2();
    Ok((
        rows(words.broadcast_mul(&strengths)?)?,
        rows(articles.broadcast_div(&strengths)?)?,
    ))
}

fn matrix(rows: &[Vec<f32>], width: usize) -> Result<Tensor> {
    let tensor = Tensor::from_vec(rows.concat(), (rows.len(), width), &Device::Cpu)?;
    Ok(tensor.to_dtype(DType::F64)?)
}

/// A matrix of columns.
fn columns(columns: &[Vec<f64>]) -> Result<Tensor> {
    let width = columns.first().map_or(0, Vec::len);
    let tensor = Tensor::from_vec(columns.concat(), (columns.len(), width), &Device::Cpu)?;
    Ok(tensor.t()?.contiguous()?)
}

/// Directions that are unlike each other and the same in every build (xorshift64*).
fn start(width: usize, count: usize) -> Vec<Vec<f64>> {
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    let mut number = || {
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        (state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1u64 << 53) as f64 - 0.5
    };
    let mut direction = || (0..width).map(|_| number()).collect();
    (0..count).map(|_| direction()).collect()
}

/// Gram and Schmidt's method, in its modified form; a direction's image is the other factor of the
/// product. Directions that depend on others go.
fn orthogonalize(directions: &mut Vec<Vec<f64>>, images: &mut Vec<Vec<f64>>) {
    let mut kept: Vec<(Vec<f64>, Vec<f64>)> = Vec::with_capacity(directions.len());
    let mut strongest = 0.0f64;
    for (mut direction, mut image) in directions.drain(..).zip(images.drain(..)) {
        let before = dot(&direction, &image).max(0.0).sqrt();
        strongest = strongest.max(before);
        for (other, other_image) in &kept {
            let shared = dot(&direction, other_image);
            subtract(&mut direction, other, shared);
            subtract(&mut image, other_image, shared);
        }
        let length = dot(&direction, &image).max(0.0).sqrt();
        if length > NOISE * strongest {
            let factor = 1.0 / length;
            direction.iter_mut().for_each(|number| *number *= factor);
            image.iter_mut().for_each(|number| *number *= factor);
            kept.push((direction, image));
        }
    }
    (*directions, *images) = kept.into_iter().unzip();
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn subtract(from: &mut [f64], other: &[f64], times: f64) {
    for (from, other) in from.iter_mut().zip(other) {
        *from -= times * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows of `rank` independent patterns, the first the strongest.
    fn rows(count: usize, width: usize, rank: usize, seed: usize) -> Rows {
        let row = |row: usize| {
            let number = |at: usize| {
                let parts = (1..=rank).map(|part| {
                    let along = ((row + seed) * part * part) as f32;
                    along.sin() * ((at * part) as f32 + part as f32).cos() / (part * part) as f32
                });
                parts.sum()
            };
            (0..width).map(number).collect()
        };
        (0..count).map(row).collect()
    }

    /// Σ of the squares of W·Aᵀ − W'·A'ᵀ, and of W·Aᵀ.
    fn loss(whole: (&Rows, &Rows), projected: (&Rows, &Rows)) -> (f64, f64) {
        let product =
            |a: &[f32], b: &[f32]| -> f64 { a.iter().zip(b).map(|(a, b)| f64::from(a * b)).sum() };
        let (mut missed, mut all) = (0.0, 0.0);
        for (word, small_word) in whole.0.iter().zip(projected.0) {
            for (article, small_article) in whole.1.iter().zip(projected.1) {
                let exact = product(word, article);
                missed += (exact - product(small_word, small_article)).powi(2);
                all += exact.powi(2);
            }
        }
        (missed, all)
    }

    #[test]
    fn as_many_dimensions_as_patterns_lose_nothing() {
        let (words, articles) = (rows(60, 24, 4, 3), rows(25, 24, 4, 11));
        let (small_words, small_articles) = project(&words, &articles, 10).unwrap();
        assert_eq!((small_words.len(), small_articles.len()), (60, 25));
        assert!((4..=10).contains(&small_words[0].len()));
        let (missed, all) = loss((&words, &articles), (&small_words, &small_articles));
        assert!(missed < 1e-8 * all, "{missed} of {all}");
    }

    /// Eckart and Young: no other directions lose less; coordinates of the vectors themselves do
    /// not.
    #[test]
    fn fewer_dimensions_keep_the_most() {
        let (words, articles) = (rows(60, 24, 9, 3), rows(40, 24, 9, 11));
        let whole = (&words, &articles);
        let mut last = f64::MAX;
        for dimensions in [1, 2, 4, 6] {
            let (small_words, small_articles) = project(&words, &articles, dimensions).unwrap();
            let (missed, all) = loss(whole, (&small_words, &small_articles));
            let cut = |rows: &Rows| -> Rows {
                rows.iter().map(|row| row[..dimensions].to_vec()).collect()
            };
            let (cut_words, cut_articles) = (cut(&words), cut(&articles));
            assert!(missed < loss(whole, (&cut_words, &cut_articles)).0);
            assert!(missed < last && missed < all);
            last = missed;
        }
    }

    #[test]
    fn one_article_has_one_dimension_and_none_has_none() {
        let words = rows(9, 8, 3, 1);
        let (small, articles) = project(&words, &rows(1, 8, 3, 2), 4).unwrap();
        assert_eq!((small[0].len(), articles[0].len()), (1, 1));
        let (small, articles) = project(&words, &[vec![0.0; 8]], 4).unwrap();
        assert!(small.is_empty() && articles.is_empty());
        assert!(project(&words, &Rows::new(), 4).unwrap().0.is_empty());
        assert!(project(&Rows::new(), &words, 4).unwrap().0.is_empty());
    }
}
