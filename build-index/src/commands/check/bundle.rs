//! Verifies a published bundle, every byte of it.

use crate::assets::SINGLE;
use crate::bundle_dir::{LanguageEntry, LocalIndex, MANIFEST, Manifest, read_file, unpack};
use crate::commands::{Failure, Outcome, manifest_of};
use crate::faq;
use crate::publish::{
    ListKind, SINGLE_FILE, SNIPPET, app_dir, files_of, is_pinned, is_sound, missing_file,
    one_folder_up, pinned_name,
};
use anyhow::{Context, Result, anyhow, bail};
use std::path::{Path, PathBuf};

pub(super) fn check_bundle(dir: &Path) -> Outcome {
    let manifest = manifest_of(dir)?;
    if let Some(missing) = missing_file(dir, &manifest.build) {
        return Err(Failure::Failed(anyhow!(
            "{}: missing; build the bundle again",
            missing.display()
        )));
    }
    for tag in manifest.languages.keys() {
        let articles = check_language(dir, &manifest, tag)?;
        println!("{tag}: {articles} articles, all files intact");
    }
    check_names(dir)?;
    check_pinned(dir)?;
    if !manifest.app.is_empty() {
        check_app(dir, &manifest)?;
        check_snippet(dir)?;
        // One of the build before stays for pages that are still open.
        if files_of(dir, &manifest.build).contains(SINGLE_FILE) {
            check_single_file(dir, &manifest)?;
        }
        println!("{}: all files intact", manifest.app);
    }
    Ok(())
}

/// Reads every file of a language; gives the number of its articles.
fn check_language(dir: &Path, manifest: &Manifest, tag: &str) -> Result<usize> {
    let mut index = LocalIndex::open(dir, manifest, tag)?;
    let shards: Vec<u32> = index.searcher().shard_ids().collect();
    index.load(&shards)?;
    let documents: Vec<u32> = (0..index.searcher().document_count()).collect();
    let mut texts = 0;
    for document in &documents {
        index.load_texts(&[*document])?;
        texts += usize::from(index.searcher().text(*document).is_some());
    }
    check_articles(tag, &mut index, &documents)?;
    let rows = documents
        .iter()
        .filter(|document| index.searcher().row(**document).is_some())
        .count();
    let entry = manifest
        .languages
        .get(tag)
        .context("a language without an entry")?;
    if (rows, texts, rows) != (entry.articles, entry.articles, documents.len()) {
        bail!(
            "{tag}: {} articles promised, {rows} rows and {texts} texts found; build the bundle again",
            entry.articles
        );
    }
    for (kind, list) in entry.lists.iter() {
        if !is_sound(tag, kind, list, &read_file(&dir.join(list))?) {
            let list = dir.join(list);
            bail!("{}: damaged; build the bundle again", list.display());
        }
    }
    check_faq(dir, tag, entry)?;
    let root = dir.join(&entry.root);
    check_siblings(&root, &read_file(&root)?)?;
    Ok(rows)
}

/// Verifies that the reader can show every article, and finds it by its id.
fn check_articles(tag: &str, index: &mut LocalIndex, documents: &[u32]) -> Result<()> {
    if !index.searcher().has_articles() {
        return Ok(());
    }
    for document in documents {
        let record = index.article(*document)?;
        let record: Option<serde_json::Value> =
            record.and_then(|record| serde_json::from_str(&record).ok());
        let id = record.as_ref().and_then(|record| record["id"].as_str());
        let found = match id {
            Some(id) => index.find(id)?,
            None => None,
        };
        if found != Some(*document) {
            bail!("{tag}: article {document} cannot be read; build the bundle again");
        }
    }
    Ok(())
}

/// Verifies that what servers include says what the component shows.
fn check_faq(dir: &Path, tag: &str, entry: &LanguageEntry) -> Result<()> {
    let Some(list) = entry.lists.get(ListKind::Faq) else {
        return Ok(());
    };
    let path = dir.join(faq::page_name(tag));
    let page = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: cannot be read; build the bundle again", path.display()))?;
    let entries: Vec<faq::Entry> = serde_json::from_slice(&read_file(&dir.join(list))?)?;
    if [false, true]
        .iter()
        .all(|json_ld| faq::page(&entries, tag, *json_ld) != page)
    {
        bail!(
            "{}: not what {list} says; build the bundle again",
            path.display()
        );
    }
    Ok(())
}

