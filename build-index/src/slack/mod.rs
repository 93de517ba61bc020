//! A bundle for people in Slack: the slash command `/help text`, its buttons, and threads saved as
//! drafts of articles.
//!
//! ```text
//! Slack ─▶ [signature] ─▶ /slack/commands ─▶ [command] ─▶ [blocks]
//!                     └─▶ /slack/interactions ─▶ [interaction] ─▶ response_url
//!                                                      └─▶ [thread] ─▶ [draft]
//! ```
//!
//! What people ask is sent on by [`events`] if an endpoint is configured. Requests are answered at once;
//! whatever has to wait for another server is done after the answer.

mod blocks;
mod command;
mod draft;
mod events;
mod interaction;
mod signature;
mod texts;
mod thread;
mod web;

pub use web::{API, HOOKS};

use crate::search::Library;
use anyhow::{Result, bail};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use events::Events;
use signature::Signatures;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use web::Web;

/// Largest request that is read, in bytes: a message of 40,000 characters, escaped twice.
const MAX_BODY: usize = 512 * 1024;

/// What the command line and the environment say.
#[derive(Debug, Default)]
pub struct Settings {
    /// Key that Slack signs requests with.
    pub signing_secret: String,
    /// Key for Slack's Web API; needed for drafts only. Empty: none.
    pub bot_token: String,
    /// Address of Slack's Web API, with a slash at the end; empty: [`API`].
    pub api: String,
    /// What every `response_url` has to begin with; empty: [`HOOKS`].
    pub hooks: String,
    /// Folder for drafts; `None`: threads cannot be saved.
    pub drafts: Option<PathBuf>,
    /// Language of all answers; `None`: that of each question.
    pub lang: Option<String>,
    /// Collector that events go to; `None`: nothing is counted.
    pub endpoint: Option<String>,
    /// Name of the site for the collector.
    pub site: String,
}

/// Answers Slack from a bundle.
#[derive(Debug)]
pub struct Slack {
    library: Arc<Library>,
    signatures: Signatures,
    web: Web,
    drafts: Option<PathBuf>,
    lang: Option<String>,
    events: Option<Events>,
}

impl Slack {
    /// Checks the settings.
    ///
    /// # Errors
    /// The signing secret is missing, or drafts are wanted without a token, or a language that the
    /// bundle does not have.
    pub fn new(library: Arc<Library>, settings: Settings) -> Result<Self> {
        if settings.signing_secret.is_empty() {
            bail!(
                "SLACK_SIGNING_SECRET is not set, and without it anybody could pretend to be Slack; take it from the app's Basic Information and set it in the environment"
            );
        }
        if settings.drafts.is_some() && settings.bot_token.is_empty() {
            bail!(
                "SLACK_BOT_TOKEN is not set, and --drafts reads threads with it; take it from the app's OAuth & Permissions (xoxb-…), or leave --drafts out"
            );
        }
        if let Some(lang) = &settings.lang {
            library.resolve(Some(lang))?;
        }
        let signatures = Signatures::new(settings.signing_secret.as_bytes());
        let events = settings.endpoint.as_deref();
        let site = if settings.site.is_empty() {
            library.site()
        } else {
            settings.site
        };
        let events =
            events.map(|endpoint| Events::new(endpoint, &site, settings.signing_secret.as_bytes()));
        Ok(Self {
            library,
            signatures,
            web: Web::new(&settings.api, &settings.hooks, settings.bot_token),
            drafts: settings.drafts,
            lang: settings.lang,
            events: events.transpose()?,
        })
    }
}

/// The routes for Slack. They answer under any host name: whoever asks has to know the secret.
pub fn routes(slack: Arc<Slack>) -> Router {
    Router::new()
        .route("/slack/commands", post(commands))
        .route("/slack/interactions", post(interactions))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(slack)
}

/// Seconds since 1970.
fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// The fields of a signed request.
struct Form(Vec<(String, String)>);

impl FromRequest<Arc<Slack>> for Form {
    type Rejection = Response;

    /// Checks the signature, then reads the fields.
    async fn from_request(request: Request, slack: &Arc<Slack>) -> Result<Self, Response> {
        let headers = request.headers().clone();
        let body = Bytes::from_request(request, slack).await;
        let body = body.map_err(IntoResponse::into_response)?;
        let header = |name: &str| {
            headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .unwrap_or_default()
        };
        let timestamp = header("x-slack-request-timestamp");
        let signature = header("x-slack-signature");
        let checked = slack.signatures.check(timestamp, signature, &body, now());
        checked.map_err(|refused| (refused.status(), refused.to_string()).into_response())?;
        let fields = url::form_urlencoded::parse(&body);
        Ok(Self(fields.into_owned().collect()))
    }
}

impl Form {
    /// A field; empty if it is missing.
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }
}

async fn commands(State(slack): State<Arc<Slack>>, form: Form) -> Response {
    // Searching reads files and computes: not on a thread that answers others.
    let answered = tokio::task::spawn_blocking(move || command::answer(&slack, &form)).await;
    match answered {
        Ok(Ok(message)) => axum::Json(message).into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error.into()),
    }
}

async fn interactions(State(slack): State<Arc<Slack>>, form: Form) -> Response {
    let Ok(payload) = serde_json::from_str(form.get("payload")) else {
        let told = "`payload` is not JSON; see the Interactivity Request URL of the app";
        return (StatusCode::BAD_REQUEST, told).into_response();
    };
    // Slack waits three seconds for an answer; what follows may take longer.
    tokio::task::spawn_blocking(move || {
        if let Err(error) = interaction::follow(&slack, &payload) {
            eprintln!("helpdex: Slack: {error:#}");
        }
    });
    StatusCode::OK.into_response()
}

fn failed(error: &anyhow::Error) -> Response {
    eprintln!("helpdex: Slack: {error:#}");
    let told = "the bundle cannot be read; build it again";
    (StatusCode::INTERNAL_SERVER_ERROR, told).into_response()
}
