//! The `helpdex` tool as a user meets it: the compiled binary, its files, its exit codes.

mod audiences;
mod bad_input;
mod calls;
mod care;
mod collect;
mod damage;
mod editorial;
mod eval;
mod full_disk;
mod import;
mod incremental;
mod init;
mod learning;
mod lint;
mod pages;
mod publish;
mod reader;
mod report;
mod serve;
mod site_data;
mod slack;
mod sources;
mod support;
