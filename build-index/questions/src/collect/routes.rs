//! Requests and their answers.

mod body;

use super::accept::accept;
use super::group_commit::NotStored;
use super::{Service, openapi};
use crate::facts::Losses;
use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use body::{Refusal, read};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::timeout::TimeoutLayer;

/// Largest request body, in bytes.
pub const MAX_BODY: usize = 64 * 1024;
/// A request must be complete, and its rows stored, within this time.
const REQUEST_TIME: Duration = Duration::from_secs(30);
/// Browsers may remember for a day what origins are allowed.
const PREFLIGHT_AGE: Duration = Duration::from_secs(86_400);
/// When to try again after the queue was full or the store away, in seconds.
const RETRY_AFTER_S: u64 = 5;

/// All routes.
pub fn routes(service: Arc<Service>) -> Router {
    let allowed = service.clone();
    let origin = move |origin: &HeaderValue, _: &_| {
        let allows = |origin| allowed.config.allows_somewhere(origin);
        origin.to_str().is_ok_and(allows)
    };
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::predicate(origin))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([header::CONTENT_TYPE])
        .max_age(PREFLIGHT_AGE);
    Router::new()
        .route("/v1/events", post(take_events))
        .route("/v1/top-questions", get(top_questions))
        .route("/healthz", get(health))
        .route("/metrics", get(metrics))
        .route("/openapi.json", get(describe))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            REQUEST_TIME,
        ))
        .layer(cors)
        .with_state(service)
}

/// The hour it is, since 1970-01-01T00:00Z; 0 if the clock is before that.
pub fn now_hour() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let hours = now.map_or(0, |time| time.as_secs() / 3600);
    u32::try_from(hours).unwrap_or(u32::MAX)
}

async fn take_events(
    State(service): State<Arc<Service>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let started = Instant::now();
    let address = visitor(&headers, peer.ip(), service.config.proxies);
    let taken = take(&service, address, &headers, body).await;
    let seconds = started.elapsed().as_secs_f64();
    service.metrics.request_seconds.observe(seconds);
    match taken {
        Ok(()) => {
            service.metrics.request("stored");
            StatusCode::NO_CONTENT.into_response()
        }
        Err(refusal) => {
            service.metrics.request(refusal.outcome());
            service.commits.lose(|losses| count(losses, &refusal));
            refusal.log();
            refusal.into_response()
        }
    }
}

async fn take(
    service: &Service,
    address: IpAddr,
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<(), Refusal> {
    let mut batch = read(headers, body)?;
    let origin = headers.get(header::ORIGIN).and_then(|it| it.to_str().ok());
    if !service.config.knows(&batch.site_id) {
        return Err(Refusal::UnknownSite);
    }
    if !service.config.allows(&batch.site_id, origin) {
        return Err(Refusal::Origin);
    }
    let allowed = service.rate.check(&batch.site_id, address);
    allowed.map_err(Refusal::TooMany)?;
    let browser = headers
        .get(header::USER_AGENT)
        .map_or(&[][..], HeaderValue::as_bytes);
    let now = now_hour();
    let client = service.client_ids.of(now / 24, address, browser).await;
    let client = client.map_err(|error| Refusal::NotStored(NotStored::Store(error)))?;
    let changes = accept(&mut batch, now, client.as_deref());
    service.metrics.redactions.inc_by(changes.redactions);
    service.metrics.moved.inc_by(changes.moved);
    if changes.moved > 0 {
        tracing::debug!(
            rows = changes.moved,
            site = batch.site_id,
            "a clock was wrong"
        );
    }
    service
        .commits
        .append(batch)
        .await
        .map_err(Refusal::NotStored)
}

fn count(losses: &mut Losses, refusal: &Refusal) {
    match refusal {
        Refusal::PrivacyControl => losses.privacy_control += 1,
        Refusal::NoConsent => losses.no_consent += 1,
        // It will be sent again.
        Refusal::NotStored(_) => {}
        _ => losses.refused += 1,
    }
}

/// The address of the visitor: that of the connection, or what the last proxies tell.
fn visitor(headers: &HeaderMap, peer: IpAddr, proxies: u8) -> IpAddr {
    let Some(back) = usize::from(proxies).checked_sub(1) else {
        return peer;
    };
    let lines = headers.get_all("x-forwarded-for").iter();
    let told: Vec<&str> = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .collect();
    let address = told.iter().rev().nth(back);
    address
        .and_then(|it| it.trim().parse().ok())
        .unwrap_or(peer)
}

#[derive(serde::Deserialize)]
struct Wanted {
    lang: String,
    site: String,
}

async fn top_questions(State(service): State<Arc<Service>>, wanted: Query<Wanted>) -> Response {
    let Query(Wanted { lang, site }) = wanted;
    if !service.config.knows(&site) {
        return problem(StatusCode::NOT_FOUND, "no such site");
    }
    match service.top_questions.of(&service.store, &site, &lang).await {
        Ok(questions) => {
            let cache = [(header::CACHE_CONTROL, "public, max-age=600")];
            (cache, axum::Json(questions)).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "top questions cannot be read");
            unavailable("the store cannot be read now")
        }
    }
}

async fn health(State(service): State<Arc<Service>>) -> Response {
    let store = service.store.clone();
    let checked = tokio::task::spawn_blocking(move || store.check()).await;
    match checked {
        Ok(Ok(())) => axum::Json(serde_json::json!({ "status": "ok" })).into_response(),
        Ok(Err(error)) => {
            tracing::warn!(trouble = error.trouble.name(), %error, "not healthy");
            let status = serde_json::json!({ "status": error.trouble.name() });
            (StatusCode::SERVICE_UNAVAILABLE, axum::Json(status)).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn metrics(State(service): State<Arc<Service>>) -> Response {
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], service.metrics.text()).into_response()
}

async fn describe() -> Response {
    axum::Json(openapi()).into_response()
}

/// An answer that says what is wrong.
fn problem(status: StatusCode, error: &str) -> Response {
    (status, axum::Json(serde_json::json!({ "error": error }))).into_response()
}

fn unavailable(error: &str) -> Response {
    let later =
        [(header::RETRY_AFTER, RETRY_AFTER_S)].map(|(name, value)| (name, value.to_string()));
    (later, problem(StatusCode::SERVICE_UNAVAILABLE, error)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_as_many_proxies_are_believed_as_there_are() {
        let peer: IpAddr = "10.0.0.1".parse().expect("an address");
        let mut headers = HeaderMap::new();
        headers.append(
            "x-forwarded-for",
            HeaderValue::from_static("6.6.6.6, 192.0.2.7"),
        );
        headers.append("x-forwarded-for", HeaderValue::from_static("10.0.0.2"));
        for (proxies, expected) in [
            (0, "10.0.0.1"),
            (1, "10.0.0.2"),
            (2, "192.0.2.7"),
            (9, "10.0.0.1"),
        ] {
            assert_eq!(visitor(&headers, peer, proxies).to_string(), expected);
        }
    }
}
