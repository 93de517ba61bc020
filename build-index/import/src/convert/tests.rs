use super::*;

#[track_caller]
fn markdown(html: &str) -> String {
    let base = Url::parse("https://help.example.com/hc/a").unwrap();
    super::html(html, Some(&base)).unwrap().markdown
}

#[test]
fn text_lists_and_tables_become_markdown() {
    for (html, expected) in [
        ("<p>One. Two&nbsp;x.</p>", "One.\nTwo x.\n"),
        ("<h2>A</h2><p>b<br>c</p>", "## A\n\nb  \nc\n"),
        (
            "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>",
            "- a\n- b\n  - c\n",
        ),
        ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b\n"),
        (
            "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
            "| A | B |\n| - | - |\n| 1 | 2 |\n",
        ),
        (
            "<table><tr><td>A</td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>",
            "| A | B |\n| - | - |\n| 1 | 2 |\n",
        ),
        ("<table><tr><td><p>x</p></td></tr></table>", "x\n"),
        (
            "<pre class='language-sh'>a<br>b &amp; <b>c</b></pre>",
            "```sh\na\nb & c\n```\n",
        ),
        ("<pre><code>x\n  y</code></pre>", "```\nx\n  y\n```\n"),
        (
            "<p><a href='../b#c'>b</a></p>",
            "[b](https://help.example.com/b#c)\n",
        ),
        ("<p><a href='javascript:x()'>b</a></p>", "b\n"),
        (
            "<img src='/i.png' alt='An  i'>",
            "![An i](https://help.example.com/i.png)\n",
        ),
        (
            "<img src='data:image/gif;base64,R0' data-src='x.png'>",
            "![](https://help.example.com/hc/x.png)\n",
        ),
        (
            "<script>x</script><style>y</style><p style='display: none'>z</p><p>t</p>",
            "t\n",
        ),
        (
            "<iframe src='https://v.example/1' title='How to'></iframe>",
            "[How to](https://v.example/1)\n",
        ),
        (
            "<div class='callout callout-warning'><p>Hot.</p></div>",
            "> **Warning:**\n>\n> Hot.\n",
        ),
        (
            "<div class='note'><p>Note: cold.</p></div>",
            "> Note: cold.\n",
        ),
        (
            "<details><summary>More &lt;x&gt;</summary><p>In.</p></details>",
            "<details>\n<summary>More &lt;x&gt;</summary>\n\nIn.\n\n</details>\n",
        ),
    ] {
        assert_eq!(markdown(html), expected, "{html}");
    }
}

#[test]
fn pictures_and_files_are_assets() {
    let html = "<p><img src='/a.png' alt='x'> <a href='/hc/article_attachments/12/b'>b</a> \
                <a href='/c'>c</a> <a href='/d.pdf?x=1'>d</a></p>";
    let base = Url::parse("https://h.example/").unwrap();
    let assets = super::html(html, Some(&base)).unwrap().assets;
    assert_eq!(
        assets,
        [
            "https://h.example/hc/article_attachments/12/b",
            "https://h.example/d.pdf?x=1",
            "https://h.example/a.png",
        ]
    );
}

#[test]
fn deep_nesting_is_refused_and_any_text_is_taken() {
    let deep = "<div>".repeat(100_000);
    assert!(super::html(&deep, None).unwrap_err().contains("deeper"));
    // As deep as is taken, on a stack of the size that an import uses.
    let deep = "<blockquote>".repeat(250);
    let thread = std::thread::Builder::new().stack_size(32 << 20);
    let thread = thread.spawn(move || super::html(&deep, None).is_ok());
    assert!(thread.unwrap().join().unwrap());
}
