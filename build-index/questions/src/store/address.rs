//! Addresses of stores.

use super::clickhouse::{ClickHouse, Server};
use super::sqlite::Sqlite;
use super::{Store, StoreError, Trouble};
use std::path::PathBuf;
use std::str::FromStr;

/// Names a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `sqlite:FILE`.
    Sqlite(PathBuf),
    /// `clickhouse:http://[USER:PASSWORD@]HOST:PORT/DATABASE`.
    ClickHouse(Server),
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once(':') {
            Some(("sqlite", file)) if !file.is_empty() => Ok(Self::Sqlite(PathBuf::from(file))),
            Some(("clickhouse", url)) => Server::at(url).map(Self::ClickHouse),
            _ => Err(StoreError::new(
                Trouble::Usage,
                format!(
                    "{text}: no address of a store; write sqlite:FILE or clickhouse:http://HOST:PORT/DATABASE"
                ),
            )),
        }
    }
}

/// Opens a store, and makes what is missing of it.
///
/// # Errors
/// [`StoreError`] when it cannot be opened or is of a newer version.
pub fn open(address: &Address) -> Result<Box<dyn Store>, StoreError> {
    match address {
        Address::Sqlite(file) => Ok(Box::new(Sqlite::open(file)?)),
        Address::ClickHouse(server) => Ok(Box::new(ClickHouse::open(server.clone())?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_and_wrong_ones_refused_with_the_cure() {
        let file: Address = "sqlite:a:b.db".parse().expect("an address");
        assert_eq!(file, Address::Sqlite(PathBuf::from("a:b.db")));
        let server: Address = "clickhouse:http://me:secret@localhost:8123/help_1"
            .parse()
            .expect("an address");
        assert!(matches!(&server, Address::ClickHouse(server) if server.database() == "help_1"));
        assert!(!format!("{server:?}").contains("secret"));
        for wrong in [
            "",
            "sqlite:",
            "postgres:x",
            "clickhouse:",
            "clickhouse:https://localhost/help",
            "clickhouse:http://localhost:8123/",
            "clickhouse:http://localhost:8123/a-b",
            "clickhouse:http://localhost:8123/1a",
            "clickhouse:http://localhost:8123/help?x=1",
        ] {
            let error = wrong.parse::<Address>().expect_err(wrong);
            assert_eq!(error.trouble, Trouble::Usage);
            assert!(error.message.contains("write "), "{error}");
        }
    }
}
