//! One wasm module: compile, bind, shrink.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::compress::brotli_len;
use crate::fallback;
use crate::process;
use crate::rust_sources;
use crate::toolchain::{TARGET, Toolchain};
use crate::up_to_date::Inputs;
use crate::workspace::Workspace;

/// Raise it when this file changes what comes out.
const RECIPE: &str = "2";

/// What rustc emits for this target; naming them keeps binaryen's tools from using anything newer.
pub const WASM_FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

const WASM_OPT: [&str; 8] = [
    "-Oz",
    // Addresses below 1,024 hold the stack's end, never data.
    "--low-memory-unused",
    "--optimize-added-constants-propagate",
    "--reorder-functions",
    "--strip-debug",
    "--strip-dwarf",
    "--strip-producers",
    "--strip-target-features",
];

/// A wasm module of the crate `helpdex`.
#[derive(Clone)]
pub struct WasmModule {
    /// What progress lines call it.
    pub label: String,
    /// File name in `target/dist`, without `.wasm`.
    pub name: String,
    /// Name of its JavaScript half in `www/wasm`, without `.js`.
    pub glue: &'static str,
    /// Whether it also ships as plain JavaScript. The tracker holds JavaScript values in tables, which
    /// wasm2js does not know; without it nothing is counted, but all is found.
    pub has_fallback: bool,
    features: String,
}

/// The finished parts of a module.
pub struct Built {
    /// The module as it ships.
    pub wasm: Vec<u8>,
    /// The same as a script, for pages where WebAssembly is blocked or missing; of engines only.
    pub fallback: Option<Vec<u8>>,
    /// Its JavaScript half, not minified.
    pub glue: String,
    /// Types of the JavaScript half.
    pub types: String,
}

impl WasmModule {
    /// The search engine of one language.
    pub fn engine(language: &str) -> Self {
        Self {
            label: format!("search engine, {language} (wasm)"),
            name: format!("engine-{language}"),
            glue: "helpdex_engine",
            has_fallback: true,
            features: format!("engine,lang-{language}"),
        }
    }

    /// The question tracker.
    pub fn tracker() -> Self {
        Self {
            label: "question tracker (wasm)".into(),
            name: "tracker".into(),
            glue: "helpdex_tracker",
            has_fallback: false,
            features: "tracker".into(),
        }
    }

    /// Adds what decides this module's bytes to what all modules depend on.
    pub fn inputs(&self, shared: &Inputs) -> String {
        shared.clone().text(&self.name).text(&self.features).hash()
    }

    /// Compiles the module. One at a time: cargo puts every module into the same file.
    ///
    /// # Errors
    /// When it does not compile; the message holds the compiler's.
    pub fn compile(&self, workspace: &Workspace, toolchain: Toolchain) -> Result<Vec<u8>> {
        let mut cargo = toolchain.cargo_rustc(workspace);
        // Only `cargo rustc --crate-type cdylib` gives link-time optimization: a crate that is a
        // cdylib and an rlib at once loses it without a word.
        cargo.args([
            "--package",
            "helpdex",
            "--lib",
            "--crate-type",
            "cdylib",
            "--profile",
            "wasm",
        ]);
        cargo.args(["--no-default-features", "--features", &self.features]);
        process::run_quietly(&mut cargo)?;
        let file = toolchain
            .target_dir(workspace)
            .join(TARGET)
            .join("wasm/helpdex.wasm");
        fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
    }

    /// Binds a compiled module to JavaScript and shrinks it. `scratch` is a folder of its own.
    ///
    /// # Errors
    /// When the module was made for another version of wasm-bindgen, or wasm-opt fails.
    pub fn finish(
        &self,
        workspace: &Workspace,
        compiled: Vec<u8>,
        scratch: &Path,
    ) -> Result<Built> {
        let fallback = self
            .has_fallback
            .then(|| fallback::translate(workspace, self, &compiled, &scratch.join("fallback")))
            .transpose()?;
        let mut bindgen = Bindgen::new();
        bindgen
            .input_bytes(self.glue, compiled)
            .web(true)?
            .typescript(true)
            .omit_default_module_path(true)
            .remove_name_section(true)
            .remove_producers_section(true);
        bindgen
            .generate(scratch)
            .with_context(|| format!("wasm-bindgen cannot bind {}", self.name))?;
        ensure!(
            !scratch.join("snippets").exists(),
            "{} brings JavaScript snippets of its own, which no page would load",
            self.name
        );
        Ok(Built {
            wasm: smaller(workspace, &scratch.join(format!("{}_bg.wasm", self.glue)))?,
            glue: fs::read_to_string(scratch.join(format!("{}.js", self.glue)))?,
            fallback,
            types: fs::read_to_string(scratch.join(format!("{}.d.ts", self.glue)))?,
        })
    }
}

/// What all modules depend on: sources, dependencies, compiler, tools.
///
/// # Errors
/// When a source cannot be read or the compiler cannot be asked.
pub fn shared_inputs(workspace: &Workspace, toolchain: Toolchain) -> Result<Inputs> {
    let mut inputs = Inputs::default();
    inputs
        .text(RECIPE)
        .text(&toolchain.identity(workspace)?)
        .text(&WASM_OPT.join(" "))
        .text(&WASM_FEATURES.join(" "))
        .text(fallback::RECIPE);
    let root = workspace.root();
    inputs
        .path(root, "src")?
        .path(root, "Cargo.toml")?
        .path(root, "Cargo.lock")?;
    let binaryen = workspace.node_module("binaryen/package.json");
    inputs.text(
        &fs::read_to_string(&binaryen).with_context(|| {
            format!("{} is missing: run `cargo xtask setup`", binaryen.display())
        })?,
    );
    Ok(inputs)
}

/// How modules are compiled, bound and shrunk, whatever the compiler.
///
/// # Errors
/// When the text of this program is not Rust.
pub fn recipe() -> Result<String> {
    let fallback = rust_sources::meaning(fallback::RECIPE)?;
    Ok(format!("{RECIPE}{WASM_OPT:?}{WASM_FEATURES:?}{fallback}"))
}

/// wasm-opt makes some modules larger after compression, so its result counts only where it helps.
fn smaller(workspace: &Workspace, file: &Path) -> Result<Vec<u8>> {
    let optimized = file.with_extension("opt.wasm");
    let script = workspace.node_module("binaryen/bin/wasm-opt");
    process::run_quietly(
        Command::new("node")
            .arg(script)
            .args(WASM_OPT)
            .args(WASM_FEATURES)
            .arg(file)
            .arg("--output")
            .arg(&optimized),
    )?;
    let (plain, optimized) = (fs::read(file)?, fs::read(optimized)?);
    Ok(if brotli_len(&optimized)? < brotli_len(&plain)? {
        optimized
    } else {
        plain
    })
}
