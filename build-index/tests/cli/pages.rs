//! `helpdex build --pages`: what people and crawlers get.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use roxmltree::{Document, Node};
use scraper::{Html, Selector};
use serde_json::{Value, json};

use crate::support::{Folder, ids, run, tree};

const BASE: &str = "https://help.acme.example/docs";

/// Articles of two languages; titles and tags that try to be markup.
fn articles() -> String {
    let lines = [
        json!({"id": "refunds", "lang": "en", "title": "Refunds", "url": "/billing/refunds", "section": ["Billing & money", "Cards"], "updated": "2026-03-31",
            "body": "Money comes back within 14 days. See [log in](/docs/account/login#password) and <https://other.example/x>.\n\n## Cards\n\n| a | b |\n|--|--|\n| 1 | 2 |\n"}),
        json!({"id": "refunds", "lang": "es", "title": "Reembolsos", "url": "/es/reembolsos", "section": ["Pagos"], "updated": "2026-04-02", "body": "El dinero vuelve en 14 días."}),
        json!({"id": "login", "lang": "en", "title": "Log in", "url": "/account/login", "section": ["Account"], "updated": "2026-01-05", "body": "Use your password for refunds.\n\n## Password\n\nThe money."}),
        json!({"id": "hostile", "lang": "en", "title": "</script><script>alert(1)</script> \"'&\u{1}]]>", "url": "/a%20b/x.html", "tags": ["<!--"], "section": ["<b>\"x"],
            "body": "<img src=x onerror=alert(1)><script>alert(2)</script>Text & <b>bold</b> [x](javascript:alert(3))"}),
        json!({"id": "elsewhere", "lang": "en", "title": "Elsewhere", "url": "https://other.example/page", "body": "Not ours."}),
        json!({"id": "same", "lang": "en", "title": "Same address", "url": "/billing/refunds/", "body": "Taken."}),
    ];
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn site(config: &str) -> Folder {
    let site = Folder::new();
    site.write("articles.jsonl", articles());
    site.write("helpdex.toml", config);
    site.out("public/help");
    site
}

fn config(more: &str) -> String {
    format!(
        "source = 'articles.jsonl'\nout = 'public/help'\n[site]\nname = 'Acme <Help>'\nurl_base = '{BASE}'\n[eval]\nsample = 0\n[faq]\nquestions = [{{ articles = ['login'] }}]\n{more}"
    )
}

const PAGES: &str = "[pages]\nout = 'public'\n";

#[track_caller]
fn build(site: &Folder) -> Value {
    run(["build", "--config", &site.at("helpdex.toml"), "--json"])
        .good()
        .json()
}

fn read(site: &Folder, path: &str) -> String {
    fs::read_to_string(site.path().join("public").join(path))
        .unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The file that a web server would answer an address of the site with.
fn file_of(url: &str) -> String {
    let path = url
        .strip_prefix(BASE)
        .expect(url)
        .split(['#', '?'])
        .next()
        .unwrap_or_default();
    let path = path.trim_matches('/').replace("%20", " ");
    if path.ends_with(".html") {
        path
    } else {
        format!("{path}/index.html")
    }
}

fn attributes(page: &Html, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    page.select(&selector)
        .filter_map(|element| element.attr(name).map(str::to_owned))
        .collect()
}

fn structured_data(page: &str) -> Vec<Value> {
    let page = Html::parse_document(page);
    let selector = Selector::parse("script[type='application/ld+json']").expect("a selector");
    page.select(&selector)
        .map(|element| {
            serde_json::from_str(&element.text().collect::<String>()).expect("JSON-LD is JSON")
        })
        .collect()
}

/// Everything that a bundle's folder does not hold.
fn pages(site: &Folder) -> std::collections::BTreeMap<String, Vec<u8>> {
    let mut files = tree(&site.path().join("public"));
    files.retain(|path, _| !path.starts_with("help/"));
    files
}

#[test]
fn a_hits_address_leads_to_its_page() {
    let site = site(&config(PAGES));
    let built = build(&site);
    assert_eq!(built["pages"]["articles"], 4, "{}", built["pages"]);
    let warnings = built["pages"]["warnings"].to_string();
    for part in [
        "\\\"same\\\"",
        "https://other.example/page",
        "give it a `url` of its own",
    ] {
        assert!(warnings.contains(part), "no {part} in {warnings}");
    }
    let bundle = site.at("public/help");
    let mut seen = 0;
    for (lang, query) in [
        ("en", "refunds money"),
        ("en", "password"),
        ("en", "alert bold text"),
        ("es", "dinero"),
    ] {
        assert!(!ids(&bundle, lang, query).is_empty());
        let answer = run([
            "query", "--bundle", &bundle, "--lang", lang, "--json", "--", query,
        ])
        .good()
        .json();
        for hit in answer["hits"].as_array().expect("hits") {
            let url = hit["url"].as_str().expect("an address");
            if hit["id"] == "elsewhere" || hit["id"] == "same" {
                continue;
            }
            let page = Html::parse_document(&read(&site, &file_of(url)));
            assert_eq!(attributes(&page, "link[rel=canonical]", "href"), [url]);
            assert_eq!(attributes(&page, "html", "lang"), [lang]);
            seen += 1;
        }
    }
    assert!(seen >= 4);
}

#[test]
fn a_page_holds_what_it_says_and_its_links_lead_somewhere() {
    let site = site(&config(PAGES));
    build(&site);
    let text = read(&site, "billing/refunds/index.html");
    let page = Html::parse_document(&text);
    assert_eq!(
        attributes(&page, "link[rel=alternate][hreflang]", "hreflang"),
        ["en", "es", "x-default"]
    );
    assert_eq!(
        attributes(&page, "meta[property='og:url']", "content"),
        [format!("{BASE}/billing/refunds")]
    );
    assert_eq!(
        attributes(&page, "script[type=module]", "src"),
        ["/help/helpdex.js"]
    );
    assert_eq!(
        attributes(&page, "help-search form", "action"),
        ["/docs/articles/en/"]
    );
    assert_eq!(
        attributes(&page, "footer a[hreflang]", "href"),
        ["/docs/es/reembolsos"]
    );
    // Nothing within it needs more than the strictest policy.
    for selector in [
        "style",
        "[style]",
        "[onclick]",
        "script:not([src]):not([type='application/ld+json'])",
    ] {
        assert!(
            page.select(&Selector::parse(selector).expect("a selector"))
                .next()
                .is_none(),
            "{selector}"
        );
    }
    let origin = "https://help.acme.example";
    for path in [
        "billing/refunds/index.html",
        "es/reembolsos/index.html",
        "articles/en/index.html",
        "a b/x.html",
    ] {
        let page = Html::parse_document(&read(&site, path));
        for link in attributes(&page, "a, link", "href") {
            let absolute = if link.starts_with('/') {
                format!("{origin}{link}")
            } else {
                link.clone()
            };
            if link.starts_with('#') || !absolute.starts_with(BASE) {
                assert!(
                    link.starts_with('#') || link == "https://other.example/x",
                    "{path}: {link}"
                );
                continue;
            }
            let file = site.path().join("public").join(file_of(&absolute));
            let plain = site.path().join("public").join(
                absolute
                    .strip_prefix(BASE)
                    .expect("below")
                    .trim_start_matches('/'),
            );
            assert!(file.is_file() || plain.is_file(), "{path}: {link}");
            if let Some((_, anchor)) = link.split_once('#') {
                let target = Html::parse_document(&fs::read_to_string(file).expect("a page"));
                assert!(
                    attributes(&target, "[id]", "id")
                        .iter()
                        .any(|id| id == anchor),
                    "{path}: {link}"
                );
            }
        }
    }
}

#[test]
fn structured_data_is_what_schema_org_names() {
    let site = site(&config(PAGES));
    build(&site);
    let data = structured_data(&read(&site, "billing/refunds/index.html"));
    let [article, crumbs] = data.as_slice() else {
        panic!("{data:?}")
    };
    assert_eq!(article["@type"], "TechArticle");
    assert_eq!(article["headline"], "Refunds");
    assert_eq!(article["dateModified"], "2026-03-31");
    assert_eq!(article["inLanguage"], "en");
    let crumbs = crumbs["itemListElement"].as_array().expect("a list");
    let names: Vec<_> = crumbs
        .iter()
        .map(|one| one["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(
        names,
        ["Acme <Help>", "Billing & money", "Cards", "Refunds"]
    );
    assert!(crumbs.iter().all(|one| {
        one["item"]
            .as_str()
            .is_some_and(|item| item.starts_with(BASE))
    }));
    let contents = structured_data(&read(&site, "articles/en/index.html"));
    let types: BTreeSet<_> = contents
        .iter()
        .map(|one| one["@type"].as_str().expect("a type"))
        .collect();
    assert_eq!(types, BTreeSet::from(["CollectionPage", "FAQPage"]));
}

#[test]
fn hostile_texts_stay_texts() {
    let site = site(&config(PAGES));
    build(&site);
    let title = "</script><script>alert(1)</script> \"'& ]]>";
    for path in ["a b/x.html", "articles/en/index.html"] {
        let text = read(&site, path);
        let page = Html::parse_document(&text);
        let script = Selector::parse("script").expect("a selector");
        let scripts = page.select(&script);
        assert!(
            scripts
                .filter(|one| one.attr("src").is_none())
                .all(|one| one.attr("type") == Some("application/ld+json"))
        );
        assert!(attributes(&page, "*", "onerror").is_empty());
        assert!(!text.contains("javascript:"), "{path}");
        assert!(
            page.root_element()
                .text()
                .collect::<String>()
                .contains(title),
            "{path}"
        );
    }
    assert_eq!(
        structured_data(&read(&site, "a b/x.html"))[0]["headline"],
        title
    );
}

fn texts<'d>(document: &'d Document<'d>, name: &str) -> Vec<&'d str> {
    let named = document
        .descendants()
        .filter(|node: &Node| node.tag_name().name() == name);
    named.filter_map(|node| node.text()).collect()
}

#[test]
fn what_machines_read_is_sound() {
    let site = site(&config(PAGES));
    let built = build(&site);
    assert_eq!(built["pages"]["sitemap"], format!("{BASE}/sitemap.xml"));
    let sitemap = read(&site, "sitemap.xml");
    let sitemap = Document::parse(&sitemap).expect("XML");
    let locations = texts(&sitemap, "loc");
    assert_eq!(locations.len(), 6);
    for location in &locations {
        assert!(
            site.path().join("public").join(file_of(location)).is_file(),
            "{location}"
        );
    }
    assert_eq!(
        texts(&sitemap, "lastmod"),
        ["2026-03-31", "2026-01-05", "2026-04-02"]
    );
    let links = sitemap
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.w3.org/1999/xhtml", "link")));
    let links: Vec<_> = links
        .filter_map(|node| node.attribute("hreflang"))
        .collect();
    assert_eq!(links, ["en", "es", "x-default", "en", "es", "x-default"]);

    let feed = read(&site, "changes-en.atom");
    let feed = Document::parse(&feed).expect("XML");
    assert!(
        feed.root_element()
            .has_tag_name(("http://www.w3.org/2005/Atom", "feed"))
    );
    assert_eq!(
        texts(&feed, "updated"),
        [
            "2026-03-31T00:00:00Z",
            "2026-03-31T00:00:00Z",
            "2026-01-05T00:00:00Z"
        ]
    );
    let ids = texts(&feed, "id");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3);
    assert!(ids.iter().all(|id| id.starts_with("urn:uuid:")));
    assert_eq!(texts(&feed, "name"), ["Acme <Help>"]);

    let search = read(&site, "opensearch-es.xml");
    let search = Document::parse(&search).expect("XML");
    assert_eq!(texts(&search, "Language"), ["es"]);
    let templates: Vec<_> = search
        .descendants()
        .filter_map(|node| node.attribute("template"))
        .collect();
    assert_eq!(
        templates[0],
        format!("{BASE}/articles/es/?q={{searchTerms}}")
    );
}

#[test]
fn nothing_new_writes_nothing_and_what_is_gone_goes() {
    let site = site(&config(PAGES));
    site.write("public/account/login/index.html", "my own");
    let first = build(&site);
    assert!(
        first["pages"]["warnings"]
            .to_string()
            .contains("account/login/index.html")
    );
    let before = pages(&site);
    let again = build(&site);
    assert_eq!(
        (&again["pages"]["written"], &again["pages"]["removed"]),
        (&json!(0), &json!(0))
    );
    assert_eq!(pages(&site), before);
    let kept: String = articles()
        .lines()
        .filter(|line| !line.contains("Reembolsos"))
        .map(|line| format!("{line}\n"))
        .collect();
    site.write("articles.jsonl", kept);
    let less = build(&site);
    assert_eq!(
        less["pages"]["removed"], 4,
        "page, contents, feed, search description"
    );
    assert!(!site.path().join("public/es").exists());
    assert!(!read(&site, "billing/refunds/index.html").contains("hreflang"));
    assert_eq!(read(&site, "account/login/index.html"), "my own");
    // Elsewhere, the same articles give the same bytes.
    let other = self::site(&config("[pages]\nout = 'public'\n"));
    build(&other);
    let elsewhere = pages(&other);
    for (path, bytes) in before
        .iter()
        .filter(|(path, _)| !path.contains("login") && !path.starts_with('.'))
    {
        assert_eq!(elsewhere.get(path), Some(bytes), "{path}");
    }
}

#[test]
fn own_templates_take_the_place_of_ours() {
    let site = site(&config("[pages]\nout = 'public'\ntemplates = 'theme'\n"));
    site.write("theme/article.html", "{% extends \"layout.html\" %}{% block content %}<h1>{{ page.title }}</h1>Ours{{ page.body }}{% endblock %}");
    site.write("theme/pages.css", "p { color: red }");
    build(&site);
    assert!(read(&site, "billing/refunds/index.html").contains("<h1>Refunds</h1>Ours<p>"));
    assert_eq!(read(&site, "helpdex-pages.css"), "p { color: red }");
    for (template, parts) in [
        ("\n{{ page.titel }}", ["article.html:2", "undefined"]),
        ("\n\n{% if %}", ["article.html:3", "syntax error"]),
    ] {
        site.write("theme/article.html", template);
        run(["build", "--config", &site.at("helpdex.toml")]).bad(1, &parts);
    }
    fs::remove_dir_all(Path::new(&site.at("theme"))).expect("removed");
    run(["build", "--config", &site.at("helpdex.toml")]).bad(1, &["theme", "no template here"]);
}

#[test]
fn what_pages_need_is_said_before_anything_is_built() {
    for (lines, parts) in [
        (
            "[site]\nurl_base = '/docs'\n",
            ["url_base = \"https://help.example.com\"", "\"/docs\""],
        ),
        ("", ["url_base", "\"\""]),
        (
            "[site]\nurl_base = 'https://x.example'\n[reader]\nenabled = false\n",
            ["[reader] `enabled` is false", "set it to true"],
        ),
        (
            "[site]\nurl_base = 'https://x.example'\n[pages]\ncontents = '../x'\n",
            ["`contents` in [pages]", "letters, digits"],
        ),
    ] {
        let site = site(&format!(
            "source = 'articles.jsonl'\nout = 'public/help'\n{lines}"
        ));
        run([
            "build",
            "--config",
            &site.at("helpdex.toml"),
            "--pages",
            &site.at("public"),
        ])
        .bad(2, &parts);
        assert!(!site.path().join("public/help/manifest.json").exists());
    }
}