/// Verifies every index file, also those that only a rare search asks for and those of the
/// generation before, by the hash that names it (`FORMAT.md`: "Identity").
fn check_names(dir: &Path) -> Result<()> {
    let folder = dir.join("data");
    for entry in std::fs::read_dir(&folder).with_context(|| {
        format!(
            "{}: cannot be read; build the bundle again",
            folder.display()
        )
    })? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // A hidden one is what a killed build was writing; no reader asks for it.
        let is_index = name.ends_with(".hdx") && !name.starts_with('.');
        if is_index && !is_named_by_content(&path, &read_file(&path)?) {
            bail!("{}: damaged; build the bundle again", path.display());
        }
    }
    Ok(())
}

/// Verifies the loaders that pages may have pinned, also those of older releases.
fn check_pinned(dir: &Path) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if is_pinned(&name) {
            let content = std::fs::read(&path)?;
            if pinned_name(&content) != name {
                bail!("{}: damaged; build the bundle again", path.display());
            }
            check_siblings(&path, &content)?;
        }
    }
    Ok(())
}

fn is_named_by_content(path: &Path, bytes: &[u8]) -> bool {
    const KIND: usize = 12;
    const HEADER: usize = 32;
    let (Some(kind), Some(content)) = (bytes.get(KIND), bytes.get(HEADER..)) else {
        return false;
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[*kind]).update(content);
    let hash = &hasher.finalize().to_hex()[..12];
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    stem == hash || stem.ends_with(&format!("-{hash}"))
}

/// Verifies that the compressed siblings of a file, those that exist, hold what it holds.
fn check_siblings(path: &Path, content: &[u8]) -> Result<()> {
    for extension in ["br", "gz"] {
        let mut sibling = path.as_os_str().to_owned();
        sibling.push(format!(".{extension}"));
        let sibling = PathBuf::from(sibling);
        if sibling.exists()
            && !unpack(extension, &std::fs::read(&sibling)?).is_ok_and(|bytes| bytes == content)
        {
            bail!(
                "{}: not the same as {}; build the bundle again",
                sibling.display(),
                path.display()
            );
        }
    }
    Ok(())
}

/// Verifies the component's files by the hash that names their folder.
fn check_app(dir: &Path, manifest: &Manifest) -> Result<()> {
    let folder = dir.join(&manifest.app);
    let listed = std::fs::read_dir(&folder).with_context(|| {
        format!(
            "{}: cannot be read; build the bundle again",
            folder.display()
        )
    })?;
    let names = listed
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<Result<Vec<String>>>()?;
    let mut names: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !name.ends_with(".br") && !name.ends_with(".gz"))
        .collect();
    names.sort_unstable();
    let read = |name: &&str| {
        std::fs::read(folder.join(name)).with_context(|| {
            format!(
                "{}: cannot be read; build the bundle again",
                folder.join(name).display()
            )
        })
    };
    let contents: Vec<Vec<u8>> = names.iter().map(read).collect::<Result<_>>()?;
    if app_dir(
        names
            .iter()
            .copied()
            .zip(contents.iter().map(Vec::as_slice)),
    ) != manifest.app
    {
        bail!(
            "{}: a file is missing, damaged or added; build the bundle again",
            folder.display()
        );
    }
    names
        .iter()
        .zip(&contents)
        .try_for_each(|(name, content)| check_siblings(&folder.join(name), content))?;
    let engines = manifest
        .languages
        .values()
        .map(|entry| entry.engine.as_str());
    match engines.into_iter().find(|engine| !names.contains(engine)) {
        Some(engine) => bail!(
            "{}: missing; compile helpdex after `cargo xtask dist`, then build the bundle again",
            folder.join(engine).display()
        ),
        None => Ok(()),
    }
}

/// Verifies that the script of the pages leads to the same files as the manifest.
fn check_snippet(dir: &Path) -> Result<()> {
    let path = dir.join(SNIPPET);
    let script = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: cannot be read; build the bundle again", path.display()))?;
    let manifest = std::fs::read_to_string(dir.join(MANIFEST))?;
    if !script.contains(&serde_json::to_string(&manifest)?) {
        bail!(
            "{}: does not lead to the files of {MANIFEST}; build the bundle again",
            path.display()
        );
    }
    Ok(())
}

/// Verifies that the one script for CDN tags is what the app folder's makes.
fn check_single_file(dir: &Path, manifest: &Manifest) -> Result<()> {
    let path = dir.join(SINGLE_FILE);
    let script = std::fs::read_to_string(&path)
        .with_context(|| format!("{}: cannot be read; build the bundle again", path.display()))?;
    let source = std::fs::read_to_string(dir.join(&manifest.app).join(SINGLE))?;
    if one_folder_up(&source, &manifest.app)? != script {
        bail!("{}: damaged; build the bundle again", path.display());
    }
    Ok(())
}
