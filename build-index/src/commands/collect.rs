//! `helpdex collect`: takes what pages send, and looks after the store of it.

mod upkeep;

use super::{Failure, Outcome};
use clap::Args;
use helpdex_questions::collect::{self, CollectError, Config};
use helpdex_questions::store::{Address, Store, StoreError, Trouble, open};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `helpdex collect`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  helpdex collect --store sqlite:questions.db --listen 127.0.0.1:8090
  helpdex collect --store sqlite:questions.db --listen 127.0.0.1:8090 --config collect.toml
  helpdex collect import --store sqlite:questions.db traffic.ndjson
  helpdex collect backup --store sqlite:questions.db backups/questions.db

Pages send their rows to http://ADDRESS:PORT/v1/events; /openapi.json describes the service.
It ends on SIGTERM and Ctrl-C, after the requests that it has begun. Logs are lines of JSON on
stderr; no address of a visitor is stored or logged.

The configuration, with its defaults:
  client_ids = true           # tell visitors of one day apart by a hash that lasts as long
  proxies = 0                 # proxies in front, for X-Forwarded-For
  [[site]]                    # without any, rows of every site are taken
  key = \"acme\"
  origins = [\"https://www.example.com\"]
  [limits]
  requests_per_minute = 120   # of one visitor
  burst = 60
  queue = 512                 # batches that wait for the store
  [retention]
  raw_days = 30               # 0 keeps rows for ever
  [log]
  level = \"info\""
)]
pub struct Arguments {
    /// Something else to do with the store than collecting
    #[command(subcommand)]
    pub upkeep: Option<upkeep::Upkeep>,
    #[command(flatten)]
    service: Option<Service>,
}

#[derive(Debug, Args)]
struct Service {
    /// Where rows are kept: sqlite:FILE or clickhouse:http://HOST:PORT/DATABASE
    #[arg(long, value_name = "STORE")]
    store: Address,
    /// Address to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS:PORT")]
    listen: SocketAddr,
    /// Sites, limits and retention, in TOML
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

/// Runs the command; the service until it is told to end.
///
/// # Errors
/// A wrong address or configuration is a usage error.
pub fn run(arguments: Arguments) -> Outcome {
    match (arguments.upkeep, arguments.service) {
        (Some(upkeep), _) => upkeep::run(upkeep),
        (None, Some(service)) => serve(&service),
        // clap asks for --store and --listen.
        (None, None) => Err(Failure::Usage(anyhow::anyhow!(
            "--store and --listen are missing"
        ))),
    }
}

fn serve(service: &Service) -> Outcome {
    let config = match &service.config {
        Some(file) => Config::read(file).map_err(|error| Failure::Usage(error.into()))?,
        None => Config::default(),
    };
    collect::start_logs(&config.log.level);
    let store = Arc::from(opened(&service.store)?);
    let ready = |address| println!("collecting on http://{address}/v1/events");
    collect::run(service.listen, store, config, ready).map_err(|error| match error {
        CollectError::Listen { .. } => Failure::Usage(error.into()),
        CollectError::Store(error) => failure(error),
        CollectError::System(_) => Failure::Failed(error.into()),
    })
}

fn opened(address: &Address) -> Result<Box<dyn Store>, Failure> {
    open(address).map_err(failure)
}

pub(super) fn failure(error: StoreError) -> Failure {
    match error.trouble {
        Trouble::Usage => Failure::Usage(error.into()),
        _ => Failure::Failed(error.into()),
    }
}
