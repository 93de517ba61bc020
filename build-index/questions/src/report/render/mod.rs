//! A report as HTML and as CSV.

mod chart;
mod csv;
mod html;
mod values;

pub(super) use csv::csv;
pub(super) use html::html;
