//! One import from its beginning to its end.

use crate::article::{Article, Body};
use crate::attachments;
use crate::convert::{self, Converted};
use crate::folder::{Change, Folder};
use crate::http::{Bounds, Client, Journal, Session};
use crate::sources::{self, Columns, Source};
use crate::{Finding, ImportError, Listener, Progress};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::path::PathBuf;

/// Stack of a thread that converts: enough for the deepest article that is taken.
const STACK: usize = 32 << 20;

/// Tokens by the names of their environment variables. They are never printed.
#[derive(Clone, Default)]
pub struct Secrets(HashMap<String, String>);

impl Secrets {
    /// Tokens that are set and not empty.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs = pairs
            .into_iter()
            .filter(|(_, value)| !value.trim().is_empty());
        Self(
            pairs
                .map(|(name, value)| (name, value.trim().to_owned()))
                .collect(),
        )
    }

    /// The token of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The token of that name, which the source needs.
    pub(crate) fn need(&self, name: &str, what: &str) -> Result<&str, ImportError> {
        self.get(name).ok_or_else(|| {
            ImportError::Usage(format!(
                "the environment variable {name} is not set: put {what} into it"
            ))
        })
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct Options {
    /// Kind of source.
    pub source: Source,
    /// Address or path.
    pub from: String,
    /// Folder of articles; made if it is not there.
    pub out: PathBuf,
    /// Language of articles whose source states none.
    pub lang: Option<String>,
    /// Address below which the articles of a folder are published.
    pub base_url: Option<String>,
    /// Columns of a table that are named otherwise than usual.
    pub columns: Columns,
    /// Whether pictures and attached files are fetched, too.
    pub attachments: bool,
    /// Whether an unfinished import is begun anew instead of going on.
    pub restart: bool,
    /// Tokens.
    pub secrets: Secrets,
    /// Bounds of requests.
    pub bounds: Bounds,
}

impl Options {
    /// An import with the defaults.
    pub fn new(source: Source, from: impl Into<String>, out: impl Into<PathBuf>) -> Self {
        Self {
            source,
            from: from.into(),
            out: out.into(),
            lang: None,
            base_url: None,
            columns: Columns::default(),
            attachments: false,
            restart: false,
            secrets: Secrets::default(),
            bounds: Bounds::default(),
        }
    }
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// What the files say in `source`.
    pub source: String,
    /// Articles at the source, each language counted.
    pub articles: u64,
    /// Files that are new.
    pub added: u64,
    /// Files that were written again.
    pub changed: u64,
    /// Files that stayed as they were.
    pub unchanged: u64,
    /// Files of articles that are no longer at the source.
    pub gone: Vec<String>,
    /// Whether those were set to `state: retired`.
    pub retired: bool,
    /// Articles that could not be imported, and why.
    pub failed: Vec<Finding>,
    /// What else is worth knowing.
    pub warnings: Vec<Finding>,
    /// Pictures and attached files that were fetched.
    pub files: u64,
    /// Requests that were sent, retries not counted.
    pub requests: u64,
}

/// Imports; what was interrupted before goes on.
///
/// # Errors
/// Wrong usage, a source that cannot be read to its end, a folder that cannot be written. What is
/// done is kept.
pub fn import(options: &Options, listener: Listener) -> Result<Summary, ImportError> {
    let plan = sources::plan(options)?;
    let folder = Folder::open(&options.out, &plan.name)?;
    let journal = Journal::open(&options.out, &plan.name, options.restart)?;
    if journal.len() > 0 {
        let answers = journal.len() as u64;
        listener(Progress::Resumed { answers });
    }
    let client = Client::new(options.bounds.clone(), plan.credential, listener.clone());
    let mut session = Session::new(client, journal);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK).build();
    let mut desk = Desk {
        options,
        folder,
        listener,
        pool: pool.map_err(|error| ImportError::Source(error.to_string()))?,
        total: None,
        is_whole: true,
        summary: Summary {
            source: plan.name,
            ..Summary::default()
        },
    };
    (plan.read)(options, &mut session, &mut desk)?;
    desk.close(session)
}

