//! What people ask in Slack, as rows for a collector: redacted, without the people's names.
//!
//! A person is known by a hash of the day, whose key nobody else has. The collector tells visitors apart
//! by address and browser; all of Slack's have the same address, so the hash stands in place of the
//! browser.

use super::blocks::Asked;
use super::signature::keyed;
use crate::search::Answer;
use anyhow::{Result, anyhow};
use helpdex::questions::batch::{Batcher, Origin, Search};
use helpdex::questions::event::Event;
use helpdex::questions::schema::{Batch, HelpAttributes};
use helpdex::questions::stamp::unique_id;
use hmac::Mac;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use url::Url;

/// Surface of the rows.
const SURFACE: &str = "slack";
/// Batches that wait at most; those after them are dropped.
const QUEUE: usize = 1_000;
/// Waits before the attempts after the first one, in seconds.
const WAITS: [u64; 3] = [1, 5, 30];
/// Longest wait for the collector.
const TIMEOUT: Duration = Duration::from_secs(15);
/// Bytes of a person's hash.
const PERSON_BYTES: usize = 8;

/// Sends rows in the background.
#[derive(Debug)]
pub(super) struct Events {
    site: String,
    key: Vec<u8>,
    queue: SyncSender<(String, Batch)>,
}

/// A question that was answered.
pub(super) struct Question<'a> {
    /// Ids of workspace and user.
    pub(super) person: &'a str,
    pub(super) text: &'a str,
    pub(super) answer: &'a Answer,
    /// Most hits that were shown.
    pub(super) shown: usize,
    pub(super) latency: Duration,
}

/// A button that was pressed.
pub(super) struct Vote<'a> {
    /// Ids of workspace and user.
    pub(super) person: &'a str,
    pub(super) asked: &'a Asked,
    pub(super) is_solved: bool,
}

impl Events {
    /// Rows for `endpoint`.
    ///
    /// # Errors
    /// It is no address, or there is no name of the site.
    pub(super) fn new(endpoint: &str, site: &str, key: &[u8]) -> Result<Self> {
        let url = Url::parse(endpoint)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"));
        let url = url.ok_or_else(|| anyhow!("--endpoint {endpoint:?} is no address; write one such as https://questions.example.com/v1/events"))?;
        if site.is_empty() {
            return Err(anyhow!(
                "--endpoint needs the name of the site; add --site-key KEY, or `name` in [site] before the build"
            ));
        }
        let (queue, waiting) = sync_channel(QUEUE);
        std::thread::spawn(move || send_all(url.as_str(), &waiting));
        Ok(Self {
            site: site.to_owned(),
            key: key.to_vec(),
            queue,
        })
    }

    /// Tells of a question; gives the id of its row.
    pub(super) fn asked(&self, question: &Question<'_>) -> String {
        let now = now_ms();
        let id = unique_id(now, random());
        let answer = question.answer;
        let hits: Vec<String> = answer
            .hits
            .iter()
            .take(question.shown)
            .map(|hit| hit.id.clone())
            .collect();
        let (session, mut batcher) = self.batcher(question.person, &answer.lang, now);
        batcher.push_search(
            Search {
                query_id: &id,
                query: question.text,
                hit_ids: &hits,
                total: u32::try_from(answer.total).unwrap_or(u32::MAX),
                step: Some(answer.step),
                trigger: "enter",
                latency_ms: u32::try_from(question.latency.as_millis()).unwrap_or(u32::MAX),
                corrected: !answer.corrections.is_empty(),
                ..Search::default()
            },
            now,
        );
        if hits.is_empty() {
            let none = Event {
                action: "no_results",
                query_id: &id,
                ..Event::default()
            };
            batcher.push_event(none, now, random());
        }
        self.queue(session, batcher, now);
        id
    }

