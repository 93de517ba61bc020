//! Writes a bundle into its folder so that no reader ever sees half of it.
//!
//! Everything but the manifest, `helpdex.js`, `helpdex.single.js` and the pages for servers to
//! include has a name made of its content's hash and is written first, each file under a temporary
//! name and then renamed. The mutable files follow last. A build that dies in between leaves the
//! published bundle as it was. Files of the generation before stay, for pages that are still open;
//! older ones are removed, but for loaders that pages may have pinned.

mod generations;
mod kept;
mod lists;
mod loader;
mod manifest;
mod output;
mod staged;

pub use generations::{INCLUDE_MARK, files_of, missing_file};
pub use kept::{Index, KeptIndex, KeptIndexes};
pub use lists::{ListKind, ListPaths, Lists, TopQuestion, is_sound};
pub use loader::{
    SINGLE_FILE, SNIPPET, integrity, is_pinned, one_folder_up, pinned_name, single_file_source,
};

use crate::assets::{self, Asset};
use crate::bundle_dir::Manifest;
use crate::interrupt;
use anyhow::{Context, Result};
use generations::Generations;
use helpdex::Bundle;
use helpdex::bundle::FileKind;
use kept::KeptFile;
use manifest::manifest;
use output::{Output, write_output};
use rayon::prelude::*;
use staged::Staged;
pub(crate) use staged::write_atomically;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
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
    /// Whoever writes waits for it, and it does not leave this machine: as [`Self::Host`], but what a
    /// page loads first has no siblings, and files of the build before are taken to be undamaged. No
    /// setting says so; [`crate::commands::build`] asks for it between one change and the next.
    #[serde(skip)]
    Preview,
}

impl Compress {
    /// Its name in notes.
    fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Gzip => "gzip",
            Self::Preview => "preview",
        }
    }

    /// Whether files can stay that were compressed in the way of this name.
    fn keeps(self, other: &str) -> bool {
        self.name() == other || (self == Self::Preview && other == Self::Host.name())
    }
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

impl PartSize {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.raw += other.raw;
        self.wire += other.wire;
    }
}

