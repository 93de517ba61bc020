//! What a report is about.

use crate::facts::Hour;
use std::collections::{BTreeMap, BTreeSet};

/// Below what nothing that people wrote is shown, and what else bounds a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// First hour; default: `window_days` before the end.
    pub from: Option<Hour>,
    /// Hour after the last one; default: after the last row.
    pub to: Option<Hour>,
    /// Only this language.
    pub locale: Option<String>,
    /// Only this site.
    pub site: Option<String>,
    /// Only this place of the box, such as `dialog`. `agent` makes a report about staff; without
    /// it, staff is never counted.
    pub surface: Option<String>,
    /// Length of the window without `from`; default 30.
    pub window_days: u32,
    /// Uses that a text needs to be shown; default 10.
    pub min_count: u64,
    /// Distinct visitors that a text needs to be shown; default 5.
    pub min_clients: u64,
    /// Settled queries of a session within an hour that no person makes; default 60.
    pub bot_queries: u32,
    /// Below this share of searches with a click, a question's articles are shown but not opened;
    /// default .3.
    pub no_click_below: f64,
    /// From this share of failures among searches with a click on, its articles do not help;
    /// default .4.
    pub failed_from: f64,
    /// Days after which an article that nobody changed is stale; default 180.
    pub stale_days: u32,
    /// Days in which an article that nobody opens is proposed for the archive; default 30, as long as
    /// a collector keeps rows by default. Guru archives after six months.
    pub unused_days: u32,
    /// Searches in a language within `unused_days` from which on that says something; default 1,000:
    /// what was shown in none of n searches is shown in less than 3/n of all, with a probability of
    /// 95 % (J. A. Hanley and A. Lippman-Hand, "If nothing goes wrong, is everything all right?",
    /// JAMA 249, 1983).
    pub unused_searches: u64,
    /// Build id of the bundle, as rows state it; empty, the default, if unknown.
    pub build: String,
    /// Languages whose index in the bundle carries learned factors; default none.
    pub learned: BTreeSet<String>,
    /// Rows of a table; default 50.
    pub rows: usize,
    /// Money.
    pub roi: Roi,
    /// Contacts that another system counted, by channel, in the window.
    pub contacts: BTreeMap<String, u64>,
    /// Days after which a vote counts half in `signals.json`; default 90.
    pub half_life_days: f64,
    /// Largest boost in `signals.json`; default .7.
    pub max_boost: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            from: None,
            to: None,
            locale: None,
            site: None,
            surface: None,
            window_days: 30,
            min_count: 10,
            min_clients: 5,
            bot_queries: 60,
            no_click_below: 0.3,
            failed_from: 0.4,
            stale_days: 180,
            unused_days: 30,
            unused_searches: 1000,
            build: String::new(),
            learned: BTreeSet::new(),
            rows: 50,
            roi: Roi::default(),
            contacts: BTreeMap::new(),
            half_life_days: helpdex::questions::signals::HALF_LIFE_DAYS,
            max_boost: helpdex::questions::signals::MAX_BOOST,
        }
    }
}

/// What a contact costs. There is no default: without costs a report counts only.
#[derive(Debug, Clone, PartialEq)]
pub struct Roi {
    /// By channel; `default` for the others.
    pub cost_per_contact: BTreeMap<String, f64>,
    /// Of one self-service session; default 0.
    pub cost_self_service: f64,
    /// As it is printed, such as `EUR`.
    pub currency: String,
    /// Hours in which a contact speaks against a visit; default 24.
    pub window_hours: u32,
}

impl Default for Roi {
    fn default() -> Self {
        Self {
            cost_per_contact: BTreeMap::new(),
            cost_self_service: 0.0,
            currency: String::new(),
            window_hours: 24,
        }
    }
}

/// What a report knows of an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Its id.
    pub id: String,
    /// Language of its index.
    pub locale: String,
    /// Title.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Breadcrumbs.
    pub section: String,
    /// Date of the last change, ISO 8601; empty if unknown.
    pub updated: String,
    /// `draft`, `review`, `published` or `retired`; empty if unknown.
    pub state: String,
    /// Who answers for it; empty if unknown.
    pub owner: String,
    /// Date of the next review, ISO 8601; empty if unknown.
    pub review_by: String,
}
