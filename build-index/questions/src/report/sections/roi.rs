//! 7 What it saves, as a range with its assumptions.

use super::deflection::deflection;
use crate::report::Inner;
use crate::report::table::{Cell, Section, Table, figure};

pub(super) fn section(inner: &Inner) -> Section {
    let sessions = deflection(inner);
    let roi = &inner.options.roi;
    let saved = cost(inner).map(|cost| (cost - roi.cost_self_service).max(0.0));
    let money = |count: u64| saved.map(|saved| saved * count as f64);
    let both = sessions.confirmed + sessions.potential;
    let note = match saved {
        Some(_) => format!(
            "In {}. Low: confirmed × (cost of a contact − cost of self-service); high: confirmed and potential × the same (ServiceNow). Contacts within {} hours count against a visit.",
            roi.currency, roi.window_hours
        ),
        None => "No cost of a contact is configured ([roi] cost_per_contact), so there is no money here: no default would be true.".to_owned(),
    };
    Section {
        id: "roi",
        title: "What it saves",
        note,
        figures: vec![
            figure(
                "confirmed_deflections",
                "Confirmed deflections",
                sessions.confirmed,
                "Sessions whose last act is a vote yes and whose visitor asked no person within the window.",
            ),
            figure(
                "potential_deflections",
                "Potential deflections",
                sessions.potential,
                "Other sessions with an article opened and no person asked within the window.",
            ),
            figure(
                "saved_low",
                "Saved at least",
                money(sessions.confirmed),
                "Confirmed × (cost of a contact − cost of self-service).",
            ),
            figure(
                "saved_high",
                "Saved at most",
                money(both),
                "(Confirmed + potential) × the same.",
            ),
            figure(
                "cost_of_contact",
                "Cost of a contact",
                cost(inner),
                "Mean by channel of the contacts counted; the configured default for channels without a cost.",
            ),
        ],
        tables: vec![sensitivity(saved, sessions.confirmed, both)],
    }
}

/// Mean cost of the contacts that were counted; the default without any.
fn cost(inner: &Inner) -> Option<f64> {
    let costs = &inner.options.roi.cost_per_contact;
    let default = costs.get("default");
    let mut counted: std::collections::BTreeMap<String, u64> = inner.options.contacts.clone();
    if counted.is_empty() {
        for (key, count) in &inner.all.routes {
            let parts: Vec<&str> = key.split('\t').collect();
            if let [_, channel, _, "contact_submit"] = parts[..] {
                *counted.entry(channel.to_owned()).or_default() += count;
            }
        }
    }
    let priced = counted
        .iter()
        .filter_map(|(channel, count)| Some((costs.get(channel).or(default)?, *count as f64)));
    let (sum, of) = priced.fold((0.0, 0.0), |(sum, of), (cost, count)| {
        (sum + cost * count, of + count)
    });
    super::ratio(sum, of).or(default.copied())
}

fn sensitivity(saved: Option<f64>, low: u64, high: u64) -> Table {
    let rows = saved.into_iter().flat_map(|saved| {
        [0.5, 0.75, 1.0, 1.25, 1.5].map(|factor| {
            vec![
                Cell::Text(format!("{:.0} %", factor * 100.0)),
                Cell::Number(saved * factor * low as f64),
                Cell::Number(saved * factor * high as f64),
            ]
        })
    });
    Table {
        id: "sensitivity",
        caption: "What is saved if a contact saves less or more than assumed",
        columns: vec!["Of the assumed saving", "Low", "High"],
        rows: rows.collect(),
        drawn: None,
    }
}
