//! The browser's modules: the only place that knows JavaScript. Each is a crate build of its own,
//! chosen by feature.

#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "tracker")]
mod tracker;

#[cfg(feature = "engine")]
pub use engine::{Engine, SettledQuery, SettlerHandle};
#[cfg(feature = "tracker")]
pub use tracker::*;
