//! Where the links between a site's articles lead.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use url::Url;

use super::Site;
use crate::extract::anchors::slug;
use crate::extract::marks::Link;
use crate::extract::one_line;
use crate::source::{Article, nearest};

/// Stands for the site where an article's address names none.
const SITE: &str = "https://site.invalid";

/// How a fragment begins that names an article for the component to show.
const SHOWN: &str = "help-article=";

/// What a link leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Target {
    /// Another site, or something that is not checked.
    Elsewhere,
    /// An article, by its number; and the fragment, if there is one.
    Article(usize, String),
    /// A file of the source that is no published article.
    Unpublished,
    /// Nothing; perhaps this was meant.
    Nothing(Option<String>),
}

/// A site's articles with the links between them.
#[derive(Debug)]
pub(super) struct Links<'a> {
    pub(super) articles: Vec<(&'a str, &'a Article)>,
    /// Articles by each of their names: address, identifier, path.
    by_name: HashMap<String, Vec<usize>>,
    /// Names by their last part.
    by_end: BTreeMap<String, Vec<String>>,
    /// Folders of other hosts' addresses that hold articles.
    folders: HashSet<String>,
    /// Where each link of each article leads, in order.
    pub(super) targets: Vec<Vec<(&'a Link, Target)>>,
    /// Articles that link to each one.
    pub(super) inbound: Vec<usize>,
    root: PathBuf,
    base: Option<Url>,
}

impl<'a> Links<'a> {
    /// Follows all links of a site.
    pub(super) fn of(site: &Site<'a>) -> Self {
        let base = Url::parse(&site.config.site.url_base).ok();
        let mut links = Self {
            articles: site.each().collect(),
            by_name: HashMap::new(),
            by_end: BTreeMap::new(),
            folders: HashSet::new(),
            targets: Vec::new(),
            inbound: Vec::new(),
            root: site.root.to_owned(),
            base,
        };
        links.note_names(&site.config.site.url_base);
        let targets = links.articles.iter().map(|(language, article)| {
            let of_one = article.marks.links.iter();
            let of_one = of_one.map(|link| (link, links.target(language, article, &link.target)));
            of_one.collect()
        });
        links.targets = targets.collect();
        links.inbound = links.counted();
        links
    }

    fn note_names(&mut self, url_base: &str) {
        let base_path = Url::parse(url_base).map_or(url_base.to_owned(), |url| url.path().into());
        for (at, (_, article)) in self.articles.iter().enumerate() {
            let document = &article.document;
            let mut names = vec![name_of(&document.url), name_of(&document.id)];
            if document.url.starts_with('/') {
                let prefixed = format!("{}{}", base_path.trim_end_matches('/'), document.url);
                names.push(name_of(&prefixed));
                // With the host that the base names, too.
                let whole = format!("{}{}", url_base.trim_end_matches('/'), document.url);
                names.push(name_of(&whole));
            } else if let Some(folder) = folder(&document.url) {
                self.folders.insert(folder);
            }
            if let Ok(path) = article.origin.path.strip_prefix(&self.root) {
                names.push(name_of(&path.to_string_lossy().replace('\\', "/")));
            }
            names.sort();
            names.dedup();
            for name in names {
                let end = name.rsplit('/').next().unwrap_or_default().to_owned();
                self.by_end.entry(end).or_default().push(name.clone());
                self.by_name.entry(name).or_default().push(at);
            }
        }
    }

    fn counted(&self) -> Vec<usize> {
        let mut inbound = vec![0; self.articles.len()];
        for (from, targets) in self.targets.iter().enumerate() {
            let to = targets.iter().filter_map(|(_, target)| match target {
                Target::Article(to, _) if *to != from => Some(*to),
                _ => None,
            });
            for to in to.collect::<HashSet<usize>>() {
                if let Some(count) = inbound.get_mut(to) {
                    *count += 1;
                }
            }
        }
        inbound
    }

    /// The share of articles that another one links to, 0 to 1.
    pub(super) fn linked_share(&self) -> f64 {
        let linked = self.inbound.iter().filter(|count| **count > 0).count();
        linked as f64 / self.inbound.len().max(1) as f64
    }

