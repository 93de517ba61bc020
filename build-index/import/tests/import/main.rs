//! Imports against real servers on this machine, which answer in the shapes of the real APIs.

mod desks;
mod docs;
mod faults;
mod notion;
mod server;
mod site;
mod support;
mod tables;
mod zendesk;
