//! Sites: sitemaps, crawling, robots.txt, what a page says of itself.

use crate::server::{Reply, Request, Server};
use crate::support::{good, options, tree};
use flate2::{Compression, write::GzEncoder};
use helpdex_import::{Options, Source};
use std::io::Write as _;
use std::path::Path;

fn html(text: &str) -> Reply {
    Reply::of(200, text).with("Content-Type", "text/html; charset=utf-8")
}

fn page(request: &Request, with_map: bool) -> Reply {
    let base = format!("http://{}", request.header("host").unwrap());
    match request.path.as_str() {
        "/robots.txt" => Reply::of(200, "User-agent: *\nDisallow: /help/secret\n"),
        "/sitemap.xml" if with_map => Reply::of(
            200,
            format!("<sitemapindex><sitemap><loc>{base}/a.xml.gz</loc></sitemap></sitemapindex>"),
        ),
        "/a.xml.gz" => {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            let list: String = ["a", "faq", "secret", "hidden", "copy?x=1"]
                .iter()
                .map(|name| format!("<url><loc>{base}/help/{name}</loc></url>"))
                .collect();
            write!(
                packer,
                "<urlset>{list}<url><loc>http://other.invalid/help/z</loc></url></urlset>"
            )
            .unwrap();
            Reply::of(200, packer.finish().unwrap())
        }
        "/help/" | "/help" => html(
            "<html lang=en><title>Home</title><main><p>Hello.</p><a href='a'>A</a> <a href='/help/faq'>F</a>\
            <a href='/help/secret'>S</a> <a href='/blog/x'>B</a> <a href='http://other.invalid/help/y'>O</a>",
        ),
        "/help/a" => html(
            "<html lang=en-gb><head><title>A | Site</title><link rel=canonical href='/help/a'>\
            <script type='application/ld+json'>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"Article\",\"dateModified\":\"2026-02-03T00:00:00Z\",\"articleSection\":\"Basics\"}]}</script></head>\
            <body><nav>Menu</nav><main><nav>Crumbs</nav><article><h1>How A works</h1><p>One. Two <a href='faq#x'>see</a>.</p></article></main><footer>Foot</footer>",
        ),
        "/help/copy?x=1" => html("<html><link rel=canonical href='/help/a'><h1>Copy</h1><p>x</p>"),
        "/help/hidden" => {
            html("<html><meta name=robots content='noindex, follow'><h1>Hidden</h1><p>x</p>")
        }
        "/help/faq" => html(
            "<html lang=en><h1>FAQ</h1><script type='application/ld+json'>{\"@type\":\"FAQPage\",\"mainEntity\":[\
            {\"@type\":\"Question\",\"name\":\"Is it free?\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"<p>Yes. It is.</p>\"}},\
            {\"@type\":\"Question\",\"name\":\"How?\",\"acceptedAnswer\":{\"@type\":\"Answer\",\"text\":\"So.\"}}]}</script>",
        ),
        "/help/secret" | "/blog/x" => panic!("must not be asked: {}", request.path),
        _ => Reply::of(404, ""),
    }
}

fn import(server: &Server, out: &Path) -> Options {
    let mut options = options(Source::Site, &format!("{}/help/", server.base), out);
    options.bounds.rate = Some(500.0);
    options
}

#[test]
fn pages_of_a_sitemap_are_imported() {
    let (server, out) = (
        Server::start(|request| page(request, true)),
        tempfile::tempdir().unwrap(),
    );
    let summary = good(&import(&server, out.path()));
    let files = tree(out.path());
    assert_eq!(files.len(), 3, "{:?} {:?}", files.keys(), summary);
    let base = &server.base;
    assert_eq!(
        files["en-GB/basics/how-a-works.md"],
        format!(
            "---\nid: site-help/a\ntitle: How A works\nurl: {base}/help/a\nlang: en-GB\nsection:\n  - Basics\n\
             updated: 2026-02-03\nsource: \"site {base}/help\"\n---\n\nOne.\nTwo [see]({base}/help/faq#x).\n"
        )
    );
    assert!(files["en/is-it-free.md"].ends_with("\n\nYes.\nIt is.\n"));
    assert!(
        server
            .forget()
            .iter()
            .all(|request| request.file != "/help/secret")
    );
    assert_eq!(good(&import(&server, out.path())).unchanged, 3);
}

#[test]
fn without_a_sitemap_links_below_the_address_are_followed() {
    let (server, out) = (
        Server::start(|request| page(request, false)),
        tempfile::tempdir().unwrap(),
    );
    good(&import(&server, out.path()));
    let names: Vec<_> = tree(out.path()).into_keys().collect();
    assert_eq!(
        names,
        [
            "en-GB/basics/how-a-works.md",
            "en/home.md",
            "en/how.md",
            "en/is-it-free.md"
        ]
    );
    let asked: Vec<_> = server
        .forget()
        .into_iter()
        .map(|request| request.path)
        .collect();
    assert!(
        asked
            .iter()
            .all(|path| path != "/help/secret" && path != "/blog/x"),
        "{asked:?}"
    );
}

#[test]
fn a_page_that_fails_is_reported_and_nothing_retired() {
    let (server, out) = (
        Server::start(|request| page(request, true)),
        tempfile::tempdir().unwrap(),
    );
    good(&import(&server, out.path()));
    let before = tree(out.path());
    server.fail(|_, request| (request.path == "/help/a").then(|| Reply::of(500, "")));
    let summary = good(&import(&server, out.path()));
    assert_eq!(
        (summary.failed.len(), summary.retired, summary.gone.len()),
        (1, false, 0)
    );
    assert!(summary.failed[0].place.ends_with("/help/a"));
    assert_eq!(tree(out.path()), before);
}
