//! Trees in YAML: `*.tree.yml` and `*.tree.yaml`.
//!
//! | key | meaning |
//! |---|---|
//! | `id` | id of the tree; default: the file's name without `.tree.yml` |
//! | `title` | its title; required |
//! | `url` | the page that holds `<help-tree>`; default: the page that the reader is on |
//! | `lang`, `section`, `state`, `audience` | as in an article's front matter |
//! | `start` | id of the first step; default: the first that is written |
//! | `steps` | the steps by id, each with `heading`, `body` (Markdown), `choices`, or `end: true` |
//!
//! A choice has a `label` and one of `next` (a step), `article` (an id), `route` (a channel or a
//! cell), `href` and `solved: true`.

use super::fields::{Fields, Heading, check_id};
use super::yaml_value::{Entry, Value, Yaml, parse};
use super::{Choice, Mistake, Step, Target, Tree, at};
use crate::source::TreeFile;

const TREE_KEYS: [&str; 10] = [
    "id", "title", "url", "lang", "language", "section", "state", "audience", "start", "steps",
];
const STEP_KEYS: [&str; 4] = ["heading", "body", "choices", "end"];
const CHOICE_KEYS: [&str; 6] = ["label", "next", "article", "route", "href", "solved"];

/// Reads a tree; `None` when it is not published.
pub(super) fn read(file: &TreeFile) -> Result<Option<Tree>, Mistake> {
    let yaml = parse(&file.text, 0)?;
    let fields = Fields::of(&yaml, "the tree")?;
    fields.only(&TREE_KEYS)?;
    let Some(heading) = Heading::read(&fields, "id", file)? else {
        return Ok(None);
    };
    let title = fields.needed_line("title")?;
    let steps = match fields.get("steps").map(|yaml| (&yaml.value, yaml)) {
        Some((Value::Map(entries), _)) => entries,
        Some((_, yaml)) => return Err(fields.wrong(yaml, "steps", "steps by their ids")),
        None => {
            let cure = "add `steps:`, and in it `first:` with `heading` and `choices`";
            return Err(Mistake::new(fields.position, "the tree has no steps", cure));
        }
    };
    let steps: Vec<Step> = (steps.iter())
        .map(|entry| step(entry, file))
        .collect::<Result<_, _>>()?;
    let first = steps.first().map(|step| step.id.clone());
    Ok(Some(Tree {
        id: heading.id,
        title,
        url: heading.url,
        language: heading.language,
        section: heading.section,
        start: heading.start.or(first).unwrap_or_default(),
        steps,
        audience: heading.audience,
        origin: at(file, fields.position),
    }))
}

fn step(entry: &Entry, file: &TreeFile) -> Result<Step, Mistake> {
    check_id(&entry.key, "step", entry.position)?;
    let fields = Fields::of(&entry.value, "a step")?;
    fields.only(&STEP_KEYS)?;
    let choices = fields.list("choices")?.iter();
    Ok(Step {
        id: entry.key.clone(),
        heading: fields.needed_line("heading")?,
        body: fields.text("body")?.unwrap_or_default().to_owned(),
        choices: choices
            .map(|yaml| choice(yaml, file))
            .collect::<Result<_, _>>()?,
        is_end: fields.flag("end")?,
        origin: at(file, entry.position),
    })
}

fn choice(yaml: &Yaml, file: &TreeFile) -> Result<Choice, Mistake> {
    let fields = Fields::of(yaml, "a choice")?;
    fields.only(&CHOICE_KEYS)?;
    let mut targets = Vec::new();
    for (key, target) in [
        ("next", Target::Next as fn(String) -> Target),
        ("article", Target::Article),
        ("route", Target::Route),
        ("href", Target::Href),
    ] {
        targets.extend(fields.line(key)?.map(target));
    }
    targets.extend(fields.flag("solved")?.then_some(Target::Solved));
    let label = fields.needed_line("label")?;
    let one_of = "one of `next`, `article`, `route`, `href` and `solved: true`";
    match <[Target; 1]>::try_from(targets) {
        Ok([target]) => Ok(Choice {
            label,
            target,
            origin: at(file, yaml.position),
        }),
        Err(targets) if targets.is_empty() => {
            let message = format!("the choice `{label}` leads nowhere");
            Err(Mistake::new(
                yaml.position,
                message,
                format!("add {one_of}"),
            ))
        }
        Err(_) => {
            let message = format!("the choice `{label}` leads to several places");
            Err(Mistake::new(
                yaml.position,
                message,
                format!("keep {one_of}"),
            ))
        }
    }
}
