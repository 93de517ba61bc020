//! `cargo xtask npm`: the npm package `helpdex` in `target/npm`, ready for `npm publish`.

use anyhow::Result;

use crate::process;
use crate::workspace::Workspace;

/// Where the package is made, relative to the checkout.
const PACKAGE: &str = "target/npm";

const SCRIPT: &str = include_str!("npm_package.mjs");

/// Makes the package anew. It holds the elements and the client; engine and index stay in bundles.
///
/// # Errors
/// When the scripts do not bundle or their types cannot be told, or node packages are not installed.
pub fn run(workspace: &Workspace) -> Result<()> {
    let job = serde_json::json!({
        "www": workspace.path("www"),
        "out": workspace.path(PACKAGE),
        "license": workspace.path("LICENSE"),
        "version": env!("CARGO_PKG_VERSION"),
        "repository": env!("CARGO_PKG_REPOSITORY"),
    });
    let mut node = workspace.node();
    node.args(["--input-type=module", "--eval", SCRIPT, "--"])
        .arg(job.to_string());
    process::run_quietly(&mut node)?;
    eprintln!("{PACKAGE} holds the npm package");
    Ok(())
}
