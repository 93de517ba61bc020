//! Pages from templates: helpdex's own, or the site's in their place.

use super::outline::{PageArticle, PageLanguage, Site};
use super::structured_data::{of_article, of_contents};
use super::texts::words;
use crate::faq::{self, html};
use crate::search::ArticleRecord;
use anyhow::{Context, Result, anyhow};
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, escape_formatter};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the style sheet below the folder of pages.
pub(super) const STYLE_FILE: &str = "helpdex-pages.css";
const STYLE_TEMPLATE: &str = "pages.css";
const TEMPLATES: [(&str, &str); 6] = [
    ("layout.html", include_str!("templates/layout.html")),
    ("article.html", include_str!("templates/article.html")),
    ("contents.html", include_str!("templates/contents.html")),
    ("sitemap-url.xml", include_str!("templates/sitemap-url.xml")),
    ("atom.xml", include_str!("templates/atom.xml")),
    ("opensearch.xml", include_str!("templates/opensearch.xml")),
];
/// Those that a site may replace.
const OF_SITE: [&str; 3] = ["layout.html", "article.html", "contents.html"];

/// Templates, ready for use.
pub(super) struct Renderer {
    environment: Environment<'static>,
    style: Vec<u8>,
}

/// An address with what it is called.
#[derive(Serialize)]
struct Link {
    title: String,
    url: String,
}

/// A page in another language.
#[derive(Serialize)]
struct Alternate {
    lang: String,
    name: String,
    /// Absolute.
    address: String,
    /// For links.
    url: String,
}

/// Articles below the same breadcrumbs.
#[derive(Serialize)]
struct Group {
    /// Fragment of its heading.
    anchor: String,
    title: String,
    articles: Vec<Link>,
}

impl Renderer {
    /// helpdex's templates, and those of the site in `folder`.
    ///
    /// # Errors
    /// A template cannot be read, or is not one.
    pub(super) fn new(folder: Option<&Path>) -> Result<Self> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_formatter(|out, state, value| match value.as_str() {
            Some(text) if !value.is_safe() => {
                let mut escaped = String::with_capacity(text.len());
                html::text(&mut escaped, text);
                out.write_str(&escaped).map_err(minijinja::Error::from)
            }
            _ => escape_formatter(out, state, value),
        });
        for (name, source) in TEMPLATES {
            environment.add_template(name, source).context(name)?;
        }
        let mut style = include_bytes!("templates/pages.css").to_vec();
        if let Some(folder) = folder {
            add_own(&mut environment, folder)?;
            let own = folder.join(STYLE_TEMPLATE);
            if own.is_file() {
                style = std::fs::read(&own)
                    .with_context(|| format!("{}: cannot be read", own.display()))?;
            }
        }
        Ok(Self { environment, style })
    }

    /// The style sheet.
    pub(super) fn style(&self) -> &[u8] {
        &self.style
    }

    /// A template with its values.
    ///
    /// # Errors
    /// The template names something that there is not.
    pub(super) fn render(&self, name: &str, values: Value) -> Result<String> {
        let template = self.environment.get_template(name)?;
        template.render(values).map_err(|error| {
            anyhow!("template {name}: {error:#}; the templates that helpdex has name every value")
        })
    }

    /// The page of an article.
    ///
    /// # Errors
    /// See [`Renderer::render`].
    pub(super) fn article(
        &self,
        site: &Site,
        article: &PageArticle,
        record: &ArticleRecord,
    ) -> Result<String> {
        let language = site
            .language(&article.language)
            .context("a page without its language")?;
        let outline = &article.outline;
        let crumbs: Vec<Link> = crumbs(site, language, &outline.sections);
        let related = (record.related.iter()).map(|one| Link {
            title: one.title.clone(),
            url: site.addresses.link(&one.url).to_owned(),
        });
        let versions = site.versions(&article.id);
        let alternates = alternates(site, &versions);
        let page = context! {
            title => &outline.title, description => &outline.description, updated => &outline.updated,
            tags => &outline.tags, kind => "article", address => &article.address,
            body => Value::from_safe_string(body(record)),
            crumbs => Serde(crumbs), related => Serde(related.collect::<Vec<_>>()),
            default_address => site.default_version(&versions).map(|one| &one.address),
            structured_data => data_scripts(&of_article(site, language, article)),
            alternates => Serde(alternates),
        };
        self.render("article.html", context! { page, ..common(site, language) })
    }

    /// The list of all articles of a language, with its search and its frequent questions.
    ///
    /// # Errors
    /// See [`Renderer::render`].
    pub(super) fn contents(&self, site: &Site, language: &PageLanguage) -> Result<String> {
        let (_, words) = words(&language.tag);
        let title = words["articles"].as_str().unwrap_or_default();
        let alternates: Vec<Alternate> = match site.languages.as_slice() {
            [_] => Vec::new(),
            languages => languages
                .iter()
                .map(|one| alternate(site, one, &one.contents))
                .collect(),
        };
        let questions = match language.questions.as_slice() {
            [] => String::new(),
            entries => faq::page(entries, &language.tag, true),
        };
        let page = context! {
            title => title, description => format!("{} \u{b7} {}", title, site.title()), updated => "",
            kind => "website", address => &language.contents,
            questions => Value::from_safe_string(questions),
            groups => Serde(groups(site, language, words["other"].as_str().unwrap_or_default())),
            default_address => (alternates.len() > 1).then(|| alternates.first().map(|one| &one.address)),
            structured_data => data_scripts(&of_contents(site, language, title)),
            alternates => Serde(alternates),
        };
        self.render("contents.html", context! { page, ..common(site, language) })
    }
}

