//! A bundle searched on this machine, by the engine that pages run: for the command line, for
//! programs over HTTP, and for assistants.

mod answer;
mod article;
mod library;

pub use answer::{Answer, AnswerExplanation, AnswerHit, AnswerReplacement, AnswerTerm, answer};
pub(crate) use answer::{explanation, explanation_lines, step_name};
pub use article::Article;
pub(crate) use article::ArticleRecord;
pub use library::{Library, NoLanguage};
