//! Which Rust sources the browser's modules are made of, and a hash of what each says.
//!
//! Comments, white space, tests and what only the native library has do not count: a change to them
//! leaves the modules as they are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// Hash of every file that a crate is made of in the browser, by its path below `root` with `/`.
/// `entry` is the crate's first file, relative to `root`.
///
/// # Errors
/// When a file is missing or is not Rust.
pub fn hashes(root: &Path, entry: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let entry = root.join(entry);
    let folder = entry.parent().context("a file without a folder")?;
    follow(root, &entry, folder, &mut found)?;
    Ok(found)
}

/// The hash of a text whatever its line endings.
pub fn text_hash(text: &str) -> String {
    blake3::hash(text.replace("\r\n", "\n").as_bytes())
        .to_hex()
        .to_string()
}

/// What a Rust file says: its tokens without comments, tests and native parts.
///
/// # Errors
/// When the text is not Rust.
pub fn meaning(text: &str) -> Result<TokenStream> {
    let tokens: TokenStream = text
        .replace("\r\n", "\n")
        .parse()
        .map_err(|error| anyhow!("{error}"))?;
    Ok(without_unused(tokens))
}

/// `modules` is the folder of the modules that `file` declares.
fn follow(
    root: &Path,
    file: &Path,
    modules: &Path,
    found: &mut BTreeMap<String, String>,
) -> Result<()> {
    let text =
        fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let tokens = meaning(&text).with_context(|| format!("{} is not Rust", file.display()))?;
    found.insert(name_below(root, file), text_hash(&tokens.to_string()));
    for module in declared(tokens.clone()) {
        let (own, inner) = (modules.join(format!("{module}.rs")), modules.join(&module));
        let file = if own.is_file() {
            own
        } else {
            inner.join("mod.rs")
        };
        follow(root, &file, &inner, found)?;
    }
    for included in included(tokens) {
        let path = file.with_file_name(included);
        let text =
            fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        found.insert(name_below(root, &path), text_hash(&text));
    }
    Ok(())
}

fn name_below(root: &Path, file: &Path) -> String {
    let below: PathBuf = file
        .strip_prefix(root)
        .unwrap_or(file)
        .components()
        .collect();
    below.to_string_lossy().replace('\\', "/")
}

/// Names of `mod name;`.
fn declared(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let declaration = |three: &[TokenTree]| match three {
        [
            TokenTree::Ident(word),
            TokenTree::Ident(name),
            TokenTree::Punct(end),
        ] if word == "mod" && end.as_char() == ';' => Some(name.to_string()),
        _ => None,
    };
    tokens.windows(3).filter_map(declaration).collect()
}

/// Paths of `include_str!("path")`, at any depth. A path that a macro puts together is not followed:
/// there are those of the stop words only, which are read when an index is written.
fn included(tokens: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let inclusion = |three: &[TokenTree]| match three {
        [
            TokenTree::Ident(word),
            TokenTree::Punct(_),
            TokenTree::Group(path),
        ] if word == "include_str" || word == "include_bytes" => {
            let path = path.stream().to_string();
            let literal = path.strip_prefix('"')?.strip_suffix('"')?;
            Some(literal.to_owned())
        }
        _ => None,
    };
    let own = tokens.windows(3).filter_map(inclusion);
    let inner = tokens
        .iter()
        .filter_map(group)
        .flat_map(|group| included(group.stream()));
    own.chain(inner).collect()
}

/// Leaves out documentation, and each item whose `#[cfg(…)]` keeps it out of the browser.
fn without_unused(tokens: TokenStream) -> TokenStream {
    let mut kept = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        if is_punct(&token, '#') {
            let marks = tokens.next_if(|next| is_punct(next, '!'));
            match tokens.peek().and_then(attribute) {
                Some((name, _)) if name == "doc" => {
                    tokens.next();
                    continue;
                }
                Some((name, condition)) if name == "cfg" && is_never(&condition) => {
                    while tokens.next().is_some_and(|token| !ends_item(&token)) {}
                    continue;
                }
                _ => {}
            }
            kept.push(token);
            kept.extend(marks);
        } else if let Some(group) = group(&token) {
            let inner = Group::new(group.delimiter(), without_unused(group.stream()));
            kept.push(TokenTree::Group(inner));
        } else {
            kept.push(token);
        }
    }
    kept.into_iter().collect()
}

/// Name and further text of what stands in the brackets of an attribute.
fn attribute(token: &TokenTree) -> Option<(String, String)> {
    let brackets = group(token).filter(|group| group.delimiter() == Delimiter::Bracket)?;
    let mut inner = brackets.stream().into_iter();
    let name = inner.next()?.to_string();
    Some((name, inner.collect::<TokenStream>().to_string()))
}

/// Whether a condition is false in the browser for certain: of tests, or of the writer.
fn is_never(condition: &str) -> bool {
    let asks = |word: &str| condition.contains(word);
    let is_plain = !asks("not") && !asks("any");
    let words = condition.split(|letter: char| !letter.is_alphanumeric());
    is_plain && (words.clone().any(|word| word == "test") || asks("\"write\""))
}

/// A field or a variant ends at a comma; for others that is too early, which only keeps more.
fn ends_item(token: &TokenTree) -> bool {
    is_punct(token, ';')
        || is_punct(token, ',')
        || group(token).is_some_and(|group| group.delimiter() == Delimiter::Brace)
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

fn group(token: &TokenTree) -> Option<&Group> {
    match token {
        TokenTree::Group(group) => Some(group),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_tests_and_native_parts_do_not_count() -> Result<()> {
        let plain = "fn a() -> u8 { 1 } struct B { c: u8 }";
        let rich = "//! What.\r\n/// Doc.\r\nfn a() -> u8 {\r\n // why\r\n 1 }\n\
            #[cfg(feature = \"write\")] pub mod write { fn w() {} }\n\
            struct B { #[cfg(test)] d: u8, c: u8 }\n\
            #[cfg(all(test, feature = \"write\"))] mod tests { mod inner; }";
        assert_eq!(meaning(rich)?.to_string(), meaning(plain)?.to_string());
        Ok(())
    }

    #[test]
    fn code_counts() -> Result<()> {
        let one = meaning("fn a() -> u8 { 1 }")?.to_string();
        for other in [
            "fn a() -> u8 { 2 }",
            "#[inline] fn a() -> u8 { 1 }",
            "#[cfg(not(feature = \"write\"))] fn a() -> u8 { 1 }",
            "fn a() -> u8 { 1 } mod b;",
        ] {
            assert_ne!(meaning(other)?.to_string(), one, "{other}");
        }
        Ok(())
    }

    #[test]
    fn modules_and_included_texts_are_followed() -> Result<()> {
        let root = std::env::temp_dir().join(format!("helpdex-rust-{}", std::process::id()));
        for (file, text) in [
            ("src/lib.rs", "mod a; #[cfg(test)] mod missing;"),
            (
                "src/a.rs",
                "mod b; const T: &str = include_str!(\"t.txt\");",
            ),
            ("src/a/b/mod.rs", "mod c;"),
            ("src/a/b/c.rs", ""),
            ("src/t.txt", "x"),
            ("src/unused.rs", ""),
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().context("no folder")?)?;
            fs::write(path, text)?;
        }
        let found = hashes(&root, "src/lib.rs");
        fs::remove_dir_all(&root)?;
        let files: Vec<String> = found?.into_keys().collect();
        let expected = [
            "src/a.rs",
            "src/a/b/c.rs",
            "src/a/b/mod.rs",
            "src/lib.rs",
            "src/t.txt",
        ];
        assert_eq!(files, expected);
        Ok(())
    }
}
