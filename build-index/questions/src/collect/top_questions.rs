//! What is asked most, where enough people ask it.

use crate::facts::{Facts, FactsError, Filter, QueryFact};
use crate::store::Store;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// A question must have been asked this often …
const MIN_COUNT: u32 = 10;
/// … by this many visitors, in these very words, before its text is shown to others.
const MIN_CLIENTS: usize = 5;
/// Rows of this many hours count.
const WINDOW_HOURS: u32 = 30 * 24;
/// Questions listed at most.
const MAX_QUESTIONS: usize = 20;
/// The rows are read again after this time.
const FRESH: Duration = Duration::from_secs(600);

/// The answer to `GET /v1/top-questions`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Questions {
    questions: Vec<Question>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Question {
    text: String,
    count: u32,
}

/// Lists by site and language.
type Lists = FxHashMap<(String, String), Questions>;

/// The lists of all sites, read now and then.
#[derive(Default)]
pub struct TopQuestions {
    lists: Mutex<Option<(Instant, Lists)>>,
}

impl TopQuestions {
    /// The list of a site in a language.
    pub async fn of(
        &self,
        store: &Arc<dyn Store>,
        site: &str,
        lang: &str,
    ) -> Result<Questions, FactsError> {
        // Whoever comes while the rows are read waits for the same lists.
        let mut lists = self.lists.lock().await;
        let is_fresh = |(read, _): &(Instant, Lists)| read.elapsed() < FRESH;
        if !lists.as_ref().is_some_and(is_fresh) {
            let store = store.clone();
            let from = super::routes::now_hour().saturating_sub(WINDOW_HOURS);
            let read = tokio::task::spawn_blocking(move || count(store.as_ref(), from));
            let read = read
                .await
                .map_err(|error| FactsError(error.to_string()))??;
            *lists = Some((Instant::now(), read));
        }
        let key = (site.to_owned(), lang.to_owned());
        let list = lists.as_ref().and_then(|(_, lists)| lists.get(&key));
        Ok(list.cloned().unwrap_or_default())
    }
}

/// Reads the rows twice, so that only texts that are asked often enough are kept.
fn count(facts: &(impl Facts + ?Sized), from: u32) -> Result<Lists, FactsError> {
    let filter = Filter {
        from: Some(from),
        ..Filter::default()
    };
    let mut replaced = FxHashSet::default();
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    facts.queries(&filter, &mut |fact| {
        if fact.replaces != 0 {
            replaced.insert(fact.replaces);
        }
        if is_public(fact) {
            *counts.entry(key(fact)).or_default() += 1;
        }
    })?;
    counts.retain(|_, count| *count >= MIN_COUNT);
    let mut texts: FxHashMap<u64, Asked> = FxHashMap::default();
    facts.queries(&filter, &mut |fact| {
        let is_counted = is_public(fact) && !replaced.contains(&fact.query);
        if is_counted && counts.contains_key(&key(fact)) {
            texts.entry(key(fact)).or_default().add(fact);
        }
    })?;
    Ok(lists(texts))
}

/// Customers' questions without anything that was redacted.
fn is_public(fact: &QueryFact<'_>) -> bool {
    fact.redactions == 0 && fact.surface != "agent" && !fact.user_query.trim().is_empty()
}

/// A text, as typed but for its case, of a site in a language.
fn key(fact: &QueryFact<'_>) -> u64 {
    let text = fact.user_query.trim().to_lowercase();
    rustc_hash::FxBuildHasher.hash_one((fact.site, fact.locale, text))
}

#[derive(Default)]
struct Asked {
    site: String,
    locale: String,
    text: String,
    normalized: String,
    count: u32,
    clients: Vec<u64>,
}

impl Asked {
    fn add(&mut self, fact: &QueryFact<'_>) {
        if self.count == 0 {
            fact.site.clone_into(&mut self.site);
            fact.locale.clone_into(&mut self.locale);
            fact.user_query.trim().clone_into(&mut self.text);
            let words = [fact.normalized, fact.user_query];
            let words = words.into_iter().find(|words| !words.is_empty());
            self.normalized = words.unwrap_or_default().to_lowercase();
        }
        self.count += 1;
        let client = fact.visitor();
        if self.clients.len() < MIN_CLIENTS && client != 0 && !self.clients.contains(&client) {
            self.clients.push(client);
        }
    }
}

/// Texts with the same search terms are one question: that of its most frequent text.
fn lists(texts: FxHashMap<u64, Asked>) -> Lists {
    let mut asked: Vec<Asked> = texts
        .into_values()
        .filter(|asked| asked.count >= MIN_COUNT && asked.clients.len() >= MIN_CLIENTS)
        .collect();
    asked.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.text.cmp(&b.text)));
    let mut places: FxHashMap<(String, String, String), usize> = FxHashMap::default();
    let mut lists = Lists::default();
    for Asked {
        site,
        locale,
        text,
        normalized,
        count,
        ..
    } in asked
    {
        let list = lists.entry((site.clone(), locale.clone())).or_default();
        let place = places.entry((site, locale, normalized));
        let place = *place.or_insert(list.questions.len());
        match list.questions.get_mut(place) {
            Some(question) => question.count += count,
            None => list.questions.push(Question { text, count }),
        }
    }
    for list in lists.values_mut() {
        list.questions
            .sort_by_key(|question| std::cmp::Reverse(question.count));
        list.questions.truncate(MAX_QUESTIONS);
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::samples::batch;
    use crate::store::sqlite::Sqlite;
    use helpdex::questions::Batch;

    fn asked(number: u32, text: &str, client: u32) -> Batch {
        let mut batch = batch(number);
        batch.queries[0].user_query = text.to_owned();
        batch.queries[0].query_attributes.normalized = Some("cancel order".to_owned());
        batch.queries[0].client_id = Some(format!("c{client}"));
        batch
    }

    #[test]
    fn only_what_enough_people_ask_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Sqlite::open(&folder.path().join("questions.db")).expect("a store");
        let mut batches: Vec<Batch> = Vec::new();
        let mut ask = |times: u32, text: &str, clients: u32| {
            for time in 0..times {
                batches.push(asked(batches.len() as u32, text, time % clients));
            }
        };
        ask(12, "How to cancel?", 5);
        ask(11, "cancel order", 6);
        ask(9, "rarely asked", 9);
        ask(50, "asked by four", 4);
        let mut refined = asked(1000, "Cancel order", 9);
        refined.queries[0].query_attributes.replaces = Some(batches[0].queries[0].query_id.clone());
        batches.push(refined);
        for number in 2000..2100 {
            let mut secret = asked(number, "agents only", number);
            secret.queries[0].query_attributes.surface = "agent".to_owned();
            batches.push(secret);
            let mut redacted = asked(number + 1000, "mail to [email]", number);
            redacted.queries[0].query_attributes.redactions = 1;
            batches.push(redacted);
        }
        store.append(&batches).expect("appended");
        let lists = count(&store, 0).expect("counted");
        assert_eq!(lists.len(), 1);
        let list = &lists[&("acme".to_owned(), "en".to_owned())];
        let question = Question {
            text: "cancel order".to_owned(),
            count: 12 + 11,
        };
        assert_eq!(list.questions, [question]);
        assert!(count(&store, u32::MAX).expect("counted").is_empty());
    }
}
