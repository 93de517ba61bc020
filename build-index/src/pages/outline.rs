//! What a page says besides the article's body, and how pages belong together.

use super::Plan;
use super::address::{Addresses, NoPage};
use super::texts::{direction, language_name};
use crate::config::Config;
use crate::faq::Entry;
use crate::source::Article;
use crate::source::language::canonical_tag;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Place;

/// Longest description of a page, in characters: what search engines show.
const DESCRIPTION_CHARACTERS: usize = 155;

/// An article of the bundle, without its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Id, unique in its language.
    pub id: String,
    /// Tag of the index, lower case.
    pub language: String,
    /// Title, without control characters.
    pub title: String,
    /// Where hits lead.
    pub url: String,
    /// `YYYY-MM-DD`, or empty.
    pub updated: String,
    /// Categories from the outermost in.
    pub sections: Vec<String>,
    /// Labels.
    pub tags: Vec<String>,
    /// The beginning of its text.
    pub description: String,
}

impl Outline {
    /// The outlines of all articles. Take them before decision trees add their steps, which have no
    /// page of their own.
    pub fn of_all(groups: &BTreeMap<String, Vec<Article>>) -> Vec<Self> {
        let groups = groups.iter();
        groups
            .flat_map(|(language, articles)| articles.iter().map(|one| Self::of(language, one)))
            .collect()
    }

    fn of(language: &str, article: &Article) -> Self {
        let document = &article.document;
        let texts = document
            .sections
            .iter()
            .map(|section| section.text.as_str());
        let text = texts.into_iter().find(|text| !text.trim().is_empty());
        let clean = |list: &[String]| list.iter().map(|text| one_line(text)).collect();
        Self {
            id: document.id.clone(),
            language: language.to_owned(),
            title: one_line(&document.title),
            url: document.url.clone(),
            updated: document.updated.clone(),
            sections: clean(&document.breadcrumbs),
            tags: clean(&document.tags),
            description: shortened(&one_line(text.unwrap_or_default())),
        }
    }
}

/// A text in one line, without the characters that XML cannot hold.
pub(super) fn one_line(text: &str) -> String {
    let text: String = (text.chars())
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text, up to the end of a word where it has several.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION_CHARACTERS) else {
        return text.to_owned();
    };
    let beginning = text.get(..end).unwrap_or_default();
    let words = beginning
        .rsplit_once(' ')
        .map_or(beginning, |(words, _)| words);
    format!("{}\u{2026}", words.trim_end_matches([',', ';', ':']))
}

/// An article with a page.
#[derive(Debug, Clone, Default)]
pub(super) struct PageArticle {
    pub(super) outline: Outline,
    /// Its id; see [`Outline::id`].
    pub(super) id: String,
    /// Tag of the index, lower case.
    pub(super) language: String,
    /// Absolute.
    pub(super) address: String,
    /// Path of the page below the folder of pages.
    pub(super) file: String,
}

/// A language with pages.
#[derive(Debug, Clone, Default)]
pub(super) struct PageLanguage {
    /// As in the index, lower case.
    pub(super) key: String,
    /// In its usual spelling.
    pub(super) tag: String,
    /// In its own words.
    pub(super) name: String,
    /// `ltr` or `rtl`.
    pub(super) direction: &'static str,
    /// Path of the list of its articles below the folder of pages.
    pub(super) contents_file: String,
    /// Absolute address of that.
    pub(super) contents: String,
    /// Shown on that.
    pub(super) questions: Vec<Entry>,
}

/// Everything that pages are made of but the bodies.
#[derive(Debug)]
pub(super) struct Site {
    pub(super) name: String,
    pub(super) addresses: Addresses,
    /// Where the loader is, as pages write it.
    pub(super) loader: String,
    /// The default one first.
    pub(super) languages: Vec<PageLanguage>,
    /// In order of languages, then as they came.
    pub(super) articles: Vec<PageArticle>,
    /// Places in `articles` by id, in order of languages.
    versions: BTreeMap<String, Vec<usize>>,
    default: String,
}

