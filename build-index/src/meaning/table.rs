//! Vectors of words and articles as a page loads them: few dimensions, and as many words as there is
//! room for.
//!
//! A word's vector counts as much as the fourth root of its occurrences says, as in the choice of
//! expansions: nDCG@10 of arduino .753 to .763, msinsights (es) .462 to .470 with 64 dimensions.

use super::expansion::{boost, round};
use super::projection::project;
use super::ridge::Rows;
use anyhow::Result;
use helpdex::{VocabularyTerm, WordVector};

/// Dimensions of a vector; 64 rank no better, 32 less well on msinsights (es).
const DIMENSIONS: usize = 48;
/// Bytes of an article, gzipped: its numbers have some 7 bits.
const ARTICLE_BYTES: usize = DIMENSIONS * 7 / 8;
/// Bytes of a word, gzipped: its numbers of some 2.7 bits, their scale, and what of its letters is not
/// the last word's.
const WORD_BYTES: usize = DIMENSIONS / 3 + 4;

/// The words of a table with their vectors, and a vector for each article.
pub(super) struct Table {
    pub(super) words: Vec<WordVector>,
    pub(super) articles: Rows,
}

/// The table of a language, in about `budget` bytes: without the rarest words if they are too many;
/// `None` if the articles alone take half of it.
pub(super) fn table(
    terms: &[VocabularyTerm],
    words: &[Vec<f32>],
    articles: &[Vec<f32>],
    budget: usize,
) -> Result<Option<Table>> {
    let room = budget.saturating_sub(articles.len() * ARTICLE_BYTES);
    if room <= budget / 2 {
        return Ok(None);
    }
    let (words, mut articles) = project(&boosted(terms, words), articles, DIMENSIONS)?;
    articles.iter_mut().for_each(|vector| round(vector));
    let kept = most_frequent(terms, room / WORD_BYTES);
    let words = kept.into_iter().filter_map(|number| {
        let mut vector = words.get(number)?.clone();
        round(&mut vector);
        Some(WordVector {
            term: terms[number].term.clone(),
            vector,
        })
    });
    Ok(Some(Table {
        words: words.collect(),
        articles,
    }))
}

/// Words with the weight that they have in a question.
fn boosted(terms: &[VocabularyTerm], words: &[Vec<f32>]) -> Rows {
    let words = terms.iter().zip(words).map(|(term, vector)| {
        let factor = boost(term);
        vector.iter().map(|number| number * factor).collect()
    });
    words.collect()
}

/// Places of the `most` terms that occur most often, in order; of equal ones the first.
fn most_frequent(terms: &[VocabularyTerm], most: usize) -> Vec<usize> {
    let mut places: Vec<usize> = (0..terms.len()).collect();
    places.sort_by_key(|place| std::cmp::Reverse(terms[*place].occurrences));
    places.truncate(most);
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(count: u64) -> Vec<VocabularyTerm> {
        let term = |number: u64| VocabularyTerm {
            term: format!("{number:03}"),
            surfaces: vec![(number.to_string(), 1)],
            occurrences: number % 10,
        };
        (0..count).map(term).collect()
    }

    fn rows(count: usize) -> Rows {
        let row = |row: usize| (0..5).map(move |at| ((row * 7 + at * at) % 11) as f32 - 5.0);
        (0..count).map(|number| row(number).collect()).collect()
    }

    #[test]
    fn the_rarest_words_go_first_and_then_the_table() {
        let (terms, words, articles) = (terms(100), rows(100), rows(9));
        let of = |budget| table(&terms, &words, &articles, budget).unwrap();
        let all = of(100_000).unwrap();
        assert_eq!((all.words.len(), all.articles.len()), (100, 9));
        assert_eq!(all.words[0].vector.len(), 5);
        let some = of(20 * WORD_BYTES + 9 * ARTICLE_BYTES).unwrap();
        let kept: Vec<&str> = some.words.iter().map(|word| word.term.as_str()).collect();
        assert_eq!(kept[..4], ["008", "009", "018", "019"]);
        assert_eq!(kept.len(), 20);
        assert!(of(15 * ARTICLE_BYTES).is_none());
    }
}
