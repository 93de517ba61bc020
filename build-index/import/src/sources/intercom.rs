//! Intercom Articles: `/articles`, `/internal_articles`, `/help_center/collections`.

use super::json::{list, number, text};
use super::{Plan, web_plan};
use crate::ImportError;
use crate::article::{Article, Audience, Body, State, date_of_seconds, language_tag, one_line};
use crate::http::{Session, base_url, below};
use crate::import::{Desk, Options};
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

/// The version of the API that is asked for.
const VERSION: &str = "2.14";

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    let token = options
        .secrets
        .need("INTERCOM_TOKEN", "an access token that may read articles")?;
    let headers = vec![
        ("Authorization", format!("Bearer {token}")),
        ("Intercom-Version", VERSION.to_owned()),
        ("Accept", "application/json".to_owned()),
    ];
    web_plan("intercom", options, headers, read)
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let base = base_url(&options.from)?;
    let session = &*session;
    let mut collections = HashMap::new();
    each_page(
        session,
        &below(&base, "help_center/collections", &[]),
        &mut |_, rows| {
            for row in rows {
                if let (Some(id), Some(name)) = (text(row, "id"), text(row, "name")) {
                    collections.insert(id, (one_line(&name), text(row, "parent_id"), row.clone()));
                }
            }
            Ok(())
        },
    )?;
    each_page(
        session,
        &below(&base, "articles", &[]),
        &mut |total, rows| {
            if let Some(total) = total {
                desk.expect(total);
            }
            let articles = rows.iter().flat_map(|row| translations(row, &collections));
            desk.take(session, articles.collect())
        },
    )?;
    let internal = below(&base, "internal_articles", &[]);
    // Workspaces without them, and older versions of the API, answer 404 or refuse.
    let first = below(
        &base,
        "internal_articles",
        &[("page", "1"), ("per_page", "50")],
    );
    if session.json_if_any(&first)?.is_some() {
        each_page(session, &internal, &mut |_, rows| {
            desk.take(session, rows.iter().filter_map(internal_article).collect())
        })?;
    }
    Ok(())
}

/// Takes the rows of a page.
type Take<'a> = &'a mut dyn FnMut(Option<u64>, &[Value]) -> Result<(), ImportError>;

/// All rows of a list, page by page; with the first one how many articles there are.
fn each_page(session: &Session, url: &Url, take: Take<'_>) -> Result<(), ImportError> {
    for page in 1.. {
        let mut url = url.clone();
        url.query_pairs_mut()
            .append_pair("page", &page.to_string())
            .append_pair("per_page", "50");
        let (answer, _) = session.json(&url)?;
        let total = number(&answer, "total_count").filter(|_| page == 1);
        let rows = list(&answer, "data");
        take(total, rows)?;
        let pages = answer
            .get("pages")
            .and_then(|pages| number(pages, "total_pages"));
        if rows.is_empty() || page >= pages.unwrap_or(1) {
            break;
        }
    }
    Ok(())
}

/// Name, what is above, and the row.
type Collection = (String, Option<String>, Value);

fn section(row: &Value, lang: &str, collections: &HashMap<String, Collection>) -> Vec<String> {
    let mut path = Vec::new();
    let mut at = text(row, "parent_id");
    while let Some((name, parent, row)) = at.and_then(|id| collections.get(&id)) {
        let translated = row
            .get("translated_content")
            .and_then(|all| text(all.get(lang)?, "name"));
        path.push(translated.map_or_else(|| name.clone(), |name| one_line(&name)));
        at = parent.clone();
        if path.len() > 8 {
            break;
        }
    }
    path.reverse();
    path
}

/// The article in each of its languages.
fn translations(row: &Value, collections: &HashMap<String, Collection>) -> Vec<Article> {
    let Some(id) = text(row, "id") else {
        return Vec::new();
    };
    let mut languages: Vec<(String, &Value)> = Vec::new();
    if let Some(all) = row.get("translated_content").and_then(Value::as_object) {
        let contents = all.iter().filter(|(_, content)| content.is_object());
        languages.extend(contents.map(|(lang, content)| (lang.clone(), content)));
    }
    let default = text(row, "default_locale").unwrap_or_default();
    if languages.iter().all(|(lang, _)| *lang != default) {
        languages.insert(0, (default, row));
    }
    let article = |(lang, content): &(String, &Value)| {
        let mut article = article_of(format!("intercom-{id}"), content);
        article.lang = language_tag(lang);
        article.section = section(row, lang, collections);
        if text(content, "state").as_deref() != Some("published") {
            article.state = State::Draft;
        }
        article
    };
    let is_written = |article: &Article| !article.title.is_empty();
    languages.iter().map(article).filter(is_written).collect()
}

fn internal_article(row: &Value) -> Option<Article> {
    let id = text(row, "id")?;
    let mut article = article_of(format!("intercom-internal-{id}"), row);
    article.lang = text(row, "locale").and_then(|lang| language_tag(&lang));
    article.audience = Audience::Internal;
    Some(article)
}

fn article_of(id: String, content: &Value) -> Article {
    let url = text(content, "url");
    let body = Body::Html {
        html: text(content, "body").unwrap_or_default(),
        base: url.as_deref().and_then(|url| Url::parse(url).ok()),
    };
    let place = url.clone().unwrap_or_else(|| format!("article {id}"));
    let mut article = Article::of(id, &text(content, "title").unwrap_or_default(), body, place);
    article.url = url;
    let updated = content.get("updated_at").and_then(Value::as_i64);
    article.updated = updated.and_then(date_of_seconds);
    article
}
