//! Settings, and what a page needs.

use super::{Plan, samples};

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

pub(super) fn helpdex_toml(plan: &Plan) -> String {
    let languages: Vec<String> = plan.languages.iter().map(|tag| quoted(tag)).collect();
    let default = plan.languages.first().map_or("en", String::as_str);
    let (name, source, out) = (quoted(&plan.name), quoted(&plan.source), quoted(&plan.out));
    format!(
        r##"# Settings of the help center. `helpdex build --print-config` prints every key, explained.
# Paths are relative to this file.

# Articles: Markdown and HTML files. A top folder named like a language gives its articles their language;
# an article has the same `id` in all of them.
source = {source}
# The bundle, written by `helpdex build`. Any web server can serve it.
out = {out}

# The language of articles that state none, and of pages in a language that is not built.
default_language = {default}
languages = [{languages}]

[site]
name = {name}
# Where the articles' own pages are, if they have some: put before addresses that begin with "/".
# url_base = "https://www.example.com/help"

# What is offered where a question has no answer.
{top_questions}
# Words that mean the same to your readers.
# [[synonyms]]
# words = ["sign in", "log in"]

# What a search has to find: `helpdex build --ci` publishes nothing while it does not.
[[must_find]]
query = {must_find}
article = "reset-password"
within = 3

# What articles have to state for those who look after them; `helpdex check` says which do not.
[kcs]
require = ["owner", "review_by"]

# Rules of `helpdex check` to switch off; `helpdex check --rules` explains all.
[check]
off = []
"##,
        top_questions = top_questions(plan),
        default = quoted(default),
        languages = languages.join(", "),
        must_find = quoted(must_find(default)),
    )
}

/// One list a language.
fn top_questions(plan: &Plan) -> String {
    let list = |tag: &String| {
        let tag = quoted(tag);
        format!(
            "[[top_questions]]\nlanguage = {tag}\narticles = [\"reset-password\", \"sign-in-problems\", \"cancel-plan\"]\n"
        )
    };
    plan.languages.iter().map(list).collect()
}

/// What somebody asks who lost a password, in the language of the sample.
fn must_find(language: &str) -> &'static str {
    match samples::in_language(language).0 {
        "es" => "olvidé mi contraseña",
        "pl" => "nie pamiętam hasła",
        _ => "forgot my password",
    }
}

/// The page beside the bundle's folder.
pub(super) fn page_path(plan: &Plan) -> String {
    match plan.out.trim_end_matches('/').rsplit_once('/') {
        Some((parent, _)) => format!("{parent}/index.html"),
        None => "index.html".to_owned(),
    }
}

fn bundle_name(plan: &Plan) -> &str {
    let out = plan.out.trim_end_matches('/');
    out.rsplit('/').next().unwrap_or(out)
}

pub(super) fn snippet(plan: &Plan) -> String {
    format!(
        r#"<!-- Paste this where the search should stand. `src` is where your server has the bundle. -->
<style>help-search {{ display: block; min-block-size: calc(1.5em + 60px); }}</style>
<script type="module" src="/{}/helpdex.js"></script>
<help-search>
  <!-- What people without JavaScript use: the address of a search page, if you have one. -->
  <form action="/search"><label>{} <input name="q"></label></form>
</help-search>
"#,
        escaped(bundle_name(plan)),
        label(plan)
    )
}

pub(super) fn page(plan: &Plan) -> String {
    let language = plan.languages.first().map_or("en", String::as_str);
    format!(
        r#"<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{name}</title>
<style>
body {{ max-inline-size: 40rem; margin: 4rem auto; padding-inline: 1rem; font-family: system-ui, sans-serif; }}
help-search {{ display: block; min-block-size: calc(1.5em + 60px); }}
</style>
<script type="module" src="{bundle}/helpdex.js"></script>
</head>
<body>
<main>
<h1>{name}</h1>
<help-search>
  <form><label>{label} <input name="q"></label></form>
</help-search>
</main>
</body>
</html>
"#,
        language = escaped(language),
        name = escaped(&plan.name),
        bundle = escaped(bundle_name(plan)),
        label = label(plan),
    )
}

/// The label of the field for people without JavaScript.
fn label(plan: &Plan) -> &'static str {
    let language = plan.languages.first().map_or("en", String::as_str);
    match samples::in_language(language).0 {
        "es" => "Buscar en la ayuda",
        "pl" => "Szukaj w pomocy",
        _ => "Search help",
    }
}

pub(super) fn gitignore(plan: &Plan) -> String {
    format!(
        "# What helpdex computed; it can be deleted at any time.\n/.helpdex/\n# The bundle, made by `helpdex build`.\n/{}/\n",
        plan.out.trim_end_matches('/')
    )
}

/// A text within HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
