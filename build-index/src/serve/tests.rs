use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::thread::JoinHandle;
use std::time::Duration;

use super::*;

struct Running {
    address: SocketAddr,
    stop: Stop,
    thread: Option<JoinHandle<()>>,
    folder: tempfile::TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn options(bundle: &Path) -> Options {
    Options {
        listen: ([127, 0, 0, 1], 0).into(),
        allow_remote: false,
        bundle: bundle.to_owned(),
        assets: Box::new(vec![
            ("index.html".to_owned(), b"<!doctype html>".to_vec()),
            ("demo/page.css".to_owned(), b"p{}".to_vec()),
        ]),
        api: None,
        slack: None,
    }
}

fn start() -> Running {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle");
    for (path, bytes) in [
        ("manifest.json", &b"{}"[..]),
        ("helpdex.js", b"js"),
        ("app-1f/engine-en.wasm", b"\0asm"),
        ("data/en-ab.hdx", b"plain"),
        ("data/en-ab.hdx.br", b"brotli"),
        ("data/en-ab.hdx.gz", b"gz"),
        ("data/shard.hdx", &[7; 100_000]),
    ] {
        let path = bundle.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    let server = Server::bind(options(&bundle)).unwrap();
    let (address, stop) = (server.address(), server.stop());
    assert_eq!(server.greeting(), format!("listening on http://{address}/"));
    let thread = Some(std::thread::spawn(|| server.run()));
    Running {
        address,
        stop,
        thread,
        folder,
    }
}

struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map_or("", |(_, value)| value)
    }
}

impl Running {
    fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let host = if headers.contains("Host:") {
            ""
        } else {
            "Host: localhost\r\n"
        };
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(20)))
            .unwrap();
        write!(
            stream,
            "{method} {target} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n"
        )
        .unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let end = bytes
            .windows(4)
            .position(|four| four == b"\r\n\r\n")
            .unwrap();
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            head,
            body: bytes[end + 4..].to_vec(),
        }
    }

    fn get(&self, target: &str) -> Answer {
        self.ask("GET", target, "")
    }
}

#[test]
fn files_have_their_type_and_cache_rule() {
    let server = start();
    let immutable = "public, max-age=31536000, immutable";
    for (target, mime, cache) in [
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/demo/page.css?x=1", "text/css; charset=utf-8", "no-cache"),
        ("/help/manifest.json", "application/json", "no-cache"),
        (
            "/help/helpdex.js",
            "text/javascript; charset=utf-8",
            "no-cache",
        ),
        ("/help/app-1f/engine-en.wasm", "application/wasm", immutable),
        (
            "/help/data/en-ab.hdx",
            "application/octet-stream",
            immutable,
        ),
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, 200, "{target}");
        assert_eq!(answer.header("Content-Type"), mime, "{target}");
        assert_eq!(answer.header("Cache-Control"), cache, "{target}");
        assert_eq!(answer.header("X-Content-Type-Options"), "nosniff");
        let policy = if target == "/" {
            CONTENT_SECURITY_POLICY
        } else {
            ""
        };
        assert_eq!(answer.header("Content-Security-Policy"), policy, "{target}");
    }
}

#[test]
fn precompressed_files_are_sent_to_those_who_take_them() {
    let server = start();
    for (accepted, encoding, body) in [
        ("Accept-Encoding: gzip, br\r\n", "br", &b"brotli"[..]),
        ("Accept-Encoding: gzip\r\n", "gzip", b"gz"),
        ("", "", b"plain"),
    ] {
        let answer = server.ask("GET", "/help/data/en-ab.hdx", accepted);
        assert_eq!(answer.header("Content-Encoding"), encoding);
        assert_eq!(answer.header("Vary"), "Accept-Encoding");
        assert_eq!(answer.body, body);
    }
    let shard = server.ask("GET", "/help/data/shard.hdx", "Accept-Encoding: br\r\n");
    assert_eq!(
        (shard.header("Content-Length"), shard.body.len()),
        ("100000", 100_000)
    );
}

#[test]
fn an_unchanged_file_is_not_sent_again() {
    let server = start();
    let tag = server.get("/help/manifest.json").header("ETag").to_owned();
    let again = server.ask(
        "GET",
        "/help/manifest.json",
        &format!("If-None-Match: \"x\", W/{tag}\r\n"),
    );
    assert_eq!((again.status, again.body.len()), (304, 0));
    fs::write(
        server.folder.path().join("bundle/manifest.json"),
        "{\"helpdex\":1}",
    )
    .unwrap();
    let changed = server.ask(
        "GET",
        "/help/manifest.json",
        &format!("If-None-Match: {tag}\r\n"),
    );
    assert_eq!((changed.status, changed.body.len()), (200, 13));
}

#[test]
fn head_sends_no_body_and_other_methods_nothing() {
    let server = start();
    let head = server.ask("HEAD", "/help/manifest.json", "");
    assert_eq!(
        (head.status, head.header("Content-Length"), head.body.len()),
        (200, "2", 0)
    );
    let post = server.ask("POST", "/help/manifest.json", "Content-Length: 0\r\n");
    assert_eq!((post.status, post.header("Allow")), (405, "GET, HEAD"));
}

#[test]
fn what_is_not_in_the_bundle_is_not_served() {
    let server = start();
    for target in [
        "/help/nothing",
        "/help/data",
        "/help/",
        "/nothing.html",
        "/help/data/",
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, 404, "{target}");
        assert_eq!(answer.header("Content-Type"), "text/plain; charset=utf-8");
    }
    for target in [
        "/help/../secret.txt",
        "/help/%2e%2e/secret.txt",
        "/help/..%2fsecret.txt",
        "/help//etc/passwd",
    ] {
        assert_eq!(server.get(target).status, 400, "{target}");
    }
    #[cfg(unix)]
    {
        let (root, link) = (server.folder.path(), "bundle/link.txt");
        std::os::unix::fs::symlink(root.join("secret.txt"), root.join(link)).unwrap();
        assert_eq!(server.get("/help/link.txt").status, 404);
    }
}

#[test]
fn other_host_names_are_refused() {
    let server = start();
    assert_eq!(server.ask("GET", "/", "Host: evil.example\r\n").status, 403);
    assert_eq!(server.ask("GET", "/", "Host: 127.0.0.1:80\r\n").status, 200);
}

#[test]
fn many_requests_are_answered_at_once() {
    let server = start();
    // A connection that says nothing must not hold up the others.
    let _silent: Vec<TcpStream> = (0..20)
        .map(|_| TcpStream::connect(server.address).unwrap())
        .collect();
    std::thread::scope(|scope| {
        for _ in 0..40 {
            scope.spawn(|| assert_eq!(server.get("/help/data/shard.hdx").body.len(), 100_000));
        }
    });
}

#[test]
fn a_wrong_start_says_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let remote = Options {
        listen: ([0, 0, 0, 0], 0).into(),
        ..options(folder.path())
    };
    let error = Server::bind(remote).err().unwrap().to_string();
    assert!(error.contains("--allow-remote"), "{error}");
    let error = Server::bind(options(&folder.path().join("none")))
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("helpdex build"), "{error}");
    let first = Server::bind(options(folder.path())).unwrap();
    let taken = Options {
        listen: first.address(),
        ..options(folder.path())
    };
    let error = Server::bind(taken).err().unwrap().to_string();
    assert!(error.contains("choose another port"), "{error}");
    let remote = Options {
        listen: ([0, 0, 0, 0], 0).into(),
        allow_remote: true,
        ..options(folder.path())
    };
    assert!(Server::bind(remote).is_ok());
}
