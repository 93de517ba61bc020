//! Vectors of words and articles: a file of kind 8. The vectors of a query's words add up; how far an
//! article means the query is the product of that sum and the article's vector.
//!
//! All numbers are whole: a word's are 4 bits times a scale of its own, an article's 8 bits. Units do
//! not matter, since the ranking scales the products to the words' scores.

use super::term_dict::TermDict;
use crate::bundle::{Sections, tag};
use crate::error::OpenError;

/// Most dimensions: a product of 32 terms stays within 32 bits.
pub(crate) const MAX_DIMENSIONS: usize = 128;
/// What is added to the 4-bit numbers of a word to make them positive.
const ZERO: i32 = 8;

/// The loaded table.
pub(crate) struct WordVectors {
    terms: TermDict,
    dimensions: usize,
    /// Bytes of all articles' vectors, which are the first.
    articles: usize,
    /// For each article a signed byte a number; then for each word its scale and two numbers a byte,
    /// the low half first.
    numbers: Vec<u8>,
}

/// The sum of some words' vectors, 0 beyond their dimensions.
type VectorSum = [i32; MAX_DIMENSIONS];

impl WordVectors {
    pub(crate) fn read(sections: &Sections<'_>, documents: u32) -> Result<Self, OpenError> {
        Self::read_sections(sections, documents).ok_or(OpenError::Corrupt { section: "VECT" })
    }

    fn read_sections(sections: &Sections<'_>, documents: u32) -> Option<Self> {
        let (dimensions, numbers) = sections.get(tag::VECTORS)?.split_first()?;
        let dimensions = usize::from(*dimensions);
        let articles = documents as usize * dimensions;
        let terms = TermDict::read(sections.get(tag::TERMS)?)?;
        let is_legal = dimensions > 0
            && dimensions <= MAX_DIMENSIONS
            && numbers.len() == articles + terms.len() * row_bytes(dimensions);
        is_legal.then(|| Self {
            terms,
            dimensions,
            articles,
            numbers: numbers.to_vec(),
        })
    }

    /// Adds the vector of a term, if it has one. A sum has room for 32 terms.
    pub(crate) fn add(&self, term: &str, sum: &mut VectorSum) {
        let bytes = row_bytes(self.dimensions);
        let number = self.terms.get(term);
        let row = number.map(|number| self.articles + number as usize * bytes);
        let row = row.and_then(|start| self.numbers.get(start..start + bytes));
        let Some((scale, numbers)) = row.and_then(<[u8]>::split_first) else {
            return;
        };
        for (at, slot) in sum.iter_mut().enumerate() {
            let Some(byte) = numbers.get(at / 2) else {
                return;
            };
            let number = byte >> (at % 2 * 4) & 15;
            *slot += i32::from(*scale) * (i32::from(number) - ZERO);
        }
    }

    /// How far each article, from the first on, means a sum of terms; 0 is the mean of all.
    pub(crate) fn products(&self, sum: &VectorSum) -> impl Iterator<Item = i32> {
        let articles = self.numbers.chunks_exact(self.dimensions);
        let articles = articles.take(self.articles / self.dimensions);
        articles.map(move |article| {
            let pairs = article.iter().zip(sum);
            pairs
                .map(|(number, sum)| i32::from(*number as i8) * sum)
                .sum()
        })
    }
}

