//! A collector on a free port of this machine.

use helpdex::questions::Batch;
use helpdex_questions::collect::{CollectError, Config, serve};
use helpdex_questions::store::Store;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Enough for tests that do not test the limit.
pub const NO_LIMIT: &str = "[limits]\nrequests_per_minute = 60000000\nburst = 1000000\n";

/// Runs in this process until it is dropped.
pub struct Service {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<Result<(), CollectError>>>,
}

impl Service {
    pub fn start(store: Arc<dyn Store>, config: &str) -> Self {
        let config = Config::parse(config).expect("a configuration");
        let (stop, stopped) = oneshot::channel();
        let (tell, told) = std::sync::mpsc::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Runtime::new().expect("a runtime");
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
                tell.send(listener.local_addr().expect("an address"))
                    .expect("heard");
                let stopped = async {
                    let _ = stopped.await;
                };
                serve(listener, store, config, stopped).await
            })
        });
        Self {
            address: told.recv().expect("started"),
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Stops as SIGTERM does, and waits for the end.
    pub fn stop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            thread.join().expect("no panic").expect("ended well");
        }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The status of a request with a batch.
    pub fn send(&self, batch: &Batch) -> u16 {
        let body = serde_json::to_vec(batch).expect("JSON");
        self.post(&body, &[]).status
    }

    pub fn post(&self, body: &[u8], headers: &[(&str, &str)]) -> Answer {
        post(&agent(), &self.url("/v1/events"), body, headers).expect("an answer")
    }

    pub fn get(&self, path: &str) -> Answer {
        let response = agent().get(self.url(path)).call().expect("an answer");
        Answer::of(response)
    }

    /// The value of a line of the metrics, 0 if there is none.
    pub fn metric(&self, name: &str) -> u64 {
        let text = self.get("/metrics").body;
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.map_or(0, |value| value.trim().parse().expect("a number"))
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What came back.
pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: String,
}

impl Answer {
    pub fn of(mut response: ureq::http::Response<ureq::Body>) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_string().expect("text"),
        }
    }

    pub fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().expect("text"))
    }
}

/// A client that takes every status as an answer.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(40)))
        .build()
        .new_agent()
}

pub fn post(
    agent: &ureq::Agent,
    url: &str,
    body: &[u8],
    headers: &[(&str, &str)],
) -> Result<Answer, ureq::Error> {
    let mut request = agent.post(url);
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "text/plain;charset=UTF-8");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send(body).map(Answer::of)
}
