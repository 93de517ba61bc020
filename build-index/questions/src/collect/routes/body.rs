//! From a request to a batch, or to the reason why there is none.

use super::{MAX_BODY, problem, unavailable};
use crate::bounds::{OutOfBounds, check};
use crate::collect::group_commit::NotStored;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use helpdex::questions::Batch;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Why the rows of a request are not stored.
#[derive(Debug)]
pub enum Refusal {
    /// The browser asks not to be tracked.
    PrivacyControl,
    /// The visitor did not agree.
    NoConsent,
    /// Neither plain text nor JSON.
    MediaType,
    /// More bytes than allowed.
    TooLarge,
    /// It did not arrive.
    Broken,
    /// No JSON, or of another shape.
    Malformed(serde_json::Error),
    /// Something is too long or too large.
    OutOfBounds(OutOfBounds),
    /// No such site.
    UnknownSite,
    /// The page's origin is not one of the site's.
    Origin,
    /// Too many requests; how long to wait.
    TooMany(Duration),
    /// The store did not take it.
    NotStored(NotStored),
}

/// Reads the batch of a request.
pub fn read(headers: &HeaderMap, body: Result<Bytes, BytesRejection>) -> Result<Batch, Refusal> {
    if headers.get("sec-gpc").is_some_and(|value| value == "1") {
        return Err(Refusal::PrivacyControl);
    }
    if !has_text(headers) {
        return Err(Refusal::MediaType);
    }
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Refusal::TooLarge,
        _ => Refusal::Broken,
    })?;
    let batch: Batch = serde_json::from_slice(&body).map_err(Refusal::Malformed)?;
    if batch.consent.gpc {
        return Err(Refusal::PrivacyControl);
    }
    if !batch.consent.analytics {
        return Err(Refusal::NoConsent);
    }
    check(&batch).map_err(Refusal::OutOfBounds)?;
    Ok(batch)
}

/// Whether nothing of the kind was logged within this second: a flood must not fill the disk.
fn is_first_of_its_second(outcome: &'static str) -> bool {
    static LAST: Mutex<BTreeMap<&str, u64>> = Mutex::new(BTreeMap::new());
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let second = now.map_or(0, |now| now.as_secs());
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.insert(outcome, second) != Some(second)
}

/// `text/plain`, which needs no preflight, or `application/json`.
fn has_text(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok());
    let kind = kind
        .and_then(|kind| kind.split(';').next())
        .unwrap_or_default();
    let kind = kind.trim();
    kind.eq_ignore_ascii_case("text/plain") || kind.eq_ignore_ascii_case("application/json")
}

impl Refusal {
    /// Its name in logs and metrics.
    pub fn outcome(&self) -> &'static str {
        match self {
            Self::PrivacyControl => "privacy_control",
            Self::NoConsent => "no_consent",
            Self::MediaType => "media_type",
            Self::TooLarge => "too_large",
            Self::Broken => "broken",
            Self::Malformed(_) => "malformed",
            Self::OutOfBounds(_) => "out_of_bounds",
            Self::UnknownSite => "unknown_site",
            Self::Origin => "origin",
            Self::TooMany(_) => "too_many",
            Self::NotStored(NotStored::QueueFull) => "queue_full",
            Self::NotStored(NotStored::Store(_)) => "store",
        }
    }

    /// Logs it, each kind at most once a second, without anything that the visitor wrote.
    pub fn log(&self) {
        let is_dropped = matches!(self, Self::PrivacyControl | Self::NoConsent);
        if is_dropped || !is_first_of_its_second(self.outcome()) {
            return;
        }
        let outcome = self.outcome();
        match self {
            Self::Malformed(error) => {
                let (line, column) = (error.line(), error.column());
                let kind = format!("{:?}", error.classify());
                tracing::warn!(outcome, kind, line, column, "refused");
            }
            Self::OutOfBounds(wrong) => tracing::warn!(outcome, at = wrong.at, "refused"),
            Self::NotStored(NotStored::Store(error)) => {
                let trouble = error.trouble.name();
                tracing::warn!(outcome, trouble, %error, "refused");
            }
            _ => tracing::warn!(outcome, "refused"),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::PrivacyControl | Self::NoConsent => StatusCode::NO_CONTENT.into_response(),
            Self::MediaType => problem(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send text/plain or application/json",
            ),
            Self::TooLarge => problem(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("at most {MAX_BODY} bytes are taken; send fewer rows"),
            ),
            Self::Broken => problem(StatusCode::BAD_REQUEST, "the body did not arrive"),
            Self::Malformed(error) => problem(
                StatusCode::BAD_REQUEST,
                &format!("no batch of rows: {error}"),
            ),
            Self::OutOfBounds(wrong) => problem(StatusCode::BAD_REQUEST, &wrong.to_string()),
            Self::UnknownSite => problem(
                StatusCode::FORBIDDEN,
                "site_id is not configured here; add a [[site]] with this key",
            ),
            Self::Origin => problem(
                StatusCode::FORBIDDEN,
                "the page's origin is not one of the site's; add it to its origins",
            ),
            Self::TooMany(wait) => {
                let seconds = (wait.as_secs() + 1).to_string();
                let later = [(header::RETRY_AFTER, seconds)];
                (
                    later,
                    problem(StatusCode::TOO_MANY_REQUESTS, "too many requests"),
                )
                    .into_response()
            }
            Self::NotStored(NotStored::QueueFull) => unavailable("too much at once"),
            Self::NotStored(NotStored::Store(_)) => unavailable("the store takes no rows now"),
        }
    }
}