impl Site {
    /// Gives articles their pages; what cannot have one is told in `warnings`.
    pub(super) fn new(
        config: &Config,
        addresses: Addresses,
        plan: Plan,
        warnings: &mut Vec<String>,
    ) -> Self {
        let default = config.default_language.to_ascii_lowercase();
        let mut outlines = plan.outlines;
        outlines.sort_by_key(|one| (one.language != default, one.language.clone()));
        let articles = place(&addresses, outlines, warnings);
        let languages = languages(config, &addresses, &articles, plan.questions);
        let mut versions: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, article) in articles.iter().enumerate() {
            versions.entry(article.id.clone()).or_default().push(at);
        }
        let bundle = config.pages.bundle.trim_end_matches('/');
        Self {
            name: one_line(&config.site.name),
            loader: format!("{bundle}/{}", crate::publish::SNIPPET),
            addresses,
            languages,
            articles,
            versions,
            default,
        }
    }

    /// What the site is called: its name, else its host.
    pub(super) fn title(&self) -> &str {
        if self.name.is_empty() {
            self.addresses.host()
        } else {
            &self.name
        }
    }

    /// The language of an index.
    pub(super) fn language(&self, key: &str) -> Option<&PageLanguage> {
        self.languages.iter().find(|language| language.key == key)
    }

    /// An article in all its languages, itself among them; of one language only, none.
    pub(super) fn versions(&self, id: &str) -> Vec<&PageArticle> {
        let places = self.versions.get(id).map_or(&[][..], Vec::as_slice);
        if places.len() < 2 {
            return Vec::new();
        }
        places
            .iter()
            .filter_map(|&at| self.articles.get(at))
            .collect()
    }

    /// The version for readers of none of the languages.
    pub(super) fn default_version<'v>(
        &self,
        versions: &[&'v PageArticle],
    ) -> Option<&'v PageArticle> {
        let mut versions = versions.iter();
        versions.find(|one| one.language == self.default).copied()
    }
}

fn place(
    addresses: &Addresses,
    outlines: Vec<Outline>,
    warnings: &mut Vec<String>,
) -> Vec<PageArticle> {
    let mut taken: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut refused: BTreeMap<NoPage, Vec<String>> = BTreeMap::new();
    let mut articles = Vec::with_capacity(outlines.len());
    for outline in outlines {
        let (address, file) = match addresses.page(&outline.url) {
            Ok(page) => page,
            Err(reason) => {
                refused.entry(reason).or_default().push(outline.url);
                continue;
            }
        };
        // File systems that ignore case would put two pages into one file.
        match taken.entry(file.to_lowercase()) {
            Place::Occupied(other) => {
                let (id, language) = other.get();
                warnings.push(format!(
                    "article {:?} ({}) has no page: {} is the address of {id:?} ({language}); give it a `url` of its own",
                    outline.id, outline.language, outline.url
                ));
                continue;
            }
            Place::Vacant(free) => {
                free.insert((outline.id.clone(), outline.language.clone()));
            }
        }
        articles.push(PageArticle {
            id: outline.id.clone(),
            language: outline.language.clone(),
            outline,
            address,
            file,
        });
    }
    for (reason, urls) in refused {
        let first = urls.first().map_or("", String::as_str);
        let others = match urls.len() {
            1 => String::new(),
            count => format!(" and {} more addresses", count - 1),
        };
        warnings.push(format!("no page for {first}{others}: it {}", reason.told()));
    }
    articles
}

fn languages(
    config: &Config,
    addresses: &Addresses,
    articles: &[PageArticle],
    mut questions: BTreeMap<String, Vec<Entry>>,
) -> Vec<PageLanguage> {
    let mut keys: Vec<&str> = articles.iter().map(|one| one.language.as_str()).collect();
    keys.dedup();
    let language = |key: &str| {
        let tag = canonical_tag(key).unwrap_or_else(|_| key.to_owned());
        let folder = format!("{}/{tag}/", config.pages.contents);
        PageLanguage {
            key: key.to_owned(),
            name: language_name(&tag),
            direction: direction(&tag),
            contents_file: format!("{folder}index.html"),
            contents: addresses.absolute(&folder),
            questions: questions.remove(key).unwrap_or_default(),
            tag,
        }
    };
    keys.into_iter().map(language).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_ends_with_a_word() {
        assert_eq!(shortened("Short."), "Short.");
        let text = format!("{} end", "word, ".repeat(40).trim());
        let short = shortened(&text);
        assert!(
            short.ends_with("word\u{2026}") && short.chars().count() <= DESCRIPTION_CHARACTERS + 1,
            "{short}"
        );
        assert_eq!(
            shortened(&"\u{6f22}".repeat(200)).chars().count(),
            DESCRIPTION_CHARACTERS + 1
        );
    }

    #[test]
    fn what_xml_cannot_hold_is_left_out() {
        assert_eq!(one_line(" a\u{0}b\n\tc\u{ffff} "), "a b c");
    }
}
