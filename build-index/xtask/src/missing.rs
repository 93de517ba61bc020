//! Errors that the caller can put right: something to install, or a wrong setting. Both end the
//! program with exit code 2.

use std::fmt;

/// A tool or package that is not there, with the command that installs it.
#[derive(Debug)]
pub struct Missing {
    what: String,
    install: String,
}

impl Missing {
    /// `what` names the thing, `install` is the exact command to run.
    pub fn new(what: impl Into<String>, install: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            install: install.into(),
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is missing; run\n  {}", self.what, self.install)
    }
}

impl std::error::Error for Missing {}

/// A setting or argument that makes no sense; the message says what would.
#[derive(Debug)]
pub struct Misuse(pub String);

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Misuse {}
