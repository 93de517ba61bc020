//! What machines read about the pages: the sitemap (sitemaps.org 0.9), a feed of changes a language
//! (RFC 4287), and a description of the search a language (OpenSearch 1.1).

use super::outline::{PageArticle, PageLanguage, Site};
use super::render::Renderer;
use super::texts::words;
use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use std::collections::BTreeMap;

/// Most addresses of a sitemap's file, by its specification.
const SITEMAP_URLS: usize = 50_000;
/// Most bytes of a sitemap's file, by its specification: 50 MB.
const SITEMAP_BYTES: usize = 52_428_800;
/// Entries of a feed: the articles that changed last.
const FEED_ENTRIES: usize = 50;
/// Most characters of OpenSearch's `ShortName`.
const SHORT_NAME_CHARACTERS: usize = 16;

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const URLSET: &str = "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n";
const URLSET_END: &str = "</urlset>\n";

/// Path of a language's feed below the folder of pages.
pub(super) fn feed_file(language: &PageLanguage) -> String {
    format!("changes-{}.atom", language.tag)
}

/// Path of a language's search description below the folder of pages.
pub(super) fn open_search_file(language: &PageLanguage) -> String {
    format!("opensearch-{}.xml", language.tag)
}

/// Whether an article of the language states when it changed.
pub(super) fn has_feed(site: &Site, language: &str) -> bool {
    let mut articles = site.articles.iter();
    articles.any(|one| one.language == language && !one.outline.updated.is_empty())
}

/// The files, by path.
///
/// # Errors
/// See [`Renderer::render`].
pub(super) fn files(renderer: &Renderer, site: &Site) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = sitemap(site, &entries(renderer, site)?);
    for language in &site.languages {
        if has_feed(site, &language.key) {
            files.insert(
                feed_file(language),
                feed(renderer, site, language)?.into_bytes(),
            );
        }
        let description = open_search(renderer, site, language)?;
        files.insert(open_search_file(language), description.into_bytes());
    }
    Ok(files)
}

#[derive(Serialize)]
struct Alternate<'a> {
    lang: &'a str,
    address: &'a str,
}

/// An element of the sitemap for each page.
fn entries(renderer: &Renderer, site: &Site) -> Result<Vec<String>> {
    let entry = |address: &str, updated: &str, alternates: Vec<Alternate<'_>>| {
        let values =
            context! { address => address, updated => updated, alternates => Serde(alternates) };
        renderer.render("sitemap-url.xml", values)
    };
    let mut entries = Vec::with_capacity(site.articles.len() + site.languages.len());
    for language in &site.languages {
        entries.push(entry(&language.contents, "", Vec::new())?);
    }
    for article in &site.articles {
        entries.push(entry(
            &article.address,
            &article.outline.updated,
            alternates(site, article),
        )?);
    }
    Ok(entries)
}

fn alternates<'s>(site: &'s Site, article: &PageArticle) -> Vec<Alternate<'s>> {
    let versions = site.versions(&article.id);
    let default = site.default_version(&versions);
    let version = |one: &&'s PageArticle| {
        let lang = &site.language(&one.language)?.tag;
        Some(Alternate {
            lang,
            address: &one.address,
        })
    };
    let default = default.map(|one| Alternate {
        lang: "x-default",
        address: &one.address,
    });
    versions.iter().filter_map(version).chain(default).collect()
}

/// `sitemap.xml` with all entries or, if these are too many, with the files that hold them.
fn sitemap(site: &Site, entries: &[String]) -> BTreeMap<String, Vec<u8>> {
    let mut parts: Vec<String> = Vec::new();
    let mut count = 0;
    for entry in entries {
        let is_full = |part: &String| part.len() + entry.len() + URLSET_END.len() > SITEMAP_BYTES;
        if count == SITEMAP_URLS || parts.last().is_none_or(is_full) {
            parts.push(format!("{XML}{URLSET}"));
            count = 0;
        }
        if let Some(part) = parts.last_mut() {
            part.push_str(entry);
            count += 1;
        }
    }
    for part in &mut parts {
        part.push_str(URLSET_END);
    }
    let mut index =
        format!("{XML}<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut files = BTreeMap::new();
    if parts.len() == 1 {
        files.extend(
            parts
                .pop()
                .map(|part| ("sitemap.xml".to_owned(), part.into_bytes())),
        );
        return files;
    }
    for (at, part) in parts.into_iter().enumerate() {
        let file = format!("sitemap-{}.xml", at + 1);
        index.push_str("<sitemap><loc>");
        crate::faq::html::text(&mut index, &site.addresses.absolute(&file));
        index.push_str("</loc></sitemap>\n");
        files.insert(file, part.into_bytes());
    }
    index.push_str("</sitemapindex>\n");
    files.insert("sitemap.xml".to_owned(), index.into_bytes());
    files
}

#[derive(Serialize)]
struct FeedEntry<'a> {
    id: String,
    title: &'a str,
    address: &'a str,
    updated: String,
    summary: &'a str,
}