    /// Tells whether a question was solved.
    pub(super) fn voted(&self, vote: &Vote<'_>) {
        let now = now_ms();
        let (session, mut batcher) = self.batcher(vote.person, &vote.asked.lang, now);
        let help = HelpAttributes {
            article_id: Some(vote.asked.article.clone()),
            solved: Some(if vote.is_solved { "yes" } else { "no" }.to_owned()),
            ..HelpAttributes::default()
        };
        let event = Event {
            action: "article_feedback",
            query_id: &vote.asked.query,
            position: 0,
            help,
        };
        batcher.push_event(event, now, random());
        self.queue(session, batcher, now);
    }

    fn batcher(&self, person: &str, lang: &str, now: f64) -> (String, Batcher) {
        let session = self.session(person, now);
        let batcher = Batcher::new(Origin {
            application: "helpdex-slack".to_owned(),
            site: self.site.clone(),
            locale: lang.to_owned(),
            surface: SURFACE.to_owned(),
            session: session.clone(),
            ..Origin::default()
        });
        (session, batcher)
    }

    /// A person of this day.
    fn session(&self, person: &str, now: f64) -> String {
        let day = (now / 86_400_000.0) as u64;
        let mut mac = keyed(&self.key);
        mac.update(b"helpdex person\0");
        mac.update(&day.to_le_bytes());
        mac.update(person.as_bytes());
        let hash = mac.finalize().into_bytes();
        hash.iter()
            .take(PERSON_BYTES)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }

    fn queue(&self, session: String, mut batcher: Batcher, now: f64) {
        if let Some(batch) = batcher.take(now)
            && self.queue.try_send((session, batch)).is_err()
        {
            eprintln!("helpdex: Slack: the collector is behind; what was asked is not counted");
        }
    }
}

fn now_ms() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_millis() as f64)
}

fn random() -> [u8; 10] {
    std::array::from_fn(|_| fastrand::u8(..))
}

fn send_all(endpoint: &str, waiting: &Receiver<(String, Batch)>) {
    let agent = ureq::Agent::config_builder()
        .timeout_global(Some(TIMEOUT))
        .http_status_as_error(false)
        .build();
    let agent: ureq::Agent = agent.into();
    for (session, batch) in waiting {
        if let Err(error) = send(&agent, endpoint, &session, &batch) {
            eprintln!("helpdex: Slack: {endpoint}: {error:#}; some questions are not counted");
        }
    }
}

fn send(agent: &ureq::Agent, endpoint: &str, session: &str, batch: &Batch) -> Result<()> {
    let body = serde_json::to_string(batch)?;
    let mut waits = WAITS.iter();
    loop {
        let request = agent
            .post(endpoint)
            .header("content-type", "application/json");
        let sent = request
            .header("user-agent", format!("helpdex-slack/{session}"))
            .send(&body);
        let failed = match sent {
            Ok(response) if response.status().is_success() => return Ok(()),
            Ok(response) => {
                let status = response.status();
                if status.is_client_error() && status != 429 {
                    return Err(anyhow!("it answered {status} and will not take them"));
                }
                anyhow!("it answered {status}")
            }
            Err(error) => error.into(),
        };
        let Some(wait) = waits.next() else {
            return Err(failed);
        };
        std::thread::sleep(Duration::from_secs(*wait));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_for_a_day_and_by_nobody_else() {
        let events = |key: &[u8]| Events::new("http://127.0.0.1:9/v1/events", "acme", key).unwrap();
        let (ours, others) = (events(b"a"), events(b"b"));
        let day = 86_400_000.0;
        assert_eq!(ours.session("T1/U1", day), ours.session("T1/U1", day + 1.0));
        assert_ne!(ours.session("T1/U1", day), ours.session("T1/U1", 2.0 * day));
        assert_ne!(ours.session("T1/U1", day), ours.session("T1/U2", day));
        assert_ne!(ours.session("T1/U1", day), others.session("T1/U1", day));
        assert!(Events::new("nowhere", "acme", b"a").is_err());
        assert!(
            Events::new("http://127.0.0.1:9/", "", b"a")
                .unwrap_err()
                .to_string()
                .contains("--site-key")
        );
    }
}
