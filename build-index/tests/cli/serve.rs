//! `helpdex serve` over the wire.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Folder, build, helpdex, index_files, mini_bundle, tree};

/// A running server, ended when dropped.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts it on a free port.
    fn start(arguments: &[&str]) -> Self {
        let child = helpdex()
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut child = child.expect("the tool starts");
        let mut line = String::new();
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        lines.read_line(&mut line).expect("a greeting");
        let address = line
            .trim_end()
            .strip_prefix("listening on http://")
            .and_then(|rest| rest.strip_suffix('/'));
        let address = address
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Self { child, address }
    }

    /// Status, lower-cased headers, and body of the answer to `GET path`.
    fn get(&self, path: &str, headers: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n",
            self.address
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        let end = answer
            .windows(4)
            .position(|window| window == b"\r\n\r\n")
            .expect("headers end");
        let head = String::from_utf8_lossy(&answer[..end]).to_ascii_lowercase();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), head, answer.split_off(end + 4))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The first index file with this beginning and end.
fn index_file(start: &str, end: &str) -> String {
    let mut files = index_files(mini_bundle()).into_iter();
    files
        .find(|path| path.starts_with(start) && path.ends_with(end))
        .expect("such a file")
}

#[test]
fn a_bundle_is_served_as_a_good_host_would() {
    let server = Server::start(&["--bundle", mini_bundle()]);
    let root = index_file("data/de-", ".hdx");
    let shard = index_files(mini_bundle())
        .into_iter()
        .find(|path| path.len() == "data/0123456789ab.hdx".len())
        .expect("a shard");
    const IMMUTABLE: &str = "cache-control: public, max-age=31536000, immutable";
    let mut cases: Vec<(String, &str, &[&str], String)> = vec![
        (
            "/help/manifest.json".into(),
            "",
            &["cache-control: no-cache", "content-type: application/json"],
            "manifest.json".into(),
        ),
        (
            format!("/help/{root}"),
            "",
            &[
                IMMUTABLE,
                "content-type: application/octet-stream",
                "vary: accept-encoding",
            ],
            root.clone(),
        ),
        (
            format!("/help/{root}"),
            "Accept-Encoding: gzip, br\r\n",
            &[IMMUTABLE, "content-encoding: br"],
            format!("{root}.br"),
        ),
        (
            format!("/help/{root}"),
            "Accept-Encoding: gzip\r\n",
            &[IMMUTABLE, "content-encoding: gzip"],
            format!("{root}.gz"),
        ),
        (
            format!("/help/{shard}"),
            "Accept-Encoding: gzip, br\r\n",
            &[IMMUTABLE],
            shard.clone(),
        ),
    ];
    let manifest: serde_json::Value = serde_json::from_slice(
        &fs::read(Path::new(mini_bundle()).join("manifest.json")).expect("a manifest"),
    )
    .expect("JSON");
    let app = manifest["app"].as_str().expect("a path");
    if !app.is_empty() {
        cases.push((
            format!("/help/{app}widget.js"),
            "Accept-Encoding: br\r\n",
            &[
                IMMUTABLE,
                "content-type: text/javascript",
                "content-encoding: br",
            ],
            format!("{app}widget.js.br"),
        ));
        cases.push((
            format!("/help/{app}engine-en.wasm"),
            "",
            &[IMMUTABLE, "content-type: application/wasm"],
            format!("{app}engine-en.wasm"),
        ));
        cases.push((
            "/help/helpdex.js".into(),
            "",
            &["cache-control: no-cache", "content-type: text/javascript"],
            "helpdex.js".into(),
        ));
    }
    for (path, headers, expected, file) in cases {
        let (status, head, body) = server.get(&path, headers);
        assert_eq!(status, 200, "{path}");
        for part in expected {
            assert!(
                head.contains(part),
                "{path} {headers}: no {part} in\n{head}"
            );
        }
        assert_eq!(
            head.contains("content-encoding"),
            expected
                .iter()
                .any(|part| part.starts_with("content-encoding")),
            "{path} {headers}"
        );
        assert!(
            body == fs::read(Path::new(mini_bundle()).join(file)).expect("a file"),
            "{path}: another content"
        );
    }
    for (path, expected) in [
        ("/help/data/none.hdx", 404),
        ("/help/../Cargo.toml", 400),
        ("/help/%2e%2e/%2e%2e/CACHEDIR.TAG", 400),
        ("/help/data/", 404),
        ("/nothing", 404),
    ] {
        assert_eq!(server.get(path, "").0, expected, "{path}");
    }
    let (_, head, _) = server.get("/help/manifest.json", "");
    let tag = head
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag")
        .to_owned();
    assert_eq!(
        server
            .get("/help/manifest.json", &format!("If-None-Match: {tag}\r\n"))
            .0,
        304
    );
}

