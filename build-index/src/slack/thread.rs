//! Which thread a shortcut was used on.

use anyhow::{Context, Result};
use serde_json::Value;

/// A thread in a channel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Source {
    /// Id of the channel.
    pub(super) channel: String,
    /// Time of the first message, which is its id: `1700000000.000100`.
    pub(super) ts: String,
    /// The workspace's name in addresses; empty if unknown.
    domain: String,
}

impl Source {
    /// The thread of a payload's message.
    ///
    /// # Errors
    /// The payload is none of a message, or its ids are not Slack's.
    pub(super) fn of(payload: &Value) -> Result<Self> {
        let message = &payload["message"];
        let ts = message["thread_ts"].as_str().or(message["ts"].as_str());
        let channel = payload["channel"]["id"].as_str();
        let is_id = |id: &&str| {
            !id.is_empty() && id.len() <= 64 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let is_time = |ts: &&str| {
            !ts.is_empty()
                && ts.len() <= 64
                && ts.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        };
        let is_name = |name: &&str| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        Ok(Self {
            channel: channel
                .filter(is_id)
                .context("a message without its channel")?
                .to_owned(),
            ts: ts
                .filter(is_time)
                .context("a message without its time")?
                .to_owned(),
            domain: payload["team"]["domain"]
                .as_str()
                .filter(is_name)
                .unwrap_or_default()
                .to_owned(),
        })
    }

    /// Stable name of the thread.
    pub(super) fn id(&self) -> String {
        format!(
            "slack-{}-{}",
            self.channel.to_ascii_lowercase(),
            self.ts.replace('.', "-")
        )
    }

    /// Where the thread is; empty if unknown.
    pub(super) fn address(&self) -> String {
        if self.domain.is_empty() {
            return String::new();
        }
        format!(
            "https://{}.slack.com/archives/{}/p{}",
            self.domain,
            self.channel,
            self.ts.replace('.', "")
        )
    }
}
