//! What a store tells a report: rows as they were collected, in the order in which they
//! arrived, without the texts that no report needs.

/// Hours since 1970-01-01T00:00Z: times are kept no finer.
pub type Hour = u32;

/// Which rows to read; `None` means all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this hour on.
    pub from: Option<Hour>,
    /// Before this hour.
    pub to: Option<Hour>,
    /// Of this site.
    pub site: Option<String>,
    /// In this language.
    pub locale: Option<String>,
}

/// A settled query. Ids are hashes of 64 bits of what the page sent; 0 means none.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct QueryFact<'a> {
    /// Which query.
    pub query: u64,
    /// The page's session.
    pub session: u64,
    /// The visitor on that day; 0 if the collector keeps no client ids.
    pub client: u64,
    /// When.
    pub hour: Hour,
    /// Which site.
    pub site: &'a str,
    /// Language of the index.
    pub locale: &'a str,
    /// Where the box stands, such as `inline` or `agent`.
    pub surface: &'a str,
    /// Build id of the index that answered; empty if unknown.
    pub build: &'a str,
    /// The text, redacted.
    pub user_query: &'a str,
    /// The words that were searched for; empty if unknown.
    pub normalized: &'a str,
    /// Ids of the articles shown, best first, one a line.
    pub hits: &'a str,
    /// Articles found.
    pub result_count: u32,
    /// `all`, `most`, `any`, `typo`, `infix`, `closest` or `none`; empty if unknown.
    pub step: &'a str,
    /// The results are those of a corrected spelling.
    pub is_corrected: bool,
    /// Picked from a list.
    pub is_suggestion: bool,
    /// From the keystroke to the rows, ms.
    pub latency_ms: u32,
    /// Pieces that redaction took out.
    pub redactions: u32,
    /// The query that this one probably rewords, or 0.
    pub reformulation_of: u64,
    /// The query that this one refines, which must not be counted, or 0.
    pub replaces: u64,
}

/// Something done. Texts that an event does not have are empty.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct EventFact<'a> {
    /// One of [`helpdex::questions::schema::ACTIONS`], or something newer.
    pub action: &'a str,
    /// The query it followed from, or 0.
    pub query: u64,
    /// The page's session, or 0.
    pub session: u64,
    /// The visitor on that day, or 0.
    pub client: u64,
    /// When.
    pub hour: Hour,
    /// Which site.
    pub site: &'a str,
    /// Language of the index.
    pub locale: &'a str,
    /// Where the box stands.
    pub surface: &'a str,
    /// The article clicked, viewed, voted on, flagged or shared.
    pub article: &'a str,
    /// Place in the list, from 1; 0 if it had none.
    pub position: u32,
    /// `yes`, `partly` or `no`.
    pub solved: &'a str,
    /// Why not.
    pub reason: &'a str,
    /// Seconds on screen.
    pub dwell_s: u32,
    /// `chat`, `phone`, …
    pub channel: &'a str,
    /// `primary` or `secondary`.
    pub rank: &'a str,
    /// Row of the routing table, such as `HLH`.
    pub cell: &'a str,
    /// Which decision tree.
    pub tree: &'a str,
    /// Which step of it.
    pub step: &'a str,
    /// How it ended.
    pub outcome: &'a str,
    /// `ces`, `csat` or `nps`.
    pub instrument: &'a str,
    /// The answer on the instrument's scale; `None` if it was skipped.
    pub score: Option<u8>,
    /// What failed in the page.
    pub code: &'a str,
}

/// What never became a row, for the privacy section of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Losses {
    /// Requests dropped because the browser sent Global Privacy Control.
    pub privacy_control: u64,
    /// Requests dropped because consent was missing.
    pub no_consent: u64,
    /// Rows that pages lost before they could send them.
    pub in_pages: u64,
    /// Requests refused: malformed, too large, too many, unknown site or origin.
    pub refused: u64,
    /// Rows dropped as duplicates of rows stored before.
    pub duplicates: u64,
}

impl Losses {
    /// The counters with their names in stores and metrics.
    pub fn named(&self) -> [(&'static str, u64); 5] {
        [
            ("privacy_control", self.privacy_control),
            ("no_consent", self.no_consent),
            ("in_pages", self.in_pages),
            ("refused", self.refused),
            ("duplicates", self.duplicates),
        ]
    }

    /// Sets the counter of this name; another name is left alone.
    pub fn set(&mut self, name: &str, count: u64) {
        match name {
            "privacy_control" => self.privacy_control = count,
            "no_consent" => self.no_consent = count,
            "in_pages" => self.in_pages = count,
            "refused" => self.refused = count,
            "duplicates" => self.duplicates = count,
            _ => {}
        }
    }
}

/// Where a report reads from.
pub trait Facts {
    /// Calls `each` for every query row that `filter` lets through, oldest first.
    ///
    /// # Errors
    /// The store cannot be read: what is wrong, and where.
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError>;

    /// Calls `each` for every event row that `filter` lets through, oldest first.
    ///
    /// # Errors
    /// The store cannot be read: what is wrong, and where.
    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError>;

    /// What never became a row.
    ///
    /// # Errors
    /// The store cannot be read: what is wrong, and where.
    fn losses(&self) -> Result<Losses, FactsError>;
}

/// Why facts cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct FactsError(pub String);

impl QueryFact<'_> {
    /// A visitor of a day: the client id of the collector, else the session; 0 if neither is known.
    pub fn visitor(&self) -> u64 {
        visitor(self.client, self.session)
    }
}

impl EventFact<'_> {
    /// See [`QueryFact::visitor`].
    pub fn visitor(&self) -> u64 {
        visitor(self.client, self.session)
    }
}

fn visitor(client: u64, session: u64) -> u64 {
    if client == 0 { session } else { client }
}
