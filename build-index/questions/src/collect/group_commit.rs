//! Many requests, one transaction: while a commit waits for the disk, the next one fills.

use super::metrics::Metrics;
use crate::facts::Losses;
use crate::store::{Appended, Store, StoreError, Trouble};
use helpdex::questions::Batch;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// Rows in one transaction at most, give or take a batch.
const MAX_GROUP_ROWS: usize = 4000;
/// Counted losses are stored this often, with the next group or without one.
const LOSSES_EVERY: Duration = Duration::from_secs(1);

/// A batch, and who waits for it.
struct Waiting {
    batch: Batch,
    done: oneshot::Sender<Result<(), StoreError>>,
}

/// The queue before the store, and the thread that empties it.
pub struct GroupCommit {
    queue: Mutex<Option<SyncSender<Box<Waiting>>>>,
    losses: Arc<Mutex<Losses>>,
    metrics: Arc<Metrics>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// Why a batch is not in the store.
#[derive(Debug)]
pub enum NotStored {
    /// The queue is full.
    QueueFull,
    /// The store refused it.
    Store(StoreError),
}

impl GroupCommit {
    /// Starts the thread.
    pub fn start(
        store: Arc<dyn Store>,
        metrics: Arc<Metrics>,
        length: usize,
    ) -> std::io::Result<Self> {
        let (queue, batches) = sync_channel(length);
        let losses = Arc::new(Mutex::new(Losses::default()));
        let worker = Worker {
            store,
            metrics: metrics.clone(),
            losses: losses.clone(),
        };
        let thread = std::thread::Builder::new()
            .name("group commit".to_owned())
            .spawn(move || worker.run(&batches))?;
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            losses,
            metrics,
            thread: Mutex::new(Some(thread)),
        })
    }

    /// Stores a batch; done when it is durable.
    pub async fn append(&self, batch: Batch) -> Result<(), NotStored> {
        let (done, result) = oneshot::channel();
        self.enqueue(Box::new(Waiting { batch, done }))?;
        let ended = || NotStored::Store(StoreError::new(Trouble::Away, "the service ends"));
        result.await.map_err(|_| ended())?.map_err(NotStored::Store)
    }

    /// Counts what never becomes a row.
    pub fn lose(&self, count: impl FnOnce(&mut Losses)) {
        count(&mut self.losses.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Stores what waits, and ends the thread.
    pub fn finish(&self) {
        drop(
            self.queue
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let _ = thread.join();
        }
    }

    fn enqueue(&self, waiting: Box<Waiting>) -> Result<(), NotStored> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        // Counted first: the thread may take it out at once.
        self.metrics.queue.inc();
        let sent = queue.as_ref().map(|queue| queue.try_send(waiting));
        if !matches!(sent, Some(Ok(()))) {
            self.metrics.queue.dec();
        }
        match sent {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(NotStored::QueueFull),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(NotStored::Store(
                StoreError::new(Trouble::Away, "the service ends"),
            )),
        }
    }
}

struct Worker {
    store: Arc<dyn Store>,
    metrics: Arc<Metrics>,
    losses: Arc<Mutex<Losses>>,
}

impl Worker {
    fn run(&self, batches: &Receiver<Box<Waiting>>) {
        let mut counted = Instant::now();
        loop {
            let first = batches.recv_timeout(LOSSES_EVERY);
            let is_end = matches!(first, Err(RecvTimeoutError::Disconnected));
            if let Ok(first) = first {
                self.commit(group(first, batches));
            }
            if is_end || counted.elapsed() >= LOSSES_EVERY {
                self.store_losses();
                counted = Instant::now();
            }
            if is_end {
                return;
            }
        }
    }

    fn commit(&self, group: Vec<Waiting>) {
        let (batches, waiting): (Vec<Batch>, Vec<_>) =
            group.into_iter().map(|it| (it.batch, it.done)).unzip();
        self.metrics
            .queue
            .dec_by(i64::try_from(batches.len()).unwrap_or_default());
        let started = Instant::now();
        let result = self.store.append(&batches);
        let taken = started.elapsed();
        self.note(batches.len(), taken, &result);
        let result = result.map(drop);
        for done in waiting {
            // Who no longer waits will send it again, and it will be dropped as a duplicate.
            let _ = done.send(match &result {
                Ok(()) => Ok(()),
                Err(error) => Err(StoreError::new(error.trouble, error.message.clone())),
            });
        }
    }

    fn note(&self, batches: usize, taken: Duration, result: &Result<Appended, StoreError>) {
        self.metrics.commit_seconds.observe(taken.as_secs_f64());
        match result {
            Ok(appended) => {
                self.metrics.appended(appended);
                let millis = taken.as_millis();
                tracing::debug!(batches, millis, ?appended, "committed");
            }
            Err(error) => {
                self.metrics.store_error(error.trouble);
                let trouble = error.trouble.name();
                tracing::error!(batches, trouble, %error, "not committed");
            }
        }
    }

    fn store_losses(&self) {
        let mut losses = self.losses.lock().unwrap_or_else(PoisonError::into_inner);
        if *losses == Losses::default() {
            return;
        }
        let taken = std::mem::take(&mut *losses);
        drop(losses);
        if self.store.add_losses(&taken).is_err() {
            let mut losses = self.losses.lock().unwrap_or_else(PoisonError::into_inner);
            losses.privacy_control += taken.privacy_control;
            losses.no_consent += taken.no_consent;
            losses.refused += taken.refused;
        }
    }
}

/// What waits, up to one transaction's rows.
fn group(first: Box<Waiting>, batches: &Receiver<Box<Waiting>>) -> Vec<Waiting> {
    let rows = |it: &Waiting| it.batch.queries.len() + it.batch.events.len();
    let mut sum = rows(&first);
    let mut group = vec![*first];
    while sum < MAX_GROUP_ROWS
        && let Ok(next) = batches.try_recv()
    {
        sum += rows(&next);
        group.push(*next);
    }
    group
}
