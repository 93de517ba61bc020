//! `cargo xtask pack`: the browser's files as one archive in the checkout, so that whoever has the
//! checkout or the crate alone can install the tool without a wasm toolchain and without Node.
//!
//! The archive is one brotli stream of: a line `NAME LENGTH` for each file in the order of the names,
//! an empty line, and the files' bytes in the same order. Beside it, `browser-files.sources` lists what
//! the files are made of and a hash of what each part says. Compilers of two machines may make other
//! bytes of the same sources, so sources are compared, not files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use brotli::enc::BrotliEncoderParams;

use crate::languages::ENGINE_LANGUAGES;
use crate::rust_sources::{self, text_hash};
use crate::up_to_date::{files_below, write_if_changed};
use crate::workspace::Workspace;
use crate::{dist, process, wasm_module, web_files};

/// The archive, which `build-index/build.rs` unpacks.
const ARCHIVE: &str = "build-index/browser-files.br";

/// What it was made of.
const SOURCES: &str = "build-index/browser-files.sources";

const CURE: &str = "run `cargo xtask dist && cargo xtask pack` and commit both files";

/// How many of the parts that changed are named.
const SHOWN: usize = 8;

const SOURCES_SCRIPT: &str = include_str!("script_sources.mjs");

/// Hashes by what they are of.
type Sources = BTreeMap<String, String>;

/// Writes the archive and the list of its sources. With `as_is`, the list stays as it was: the
/// files may be older than the sources, and [`check`] goes on to say so.
///
/// # Errors
/// When `target/dist` lacks a file, or is not made of the sources as they are now.
pub fn run(workspace: &Workspace, as_is: bool) -> Result<()> {
    if !as_is {
        ensure!(
            dist::is_up_to_date(workspace)?,
            "target/dist was not made of the sources as they are now: run `cargo xtask dist` first"
        );
    }
    let solid = solid(workspace)?;
    let mut packed = Vec::new();
    let params = BrotliEncoderParams {
        quality: 11,
        // 16 MiB: the engines of all languages are alike, and the window has to reach from one to the next.
        lgwin: 24,
        size_hint: solid.len(),
        ..BrotliEncoderParams::default()
    };
    brotli::BrotliCompress(&mut solid.as_slice(), &mut packed, &params)?;
    write_if_changed(&workspace.path(ARCHIVE), &packed)?;
    eprintln!(
        "{ARCHIVE}: {} KB of {} KB",
        packed.len() / 1000,
        solid.len() / 1000
    );
    if !as_is {
        let list = list(&blake3::hash(&packed).to_hex(), &sources(workspace)?);
        write_if_changed(&workspace.path(SOURCES), list.as_bytes())?;
    }
    Ok(())
}

/// Checks that the archive was packed from the sources as they are, and is part of the crate.
///
/// # Errors
/// With the names of what differs, and the cure, when it was not.
pub fn check(workspace: &Workspace) -> Result<()> {
    let read =
        |name| fs::read(workspace.path(name)).with_context(|| format!("{name} is missing: {CURE}"));
    let listed = String::from_utf8(read(SOURCES)?)?;
    let (archive, packed) = parse(&listed).with_context(|| format!("{SOURCES}: {CURE}"))?;
    ensure!(
        blake3::hash(&read(ARCHIVE)?).to_hex().as_str() == archive,
        "{ARCHIVE} and {SOURCES} are not of one run: {CURE}"
    );
    let now = sources(workspace)?;
    let changed = differences(&packed, &now);
    let named = changed.len().min(SHOWN);
    ensure!(
        changed.is_empty(),
        "{ARCHIVE} was packed before {} parts changed, such as {}: {CURE}",
        changed.len(),
        changed[..named].join(", ")
    );
    is_packaged(workspace)
}

/// Whether those who have only the published crate have the archive.
fn is_packaged(workspace: &Workspace) -> Result<()> {
    let mut list = workspace.cargo();
    list.args([
        "package",
        "--list",
        "--allow-dirty",
        "--package",
        "helpdex-cli",
    ]);
    let files = process::run_quietly(&mut list)?;
    ensure!(
        files
            .lines()
            .any(|file| ARCHIVE.ends_with(file) && file.ends_with(".br")),
        "`cargo package` leaves {ARCHIVE} out: see `include` and `exclude` in build-index/Cargo.toml"
    );
    Ok(())
}

