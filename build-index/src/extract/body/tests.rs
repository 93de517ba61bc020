use super::*;
use crate::extract::{html, markdown};
use helpdex::document::Section;

const URL: &str = "https://help.acme.example/docs/guide/reset";

/// A body as the reader's markup, for comparison only.
fn shown(nodes: &[Node]) -> String {
    let one = |node: &Node| match node {
        Node::Text(text) => text.replace('<', "&lt;"),
        Node::Element(Element {
            tag,
            attributes,
            children,
        }) => {
            let attributes = attributes
                .iter()
                .map(|(name, value)| format!(" {name}={value:?}"));
            let attributes: String = attributes.collect();
            format!("<{tag}{attributes}>{}</{tag}>", shown(children))
        }
    };
    nodes.iter().map(one).collect()
}

fn page(html: &str) -> String {
    finished(of_page(html), &html::page(html).sections, URL)
}

fn article(text: &str) -> String {
    finished(of_markdown(text), &markdown::sections(text), URL)
}

fn finished(mut body: Vec<Node>, sections: &[Section], url: &str) -> String {
    finish(&mut body, "Title", sections);
    resolve(&mut body, url);
    shown(&body)
}

#[test]
fn markdown_becomes_nodes() {
    for (text, expected) in [
        ("One *two*\n`x`", "<p>One <em>two</em> <code>x</code></p>"),
        (
            "# Title\n\n## A b\n\n- x\n- [ ] y",
            "<h2 id=\"a-b\">A b</h2><ul><li>x</li><li>☐ y</li></ul>",
        ),
        (
            "```rust\nfn  a() {}\n\n// <b>\n```",
            "<pre><code class=\"language-rust\">fn  a() {}\n\n// &lt;b>\n</code></pre>",
        ),
        (
            "|a|b|\n|-|-|\n|1||",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td></td></tr></tbody></table>",
        ),
        ("~~a~~ b  \nc", "<p><s>a</s> b<br></br>c</p>"),
        ("<aside>x</aside>", "<div>x</div>"),
        (
            "![shot](a.png)",
            "<p><img src=\"https://help.acme.example/docs/guide/a.png\" alt=\"shot\"></img></p>",
        ),
    ] {
        assert_eq!(article(text), expected, "{text}");
    }
}

#[test]
fn of_a_page_the_article_alone_is_kept() {
    for (html, expected) in [
        (
            "<nav>x</nav><main><h1>Title</h1><p>a</main><footer>y</footer>",
            "<p>a</p>",
        ),
        (
            "<article><p>a</article><p>b<article>c</article>",
            "<p>a</p>c",
        ),
        ("<main></main><p>a<aside>b</aside>", "<p>a</p>"),
        (
            "<section id=s><h2>A</h2> b </section>",
            "<h2 id=\"s\">A</h2>b",
        ),
        (
            "<p>a<p>b<ul><li>c<li>d</ul>",
            "<p>a</p><p>b</p><ul><li>c</li><li>d</li></ul>",
        ),
        ("<h2>A <a href=#a>¶</a></h2>", "<h2 id=\"a\">A </h2>"),
    ] {
        assert_eq!(page(html), expected, "{html}");
    }
}

/// Headings have the identifiers of the sections that search hits name.
#[test]
fn headings_are_named_as_hits_name_them() {
    for text in [
        "## Note\n\na\n\n### Note\n\nb\n\n## Greeting {#hello}\n\n## C++ & `node.js`\n\n## *Big* [news](x)",
        "# Other\n\n## <em>A</em> B\n\n> ## Quoted\n\n## Greeting with {name}",
    ] {
        let sections = markdown::sections(text);
        let mut body = of_markdown(text);
        finish(&mut body, "Title", &sections);
        let shown = shown(&body);
        for section in sections.iter().filter(|section| section.level > 0) {
            assert!(
                shown.contains(&format!("id={:?}", section.anchor)),
                "{}: {shown}",
                section.anchor
            );
        }
    }
}

