//! Articles that their own title does not find, by an index in memory.

use std::collections::HashMap;

use anyhow::{Context, Result, anyhow};
use helpdex::{Hits, Outcome, Searcher, ShardId};
use rayon::prelude::*;

use super::{Finding, Site};
use crate::pipeline;
use crate::source::Article;

pub(super) fn find(site: &Site<'_>) -> Result<Vec<Finding>> {
    let languages: Vec<(&String, &Vec<Article>)> = site.articles.iter().collect();
    let found: Result<Vec<Vec<Finding>>> = (languages.into_par_iter())
        .map(|(tag, articles)| in_language(site, tag, articles))
        .collect();
    Ok(found?.into_iter().flatten().collect())
}

fn in_language(site: &Site<'_>, tag: &str, articles: &[Article]) -> Result<Vec<Finding>> {
    let mut index = Index::of(site, tag, articles)?;
    let within = site.config.check.found_within;
    let mut found = Vec::new();
    for article in articles {
        let id = &article.document.id;
        let hits = index.search(&article.document.title, within)?;
        let rows = hits
            .hits
            .iter()
            .filter_map(|hit| index.searcher.row(hit.document));
        let before: Vec<(String, String)> = rows.map(|row| (row.id, row.title)).collect();
        if !before.iter().any(|(found, _)| found == id) {
            found.push(told(article, &before, within));
        }
    }
    Ok(found)
}

fn told(article: &Article, before: &[(String, String)], within: usize) -> Finding {
    let title = &article.document.title;
    let shown: Vec<String> = (before.iter())
        .map(|(id, title)| format!("{title:?} (`{id}`)"))
        .collect();
    let same = (before.iter()).filter(|(_, other)| other.to_lowercase() == title.to_lowercase());
    let (before, cure) = match (shown.is_empty(), same.count()) {
        (true, _) => (
            "nothing is found".to_owned(),
            "give the title a word that people search for".to_owned(),
        ),
        (_, 0) => (
            format!("before it stand {}", shown.join(", ")),
            "name in the title what sets this article apart from those, or merge them".to_owned(),
        ),
        (_, same) => (
            format!("before it stand {}", shown.join(", ")),
            format!("{same} of them have the same title: merge them, or tell them apart in it"),
        ),
    };
    let message =
        format!("its own title {title:?} does not find it among the first {within} hits; {before}");
    Finding::new("unfindable", article, None, message, cure)
}

/// One language's index, as a build would write it, without what only the reader shows.
struct Index {
    searcher: Searcher,
    files: HashMap<String, Vec<u8>>,
}

impl Index {
    fn of(site: &Site<'_>, tag: &str, articles: &[Article]) -> Result<Self> {
        let options = helpdex::BundleOptions {
            reader: false,
            // All in one: nothing has to be loaded.
            root_budget: usize::MAX,
            ..site.config.bundle_options(tag)
        };
        let bundle = pipeline::index_language(tag, articles.to_vec(), options)?;
        let root = bundle.files.first().context("an index without a root")?;
        let searcher = Searcher::open(&root.bytes)?;
        let files = bundle.files.into_iter().map(|file| (file.name, file.bytes));
        let files = files.collect();
        Ok(Self { searcher, files })
    }

    fn search(&mut self, text: &str, limit: usize) -> Result<Hits> {
        loop {
            match self.searcher.search(text, limit) {
                Outcome::Complete(hits) => return Ok(hits),
                Outcome::Missing(missing) => self.load(&missing)?,
            }
        }
    }

    fn load(&mut self, shards: &[ShardId]) -> Result<()> {
        for id in shards {
            let name = self.searcher.shard_name(*id);
            let bytes = name.and_then(|name| self.files.get(&name));
            let bytes = bytes.ok_or_else(|| anyhow!("shard {id} is not in the index"))?;
            self.searcher.load_shard(*id, bytes)?;
        }
        Ok(())
    }
}
