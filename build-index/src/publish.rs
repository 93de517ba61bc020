//! Writes a bundle into its folder so that no reader ever sees half of it.
//!
//! Everything but the manifest, `helpdex.js`, `helpdex.single.js` and the pages for servers to
//! include has a name made of its content's hash and is written first, each file under a temporary
//! name and then renamed. The mutable files follow last. A build that dies in between leaves the
//! published bundle as it was. Files of the generation before stay, for pages that are still open;
//! older ones are removed, but for loaders that pages may have pinned.

mod generations;
mod lists;
mod loader;
mod manifest;
mod staged;

pub use generations::{INCLUDE_MARK, files_of, missing_file};
pub use lists::{ListKind, ListPaths, Lists, TopQuestion, is_sound};
pub use loader::{
    SINGLE_FILE, SNIPPET, integrity, is_pinned, one_folder_up, pinned_name, single_file_source,
};

use crate::assets::{self, Asset};
use crate::bundle_dir::{Manifest, unpack};
use crate::interrupt;
use anyhow::{Context, Result};
use flate2::{Compression, GzBuilder};
use generations::Generations;
use helpdex::Bundle;
use helpdex::bundle::{BundleFile, FileKind};
use manifest::manifest;
use rayon::prelude::*;
pub(crate) use staged::write_atomically;
use staged::{Staged, holds};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;

/// How files are compressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Compress {
    /// The host serves the `.br` and `.gz` siblings of what a page loads first, or compresses by
    /// itself. The many small shards are gzipped inside in any case.
    #[default]
    Host,
    /// The host compresses nothing: indexes are gzipped inside and opened by the browser.
    Gzip,
}

/// Bytes of a kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PartSize {
    /// Files, siblings not counted.
    pub files: usize,
    /// Uncompressed bytes.
    pub raw: u64,
    /// Bytes on the wire: brotli for what has siblings, gzip for shards.
    pub wire: u64,
}

/// What a bundle consists of besides the component.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Indexes by language tag (lower-cased).
    pub bundles: BTreeMap<String, Bundle>,
    /// Language for pages whose own is not there.
    pub default: String,
    /// Languages searched after the page's own, in this order; those without an index are left out.
    pub fallback: Vec<String>,
    /// Name of the site, shown by the component; empty without one.
    pub site: String,
    /// What pages show apart from search results, by language tag.
    pub lists: BTreeMap<String, Lists>,
    /// HTML for servers to put into pages, by file name; replaced with the manifest.
    pub includes: BTreeMap<String, String>,
    /// Whether [`SINGLE_FILE`] is written.
    pub single_file: bool,
}

/// What a build wrote.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// Sizes by part: `root`, `rows`, `postings`, `positions`, `text`, `articles`, `ids`, `app`, and
    /// the names of [`ListKind`].
    pub parts: BTreeMap<&'static str, PartSize>,
    /// Bytes of the root by language: raw, brotli.
    pub roots: BTreeMap<String, (u64, u64)>,
    /// Files in the folder that belong to this build, siblings included.
    pub files: usize,
    /// Files that were not there before.
    pub written: usize,
    /// Values for the `integrity` attribute, by the script's name in the folder.
    pub integrity: BTreeMap<String, String>,
}

