//! Requests of one import: answers that are in the journal are not asked for again.

use super::client::page_message;
use super::{Client, FetchError, Journal, Page};
use crate::ImportError;
use serde_json::Value;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use url::Url;

/// A client with its journal.
pub(crate) struct Session {
    client: Client,
    journal: Mutex<Journal>,
    asked: AtomicU64,
}

fn is_good(page: &Page) -> bool {
    (200..=299).contains(&page.status)
}

impl From<FetchError> for ImportError {
    fn from(error: FetchError) -> Self {
        Self::Source(error.to_string())
    }
}

impl Session {
    /// A session.
    pub(crate) fn new(client: Client, journal: Journal) -> Self {
        Self {
            client,
            journal: Mutex::new(journal),
            asked: AtomicU64::new(0),
        }
    }

    /// Answers that were asked for, and not taken from the journal.
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }

    /// Asks at most `rate` times a second.
    pub(crate) fn slow_down(&mut self, rate: f64) {
        self.client.slow_down(rate);
    }

    fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A page, which may be one that says 404.
    ///
    /// # Errors
    /// It cannot be had.
    pub(crate) fn page(&self, url: &Url) -> Result<Page, ImportError> {
        self.checked(url, &|_| Ok(())).map(|((), page)| page)
    }

    /// A page and what `check` makes of it. Only what passes is kept in the journal.
    fn checked<T>(
        &self,
        url: &Url,
        check: &dyn Fn(&Page) -> Result<T, ImportError>,
    ) -> Result<(T, Page), ImportError> {
        if let Some(page) = self.journal().find(url.as_str()) {
            return Ok((check(&page)?, page));
        }
        self.asked.fetch_add(1, Ordering::Relaxed);
        let page = self.client.get(url)?;
        let value = check(&page)?;
        // A refusal is not kept: with another token the next try may be let in.
        if matches!(page.status, 200..=299 | 404 | 410) {
            self.journal().keep(&page)?;
        }
        Ok((value, page))
    }

    /// An answer in JSON.
    ///
    /// # Errors
    /// It cannot be had, has another status than 200 to 299, or is not JSON.
    pub(crate) fn json(&self, url: &Url) -> Result<(Value, Page), ImportError> {
        self.checked(url, &|page| {
            if !is_good(page) {
                return Err(ImportError::Source(format!(
                    "{url}: {}",
                    page_message(page)
                )));
            }
            serde_json::from_str(&page.body).map_err(|error| {
                ImportError::Source(format!(
                    "{url}: the answer is not JSON ({error}); check that --from is the address of \
                     the API"
                ))
            })
        })
    }

    /// An answer in JSON; `None` where there is none (404) or it is refused (401, 403).
    ///
    /// # Errors
    /// It cannot be had.
    pub(crate) fn json_if_any(&self, url: &Url) -> Result<Option<Value>, ImportError> {
        let page = self.page(url)?;
        if !is_good(&page) {
            return Ok(None);
        }
        Ok(serde_json::from_str(&page.body).ok())
    }

    /// Asks for all addresses, a few at a time; answers are in their order.
    pub(crate) fn all<T: Send>(
        &self,
        urls: &[Url],
        ask: impl Fn(&Url) -> Result<T, ImportError> + Sync,
    ) -> Vec<Result<T, ImportError>> {
        let next = AtomicUsize::new(0);
        let results: Vec<_> = urls.iter().map(|_| Mutex::new(None)).collect();
        let work = || {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                let (Some(url), Some(result)) = (urls.get(number), results.get(number)) else {
                    break;
                };
                let answer = ask(url);
                *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..self.client.bounds().parallel.clamp(1, 32).min(urls.len()) {
                scope.spawn(work);
            }
        });
        let answers = results.into_iter().map(|result| {
            let answer = result.into_inner().unwrap_or_else(PoisonError::into_inner);
            answer.unwrap_or_else(|| Err(ImportError::Source("a request was not sent".into())))
        });
        answers.collect()
    }

    /// The bytes of a picture or attachment; not kept in the journal.
    ///
    /// # Errors
    /// They cannot be had.
    pub(crate) fn bytes(&self, url: &Url) -> Result<Vec<u8>, ImportError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        Ok(self.client.bytes(url)?)
    }

    /// Ends the session of an import that is finished.
    ///
    /// # Errors
    /// The journal cannot be removed.
    pub(crate) fn finish(self) -> Result<(), ImportError> {
        let journal = self
            .journal
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        journal.finish()
    }
}