/// Bytes of a word: a scale and half a byte a number.
fn row_bytes(dimensions: usize) -> usize {
    1 + dimensions.div_ceil(2)
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use super::{MAX_DIMENSIONS, ZERO};
    use crate::bundle::{FileWriter, tag};
    use crate::document::Document;
    use crate::index::term_dict::write::dictionary;
    use crate::index::{WordVector, is_marked};
    use std::collections::BTreeMap;

    /// Largest number of a word. Seven values rank as well as fifteen do, and the files' own
    /// compression stores them in less than three bits.
    const WORD_LEVELS: f32 = 3.0;
    /// Largest 8-bit number.
    const ARTICLE_LEVELS: f32 = 127.0;
    /// Shares of a word's largest number that are tried as its highest level: a few numbers cut off
    /// may make all others more precise.
    const CLIPS: [f32; 5] = [1.0, 0.9, 0.8, 0.7, 0.6];

    /// Adds both sections. False, and nothing added, when there is no vector to write.
    pub(crate) fn block(
        file: &mut FileWriter,
        words: &[WordVector],
        documents: &[Document],
    ) -> bool {
        let is_term = |term: &str| !term.is_empty() && !term.contains('\0') && !is_marked(term);
        let words = words.iter().filter(|word| is_term(&word.term));
        let words: BTreeMap<&str, &[f32]> = words
            .map(|word| (word.term.as_str(), word.vector.as_slice()))
            .collect();
        let lengths = words.values().map(|vector| vector.len());
        let dimensions = lengths.max().unwrap_or(0).min(MAX_DIMENSIONS);
        let articles = articles(documents, dimensions);
        if articles.iter().all(|number| *number == 0) {
            return false;
        }
        let steps: Vec<f32> = words.values().map(|vector| step(vector)).collect();
        let unit = largest(&steps) / 255.0;
        let mut section = vec![dimensions as u8];
        section.extend(articles);
        for (vector, step) in words.values().zip(steps) {
            let scale = (step / unit).round().clamp(0.0, 255.0);
            section.push(scale as u8);
            put_word(&mut section, vector, dimensions, scale * unit);
        }
        let terms: Vec<&str> = words.into_keys().collect();
        file.section(tag::TERMS, dictionary(&terms))
            .section(tag::VECTORS, section);
        true
    }

    fn largest(numbers: &[f32]) -> f32 {
        let sizes = numbers.iter().map(|number| number.abs());
        sizes.fold(f32::MIN_POSITIVE, f32::max)
    }

    /// A number in steps, 0 if it is none.
    fn level(number: f32, step: f32, levels: f32) -> f32 {
        if step > 0.0 {
            (number / step).round().clamp(-levels, levels)
        } else {
            0.0
        }
    }

    /// The step with which a word's numbers are nearest to what they are, by the sum of squares.
    fn step(vector: &[f32]) -> f32 {
        let highest = largest(vector) / WORD_LEVELS;
        let loss = |step: f32| {
            let misses = vector
                .iter()
                .map(|number| number - step * level(*number, step, WORD_LEVELS));
            misses.map(|miss| miss * miss).sum::<f32>()
        };
        let steps = CLIPS.map(|clip| highest * clip);
        let best = steps
            .into_iter()
            .min_by(|a, b| loss(*a).total_cmp(&loss(*b)));
        best.unwrap_or(highest)
    }

    fn put_word(out: &mut Vec<u8>, vector: &[f32], dimensions: usize, step: f32) {
        let number = |at: usize| {
            let number = vector.get(at).copied().unwrap_or(0.0);
            (level(number, step, WORD_LEVELS) as i32 + ZERO) as u8
        };
        for at in (0..dimensions).step_by(2) {
            let high = if at + 1 < dimensions {
                number(at + 1)
            } else {
                ZERO as u8
            };
            out.push(number(at) | high << 4);
        }
    }

    /// A signed byte for each number of each article; an article without a vector has zeros.
    fn articles(documents: &[Document], dimensions: usize) -> Vec<u8> {
        let sizes = documents.iter().map(|document| largest(&document.vector));
        let step = sizes.fold(f32::MIN_POSITIVE, f32::max) / ARTICLE_LEVELS;
        let numbers = documents.iter().flat_map(|document| {
            (0..dimensions).map(|at| document.vector.get(at).copied().unwrap_or(0.0))
        });
        numbers
            .map(|number| level(number, step, ARTICLE_LEVELS) as i8 as u8)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::write::block;
    use super::*;
    use crate::bundle::{FileKind, FileWriter};
    use crate::document::Document;
    use crate::index::WordVector;
    use crate::index::term_dict::write::dictionary;
    use proptest::prelude::*;

    fn word(term: &str, vector: &[f32]) -> WordVector {
        WordVector {
            term: term.into(),
            vector: vector.to_vec(),
        }
    }

    fn table(words: &[WordVector], articles: &[Vec<f32>]) -> Option<WordVectors> {
        let documents = articles.iter().map(|vector| Document {
            vector: vector.clone(),
            ..Document::default()
        });
        let documents: Vec<Document> = documents.collect();
        let mut file = FileWriter::new(FileKind::WordVectors);
        if !block(&mut file, words, &documents) {
            return None;
        }
        let (bytes, _) = file.finish();
        let sections = Sections::open(&bytes, FileKind::WordVectors).unwrap();
        Some(WordVectors::read(&sections, articles.len() as u32).unwrap())
    }

    fn products(table: &WordVectors, terms: &[&str]) -> Vec<i32> {
        let mut sum = [0; MAX_DIMENSIONS];
        terms.iter().for_each(|term| table.add(term, &mut sum));
        table.products(&sum).collect()
    }

    #[test]
    fn an_article_that_points_with_the_words_comes_first() {
        let words = [
            word("pay", &[1.0, 0.1, 0.0]),
            word("bill", &[0.8, 0.3, -0.1]),
            word("print", &[-0.9, 0.2, 0.5]),
        ];
        let articles = [
            vec![0.5, 0.1, 0.0],
            vec![-0.6, 0.0, 0.4],
            vec![0.0; 3],
            Vec::new(),
        ];
        let table = table(&words, &articles).unwrap();
        let found = products(&table, &["bill", "pay"]);
        assert!(found[0] > 0 && found[1] < 0, "{found:?}");
        assert_eq!(found[2..], [0, 0]);
        assert_eq!(products(&table, &["unknown"]), [0; 4]);
        assert!(products(&table, &["print"])[1] > 0);
    }

    #[test]
    fn without_vectors_there_is_no_table() {
        assert!(table(&[], &[vec![1.0]]).is_none());
        assert!(table(&[word("a", &[1.0])], &[Vec::new()]).is_none());
        assert!(table(&[word("a\u{1}", &[1.0]), word("", &[1.0])], &[vec![1.0]]).is_none());
    }

    #[test]
    fn what_is_no_number_counts_as_nothing() {
        let words = [
            word("a", &[f32::NAN, f32::INFINITY]),
            word("b", &[1.0, 1.0]),
        ];
        let articles = [vec![1.0, f32::NAN], vec![f32::NEG_INFINITY, 1.0]];
        if let Some(table) = table(&words, &articles) {
            products(&table, &["a", "b"]);
        }
    }

    proptest! {
        /// Sums of stored numbers are near those of the vectors, up to one unit for all.
        #[test]
        fn products_are_kept(words in proptest::collection::vec(proptest::collection::vec(-1.0f32..1.0, 5), 1..20), article in proptest::collection::vec(-1.0f32..1.0, 5), asked in proptest::collection::vec(0usize..20, 1..6)) {
            let named: Vec<WordVector> = words.iter().enumerate().map(|(at, vector)| word(&format!("w{at:02}"), vector)).collect();
            // A unit article, whose product shows the unit.
            let unit = vec![1.0, 0.0, 0.0, 0.0, 0.0];
            let table = table(&named, &[article.clone(), unit.clone()]).unwrap();
            let asked: Vec<usize> = asked.into_iter().map(|at| at % words.len()).collect();
            let names: Vec<&str> = asked.iter().map(|at| named[*at].term.as_str()).collect();
            let found = products(&table, &names);
            let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f32>();
            let exact = |article: &[f32]| asked.iter().map(|at| dot(&words[*at], article)).sum::<f32>();
            let stored_step = words.iter().flatten().fold(0.0f32, |a, b| a.max(b.abs())) / 3.0;
            // 255 scale steps of the largest word, 127 steps of an article's largest number (1).
            let factor = 127.0 * 255.0 / stored_step;
            for (found, article) in found.iter().zip([&article, &unit]) {
                let miss = (*found as f32 / factor - exact(article)).abs();
                prop_assert!(miss <= stored_step * 5.0 * asked.len() as f32, "{found} {} {}", exact(article), factor);
            }
        }

        #[test]
        fn any_section_is_read_or_refused(bytes: Vec<u8>, documents in 1u32..9) {
            let mut file = FileWriter::new(FileKind::WordVectors);
            file.section(tag::TERMS, dictionary(&["a", "b"])).section(tag::VECTORS, bytes);
            let (bytes, _) = file.finish();
            let sections = Sections::open(&bytes, FileKind::WordVectors).unwrap();
            if let Ok(table) = WordVectors::read(&sections, documents) {
                prop_assert_eq!(products(&table, &["a", "b"]).len(), documents as usize);
            }
        }
    }

    #[test]
    fn the_largest_numbers_fit() {
        let mut section = vec![MAX_DIMENSIONS as u8];
        section.extend([0x80; MAX_DIMENSIONS]);
        section.push(255);
        section.extend([0; MAX_DIMENSIONS / 2]);
        let mut file = FileWriter::new(FileKind::WordVectors);
        file.section(tag::TERMS, dictionary(&["a"]))
            .section(tag::VECTORS, section);
        let (bytes, _) = file.finish();
        let sections = Sections::open(&bytes, FileKind::WordVectors).unwrap();
        let table = WordVectors::read(&sections, 1).unwrap();
        assert_eq!(products(&table, &["a"; 32]), [32 * 255 * 8 * 128 * 128]);
    }
}