/// Where sources put their articles.
pub(crate) struct Desk<'a> {
    options: &'a Options,
    folder: Folder,
    listener: Listener,
    pool: rayon::ThreadPool,
    total: Option<u64>,
    is_whole: bool,
    summary: Summary,
}

impl Desk<'_> {
    /// Says how many articles there are.
    pub(crate) fn expect(&mut self, more: u64) {
        self.total = Some(self.total.unwrap_or_default() + more);
    }

    /// Something worth knowing.
    pub(crate) fn warn(&mut self, place: impl Into<String>, message: impl Into<String>) {
        self.summary.warnings.push(Finding::at(place, message));
    }

    /// An article that is at the source, but could not be read.
    pub(crate) fn fail(&mut self, id: &str, place: impl Into<String>, message: impl Into<String>) {
        self.folder.keep(id);
        self.summary.failed.push(Finding::at(place, message));
    }

    /// Not all of the source was seen: nothing may be taken for gone.
    pub(crate) fn is_partial(&mut self) {
        self.is_whole = false;
    }

    /// Writes articles, in their order.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub(crate) fn take(
        &mut self,
        session: &Session,
        articles: Vec<Article>,
    ) -> Result<(), ImportError> {
        let converted: Vec<_> = self.pool.install(|| {
            articles
                .par_iter()
                .map(|article| text_of(&article.body))
                .collect()
        });
        for (mut article, converted) in articles.into_iter().zip(converted) {
            if article.lang.is_none() {
                article.lang.clone_from(&self.options.lang);
            }
            match converted {
                Ok(converted) => self.write(session, &article, converted)?,
                Err(why) => self.fail(&article.id, article.place, why),
            }
        }
        (self.listener)(Progress::Articles {
            done: self.summary.articles,
            total: self.total,
        });
        Ok(())
    }

    fn write(
        &mut self,
        session: &Session,
        article: &Article,
        converted: Converted,
    ) -> Result<(), ImportError> {
        if article.title.is_empty() {
            self.fail(
                &article.id,
                &article.place,
                "has no title; give it one at the source",
            );
            return Ok(());
        }
        let path = self.folder.place(article);
        let mut text = converted.markdown;
        if self.options.attachments {
            for asset in &converted.assets {
                text = self.fetch(session, asset, &path, &text, article)?;
            }
        }
        match self.folder.put(article, path, &text)? {
            Change::Added => self.summary.added += 1,
            Change::Changed => self.summary.changed += 1,
            Change::Unchanged => self.summary.unchanged += 1,
            Change::Repeated => return Ok(()),
        }
        self.summary.articles += 1;
        Ok(())
    }

    /// The text with a link to the file instead of its address.
    fn fetch(
        &mut self,
        session: &Session,
        asset: &str,
        path: &str,
        text: &str,
        article: &Article,
    ) -> Result<String, ImportError> {
        let Some(file) = attachments::file_of(asset) else {
            return Ok(text.to_owned());
        };
        if !self.folder.has(&file.path) {
            match session.bytes(&file.url) {
                Ok(bytes) => self.folder.write(&file.path, &bytes)?,
                Err(error) => {
                    let message = format!("{error}; the link stays as it is");
                    self.warn(&article.place, message);
                    return Ok(text.to_owned());
                }
            }
            self.summary.files += 1;
        }
        Ok(text.replace(asset, &attachments::relative(path, &file.path)))
    }

    fn close(mut self, session: Session) -> Result<Summary, ImportError> {
        self.summary.requests = session.asked();
        self.summary.gone = self.folder.gone();
        let is_empty = self.summary.articles == 0 && self.folder.known() > 0;
        if is_empty {
            let message = "holds no articles any more: nothing was retired; check the address, \
                           and what the token may read";
            self.warn(self.options.from.clone(), message);
        }
        self.summary.retired = self.is_whole && !is_empty;
        if self.summary.retired {
            for path in &self.summary.gone {
                self.folder.retire(path)?;
            }
        }
        self.folder.finish();
        session.finish()?;
        Ok(self.summary)
    }
}

fn text_of(body: &Body) -> Result<Converted, String> {
    match body {
        Body::Html { html, base } => convert::html(html, base.as_ref()),
        Body::Markdown(text) => Ok(Converted {
            markdown: convert::tidy(text),
            assets: convert::assets_of(text),
        }),
    }
}