/// One file about to be published.
struct Output {
    part: &'static str,
    path: String,
    bytes: Vec<u8>,
    raw: u64,
    siblings: Vec<(&'static str, Vec<u8>)>,
}

impl Output {
    fn wire(&self) -> u64 {
        self.siblings
            .iter()
            .find(|(extension, _)| *extension == "br")
            .map_or(self.bytes.len(), |(_, bytes)| bytes.len()) as u64
    }
}

/// Publishes the indexes of all languages in `out`. Waits while another build writes there.
/// `accept` is asked once all index files are written and before any page can see them.
///
/// # Errors
/// When a file cannot be written, or `accept` has one; the bundle published before still stands
/// then, and what was written is removed.
pub fn publish(
    out: &Path,
    contents: &Contents,
    compress: Compress,
    progress: impl Fn() + Sync,
    accept: impl FnOnce(&Manifest) -> Result<()>,
) -> Result<Published> {
    let mut generations = Generations::open(out)?;
    match stage(out, contents, compress, &mut generations, &progress, accept) {
        Ok((published, staged)) => {
            interrupt::publishing(|| staged.iter().try_for_each(Staged::publish))?;
            generations.rotate();
            Ok(published)
        }
        Err(error) => {
            generations.discard();
            Err(error)
        }
    }
}

/// Writes everything, the mutable files under temporary names: what is left needs no space.
fn stage(
    out: &Path,
    contents: &Contents,
    compress: Compress,
    generations: &mut Generations,
    progress: &(impl Fn() + Sync),
    accept: impl FnOnce(&Manifest) -> Result<()>,
) -> Result<(Published, Vec<Staged>)> {
    let mut published = Published::default();
    let mut generation = BTreeSet::new();
    let bundles = &contents.bundles;
    let languages: Vec<&str> = bundles.keys().map(String::as_str).collect();
    let app = assets::app_files(&languages);
    let app_dir = app_dir(app.iter().map(|asset| (asset.name, asset.bytes)));
    for (language, bundle) in bundles {
        let outputs = write_index(
            out,
            bundle,
            compress,
            &mut published,
            &mut generation,
            progress,
        )?;
        published.roots.insert(language.clone(), outputs);
    }
    write_app(out, &app, &app_dir, &mut published, &mut generation)?;
    let lists = write_lists(out, contents, &mut published, &mut generation)?;
    write_pinned_loader(out, &mut published, &mut generation)?;
    let manifest = manifest(contents, lists, app_dir);
    accept(&manifest)?;
    let staged = stage_mutable(out, contents, &manifest, &mut published, &mut generation)?;
    published.files = generation.len();
    generations.announce(&manifest.build, generation)?;
    Ok((published, staged))
}

/// Writes the files that keep their names, under temporary ones.
fn stage_mutable(
    out: &Path,
    contents: &Contents,
    manifest: &Manifest,
    published: &mut Published,
    generation: &mut BTreeSet<String>,
) -> Result<Vec<Staged>> {
    let mut mutable: Vec<(String, String)> = contents.includes.clone().into_iter().collect();
    mutable.extend(loader::mutable_files(manifest, contents.single_file)?);
    let staged = mutable
        .iter()
        .map(|(name, text)| Staged::write(&out.join(name), text.as_bytes()))
        .collect::<Result<_>>()?;
    published.integrity.extend(
        (mutable.iter())
            .filter(|(name, _)| name.ends_with(".js"))
            .map(|(name, text)| (name.clone(), integrity(text.as_bytes()))),
    );
    generation.extend(mutable.into_iter().map(|(name, _)| name));
    Ok(staged)
}

fn write_index(
    out: &Path,
    bundle: &Bundle,
    compress: Compress,
    published: &mut Published,
    generation: &mut BTreeSet<String>,
    progress: &(impl Fn() + Sync),
) -> Result<(u64, u64)> {
    let written: Vec<(Output, usize)> = bundle
        .files
        .par_iter()
        .map(|file| {
            let output = prepare(file, compress);
            let written = write_output(out, &output)?;
            progress();
            Ok((output, written))
        })
        .collect::<Result<_>>()?;
    let root = written
        .first()
        .map_or((0, 0), |(output, _)| (output.raw, output.wire()));
    for (output, written) in &written {
        published.note(output, *written, generation);
    }
    Ok(root)
}

impl Published {
    fn note(&mut self, output: &Output, written: usize, generation: &mut BTreeSet<String>) {
        let part = self.parts.entry(output.part).or_default();
        part.files += 1;
        part.raw += output.raw;
        part.wire += output.wire();
        self.written += written;
        generation.insert(output.path.clone());
        generation.extend(
            output
                .siblings
                .iter()
                .map(|(extension, _)| format!("{}.{extension}", output.path)),
        );
    }
}

fn prepare(file: &BundleFile, compress: Compress) -> Output {
    let inside = !file.eager || compress == Compress::Gzip;
    let raw = file.bytes.len() as u64;
    let (bytes, siblings) = if inside {
        // Small shards gain nothing from the slowest level that level 6 does not give.
        (
            gzip(
                &file.bytes,
                if file.eager {
                    Compression::best()
                } else {
                    Compression::new(6)
                },
            ),
            Vec::new(),
        )
    } else {
        (
            file.bytes.clone(),
            vec![
                ("br", brotli(&file.bytes)),
                ("gz", gzip(&file.bytes, Compression::best())),
            ],
        )
    };
    Output {
        part: part_of(file.kind),
        path: file.name.clone(),
        bytes,
        raw,
        siblings,
    }
}

fn part_of(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Root => "root",
        FileKind::Postings => "postings",
        FileKind::Rows => "rows",
        FileKind::Text => "text",
        FileKind::Positions => "positions",
        FileKind::Lexicon => "lexicon",
        FileKind::Expansions => "expansions",
        FileKind::WordVectors => "vectors",
        FileKind::Articles => "articles",
        FileKind::Ids => "ids",
    }
}

