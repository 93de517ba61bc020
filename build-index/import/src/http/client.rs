//! One request: redirects, retries, bounds.

use super::{Bounds, is_loopback, wait};
use crate::progress::{Listener, Progress};
use serde::{Deserialize, Serialize};
use std::io::Read;
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};
use ureq::http::{Response, StatusCode};
use url::{Origin, Url};

/// Redirects that are followed.
const REDIRECTS: u32 = 5;

/// What proves who asks. It goes to one origin and nowhere else, and is never printed.
pub(crate) struct Credential {
    origin: Origin,
    headers: Vec<(&'static str, String)>,
}

impl Credential {
    /// Headers for requests to the origin of `base`.
    pub(crate) fn new(base: &Url, headers: Vec<(&'static str, String)>) -> Self {
        Self {
            origin: base.origin(),
            headers,
        }
    }

    fn headers_for(&self, url: &Url) -> &[(&'static str, String)] {
        if url.origin() == self.origin {
            &self.headers
        } else {
            &[]
        }
    }
}

/// An answer.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Page {
    /// The address that was asked.
    pub(crate) url: String,
    /// The address that answered, after redirects.
    pub(crate) at: String,
    /// Status code: 200 to 299, or one that another try would not change.
    pub(crate) status: u16,
    /// `Content-Type`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<String>,
    /// `Link`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    /// `X-Robots-Tag`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) robots: Option<String>,
    /// The text; bytes that are not UTF-8 are replaced.
    pub(crate) body: String,
}

/// A request that failed for good. The message names address, reason and cure.
#[derive(Debug, thiserror::Error)]
#[error("{url}: {message}")]
pub(crate) struct FetchError {
    /// The address.
    pub(crate) url: String,
    /// Why.
    pub(crate) message: String,
}

/// Why one try failed.
enum Try {
    Again { why: String, wait: Option<Duration> },
    Never(String),
}

/// Sends requests.
pub(crate) struct Client {
    agent: ureq::Agent,
    credential: Option<Credential>,
    bounds: Bounds,
    next_slot: Mutex<Instant>,
    listener: Listener,
}

/// Reads an answer to its end, into memory or a file.
type Take<'a, T> = &'a mut dyn FnMut(&Url, Response<ureq::Body>) -> Result<T, Try>;

impl Client {
    /// A client that sends `credential` to its origin only.
    pub(crate) fn new(bounds: Bounds, credential: Option<Credential>, listener: Listener) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(Duration::from_secs(15)))
            .timeout_recv_response(Some(Duration::from_secs(60)))
            .timeout_recv_body(Some(Duration::from_secs(300)))
            .user_agent(concat!("helpdex/", env!("CARGO_PKG_VERSION")));
        Self {
            agent: config.build().new_agent(),
            credential,
            bounds,
            next_slot: Mutex::new(Instant::now()),
            listener,
        }
    }

    pub(super) const fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    /// Asks at most `rate` times a second from now on, if that is slower than so far.
    pub(crate) fn slow_down(&mut self, rate: f64) {
        let slower = self.bounds.rate.map_or(rate, |now| now.min(rate));
        self.bounds.rate = Some(slower);
    }

    /// An answer, whatever its status, unless another try may help.
    pub(crate) fn get(&self, url: &Url) -> Result<Page, FetchError> {
        let limit = self.bounds.answer_bytes;
        self.persist(url, &mut |at, response| {
            let (parts, body) = response.into_parts();
            let header = |name: &str| {
                let value = parts.headers.get(name)?.to_str().ok()?;
                Some(value.to_owned())
            };
            let bytes = read(body, limit)?;
            let packed = at.path().ends_with(".gz") && bytes.starts_with(&[0x1f, 0x8b]);
            let bytes = if packed {
                unpack(&bytes, limit)?
            } else {
                bytes
            };
            Ok(Page {
                url: url.to_string(),
                at: at.to_string(),
                status: parts.status.as_u16(),
                kind: header("content-type"),
                link: header("link"),
                robots: header("x-robots-tag"),
                body: String::from_utf8_lossy(&bytes).into_owned(),
            })
        })
    }

    /// The bytes of a picture or attachment.
    pub(crate) fn bytes(&self, url: &Url) -> Result<Vec<u8>, FetchError> {
        let limit = self.bounds.file_bytes;
        self.persist(url, &mut |_, response| {
            let status = response.status();
            if !status.is_success() {
                return Err(Try::Never(status_message(status)));
            }
            read(response.into_body(), limit)
        })
    }

