//! What pages tell crawlers about themselves: schema.org's types as JSON-LD.

use super::outline::{PageArticle, PageLanguage, Site};
use super::render::anchor;
use serde_json::{Value, json};

const CONTEXT: &str = "https://schema.org";

/// `TechArticle` and `BreadcrumbList` of an article's page.
pub(super) fn of_article(
    site: &Site,
    language: &PageLanguage,
    article: &PageArticle,
) -> Vec<Value> {
    let outline = &article.outline;
    let mut data = json!({
        "@context": CONTEXT,
        "@type": "TechArticle",
        "headline": outline.title,
        "url": article.address,
        "mainEntityOfPage": article.address,
        "inLanguage": language.tag,
        "publisher": { "@type": "Organization", "name": site.title() },
    });
    let stated = [
        ("description", json!(outline.description)),
        ("dateModified", json!(outline.updated)),
        ("articleSection", json!(outline.sections.last())),
        ("keywords", json!(outline.tags.join(", "))),
    ];
    for (key, value) in stated {
        if value.as_str().is_some_and(|value| !value.is_empty()) {
            data[key] = value;
        }
    }
    vec![data, breadcrumbs(site, language, article)]
}

fn breadcrumbs(site: &Site, language: &PageLanguage, article: &PageArticle) -> Value {
    let sections = &article.outline.sections;
    let mut places = vec![(site.title().to_owned(), language.contents.clone())];
    for (depth, section) in sections.iter().enumerate() {
        let anchor = anchor(sections.get(..=depth).unwrap_or_default());
        places.push((section.clone(), format!("{}#{anchor}", language.contents)));
    }
    places.push((article.outline.title.clone(), article.address.clone()));
    let items = places.into_iter().enumerate();
    let items: Vec<Value> = items
        .map(|(at, (name, item))| json!({ "@type": "ListItem", "position": at + 1, "name": name, "item": item }))
        .collect();
    json!({ "@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items })
}

/// `CollectionPage` of the list of a language's articles.
pub(super) fn of_contents(site: &Site, language: &PageLanguage, title: &str) -> Vec<Value> {
    vec![json!({
        "@context": CONTEXT,
        "@type": "CollectionPage",
        "name": title,
        "url": language.contents,
        "inLanguage": language.tag,
        "isPartOf": { "@type": "WebSite", "name": site.title(), "url": site.addresses.absolute("") },
    })]
}
