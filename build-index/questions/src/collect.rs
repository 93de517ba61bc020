//! `helpdex collect`: the HTTP service that pages send their rows to.
//!
//! ```text
//! request ─▶ routes: consent, bounds, site, rate ─▶ accept: redact, round, client id ─▶ queue
//!                                                             group commit ─▶ store ─▶ 204
//! ```
//!
//! It keeps nothing but the queue, so any number of collectors may write to one store. A
//! request is answered once its rows are durable. No address is ever stored or logged.

mod accept;
mod client_id;
pub mod config;
mod group_commit;
mod logs;
mod metrics;
mod openapi;
mod rate;
mod retention;
mod routes;
mod top_questions;

pub use config::Config;
pub use logs::start_logs;
pub use openapi::openapi;
pub use routes::now_hour;

use crate::store::{Store, StoreError};
use client_id::ClientIds;
use group_commit::GroupCommit;
use metrics::Metrics;
use rate::RateLimit;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use top_questions::TopQuestions;

/// How long open requests may take to end after the service was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(10);

/// What the handlers of requests share.
struct Service {
    config: Config,
    metrics: Arc<Metrics>,
    rate: RateLimit,
    client_ids: ClientIds,
    commits: GroupCommit,
    top_questions: TopQuestions,
    store: Arc<dyn Store>,
}

/// Why the service cannot run.
#[derive(Debug, thiserror::Error)]
pub enum CollectError {
    /// The address cannot be listened on.
    #[error("{address}: cannot listen there ({error}); name a free port of this machine")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The store does not work.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The system does not give what a server needs.
    #[error("the service cannot run: {0}")]
    System(#[from] std::io::Error),
}

/// Serves until SIGTERM, SIGINT or Ctrl-C, then ends open requests. `ready` hears the
/// address, which matters with port 0.
///
/// # Errors
/// [`CollectError`].
pub fn run(
    listen: SocketAddr,
    store: Arc<dyn Store>,
    config: Config,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), CollectError> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let refused = |error| CollectError::Listen {
            address: listen,
            error,
        };
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        ready(listener.local_addr()?);
        serve(listener, store, config, signal()?).await
    })
}

/// Serves until `stop` is done, then ends open requests.
///
/// # Errors
/// [`CollectError`].
pub async fn serve(
    listener: TcpListener,
    store: Arc<dyn Store>,
    config: Config,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CollectError> {
    let metrics = Arc::new(Metrics::default());
    let service = Arc::new(Service {
        rate: RateLimit::new(&config.limits),
        client_ids: ClientIds::new(store.clone(), config.client_ids),
        commits: GroupCommit::start(store.clone(), metrics.clone(), config.limits.queue)?,
        top_questions: TopQuestions::default(),
        store,
        metrics,
        config,
    });
    let address = listener.local_addr()?;
    tracing::info!(%address, sites = service.config.site.len(), "collecting");
    if service.config.site.is_empty() {
        tracing::warn!("no [[site]] is configured: rows of any site and origin are taken");
    }
    let retention = tokio::spawn(retention::every_hour(service.clone()));
    let served = until_stopped(listener, service.clone(), stop).await;
    retention.abort();
    tokio::task::spawn_blocking(move || service.commits.finish())
        .await
        .map_err(std::io::Error::other)?;
    tracing::info!("stopped");
    served
}

async fn until_stopped(
    listener: TcpListener,
    service: Arc<Service>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CollectError> {
    let (stopping, stopped) = tokio::sync::oneshot::channel();
    let app = routes::routes(service).into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        stop.await;
        let _ = stopping.send(());
    });
    let late = async {
        let _ = stopped.await;
        tokio::time::sleep(LAST_REQUESTS).await;
    };
    tokio::select! {
        served = async { serving.await } => Ok(served?),
        () = late => {
            tracing::warn!("some requests did not end; they were not acknowledged");
            Ok(())
        }
    }
}

/// Done when the process is asked to end.
fn signal() -> std::io::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        Ok(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}
