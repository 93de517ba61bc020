//! The search engine's JavaScript face. Results cross the boundary as flat arrays and few strings:
//! one call a keystroke, and no serializer (15 KB) on the critical path.

use crate::questions::{Reason, Settled, Settler};
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
pub struct SettlerHandle(Settler);

#[wasm_bindgen(js_class = Settler)]
impl SettlerHandle {
    /// A settler for an empty box.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// The box holds `text` at `now` (ms). Gives the ms until it settles, −1 when nothing is pending.
    pub fn input(&mut self, text: &str, now: f64) -> f64 {
        self.0.input(text, now)
    }

    /// Counts the query, for `reason` `pause`, `enter` or `open`; `undefined` when there is nothing
    /// to count.
    pub fn settle(&mut self, reason: &str, now: f64) -> Option<SettledQuery> {
        self.0.settle(Reason::parse(reason)?, now).map(SettledQuery)
    }
}

/// A query that counts.
#[wasm_bindgen(js_name = Settled)]
#[allow(missing_debug_implementations)]
pub struct SettledQuery(Settled);

#[wasm_bindgen(js_class = Settled)]
impl SettledQuery {
    /// The text.
    #[wasm_bindgen(getter)]
    pub fn query(&self) -> String {
        self.0.query.clone()
    }

    /// Number of the query on this page, from 1.
    #[wasm_bindgen(getter)]
    pub fn sequence(&self) -> u32 {
        self.0.sequence
    }

    /// Changes of the box that led here.
    #[wasm_bindgen(getter)]
    pub fn keystrokes(&self) -> u32 {
        self.0.keystrokes
    }

    /// Number of the query that this one refines and takes the place of; −1 for none.
    #[wasm_bindgen(getter)]
    pub fn replaces(&self) -> i32 {
        number(self.0.replaces)
    }

    /// Number of the query that this one rewords; −1 for none.
    #[wasm_bindgen(getter)]
    pub fn reformulation_of(&self) -> i32 {
        number(self.0.reformulation_of)
    }
}

fn number(sequence: Option<u32>) -> i32 {
    sequence
        .and_then(|sequence| i32::try_from(sequence).ok())
        .unwrap_or(-1)
}