/// Gives the paths of each language's lists.
fn write_lists(
    out: &Path,
    contents: &Contents,
    published: &mut Published,
    generation: &mut BTreeSet<String>,
) -> Result<BTreeMap<String, ListPaths>> {
    let mut paths: BTreeMap<String, ListPaths> = BTreeMap::new();
    let languages = contents.lists.iter();
    for (language, lists) in languages.filter(|(tag, _)| contents.bundles.contains_key(*tag)) {
        for (kind, list) in lists.iter().filter(|(_, list)| !lists::is_empty(list)) {
            let (path, bytes) = lists::file(language, *kind, list)?;
            let output = Output {
                part: kind.name(),
                path: path.clone(),
                raw: bytes.len() as u64,
                bytes,
                siblings: Vec::new(),
            };
            published.note(&output, write_output(out, &output)?, generation);
            paths.entry(language.clone()).or_default().set(*kind, path);
        }
    }
    Ok(paths)
}

fn write_pinned_loader(
    out: &Path,
    published: &mut Published,
    generation: &mut BTreeSet<String>,
) -> Result<()> {
    let Some((name, bytes)) = loader::pinned() else {
        return Ok(());
    };
    let output = Output {
        part: "loader",
        path: name.clone(),
        bytes: bytes.to_vec(),
        raw: bytes.len() as u64,
        siblings: vec![
            ("br", brotli(bytes)),
            ("gz", gzip(bytes, Compression::best())),
        ],
    };
    published.note(&output, write_output(out, &output)?, generation);
    published.integrity.insert(name, integrity(bytes));
    Ok(())
}

fn write_app(
    out: &Path,
    app: &[&Asset],
    dir: &str,
    published: &mut Published,
    generation: &mut BTreeSet<String>,
) -> Result<()> {
    if app.is_empty() {
        return Ok(());
    }
    create_dir(&out.join(dir))?;
    let written: Vec<(Output, usize)> = app
        .par_iter()
        .map(|asset| {
            let output = prepare_asset(out, asset, dir);
            let written = write_output(out, &output)?;
            Ok((output, written))
        })
        .collect::<Result<_>>()?;
    for (output, written) in &written {
        published.note(output, *written, generation);
    }
    Ok(())
}

/// An asset with its siblings, read back if an earlier build left them: the folder's name is the
/// hash of its content, and the slowest compression takes longer than everything else.
fn prepare_asset(out: &Path, asset: &Asset, dir: &str) -> Output {
    let path = format!("{dir}{}", asset.name);
    let sibling = |extension: &'static str, compress: fn(&[u8]) -> Vec<u8>| {
        let known = fs::read(out.join(format!("{path}.{extension}"))).ok();
        let sound =
            known.filter(|known| unpack(extension, known).is_ok_and(|bytes| bytes == asset.bytes));
        (extension, sound.unwrap_or_else(|| compress(asset.bytes)))
    };
    let siblings = vec![
        sibling("br", brotli),
        sibling("gz", |bytes| gzip(bytes, Compression::best())),
    ];
    Output {
        part: "app",
        path,
        bytes: asset.bytes.to_vec(),
        raw: asset.bytes.len() as u64,
        siblings,
    }
}

/// Path of the folder of the app's files, from their names and contents in order of their names,
/// with a slash at the end; empty without files.
pub fn app_dir<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in files {
        hasher
            .update(name.as_bytes())
            .update(&[0])
            .update(blake3::hash(bytes).as_bytes());
    }
    if hasher.count() == 0 {
        return String::new();
    }
    format!("app-{}/", &hasher.finalize().to_hex()[..12])
}

/// Writes a file and its siblings, unless they are there already and undamaged. Gives the number of
/// files written.
fn write_output(out: &Path, output: &Output) -> Result<usize> {
    let mut written = 0;
    let siblings = output
        .siblings
        .iter()
        .map(|(extension, bytes)| (format!("{}.{extension}", output.path), bytes.as_slice()));
    for (path, bytes) in siblings.chain([(output.path.clone(), output.bytes.as_slice())]) {
        let path = out.join(path);
        if !holds(&path, bytes) {
            write_atomically(&path, bytes)?;
            written += 1;
        }
    }
    Ok(written)
}

fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| {
        format!(
            "{}: cannot be created; check --out and the permissions",
            path.display()
        )
    })
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    // Writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &bytes[..], &mut out, &parameters);
    out
}

fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut writer = GzBuilder::new()
        .mtime(0)
        .write(Vec::with_capacity(bytes.len() / 2), level);
    let _ = writer.write_all(bytes);
    writer.finish().unwrap_or_default()
}
