//! The browser's modules: the only place that knows JavaScript. Each is a crate build of its own,
//! chosen by feature.

/// A two-level segregated fit allocator (Masmano et al. 2004): 3 KB less code than the standard
/// library's, which every page would load.
#[cfg(all(feature = "engine", target_family = "wasm"))]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "tracker")]
mod tracker;

#[cfg(feature = "engine")]
pub use engine::{Engine, SettledQuery, SettlerHandle};
#[cfg(feature = "tracker")]
pub use tracker::*;