fn feed(renderer: &Renderer, site: &Site, language: &PageLanguage) -> Result<String> {
    let of_language =
        |one: &&PageArticle| one.language == language.key && !one.outline.updated.is_empty();
    let mut articles: Vec<&PageArticle> = site.articles.iter().filter(of_language).collect();
    articles.sort_by(|a, b| (&b.outline.updated, &a.id).cmp(&(&a.outline.updated, &b.id)));
    articles.truncate(FEED_ENTRIES);
    let entries = articles.iter().map(|one| FeedEntry {
        id: stable_id(site, &[&one.language, &one.id]),
        title: &one.outline.title,
        address: &one.address,
        updated: moment(&one.outline.updated),
        summary: &one.outline.description,
    });
    let newest = articles.first().map(|one| moment(&one.outline.updated));
    let (_, words) = words(&language.tag);
    let values = context! {
        lang => &language.tag,
        id => stable_id(site, &[&language.key]),
        title => format!("{}: {}", site.title(), words["changes"].as_str().unwrap_or_default()),
        author => site.title(),
        address => site.addresses.absolute(&feed_file(language)),
        contents => &language.contents,
        updated => newest,
        entries => Serde(entries.collect::<Vec<_>>()),
    };
    renderer.render("atom.xml", values)
}

/// Midnight of a day, as RFC 3339 writes it.
fn moment(day: &str) -> String {
    format!("{day}T00:00:00Z")
}

/// An address for what has these names at this host, which stays when the article moves: a UUID of
/// version 8 (RFC 9562) from their hash.
fn stable_id(site: &Site, names: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for name in [site.addresses.host()].iter().chain(names) {
        hasher
            .update(&(name.len() as u64).to_le_bytes())
            .update(name.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    let part = |from: usize, to: usize| hash.get(from..to).unwrap_or_default();
    format!(
        "urn:uuid:{}-{}-8{}-a{}-{}",
        part(0, 8),
        part(8, 12),
        part(12, 15),
        part(15, 18),
        part(18, 30)
    )
}

fn open_search(renderer: &Renderer, site: &Site, language: &PageLanguage) -> Result<String> {
    let (_, words) = words(&language.tag);
    let search = words["search"].as_str().unwrap_or_default();
    let values = context! {
        short_name => site.title().chars().take(SHORT_NAME_CHARACTERS).collect::<String>().trim(),
        description => format!("{}: {search}", site.title()),
        lang => &language.tag,
        template => format!("{}?q={{searchTerms}}", language.contents),
        address => site.addresses.absolute(&open_search_file(language)),
    };
    renderer.render("opensearch.xml", values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::pages::Plan;
    use crate::pages::address::Addresses;
    use url::Url;

    fn site() -> Site {
        let addresses = Addresses::new(Url::parse("https://x.example/").unwrap());
        Site::new(
            &Config::default(),
            addresses,
            Plan::default(),
            &mut Vec::new(),
        )
    }

    #[test]
    fn a_large_sitemap_is_cut_into_files_with_an_index() {
        let entries =
            |count: usize| vec!["<url><loc>https://x.example/a</loc></url>\n".to_owned(); count];
        assert_eq!(sitemap(&site(), &entries(SITEMAP_URLS)).len(), 1);
        let files = sitemap(&site(), &entries(SITEMAP_URLS + 1));
        let count = |file: &str| {
            let text = std::str::from_utf8(&files[file]).unwrap();
            let document = roxmltree::Document::parse_with_options(
                text,
                roxmltree::ParsingOptions {
                    nodes_limit: u32::MAX,
                    ..Default::default()
                },
            )
            .unwrap();
            let locs = document
                .descendants()
                .filter(|node| node.tag_name().name() == "loc");
            (
                document.root_element().tag_name().name().to_owned(),
                locs.count(),
            )
        };
        assert_eq!(count("sitemap-1.xml"), ("urlset".to_owned(), SITEMAP_URLS));
        assert_eq!(count("sitemap-2.xml"), ("urlset".to_owned(), 1));
        assert_eq!(count("sitemap.xml"), ("sitemapindex".to_owned(), 2));
    }

    #[test]
    fn a_sitemap_is_cut_by_its_bytes_too() {
        let entry = format!(
            "<url><loc>https://x.example/{}</loc></url>\n",
            "a".repeat(30_000_000)
        );
        let files = sitemap(&site(), &[entry.clone(), entry]);
        assert_eq!(
            files.keys().collect::<Vec<_>>(),
            ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]
        );
    }

    #[test]
    fn ids_stay_and_differ() {
        let id = |names: &[&str]| stable_id(&site(), names);
        assert_eq!(id(&["en", "a"]), id(&["en", "a"]));
        assert_ne!(id(&["en", "a"]), id(&["e", "na"]));
        assert_eq!(id(&["en"]).len(), "urn:uuid:".len() + 36);
    }
}
