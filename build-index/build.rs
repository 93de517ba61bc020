//! Embeds the browser's files, so that `helpdex build` needs no wasm toolchain: those that
//! `cargo xtask dist` put into `target/dist`, or else those of `browser-files.br`, which
//! `cargo xtask pack` made of them. `HELPDEX_DIST` names another folder.

use std::error::Error;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// The browser's files as they are in a checkout and in the published crate.
const ARCHIVE: &str = "browser-files.br";

fn main() {
    let manifest_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let demo = manifest_dir.join("../www");
    println!("cargo::rerun-if-changed={}", demo.display());
    let mut code = String::new();
    table(
        &mut code,
        "APP",
        &files(&browser_files(&manifest_dir, &out), |_| true),
    );
    let page = |name: &str| {
        name == "index.html"
            || ["demo", "docs", "states", "theming"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    table(&mut code, "DEMO", &files(&demo, page));
    let documentation = ["", "en", "es", "pl"].map(|folder| {
        let named = |(name, path): (String, PathBuf)| match folder {
            "" => (name, path),
            folder => (format!("{folder}/{name}"), path),
        };
        let listed = files(&demo.join("help").join(folder), |_| true).into_iter();
        listed.map(named).collect::<Vec<_>>()
    });
    table(&mut code, "DOCUMENTATION", &documentation.concat());
    let trees = manifest_dir.join("demo/trees");
    println!("cargo::rerun-if-changed={}", trees.display());
    table(&mut code, "DEMO_TREES", &files(&trees, |_| true));
    fs::write(out.join("assets.rs"), code).expect("OUT_DIR is writable");
}

/// The folder that holds the browser's files.
fn browser_files(manifest_dir: &Path, out: &Path) -> PathBuf {
    let named = env::var_os("HELPDEX_DIST").map(PathBuf::from);
    let is_named = named.is_some();
    let dist = named.unwrap_or_else(|| manifest_dir.join("../target/dist"));
    let archive = manifest_dir.join(ARCHIVE);
    println!("cargo::rerun-if-env-changed=HELPDEX_DIST");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed={}", archive.display());
    if is_named || dist.is_dir() {
        return dist;
    }
    let unpacked = out.join("browser-files");
    if let Err(error) = unpack(&archive, &unpacked) {
        panic!(
            "{}: {error}; check the file out again, or build the browser's files with `cargo xtask dist`",
            archive.display()
        );
    }
    unpacked
}

/// Writes the files of an archive into a folder of their own. Its format stands in
/// `xtask/src/pack.rs`, which writes it.
fn unpack(archive: &Path, folder: &Path) -> Result<(), Box<dyn Error>> {
    let packed = fs::read(archive)?;
    let mut bytes = Vec::new();
    brotli_decompressor::Decompressor::new(packed.as_slice(), 1 << 16).read_to_end(&mut bytes)?;
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let end = bytes.windows(2).position(|two| two == b"\n\n");
    let (list, mut rest) = bytes.split_at(end.ok_or("it has no list of files")? + 2);
    for line in std::str::from_utf8(list)?
        .lines()
        .filter(|line| !line.is_empty())
    {
        let (name, length) = line.split_once(' ').ok_or("a file without a length")?;
        let (file, others) = rest
            .split_at_checked(length.parse()?)
            .ok_or("it is cut off")?;
        fs::write(folder.join(name), file)?;
        rest = others;
    }
    Ok(())
}

/// Files of a folder in order of their names; none when it does not exist.
fn files(dir: &Path, wanted: impl Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(dir) else {
        return Vec::new();
    };
    let mut out: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            )
        })
        .filter(|(name, _)| !name.starts_with('.') && wanted(name))
        .collect();
    out.sort();
    out
}

/// A constant slice of assets: name and bytes.
fn table(code: &mut String, name: &str, files: &[(String, PathBuf)]) {
    code.push_str(&format!(
        "/// Embedded files, by name.\npub static {name}: &[Asset] = &[\n"
    ));
    for (file, path) in files {
        let path = fs::canonicalize(path).expect("listed file exists");
        code.push_str(&format!(
            "    Asset {{ name: {file:?}, bytes: include_bytes!({path:?}) }},\n"
        ));
    }
    code.push_str("];\n");
}
