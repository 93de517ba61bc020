//! Embeds the browser's files (`cargo xtask dist` puts them into `target/dist`) with their
//! precompressed siblings, so that `helpdex build` needs neither a wasm toolchain nor time for it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let manifest_dir = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let dist = env::var_os("HELPDEX_DIST").map_or_else(|| manifest_dir.join("../target/dist"), PathBuf::from);
    let demo = manifest_dir.join("../www");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    println!("cargo::rerun-if-env-changed=HELPDEX_DIST");
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rerun-if-changed={}", demo.display());
    let mut code = String::new();
    table(&mut code, "APP", &files(&dist, |_| true), &out.join("app"));
    let page = |name: &str| matches!(name, "index.html" | "states.html") || name.starts_with("demo");
    table(&mut code, "DEMO", &files(&demo, page), &out.join("demo"));
    fs::write(out.join("assets.rs"), code).expect("OUT_DIR is writable");
}

/// Files of a folder in order of their names; none when it does not exist.
fn files(dir: &Path, wanted: impl Fn(&str) -> bool) -> Vec<(String, PathBuf)> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut out: Vec<_> = entries
        .filter_map(Result::ok)
        .filter(|entry| entry.path().is_file())
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, _)| !name.starts_with('.') && wanted(name))
        .collect();
    out.sort();
    out
}

/// A constant slice of assets: name, bytes, brotli, gzip.
fn table(code: &mut String, name: &str, files: &[(String, PathBuf)], out: &Path) {
    fs::create_dir_all(out).expect("OUT_DIR is writable");
    code.push_str(&format!("/// Embedded files, by name.\npub static {name}: &[Asset] = &[\n"));
    for (file, path) in files {
        let bytes = fs::read(path).expect("listed file is readable");
        let raw = out.join(file);
        fs::write(&raw, &bytes).expect("OUT_DIR is writable");
        let compressed = [("br", brotli(&bytes)), ("gz", gzip(&bytes))].map(|(extension, bytes)| {
            let path = out.join(format!("{file}.{extension}"));
            fs::write(&path, bytes).expect("OUT_DIR is writable");
            path
        });
        code.push_str(&format!(
            "    Asset {{ name: {file:?}, bytes: include_bytes!({raw:?}), brotli: include_bytes!({:?}), gzip: include_bytes!({:?}) }},\n",
            compressed[0], compressed[1]
        ));
    }
    code.push_str("];\n");
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22);
    writer.write_all(bytes).and_then(|()| writer.flush()).expect("writing to memory");
    drop(writer);
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes).expect("writing to memory");
    writer.finish().expect("writing to memory")
}
