//! The explained default configuration.

use std::fmt::Write;

use helpdex::Ranking;

use super::meaning::{AUTO, CACHE, CHUNK_TOKENS, CHUNKS, TABLE_KB, TERMS};
use super::surveys::SAMPLE;
use super::{
    CheckConfig, DEFAULT_LANGUAGE, EVAL_SAMPLE, MAX_WITHIN, OUT, PAGES_BUNDLE, PAGES_CONTENTS,
    ROOT_BUDGET_KB, SHARD_KB, SOURCE, WITHIN,
};

/// The text of a `helpdex.toml` with every key at its default, each explained.
pub fn default_file() -> String {
    let ranking = Ranking::default();
    let check = CheckConfig::default();
    let mut file = format!(
        r#"# helpdex.toml: every key, at its default. Paths are relative to this file.

# Articles: a folder of .md and .html files, or a .jsonl or .jsonl.gz file.
source = "{SOURCE}"
# Folder that the bundle is written to; serve it as /help/.
out = "{OUT}"
# Language of articles that state none, and of pages whose language has no index.
default_language = "{DEFAULT_LANGUAGE}"
# Languages to build; empty: every language that occurs. "pt" includes "pt-BR".
languages = []
# Folder of decision trees (*.tree.yml); those in `source` are read in any case. Empty: no other.
trees = ""
# Languages searched after the reader's own, when that has few or weak answers: ["en"].
fallback = []

[site]
# Shown by the component and in reports.
name = ""
# Put before addresses that begin with "/": "https://help.acme.example" or "/docs".
url_base = ""

[ranking]
# Saturation of repeated matches, 0.1 to 10; higher saturates later.
k1 = {k1:?}
# Weight of the share of the title that the question matches, 0 (off) to 5.
title_density = {density:?}
# Weight of the share of the question that the title matches, 0 (off) to 5.
title_coverage = {coverage:?}
# Discount of a word that only begins with the question's last word, 0 to 1.
prefix_weight = {prefix:?}
# Weight of the title's likeness to the question, word for word, 0 (off) to 5.
title_echo = {echo:?}
# Discount of a synonym, 0 to 1.
synonym_weight = {synonym:?}
# Weight of what a model found an article to mean, 0 (off) to 5.
meaning = {meaning:?}
"#,
        k1 = ranking.k1,
        density = ranking.title_density,
        coverage = ranking.title_coverage,
        prefix = ranking.prefix_weight,
        echo = ranking.title_echo,
        synonym = ranking.synonym_weight,
        meaning = ranking.meaning,
    );
    per_field(
        &mut file,
        "weights",
        "Weight of a match in each field, 0 to 100.",
        ranking.weights,
    );
    per_field(
        &mut file,
        "b",
        "Length normalization, 0 (none) to 1 (full).",
        ranking.b,
    );
    file.push_str(&format!(
        r##"
[bundle]
# Largest root file of a language in KB as sent, 20 to 2000; the rest goes to shards.
root_budget_kb = {ROOT_BUDGET_KB}
# Size of a shard of article text in KB before compression, 4 to 1024.
shard_kb = {SHARD_KB}
# Who compresses what a page loads first: "host" = the web server, from the .br and .gz files
# beside it; "gzip" = the build, for hosts that compress nothing. Shards are always gzipped.
compress = "host"
# Whether helpdex.single.js is written, too: everything but the engine and the index in one script,
# for pages that take one file from a CDN; the same as --single-file.
single_file = false

[reader]
# Whether articles can be read within the component; false: hits lead to the articles' own pages.
enabled = true

# A page for every article, a sitemap, feeds of what changed, and descriptions of the search. They
# need an absolute `url_base` in [site].
[pages]
# Folder that is served as `url_base`, such as "public"; the same as --pages. Empty: no pages.
out = ""
# Folder with own templates: any of layout.html, article.html, contents.html and pages.css. Empty:
# helpdex's own.
templates = ""
# Address under which the bundle, `out` above, is served.
bundle = "{PAGES_BUNDLE}"
# Folder of the lists of all articles, one a language, below `out`.
contents = "{PAGES_CONTENTS}"

[meaning]
# Whether the model is used; false builds as if none were named.
enabled = true
# Folder with the config.json, tokenizer.json and model.safetensors of multilingual-e5-small, or of
# all-MiniLM-L6-v2 for English; the same as --model. Empty: words alone decide.
model = ""
# What the model computed for an article or a word is kept here; it can be deleted at any time.
cache = "{CACHE}"
# Most terms added to an article, 10 to 1000.
terms = {TERMS}
# Chunks of an article that the model reads, 1 to 64, and the tokens of each with the title before
# it, 32 to 512. A chunk takes the time of its tokens.
chunks = {CHUNKS}
chunk_tokens = {CHUNK_TOKENS}
# Whether vectors of words and articles are written besides; the same as --table. They find more than
# the terms above alone. A page loads them after its first answer.
table = false
# Most KB of them in one language, roughly, 32 to 4096: the rarest words go first, and where
# articles alone would take half of it, none are written. An article takes 40 bytes, a word 20.
table_kb = {TABLE_KB}
# Put before a word and before an article for the model; "auto": as the model's folder says.
query_prefix = "{AUTO}"
passage_prefix = "{AUTO}"

[learning]
# Whether what a report learned is used; false builds as if no signals were named.
enabled = true
# signals.json of `helpdex report`, or its folder; the same as --signals. Empty: none.
signals = ""
# Largest natural logarithm of the factor by which votes change a score, 0 (off) to 2.
max_boost = 0.7
# Distinct visitors that a question needs, 1 to 1000.
min_clients = 5
# Top questions of a language at most, those of [[top_questions]] first, 0 to 50.
top_questions = 8

[stop_words]
# Further words without meaning in a search, by language: en = ["acme", "please"]

[strings]
# Own texts of the interface in place of helpdex's, by language: the path of a JSON file with one
# object, or the texts: en = "strings.en.json", de = {{ launcher = "Hilfe" }}

[faq]
# Whether faq-<language>.html holds schema.org's FAQPage as JSON-LD, too.
json_ld = false

[contact]
# Levels of a question's complexity, severity and effort: 2 (L, H) or 3 (L, M, H).
levels = 2

[eval]
# Articles of each language to make queries from for the build's summary; 0: none.
sample = {EVAL_SAMPLE}

# Bundles for others than everybody. An article says for whom it is, `audience: internal` (public
# unless it says so), and what stands between <internal> and </internal> is for "internal" alone.
# `out` is beside the public one if left out, `includes` the audiences whose articles it holds, too.
# The web server has to guard these folders: nothing in them is secret to who may read them.
# [audiences.customer]
# out = "public/help-customer"
# includes = ["public"]
# [audiences.internal]
# out = "public/help-internal"
# includes = ["public", "customer"]

# What follows may be written any number of times; uncomment the lines to use it. `language` is
# `default_language` unless it is stated.

# Words of one meaning: each finds the others.
# [[synonyms]]
# language = "en"
# words = ["sign in", "log in", "login"]

# One way: whoever asks for one of `from` also finds `to`.
# [[synonyms]]
# from = ["2fa", "mfa"]
# to = ["two-factor authentication"]

# What some queries show, whatever the scores: `pin` first and in this order, `hide` not at all,
# `boost` with its score times 0.1 to 10. Articles are named by their ids. Order, inflection,
# case, accents and stop words of a query do not matter.
# [[curation]]
# language = "en"
# queries = ["refund", "money back"]
# pin = ["refunds-overview"]
# hide = ["old-refund-policy"]
# boost = {{ "refund-faq" = 1.5 }}

# Articles offered where a question has no answer.
# [[top_questions]]
# language = "en"
# articles = ["sign-in-problems", "refunds-overview"]

# Articles offered on some pages before anything is typed; the first entry that matches wins. `*`
# stands for any run of characters of the address's path.
# [[suggestions]]
# match = "/checkout/*"
# language = "en"
# articles = ["payment-declined", "refunds-overview"]

# Questions shown with their answers, in <help-faq> and in faq-<language>.html, which a server can
# put into a page for people without JavaScript. Without an entry: the language's top questions.
# [[faq.questions]]
# language = "en"
# articles = ["refunds-overview"]

# What is offered first and second for complexity, severity and effort. self_service,
# decision_tree and bot need no channel. Cells left out keep helpdex's own row, or with three levels
# take that of the nearest cell with M read as H.
# [contact.table]
# HHH = ["phone", "chat"]
# LLL = ["self_service", "bot"]

# What the words of a query say about it: a regular expression that Rust and JavaScript read alike.
# Levels are "low", "high" and, with levels = 3, "medium".
# [[contact.rules]]
# match = "hacked|stolen|charged twice"
# set = {{ complexity = "high", severity = "high", effort = "high" }}

# Ways to reach a person; without any, nobody is offered. One of `href` (https, http, mailto, tel),
# `event = true` (the page listens to help:contact_start) and `form` (the id of a form).
# [contact.channels.phone]
# label = {{ en = "Call us", de = "Anrufen" }}
# href = "tel:+34910000000"
# wait_minutes = 5
# [contact.channels.phone.hours]
# tz = "Europe/Madrid"
# open = [{{ days = [1, 2, 3, 4, 5], from = "09:00", to = "18:00" }}]
# closed_on = ["2026-12-25"]
# [contact.channels.chat]
# label = "Chat"
# event = true
# [contact.channels.email]
# label = "E-mail"
# form = "#contact"

# What an article has to state for those who look after it; `helpdex check` says which do not.
[kcs]
# Some of "owner", "review_by", "verified".
require = []

# What `helpdex check` looks for in a source; `helpdex check --rules` explains every rule.
[check]
# Rules that are switched off, by name: ["reading-level", "orphan"].
off = []
# Share of their text that two near-duplicates have in common at least, 0.5 to 1.
near_duplicate = {near_duplicate:?}
# Most characters of a title, 20 to 300.
title_length = {title_length}
# Hits among which an article has to be for its own title, 1 to 10.
found_within = {found_within}
# Reading level: most school years that a text asks for (English, Polish), 1 to 30; least ease of a
# Spanish one, 0 (hardest) to 100; most words of a mean sentence in other languages, 5 to 100.
max_grade = {max_grade:?}
min_ease = {min_ease:?}
sentence_words = {sentence_words:?}

# What `helpdex report` shows. A text that people typed is shown from min_count uses by min_clients
# visitors on.
[report]
window_days = 30
min_count = 10
min_clients = 5
# Queries of a session within an hour that no person makes.
bot_queries = 60
# Days after which an article that nobody changed is stale.
stale_days = 180
# An article that nobody opened for unused_days is proposed for the archive, where its language had
# unused_searches in them. A collector keeps rows for 30 days unless it is told otherwise.
unused_days = 30
unused_searches = 1000
# Days after which a vote counts half for the next build.
half_life_days = 90

# What contacts cost; without `cost_per_contact` a report counts only.
[roi]
cost_self_service = 0.0
currency = ""
# Hours in which a contact speaks against a visit.
window_hours = 24

# By channel; `default` for the others.
# [roi.cost_per_contact]
# default = 8.5
# phone = 12.0

# One short question after somebody was helped, asked of some: "ces" (effort), "csat" (satisfaction) or
# "nps" (recommendation), `after` "solved" or "contact". With `cooldown_days` the browser keeps the day on
# which somebody was asked; without, nothing is kept.
# [[surveys]]
# instrument = "ces"
# after = "solved"
# sample = {SAMPLE}
# cooldown_days = 90
# question = {{ en = "Acme made it easy to solve my problem." }}

# What a search has to find: a warning when it does not, with `helpdex build --ci` an error.
# `within` is 1 to {MAX_WITHIN}, {WITHIN} if left out; `language` is default_language if left out.
# [[must_find]]
# query = "reset my password"
# article = "reset-password"
# within = {WITHIN}
# language = "en"
"##,
        near_duplicate = check.near_duplicate,
        title_length = check.title_length,
        found_within = check.found_within,
        max_grade = check.max_grade,
        min_ease = check.min_ease,
        sentence_words = check.sentence_words,
    ));
    file
}

fn per_field(file: &mut String, name: &str, meaning: &str, numbers: [f32; helpdex::FIELDS]) {
    let [title, headings, body, tags, aliases] = numbers;
    // Writing to a string cannot fail.
    let _ = write!(
        file,
        "\n[ranking.{name}]\n# {meaning}\ntitle = {title:?}\nheadings = {headings:?}\nbody = {body:?}\ntags = {tags:?}\naliases = {aliases:?}\n"
    );
}
