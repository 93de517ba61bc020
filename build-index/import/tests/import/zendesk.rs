//! Zendesk: shapes of the Help Center API, pages by cursor.

use crate::server::{Reply, Request, Server};
use crate::support::{good, options, tree, with_secrets};
use helpdex_import::{Options, Source};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::{Arc, Mutex};

/// Articles of a page.
const PAGE: usize = 3;

/// A help center in two languages.
pub struct HelpCenter {
    /// The server.
    pub server: Server,
    /// What it holds: articles as the API states them.
    pub articles: Arc<Mutex<Vec<Value>>>,
}

impl HelpCenter {
    /// One of `count` articles in English, every second of them in Spanish, too.
    pub fn start(count: u64) -> Self {
        let articles: Arc<Mutex<Vec<Value>>> = Arc::default();
        let shared = articles.clone();
        let server = Server::start(move |request| answer(request, &shared.lock().unwrap()));
        let mut rows = Vec::new();
        for id in 1..=count {
            rows.push(article(id, "en-us", &server.base));
            if id % 2 == 0 {
                rows.push(article(id, "es", &server.base));
            }
        }
        *articles.lock().unwrap() = rows;
        Self { server, articles }
    }

    /// An import from it.
    pub fn options(&self, out: &Path) -> Options {
        let secrets = [
            ("ZENDESK_TOKEN", "s3cret"),
            ("ZENDESK_EMAIL", "a@example.com"),
        ];
        with_secrets(options(Source::Zendesk, &self.server.base, out), &secrets)
    }
}

fn article(id: u64, locale: &str, base: &str) -> Value {
    json!({
        "id": 360_000_000 + id,
        "url": format!("{base}/api/v2/help_center/{locale}/articles/{id}.json"),
        "html_url": format!("{base}/hc/{locale}/articles/{id}"),
        "title": if locale == "es" { format!("Artículo: {id}") } else { format!("Article {id}?") },
        "body": format!("<p>Text of {id}. More <strong>text</strong>.</p><img src=\"/hc/article_attachments/{id}/p.png\">"),
        "locale": locale,
        "source_locale": "en-us",
        "draft": id == 5,
        "section_id": 20 + id % 2,
        "user_segment_id": match id { 3 => json!(900), 4 => json!(901), _ => Value::Null },
        "label_names": ["billing", "a: b"],
        "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2026-03-31T09:00:00Z",
        "edited_at": "2026-03-30T09:00:00Z"
    })
}

fn answer(request: &Request, articles: &[Value]) -> Reply {
    let Some(path) = request.file.strip_prefix("/api/v2/help_center/") else {
        return match request.file.strip_prefix("/hc/article_attachments/") {
            Some(_) => Reply::of(200, "picture"),
            None => Reply::of(404, ""),
        };
    };
    let token = "Basic YUBleGFtcGxlLmNvbS90b2tlbjpzM2NyZXQ=";
    let is_staff = request.header("authorization") == Some(token);
    let parts: Vec<_> = path.split('/').collect();
    match *parts {
        ["locales.json"] => {
            Reply::json(&json!({"locales": ["en-us", "es"], "default_locale": "en-us"}))
        }
        ["user_segments.json"] if !is_staff => Reply::of(403, "{\"error\":\"Forbidden\"}"),
        ["user_segments.json"] => page(
            request,
            "user_segments",
            &[
                json!({"id": 900, "user_type": "signed_in_users", "name": "Customers"}),
                json!({"id": 901, "user_type": "staff", "name": "Agents"}),
            ],
        ),
        [_, "categories.json"] => page(
            request,
            "categories",
            &[json!({"id": 1, "name": "Money & more"})],
        ),
        [_, "sections.json"] => page(
            request,
            "sections",
            &[
                json!({"id": 20, "name": "Invoices", "category_id": 1, "parent_section_id": null}),
                json!({"id": 21, "name": "Refunds", "category_id": 1, "parent_section_id": 20}),
            ],
        ),
        [locale, "articles.json"] => {
            let mut rows: Vec<_> = articles
                .iter()
                .filter(|row| row["locale"] == locale)
                .cloned()
                .collect();
            if !is_staff {
                rows.retain(|row| row["user_segment_id"].is_null() && row["draft"] == false);
            }
            page(request, "articles", &rows)
        }
        _ => Reply::of(404, "{}"),
    }
}

fn page(request: &Request, key: &str, rows: &[Value]) -> Reply {
    let from = request
        .parameter("page[after]")
        .map_or(0, |cursor| cursor.parse().unwrap());
    let end = (from + PAGE).min(rows.len());
    let has_more = end < rows.len();
    Reply::json(&json!({
        key: rows[from..end],
        "meta": {"has_more": has_more, "after_cursor": end.to_string(), "before_cursor": null},
        // Addresses of another host, where a token would be lost.
        "links": {"next": "http://other.invalid/steal?page[after]=1", "prev": null}
    }))
}

