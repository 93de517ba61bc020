//! The search engine's JavaScript face. Results cross the boundary as flat arrays and few strings:
//! one call a keystroke, and no serializer (15 KB) on the critical path.

use crate::questions::{Reason, Settler};
use crate::searcher::{Outcome, Replacement, Searcher};
use crate::snippet::{Snippet, Span};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// Separates the fields of a row; no text holds it.
const FIELD: &str = "\u{1f}";
/// First number of a result: an answer follows.
const COMPLETE: u32 = 0;
/// First number of a result: numbers of missing shards follow.
const MISSING: u32 = 1;

/// An opened index. Not `Debug`: the formatting code would cost bytes.
#[wasm_bindgen]
#[allow(missing_debug_implementations)]
pub struct Engine {
    searcher: Searcher,
    /// The one returned last.
    snippet: Snippet,
    /// Of the last search.
    corrections: Vec<Replacement>,
    /// Of the last search.
    synonyms: Vec<Replacement>,
}

#[wasm_bindgen]
impl Engine {
    /// Opens the bytes of a root file (unzipped).
    ///
    /// # Errors
    /// An `Error` whose message is `not-a-bundle`, `version`, `corrupt` or `analyzer`.
    #[wasm_bindgen(constructor)]
    pub fn new(root: &[u8]) -> Result<Engine, JsError> {
        let searcher = Searcher::open(root).map_err(|error| JsError::new(error.code()))?;
        Ok(Self {
            searcher,
            snippet: Snippet::default(),
            corrections: Vec::new(),
            synonyms: Vec::new(),
        })
    }

    /// `[1, n, shard…]`: load these and call again; or
    /// `[0, total, step, n, (document, score as f32 bits, k, (start, end)…)…, ideal as f32 bits, w,
    /// shard…]`, highlights of the title in UTF-16 units. The last shards are not needed, but once
    /// they are loaded, the same search may answer better.
    pub fn search(&mut self, text: &str, limit: u32) -> Vec<u32> {
        let hits = match self.searcher.search(text, limit as usize) {
            Outcome::Missing(shards) => {
                let mut out = vec![MISSING, shards.len() as u32];
                out.extend(shards);
                return out;
            }
            Outcome::Complete(hits) => hits,
        };
        let mut out = vec![
            COMPLETE,
            hits.total as u32,
            hits.step as u32,
            hits.hits.len() as u32,
        ];
        for hit in &hits.hits {
            out.extend([
                hit.document,
                hit.score.to_bits(),
                hit.title_highlights.len() as u32,
            ]);
            out.extend(flat(&hit.title_highlights));
        }
        out.extend([hits.ideal.to_bits(), hits.wanted.len() as u32]);
        out.extend(hits.wanted);
        self.corrections = hits.corrections;
        self.synonyms = hits.synonyms;
        out
    }

    /// What the last search looked for in place of what was typed, or besides it: a line each,
    /// `correction` or `synonym`, the words typed and the words used, separated by tabs.
    pub fn replacements(&self) -> String {
        let mut out = String::new();
        for (kind, list) in [
            ("correction", &self.corrections),
            ("synonym", &self.synonyms),
        ] {
            for Replacement { typed, used } in list {
                for part in [kind, "\t", typed, "\t", used, "\n"] {
                    out.push_str(part);
                }
            }
        }
        out
    }

    /// `id U+001F url U+001F title U+001F breadcrumbs`; empty for an article no search returned.
    pub fn row(&self, document: u32) -> String {
        let row = self.searcher.row(document).unwrap_or_default();
        [row.id, row.url, row.title, row.breadcrumbs].join(FIELD)
    }

    /// Shards still missing for the snippets of these articles.
    pub fn snippet_needs(&mut self, documents: &[u32]) -> Vec<u32> {
        self.searcher.missing_texts(documents)
    }

    /// The passage that answers the last search, or an empty string while its text is missing.
    pub fn snippet(&mut self, document: u32) -> String {
        self.snippet = self.searcher.snippet(document).unwrap_or_default();
        self.snippet.text.clone()
    }

    /// Highlights of the snippet just returned: `(start, end)…` in UTF-16 units.
    pub fn snippet_spans(&self) -> Vec<u32> {
        flat(&self.snippet.highlights).collect()
    }

    /// `heading U+001F anchor` of the section in which the snippet just returned stands; both
    /// empty before the first heading.
    pub fn snippet_section(&self) -> String {
        [self.snippet.heading.as_str(), self.snippet.anchor.as_str()].join(FIELD)
    }

    /// Shards still missing for `article`.
    pub fn article_needs(&self, document: u32) -> Vec<u32> {
        self.searcher.missing_articles(document)
    }

    /// What the reader shows of an article, as JSON; empty while it is missing, and for no article.
    pub fn article(&self, document: u32) -> String {
        self.searcher
            .article(document)
            .unwrap_or_default()
            .to_owned()
    }

    /// `[0, document]` for the article with this id, `[1, shard]` for what has to be loaded first,
    /// nothing for an unknown id.
    pub fn find(&self, id: &str) -> Vec<u32> {
        match self.searcher.find(id) {
            None => Vec::new(),
            Some(Ok(document)) => vec![COMPLETE, document],
            Some(Err(shard)) => vec![MISSING, shard],
        }
    }

    /// Path of a shard below the bundle's base; empty for an unknown number.
    pub fn shard_name(&self, shard: u32) -> String {
        self.searcher.shard_name(shard).unwrap_or_default()
    }

    /// Takes the bytes of a shard (unzipped).
    ///
    /// # Errors
    /// An `Error` whose message is `unknown-shard`, `wrong-build` or a code of the constructor.
    pub fn load_shard(&mut self, shard: u32, bytes: &[u8]) -> Result<(), JsError> {
        self.searcher
            .load_shard(shard, bytes)
            .map_err(|error| JsError::new(error.code()))
    }
}

fn flat(spans: &[Span]) -> impl Iterator<Item = u32> {
    spans.iter().flat_map(|(start, end)| [*start, *end])
}

/// Says when a query counts: [`crate::questions::Settler`].
#[wasm_bindgen(js_name = Settler)]
#[derive(Default)]
#[allow(missing_debug_implementations)]
pub struct SettlerHandle {
    settler: Settler,
    query: String,
}

#[wasm_bindgen(js_class = Settler)]
impl SettlerHandle {
    /// A settler for an empty box.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The box holds `text` at `now` (ms). Gives the ms until it settles, −1 when nothing is pending.
    pub fn input(&mut self, text: &str, now: f64) -> f64 {
        self.settler.input(text, now)
    }

    /// Counts the query, for `reason` `pause`, `enter` or `open`. Gives nothing when there is nothing
    /// to count, else its number on this page, from 1, the number of the query that it refines and
    /// takes the place of, and that of the query it rewords; −1 for none.
    pub fn settle(&mut self, reason: &str, now: f64) -> Vec<i32> {
        let reason = Reason::parse(reason);
        let Some(settled) = reason.and_then(|reason| self.settler.settle(reason, now)) else {
            return Vec::new();
        };
        self.query = settled.query;
        let numbers = [
            Some(settled.sequence),
            settled.replaces,
            settled.reformulation_of,
        ];
        numbers
            .map(|number| number.map_or(-1, |number| number as i32))
            .to_vec()
    }

    /// The text of the query that was counted last.
    pub fn settled(&self) -> String {
        self.query.clone()
    }
}
