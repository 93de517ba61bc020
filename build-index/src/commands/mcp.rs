//! `helpdex mcp`: the bundle for assistants, over standard input and output.

use super::{Outcome, manifest_of};
use crate::mcp;
use crate::search::Library;
use clap::Args;
use std::path::PathBuf;

/// Arguments of `helpdex mcp`.
#[derive(Debug, Args)]
#[command(
    after_help = "An assistant starts it by itself. In the settings of most:
  { \"mcpServers\": { \"help\": { \"command\": \"helpdex\", \"args\": [\"mcp\", \"--bundle\", \"/srv/help\"] } } }

It offers `search` and `read_article`, and reads the bundle anew when another build is published."
)]
pub struct Arguments {
    /// Folder of the bundle
    #[arg(long, value_name = "DIR")]
    pub bundle: PathBuf,
}

/// Runs the command until standard input is closed.
///
/// # Errors
/// A bundle that is not there is a usage error.
pub fn run(arguments: &Arguments) -> Outcome {
    let library = Library::new(&arguments.bundle, manifest_of(&arguments.bundle)?);
    mcp::serve(library)?;
    Ok(())
}
