//! Help Scout Docs: collections, categories, lists of articles, and each article.

use super::json::{list, number, text, texts};
use super::{Plan, basic, web_plan};
use crate::ImportError;
use crate::article::{Article, Audience, Body, State, date_of, one_line};
use crate::http::{Session, base_url, below};
use crate::import::{Desk, Options};
use serde_json::Value;
use std::collections::HashMap;
use url::Url;

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    let key = options
        .secrets
        .need("HELPSCOUT_KEY", "an API key for Docs")?;
    web_plan("helpscout", options, vec![basic(key, "X")], read)
}

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let base = base_url(&options.from)?;
    let session = &*session;
    for collection in rows(session, &base, "v1/collections", "collections")? {
        let Some(id) = text(&collection, "id") else {
            continue;
        };
        let name = one_line(&text(&collection, "name").unwrap_or_default());
        let path = format!("v1/collections/{id}/categories");
        let named = |row: &Value| Some((text(row, "id")?, one_line(&text(row, "name")?)));
        let categories = rows(session, &base, &path, "categories")?;
        let shelf = Shelf {
            collection: name,
            categories: categories.iter().filter_map(named).collect(),
            is_public: text(&collection, "visibility").as_deref() == Some("public"),
        };
        let listed = rows(
            session,
            &base,
            &format!("v1/collections/{id}/articles"),
            "articles",
        )?;
        desk.expect(listed.len() as u64);
        for some in listed.chunks(50) {
            take(session, desk, &base, some, &shelf)?;
        }
    }
    Ok(())
}

/// Where the articles of a collection stand.
struct Shelf {
    collection: String,
    categories: HashMap<String, String>,
    is_public: bool,
}

fn take(
    session: &Session,
    desk: &mut Desk<'_>,
    base: &Url,
    listed: &[Value],
    shelf: &Shelf,
) -> Result<(), ImportError> {
    let ids: Vec<_> = listed.iter().filter_map(|row| text(row, "id")).collect();
    let urls: Vec<_> = ids
        .iter()
        .map(|id| below(base, &format!("v1/articles/{id}"), &[]))
        .collect();
    let mut articles = Vec::new();
    for answer in session.all(&urls, |url| session.json(url)) {
        let (answer, _) = answer?;
        articles.extend(answer.get("article").and_then(|row| article(row, shelf)));
    }
    desk.take(session, articles)
}

/// All rows of a list, page by page.
fn rows(session: &Session, base: &Url, path: &str, key: &str) -> Result<Vec<Value>, ImportError> {
    let mut rows = Vec::new();
    for page in 1.. {
        let query = [
            ("page", &*page.to_string()),
            ("pageSize", "100"),
            ("status", "all"),
        ];
        let length = if key == "articles" { 3 } else { 2 };
        let (answer, _) = session.json(&below(base, path, &query[..length]))?;
        let answer = answer.get(key).cloned().unwrap_or_default();
        rows.extend_from_slice(list(&answer, "items"));
        if page >= number(&answer, "pages").unwrap_or(1) {
            break;
        }
    }
    Ok(rows)
}

fn article(row: &Value, shelf: &Shelf) -> Option<Article> {
    let id = text(row, "id")?;
    let url = text(row, "publicUrl");
    let body = Body::Html {
        html: text(row, "text").unwrap_or_default(),
        base: url.as_deref().and_then(|url| Url::parse(url).ok()),
    };
    let place = url.clone().unwrap_or_else(|| format!("article {id}"));
    let title = text(row, "name").unwrap_or_default();
    let mut article = Article::of(format!("helpscout-{id}"), &title, body, place);
    article.url = url;
    let category = texts(row, "categories")
        .into_iter()
        .find_map(|id| shelf.categories.get(&id).cloned());
    article.section = [shelf.collection.clone()]
        .into_iter()
        .chain(category)
        .collect();
    article.tags = texts(row, "keywords");
    let updated = text(row, "lastPublishedAt").or_else(|| text(row, "updatedAt"));
    article.updated = updated.and_then(|time| date_of(&time));
    if text(row, "status").as_deref() != Some("published") {
        article.state = State::Draft;
    }
    if !shelf.is_public {
        article.audience = Audience::Internal;
    }
    Some(article)
}
