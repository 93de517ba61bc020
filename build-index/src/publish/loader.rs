//! The scripts that pages include, and the hashes by which a page can insist on their content.

use crate::assets::{self, Asset};
use crate::bundle_dir::{MANIFEST, Manifest};
use anyhow::{Context, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha384};

/// What the loader holds in place of the manifest.
const PLACEHOLDER: &str = "__HELPDEX_MANIFEST__";
/// Name of the script that pages include. It holds the manifest, so it changes with every build.
pub const SNIPPET: &str = "helpdex.js";
/// Name of loader, component and client in one script, for pages that take one file from a CDN. It
/// fetches the manifest, so it changes only when helpdex or the languages of the bundle do.
pub const SINGLE_FILE: &str = "helpdex.single.js";

/// The scripts that change with the manifest and the manifest itself, in the order in which they
/// are to be replaced: a page that loads in between gets a loader whose files exist.
pub(super) fn mutable_files(
    manifest: &Manifest,
    single_file: bool,
) -> Result<Vec<(String, String)>> {
    let text = serde_json::to_string(manifest)?;
    let literal = serde_json::to_string(&text)?;
    let mut out = Vec::new();
    if single_file {
        let asset = single_file_source()?;
        let code = one_folder_up(text_of(asset)?, &manifest.app)?;
        out.push((SINGLE_FILE.to_owned(), code));
    }
    if let Some(asset) = embedded(assets::LOADER) {
        let code = inline_manifest(text_of(asset)?, &literal);
        out.push((SNIPPET.to_owned(), code));
    }
    out.push((MANIFEST.to_owned(), text));
    Ok(out)
}

/// The loader without a manifest, which it fetches: its name says its content, and it stays as it is
/// until helpdex itself changes, so that a page can pin it. `None` without embedded files.
pub(super) fn pinned() -> Option<(String, &'static [u8])> {
    let asset = embedded(assets::LOADER)?;
    Some((pinned_name(asset.bytes), asset.bytes))
}

/// The name of a loader without a manifest, made of its content.
pub fn pinned_name(content: &[u8]) -> String {
    format!("helpdex-{}.js", &blake3::hash(content).to_hex()[..12])
}

/// Whether a file of the bundle's folder is a loader that pages may have pinned.
pub fn is_pinned(name: &str) -> bool {
    let hash = name
        .strip_prefix("helpdex-")
        .and_then(|name| name.strip_suffix(".js"));
    hash.is_some_and(|hash| hash.len() == 12 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The value of a script's `integrity` attribute: SHA-384 in Base64, as Subresource Integrity
/// (W3C) wants it.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

fn embedded(name: &str) -> Option<&'static Asset> {
    assets::APP.iter().find(|asset| asset.name == name)
}

/// What [`SINGLE_FILE`] is made from.
///
/// # Errors
/// When the tool was compiled without it.
pub fn single_file_source() -> Result<&'static Asset> {
    embedded(assets::SINGLE).ok_or_else(|| {
        anyhow!(
            "helpdex was compiled without {}, which {SINGLE_FILE} is made from; run `cargo xtask dist`, then build helpdex again, or leave --single-file out",
            assets::SINGLE
        )
    })
}

fn text_of(asset: &Asset) -> Result<&str> {
    std::str::from_utf8(asset.bytes)
        .with_context(|| format!("the embedded {} is not UTF-8", asset.name))
}

/// The script of the app folder for the folder above it: what it imports, or makes addresses of, is
/// still in the app folder, and the loader is beside it. esbuild writes each as `import("./x.js")`
/// and `new URL("x.js",import.meta.url)`.
///
/// # Errors
/// When it is not the script of this helpdex.
pub fn one_folder_up(code: &str, app: &str) -> Result<String> {
    const ADDRESS: &str = "new URL(\"";
    let loader = format!("../{SNIPPET}");
    let mut parts = code.split(ADDRESS);
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut loaders = 0;
    for part in parts {
        out.push_str(ADDRESS);
        let name = part.split_once("\",import.meta.url)").map(|(name, _)| name);
        match name.filter(|name| !name.contains('"')) {
            Some(name) if name == loader => {
                loaders += 1;
                out.push_str(part.strip_prefix("../").unwrap_or(part));
            }
            Some(_) => {
                out.push_str(app);
                out.push_str(part.strip_prefix("./").unwrap_or(part));
            }
            None => out.push_str(part),
        }
    }
    if loaders != 1 {
        return Err(anyhow!(
            "the embedded {} leads to {loader} {loaders} times instead of once, so {SINGLE_FILE} cannot be made of it; run `cargo xtask dist` with the sources of this helpdex",
            assets::SINGLE
        ));
    }
    Ok(out.replace("import(\"./", &format!("import(\"./{app}")))
}

/// Replaces the placeholder, a string literal in any quotes, by `literal`.
fn inline_manifest(code: &str, literal: &str) -> String {
    let quotes = ['"', '\'', '`'].map(|quote| format!("{quote}{PLACEHOLDER}{quote}"));
    quotes.iter().fold(code.to_owned(), |code, quoted| {
        code.replace(quoted, literal)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_takes_the_place_of_the_mark_in_any_quotes() {
        for quote in ['"', '\'', '`'] {
            let code = format!("f({quote}{PLACEHOLDER}{quote})");
            assert_eq!(inline_manifest(&code, "\"{}\""), "f(\"{}\")");
        }
    }

    #[test]
    fn one_script_finds_the_others_from_one_folder_up() {
        let code = r#"r(new URL("../helpdex.js",import.meta.url).href,"");import("./reader.js");w(new URL("worker.js",import.meta.url));u(new URL("a",b))"#;
        assert_eq!(
            one_folder_up(code, "app-1/").unwrap(),
            r#"r(new URL("helpdex.js",import.meta.url).href,"");import("./app-1/reader.js");w(new URL("app-1/worker.js",import.meta.url));u(new URL("a",b))"#
        );
        let error = one_folder_up("import(\"./reader.js\")", "app-1/").unwrap_err();
        assert!(error.to_string().contains("cargo xtask dist"), "{error}");
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        // Of no bytes, the SHA-384 of FIPS 180-4's test vectors.
        assert_eq!(
            integrity(b""),
            "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        );
    }

    #[test]
    fn a_pinned_loader_is_known_by_its_name() {
        assert!(is_pinned("helpdex-0123456789ab.js"));
        for other in [
            "helpdex.js",
            "helpdex-.js",
            "helpdex-0123456789ag.js",
            "helpdex-0123456789ab.js.br",
        ] {
            assert!(!is_pinned(other), "{other}");
        }
    }
}