/// What a bundle consists of besides the component.
#[derive(Clone, Debug, Default)]
pub struct Contents {
    /// Indexes by language tag (lower-cased).
    pub indexes: BTreeMap<String, Index>,
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

/// Publishes the indexes of all languages in `out`. Waits while another build writes there.
/// What `kept` knows is not written again. `accept` is asked once all index files are written and before any page can see them.
///
/// # Errors
/// When a file cannot be written, or `accept` has one; the bundle published before still stands
/// then, and what was written is removed.
pub fn publish(
    out: &Path,
    contents: &Contents,
    kept: &KeptIndexes,
    progress: impl Fn() + Sync,
    accept: impl FnOnce(&Manifest) -> Result<()>,
) -> Result<Published> {
    let mut generations = Generations::open(out)?;
    match stage(out, contents, kept, &mut generations, &progress, accept) {
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

/// Adds the compressed siblings that [`Compress::Preview`] left out. Nothing is done to a bundle that was
/// built otherwise.
///
/// # Errors
/// When a file cannot be read or written; what pages load is as it was then.
pub fn finish(out: &Path) -> Result<()> {
    let mut generations = Generations::open(out)?;
    let added = kept::add_siblings(out)?;
    if added.is_empty() {
        return Ok(());
    }
    generations.extend(added)
}

/// Writes everything, the mutable files under temporary names: what is left needs no space.
fn stage(
    out: &Path,
    contents: &Contents,
    kept: &KeptIndexes,
    generations: &mut Generations,
    progress: &(impl Fn() + Sync),
    accept: impl FnOnce(&Manifest) -> Result<()>,
) -> Result<(Published, Vec<Staged>)> {
    let mut published = Published::default();
    let mut generation = BTreeSet::new();
    let indexes = &contents.indexes;
    let languages: Vec<&str> = indexes.keys().map(String::as_str).collect();
    let app = assets::app_files(&languages);
    let app_dir = app_dir(app.iter().map(|asset| (asset.name, asset.bytes)));
    let mut noted = BTreeMap::new();
    for (language, index) in indexes {
        let index = match index {
            Index::Kept(index) => {
                index.require(out)?;
                index.clone()
            }
            Index::Made {
                fingerprint,
                bundle,
            } => {
                let before = kept.files(language);
                let (files, written) =
                    write_index(out, bundle, &before, kept.compress(), progress)?;
                published.written += written;
                KeptIndex::new(fingerprint, bundle.statistics, files)
            }
        };
        published.note_index(language, &index, &mut generation);
        noted.insert(language.clone(), index);
    }
    let there = generations.published(&app_dir);
    if kept.compress() == Compress::Preview && !app_dir.is_empty() && !there.is_empty() {
        // The component does not change while somebody writes.
        generation.extend(there);
        generation.extend(generations.published("helpdex-"));
    } else {
        write_app(out, &app, &app_dir, &mut published, &mut generation)?;
        write_pinned_loader(out, &mut published, &mut generation)?;
    }
    let lists = write_lists(out, contents, &mut published, &mut generation)?;
    let manifest = manifest(contents, lists, app_dir);
    accept(&manifest)?;
    let staged = stage_mutable(out, contents, &manifest, &mut published, &mut generation)?;
    published.files = generation.len();
    generations.announce(&manifest.build, generation)?;
    kept::note(out, kept.compress(), noted)?;
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

/// Writes the files of an index that are not there from `before`; gives notes about all of them and
/// how many were not there.
fn write_index(
    out: &Path,
    bundle: &Bundle,
    before: &BTreeMap<&str, &KeptFile>,
    compress: Compress,
    progress: &(impl Fn() + Sync),
) -> Result<(Vec<KeptFile>, usize)> {
    let written: Vec<(KeptFile, usize)> = bundle
        .files
        .par_iter()
        .map(|file| {
            if let Some(kept) = before.get(file.name.as_str()) {
                progress();
                return Ok(((*kept).clone(), 0));
            }
            let output = Output::of_index(out, file, compress);
            let written = write_output(out, &output)?;
            progress();
            Ok((output.kept(file.kind), written))
        })
        .collect::<Result<_>>()?;
    let count = written.iter().map(|(_, written)| written).sum();
    Ok((written.into_iter().map(|(file, _)| file).collect(), count))
}

impl Published {
    fn note_index(&mut self, language: &str, index: &KeptIndex, generation: &mut BTreeSet<String>) {
        for file in &index.files {
            let (part, size) = file.size();
            self.parts.entry(part).or_default().add(size);
            generation.extend(file.paths());
        }
        if let Some(root) = index.files.first() {
            let (_, size) = root.size();
            self.roots
                .insert(language.to_owned(), (size.raw, size.wire));
        }
    }

    fn note(&mut self, output: &Output, written: usize, generation: &mut BTreeSet<String>) {
        self.parts
            .entry(output.part)
            .or_default()
            .add(output.size());
        self.written += written;
        let on_disk = output.on_disk();
        generation.extend(on_disk.map(|(extension, _)| format!("{}{extension}", output.path)));
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
    for (language, lists) in languages.filter(|(tag, _)| contents.indexes.contains_key(*tag)) {
        for (kind, list) in lists.iter().filter(|(_, list)| !lists::is_empty(list)) {
            let (path, bytes) = lists::file(language, *kind, list)?;
            let output = Output::bare(kind.name(), path.clone(), bytes);
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
    let output = Output::with_siblings(out, "loader", name.clone(), bytes);
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
            let output = Output::of_asset(out, asset, dir);
            let written = write_output(out, &output)?;
            Ok((output, written))
        })
        .collect::<Result<_>>()?;
    for (output, written) in &written {
        published.note(output, *written, generation);
    }
    Ok(())
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

fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| {
        format!(
            "{}: cannot be created; check --out and the permissions",
            path.display()
        )
    })
}
