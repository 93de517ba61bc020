//! Trees beside the articles and channels of their language: what pages show, and what is indexed.

use std::collections::BTreeMap;

use helpdex::document::{Document, Section};
use serde_json::{Map, Value, json};

use super::body::step_body;
use super::{Choice, Step, Target, Tree};
use crate::extract::markdown;
use crate::extract::marks::Marks;
use crate::publish::TopQuestion;
use crate::source::{Article, Care, Diagnostic, State, nearest};

/// What choices can lead to outside of their tree.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Destinations {
    /// Articles by id.
    pub articles: BTreeMap<String, TopQuestion>,
    /// Ids of channels, and the cells of the routing table.
    pub routes: Vec<String>,
}

/// The tree as a page shows it, and its steps as articles.
///
/// # Errors
/// Every choice that leads to an article or a route that there is not.
pub fn resolve(
    tree: &Tree,
    destinations: &Destinations,
) -> Result<(Value, Vec<Article>), Vec<Diagnostic>> {
    let mut wrong = Vec::new();
    let mut steps = Map::new();
    for step in &tree.steps {
        let mut choices = Vec::new();
        for choice in &step.choices {
            match choice_json(choice, destinations) {
                Ok(json) => choices.push(json),
                Err((message, cure)) => {
                    wrong.push(Diagnostic::error(choice.origin.clone(), message, cure));
                }
            }
        }
        let mut json =
            json!({ "heading": step.heading, "body": step_body(&step.body), "choices": choices });
        if step.is_end {
            json["end"] = json!(true);
        }
        steps.insert(step.id.clone(), json);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let mut json = json!({ "title": tree.title });
    if let Some(url) = &tree.url {
        json["url"] = json!(url);
    }
    json["start"] = json!(tree.start);
    json["steps"] = Value::Object(steps);
    let articles = tree.steps.iter().map(|step| article(tree, step));
    Ok((json, articles.collect()))
}

fn choice_json(choice: &Choice, destinations: &Destinations) -> Result<Value, (String, String)> {
    let mut json = json!({ "label": choice.label });
    let unknown = |what: &str, id: &str, near: Option<&str>, otherwise: &str| {
        let message = format!(
            "the choice `{}` leads to the {what} `{id}`, which does not exist",
            choice.label
        );
        let cure = near.map_or_else(
            || otherwise.to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        Err((message, cure))
    };
    match &choice.target {
        Target::Next(next) => json["next"] = json!(next),
        Target::Article(id) => match destinations.articles.get(id) {
            Some(article) => json["article"] = json!(article),
            None => {
                let near = nearest(id, destinations.articles.keys().map(String::as_str));
                return unknown(
                    "article",
                    id,
                    near,
                    "write the id of an article in the tree's language",
                );
            }
        },
        Target::Route(route) if destinations.routes.contains(route) => json["route"] = json!(route),
        Target::Route(route) => {
            let near = nearest(route, destinations.routes.iter().map(String::as_str));
            let cure =
                "add it to `[contact.channels]` of helpdex.toml, or write a cell such as `HLH`";
            return unknown("route", route, near, cure);
        }
        Target::Solved => json["solved"] = json!(true),
        Target::Href(href) => json["href"] = json!(href),
    }
    Ok(json)
}

/// A step as an article, so that it can be found: `tree:<tree>/<step>`.
fn article(tree: &Tree, step: &Step) -> Article {
    let (name, id) = (&tree.id, &step.id);
    let url = tree.url.as_deref().unwrap_or_default();
    let mut sections = markdown::sections(&step.body);
    for section in &mut sections {
        // The address leads to the step; there is no other fragment to lead to.
        section.anchor.clear();
    }
    let labels: Vec<&str> = step
        .choices
        .iter()
        .map(|choice| choice.label.as_str())
        .collect();
    if !labels.is_empty() {
        sections.push(Section {
            text: labels.join("\n"),
            ..Section::default()
        });
    }
    let breadcrumbs = tree.section.iter().chain([&tree.title]).cloned();
    Article {
        care: Care::default(),
        marks: Marks::default(),
        document: Document {
            id: format!("tree:{name}/{id}"),
            url: format!("{url}#help-tree={name}/{id}"),
            title: step.heading.clone(),
            breadcrumbs: breadcrumbs.collect(),
            sections,
            ..Document::default()
        },
        language: tree.language.clone(),
        state: State::Published,
        audience: tree.audience.clone(),
        origin: step.origin.clone(),
    }
}
