//! The words of an index for finding misspelled ones: section `LEXI` of a lexicon.
//!
//! Terms stand sorted and front-coded by characters, so that a walk computes the rows of the edit
//! distance table once for every shared beginning and skips all terms below a beginning that is
//! already too far off.

use crate::bundle::{Sections, tag};
use crate::codec::Cursor;
use crate::error::OpenError;

/// Longest word compared, in characters: rows of the table have a fixed length.
const LONGEST_WORD: usize = 30;
/// Most letters that a word may have after a misspelled stem.
const LONGEST_ENDING: usize = 7;
/// Cost of a wrong first letter on top of the edit: people rarely get it wrong.
const FIRST_LETTER: f32 = 0.5;
/// Cost of each letter after the stem.
const ENDING_LETTER: f32 = 0.1;
/// Cost of a term that only begins with the word.
const UNFINISHED: f32 = 0.3;
/// Edits of a word that has lost an ending, too: with two, `kubernetes` would mean `number`.
const ENDING_EDITS: u8 = 1;
/// Terms that cost this much more than the cheapest one are not meant.
const WINDOW: f32 = 0.55;
/// Most terms that stand for a word.
const MOST_CANDIDATES: usize = 8;

/// Sorted terms with their usual spelling.
pub(crate) struct Lexicon {
    /// Characters that each term has in common with the one before.
    common: Vec<u8>,
    /// What follows, each closed by a zero byte.
    rests: String,
    /// Characters to drop from a term's end before `endings` makes its spelling.
    drops: Vec<u8>,
    endings: String,
    /// log₂ of the number of articles, rounded down.
    frequencies: Vec<u8>,
}

/// A term that may be meant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Candidate {
    /// The index term.
    pub(crate) term: String,
    /// Its most frequent spelling in the articles.
    pub(crate) surface: String,
    /// 0 for the word itself; one for every edit, and the parts above.
    pub(crate) cost: f32,
    frequency: u8,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Probe<'a> {
    /// Folded as terms are, not stemmed.
    pub(crate) word: &'a str,
    /// Whether longer words may be meant.
    pub(crate) unfinished: bool,
}

/// Edits forgiven in a word: by its length, none in short ones and in names with digits.
fn tolerance(word: &[char]) -> u8 {
    let has_digit = word.iter().any(char::is_ascii_digit);
    match word.len() {
        _ if has_digit => 0,
        0..=3 => 0,
        4..=7 => 1,
        8..=LONGEST_WORD => 2,
        _ => 0,
    }
}

/// A row of the table: edits from a beginning of the term to each beginning of the word.
type Row = [u8; LONGEST_WORD + 1];

impl Lexicon {
    pub(crate) fn read(sections: &Sections<'_>) -> Result<Self, OpenError> {
        let bytes = sections.require(tag::LEXICON, "LEXI")?;
        Self::read_columns(bytes).ok_or(OpenError::Corrupt { section: "LEXI" })
    }

    fn read_columns(bytes: &[u8]) -> Option<Self> {
        let mut cursor = Cursor::new(bytes);
        let count = cursor.count(5)?;
        let mut column = || Some(cursor.take(count)?.to_vec());
        let (common, drops, frequencies) = (column()?, column()?, column()?);
        let len = cursor.varint()? as usize;
        let text = |bytes: &[u8]| Some(core::str::from_utf8(bytes).ok()?.to_owned());
        let rests = text(cursor.take(len)?)?;
        let endings = text(cursor.take(cursor.remaining())?)?;
        Some(Self {
            common,
            rests,
            drops,
            endings,
            frequencies,
        })
    }

