//! Addresses of stores.

use super::sqlite::Sqlite;
use super::{Store, StoreError, Trouble};
use std::path::PathBuf;
use std::str::FromStr;

/// Names a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// `sqlite:FILE`.
    Sqlite(PathBuf),
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        match text.split_once(':') {
            Some(("sqlite", file)) if !file.is_empty() => Ok(Self::Sqlite(PathBuf::from(file))),
            _ => Err(StoreError::new(
                Trouble::Usage,
                format!("{text}: no address of a store; write sqlite:FILE"),
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
    }
}
