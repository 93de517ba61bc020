use super::*;

/// The sections of `html`, each written `level heading #anchor | line / line`.
fn sections(html: &str) -> Vec<String> {
    page(html)
        .sections
        .iter()
        .map(|section| {
            let text = section.text.replace('\n', " / ");
            match section.level {
                0 => text,
                level => format!("{level} {} #{} | {text}", section.heading, section.anchor),
            }
        })
        .collect()
}

#[track_caller]
fn check(html: &str, expected: &[&str]) {
    assert_eq!(sections(html), expected, "{html}");
}

#[test]
fn text_is_split_by_blocks_and_kept_by_inlines() {
    check(
        "<p>One <b>tw</b>o</p>\n<p>three<br>four</p>",
        &["One two / three / four"],
    );
    check("<ul><li>a<li>b</ul>c", &["a / b / c"]);
    check(
        "<table><tr><th>Key<th>Use<tr><td>F5<td>reload</table>",
        &["Key Use / F5 reload"],
    );
    check("<dl><dt>Term<dd>Meaning</dl>", &["Term / Meaning"]);
    check("<pre>a  b\n\nc</pre>d", &["a b / c / d"]);
    check("press <kbd>Ctrl</kbd>+<kbd>C</kbd>", &["press Ctrl+C"]);
    check(
        "Drag <img src=x.png alt='the icon'>here",
        &["Drag the icon here"],
    );
    check(
        "<details><summary>More</summary>text</details>",
        &["More / text"],
    );
    check("super<wbr>cali<wbr>fragilistic", &["supercalifragilistic"]);
}

#[test]
fn entities_are_decoded() {
    check(
        "<p>a &amp; b &lt;c&gt; &#x41;&eacute;&nbsp;x</p>",
        &["a & b <c> Aé x"],
    );
    check("<img alt='&quot;x&quot;'>", &["\"x\""]);
}

#[test]
fn what_is_not_read_is_dropped() {
    check("a<script>var x = '<p>no</p>'</script>b", &["a b"]);
    check("a<style>p{}</style><template><p>no</template>b", &["a b"]);
    check("<svg><title>no</title><text>no</text></svg>yes", &["yes"]);
    check("<svg/>yes", &["yes"]);
    check(
        "<nav><nav>no</nav>no</nav><p>yes</p><footer>no</footer>",
        &["yes"],
    );
    check("<!-- no -->yes", &["yes"]);
    check(
        "<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字",
        &["漢 字"],
    );
}

#[test]
fn only_the_main_part_of_a_page_is_kept() {
    let html = "<body><div>menu</div><main><h2>A</h2>text<aside>no</aside></main><div>end</div>";
    check(html, &["2 A #a | text"]);
    check(
        "<div>menu</div><article>one</article>x<article>two</article>",
        &["one / two"],
    );
    check("<article>card</article><main>real</main>", &["real"]);
    check(
        "<main></main><div>drawn by a script</div>",
        &["drawn by a script"],
    );
    check("<header>left open<main>text</main>", &["text"]);
}

#[test]
fn headings_open_sections() {
    check(
        "lead<h1>Top</h1>x<h3>Deep &amp; <i>bold</i></h3><p>y",
        &["lead", "1 Top #top | x", "3 Deep & bold #deep--bold | y"],
    );
    check(
        "<h2>Same</h2><h2>Same</h2>",
        &["2 Same #same | ", "2 Same #same-1 | "],
    );
    check("<h2></h2>text", &["text"]);
    check(
        "<h2>Unclosed<p>text",
        &["2 Unclosed text #unclosed-text | "],
    );
}

#[test]
fn a_stated_anchor_wins_over_a_made_one() {
    check("<h2 id=x>Foo</h2>a", &["2 Foo #x | a"]);
    check("<section id=x><h2>Foo</h2>a</section>", &["2 Foo #x | a"]);
    check("<a name=x></a><h2>Foo</h2>a", &["2 Foo #x | a"]);
    check("<a id=x></a>text<h2>Foo</h2>a", &["text", "2 Foo #foo | a"]);
    check("<h2>Foo <a id=x href='#x'>¶</a></h2>a", &["2 Foo #x | a"]);
    check(
        "<h2><a aria-hidden=true href='#'>Link</a>C#</h2>a",
        &["2 C# #c | a"],
    );
    check(
        "<h2><a href='/y'>Linked</a></h2>a",
        &["2 Linked #linked | a"],
    );
}

#[test]
fn a_page_describes_itself() {
    let page = page(
        "<!doctype html><html lang=pt-BR><head><title>Reset | Acme</title>\
         <meta name=Description content=' How to\n reset '>\
         <link rel=canonical href=https://acme.example/reset></head><body><p>x",
    );
    assert_eq!(page.title.as_deref(), Some("Reset | Acme"));
    assert_eq!(page.language.as_deref(), Some("pt-BR"));
    assert_eq!(
        page.canonical.as_deref(),
        Some("https://acme.example/reset")
    );
    assert_eq!(page.description.as_deref(), Some("How to reset"));
}

#[test]
fn the_title_is_the_articles_heading() {
    for (html, expected) in [
        ("<title>T | Site</title><main><h1>T</h1>x</main>", Some("T")),
        (
            "<title>T | Site</title><main><header><h1>T</h1></header>x</main>",
            Some("T"),
        ),
        ("<title>T | Site</title><h1>T</h1><main>x</main>", Some("T")),
        (
            "<title>T</title><header><h1>Site</h1></header><main>x</main>",
            Some("T"),
        ),
        ("<header><h1>Site</h1></header><main>x</main>", Some("Site")),
        ("<title> \n</title>x", None),
        ("x", None),
    ] {
        assert_eq!(page(html).title.as_deref(), expected, "{html}");
    }
}

#[test]
fn any_bytes_are_accepted() {
    for html in [
        "<",
        "</",
        "<a",
        "<a href",
        "<h1",
        "<h1>",
        "</h1>",
        "&",
        "&#",
        "<!",
        "<![CDATA[x]]>",
        "\0",
        "<svg>",
    ] {
        page(html);
    }
}