    /// Calls `visit` with every term, its spelling and log₂ of its frequency. `visit` gives how
    /// many characters of the term are enough to pass over it: all terms that share them with it
    /// are skipped.
    fn walk(&self, mut visit: impl FnMut(&[char], usize, &Entry<'_>) -> usize) {
        let mut term: Vec<char> = Vec::new();
        let mut skip = usize::MAX;
        let rests = self.rests.split('\0').zip(self.endings.split('\0'));
        let columns = self.common.iter().zip(&self.drops).zip(&self.frequencies);
        for (((common, drop), frequency), (rest, ending)) in columns.zip(rests) {
            let common = usize::from(*common).min(term.len());
            term.truncate(common);
            term.extend(rest.chars());
            if common < skip {
                let entry = Entry {
                    drop: usize::from(*drop),
                    ending,
                    frequency: *frequency,
                };
                skip = visit(&term, common, &entry);
            }
        }
    }

    /// Terms that a misspelled word may mean, cheapest first, then the most frequent.
    pub(crate) fn near(&self, probe: Probe<'_>) -> Vec<Candidate> {
        let word: Vec<char> = probe.word.chars().collect();
        let edits = tolerance(&word);
        let mut found = Vec::new();
        if edits == 0 {
            return found;
        }
        let mut first: Row = [0; LONGEST_WORD + 1];
        first.iter_mut().zip(0..).for_each(|(slot, at)| *slot = at);
        let mut rows = vec![first];
        self.walk(|term, common, entry| {
            // Rows of the beginning shared with the last term visited are still right, unless
            // that one was left early.
            rows.truncate(common + 1);
            while let Some(&letter) = term.get(rows.len() - 1) {
                let row = next_row(&word, term, rows.len(), letter, &rows);
                let closest = row.iter().take(word.len() + 1).min();
                let is_hopeless = closest.is_none_or(|closest| *closest > edits);
                rows.push(row);
                if is_hopeless && !(probe.unfinished && has_stem(&rows, word.len(), edits)) {
                    return rows.len() - 1;
                }
                if rows.len() > LONGEST_WORD + LONGEST_ENDING {
                    break;
                }
            }
            if let Some(cost) = cost(&word, term, &rows, edits, probe.unfinished) {
                keep(&mut found, entry.candidate(term, cost));
            }
            usize::MAX
        });
        found
    }

    /// Terms that hold a word inside, the most frequent first.
    pub(crate) fn containing(&self, word: &str) -> Vec<Candidate> {
        let mut found = Vec::new();
        if word.chars().count() < 3 {
            return found;
        }
        let word: Vec<char> = word.chars().collect();
        self.walk(|term, _, entry| {
            // A stem may end before the word does.
            let surface: Vec<char> = entry.surface(term).chars().collect();
            let holds = |text: &[char]| text.windows(word.len()).any(|part| part == word);
            if holds(term) || holds(&surface) {
                keep(&mut found, entry.candidate(term, 1.0));
            }
            usize::MAX
        });
        found
    }
}

/// What is known of a term besides its letters.
struct Entry<'a> {
    drop: usize,
    ending: &'a str,
    frequency: u8,
}

impl Entry<'_> {
    fn surface(&self, term: &[char]) -> String {
        let kept = term.len().saturating_sub(self.drop);
        let mut surface: String = term.iter().take(kept).collect();
        surface.push_str(self.ending);
        surface
    }

    fn candidate(&self, term: &[char], cost: f32) -> Candidate {
        Candidate {
            term: term.iter().collect(),
            surface: self.surface(term),
            cost,
            frequency: self.frequency,
        }
    }
}

/// The row of the term's first `len` letters, the last of which is `letter`: optimal string
/// alignment (insertions, deletions, substitutions, transpositions of neighbours; Boytsov 2011).
fn next_row(word: &[char], term: &[char], len: usize, letter: char, rows: &[Row]) -> Row {
    let mut row: Row = [u8::MAX; LONGEST_WORD + 1];
    let above = rows.last().copied().unwrap_or(row);
    let before = len.checked_sub(2).and_then(|at| rows.get(at));
    let previous = len.checked_sub(2).and_then(|at| term.get(at));
    let mut left = len.min(254) as u8;
    row[0] = left;
    let mut last = None;
    for (at, other) in word.iter().enumerate().take(LONGEST_WORD) {
        let diagonal = above.get(at).copied().unwrap_or(u8::MAX);
        let up = above.get(at + 1).copied().unwrap_or(u8::MAX);
        let mut value = diagonal.saturating_add(u8::from(*other != letter));
        value = value.min(up.min(left).saturating_add(1));
        if last == Some(letter)
            && previous == Some(other)
            && let Some(swapped) = before.and_then(|row| row.get(at.wrapping_sub(1)))
        {
            value = value.min(swapped.saturating_add(1));
        }
        if let Some(slot) = row.get_mut(at + 1) {
            *slot = value;
        }
        left = value;
        last = Some(*other);
    }
    row
}

