//! `cargo xtask demo`: from a fresh clone to the demo page.

use std::process::Command;

use anyhow::{Result, bail};

use crate::progress::Progress;
use crate::setup::{self, Browser};
use crate::workspace::Workspace;
use crate::{dist, process};

/// Where the demo's bundle is built, relative to the checkout.
pub const BUNDLE: &str = "target/demo/help";

/// The sample help center, relative to the checkout.
const SOURCE: &str = "tests/fixtures/mini";

/// What it offers besides articles, relative to the checkout.
const CONFIG: &str = "build-index/demo/helpdex.toml";

/// Sets up, builds, indexes the sample help center and serves it until it is stopped.
///
/// # Errors
/// When a step fails; see there.
pub fn run(workspace: &Workspace) -> Result<()> {
    setup::run(workspace, Browser::Optional)?;
    dist::run(workspace, &[])?;
    let mut progress = Progress::new("demo", 3);
    progress.step("helpdex, the command line tool", || build_tool(workspace))?;
    progress.step("index of the sample help center", || {
        build_bundle(workspace)
    })?;
    progress.begin("server (stop it with Ctrl-C)");
    let served = Command::new(workspace.helpdex())
        .arg("serve")
        .current_dir(workspace.root())
        .status()?;
    if served.success() {
        Ok(())
    } else {
        bail!("`helpdex serve` ended: {served}")
    }
}

/// Builds `target/release/helpdex`.
///
/// # Errors
/// When it does not compile.
pub fn build_tool(workspace: &Workspace) -> Result<()> {
    process::run_quietly(workspace.cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "helpdex-cli",
    ]))
    .map(drop)
}

/// Indexes the sample help center into [`BUNDLE`].
///
/// # Errors
/// When `helpdex build` fails; the message holds what it said.
pub fn build_bundle(workspace: &Workspace) -> Result<()> {
    let mut helpdex = Command::new(workspace.helpdex());
    helpdex
        .args([
            "build", "--config", CONFIG, "--source", SOURCE, "--out", BUNDLE,
        ])
        .current_dir(workspace.root());
    process::run_quietly(&mut helpdex).map(drop)
}