#[test]
fn the_demo_is_a_page_with_a_strict_policy() {
    let server = Server::start(&[]);
    let (status, head, body) = server.get("/", "");
    assert_eq!(status, 200);
    assert!(
        head.contains("content-type: text/html; charset=utf-8"),
        "{head}"
    );
    assert!(
        head.contains(
            "content-security-policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"
        ),
        "{head}"
    );
    assert!(String::from_utf8_lossy(&body).contains("help-search"));
    let (_, _, manifest) = server.get("/help/manifest.json", "");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    assert_eq!(
        manifest["languages"].as_object().map(serde_json::Map::len),
        Some(5)
    );
}

/// Waits until the manifest that is served counts so many English articles.
fn wait_for_articles(server: &Server, expected: u64) {
    let start = Instant::now();
    loop {
        let (_, _, body) = server.get("/help/manifest.json", "");
        let manifest: serde_json::Value =
            serde_json::from_slice(&body).expect("never half a manifest");
        let articles = manifest["languages"]["en"]["articles"].as_u64();
        if articles == Some(expected) {
            return;
        }
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{articles:?} articles are served, not {expected}"
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn changes_of_the_source_are_served() {
    let folder = Folder::new();
    folder.write("kb/a.md", "# A\ntext");
    let (source, out) = (folder.at("kb"), folder.out("out"));
    let server = Server::start(&["--bundle", &out, "--source", &source]);
    wait_for_articles(&server, 1);
    folder.write("kb/b.md", "# B\ntext");
    wait_for_articles(&server, 2);
    // Without an article there is nothing to publish: the last bundle stays.
    for name in ["a.md", "b.md"] {
        fs::remove_file(folder.path().join("kb").join(name)).expect("a file");
    }
    std::thread::sleep(Duration::from_millis(500));
    wait_for_articles(&server, 2);
    for name in ["c.md", "deep/d.md", "deep/e.md"] {
        folder.write(&format!("kb/{name}"), format!("# {name}\ntext"));
    }
    wait_for_articles(&server, 3);
}

/// Whoever writes is not kept waiting for what only a line needs; it is there once they pause.
#[test]
fn what_watching_leaves_is_what_a_build_writes() {
    let folder = Folder::new();
    folder.write("kb/a.md", "# A\ntext");
    folder.write("kb/b.md", "---\nlang: es\n---\n# B\ntexto");
    let settings = "source = 'kb'\n[site]\nname = 'Watched'\n";
    let config = folder.write("helpdex.toml", settings);
    let (source, out, new) = (folder.at("kb"), folder.out("out"), folder.out("new"));
    let call = [
        "--bundle", &out, "--source", &source, "--config", &config, "--lang", "en",
    ];
    let server = Server::start(&call);
    wait_for_articles(&server, 1);
    for (number, text) in ["one", "two", "three"].into_iter().enumerate() {
        folder.write(&format!("kb/c{number}.md"), format!("# C\n{text}"));
        wait_for_articles(&server, number as u64 + 2);
    }
    let files = || {
        let mut files = tree(&folder.path().join("out"));
        files.retain(|path, _| !path.starts_with(".helpdex"));
        files
    };
    let build = ["build", "--config", &config, "--out", &new, "--lang", "en"];
    crate::support::run(build).good();
    let mut expected = tree(&folder.path().join("new"));
    expected.retain(|path, _| !path.starts_with(".helpdex"));
    let is_whole = || {
        let files = files();
        expected
            .iter()
            .all(|(path, bytes)| files.get(path) == Some(bytes))
    };
    let start = Instant::now();
    while !is_whole() {
        let late = start.elapsed() > Duration::from_secs(20);
        assert!(!late, "{:?}", files().keys().collect::<Vec<_>>());
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(server);
    // A build in the same folder finds nothing to do.
    let again = [
        "build", "--config", &config, "--out", &out, "--lang", "en", "--json",
    ];
    let built = crate::support::run(again).good().json();
    assert_eq!(built["written"], 0, "{built}");
}

#[test]
fn settings_and_trees_are_followed_too() {
    let folder = Folder::new();
    folder.write("kb/a.md", "# A\ntext");
    let settings = "trees = 'trees'\n[site]\nname = ";
    let config = folder.write("helpdex.toml", format!("{settings}'One'\n"));
    let tree = |heading: &str| {
        format!("id: pay\ntitle: Pay\nsteps:\n  a:\n    heading: {heading}\n    end: true\n")
    };
    folder.write("trees/pay.tree.yml", tree("Start"));
    let (source, out) = (folder.at("kb"), folder.out("out"));
    let call = ["--bundle", &out, "--source", &source, "--config", &config];
    let server = Server::start(&call);
    let wait_for = |what: &str| {
        let start = Instant::now();
        loop {
            let found = tree_of(&server);
            if found.contains(what) {
                return;
            }
            let late = start.elapsed() > Duration::from_secs(20);
            assert!(!late, "{what} is not served: {found}");
            std::thread::sleep(Duration::from_millis(50));
        }
    };
    wait_for("One");
    folder.write("helpdex.toml", format!("{settings}'Two'\n"));
    wait_for("Two");
    // What cannot be read changes nothing.
    folder.write("helpdex.toml", "nothing = 'of the kind'");
    std::thread::sleep(Duration::from_millis(500));
    wait_for("Two");
    folder.write("helpdex.toml", format!("{settings}'Three'\n"));
    wait_for("Three");
    folder.write("trees/pay.tree.yml", tree("Elsewhere"));
    wait_for("Elsewhere");
}

/// The manifest, and the decision trees that it names.
fn tree_of(server: &Server) -> String {
    let (_, _, manifest) = server.get("/help/manifest.json", "");
    let manifest: serde_json::Value =
        serde_json::from_slice(&manifest).expect("never half a manifest");
    let path = manifest["languages"]["en"]["trees"].as_str();
    let trees = path.map(|path| server.get(&format!("/help/{path}"), "").2);
    format!(
        "{manifest} {}",
        String::from_utf8_lossy(&trees.unwrap_or_default())
    )
}

#[test]
fn a_port_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let call = ["serve", "--bundle", mini_bundle(), "--listen", &address];
    crate::support::run(call).bad(
        2,
        &[&address, "choose another port, or --listen 127.0.0.1:0"],
    );
}

#[test]
fn ctrl_c_ends_the_server_well() {
    let folder = Folder::new();
    let out = folder.out("out");
    build(&folder.write("a.md", "# A\ntext"), &out);
    let mut server = Server::start(&["--bundle", &out]);
    assert_eq!(server.get("/help/manifest.json", "").0, 200);
    let sent = std::process::Command::new("kill")
        .args(["-INT", &server.child.id().to_string()])
        .status();
    assert!(sent.expect("kill runs").success());
    let start = Instant::now();
    while server.child.try_wait().expect("its state").is_none() {
        assert!(start.elapsed() < Duration::from_secs(10), "it goes on");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(server.child.wait().expect("its state").code(), Some(0));
}

#[test]
fn programs_get_the_answer_of_the_command_line() {
    let bundle = mini_bundle();
    let server = Server::start(&["--api", "--bundle", bundle]);
    let json = |path: &str, headers: &str| -> (u16, serde_json::Value) {
        let (status, head, body) = server.get(path, headers);
        assert!(head.contains("content-type: application/json"), "{head}");
        (status, serde_json::from_slice(&body).expect("JSON"))
    };
    let (status, found) = json("/v1/search?q=pasword&lang=en&limit=2", "");
    let told = helpdex()
        .args([
            "query", "--bundle", bundle, "--lang", "en", "--limit", "2", "--json", "pasword",
        ])
        .output()
        .expect("the tool runs");
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    assert_eq!((status, &found), (200, &told));
    let id = found["hits"][0]["id"].as_str().expect("a hit").to_owned();
    let (status, article) = json(
        &format!("/v1/articles/{}?lang=en", id.replace('/', "%2F")),
        "",
    );
    assert_eq!(status, 200);
    assert_eq!(article["title"], found["hits"][0]["title"]);
    assert!(
        article["html"]
            .as_str()
            .is_some_and(|html| html.starts_with('<'))
    );

    for (path, status, error) in [
        ("/v1/search?q=x&lang=xx", 400, "there is: "),
        ("/v1/search", 400, "missing field `q`"),
        ("/v1/search?q=x&limit=many", 400, "limit"),
        ("/v1/articles/none", 404, "no article"),
    ] {
        let (given, problem) = json(path, "");
        let told = problem["error"].as_str().expect("an error");
        assert_eq!(given, status, "{path}: {told}");
        assert!(
            told.contains(error) && !told.contains(bundle),
            "{path}: {told}"
        );
    }
    let (_, described) = json("/openapi.json", "");
    let (_, health) = json("/healthz", "");
    assert_eq!(
        (&described["openapi"], &health["status"]),
        (&"3.1.0".into(), &"ok".into())
    );
    let answer = &described["components"]["schemas"]["Answer"]["required"];
    let keys: Vec<&String> = found.as_object().expect("an object").keys().collect();
    assert_eq!(answer, &serde_json::json!(keys));

    // The site is still there, and other names than this machine's are refused.
    assert_eq!(server.get("/help/manifest.json", "").0, 200);
    let plain = Server::start(&["--bundle", bundle]);
    assert_eq!(plain.get("/v1/search?q=x", "").0, 404);
}

#[test]
fn a_sites_own_pages_are_served_beside_its_bundle() {
    let folder = Folder::new();
    for (path, text) in [
        ("public/index.html", "<p style='color:red'>own</p>"),
        ("public/a b/index.html", "below"),
        ("public/logo.svg", "<svg/>"),
        ("public/.env", "secret"),
        ("secret.txt", "secret"),
        ("articles/refund.md", "# Get a refund\n\nAsk us."),
    ] {
        folder.write(path, text);
    }
    let (site, articles) = (folder.at("public"), folder.at("articles"));
    let server = Server::start(&["--site", &site, "--source", &articles]);
    let (status, head, body) = server.get("/", "");
    assert_eq!(
        (status, body.as_slice()),
        (200, &b"<p style='color:red'>own</p>"[..])
    );
    assert!(!head.contains("content-security-policy"), "{head}");
    assert!(server.get("/logo.svg", "").1.contains("image/svg+xml"));
    let (status, head, _) = server.get("/a%20b", "");
    assert_eq!(status, 308, "{head}");
    assert!(head.contains("location: /a%20b/"), "{head}");
    assert_eq!(server.get("/a%20b/", "").2, b"below");
    assert_eq!(server.get("/help/manifest.json", "").0, 200);
    for (path, expected) in [
        ("/.env", 404),
        ("/a%20b/../../secret.txt", 400),
        ("/%2e%2e/secret.txt", 400),
        ("/nothing", 404),
        ("/help", 404),
    ] {
        assert_eq!(server.get(path, "").0, expected, "{path}");
    }
    #[cfg(unix)]
    {
        let (secret, link) = (folder.at("secret.txt"), folder.at("public/link.txt"));
        std::os::unix::fs::symlink(secret, link).expect("a link");
        assert_eq!(server.get("/link.txt", "").0, 404);
    }
}