/// Whether some beginning of the term is near the whole word, so that a longer term may be meant.
fn has_stem(rows: &[Row], word: usize, edits: u8) -> bool {
    rows.iter()
        .any(|row| row.get(word).is_some_and(|distance| *distance <= edits))
}

/// What it costs to take the word for the term; `None` when that is too much.
fn cost(word: &[char], term: &[char], rows: &[Row], edits: u8, unfinished: bool) -> Option<f32> {
    let whole = rows.get(term.len());
    let longest_ending = LONGEST_ENDING.min(term.len());
    // The whole term against a beginning of the word: the rest is an ending that stemming left.
    let endings = (0..=longest_ending.min(word.len())).filter_map(|ending| {
        let distance = *whole?.get(word.len() - ending)?;
        let allowed = if ending == 0 {
            edits
        } else {
            edits.min(ENDING_EDITS)
        };
        let is_near = distance <= allowed && (ending == 0 || term.len() >= 4);
        is_near.then(|| f32::from(distance) + ENDING_LETTER * ending as f32)
    });
    // The whole word against a beginning of the term: the person is still typing.
    let unfinished = unfinished && word.first() == term.first();
    let beginnings = rows.iter().filter_map(|row| {
        let distance = *row.get(word.len())?;
        (unfinished && distance <= edits).then(|| f32::from(distance) + UNFINISHED)
    });
    let cheapest = endings.chain(beginnings).reduce(f32::min)?;
    let first = if word.first() == term.first() {
        0.0
    } else {
        FIRST_LETTER
    };
    Some(cheapest + first)
}

impl Candidate {
    /// Whether it is likelier than another one: cheaper, or more frequent.
    fn is_before(&self, other: &Self) -> bool {
        self.cost < other.cost || (self.cost == other.cost && self.frequency > other.frequency)
    }
}

/// Keeps the likeliest candidates, best first; of equal ones the first in the alphabet.
fn keep(found: &mut Vec<Candidate>, next: Candidate) {
    // Few enough to insert them one by one; a sort would cost a kilobyte of code.
    let at = found
        .iter()
        .take_while(|kept| !next.is_before(kept))
        .count();
    found.insert(at, next);
    let limit = found.first().map_or(0.0, |best| best.cost + WINDOW);
    found.retain(|candidate| candidate.cost <= limit);
    found.truncate(MOST_CANDIDATES);
}

#[cfg(feature = "write")]
pub(crate) mod write {
    use crate::bundle::{FileWriter, tag};
    use crate::codec::put_varint;

    /// A word of the lexicon.
    pub(crate) struct Word<'a> {
        pub(crate) term: &'a str,
        /// Most frequent spelling.
        pub(crate) surface: &'a str,
        /// Articles that hold it, above 0.
        pub(crate) frequency: u32,
    }

    /// Characters that two texts begin with in common, at most 255.
    fn shared(a: &str, b: &str) -> usize {
        let pairs = a.chars().zip(b.chars());
        pairs.take_while(|(a, b)| a == b).count().min(255)
    }

    fn rest(text: &str, from: usize) -> impl Iterator<Item = char> {
        text.chars().skip(from)
    }

    /// Adds `LEXI`: words in the order of their terms.
    pub(crate) fn block(file: &mut FileWriter, words: &[Word<'_>]) {
        let (mut common, mut drops, mut frequencies) = (Vec::new(), Vec::new(), Vec::new());
        let (mut rests, mut endings) = (String::new(), String::new());
        let mut last = "";
        for word in words {
            let same = shared(last, word.term);
            common.push(same as u8);
            rests.extend(rest(word.term, same).chain(['\0']));
            let kept = shared(word.term, word.surface);
            drops.push((word.term.chars().count() - kept).min(255) as u8);
            endings.extend(rest(word.surface, kept).chain(['\0']));
            frequencies.push(word.frequency.max(1).ilog2() as u8);
            last = word.term;
        }
        let mut out = Vec::new();
        put_varint(&mut out, words.len() as u32);
        for column in [common, drops, frequencies] {
            out.extend(column);
        }
        put_varint(&mut out, rests.len() as u32);
        out.extend(rests.into_bytes());
        out.extend(endings.into_bytes());
        file.section(tag::LEXICON, out);
    }
}

