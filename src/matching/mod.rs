//! Which postings stand for the terms of a query: the terms themselves, completions of an
//! unfinished word, synonyms, and what a word of no article may have meant.

mod completion;
mod ending;
mod form;
mod phrase;
mod resolve;
mod spelling;
mod synonym;

pub(crate) use form::{Form, TermForms};
pub(crate) use phrase::Places;
pub(crate) use resolve::{Attempt, Needs, Resolved, needs_of, resolve};
