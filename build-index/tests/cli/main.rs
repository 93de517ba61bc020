//! The `helpdex` tool as a user meets it: the compiled binary, its files, its exit codes.

mod bad_input;
mod calls;
mod care;
mod collect;
mod damage;
mod editorial;
mod eval;
mod full_disk;
mod init;
mod learning;
mod lint;
mod publish;
mod reader;
mod report;
mod serve;
mod site_data;
mod sources;
mod support;