    fn target(&self, language: &str, article: &Article, written: &str) -> Target {
        let written = written.trim();
        // What a site's generator fills in cannot be followed here.
        if written.is_empty() || written.contains("{{") || written.contains("{%") {
            return Target::Elsewhere;
        }
        let (path, fragment) = written.split_once('#').unwrap_or((written, ""));
        if let Some(shown) = self.shown(language, fragment) {
            return Target::Article(shown, String::new());
        }
        let path = path.split('?').next().unwrap_or_default();
        if path.is_empty() {
            let own = |(_, other): &(&str, &Article)| std::ptr::eq(*other, article);
            let own = self.articles.iter().position(own);
            return own.map_or(Target::Elsewhere, |own| {
                Target::Article(own, decoded(fragment))
            });
        }
        let Some(readings) = self.readings(article, path) else {
            return Target::Elsewhere;
        };
        let mut found = readings.iter().filter_map(|name| self.by_name.get(name));
        if let Some(found) = found.next() {
            let same =
                |at: &&usize| (self.articles.get(**at)).is_some_and(|(tag, _)| *tag == language);
            let found = found.iter().find(same).or(found.first());
            return found.map_or(Target::Elsewhere, |at| {
                Target::Article(*at, decoded(fragment))
            });
        }
        self.without_article(article, path, &readings)
    }

    /// The article that the component shows on whatever page the link leads to, if it says so.
    fn shown(&self, language: &str, fragment: &str) -> Option<usize> {
        let id = decoded(fragment.strip_prefix(SHOWN)?);
        let found = self.by_name.get(&name_of(&id))?;
        let same = |at: &&usize| (self.articles.get(**at)).is_some_and(|(tag, _)| *tag == language);
        found.iter().find(same).or(found.first()).copied()
    }

    /// The names that a path may mean; `None` when it leads out of the help center.
    fn readings(&self, article: &Article, path: &str) -> Option<Vec<String>> {
        let url = &article.document.url;
        let site = Url::parse(SITE).ok()?;
        let at = site.join(url).ok()?;
        let target = at.join(path).ok()?;
        if !matches!(target.scheme(), "http" | "https") {
            return None;
        }
        let mut readings = vec![name_of(&local(&target))];
        let is_address = path.starts_with("//") || path.contains("://");
        if is_address || target.host() != site.host() {
            let is_ours = folder(target.as_str())
                .is_some_and(|folder| self.folders.contains(&folder))
                || self
                    .base
                    .as_ref()
                    .is_some_and(|base| is_below(&target, base));
            return is_ours.then_some(readings);
        }
        // As if every article were a folder, as many sites serve them.
        let within = site.join(&format!("{}/", url.trim_end_matches('/')));
        let within = within.ok().and_then(|url| url.join(path).ok());
        readings.extend(within.map(|url| name_of(&local(&url))));
        let own = article.origin.path.strip_prefix(&self.root).ok();
        let beside = own.and_then(|own| {
            let own = own.to_string_lossy().replace('\\', "/");
            site.join(&own).ok()?.join(path).ok()
        });
        readings.extend(beside.map(|url| name_of(&local(&url))));
        Some(readings)
    }

    /// A path that no article has: a file, or nothing.
    fn without_article(&self, article: &Article, path: &str, readings: &[String]) -> Target {
        let decoded = decoded(path);
        let beside = article
            .origin
            .path
            .parent()
            .map(|folder| folder.join(&decoded));
        let below = self.root.join(decoded.trim_start_matches('/'));
        let endings = ["", ".md", ".html", "/index.md", "/index.html"];
        let candidates = beside.into_iter().chain([below]).flat_map(|path| {
            endings.map(|ending| PathBuf::from(format!("{}{ending}", path.display())))
        });
        if let Some(file) = candidates.into_iter().find(|path| path.is_file()) {
            return if is_article_file(&file) {
                Target::Unpublished
            } else {
                Target::Elsewhere
            };
        }
        // Pictures and downloads are where the site keeps them, not in the source.
        let extension = Path::new(&decoded).extension();
        let is_file = extension.is_some_and(|ending| ending.len() <= 4);
        if is_file && !is_article_file(Path::new(&decoded)) {
            return Target::Elsewhere;
        }
        Target::Nothing(self.meant(readings))
    }

