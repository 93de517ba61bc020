//! The scripts that ship, bundled and minified by esbuild, and their types.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::missing::Missing;
use crate::process;
use crate::up_to_date::{Inputs, Stamp, files_below, write_if_changed};
use crate::workspace::Workspace;

/// Files of `target/dist` and what each is made from, below `www`.
const ENTRIES: [(&str, &str); 11] = [
    ("define.js", "define.js"),
    ("widget.js", "widget.js"),
    ("client.js", "client.js"),
    ("single.js", "single.js"),
    ("worker.js", "worker.js"),
    ("tracker.js", "tracker.js"),
    // The elements' code, which the loader asks for by address.
    ("reader.js", "reader.js"),
    ("faq.js", "faq.js"),
    ("tree.js", "tree.js"),
    ("suggest.js", "suggest.js"),
    // The engine's JavaScript half stays a file of its own: it holds its wasm in a variable of the
    // module, and a page with two languages needs it twice.
    ("engine.js", "wasm/helpdex_engine.js"),
];

/// `helpdex build` replaces this string literal of `define.js` by the manifest.
const MANIFEST_MARK: &str = "__HELPDEX_MANIFEST__";

/// Shipped as they are: what editors and compilers read of the elements and the client.
pub const TYPES: [&str; 2] = ["custom-elements.json", "helpdex.d.ts"];

const SCRIPT: &str = include_str!("bundle_scripts.mjs");

/// Run by the script above before it bundles.
const STRINGS_CHECK: &str = include_str!("check_strings.mjs");

/// File of the scripts' stamp in the folder for stamps.
const STAMP: &str = "scripts.json";

/// Whether the scripts in `target/dist` are of the sources as they are now.
///
/// # Errors
/// When a script cannot be read or esbuild is not installed.
pub fn is_fresh(workspace: &Workspace, state: &Path) -> Result<bool> {
    let stamp = workspace.root().join(state).join(STAMP);
    Ok(Stamp::is_fresh(
        &stamp,
        workspace.root(),
        &inputs(workspace)?,
    ))
}

/// Bundles the scripts into `target/dist`, unless nothing changed. `state` is a folder for stamps,
/// relative to the checkout.
///
/// # Errors
/// When a script is missing or does not bundle.
pub fn bundle(workspace: &Workspace, state: &Path) -> Result<()> {
    if is_fresh(workspace, state)? {
        return Ok(());
    }
    let inputs = inputs(workspace)?;
    let state = workspace.root().join(state);
    let stamp = state.join(STAMP);
    let made = state.join("scripts");
    if made.exists() {
        fs::remove_dir_all(&made)?;
    }
    run_esbuild(workspace, &made)?;
    let outputs = publish(workspace, &made)?;
    fs::remove_dir_all(&made)?;
    Stamp::save(&stamp, workspace.root(), &inputs, &outputs)
}

/// What every shipped script is made from, relative to `www`, without the engine's JavaScript half.
pub fn sources() -> Vec<&'static str> {
    let sources = ENTRIES.iter().map(|(_, source)| *source);
    sources
        .filter(|source| !source.starts_with("wasm/"))
        .collect()
}

/// How scripts are bundled.
pub fn recipe() -> String {
    format!("{SCRIPT}{ENTRIES:?}{TYPES:?}").replace("\r\n", "\n")
}

fn inputs(workspace: &Workspace) -> Result<String> {
    let package = workspace.node_module("esbuild/package.json");
    let package =
        fs::read_to_string(&package).map_err(|_| Missing::new("esbuild", "cargo xtask setup"))?;
    let mut inputs = Inputs::default();
    inputs
        .text(SCRIPT)
        .text(STRINGS_CHECK)
        .text(&format!("{ENTRIES:?} {TYPES:?}"))
        .text(&package);
    // No script takes anything of the documentation or of the plugins.
    let is_script = |name: &str| {
        !["www/help/", "www/plugins/"]
            .iter()
            .any(|other| name.starts_with(other))
    };
    inputs.files(workspace.root(), "www", is_script)?;
    Ok(inputs.hash())
}

fn run_esbuild(workspace: &Workspace, made: &Path) -> Result<()> {
    let entries: Vec<_> = ENTRIES
        .iter()
        .map(|(out, source)| serde_json::json!({ "out": out, "source": source }))
        .collect();
    for (_, source) in ENTRIES {
        ensure!(
            workspace.path("www").join(source).is_file(),
            "www/{source} is missing"
        );
    }
    let job = serde_json::json!({ "www": workspace.path("www"), "out": made, "entries": entries });
    let mut node = workspace.node();
    node.args(["--input-type=module", "--eval", SCRIPT, "--"])
        .arg(job.to_string());
    process::run_quietly(&mut node).map(drop)
}

/// Moves what esbuild made into `target/dist` and removes scripts that no longer exist.
fn publish(workspace: &Workspace, made: &Path) -> Result<Vec<PathBuf>> {
    let define = fs::read_to_string(made.join("define.js"))?;
    ensure!(
        define.matches(MANIFEST_MARK).count() == 1,
        "www/define.js has to hold the string literal '{MANIFEST_MARK}' exactly once, for `helpdex build` to replace it"
    );
    let dist = workspace.dist();
    let mut names: BTreeSet<OsString> = BTreeSet::new();
    for file in files_below(made)? {
        let name = file
            .file_name()
            .context("a file without a name")?
            .to_os_string();
        write_if_changed(&dist.join(&name), &fs::read(&file)?)?;
        names.insert(name);
    }
    for name in TYPES {
        let types = workspace.path("www/types").join(name);
        let bytes = fs::read(&types).with_context(|| format!("cannot read {}", types.display()))?;
        write_if_changed(&dist.join(name), &bytes)?;
        names.insert(name.into());
    }
    for file in files_below(&dist)? {
        let is_ours = |name: &str| name.ends_with(".js") && !name.ends_with(".fallback.js");
        let stale = file
            .file_name()
            .is_some_and(|name| name.to_str().is_some_and(is_ours) && !names.contains(name));
        if stale {
            fs::remove_file(&file)?;
        }
    }
    Ok(names.into_iter().map(|name| dist.join(name)).collect())
}
