use super::*;

fn text(field: &Option<Field>) -> &str {
    field.as_ref().map_or("", |field| &field.text)
}

#[test]
fn yaml_and_toml_say_the_same() {
    let yaml = "---\nid: 42\ntitle: \"Reset: now\"\nurl: /reset\nlang: de\nsection: [Account, Sign-in]\n\
                tags: one, two\nalso_asked_as: [Why?, 'I forgot, what now?']\nupdated: 2026-03-31\nstate: review\nother: {a: [1, 2]}\n---\nBody\n";
    let toml = "+++\nid = 42\ntitle = \"Reset: now\"\nurl = \"/reset\"\nlang = \"de\"\n\
                section = [\"Account\", \"Sign-in\"]\ntags = \"one, two\"\n\
                also_asked_as = [\"Why?\", \"I forgot, what now?\"]\nupdated = 2026-03-31\n\
                state = \"review\"\n[other]\na = 1\n+++\nBody\n";
    for (file, first_line) in [(yaml, 13), (toml, 14)] {
        let (front_matter, body) = read(file).unwrap();
        assert_eq!(text(&front_matter.id), "42");
        assert_eq!(text(&front_matter.title), "Reset: now");
        assert_eq!(text(&front_matter.url), "/reset");
        assert_eq!(text(&front_matter.language), "de");
        assert_eq!(text(&front_matter.updated), "2026-03-31");
        assert_eq!(text(&front_matter.state), "review");
        assert_eq!(front_matter.section, ["Account", "Sign-in"]);
        assert_eq!(front_matter.tags, ["one", "two"]);
        assert_eq!(front_matter.also_asked_as, ["Why?", "I forgot, what now?"]);
        assert_eq!(front_matter.title.unwrap().position.line, 3);
        assert_eq!(
            body,
            Body {
                text: "Body\n",
                first_line
            }
        );
    }
}

#[test]
fn values_are_taken_as_written() {
    for (yaml, expected) in [
        ("title: 007", "007"),
        ("title: 1.10", "1.10"),
        ("title: yes", "yes"),
        ("title: >\n  two\n  lines", "two lines"),
        ("title: 'it''s'", "it's"),
        ("title:", ""),
        ("title: ~", ""),
        ("title: \"\"", ""),
    ] {
        let file = format!("---\n{yaml}\n---\n");
        assert_eq!(text(&read(&file).unwrap().0.title), expected, "{yaml}");
    }
    let (front_matter, _) = read("---\ntags:\n- 1.10\n- C++\n-\n---\n").unwrap();
    assert_eq!(front_matter.tags, ["1.10", "C++"]);
    // A question may hold a comma: it is one, unlike tags.
    let (front_matter, _) = read("---\nalso_asked_as: Lost it, now what?\n---\n").unwrap();
    assert_eq!(front_matter.also_asked_as, ["Lost it, now what?"]);
}

#[test]
fn draft_true_is_a_state() {
    assert_eq!(
        text(&read("---\ndraft: true\n---\n").unwrap().0.state),
        "draft"
    );
    assert_eq!(text(&read("---\ndraft: false\n---\n").unwrap().0.state), "");
    assert_eq!(
        text(&read("+++\ndraft = true\n+++\n").unwrap().0.state),
        "draft"
    );
}

#[test]
fn a_file_may_have_none() {
    for file in [
        "",
        "Body",
        "# Title\n",
        "---\nnever closed",
        "---\nJust text.\n---\nmore",
        "----\na: b\n----\n",
    ] {
        let (front_matter, body) = read(file).unwrap();
        assert_eq!(front_matter, FrontMatter::default());
        assert_eq!(
            body,
            Body {
                text: file,
                first_line: 1
            },
            "{file}"
        );
    }
    assert_eq!(read("---\n---\nBody").unwrap().1.text, "Body");
    assert_eq!(
        read("---\r\ntitle: a\r\n---\r\nBody").unwrap().1.text,
        "Body"
    );
}

#[test]
fn errors_say_where() {
    for (file, line, column, part) in [
        (
            "---\nid: a\ntitle: 2FA: setup\n---\n",
            3,
            11,
            "not valid YAML",
        ),
        (
            "---\ntitle: [a, b]\n---\n",
            2,
            8,
            "`title` must be one value",
        ),
        (
            "---\ntags: {a: b}\n---\n",
            2,
            7,
            "`tags` must be a name or a list",
        ),
        (
            "---\nalso_asked_as: [{q: a}]\n---\n",
            2,
            16,
            "`also_asked_as` must be a question or a list",
        ),
        ("---\ntitle: \"open\n---\n", 2, 8, "not valid YAML"),
        ("+++\nid = 1\ntitle = Reset\n+++\n", 3, 9, "not valid TOML"),
        ("+++\ntitle = []\n+++\n", 2, 9, "`title` must be one value"),
    ] {
        let error = read(file).unwrap_err();
        assert!(error.message.contains(part), "{file}: {error}");
        assert_eq!(error.position, Position { line, column }, "{file}: {error}");
    }
}

#[test]
fn positions_count_characters() {
    assert_eq!(Position::of("aé\nbü=x", 7), Position { line: 2, column: 3 });
    assert_eq!(Position::of("", 0), Position { line: 1, column: 1 });
    assert_eq!(Position::of("a", 99), Position { line: 1, column: 2 });
}

#[test]
fn keys_that_are_never_closed_are_not_text() {
    for (file, fence) in [
        ("---\ntitle: A\nstate: draft\n\ntext", Some("---")),
        ("---\nlayout: post\nstate : draft", Some("---")),
        ("+++\ndraft = true\n", Some("+++")),
        ("---\n\ntitle: after a rule\n", None),
        ("---\nNote: a rule\n", None),
        ("title: A\n", None),
    ] {
        let error = read(file).err().map(|error| error.message);
        let expected = fence
            .map(|fence| format!("the front matter is never closed: end it with a line `{fence}`"));
        assert_eq!(error, expected, "{file}");
    }
}
