//! Intercom, Freshdesk and Help Scout: their shapes, pages and tokens.

use crate::server::{Reply, Request, Server};
use crate::support::{good, options, run, tree, with_secrets};
use helpdex_import::{ImportError, Options, Source};
use serde_json::{Value, json};
use std::path::Path;

fn slice(request: &Request, rows: &[Value], size: usize) -> (Vec<Value>, usize, usize) {
    let page: usize = request
        .parameter("page")
        .map_or(1, |page| page.parse().unwrap());
    let rows_of_page = rows
        .iter()
        .skip((page - 1) * size)
        .take(size)
        .cloned()
        .collect();
    (rows_of_page, page, rows.len().div_ceil(size).max(1))
}

fn intercom(request: &Request) -> Reply {
    if request.header("authorization") != Some("Bearer t0ken") {
        return Reply::of(401, "{}");
    }
    let rows: Vec<Value> = match request.file.as_str() {
        "/help_center/collections" => vec![
            json!({"id": "10", "name": "Start", "parent_id": null, "translated_content": {"es": {"name": "Inicio"}}}),
            json!({"id": "11", "name": "Sign in", "parent_id": "10"}),
        ],
        "/articles" => (1..=3).map(|id| json!({
            "id": id.to_string(), "type": "article", "title": format!("Title {id}"), "body": "<p>Body.</p>",
            "state": "published", "url": format!("https://help.example/en/articles/{id}"), "parent_id": "11",
            "default_locale": "en", "updated_at": 1_672_928_610,
            "translated_content": {"type": "article_translated_content",
                "en": {"title": format!("Title {id}"), "body": "<p>Body.</p>", "state": "published", "updated_at": 1_672_928_610},
                "es": if id == 2 { json!({"title": "Título", "body": "<p>Texto.</p>", "state": "draft"}) } else { Value::Null }}
        })).collect(),
        "/internal_articles" => vec![json!({"id": "7", "title": "For us", "body": "<p>Secret.</p>", "locale": "en"})],
        _ => return Reply::of(404, "{}"),
    };
    let (data, page, pages) = slice(request, &rows, 2);
    Reply::json(
        &json!({"type": "list", "data": data, "total_count": rows.len(),
        "pages": {"type": "pages", "page": page, "per_page": 2, "total_pages": pages}}),
    )
}

fn freshdesk(request: &Request) -> Reply {
    if request.header("authorization") != Some("Basic azNZOlg=") {
        return Reply::of(401, "{}");
    }
    let article = |id: u64, lang: &str| {
        json!({
            "id": id, "title": format!("{lang} {id}"), "description": "<p>Text.</p>", "status": if id == 3 { 1 } else { 2 },
            "tags": ["x"], "updated_at": "2026-01-02T03:04:05Z",
            "hierarchy": [{"level": 0, "type": "category", "data": {"name": format!("{lang} cat")}}, {"level": 1, "type": "folder", "data": {"name": "F"}}]
        })
    };
    let rows: Vec<Value> = match request.file.strip_prefix("/api/v2/").unwrap_or_default() {
        "settings/helpdesk" => {
            return Reply::json(&json!({"primary_language": "en", "supported_languages": ["es"]}));
        }
        "solutions/categories" => vec![json!({"id": 1, "name": "Cat"})],
        "solutions/categories/1/folders" => {
            vec![json!({"id": 2, "name": "F", "visibility": 1, "sub_folders_count": 1})]
        }
        "solutions/folders/2/subfolders" => {
            vec![json!({"id": 3, "name": "Agents", "visibility": 3, "sub_folders_count": 0})]
        }
        "solutions/folders/2/articles" => (1..=3).map(|id| article(id, "en")).collect(),
        "solutions/folders/3/articles" => vec![article(9, "en")],
        "solutions/articles/1/es" => return Reply::json(&article(1, "es")),
        _ => return Reply::of(404, "{}"),
    };
    let (data, page, pages) = slice(request, &rows, 2);
    let reply = Reply::json(&json!(data));
    if page < pages {
        reply.with("Link", "<https://other.invalid/?page=2>; rel=\"next\"")
    } else {
        reply
    }
}