#[test]
fn articles_come_with_section_state_and_audience() {
    let (center, out) = (HelpCenter::start(7), tempfile::tempdir().unwrap());
    let summary = good(&center.options(out.path()));
    assert_eq!((summary.articles, summary.added), (10, 10));
    assert_eq!((summary.failed.len(), summary.warnings.len()), (0, 0));
    let files = tree(out.path());
    assert_eq!(files.len(), 10, "{:?}", files.keys());
    let base = &center.server.base;
    assert_eq!(
        files["en-US/money-more/invoices/article-2.md"],
        format!(
            "---\nid: zendesk-360000002\ntitle: Article 2?\nurl: {base}/hc/en-us/articles/2\n\
             lang: en-US\nsection:\n  - \"Money & more\"\n  - Invoices\ntags:\n  - billing\n  - \"a: b\"\n\
             updated: 2026-03-30\nsource: \"zendesk {base}\"\n---\n\nText of 2.\nMore **text**.\n\n\
             ![]({base}/hc/article_attachments/2/p.png)\n"
        )
    );
    assert!(files["es/money-more/invoices/artículo-2.md"].contains("id: zendesk-360000002\n"));
    let restricted = &files["en-US/money-more/invoices/refunds/article-3.md"];
    assert!(
        restricted.contains("\naudience: customer\n"),
        "{restricted}"
    );
    assert!(files["en-US/money-more/invoices/article-4.md"].contains("\naudience: internal\n"));
    assert!(files["en-US/money-more/invoices/refunds/article-5.md"].contains("\nstate: draft\n"));
}

#[test]
fn without_a_token_only_public_articles_come() {
    let (center, out) = (HelpCenter::start(7), tempfile::tempdir().unwrap());
    let summary = good(&options(Source::Zendesk, &center.server.base, out.path()));
    assert_eq!(summary.articles, 7 - 3 + 2);
    assert!(
        center
            .server
            .forget()
            .iter()
            .all(|r| r.header("authorization").is_none())
    );
}

#[test]
fn a_second_import_touches_only_what_changed() {
    let (center, out) = (HelpCenter::start(7), tempfile::tempdir().unwrap());
    good(&center.options(out.path()));
    let path = out.path().join("en-US/money-more/invoices/article-2.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let by_hand = "owner: ana\nalso_asked_as:\n  - Where is my bill?\nreview_by: 2027-01-01\n---\n";
    std::fs::write(&path, text.replacen("\n---\n", &format!("\n{by_hand}"), 1)).unwrap();
    std::fs::write(
        out.path().join("en-US/own.md"),
        "---\nid: own\n---\n\nBy hand.\n",
    )
    .unwrap();
    let before = tree(out.path());
    let summary = good(&center.options(out.path()));
    assert_eq!(
        (summary.unchanged, summary.changed, summary.added),
        (10, 0, 0)
    );
    assert_eq!(tree(out.path()), before);

    let mut rows = center.articles.lock().unwrap();
    rows.retain(|row| row["id"] != 360_000_007_u64);
    rows[1]["title"] = json!("Another title");
    rows[1]["body"] = json!("<p>Text of 2. Other text.</p>");
    drop(rows);
    let summary = good(&center.options(out.path()));
    assert_eq!(
        (summary.unchanged, summary.changed, summary.added),
        (8, 1, 0)
    );
    let gone = "en-US/money-more/invoices/refunds/article-7.md";
    assert_eq!(
        (summary.gone.as_slice(), summary.retired),
        (&[gone.to_owned()][..], true)
    );
    let after = tree(out.path());
    let differs: Vec<_> = after
        .iter()
        .filter(|(path, text)| before.get(*path) != Some(*text))
        .collect();
    let differs: Vec<_> = differs.into_iter().map(|(path, _)| path.as_str()).collect();
    assert_eq!(differs, ["en-US/money-more/invoices/article-2.md", gone]);
    assert_eq!(after.len(), before.len());
    let changed = &after["en-US/money-more/invoices/article-2.md"];
    assert!(
        changed.contains("title: Another title\n") && changed.contains(by_hand),
        "{changed}"
    );
    assert!(after[gone].contains("\nstate: retired\n"));

    let summary = good(&center.options(out.path()));
    assert_eq!((summary.unchanged, summary.gone.len()), (9, 0));
    assert_eq!(tree(out.path()), after);
}

#[test]
fn a_source_that_is_suddenly_empty_retires_nothing() {
    let (center, out) = (HelpCenter::start(3), tempfile::tempdir().unwrap());
    good(&center.options(out.path()));
    let before = tree(out.path());
    center.articles.lock().unwrap().clear();
    let summary = good(&center.options(out.path()));
    assert!(!summary.retired);
    assert_eq!(summary.gone.len(), 4);
    assert!(
        summary.warnings[0]
            .message
            .contains("what the token may read")
    );
    assert_eq!(tree(out.path()), before);
}

#[test]
fn pictures_are_fetched_once() {
    let (center, out) = (HelpCenter::start(2), tempfile::tempdir().unwrap());
    let mut options = center.options(out.path());
    options.attachments = true;
    assert_eq!(good(&options).files, 2);
    let files = tree(out.path());
    let article = &files["en-US/money-more/invoices/article-2.md"];
    let (_, rest) = article.split_once("](../../../").unwrap();
    let (path, _) = rest.split_once(')').unwrap();
    assert_eq!(files[path], "picture");
    center.server.forget();
    assert_eq!(good(&options).files, 0);
    let asked = center.server.forget();
    assert!(
        asked
            .iter()
            .all(|request| !request.file.contains("attachments"))
    );
    assert_eq!(tree(out.path()), files);
}
