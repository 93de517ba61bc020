//! 8 Decision trees.

use crate::report::table::{Cell, Drawn, Section, Table};
use crate::report::{Inner, Rate};
use std::collections::BTreeMap;

#[derive(Default)]
struct Tree {
    starts: u64,
    ends: BTreeMap<String, u64>,
    shown: BTreeMap<String, u64>,
    left: BTreeMap<String, u64>,
}

pub(super) fn section(inner: &Inner) -> Section {
    let mut trees: BTreeMap<String, Tree> = BTreeMap::new();
    for (key, count) in &inner.all.trees {
        let parts: Vec<&str> = key.split('\t').collect();
        let [tree, step, action, outcome] = parts[..] else {
            continue;
        };
        let tree = trees.entry(tree.to_owned()).or_default();
        match action {
            "tree_start" => {
                tree.starts += count;
                *tree.shown.entry(step.to_owned()).or_default() += count;
            }
            "tree_step" => *tree.shown.entry(step.to_owned()).or_default() += count,
            _ => {
                *tree.ends.entry(outcome.to_owned()).or_default() += count;
                if outcome == "left" {
                    *tree.left.entry(step.to_owned()).or_default() += count;
                }
            }
        }
    }
    Section {
        id: "trees",
        title: "Decision trees",
        note: "Completed: ended other than by being left.".to_owned(),
        figures: Vec::new(),
        tables: vec![runs(&trees), steps(&trees)],
    }
}

fn runs(trees: &BTreeMap<String, Tree>) -> Table {
    let rows = trees.iter().map(|(name, tree)| {
        let ended = |outcome: &str| tree.ends.get(outcome).copied().unwrap_or(0);
        let all: u64 = tree.ends.values().sum();
        let completed = all - ended("left");
        vec![
            Cell::from(name.as_str()),
            Cell::Count(tree.starts),
            Cell::from(Rate::new(completed, tree.starts)),
            Cell::from(Rate::new(ended("solved"), completed)),
            Cell::from(Rate::new(ended("article"), completed)),
            Cell::from(Rate::new(ended("contact"), completed)),
        ]
    });
    Table {
        id: "trees",
        caption: "Runs",
        columns: vec![
            "Tree",
            "Started",
            "Completed",
            "Solved",
            "Led to an article",
            "Led to a person",
        ],
        rows: rows.collect(),
        drawn: None,
    }
}

fn steps(trees: &BTreeMap<String, Tree>) -> Table {
    let mut rows = Vec::new();
    for (name, tree) in trees {
        for (step, shown) in &tree.shown {
            let left = tree.left.get(step).copied().unwrap_or(0);
            rows.push(vec![
                Cell::Text(format!("{name} / {step}")),
                Cell::Count(*shown),
                Cell::from(Rate::new(left, *shown)),
            ]);
        }
    }
    Table {
        id: "tree_steps",
        caption: "Where trees are left",
        columns: vec!["Step", "Shown", "Left here"],
        rows,
        drawn: Some(Drawn::Lying(1)),
    }
}
