//! When a query counts: once, when the person has settled on it.
//!
//! Keystrokes on the way to a query are part of it. A query that was counted and is then
//! edited is *refined*: the later one replaces it ([`Settled::replaces`]). A query that
//! follows a cleared box, or has little in common with the one before, is a question of its
//! own ([`Settled::reformulation_of`] names the one it may reword).
//!
//! Times are milliseconds on any monotonic clock (`performance.now()`); only differences
//! matter. Text typed inside an input method's composition must not be passed in.

/// Pause after which a typed query counts, in ms (design: settle rule, 1,500 ms).
pub const PAUSE_MS: f64 = 1500.0;
/// Characters, spaces not counted, that a query needs to count by a pause alone.
pub const PAUSE_MIN_CHARS: usize = 3;
/// Window in ms in which an edit refines the counted query. Algolia merges keystrokes
/// within 30 s of each other (Hello Retail: 60 s).
pub const REFINE_MS: f64 = 30_000.0;
/// Window in ms in which a different query counts as a rewording of the one before.
pub const REFORMULATE_MS: f64 = 60_000.0;
/// How early a pause may be reported, in ms: browser timers are rounded.
pub const PAUSE_SLACK_MS: f64 = 50.0;

/// What made a query settle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Nothing was typed for [`PAUSE_MS`].
    Pause,
    /// Enter, or the search button.
    Enter,
    /// A result was opened.
    Open,
}

impl Reason {
    /// Reads `"pause"`, `"enter"` or `"open"`; anything else is `None`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "pause" => Some(Self::Pause),
            "enter" => Some(Self::Enter),
            "open" => Some(Self::Open),
            _ => None,
        }
    }

    /// The name that [`Reason::parse`] reads.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pause => "pause",
            Self::Enter => "enter",
            Self::Open => "open",
        }
    }
}

/// A query that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The text as typed, without spaces at the ends.
    pub query: String,
    /// Number of this query, from 1, one more each time.
    pub sequence: u32,
    /// Changes of the box that led here since the query before, or since the box was
    /// empty. A paste is one.
    pub keystrokes: u32,
    /// The earlier query that this one refines. That one must no longer be counted.
    pub replaces: Option<u32>,
    /// The earlier query that this one probably rewords: a different text within
    /// [`REFORMULATE_MS`], with no result opened in between. Never a replaced query.
    pub reformulation_of: Option<u32>,
    /// What made it settle.
    pub reason: Reason,
}

/// The query that counted last.
#[derive(Debug)]
struct Counted {
    key: String,
    sequence: u32,
    at: f64,
    reformulation_of: Option<u32>,
    opened: bool,
}

/// Follows one search box and says when its query counts. One per box.
///
/// ```
/// use helpdex::questions::{Reason, Settler};
/// let mut settler = Settler::new();
/// assert_eq!(settler.input("refund", 0.0), 1500.0);
/// let first = settler.settle(Reason::Pause, 1500.0);
/// assert_eq!(first.map(|settled| settled.query).as_deref(), Some("refund"));
/// assert!(settler.settle(Reason::Enter, 1600.0).is_none(), "already counted");
/// ```
#[derive(Debug, Default)]
pub struct Settler {
    /// The box as it is.
    text: String,
    /// The same, folded for comparisons: see [`fold_into`].
    key: String,
    keystrokes: u32,
    now: f64,
    changed_at: f64,
    /// When the box changed first since the last query counted.
    edited_at: Option<f64>,
    /// The box was empty at some time since the last query counted.
    cleared: bool,
    last: Option<Counted>,
    sequence: u32,
}

impl Settler {
    /// A settler for an empty box.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells what the box holds now. Returns the ms after which the query settles by a
    /// pause if nothing more is typed, or −1 if nothing waits to be counted.
    pub fn input(&mut self, text: &str, now_ms: f64) -> f64 {
        self.tick(now_ms);
        if text != self.text {
            self.change(text);
        }
        if self.countable(Reason::Pause) {
            (PAUSE_MS - (self.now - self.changed_at)).max(0.0)
        } else {
            -1.0
        }
    }

    /// Counts the query in the box, if there is one to count. `None`: the box is empty or
    /// too short, the query was counted already, or the pause is not over yet.
    ///
    /// Call it with [`Reason::Open`] for every opened result, also when it returns `None`:
    /// a query that led to a result is final, and no later one replaces or rewords it.
    pub fn settle(&mut self, reason: Reason, now_ms: f64) -> Option<Settled> {
        self.tick(now_ms);
        let early = self.now - self.changed_at < PAUSE_MS - PAUSE_SLACK_MS;
        if !self.countable(reason) || (reason == Reason::Pause && early) {
            if let (Reason::Open, Some(last)) = (reason, &mut self.last) {
                last.opened = true;
            }
            return None;
        }
        let (replaces, reformulation_of) = self.relate();
        self.sequence = self.sequence.wrapping_add(1);
        self.last = Some(Counted {
            key: self.key.clone(),
            sequence: self.sequence,
            at: self.now,
            reformulation_of,
            opened: reason == Reason::Open,
        });
        let keystrokes = std::mem::take(&mut self.keystrokes);
        self.edited_at = None;
        self.cleared = false;
        Some(Settled {
            query: self.text.trim().to_owned(),
            sequence: self.sequence,
            keystrokes,
            replaces,
            reformulation_of,
            reason,
        })
    }