/// The site's own templates over those of the same name.
fn add_own(environment: &mut Environment<'static>, folder: &Path) -> Result<()> {
    let files = OF_SITE
        .into_iter()
        .chain([STYLE_TEMPLATE])
        .map(|name| folder.join(name));
    if !files.into_iter().any(|file| file.is_file()) {
        return Err(anyhow!(
            "{}: no template here; `templates` in [pages] names a folder with some of {} and {STYLE_TEMPLATE}",
            folder.display(),
            OF_SITE.join(", ")
        ));
    }
    for name in OF_SITE {
        let path = folder.join(name);
        if !path.is_file() {
            continue;
        }
        let source = std::fs::read_to_string(&path)
            .with_context(|| format!("{}: cannot be read as text", path.display()))?;
        environment
            .add_template_owned(name, source)
            .map_err(|error| {
                anyhow!(
                    "{}:{}: {error}; see the templates' syntax, Jinja's",
                    path.display(),
                    error.line().unwrap_or(1)
                )
            })?;
    }
    Ok(())
}

fn body(record: &ArticleRecord) -> String {
    let mut out = String::new();
    html::nodes(&mut out, &record.body);
    out
}

/// What every page says.
fn common(site: &Site, language: &PageLanguage) -> Value {
    let (words_tag, words) = words(&language.tag);
    let link = |address: &str| site.addresses.link(address).to_owned();
    context! {
        lang => &language.tag, dir => language.direction, t => Serde(&words),
        // Words of another language than the page's are marked as such.
        t_lang => (words_tag != language.tag.split('-').next().unwrap_or_default()).then_some(words_tag),
        site => context! { name => &site.name, title => site.title() },
        loader => &site.loader,
        style => link(&site.addresses.absolute(STYLE_FILE)),
        contents => link(&language.contents),
        feed => super::machine::has_feed(site, &language.key).then(|| link(&site.addresses.absolute(&super::machine::feed_file(language)))),
        open_search => link(&site.addresses.absolute(&super::machine::open_search_file(language))),
    }
}

fn data_scripts(data: &[serde_json::Value]) -> Vec<Value> {
    // `</script>` and `<!--` in a text would end the element, or change how it is read.
    let safe = |data: &serde_json::Value| {
        Value::from_safe_string(data.to_string().replace('<', "\\u003c"))
    };
    data.iter().map(safe).collect()
}

fn crumbs(site: &Site, language: &PageLanguage, sections: &[String]) -> Vec<Link> {
    let crumb = |depth: usize, title: &String| Link {
        title: title.clone(),
        url: format!(
            "{}#{}",
            site.addresses.link(&language.contents),
            anchor(sections.get(..=depth).unwrap_or_default())
        ),
    };
    sections
        .iter()
        .enumerate()
        .map(|(depth, title)| crumb(depth, title))
        .collect()
}

/// Fragment of the articles below these breadcrumbs; the same whatever other articles there are.
pub(super) fn anchor(sections: &[String]) -> String {
    let slugs: Vec<String> = sections
        .iter()
        .map(|one| crate::extract::anchors::slug(one))
        .collect();
    format!("in-{}", slugs.join("--"))
}

fn alternates(site: &Site, versions: &[&PageArticle]) -> Vec<Alternate> {
    let versions = versions.iter();
    versions
        .filter_map(|one| Some(alternate(site, site.language(&one.language)?, &one.address)))
        .collect()
}

fn alternate(site: &Site, language: &PageLanguage, address: &str) -> Alternate {
    Alternate {
        lang: language.tag.clone(),
        name: language.name.clone(),
        address: address.to_owned(),
        url: site.addresses.link(address).to_owned(),
    }
}

/// The articles of a language by breadcrumbs; those without any come last, as `other`. Breadcrumbs
/// above those of articles have a heading, too, so that links to them lead somewhere.
fn groups(site: &Site, language: &PageLanguage, other: &str) -> Vec<Group> {
    let mut groups: BTreeMap<(bool, Vec<String>), Vec<Link>> = BTreeMap::new();
    for article in site
        .articles
        .iter()
        .filter(|one| one.language == language.key)
    {
        let outline = &article.outline;
        for depth in 1..outline.sections.len() {
            let above = outline.sections.get(..depth).unwrap_or_default();
            groups.entry((false, above.to_vec())).or_default();
        }
        let key = (outline.sections.is_empty(), outline.sections.clone());
        groups.entry(key).or_default().push(Link {
            title: outline.title.clone(),
            url: site.addresses.link(&article.address).to_owned(),
        });
    }
    let group = |((is_other, sections), mut articles): ((bool, Vec<String>), Vec<Link>)| {
        articles.sort_by(|a, b| a.title.cmp(&b.title));
        Group {
            anchor: anchor(&sections),
            title: if is_other {
                other.to_owned()
            } else {
                sections.join(" \u{203a} ")
            },
            articles,
        }
    };
    groups.into_iter().map(group).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped_once_and_addresses_stay_readable() {
        let mut renderer = Renderer::new(None).unwrap();
        renderer
            .environment
            .add_template("x", "<a href=\"{{ a }}\">{{ b }}</a>")
            .unwrap();
        let values = context! { a => "https://x.example/a?b&c\"", b => Value::from_safe_string("<b>".into()) };
        assert_eq!(
            renderer.render("x", values).unwrap(),
            "<a href=\"https://x.example/a?b&amp;c&quot;\"><b></a>"
        );
        renderer
            .environment
            .add_template("y", "\n{{ page.titel }}")
            .unwrap();
        let error = renderer
            .render("y", context! { page => context! { title => "" } })
            .unwrap_err();
        assert!(error.to_string().contains("y:2"), "{error}");
    }
}
