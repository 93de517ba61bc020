//! 6 Routing and contacts.

use super::deflection::deflection;
use crate::report::table::{Cell, Section, Table, figure};
use crate::report::{Inner, Rate};
use std::collections::BTreeMap;

#[derive(Default)]
struct Cells {
    offers: u64,
    starts: u64,
    submits: u64,
    cancels: u64,
}

pub(super) fn section(inner: &Inner) -> Section {
    let sessions = deflection(inner);
    let mut known = 0;
    let mut counted = 0;
    for question in &inner.questions {
        counted += question.contacts;
        if question.evidence.values().any(|one| one.yes > 0) {
            known += question.contacts;
        }
    }
    Section {
        id: "routing",
        title: "Routing and contacts",
        note: "A cell is complexity, severity and effort, low or high. Links to a phone or a mail program tell only that they were followed.".to_owned(),
        figures: vec![
            figure("contact_rate", "Sessions in which a person was asked", Rate::new(sessions.contacts, sessions.sessions), "Sessions with a contact sent, or started and not canceled ÷ sessions."),
            figure("form_deflection", "Explicit form deflection", Rate::new(sessions.form_deflected, sessions.started), "Contact started, article opened, nothing sent ÷ contact started (Coveo)."),
            figure("implicit_deflection", "Implicit deflection", Rate::new(sessions.implicit, sessions.searching), "Search sessions with a click and no contact started ÷ search sessions (Coveo)."),
            figure("known_contacts", "Contacts about known questions", Rate::new(known, counted), "Contacts after a search whose question an article has solved for somebody ÷ contacts after a search (KCS: new versus known)."),
        ],
        tables: vec![routes(inner), imported(inner)],
    }
}

fn routes(inner: &Inner) -> Table {
    let mut cells: BTreeMap<[String; 3], Cells> = BTreeMap::new();
    for (key, count) in &inner.all.routes {
        let mut parts = key.split('\t').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let key = [next(), next(), next()];
        let one = cells.entry(key).or_default();
        match next().as_str() {
            "route_offer" => one.offers += count,
            "contact_start" => one.starts += count,
            "contact_submit" => one.submits += count,
            _ => one.cancels += count,
        }
    }
    let rows = cells.into_iter().map(|([cell, channel, rank], one)| {
        vec![
            Cell::Text(cell),
            Cell::Text(channel),
            Cell::Text(rank),
            Cell::Count(one.offers),
            Cell::from(Rate::new(one.starts, one.offers)),
            Cell::from(Rate::new(one.submits, one.starts)),
            Cell::from(Rate::new(one.cancels, one.starts)),
        ]
    });
    Table {
        id: "routes",
        caption: "Offers and what became of them",
        columns: vec![
            "Cell", "Channel", "Offer", "Offers", "Started", "Sent", "Canceled",
        ],
        rows: rows.collect(),
        drawn: None,
    }
}

fn imported(inner: &Inner) -> Table {
    let contacts = inner.options.contacts.iter();
    Table {
        id: "contacts",
        caption: "Contacts that another system counted",
        columns: vec!["Channel", "Contacts"],
        rows: contacts
            .map(|(channel, count)| vec![Cell::from(channel.as_str()), Cell::Count(*count)])
            .collect(),
        drawn: None,
    }
}
