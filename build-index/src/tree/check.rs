//! What makes a tree one in which nobody gets lost.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Choice, MAX_DEPTH, Step, Target, Tree};
use crate::source::{Diagnostic, nearest};

/// Reports what is wrong; an error if the tree cannot be used. Steps that are never reached, and
/// those that are far from the first, are warnings.
pub(super) fn check(tree: &Tree, diagnostics: &mut Vec<Diagnostic>) -> Result<(), ()> {
    let before = diagnostics.len();
    let steps: BTreeMap<&str, &Step> = tree
        .steps
        .iter()
        .map(|step| (step.id.as_str(), step))
        .collect();
    check_ids(tree, &steps, diagnostics);
    for step in &tree.steps {
        check_step(step, &steps, diagnostics);
    }
    // Ways can be followed only where every step is known.
    if diagnostics.len() == before {
        check_exits(tree, &steps, diagnostics);
    }
    if diagnostics.len() > before {
        return Err(());
    }
    check_depth(tree, &steps, diagnostics);
    Ok(())
}

fn check_ids(tree: &Tree, steps: &BTreeMap<&str, &Step>, diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for step in tree.steps.iter().filter(|step| !seen.insert(&step.id)) {
        diagnostics.push(Diagnostic::error(
            step.origin.clone(),
            format!("the step `{}` is written twice", step.id),
            "give one of the two another id",
        ));
    }
    if tree.steps.is_empty() {
        diagnostics.push(Diagnostic::error(
            tree.origin.clone(),
            "the tree has no steps",
            "add at least one, with its choices",
        ));
    } else if !steps.contains_key(tree.start.as_str()) {
        diagnostics.push(Diagnostic::error(
            tree.origin.clone(),
            format!("the first step, `{}`, does not exist", tree.start),
            cure(&tree.start, steps, "correct `start`"),
        ));
    }
}

fn check_step(step: &Step, steps: &BTreeMap<&str, &Step>, diagnostics: &mut Vec<Diagnostic>) {
    let id = &step.id;
    match (step.choices.is_empty(), step.is_end) {
        (true, false) => diagnostics.push(Diagnostic::error(
            step.origin.clone(),
            format!("the step `{id}` is a dead end"),
            "add choices, or mark it as an ending: `end: true`, in Markdown `{#id .end}`",
        )),
        (false, true) => diagnostics.push(Diagnostic::error(
            step.origin.clone(),
            format!("the step `{id}` is an ending and has choices"),
            "keep one of the two",
        )),
        _ => {}
    }
    for choice in &step.choices {
        if let Some((message, cure)) = wrong_target(choice, steps) {
            diagnostics.push(Diagnostic::error(choice.origin.clone(), message, cure));
        }
    }
}

/// What is wrong with where a choice leads, and the cure.
fn wrong_target(choice: &Choice, steps: &BTreeMap<&str, &Step>) -> Option<(String, String)> {
    let label = &choice.label;
    match &choice.target {
        Target::Next(next) if !steps.contains_key(next.as_str()) => Some((
            format!("the choice `{label}` leads to the step `{next}`, which does not exist"),
            cure(next, steps, "add the step"),
        )),
        Target::Href(href) if !is_address(href) => Some((
            format!("the choice `{label}` leads to `{href}`, which a page may not link to"),
            "write an address that begins with https://, http://, /, mailto: or tel:".to_owned(),
        )),
        _ => None,
    }
}

fn cure(id: &str, steps: &BTreeMap<&str, &Step>, otherwise: &str) -> String {
    match nearest(id, steps.keys().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => otherwise.to_owned(),
    }
}

/// Reports steps from which no ending can be reached: those who come there go round for ever.
fn check_exits(tree: &Tree, steps: &BTreeMap<&str, &Step>, diagnostics: &mut Vec<Diagnostic>) {
    let mut befores: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut ends: Vec<&str> = Vec::new();
    for step in &tree.steps {
        for next in nexts(step) {
            befores.entry(next).or_default().push(&step.id);
        }
        if step.is_end
            || step
                .choices
                .iter()
                .any(|choice| !matches!(choice.target, Target::Next(_)))
        {
            ends.push(&step.id);
        }
    }
    let mut free: BTreeSet<&str> = BTreeSet::new();
    while let Some(id) = ends.pop() {
        if free.insert(id) {
            ends.extend(befores.get(id).into_iter().flatten());
        }
    }
    for step in steps
        .values()
        .filter(|step| !free.contains(step.id.as_str()))
    {
        diagnostics.push(Diagnostic::error(
            step.origin.clone(),
            format!("from the step `{}` no ending can be reached", step.id),
            "lead one of its choices out of the loop, or add one to an article, a person or `solved`",
        ));
    }
}

fn check_depth(tree: &Tree, steps: &BTreeMap<&str, &Step>, diagnostics: &mut Vec<Diagnostic>) {
    let mut depths: BTreeMap<&str, usize> = BTreeMap::from([(tree.start.as_str(), 1)]);
    let mut waiting = VecDeque::from([tree.start.as_str()]);
    while let Some(id) = waiting.pop_front() {
        let depth = depths.get(id).copied().unwrap_or(1) + 1;
        for next in steps.get(id).into_iter().flat_map(|step| nexts(step)) {
            if !depths.contains_key(next) {
                depths.insert(next, depth);
                waiting.push_back(next);
            }
        }
    }
    for step in &tree.steps {
        let warning = match depths.get(step.id.as_str()) {
            None => Some((
                format!("no choice leads to the step `{}`", step.id),
                "lead one there, or remove the step".to_owned(),
            )),
            Some(depth) if *depth > MAX_DEPTH => Some((
                format!(
                    "the step `{}` is the {depth}th on the shortest way to it",
                    step.id
                ),
                format!(
                    "people give up; cut the tree in two, or ask less, so that {MAX_DEPTH} are enough"
                ),
            )),
            Some(_) => None,
        };
        diagnostics.extend(
            warning.map(|(message, cure)| Diagnostic::warning(step.origin.clone(), message, cure)),
        );
    }
}

fn nexts(step: &Step) -> impl Iterator<Item = &str> {
    step.choices
        .iter()
        .filter_map(|choice| match &choice.target {
            Target::Next(next) => Some(next.as_str()),
            _ => None,
        })
}

/// Whether a choice may lead there: out of the site, to a page of it, or to a person.
fn is_address(href: &str) -> bool {
    let is_clean = !href.chars().any(|c| c.is_whitespace() || c.is_control());
    let lower = href.to_ascii_lowercase();
    let mut starts = ["https://", "http://", "mailto:", "tel:", "/"].iter();
    is_clean && starts.any(|start| lower.starts_with(start))
}