/// Names that are in one of the two only, or differ; in order.
fn differences<'a>(packed: &'a Sources, now: &'a Sources) -> Vec<&'a str> {
    let gone = packed.keys().filter(|name| !now.contains_key(*name));
    let other = now
        .iter()
        .filter(|(name, hash)| packed.get(*name) != Some(hash))
        .map(|(name, _)| name);
    let mut names: Vec<&str> = gone.chain(other).map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// List and contents of `target/dist`.
fn solid(workspace: &Workspace) -> Result<Vec<u8>> {
    for language in ENGINE_LANGUAGES {
        let engine = workspace.dist().join(format!("engine-{language}.wasm"));
        ensure!(
            engine.is_file(),
            "{} is missing: run `cargo xtask dist`",
            engine.display()
        );
    }
    let mut list = String::new();
    let mut contents = Vec::new();
    for file in files_below(&workspace.dist())? {
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.file_name().context("a file without a name")?;
        writeln!(list, "{} {}", name.to_string_lossy(), bytes.len())?;
        contents.extend(bytes);
    }
    list.push('\n');
    let mut solid = list.into_bytes();
    solid.extend(contents);
    Ok(solid)
}

fn list(archive: &str, sources: &Sources) -> String {
    let mut text = format!("{archive}  {ARCHIVE}\n");
    for (name, hash) in sources {
        text.push_str(&format!("{hash}  {name}\n"));
    }
    text
}

/// The archive's hash, and the sources.
fn parse(list: &str) -> Option<(String, Sources)> {
    let mut lines = list.lines().map(|line| line.split_once("  "));
    let (archive, _) = lines.next()??;
    let sources = lines
        .map(|line| line.map(|(hash, name)| (name.to_owned(), hash.to_owned())))
        .collect::<Option<_>>()?;
    Some((archive.to_owned(), sources))
}

/// All that decides what the browser's files do: the sources that are part of them, the crates
/// compiled into them, how they are compiled and bundled. Neither the compiler's version, nor what a
/// file is called on this machine, nor comments.
fn sources(workspace: &Workspace) -> Result<Sources> {
    let mut all = rust_sources::hashes(workspace.root(), "src/lib.rs")?;
    all.extend(scripts(workspace)?);
    for name in web_files::TYPES {
        let file: PathBuf = workspace.path("www/types").join(name);
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        all.insert(format!("www/types/{name}"), text_hash(&text));
    }
    all.insert(
        "crates of the browser's modules".into(),
        text_hash(&crates(workspace)?),
    );
    all.insert(
        "settings of Cargo.toml".into(),
        text_hash(&settings(workspace)?),
    );
    all.insert(
        "recipe of cargo xtask dist".into(),
        text_hash(&recipe(workspace)?),
    );
    Ok(all)
}

fn scripts(workspace: &Workspace) -> Result<Sources> {
    let job = serde_json::json!({ "www": workspace.path("www"), "entries": web_files::sources() });
    let mut node = workspace.node();
    node.args(["--input-type=module", "--eval", SOURCES_SCRIPT, "--"])
        .arg(job.to_string());
    let printed: BTreeMap<String, String> =
        serde_json::from_str(&process::run_quietly(&mut node)?)?;
    Ok(printed
        .into_iter()
        .map(|(name, text)| (format!("www/{name}"), text_hash(&text)))
        .collect())
}

/// Names, versions and features of the crates that are linked into the modules.
fn crates(workspace: &Workspace) -> Result<String> {
    let mut tree = workspace.cargo();
    tree.args(["tree", "--locked", "--package", "helpdex"])
        .args([
            "--no-default-features",
            "--features",
            "engine,tracker,lang-all",
        ])
        .args([
            "--edges",
            "normal,build",
            "--target",
            crate::toolchain::TARGET,
        ])
        .args(["--prefix", "none", "--format", "{p} {f}"]);
    let printed = process::run_quietly(&mut tree)?;
    let mut lines: Vec<&str> = printed
        .lines()
        .map(|line| line.trim_end_matches(" (*)"))
        .filter(|line| !line.starts_with("helpdex "))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    Ok(lines.join("\n"))
}

/// What the workspace's `Cargo.toml` says about the modules.
fn settings(workspace: &Workspace) -> Result<String> {
    let text = fs::read_to_string(workspace.path("Cargo.toml"))?;
    let toml: toml::Table = text.parse()?;
    let profile = |name: &str| toml.get("profile").and_then(|all| all.get(name));
    let edition = toml
        .get("workspace")
        .and_then(|workspace| workspace.get("package"))
        .and_then(|package| package.get("edition"));
    Ok(format!(
        "{edition:?} {:?} {:?} {:?}",
        toml.get("features"),
        profile("release"),
        profile("wasm")
    ))
}

fn recipe(workspace: &Workspace) -> Result<String> {
    let text = fs::read_to_string(workspace.path("tests/package.json"))?;
    let package: serde_json::Value = serde_json::from_str(&text)?;
    let version = |name: &str| package["devDependencies"][name].to_string();
    Ok([
        wasm_module::recipe()?,
        web_files::recipe(),
        version("binaryen"),
        version("esbuild"),
    ]
    .join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(of: &[(&str, &str)]) -> Sources {
        of.iter()
            .map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned()))
            .collect()
    }

    #[test]
    fn a_list_is_read_as_it_was_written() {
        let all = sources(&[("settings of Cargo.toml", "1f"), ("src/lib.rs", "2e")]);
        assert_eq!(parse(&list("0a", &all)), Some(("0a".to_owned(), all)));
        assert_eq!(parse("no hash"), None);
    }

    #[test]
    fn what_came_what_went_and_what_changed_is_named() {
        let packed = sources(&[("a", "1"), ("b", "1"), ("c", "1")]);
        let now = sources(&[("b", "1"), ("c", "2"), ("d", "1")]);
        assert_eq!(differences(&packed, &now), ["a", "c", "d"]);
        assert!(differences(&now, &now).is_empty());
    }
}