#[cfg(test)]
mod tests {
    use super::write::{Word, block};
    use super::*;
    use crate::bundle::{FileKind, FileWriter};
    use proptest::prelude::*;

    fn lexicon(words: &[(&str, &str)]) -> Lexicon {
        let words: Vec<Word<'_>> = words
            .iter()
            .map(|(term, surface)| Word {
                term,
                surface,
                frequency: 3,
            })
            .collect();
        let mut file = FileWriter::new(FileKind::Lexicon);
        block(&mut file, &words);
        let (bytes, _) = file.finish();
        Lexicon::read(&Sections::open(&bytes, FileKind::Lexicon).unwrap()).unwrap()
    }

    fn near(lexicon: &Lexicon, word: &str) -> Vec<String> {
        let probe = Probe {
            word,
            unfinished: false,
        };
        let found = lexicon.near(probe).into_iter();
        found.map(|candidate| candidate.surface).collect()
    }

    #[test]
    fn typos_people_make() {
        let lexicon = lexicon(&[
            ("authent", "authentication"),
            ("cancel", "cancel"),
            ("contrasen", "contraseña"),
            ("password", "password"),
            ("print", "print"),
        ]);
        for (typed, meant) in [
            ("cancle", "cancel"),
            ("xancel", "cancel"),
            ("cancell", "cancel"),
            ("pasword", "password"),
            ("passwrods", "password"),
            ("autentication", "authentication"),
            ("contrsena", "contraseña"),
        ] {
            assert_eq!(near(&lexicon, typed), [meant], "{typed}");
        }
        for typed in ["pin", "c4ncel", "zzzzzz", ""] {
            assert!(near(&lexicon, typed).is_empty(), "{typed}");
        }
        let probe = Probe {
            word: "autehn",
            unfinished: true,
        };
        assert_eq!(lexicon.near(probe)[0].surface, "authentication");
        assert_eq!(lexicon.containing("word")[0].term, "password");
    }

    /// Damerau–Levenshtein in its plain form, as the definition says.
    fn distance(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([a_init @ .., x], [b_init @ .., y]) => {
                let mut value = distance(a_init, b_init) + usize::from(x != y);
                value = value
                    .min(distance(a_init, b) + 1)
                    .min(distance(a, b_init) + 1);
                if let ([a_rest @ .., p, _], [b_rest @ .., q, _]) = (a, b)
                    && (p, x) == (y, q)
                {
                    value = value.min(distance(a_rest, b_rest) + 1);
                }
                value
            }
        }
    }

    #[test]
    fn a_word_that_lost_an_ending_is_at_most_one_edit_away() {
        let words = lexicon(&[("number", "number"), ("user", "user"), ("kubern", "kubern")]);
        assert_eq!(near(&words, "kubernetes"), ["kubern"]);
        assert_eq!(near(&words, "umbrella"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn near_terms_are_those_of_the_definition(terms in proptest::collection::btree_set("[abc]{4,7}", 1..30), word in "[abc]{4,7}") {
            let pairs: Vec<(&str, &str)> = terms.iter().map(|term| (term.as_str(), term.as_str())).collect();
            let found = lexicon(&pairs).near(Probe { word: &word, unfinished: false });
            let letters = |text: &str| text.chars().collect::<Vec<char>>();
            for candidate in &found {
                let rest = word.len().saturating_sub(7);
                let ends = (rest..=word.len()).map(|end| distance(&letters(&candidate.term), &letters(&word[..end])));
                prop_assert!(ends.min() <= Some(1));
            }
            let exact = terms.iter().any(|term| distance(&letters(term), &letters(&word)) <= 1);
            prop_assert!(!exact || !found.is_empty());
        }
    }
}