fn helpscout(request: &Request) -> Reply {
    if request.header("authorization") != Some("Basic azNZOlg=") {
        return Reply::of(401, "{}");
    }
    let list = |key: &str, rows: Vec<Value>| {
        let (items, page, pages) = slice(request, &rows, 2);
        Reply::json(
            &json!({key: {"page": page, "pages": pages, "count": rows.len(), "items": items}}),
        )
    };
    match request.file.strip_prefix("/v1/").unwrap_or_default() {
        "collections" => list(
            "collections",
            vec![
                json!({"id": "c1", "name": "Guide", "visibility": "public"}),
                json!({"id": "c2", "name": "Team", "visibility": "private"}),
            ],
        ),
        "collections/c1/categories" => {
            list("categories", vec![json!({"id": "k1", "name": "Basics"})])
        }
        "collections/c2/categories" => list("categories", vec![]),
        "collections/c1/articles" => list(
            "articles",
            (1..=3).map(|id| json!({"id": format!("a{id}")})).collect(),
        ),
        "collections/c2/articles" => list("articles", vec![json!({"id": "a9"})]),
        path => match path.strip_prefix("articles/") {
            Some(id) => Reply::json(&json!({"article": {
                "id": id, "name": format!("Name {id}"), "text": "<p>Text.</p>", "categories": ["k1"],
                "status": if id == "a3" { "notpublished" } else { "published" },
                "publicUrl": format!("https://docs.example/article/{id}"), "updatedAt": "2026-05-06T00:00:00Z"
            }})),
            None => Reply::of(404, "{}"),
        },
    }
}

/// Runs an import, breaks it at every request, and compares.
fn survives(
    server: &Server,
    import: &dyn Fn(&Path) -> Options,
) -> std::collections::BTreeMap<String, String> {
    let whole = tempfile::tempdir().unwrap();
    good(&import(whole.path()));
    let expected = tree(whole.path());
    let requests = server.forget().len();
    for broken in 1..=requests {
        let out = tempfile::tempdir().unwrap();
        server.fail(move |number, _| (number >= broken).then(|| Reply::of(502, "")));
        run(&import(out.path())).unwrap_err();
        server.forget();
        good(&import(out.path()));
        assert_eq!(tree(out.path()), expected, "broken at {broken}");
        assert!(server.forget().len() <= requests - broken + 1);
    }
    assert_eq!(good(&import(whole.path())).changed, 0);
    expected
}

#[test]
fn intercom_articles_come_in_all_languages() {
    let server = Server::start(intercom);
    let import = |out: &Path| {
        with_secrets(
            options(Source::Intercom, &server.base, out),
            &[("INTERCOM_TOKEN", "t0ken")],
        )
    };
    let files = survives(&server, &import);
    assert_eq!(files.len(), 5, "{:?}", files.keys());
    let one = &files["en/start/sign-in/title-1.md"];
    assert!(
        one.contains("id: intercom-1\n") && one.contains("updated: 2023-01-05\n"),
        "{one}"
    );
    let spanish = &files["es/inicio/sign-in/título.md"];
    assert!(
        spanish.contains("id: intercom-2\n") && spanish.contains("state: draft\n"),
        "{spanish}"
    );
    assert!(files["en/for-us.md"].contains("audience: internal\n"));
}

#[test]
fn freshdesk_folders_decide_who_reads() {
    let server = Server::start(freshdesk);
    let import = |out: &Path| {
        let mut options = with_secrets(
            options(Source::Freshdesk, &server.base, out),
            &[("FRESHDESK_KEY", "k3Y")],
        );
        options.bounds.parallel = 1;
        options
    };
    let files = survives(&server, &import);
    assert_eq!(files.len(), 5, "{:?}", files.keys());
    assert!(files["en/en-cat/f/en-3.md"].contains("state: draft\n"));
    assert!(files["en/en-cat/f/en-9.md"].contains("audience: internal\n"));
    assert!(files["es/es-cat/f/es-1.md"].contains("id: freshdesk-1\n"));
}

#[test]
fn help_scout_articles_are_read_one_by_one() {
    let server = Server::start(helpscout);
    let import = |out: &Path| {
        let mut options = with_secrets(
            options(Source::HelpScout, &server.base, out),
            &[("HELPSCOUT_KEY", "k3Y")],
        );
        options.bounds.parallel = 1;
        options.lang = Some("en".into());
        options
    };
    let files = survives(&server, &import);
    assert_eq!(files.len(), 4, "{:?}", files.keys());
    assert!(files["en/guide/basics/name-a3.md"].contains("state: draft\n"));
    assert!(files["en/team/name-a9.md"].contains("audience: internal\n"));
}

#[test]
fn a_missing_token_is_named() {
    let out = tempfile::tempdir().unwrap();
    for (source, name) in [
        (Source::Intercom, "INTERCOM_TOKEN"),
        (Source::Freshdesk, "FRESHDESK_KEY"),
        (Source::HelpScout, "HELPSCOUT_KEY"),
    ] {
        let error = run(&options(source, "https://x.example", out.path())).unwrap_err();
        assert!(
            matches!(&error, ImportError::Usage(text) if text.contains(name)),
            "{error}"
        );
    }
}