    /// The name of an article that ends alike.
    fn meant(&self, readings: &[String]) -> Option<String> {
        let name = readings.last()?;
        let end = name.rsplit('/').next()?;
        let found = match self.by_end.get(end) {
            Some(names) => names.first(),
            // Numbers that are alike say nothing.
            None if end.bytes().all(|byte| byte.is_ascii_digit()) => None,
            None => {
                let near = nearest(end, self.by_end.keys().map(String::as_str));
                near.and_then(|end| self.by_end.get(end)?.first())
            }
        };
        found.map(|name| match name.strip_prefix("//") {
            Some(address) => format!("https://{address}"),
            None => format!("/{name}"),
        })
    }

    /// The fragments that lead to a place in an article.
    pub(super) fn fragments(&self, at: usize) -> Vec<String> {
        let Some((_, article)) = self.articles.get(at) else {
            return Vec::new();
        };
        let sections = article.document.sections.iter();
        let anchors = sections.map(|section| section.anchor.clone());
        let headings = article.marks.headings.iter();
        let mut fragments: Vec<String> = (anchors.chain(article.marks.ids.iter().cloned()))
            .chain(headings.map(|heading| slug(&heading.text)))
            .chain([slug(&article.document.title)])
            .filter(|fragment| !fragment.is_empty())
            .collect();
        fragments.sort();
        fragments.dedup();
        fragments
    }
}

fn is_article_file(path: &Path) -> bool {
    let extension = path.extension().and_then(std::ffi::OsStr::to_str);
    extension.is_some_and(|extension| matches!(extension, "md" | "markdown" | "html" | "htm"))
}

/// What an address is compared by: without host, ending, slash at the end and escapes. Help desks put
/// words after the number of an article; the number counts.
fn name_of(address: &str) -> String {
    let path = match Url::parse(address) {
        Ok(url) if url.has_host() && url.as_str().starts_with("http") => {
            format!("//{}{}", url.host_str().unwrap_or_default(), url.path())
        }
        _ => address.to_owned(),
    };
    let path = decoded(&path);
    let path = path.strip_prefix("//site.invalid").unwrap_or(&path);
    let mut name = path.trim_end_matches('/');
    for ending in [".md", ".markdown", ".html", ".htm"] {
        name = name.strip_suffix(ending).unwrap_or(name);
    }
    for index in ["/index", "/README", "/_index"] {
        name = name.strip_suffix(index).unwrap_or(name);
    }
    let name = if name.starts_with("//") {
        name
    } else {
        name.trim_start_matches('/')
    };
    let (before, end) = name.rsplit_once('/').unwrap_or(("", name));
    let digits = end.bytes().take_while(u8::is_ascii_digit).count();
    let end = match end.as_bytes().get(digits) {
        Some(b'-') if digits >= 6 => end.get(..digits).unwrap_or(end),
        _ => end,
    };
    if before.is_empty() {
        end.to_owned()
    } else {
        format!("{before}/{end}")
    }
}

/// An address without the host that stands for the site.
fn local(url: &Url) -> String {
    let text = url.as_str();
    text.strip_prefix(SITE).unwrap_or(text).to_owned()
}

/// The address up to its last slash, for an address with a host.
fn folder(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let (folder, _) = url.path().trim_end_matches('/').rsplit_once('/')?;
    Some(format!("{}{folder}", url.host_str()?))
}

fn is_below(url: &Url, base: &Url) -> bool {
    let path = base.path().trim_end_matches('/');
    let rest = url.path().strip_prefix(path);
    url.host() == base.host() && !path.is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
}

/// A text without percent escapes; as it stands where they are no UTF-8.
pub(super) fn decoded(text: &str) -> String {
    let decoded = percent_decode_str(text).decode_utf8();
    decoded.map_or_else(|_| one_line(text), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_page_have_one_name() {
        for (address, name) in [
            ("/guide/reset.md", "guide/reset"),
            ("guide/reset/", "guide/reset"),
            ("/guide/index.html", "guide"),
            ("/a%20b", "a b"),
            (
                "https://h.example/hc/articles/4412377144338-Log4j-x",
                "//h.example/hc/articles/4412377144338",
            ),
            ("/2024-plans", "2024-plans"),
            ("https://site.invalid/x", "x"),
        ] {
            assert_eq!(name_of(address), name, "{address}");
        }
    }

    #[test]
    fn escapes_that_are_none_stay() {
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%zz%41"), "%zzA");
        assert_eq!(decoded("%ff"), "%ff");
        assert_eq!(decoded("gr%C3%B6%C3%9Fe"), "größe");
    }
}
