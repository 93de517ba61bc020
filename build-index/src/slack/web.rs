//! Slack's servers: answers that come later, and its Web API.

use super::thread::Source;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::time::Duration;

/// Address of Slack's Web API.
pub const API: &str = "https://slack.com/api/";
/// What the addresses of later answers begin with.
pub const HOOKS: &str = "https://hooks.slack.com/";
/// Longest wait for Slack.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Messages of a thread at most; the rest is left out.
const MAX_MESSAGES: usize = 1_000;
/// Messages of an answer.
const PAGE: &str = "200";
/// Requests for one page at most, if Slack says to come later.
const ATTEMPTS: u32 = 4;
/// Longest wait that Slack can ask for.
const MAX_RETRY_AFTER: u64 = 30;
/// Largest answer, in bytes.
const MAX_ANSWER: u64 = 8 * 1024 * 1024;

/// Requests to Slack.
#[derive(Debug)]
pub(super) struct Web {
    agent: ureq::Agent,
    api: String,
    hooks: String,
    token: String,
}

impl Web {
    /// Requests to these servers; empty addresses are Slack's own.
    pub(super) fn new(api: &str, hooks: &str, token: String) -> Self {
        let agent = ureq::Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        let or = |stated: &str, default: &str| {
            if stated.is_empty() {
                default.to_owned()
            } else {
                stated.to_owned()
            }
        };
        Self {
            agent: agent.into(),
            api: or(api, API),
            hooks: or(hooks, HOOKS),
            token,
        }
    }

    /// Sends a message to the `response_url` of a payload.
    ///
    /// # Errors
    /// The address is not of Slack's hooks, or does not answer well.
    pub(super) fn respond(&self, response_url: &str, message: &Value) -> Result<()> {
        if !response_url.starts_with(&self.hooks) {
            bail!(
                "response_url {response_url:?} is not below {}; set SLACK_HOOKS_URL if that is meant",
                self.hooks
            );
        }
        let request = self
            .agent
            .post(response_url)
            .header("content-type", "application/json");
        let response = request
            .send(message.to_string())
            .context("response_url cannot be reached")?;
        if !response.status().is_success() {
            bail!("response_url answered {}", response.status());
        }
        Ok(())
    }

    /// The messages of a thread, the first one first.
    ///
    /// # Errors
    /// Slack refuses, or cannot be reached.
    pub(super) fn replies(&self, source: &Source) -> Result<Vec<Value>> {
        let mut messages = Vec::new();
        let mut cursor = String::new();
        loop {
            let mut page = self.page(source, &cursor)?;
            if page["ok"] != true {
                let error = page["error"].as_str().unwrap_or("no reason");
                bail!(
                    "conversations.replies: {error}; check SLACK_BOT_TOKEN, the scopes of the app, and that it is in the channel"
                );
            }
            if let Some(found) = page["messages"].as_array_mut() {
                messages.append(found);
            }
            let next = page["response_metadata"]["next_cursor"]
                .as_str()
                .unwrap_or_default();
            if next.is_empty() || next == cursor || messages.len() >= MAX_MESSAGES {
                messages.truncate(MAX_MESSAGES);
                return Ok(messages);
            }
            cursor = next.to_owned();
        }
    }

    fn page(&self, source: &Source, cursor: &str) -> Result<Value> {
        for _ in 0..ATTEMPTS {
            let mut request = (self.agent.get(format!("{}conversations.replies", self.api)))
                .header("authorization", format!("Bearer {}", self.token))
                .query("channel", &source.channel)
                .query("ts", &source.ts)
                .query("limit", PAGE);
            if !cursor.is_empty() {
                request = request.query("cursor", cursor);
            }
            let mut response = request
                .call()
                .context("Slack's Web API cannot be reached")?;
            if response.status() == 429 {
                let wait = response
                    .headers()
                    .get("retry-after")
                    .and_then(|value| value.to_str().ok()?.parse().ok());
                std::thread::sleep(Duration::from_secs(wait.unwrap_or(1).min(MAX_RETRY_AFTER)));
                continue;
            }
            let text = response
                .body_mut()
                .with_config()
                .limit(MAX_ANSWER)
                .read_to_string();
            return serde_json::from_str(&text?)
                .context("Slack's Web API does not answer with JSON");
        }
        bail!("Slack's Web API has too many requests; try again later")
    }
}
