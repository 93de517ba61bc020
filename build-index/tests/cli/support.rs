//! Running the tool, and folders for it to work on.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tempfile::TempDir;

/// What a run of the tool left behind.
#[derive(Debug)]
pub struct Run {
    /// Exit code; -1 when a signal ended it.
    pub code: i32,
    /// Data.
    pub stdout: String,
    /// Talk.
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the tool prints UTF-8");
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

impl Run {
    /// The run, which must have gone well.
    #[track_caller]
    pub fn good(self) -> Self {
        assert_eq!(self.code, 0, "{}", self.stderr);
        self
    }

    /// The run, which must have ended with `code` and a message that holds each of `parts`.
    #[track_caller]
    pub fn bad(self, code: i32, parts: &[&str]) -> Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        for part in parts {
            assert!(
                self.stderr.contains(part),
                "no {part:?} in:\n{}",
                self.stderr
            );
        }
        self
    }

    /// The one line of JSON on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert_eq!(self.stdout.lines().count(), 1, "{}", self.stdout);
        serde_json::from_str(&self.stdout).expect("stdout is JSON")
    }
}

/// The tool, in a working directory without a `helpdex.toml`.
pub fn helpdex() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_helpdex"));
    command
        .current_dir(env!("CARGO_TARGET_TMPDIR"))
        .stdin(Stdio::null());
    command
}

/// Runs the tool to its end.
pub fn run<S: AsRef<OsStr>>(arguments: impl IntoIterator<Item = S>) -> Run {
    let output = helpdex().args(arguments).output();
    output.expect("the tool can be started").into()
}

/// `helpdex build --source SOURCE --out OUT`, which must go well.
#[track_caller]
pub fn build(source: &str, out: &str) -> Run {
    run(["build", "--source", source, "--out", out]).good()
}

/// `helpdex build … --json`: what it says.
#[track_caller]
pub fn build_json(source: &str, out: &str) -> Value {
    run(["build", "--source", source, "--out", out, "--json"])
        .good()
        .json()
}

/// The ids that `helpdex query --json` finds, best first.
#[track_caller]
pub fn ids(bundle: &str, lang: &str, text: &str) -> Vec<String> {
    let found = run([
        "query", "--bundle", bundle, "--lang", lang, "--json", "--", text,
    ])
    .good()
    .json();
    let hits = found["hits"].as_array().expect("hits are a list").iter();
    hits.map(|hit| hit["id"].as_str().expect("an id").to_owned())
        .collect()
}

/// A file of the mini corpus: 64 articles and 64 judged queries in five languages.
pub fn mini(name: &str) -> String {
    format!(
        "{}/../tests/fixtures/mini/{name}",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// The bundle of the mini corpus, built once for all tests; they only read it.
pub fn mini_bundle() -> &'static str {
    static BUNDLE: OnceLock<String> = OnceLock::new();
    BUNDLE.get_or_init(|| {
        let out = format!("{}/mini-bundle", env!("CARGO_TARGET_TMPDIR"));
        build(&mini("articles.jsonl.gz"), &out);
        out
    })
}

/// A temporary folder.
pub struct Folder(TempDir);

impl Folder {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// Its own path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// The path of `name` in it.
    pub fn at(&self, name: &str) -> String {
        let path = self.0.path().join(name);
        path.to_str().expect("temporary paths are UTF-8").to_owned()
    }

    /// Writes a file, with the folders above it; gives its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(&path, content).expect("files can be written");
        self.at(name)
    }

    /// A folder to build in. It holds the component's files already, whose compression takes
    /// longer than everything that is tested.
    pub fn out(&self, name: &str) -> String {
        seed_app(&self.0.path().join(name));
        self.at(name)
    }
}

/// Puts the component's files, compressed, into a folder to build in.
pub fn seed_app(out: &Path) {
    static APP: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    let app = APP.get_or_init(|| {
        let mut files = tree(Path::new(mini_bundle()));
        files.retain(|path, _| path.starts_with("app-"));
        // An English bundle has its own folder name, since it needs fewer engines.
        let (folder, out) = (
            Folder::new(),
            format!("{}/english-bundle", env!("CARGO_TARGET_TMPDIR")),
        );
        build(&folder.write("a.md", "# A\ntext"), &out);
        files.extend(
            tree(Path::new(&out))
                .into_iter()
                .filter(|(path, _)| path.starts_with("app-")),
        );
        files
    });
    for (path, bytes) in app {
        let path = out.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders can be made");
        fs::write(path, bytes).expect("files can be written");
    }
    fs::create_dir_all(out).expect("folders can be made");
}

/// Every file below a folder with its content.
pub fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path: PathBuf = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below the root");
                let bytes = fs::read(&path).expect("a file");
                files.insert(name.to_string_lossy().into_owned(), bytes);
            }
        }
    }
    files
}

/// The names of the index files of a bundle.
pub fn index_files(out: &str) -> Vec<String> {
    let files = tree(Path::new(out)).into_keys();
    files.filter(|path| path.starts_with("data/")).collect()
}

/// JSON lines of made-up English articles, all different; another `seed` gives other ones.
pub fn corpus(articles: usize, words: usize, seed: u64) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut number = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut lines = String::new();
    for article in 0..articles {
        let mut body = String::new();
        for _ in 0..words {
            let _ = write!(body, "w{:x} ", number() % 50_000);
        }
        let line = json!({"id": format!("{seed}-{article}"), "title": format!("Lantern {seed} {article}"), "body": body, "lang": "en"});
        let _ = writeln!(lines, "{line}");
    }
    lines
}

/// `bytes`, gzipped.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(bytes)
        .expect("memory takes what it is given");
    encoder.finish().expect("memory takes what it is given")
}

/// Whether the tests run with the rights of root, for whom no file is unreadable.
pub fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output();
    output.is_ok_and(|output| output.stdout == b"0\n")
}
