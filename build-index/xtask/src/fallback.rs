//! The same engine as plain JavaScript, for pages where WebAssembly is blocked or missing.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use walrus::{Module, RawCustomSection};
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::wasm_module::{WASM_FEATURES, WasmModule};
use crate::workspace::Workspace;

/// What wasm-bindgen asks of a view of the memory before it uses it again.
const IS_DETACHED: [&str; 2] = [".byteLength === 0", ".buffer.detached === true"];
/// What it has to ask here: a memory made of JavaScript leaves the old buffer as it was when it grows.
const IS_OUTDATED: &str = ".buffer !== wasm.memory.buffer";

/// This file's own text: a change to it makes every module anew.
pub const RECIPE: &str = include_str!("fallback.rs");

/// Bundles and minifies the three parts; run in the folder of the node packages.
const SCRIPT: &str = r#"
const [entry, outfile] = process.argv.slice(-2);
const { build } = await import("esbuild");
await build({ entryPoints: [entry], outfile, bundle: true, minify: true, format: "esm", target: "es2020", charset: "utf8", legalComments: "none", logLevel: "error" });
"#;

/// Translates a compiled module, before it was bound, into one script with the exports of the
/// module's JavaScript half. Its `default` does nothing: there is nothing to wait for. `scratch` is a
/// folder of its own.
///
/// # Errors
/// When the module cannot be bound, translated or bundled.
pub fn translate(
    workspace: &Workspace,
    module: &WasmModule,
    compiled: &[u8],
    scratch: &Path,
) -> Result<Vec<u8>> {
    let glue = module.glue;
    Bindgen::new()
        .input_bytes(glue, without_features(compiled)?)
        .bundler(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(scratch)
        .with_context(|| format!("wasm-bindgen cannot bind {} for JavaScript", module.name))?;
    follow_growing_memory(&scratch.join(format!("{glue}_bg.js")))?;
    wasm2js(workspace, scratch, glue)?;
    let entry = scratch.join("fallback.js");
    fs::write(&entry, entry_of(glue))?;
    let made = scratch.join("fallback.min.js");
    let mut node = workspace.node();
    node.args(["--input-type=module", "--eval", SCRIPT, "--"])
        .args([&entry, &made]);
    process::run_quietly(&mut node)?;
    fs::read(&made).with_context(|| format!("cannot read {}", made.display()))
}

/// Hides what the compiler used from wasm-bindgen, which would build tables of JavaScript values and
/// several results a function on it. wasm2js knows neither.
fn without_features(compiled: &[u8]) -> Result<Vec<u8>> {
    const SECTION: &str = "target_features";
    let mut module = Module::from_buffer(compiled)?;
    module.customs.remove_raw(SECTION);
    module.customs.add(RawCustomSection {
        name: SECTION.into(),
        // The number of features.
        data: vec![0],
    });
    Ok(module.emit_wasm())
}

fn follow_growing_memory(glue: &Path) -> Result<()> {
    let mut code = fs::read_to_string(glue)?;
    for asked in IS_DETACHED {
        ensure!(
            code.contains(asked),
            "wasm-bindgen checks its views of the memory in another way than by `{asked}`: adapt build-index/xtask/src/fallback.rs"
        );
        code = code.replace(asked, IS_OUTDATED);
    }
    fs::write(glue, code)?;
    Ok(())
}

fn wasm2js(workspace: &Workspace, scratch: &Path, glue: &str) -> Result<()> {
    let script = workspace.node_module("binaryen/bin/wasm2js");
    let mut node = Command::new("node");
    node.arg(script)
        .arg("-Oz")
        .args(WASM_FEATURES)
        .arg(scratch.join(format!("{glue}_bg.wasm")))
        .arg("--output")
        .arg(scratch.join(format!("{glue}_bg.wasm.js")));
    process::run_quietly(&mut node).map(drop)
}

fn entry_of(glue: &str) -> String {
    format!(
        r#"import * as wasm from "./{glue}_bg.wasm.js";
import {{ __wbg_set_wasm }} from "./{glue}_bg.js";
__wbg_set_wasm(wasm);
wasm.__wbindgen_start?.();
export * from "./{glue}_bg.js";
export default async function init() {{}}
"#
    )
}
