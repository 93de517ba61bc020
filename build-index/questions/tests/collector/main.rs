//! The collector over real connections, its stores over real files and servers.

mod clickhouse;
mod faults;
mod http;
mod oracle;
#[path = "../../src/store/samples.rs"]
mod samples;
mod schema;
mod server;
mod service;
