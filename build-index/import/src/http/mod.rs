//! Requests: who may see the token, how often they are tried, how large answers may be.

mod client;
mod journal;
mod session;
mod wait;

pub(crate) use client::{Client, Credential, FetchError, Page};
pub(crate) use journal::Journal;
pub(crate) use session::Session;

use std::time::Duration;
use url::Url;

/// Bounds of an import's requests.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// First wait after a failure; it doubles with each further one. Default 500 ms.
    pub backoff: Duration,
    /// How often a request is tried. Default 6; the legal range is 1 to 100.
    pub attempts: u32,
    /// The longest wait that a server may ask for. Default 15 minutes.
    pub longest_wait: Duration,
    /// Bytes of an answer, unpacked. Default 64 MiB.
    pub answer_bytes: u64,
    /// Bytes of a picture or attachment. Default 100 MiB.
    pub file_bytes: u64,
    /// Requests at the same time. Default 4; the legal range is 1 to 32.
    pub parallel: usize,
    /// Requests a second; none: as fast as the server answers.
    pub rate: Option<f64>,
    /// Plain `http` to other machines, too. Default: to this machine only.
    pub plain_http: bool,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            backoff: Duration::from_millis(500),
            attempts: 6,
            longest_wait: Duration::from_secs(15 * 60),
            answer_bytes: 64 << 20,
            file_bytes: 100 << 20,
            parallel: 4,
            rate: None,
            plain_http: false,
        }
    }
}

/// The address with `path` below it, and `query`.
pub(crate) fn below(base: &Url, path: &str, query: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    let prefix = base.path().trim_end_matches('/');
    url.set_path(&format!("{prefix}/{}", path.trim_start_matches('/')));
    url.set_query(None);
    url.set_fragment(None);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// The address that `text` names: `acme.zendesk.com` and `https://acme.zendesk.com/` alike.
///
/// # Errors
/// It is no address of `http` or `https`, or holds a name and password.
pub(crate) fn base_url(text: &str) -> Result<Url, crate::ImportError> {
    let whole = if text.contains("://") {
        text.to_owned()
    } else {
        format!("https://{text}")
    };
    let wrong = |why: &str| {
        crate::ImportError::Usage(format!(
            "--from {text}: {why}; write an address such as https://acme.example.com"
        ))
    };
    let mut url = Url::parse(&whole).map_err(|error| wrong(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(wrong("not an address of http or https"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(crate::ImportError::Usage(
            "--from holds a password: remove it, tokens are read from the environment".into(),
        ));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Whether the host is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}
