//! The search over HTTP, for programs: `/v1/search`, `/v1/articles/{id}`, described by `/openapi.json`.

use super::respond::{LOCAL_ONLY, is_local_host};
use crate::search::{Library, NoLanguage};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::Arc;

const OPENAPI: &str = include_str!("openapi.json");
/// Hits of a search unless the request asks for another number.
const HITS: usize = 10;
/// Most hits of a search.
const MOST_HITS: usize = 100;

/// The routes; `any_host` answers under names that are not this machine's, too.
pub(super) fn routes(library: Arc<Library>, any_host: bool) -> Router {
    let routes = Router::new()
        .route("/v1/search", get(search))
        .route("/v1/articles/{id}", get(article))
        .route(
            "/healthz",
            get(|| async { Json(json!({ "status": "ok" })) }),
        )
        .route("/openapi.json", get(|| async { Json(openapi()) }))
        .with_state(library);
    if any_host {
        return routes;
    }
    routes.layer(middleware::from_fn(only_local_hosts))
}

/// The description of the service in OpenAPI 3.1.
fn openapi() -> Value {
    // The file is checked by a test.
    let mut description: Value = serde_json::from_str(OPENAPI).unwrap_or_default();
    description["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    description
}

async fn only_local_hosts(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|host| host.to_str().ok()).unwrap_or("");
    if is_local_host(host) {
        return next.run(request).await;
    }
    let error = LOCAL_ONLY.to_owned();
    (StatusCode::FORBIDDEN, Json(Problem { error })).into_response()
}

#[derive(Deserialize)]
struct SearchQuery {
    q: String,
    lang: Option<String>,
    limit: Option<usize>,
}

#[derive(Deserialize)]
struct ArticleQuery {
    lang: Option<String>,
}

/// What is wrong, and the cure.
#[derive(Serialize)]
struct Problem {
    error: String,
}

/// A request that cannot be answered.
enum Refusal {
    Request(String),
    NotFound(String),
    Bundle(anyhow::Error),
}

impl From<NoLanguage> for Refusal {
    fn from(error: NoLanguage) -> Self {
        // Where the bundle lies is nobody's business.
        let NoLanguage { wanted, known, .. } = error;
        Self::Request(format!(
            "no index for lang={wanted:?}; there is: {}",
            known.join(", ")
        ))
    }
}

impl From<QueryRejection> for Refusal {
    fn from(rejection: QueryRejection) -> Self {
        Self::Request(format!("{}; see /openapi.json", rejection.body_text()))
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, error) = match self {
            Self::Request(error) => (StatusCode::BAD_REQUEST, error),
            Self::NotFound(error) => (StatusCode::NOT_FOUND, error),
            Self::Bundle(error) => {
                eprintln!("helpdex: {error:#}");
                let told = "the bundle cannot be read; build it again";
                (StatusCode::INTERNAL_SERVER_ERROR, told.to_owned())
            }
        };
        (status, Json(Problem { error })).into_response()
    }
}

async fn search(
    State(library): State<Arc<Library>>,
    query: Result<Query<SearchQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(SearchQuery { q, lang, limit }) = query?;
    let limit = limit.unwrap_or(HITS).min(MOST_HITS);
    answered(move || {
        let lang = library.resolve(lang.as_deref())?;
        library
            .search(&lang, &q, limit, false)
            .map_err(Refusal::Bundle)
    })
    .await
}

async fn article(
    State(library): State<Arc<Library>>,
    Path(id): Path<String>,
    query: Result<Query<ArticleQuery>, QueryRejection>,
) -> Result<Response, Refusal> {
    let Query(ArticleQuery { lang }) = query?;
    answered(move || {
        let lang = library.resolve(lang.as_deref())?;
        let article = library.article(&lang, &id).map_err(Refusal::Bundle)?;
        article.ok_or_else(|| Refusal::NotFound(format!("there is no article {id:?} in {lang}")))
    })
    .await
}

/// Searching reads files and computes: not on a thread that answers others.
async fn answered<T: Serialize + Send + 'static>(
    ask: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<Response, Refusal> {
    let asked = tokio::task::spawn_blocking(ask).await;
    let value = asked.map_err(|error| Refusal::Bundle(error.into()))??;
    let mut response = Json(value).into_response();
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}
