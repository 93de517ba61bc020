//! Facts of an export: batches as JSON, one a line.

use crate::facts::{EventFact, Facts, FactsError, Filter, Losses, QueryFact};
use crate::store::ndjson;
use crate::store::record::{event_records, query_records};
use helpdex::questions::Batch;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// A file of batches, read anew each time. Rows must be distinct, as in an export of a store.
#[derive(Debug, Clone)]
pub struct NdjsonFacts {
    path: PathBuf,
}

impl NdjsonFacts {
    /// The facts of this file.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn batches(&self, each: &mut dyn FnMut(&Batch)) -> Result<(), FactsError> {
        let path = self.path.display();
        let file =
            File::open(&self.path).map_err(|error| FactsError(format!("{path}: {error}")))?;
        let mut lines = BufReader::with_capacity(1 << 16, file);
        let mut number = 0;
        loop {
            let batch = ndjson::next(&mut lines, &mut number);
            let fault = |what| {
                FactsError(format!(
                    "{path}:{number}: no batch of events ({what}); export the store again"
                ))
            };
            match batch.map_err(fault)? {
                Some(batch) => each(&batch),
                None => return Ok(()),
            }
        }
    }
}

impl Facts for NdjsonFacts {
    fn queries(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&QueryFact<'_>),
    ) -> Result<(), FactsError> {
        self.batches(&mut |batch| {
            for record in query_records(batch) {
                record.fact(filter).iter().for_each(&mut *each);
            }
        })
    }

    fn events(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(&EventFact<'_>),
    ) -> Result<(), FactsError> {
        self.batches(&mut |batch| {
            for record in event_records(batch) {
                record.fact(filter).iter().for_each(&mut *each);
            }
        })
    }

    fn losses(&self) -> Result<Losses, FactsError> {
        let mut losses = Losses::default();
        self.batches(&mut |batch| losses.in_pages += u64::from(batch.dropped))?;
        Ok(losses)
    }
}