#[test]
fn addresses_are_resolved_on_the_articles_page() {
    for (url, link, expected) in [
        (URL, "other", "https://help.acme.example/docs/guide/other"),
        (URL, "../b?x=1#y", "https://help.acme.example/docs/b?x=1#y"),
        (
            URL,
            "#part",
            "https://help.acme.example/docs/guide/reset#part",
        ),
        (URL, "//cdn.example/x", "https://cdn.example/x"),
        ("/docs/reset", "other", "/docs/other"),
        ("/docs/reset", "/x", "/x"),
        (
            "/docs/reset",
            "https://a.example/x y",
            "https://a.example/x%20y",
        ),
        ("docs/reset", "other", "docs/other"),
        (URL, "mailto:a@b.example", "mailto:a@b.example"),
        (URL, "tel:+34123", "tel:+34123"),
    ] {
        let html = format!("<a href=\"{link}\">x</a>");
        let expected = format!("<a href={expected:?}>x</a>");
        assert_eq!(
            finished(of_page(&html), &[], url),
            expected,
            "{link} on {url}"
        );
    }
}

#[test]
fn attributes_are_kept_if_they_are_legal() {
    for (html, expected) in [
        (
            "<ol start=3 type=a><li>x</ol>",
            "<ol start=\"3\" type=\"a\"><li>x</li></ol>",
        ),
        ("<ol start=x type=z><li>x</ol>", "<ol><li>x</li></ol>"),
        (
            "<p id=x class=y data-z dir=rtl lang='a b'>x",
            "<p dir=\"rtl\">x</p>",
        ),
        (
            "<table><tr><td colspan=2 rowspan=0 scope=x>x</table>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
        ),
        (
            "<code class='a language-c++ b'>x</code>",
            "<code class=\"language-c++\">x</code>",
        ),
        (
            "<details open><summary>a</summary>b</details>",
            "<details><summary>a</summary>b</details>",
        ),
    ] {
        assert_eq!(page(html), expected, "{html}");
    }
}

/// Attacks, as cheat sheets and sanitizers' own tests list them: nothing that runs is left.
#[test]
fn no_script_survives() {
    let attacks = include_str!("attacks.txt");
    let attacks: Vec<&str> = attacks.split("\n\n").collect();
    assert!(attacks.len() > 50);
    for attack in attacks {
        for (mut body, kind) in [(of_page(attack), "html"), (of_markdown(attack), "markdown")] {
            finish(&mut body, "Title", &[]);
            resolve(&mut body, URL);
            assert_harmless(&body, &format!("{kind}: {attack}"));
        }
    }
}

fn assert_harmless(nodes: &[Node], attack: &str) {
    for node in nodes {
        let Node::Element(element) = node else {
            continue;
        };
        let tag = element.tag;
        assert!(
            matches!(allowed::part(tag), Part::Kept(kept) if kept == tag),
            "<{tag}> of {attack}"
        );
        assert_ne!(tag, "h1", "{attack}");
        for (name, value) in &element.attributes {
            assert!(
                matches!(
                    *name,
                    "href"
                        | "title"
                        | "src"
                        | "alt"
                        | "width"
                        | "height"
                        | "colspan"
                        | "rowspan"
                        | "scope"
                        | "start"
                        | "type"
                        | "class"
                        | "id"
                        | "lang"
                        | "dir"
                ),
                "{name} of {attack}"
            );
            let safe: &[&str] = match *name {
                "href" => &["https://", "http://", "mailto:", "tel:"],
                "src" => &[
                    "https://",
                    "http://",
                    "data:image/png",
                    "data:image/gif",
                    "data:image/jpeg",
                    "data:image/webp",
                ],
                _ => continue,
            };
            assert!(
                safe.iter().any(|safe| value.starts_with(safe)),
                "{value} of {attack}"
            );
        }
        assert_harmless(&element.children, attack);
    }
}

#[test]
fn depth_is_bounded_and_no_text_is_lost() {
    let html = format!("{}deep", "<div><span>".repeat(2_000));
    let body = of_page(&html);
    fn depth(nodes: &[Node]) -> usize {
        let of = |node: &Node| match node {
            Node::Element(element) => 1 + depth(&element.children),
            Node::Text(_) => 0,
        };
        nodes.iter().map(of).max().unwrap_or(0)
    }
    assert!(depth(&body) <= MAX_DEPTH);
    assert!(shown(&body).contains("deep"));
    let html = format!("{}<p>a<script>b</script><b>c</b>", "<div>".repeat(80));
    assert!(shown(&of_page(&html)).contains(">ac<"));
}
