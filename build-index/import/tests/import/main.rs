//! Imports against real servers on this machine, which answer in the shapes of the real APIs.

mod faults;
mod server;
mod support;
mod zendesk;
