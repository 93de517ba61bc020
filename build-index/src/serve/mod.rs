//! A web server for trying a bundle out: on this machine only, unless told otherwise.
//!
//! * [`Server`] serves the bundle under `/help/` and demo pages beside it, as a
//!   production host should: precompressed files, caching, a strict content policy.
//! * [`watch`] calls back when a source changes, so that the bundle can be built anew.
//! * [`Stop`] ends the server, on Ctrl-C if [`stop_on_ctrl_c`] is called.
//!
//! It is not meant to face the internet: any static web server serves a bundle better.

mod respond;
mod watch;

use std::borrow::Cow;
use std::io::{self, Cursor};
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;

use tiny_http::{Header, Response, StatusCode};

use respond::{Reply, Request, Site};

pub use respond::{BUNDLE_PATH, CONTENT_SECURITY_POLICY};
pub use watch::{QUIET_TIME, Watch, watch};

/// Requests that are answered at once.
const WORKERS: usize = 8;

/// The pages and scripts around the bundle.
pub trait Assets: Send + Sync {
    /// The file at `path` (without leading `/`, such as `index.html`), if there is one.
    fn get(&self, path: &str) -> Option<Cow<'_, [u8]>>;
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
    http: Arc<tiny_http::Server>,
    address: SocketAddr,
    site: Site,
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
        let http = tiny_http::Server::from_listener(listener, None)
            .map_err(|cause| listen(io::Error::other(cause.to_string())))?;
        let site = Site {
            bundle,
            assets: options.assets,
            any_host: options.allow_remote,
        };
        Ok(Self {
            http: Arc::new(http),
            address,
            site,
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
        Stop(Arc::clone(&self.http))
    }

    /// Answers requests until stopped; those begun are finished.
    pub fn run(self) {
        std::thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    while let Ok(request) = self.http.recv() {
                        answer(&self.site, request);
                    }
                });
            }
        });
    }
}

/// Ends a server.
#[derive(Clone)]
pub struct Stop(Arc<tiny_http::Server>);

impl Stop {
    /// Ends it; a second call does nothing more.
    pub fn stop(&self) {
        for _ in 0..WORKERS {
            self.0.unblock();
        }
    }
}

/// Ends the server on Ctrl-C and on termination. May be called once in a process.
///
/// # Errors
/// When the system refuses, or a handler is set already.
pub fn stop_on_ctrl_c(stop: Stop) -> Result<(), ServeError> {
    ctrlc::set_handler(move || stop.stop()).map_err(|cause| ServeError::Signal { cause })
}

fn answer(site: &Site, request: tiny_http::Request) {
    let header = |name: &'static str| {
        let mut headers = request.headers().iter();
        let found = headers.find(|header| header.field.equiv(name));
        found.map_or("", |header| header.value.as_str())
    };
    let reply = site.reply(&Request {
        method: request.method().as_str(),
        target: request.url(),
        host: header("Host"),
        accept_encoding: header("Accept-Encoding"),
        if_none_match: header("If-None-Match"),
    });
    // The reader may have gone away; that is no concern of others.
    let _ = request.respond(response(reply));
}

fn response(reply: Reply) -> Response<Cursor<Vec<u8>>> {
    let headers = reply
        .headers
        .iter()
        .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok());
    let length = reply.body.len();
    // A length instead of chunks lets a page show progress.
    Response::new(
        StatusCode(reply.status),
        headers.collect(),
        Cursor::new(reply.body),
        Some(length),
        None,
    )
    .with_chunked_threshold(usize::MAX)
}

#[cfg(test)]
mod tests;
