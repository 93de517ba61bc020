//! A web server for trying a bundle out: on this machine only, unless told otherwise.
//!
//! * [`Server`] serves the bundle under `/help/` and demo pages beside it, as a
//!   production host should: precompressed files, caching, a strict content policy; or,
//!   with a [`Folder`], the pages of a site.
//! * With a [`Library`] it answers programs over HTTP: `/v1/search`, `/v1/articles/{id}`.
//! * With a [`Slack`] it answers Slack.
//! * [`watch`] calls back when a source changes, so that the bundle can be built anew.
//! * [`Stop`] ends the server, on Ctrl-C if [`stop_on_ctrl_c`] is called.
//!
//! It is not meant to face the internet: any static web server serves a bundle better.

mod api;
mod folder;
mod respond;
mod watch;

use std::borrow::Cow;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request as HttpRequest, State};
use axum::http::header::{ACCEPT_ENCODING, HOST, HeaderName, IF_NONE_MATCH};
use axum::http::{Response, StatusCode};
use tokio::runtime::Runtime;
use tokio::sync::Notify;

use crate::search::Library;
use crate::slack::{self, Slack};
use respond::{Reply, Request, Site};

pub use folder::Folder;
pub use respond::{BUNDLE_PATH, CONTENT_SECURITY_POLICY};
pub use watch::{Change, QUIET_TIME, REST_TIME, Watch, watch};

/// The pages and scripts around the bundle.
pub trait Assets: Send + Sync {
    /// The file at `path` (without leading `/`, such as `index.html`), if there is one.
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>>;

    /// Whether there is a page at `path` and `/`. A browser is sent there, so that the page's relative
    /// addresses are right.
    fn is_folder(&self, _path: &str) -> bool {
        false
    }

    /// The policy that pages get. None for pages that are not ours: they may do what it forbids.
    fn content_policy(&self) -> Option<&'static str> {
        Some(CONTENT_SECURITY_POLICY)
    }
}

/// A fixed list of paths and contents.
impl Assets for Vec<(String, Vec<u8>)> {
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>> {
        let mut files = self.iter();
        let (_, bytes) = files.find(|(known, _)| known == path)?;
        Some(Cow::Borrowed(bytes))
    }
}

/// What to serve, and where.
pub struct Options {
    /// Address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Allows an address that other machines can reach. Default of the tool: no.
    pub allow_remote: bool,
    /// Folder of the bundle, served under [`BUNDLE_PATH`].
    pub bundle: PathBuf,
    /// Everything outside of [`BUNDLE_PATH`].
    pub assets: Box<dyn Assets>,
    /// Answers programs, too, from this bundle.
    pub api: Option<Arc<Library>>,
    /// Answers Slack, too.
    pub slack: Option<Arc<Slack>>,
}

/// Why the server cannot start or go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address can be reached from other machines.
    #[error(
        "{address} can be reached from other machines; listen on 127.0.0.1, or add --allow-remote if that is meant"
    )]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The address cannot be listened on.
    #[error(
        "cannot listen on {address} ({cause}); choose another port, or --listen 127.0.0.1:0 for any free one"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: io::Error,
    },
    /// The folder of the bundle does not exist.
    #[error("{} is not a folder; run `helpdex build` first", path.display())]
    NoBundle {
        /// The folder.
        path: PathBuf,
    },
    /// A path cannot be watched for changes.
    #[error("cannot watch for changes ({cause}); serve without --source and build by hand")]
    Watch {
        /// What the watcher says.
        cause: notify::Error,
    },
    /// Ctrl-C cannot be handled.
    #[error("cannot handle Ctrl-C ({cause})")]
    Signal {
        /// What the system says.
        cause: ctrlc::Error,
    },
}

/// A server that listens but does not answer yet.
pub struct Server {
    runtime: Runtime,
    listener: tokio::net::TcpListener,
    address: SocketAddr,
    site: Site,
    api: Option<Arc<Library>>,
    slack: Option<Arc<Slack>>,
    stop: Stop,
}

impl Server {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the address is not a loopback one without leave, or is in use, or the bundle
    /// does not exist.
    pub fn bind(options: Options) -> Result<Self, ServeError> {
        let address = options.listen;
        if !address.ip().is_loopback() && !options.allow_remote {
            return Err(ServeError::NotLoopback { address });
        }
        let Ok(bundle) = options.bundle.canonicalize() else {
            return Err(ServeError::NoBundle {
                path: options.bundle,
            });
        };
        let listen = |cause| ServeError::Listen { address, cause };
        let listener = TcpListener::bind(address).map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let runtime = Runtime::new().map_err(listen)?;
        let listener = {
            let _entered = runtime.enter();
            tokio::net::TcpListener::from_std(listener).map_err(listen)?
        };
        let site = Site {
            bundle,
            assets: options.assets,
            any_host: options.allow_remote,
        };
        Ok(Self {
            runtime,
            listener,
            address,
            site,
            api: options.api,
            slack: options.slack,
            stop: Stop(Arc::default()),
        })
    }

    /// The address, with the port that was picked.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The line to print once the server answers: `listening on http://127.0.0.1:8080/`.
    pub fn greeting(&self) -> String {
        format!("listening on http://{}/", self.address)
    }

    /// What ends [`Server::run`] from another thread.
    pub fn stop(&self) -> Stop {
        self.stop.clone()
    }

    /// Answers requests until stopped; those begun are finished.
    pub fn run(self) {
        let api = self
            .api
            .map(|library| api::routes(library, self.site.any_host));
        let slack = self.slack.map(slack::routes);
        let site = Router::new()
            .fallback(answer)
            .with_state(Arc::new(self.site));
        let service = site
            .merge(api.unwrap_or_default())
            .merge(slack.unwrap_or_default());
        let stopped = async move { self.stop.0.notified().await };
        let served = axum::serve(self.listener, service).with_graceful_shutdown(stopped);
        // Connections that fail are logged by nobody; accepting does not.
        let _ = self.runtime.block_on(async { served.await });
    }
}

/// Ends a server.
#[derive(Clone)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Ends it; a second call does nothing more.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

/// Ends the server on Ctrl-C and on termination. May be called once in a process.
///
/// # Errors
/// When the system refuses, or a handler is set already.
pub fn stop_on_ctrl_c(stop: Stop) -> Result<(), ServeError> {
    ctrlc::set_handler(move || stop.stop()).map_err(|cause| ServeError::Signal { cause })
}

async fn answer(State(site): State<Arc<Site>>, request: HttpRequest) -> Response<Body> {
    let header = |name: HeaderName| {
        let value = request.headers().get(name);
        value.and_then(|value| value.to_str().ok()).unwrap_or("")
    };
    let target = request.uri().path_and_query();
    let reply = site.reply(&Request {
        method: request.method().as_str(),
        target: target.map_or("/", |target| target.as_str()),
        host: header(HOST),
        accept_encoding: header(ACCEPT_ENCODING),
        if_none_match: header(IF_NONE_MATCH),
    });
    response(reply)
}

fn response(reply: Reply) -> Response<Body> {
    let headers = reply.headers.into_iter();
    let builder = Response::builder().status(reply.status);
    let builder = headers.fold(builder, |builder, (name, value)| {
        builder.header(name, value)
    });
    // A name that cannot be a header's would be a mistake of ours.
    builder.body(Body::from(reply.body)).unwrap_or_else(|_| {
        let mut failed = Response::new(Body::empty());
        *failed.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        failed
    })
}

#[cfg(test)]
mod tests;
