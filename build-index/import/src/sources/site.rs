//! A site: the pages that its sitemap names, or that its own links lead to.

mod page;
mod sitemap;

use super::{Plan, web_plan};
use crate::ImportError;
use crate::article::Article;
use crate::convert::Tree;
use crate::http::{Page, Session, base_url};
use crate::import::{Desk, Options};
use std::collections::{HashSet, VecDeque};
use texting_robots::{Robot, get_robots_url};
use url::Url;

/// Requests a second, unless `--rate` says otherwise.
const RATE: f64 = 4.0;

/// Pages that are read at most.
const PAGES: usize = 50_000;

/// Pages that are asked for and written together.
const BATCH: usize = 32;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    web_plan("site", options, Vec::new(), read)
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let base = base_url(&options.from)?;
    if options.bounds.rate.is_none() {
        session.slow_down(RATE);
    }
    let robots = robots(session, &base)?;
    if let Some(delay) = robots
        .as_ref()
        .and_then(|robots| robots.delay)
        .filter(|delay| *delay > 0.0)
    {
        session.slow_down(1.0 / f64::from(delay));
    }
    let mut site = Site {
        prefix: prefix(&base),
        robots,
        found: HashSet::new(),
        queue: VecDeque::new(),
        crawls: false,
    };
    let listed = sitemap::addresses(
        session,
        &base,
        site.robots
            .as_ref()
            .map(|robots| robots.sitemaps.as_slice()),
    )?;
    for url in listed {
        site.add(url);
    }
    if site.queue.is_empty() {
        site.crawls = true;
        site.add(base);
    }
    site.walk(session, desk)
}

/// `robots.txt`; none if there is none.
fn robots(session: &Session, base: &Url) -> Result<Option<Robot>, ImportError> {
    let Ok(url) = get_robots_url(base.as_str())
        .map_err(drop)
        .and_then(|url| Url::parse(&url).map_err(drop))
    else {
        return Ok(None);
    };
    let page = session.page(&url)?;
    if page.status != 200 {
        return Ok(None);
    }
    Ok(Robot::new("helpdex", page.body.as_bytes()).ok())
}

/// What every page's address begins with: that of the folder, for a page.
fn prefix(base: &Url) -> Url {
    let mut prefix = base.clone();
    prefix.set_query(None);
    let last = base.path().rsplit('/').next().unwrap_or_default();
    if last.contains('.') {
        let folder = base.path().len() - last.len();
        prefix.set_path(&base.path()[..folder]);
    }
    prefix
}

struct Site {
    prefix: Url,
    robots: Option<Robot>,
    found: HashSet<String>,
    queue: VecDeque<Url>,
    crawls: bool,
}

impl Site {
    /// Adds an address that belongs to the site and may be read.
    fn add(&mut self, mut url: Url) {
        url.set_fragment(None);
        let is_allowed = self
            .robots
            .as_ref()
            .is_none_or(|robots| robots.allowed(url.as_str()));
        if self.holds(&url)
            && is_allowed
            && self
                .found
                .insert(url.as_str().trim_end_matches('/').to_owned())
        {
            self.queue.push_back(url);
        }
    }

    fn holds(&self, url: &Url) -> bool {
        let path = self.prefix.path().trim_end_matches('/');
        let rest = url.path().strip_prefix(path);
        url.origin() == self.prefix.origin()
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn walk(&mut self, session: &Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
        let mut count = 0;
        while !self.queue.is_empty() {
            let length = self.queue.len().min(BATCH);
            let urls: Vec<_> = self.queue.drain(..length).collect();
            count += urls.len();
            if count > PAGES {
                desk.is_partial();
                desk.warn(
                    self.prefix.as_str(),
                    format!("has more than {PAGES} pages; the rest was not read"),
                );
                return Ok(());
            }
            let mut articles = Vec::new();
            for (url, answer) in urls.iter().zip(session.all(&urls, |url| session.page(url))) {
                match answer {
                    Ok(answer) => articles.extend(self.look(desk, url, &answer)),
                    Err(error @ ImportError::Folder { .. }) => return Err(error),
                    Err(error) => {
                        desk.is_partial();
                        desk.fail(&page::id_of(url), url.as_str(), error.to_string());
                    }
                }
            }
            desk.take(session, articles)?;
        }
        Ok(())
    }

    /// The articles of a page; its links are added while the site is crawled.
    fn look(&mut self, desk: &mut Desk<'_>, url: &Url, answer: &Page) -> Vec<Article> {
        let is_html = answer
            .kind
            .as_deref()
            .is_none_or(|kind| kind.contains("html"));
        if answer.status == 404 || answer.status == 410 || !is_html {
            return Vec::new();
        }
        if answer.status != 200 {
            desk.is_partial();
            desk.fail(
                &page::id_of(url),
                url.as_str(),
                format!("answers {}", answer.status),
            );
            return Vec::new();
        }
        let at = Url::parse(&answer.at).unwrap_or_else(|_| url.clone());
        if !self.holds(&at) {
            desk.warn(
                url.as_str(),
                format!("leads to {at}, which is not below --from; left out"),
            );
            return Vec::new();
        }
        let tree = match Tree::parse(&answer.body) {
            Ok(tree) => tree,
            Err(why) => {
                desk.fail(&page::id_of(url), url.as_str(), why);
                return Vec::new();
            }
        };
        let seen = page::Seen::of(&tree, &at, answer.robots.as_deref());
        if self.crawls && !seen.is_nofollow {
            for link in &seen.links {
                self.add(link.clone());
            }
        }
        if let Some(canonical) = seen.canonical.clone().filter(|canonical| {
            canonical.as_str().trim_end_matches('/') != at.as_str().trim_end_matches('/')
        }) {
            // Another address of a page that is read by its own.
            self.add(canonical.clone());
            if self.holds(&canonical) {
                return Vec::new();
            }
        }
        if seen.is_noindex {
            Vec::new()
        } else {
            seen.articles(&tree, &at)
        }
    }
}