    /// A clock that steps back, or is no number, must not undo a pause.
    fn tick(&mut self, now_ms: f64) {
        if now_ms.is_finite() {
            self.now = self.now.max(now_ms);
        }
    }

    fn change(&mut self, text: &str) {
        self.text.clear();
        self.text.push_str(text);
        fold_into(&mut self.key, text);
        self.changed_at = self.now;
        if self.key.is_empty() {
            self.cleared = true;
            self.keystrokes = 0;
        } else {
            self.edited_at.get_or_insert(self.now);
            self.keystrokes = self.keystrokes.saturating_add(1);
        }
    }

    fn countable(&self, reason: Reason) -> bool {
        if self.last.as_ref().is_some_and(|last| last.key == self.key) {
            return false;
        }
        match reason {
            Reason::Pause => {
                self.key.chars().filter(|c| *c != ' ').count() >= PAUSE_MIN_CHARS
                    || self.key.chars().any(is_cjk)
            }
            Reason::Enter | Reason::Open => !self.key.is_empty(),
        }
    }

    /// Which earlier query this one replaces, and which one it rewords.
    fn relate(&self) -> (Option<u32>, Option<u32>) {
        let Some(last) = &self.last else {
            return (None, None);
        };
        if last.opened {
            return (None, None);
        }
        let idle = self.edited_at.unwrap_or(self.now) - last.at;
        if !self.cleared && idle <= REFINE_MS && refines(&last.key, &self.key) {
            (Some(last.sequence), last.reformulation_of)
        } else if idle <= REFORMULATE_MS {
            (None, Some(last.sequence))
        } else {
            (None, None)
        }
    }
}

/// ASCII lower case (Unicode tables would cost the engine 4 KB), with runs of white space as one space and none at the ends.
fn fold_into(key: &mut String, text: &str) {
    key.clear();
    for word in text.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().map(|character| character.to_ascii_lowercase()));
    }
}

/// Whether `new` is `old` with text added or taken away at one end, or a small edit of it.
fn refines(old: &str, new: &str) -> bool {
    let added = |long: &str, short: &str| long.starts_with(short) || long.ends_with(short);
    // "error 404" and "error 500" are two questions, although two edits apart.
    let same_digits = || digits(old).eq(digits(new));
    added(new, old)
        || added(old, new)
        || (same_digits() && within(old, new, allowed_edits(old.chars().count())))
}

fn digits(text: &str) -> impl Iterator<Item = u8> {
    text.bytes().filter(u8::is_ascii_digit)
}

/// Edits that still make it the same question: one in a short word, three in a long query.
fn allowed_edits(chars: usize) -> u32 {
    match chars {
        0..=3 => 0,
        4..=5 => 1,
        6..=11 => 2,
        _ => 3,
    }
}

/// Whether `a` becomes `b` by at most `edits` insertions, deletions, substitutions and
/// swaps of neighbours. Each edit branches four ways, so `edits` must stay small; nothing
/// is allocated.
fn within(a: &str, b: &str, edits: u32) -> bool {
    let (mut a, mut b) = (a.chars(), b.chars());
    loop {
        let (rest_a, rest_b) = (a.as_str(), b.as_str());
        match (a.next(), b.next()) {
            (None, None) => return true,
            (left, right) if left == right => {}
            _ if edits == 0 => return false,
            (left, right) => {
                let swap = left.is_some() && right.is_some() && {
                    let (mut after_a, mut after_b) = (a.clone(), b.clone());
                    after_a.next() == right
                        && after_b.next() == left
                        && within(after_a.as_str(), after_b.as_str(), edits - 1)
                };
                return swap
                    || within(a.as_str(), b.as_str(), edits - 1)
                    || within(a.as_str(), rest_b, edits - 1)
                    || within(rest_a, b.as_str(), edits - 1);
            }
        }
    }
}

/// Han, Kana and Hangul: one character can be a whole word.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' // Hangul letters
        | '\u{3040}'..='\u{30FF}' // Hiragana, Katakana
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{AC00}'..='\u{D7AF}' // Hangul syllables
        | '\u{FF66}'..='\u{FF9F}' // half-width Katakana
        | '\u{20000}'..='\u{323AF}') // Han, later planes
}

#[cfg(test)]
mod tests;
