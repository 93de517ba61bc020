//! `[report]` and `[roi]`: what `helpdex report` shows, and what a contact costs.

use super::Config;
use helpdex_questions::report::{Options, Roi};
use serde::Deserialize;
use std::collections::BTreeMap;

/// `[report]`; meaning and defaults as in [`Options`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportConfig {
    /// Days of the window if no beginning is given, 1 to 366.
    pub window_days: u32,
    /// Uses that a text needs to be shown, 1 to 1,000,000.
    pub min_count: u32,
    /// Distinct visitors that a text needs to be shown, 1 to 1,000,000.
    pub min_clients: u32,
    /// Queries of a session within an hour that no person makes, 10 to 100,000.
    pub bot_queries: u32,
    /// Days after which an article that nobody changed is stale, 1 to 10,000.
    pub stale_days: u32,
    /// Days in which an article that nobody opens is proposed for the archive, 1 to 366.
    pub unused_days: u32,
    /// Searches in a language within them from which on that says something, 1 to 1,000,000,000.
    pub unused_searches: u32,
    /// Days after which a vote counts half in `signals.json`, 1 to 3,650.
    pub half_life_days: u32,
}

/// `[roi]`; without costs a report counts only.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoiConfig {
    /// Cost of a contact by channel; `default` for the others. Default: none.
    pub cost_per_contact: BTreeMap<String, f64>,
    /// Cost of a session that needed nobody, 0 to 1,000,000. Default 0.
    pub cost_self_service: f64,
    /// As it is printed. Default: empty.
    pub currency: String,
    /// Hours in which a contact speaks against a visit, 1 to 720. Default 24.
    pub window_hours: u32,
}

impl Default for ReportConfig {
    fn default() -> Self {
        let defaults = Options::default();
        Self {
            window_days: defaults.window_days,
            min_count: defaults.min_count as u32,
            min_clients: defaults.min_clients as u32,
            bot_queries: defaults.bot_queries,
            stale_days: defaults.stale_days,
            unused_days: defaults.unused_days,
            unused_searches: defaults.unused_searches as u32,
            half_life_days: defaults.half_life_days as u32,
        }
    }
}

impl Default for RoiConfig {
    fn default() -> Self {
        let Roi {
            cost_per_contact,
            cost_self_service,
            currency,
            window_hours,
        } = Roi::default();
        Self {
            cost_per_contact,
            cost_self_service,
            currency,
            window_hours,
        }
    }
}

impl Config {
    /// What a report shows.
    pub fn report_options(&self) -> Options {
        let (report, roi) = (&self.report, &self.roi);
        Options {
            window_days: report.window_days,
            min_count: report.min_count.into(),
            min_clients: report.min_clients.into(),
            bot_queries: report.bot_queries,
            stale_days: report.stale_days,
            unused_days: report.unused_days,
            unused_searches: report.unused_searches.into(),
            half_life_days: report.half_life_days.into(),
            roi: Roi {
                cost_per_contact: roi.cost_per_contact.clone(),
                cost_self_service: roi.cost_self_service,
                currency: roi.currency.clone(),
                window_hours: roi.window_hours,
            },
            ..Options::default()
        }
    }
}