    /// Tries until it works, or will not.
    fn persist<T>(&self, url: &Url, take: Take<'_, T>) -> Result<T, FetchError> {
        let failed = |message: String| FetchError {
            url: url.to_string(),
            message,
        };
        let mut failures = 0;
        loop {
            let (why, asked) = match self.follow(url, take) {
                Ok(value) => return Ok(value),
                Err(Try::Never(why)) => return Err(failed(why)),
                Err(Try::Again { why, wait }) => (why, wait),
            };
            failures += 1;
            if failures >= self.bounds.attempts.max(1) {
                return Err(failed(format!(
                    "{why}, {failures} times; what is done is kept, so try again later"
                )));
            }
            let wait = asked.unwrap_or_else(|| wait::backoff(self.bounds.backoff, failures));
            if wait > self.bounds.longest_wait {
                let seconds = wait.as_secs();
                return Err(failed(format!(
                    "{why}, and asks to wait for {seconds} s; what is done is kept, so run the \
                     same command again after that"
                )));
            }
            if wait >= Duration::from_secs(1) {
                (self.listener)(Progress::Waiting {
                    wait,
                    host: url.host_str().unwrap_or_default(),
                    why: &why,
                });
            }
            std::thread::sleep(wait);
        }
    }

    /// One try, through redirects.
    fn follow<T>(&self, url: &Url, take: Take<'_, T>) -> Result<T, Try> {
        let mut at = url.clone();
        for _ in 0..=REDIRECTS {
            self.check(&at)?;
            self.pace();
            let response = self.send(&at)?;
            let status = response.status();
            if matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                let location = response.headers().get("location");
                let location = location.and_then(|value| value.to_str().ok());
                let next = location.and_then(|location| at.join(location).ok());
                at =
                    next.ok_or_else(|| Try::Never("redirects without saying where to".to_owned()))?;
                continue;
            }
            if matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504) {
                let header = response.headers().get("retry-after");
                let header = header.and_then(|value| value.to_str().ok());
                return Err(Try::Again {
                    why: status_message(status),
                    wait: header.and_then(|header| wait::asked(header, SystemTime::now())),
                });
            }
            return take(&at, response);
        }
        Err(Try::Never(format!("redirects more than {REDIRECTS} times")))
    }

    fn check(&self, url: &Url) -> Result<(), Try> {
        match url.scheme() {
            "https" => Ok(()),
            "http" if self.bounds.plain_http || is_loopback(url) => Ok(()),
            "http" => Err(Try::Never(format!(
                "{} would be asked without encryption; use https, or --allow-http if the network \
                 is yours",
                url.host_str().unwrap_or_default()
            ))),
            other => Err(Try::Never(format!("`{other}` addresses are not read"))),
        }
    }

    /// Waits for the next moment at which a request may be sent.
    fn pace(&self) {
        let Some(rate) = self.bounds.rate.filter(|rate| *rate > 0.0) else {
            return;
        };
        let slot = {
            let mut next = self.next_slot.lock().unwrap_or_else(|e| e.into_inner());
            let slot = (*next).max(Instant::now());
            *next = slot + Duration::from_secs_f64((1.0 / rate).min(3600.0));
            slot
        };
        std::thread::sleep(slot.saturating_duration_since(Instant::now()));
    }

    fn send(&self, url: &Url) -> Result<Response<ureq::Body>, Try> {
        let mut request = self.agent.get(url.as_str());
        if let Some(credential) = &self.credential {
            for (name, value) in credential.headers_for(url) {
                request = request.header(*name, value);
            }
        }
        request.call().map_err(|error| failure(&error))
    }
}

/// What an error of the transport means.
fn failure(error: &ureq::Error) -> Try {
    use ureq::Error;
    let why = error.to_string();
    match error {
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl => Try::Never(why),
        Error::Tls(_) | Error::Rustls(_) => Try::Never(format!(
            "{why}; no connection can be trusted to be with that host"
        )),
        _ => Try::Again { why, wait: None },
    }
}

fn status_message(status: StatusCode) -> String {
    let cure = match status.as_u16() {
        401 | 403 => "; check the token in the environment, and what it may read",
        404 => "; check the address",
        _ => "",
    };
    format!("answers {status}{cure}")
}

/// The message of a page that is not a good one.
pub(super) fn page_message(page: &Page) -> String {
    StatusCode::from_u16(page.status).map_or_else(|_| page.status.to_string(), status_message)
}

fn too_large(limit: u64) -> Try {
    Try::Never(format!(
        "the answer is larger than {} MB",
        limit / 1_000_000
    ))
}

fn read(body: ureq::Body, limit: u64) -> Result<Vec<u8>, Try> {
    let mut bytes = Vec::new();
    let mut reader = body
        .into_with_config()
        .limit(limit + 2)
        .reader()
        .take(limit + 1);
    reader.read_to_end(&mut bytes).map_err(|error| Try::Again {
        why: format!("the answer broke off ({error})"),
        wait: None,
    })?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(bytes)
}

/// A gzip file, as some sitemaps are.
fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Try> {
    let mut out = Vec::new();
    let mut reader = flate2::read::MultiGzDecoder::new(bytes).take(limit + 1);
    reader
        .read_to_end(&mut out)
        .map_err(|error| Try::Never(format!("is not a sound gzip file ({error})")))?;
    if out.len() as u64 > limit {
        return Err(too_large(limit));
    }
    Ok(out)
}
