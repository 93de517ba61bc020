//! Further terms under which a word is indexed, besides its own: what else people call it by. They
//! cost bytes where they occur and nothing in the browser.

use super::compound::Compounds;
use super::{Analyzer, Word, WordKind, proclitics};
use rustc_hash::FxHashMap;

/// Makes the further terms of words, by what it learned from a site's own words.
pub struct Variants<'a> {
    analyzer: &'a Analyzer,
    compounds: Option<Compounds>,
    /// Lower-cased words to the number of articles that hold them; only where rules need it.
    articles: FxHashMap<String, u32>,
}

impl<'a> Variants<'a> {
    /// Whether the rules of this language look at the site's words; else `learn` needs none.
    pub fn need_words(analyzer: &Analyzer) -> bool {
        let language = analyzer.language();
        let rules = language.rules();
        super::compound::applies(rules) || !proclitics::letters(rules).is_empty()
    }

    /// Learns from the lower-cased words of a site, each with the number of articles that hold it.
    pub fn learn(analyzer: &'a Analyzer, vocabulary: FxHashMap<String, u32>) -> Self {
        let mut sorted: Vec<(&str, u32)> = vocabulary
            .iter()
            .map(|(word, articles)| (word.as_str(), *articles))
            .collect();
        sorted.sort_unstable();
        Self {
            analyzer,
            compounds: Compounds::learn(analyzer, sorted.into_iter()),
            articles: vocabulary,
        }
    }

    /// The further terms of a word of a text, without its own term; none for a stop word.
    pub fn of(&self, word: Word<'_>, lowered: &str) -> Vec<(String, bool)> {
        let analyzer = self.analyzer;
        if word.kind == WordKind::Bigram || analyzer.is_stop(lowered) {
            return Vec::new();
        }
        let mut terms = vec![(analyzer.bare_term(lowered, word.kind), false)];
        let joined = super::joined(lowered);
        if let Some(compounds) = &self.compounds {
            let parts = compounds.parts(analyzer, &joined);
            let part = |part: &&str| (analyzer.term(part, WordKind::Word), true);
            terms.extend(parts.iter().map(part));
        }
        terms.extend(self.without_proclitics(lowered).map(|term| (term, false)));
        let own = analyzer.term(lowered, word.kind);
        terms.retain(|(term, _)| *term != own && !term.is_empty());
        terms.sort_unstable();
        terms.dedup_by(|next, kept| next.0 == kept.0);
        terms
    }

    /// The word without what is written together with it, where the rest is itself a word of
    /// the site, and not a rare one beside it.
    fn without_proclitics(&self, lowered: &str) -> Option<String> {
        let count = |word: &str| self.articles.get(word).copied().unwrap_or(0);
        let own = count(lowered);
        proclitics::rests(self.analyzer.language().rules(), lowered)
            .find(|rest| count(rest) >= 1 && count(rest) * 4 >= own)
            .map(|rest| self.analyzer.term(rest, WordKind::Word))
    }
}
