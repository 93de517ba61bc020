//! Embeds the browser's files (`cargo xtask dist` puts them into `target/dist`), so that
//! `helpdex build` needs no wasm toolchain.

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let manifest_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = env::var_os("HELPDEX_DIST")
        .map_or_else(|| manifest_dir.join("../target/dist"), PathBuf::from);
    let demo = manifest_dir.join("../www");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-env-changed=HELPDEX_DIST");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed={}", demo.display());
    let mut code = String::new();
    table(&mut code, "APP", &files(&dist, |_| true));
    let page = |name: &str| {
        name == "index.html"
            || ["demo", "states", "theming"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    table(&mut code, "DEMO", &files(&demo, page));
    let trees = manifest_dir.join("demo/trees");
    println!("cargo::rerun-if-changed={}", trees.display());
    table(&mut code, "DEMO_TREES", &files(&trees, |_| true));
    fs::write(out.join("assets.rs"), code).expect("OUT_DIR is writable");
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
