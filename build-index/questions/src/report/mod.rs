//! The report: what people ask, what has no answer, whether answers help, and what that saves.
//!
//! ```text
//! facts ─ visitors (first look) ─ collected (second look) ─▶ questions ─ order (third look) ─▶ sections ─▶ HTML, JSON, CSV
//!                                                                └─▶ signals, top questions, synonyms, stubs
//! ```
//!
//! Staff (`surface = "agent"`) and sessions that ask faster than a person can are never counted
//! among customers. Memory: 48 bytes a counted query, 48 a session, the distinct texts, and maps
//! from ids to them, together some 200 bytes a query; events are not kept.

mod collected;
mod gap;
mod hour;
mod loop_files;
mod mean;
mod ndjson;
mod options;
mod order;
mod question;
mod rate;
mod recovery;
mod render;
mod sections;
mod table;
mod usage;
mod visitors;

pub use hour::{date, hour_of, iso};
pub use mean::Mean;
pub use ndjson::NdjsonFacts;
pub use options::{Article, Options, Roi};
pub use rate::Rate;
pub use recovery::{Missed, Recovery};
pub use table::{Cell, Drawn, Figure, Section, Table};

use crate::facts::{Facts, FactsError};
use crate::simulate::Truth;
use collected::Collected;
use helpdex::questions::signals::Signals;
use order::Order;
use question::Question;
use serde::Serialize;
use usage::Usage;

/// A report.
#[derive(Debug, Serialize)]
pub struct Report {
    /// First hour of the window, ISO 8601 in UTC.
    pub from: String,
    /// Its end.
    pub to: String,
    /// Only this language; all without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// Only this site; all without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Only this place of the box; all but staff's without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
    /// What it says.
    pub sections: Vec<Section>,
    #[serde(skip)]
    signals: Signals,
    #[serde(skip)]
    inner: Inner,
}

#[derive(Debug)]
struct Inner {
    all: Collected,
    questions: Vec<Question>,
    of: Vec<u32>,
    articles: Vec<Article>,
    options: Options,
    order: Order,
    usage: Usage,
}

impl Report {
    /// Reads `facts` twice, the last `unused_days` and, if the bundle carries learned factors, the
    /// window once more, and judges them.
    /// `articles` are those of the bundle.
    ///
    /// # Errors
    /// The facts cannot be read.
    pub fn of(
        facts: &dyn Facts,
        articles: Vec<Article>,
        options: Options,
    ) -> Result<Self, FactsError> {
        let mut all = Collected::read(facts, &articles, &options)?;
        all.note_contacts();
        let (questions, of) = question::questions(&all, &articles, &options);
        let usage = Usage::read(facts, &all.visitors, &articles, &options)?;
        let mut inner = Inner {
            all,
            questions,
            of,
            articles,
            options,
            order: Order::default(),
            usage,
        };
        inner.order = Order::read(facts, &inner)?;
        let signals = loop_files::signals::of(&inner);
        Ok(Self {
            from: iso(inner.all.visitors.from),
            to: iso(inner.all.visitors.to),
            locale: inner.options.locale.clone(),
            site: inner.options.site.clone(),
            surface: inner.options.surface.clone(),
            sections: sections::all(&inner, &signals),
            signals,
            inner,
        })
    }

    /// Every file of the report: its path below the folder, and its content.
    ///
    /// # Errors
    /// None that is known: a value cannot be written as JSON.
    pub fn files(&self) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
        let mut files = vec![
            ("report.html".to_owned(), render::html(self).into_bytes()),
            ("report.json".to_owned(), serde_json::to_vec_pretty(self)?),
        ];
        files.extend(render::csv(self));
        files.extend(loop_files::all(&self.inner, &self.signals)?);
        Ok(files)
    }

    /// How much of the truth about simulated traffic the report found.
    pub fn recovery(&self, truth: &Truth) -> Recovery {
        recovery::recovery(&self.inner, truth)
    }

    /// A number by its name.
    pub fn figure(&self, id: &str) -> Option<&Cell> {
        let mut figures = self.sections.iter().flat_map(|section| &section.figures);
        figures
            .find(|figure| figure.id == id)
            .map(|figure| &figure.value)
    }
}
