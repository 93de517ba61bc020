//! The server side of the question loop: what pages send is collected and stored, and read
//! again for the report and for the next build.
//!
//! ```text
//! page ─▶ collect ─▶ store ─▶ facts ─▶ report ─▶ signals, top questions ─▶ build
//! simulate ───────────┘
//! ```
//!
//! What a row is, when a query counts and what is redacted is decided in
//! [`helpdex::questions`], which the page runs as well.

pub mod bounds;
pub mod collect;
pub mod facts;
pub mod report;
pub mod simulate;
pub mod store;
