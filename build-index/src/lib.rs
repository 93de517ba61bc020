//! The library behind the `helpdex` command-line tool.
//!
//! - [`source`] and [`extract`]: files to articles.
//! - [`tree`]: decision trees.
//! - [`faq`]: questions with their answers, as data and as HTML.
//! - [`pipeline`]: articles to indexes.
//! - [`meaning`]: what articles mean beyond their words, by a sentence transformer.
//! - [`pages`]: a page an article, for people and crawlers.
//! - [`publish`]: indexes to a folder of static files, atomically.
//! - [`bundle_dir`]: a published folder, read and searched natively.
//! - [`search`]: a published folder searched for people and programs; [`mcp`]: for assistants.
//! - [`eval`]: relevance against judged queries.
//! - [`rules`]: what a linter of knowledge finds, and why; [`lint`]: how.
//! - [`config`]: the file `helpdex.toml`.
//! - [`init`]: a folder to begin a help center with.
//! - [`progress`], [`interrupt`]: what a running command tells, and how Ctrl-C ends it.
//! - [`serve`]: a loopback web server for trying a bundle out.
//! - [`slack`]: a published folder for people in Slack.
//! - [`commands`]: one file a verb.
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

pub mod assets;
pub mod bundle_dir;
pub mod cli;
pub mod commands;
pub mod config;
pub mod eval;
pub mod extract;
pub mod faq;
pub mod init;
pub mod interrupt;
pub mod learning;
pub mod lint;
pub mod mcp;
pub mod meaning;
pub mod pages;
pub mod pipeline;
pub mod progress;
pub mod publish;
pub mod rules;
pub mod search;
pub mod serve;
pub mod slack;
pub mod source;
pub mod tree;
