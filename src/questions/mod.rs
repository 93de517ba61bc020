//! The question tracker: what people ask, counted once and stripped of personal data.
//!
//! Nothing here does I/O, reads a clock or draws a random number: text, times and random
//! bytes come in, values go out. The page, the collector and the report share this code.
//!
//! | step | type | runs in |
//! |--|--|--|
//! | a query settles once, edits fold into it | [`Settler`] → [`Settled`] | search engine wasm, native |
//! | personal data is replaced | [`redact()`] → [`Redacted`] | tracker wasm, native |
//! | rows are queued, batched, retried | [`Batcher`] → [`schema::Batch`] | tracker wasm, native |
//! | wordings of one question are put together | `cluster::cluster` | native |
//! | what was learned, for the next build | `signals::Signals` | native |
//!
//! [`settle`] stays apart from the rest so that a page without an endpoint, which loads no
//! tracker, still gets its DOM events: it needs no serde and no table.
//! Redaction is best effort. It removes what has a recognisable shape, not names or
//! addresses, so query text must still be treated as personal data.

pub mod batch;
#[cfg(feature = "write")]
pub mod cluster;
pub mod event;
pub mod place;
pub mod redact;
pub mod schema;
pub mod settle;
#[cfg(feature = "write")]
pub mod signals;
pub mod stamp;

pub use batch::{Batcher, Origin, Search};
pub use event::{Click, Event};
pub use redact::{Redacted, redact};
pub use schema::Batch;
pub use settle::{Reason, Settled, Settler};
