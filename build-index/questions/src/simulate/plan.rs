//! How much of everything.

/// What traffic is made. Shares are of 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Settled queries of customers, agents and bots together, those that are lost included.
    pub searches: u64,
    /// Same seed, same traffic.
    pub seed: u64,
    /// First hour, since 1970; default 2026-10-26T00:00Z.
    pub start: u32,
    /// Length; default 30.
    pub days: u32,
    /// Name of the site; default `demo`.
    pub site: String,
    /// Build id of the index that answers; default `simulated`.
    pub build: String,
    /// Wordings with a misspelled word; default .1.
    pub typos: f64,
    /// Sessions of staff, at `surface = "agent"`; default .08.
    pub agents: f64,
    /// Sessions of bots; default .0002, each of some hundred queries.
    pub bots: f64,
    /// Sessions that Global Privacy Control keeps out; default .04.
    pub privacy_control: f64,
    /// Exponent of a question's popularity by its rank (Zipf's law); default .9.
    pub skew: f64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            searches: 100_000,
            seed: 1,
            start: 498_072,
            days: 30,
            site: "demo".to_owned(),
            build: "simulated".to_owned(),
            typos: 0.1,
            agents: 0.08,
            bots: 0.0002,
            privacy_control: 0.04,
            skew: 0.9,
        }
    }
}

/// Parts of a day's traffic by hour, UTC.
const DAY: [f64; 24] = [
    1.0, 0.7, 0.5, 0.4, 0.4, 0.6, 1.2, 2.5, 4.5, 6.0, 6.5, 6.3, 5.5, 5.8, 6.2, 6.0, 5.5, 5.0, 4.6,
    4.5, 4.3, 3.8, 2.8, 1.8,
];
/// Parts of a week's traffic by day; 1970-01-01 was a Thursday.
const WEEK: [f64; 7] = [1.1, 1.0, 0.5, 0.45, 1.2, 1.15, 1.1];

impl Plan {
    /// How many searches there are until the end of each hour.
    pub(super) fn quotas(&self) -> Vec<u64> {
        let hours = self.start..self.start + self.days * 24;
        let weights: Vec<f64> = hours
            .map(|hour| DAY[(hour % 24) as usize] * WEEK[(hour / 24 % 7) as usize])
            .collect();
        let total: f64 = weights.iter().sum();
        let mut sum = 0.0;
        let mut quotas: Vec<u64> = (weights.iter())
            .map(|weight| {
                sum += weight;
                (self.searches as f64 * sum / total) as u64
            })
            .collect();
        if let Some(last) = quotas.last_mut() {
            *last = self.searches;
        }
        quotas
    }
}
