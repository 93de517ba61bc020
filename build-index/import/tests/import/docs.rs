//! Folders of documentation tools.

use crate::support::{good, options, tree};
use helpdex_import::Source;

fn docs(files: &[(&str, &str)], from: &str) -> (Vec<String>, String) {
    let (folder, out) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut options = options(
        Source::Docs,
        folder.path().join(from).to_str().unwrap(),
        out.path(),
    );
    options.base_url = Some("https://d.example".into());
    let summary = good(&options);
    assert_eq!(summary.failed, []);
    assert_eq!(good(&options).changed, 0);
    let files = tree(out.path());
    let urls = files.iter().map(|(path, text)| {
        let url = text
            .lines()
            .find_map(|line| line.strip_prefix("url: https://d.example"))
            .unwrap();
        format!("{path} {url}")
    });
    let urls: Vec<_> = urls.collect();
    let mut all: Vec<_> = files.into_values().collect();
    all.sort();
    (urls, all.concat())
}

#[test]
fn each_tool_has_its_own_addresses() {
    for (files, expected) in [
        (
            vec![
                ("docusaurus.config.js", ""),
                ("docs/01-start/_category_.json", "{\"label\": \"Begin\"}"),
                (
                    "docs/01-start/02-install.mdx",
                    "---\nsidebar_position: 1\n---\nimport X from 'x';\n\n# Install it\n\nSee [b](./b.md#c).\n",
                ),
                (
                    "docs/01-start/b.md",
                    "---\ntitle: B\nslug: /bee\n---\nText.\n",
                ),
                (
                    "i18n/es/docusaurus-plugin-content-docs/current/01-start/b.md",
                    "# B es\n",
                ),
            ],
            vec![
                "begin/b.md /docs/bee",
                "begin/install-it.md /docs/start/install",
                "es/start/b-es.md /es/docs/start/b",
            ],
        ),
        (
            vec![
                ("astro.config.mjs", ""),
                ("src/content/docs/guides/a.md", "---\ntitle: A\n---\nx\n"),
                ("src/content/docs/es/guides/a.md", "---\ntitle: A\n---\nx\n"),
            ],
            vec!["es/guides/a.md /es/guides/a/", "guides/a.md /guides/a/"],
        ),
        (
            vec![
                (".vitepress/config.mts", ""),
                ("guide/a.md", "# A\n"),
                ("index.md", "# Home\n"),
            ],
            vec!["guide/a.md /guide/a.html", "home.md /"],
        ),
        (
            vec![
                ("mkdocs.yml", "site_name: x\ndocs_dir: pages\n"),
                ("pages/a.md", "# A\n"),
                ("pages/b/index.md", "# B\n"),
            ],
            vec!["a.md /a/", "b/b.md /b/"],
        ),
        (
            vec![
                ("hugo.toml", ""),
                (
                    "content/en/a.md",
                    "+++\ntitle = 'A'\nlastmod = 2026-01-02\n+++\nx\n",
                ),
                (
                    "content/b.es.md",
                    "---\ntitle: B\nurl: /bb/\ndraft: true\n---\nx\n",
                ),
            ],
            vec!["en/a.md /en/a/", "es/b.md /bb/"],
        ),
        (
            vec![
                ("_config.yml", ""),
                ("a.md", "---\ntitle: A\npermalink: /x/\n---\ny\n"),
                ("b/c.md", "# C\n"),
            ],
            vec!["a.md /x/", "b/c.md /b/c.html"],
        ),
        (vec![("a/b.md", "# B\n")], vec!["a/b.md /a/b"]),
    ] {
        assert_eq!(docs(&files, "").0, expected);
    }
}

#[test]
fn links_lead_to_pages_and_drafts_stay_drafts() {
    let files = [
        ("mkdocs.yml", ""),
        (
            "docs/a.md",
            "# A\n\n[b](sub/b.md#x) and [c](https://x.example/c.md).\n\n!!! tip\n    Go on.\n",
        ),
        (
            "docs/sub/b.md",
            "---\ntitle: B\ndraft: true\ntags: [x, y]\n---\n[a](../a.md)\n",
        ),
    ];
    let text = docs(&files, "docs").1;
    for part in [
        "[b](https://d.example/sub/b/#x) and [c](https://x.example/c.md).",
        "> **Tip:**\n>\n> Go on.",
        "id: docs-sub/b\n",
        "state: draft\n",
        "tags:\n  - x\n  - \"y\"\n",
        "[a](https://d.example/a/)",
    ] {
        assert!(text.contains(part), "no {part:?} in\n{text}");
    }
}
