//! From a request to a reply.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Assets;
use crate::publish::is_pinned;

/// What has to be escaped in a path.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Path under which the bundle is served.
pub const BUNDLE_PATH: &str = "help/";

/// Content policy of the demo pages: what a careful site would set. Search must work with
/// it; `'wasm-unsafe-eval'` is all that helpdex asks for.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     style-src 'self'; connect-src 'self'; img-src 'self' data:";

/// Told to whoever asks under another name than this machine's.
pub(super) const LOCAL_ONLY: &str = "this server answers to localhost only; see --allow-remote";

const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

/// What is served.
pub(super) struct Site {
    /// Canonical path.
    pub(super) bundle: PathBuf,
    pub(super) assets: Box<dyn Assets>,
    /// Answers under any host name. Otherwise only under names of this machine, so that a
    /// page elsewhere cannot read along by giving its own name this address.
    pub(super) any_host: bool,
}

/// What matters of a request. Headers that are missing are empty.
pub(super) struct Request<'a> {
    pub(super) method: &'a str,
    pub(super) target: &'a str,
    pub(super) host: &'a str,
    pub(super) accept_encoding: &'a str,
    pub(super) if_none_match: &'a str,
}

pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Vec<u8>,
}

impl Reply {
    fn message(status: u16, message: &str) -> Self {
        let headers = vec![
            ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ("Cache-Control", REVALIDATE.to_owned()),
        ];
        Self {
            status,
            headers,
            body: format!("{message}\n").into_bytes(),
        }
    }
}

/// A file, in the encoding that is sent.
struct Found<'a> {
    bytes: Cow<'a, [u8]>,
    encoding: Option<&'static str>,
    has_encodings: bool,
    cache: &'static str,
}

impl Site {
    pub(super) fn reply(&self, request: &Request<'_>) -> Reply {
        if !matches!(request.method, "GET" | "HEAD") {
            let mut reply = Reply::message(405, "only GET and HEAD are answered");
            reply.headers.push(("Allow", "GET, HEAD".to_owned()));
            return reply;
        }
        if !self.any_host && !is_local_host(request.host) {
            return Reply::message(403, LOCAL_ONLY);
        }
        let Some(path) = clean_path(request.target) else {
            return Reply::message(400, "the path is not legal");
        };
        let found = match path.strip_prefix(BUNDLE_PATH) {
            Some(below) => self.bundle_file(below, request.accept_encoding),
            None => self.assets.get(&path).map(|bytes| Found {
                bytes,
                encoding: None,
                has_encodings: false,
                cache: REVALIDATE,
            }),
        };
        match found {
            Some(found) => {
                let is_bundle = path.starts_with(BUNDLE_PATH);
                let policy = (!is_bundle).then(|| self.assets.content_policy());
                let policy = policy.unwrap_or(Some(CONTENT_SECURITY_POLICY));
                file_reply(&path, found, request.if_none_match, policy)
            }
            None if !path.starts_with(BUNDLE_PATH) && self.assets.is_folder(&path) => moved(&path),
            None => Reply::message(404, &format!("/{path} does not exist")),
        }
    }

    fn bundle_file(&self, below: &str, accept_encoding: &str) -> Option<Found<'_>> {
        let path = self.bundle.join(below).canonicalize().ok()?;
        // A symbolic link may lead elsewhere.
        if !path.starts_with(&self.bundle) || !path.is_file() {
            return None;
        }
        let cache = if is_hashed(below) {
            IMMUTABLE
        } else {
            REVALIDATE
        };
        let mut has_encodings = false;
        for (encoding, extension) in [("br", "br"), ("gzip", "gz")] {
            let mut sibling = path.clone().into_os_string();
            sibling.push(".");
            sibling.push(extension);
            let sibling = PathBuf::from(sibling);
            if !sibling.is_file() {
                continue;
            }
            has_encodings = true;
            if accepts(accept_encoding, encoding) {
                let bytes = Cow::Owned(std::fs::read(sibling).ok()?);
                return Some(Found {
                    bytes,
                    encoding: Some(encoding),
                    has_encodings,
                    cache,
                });
            }
        }
        let bytes = Cow::Owned(std::fs::read(path).ok()?);
        Some(Found {
            bytes,
            encoding: None,
            has_encodings,
            cache,
        })
    }
}

/// To the page of a folder.
fn moved(path: &str) -> Reply {
    let mut reply = Reply::message(308, &format!("see /{path}/"));
    let path = utf8_percent_encode(path, ESCAPED);
    reply.headers.push(("Location", format!("/{path}/")));
    reply
}

fn file_reply(path: &str, found: Found<'_>, if_none_match: &str, policy: Option<&str>) -> Reply {
    let tag = entity_tag(&found);
    let mut headers = vec![
        ("Content-Type", mime_type(path).to_owned()),
        ("Cache-Control", found.cache.to_owned()),
        ("ETag", tag.clone()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ];
    if let Some(encoding) = found.encoding {
        headers.push(("Content-Encoding", encoding.to_owned()));
    }
    if found.has_encodings {
        headers.push(("Vary", "Accept-Encoding".to_owned()));
    }
    if let Some(policy) = policy.filter(|_| is_page(path)) {
        headers.push(("Content-Security-Policy", policy.to_owned()));
    }
    let is_known = if_none_match.split(',').any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    });
    let status = if is_known { 304 } else { 200 };
    // The server sends no body with 304, and the length of the one it stands for.
    Reply {
        status,
        headers,
        body: found.bytes.into_owned(),
    }
}

/// The path named by a request, without leading `/`, and with `index.html` for a folder;
/// `None` unless it stays below the root on every system.
fn clean_path(target: &str) -> Option<String> {
    let path = target.split(['?', '#']).next()?.strip_prefix('/')?;
    let mut path = percent_decode(path)?;
    let is_legal = path.split('/').all(|part| !matches!(part, "." | ".."))
        && !path.contains(['\\', ':', '\0'])
        && !path.contains("//")
        && !path.starts_with('/');
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    is_legal.then_some(path)
}

fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (high, low) = (digit(rest.next())?, digit(rest.next())?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// Files whose name changes with their content.
fn is_hashed(below: &str) -> bool {
    let (folder, _) = below.split_once('/').unwrap_or_default();
    folder == "data" || folder.starts_with("app-") || is_pinned(below)
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

pub(super) fn is_local_host(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let is_loopback = |address: std::net::IpAddr| address.is_loopback();
    name.eq_ignore_ascii_case("localhost") || address.parse().is_ok_and(is_loopback)
}

/// Whether `Accept-Encoding` names `encoding` and does not refuse it (`q=0`).
fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let (name, quality) = item.split_once(';').unwrap_or((item, "q=1"));
        let quality = quality.trim().strip_prefix("q=").unwrap_or("1");
        name.trim().eq_ignore_ascii_case(encoding)
            && quality.parse().is_ok_and(|quality: f32| quality > 0.0)
    })
}

/// The media type by extension. Browsers refuse wasm and modules under another.
fn mime_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "ttf" => "font/ttf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "xml" => "application/xml",
        "webmanifest" => "application/manifest+json",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn entity_tag(found: &Found<'_>) -> String {
    let mut hasher = DefaultHasher::new();
    found.bytes.hash(&mut hasher);
    found.encoding.hash(&mut hasher);
    format!("\"{:016x}\"", hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_root() {
        for (target, expected) in [
            ("/", Some("index.html")),
            ("/help/data/en.hdx?v=1#x", Some("help/data/en.hdx")),
            ("/docs/", Some("docs/index.html")),
            ("/caf%C3%A9.html", Some("café.html")),
            ("/a..b", Some("a..b")),
            ("/../etc/passwd", None),
            ("/help/../../x", None),
            ("/help/%2e%2e/x", None),
            ("/help/%2e%2e%2fx", None),
            ("/help/..%5cx", None),
            ("/help//etc/passwd", None),
            ("//etc/passwd", None),
            ("/help/c:/x", None),
            ("/a%00", None),
            ("/a%zz", None),
            ("/a%f", None),
            ("/%ff", None),
            ("http://other/", None),
            ("*", None),
        ] {
            assert_eq!(clean_path(target).as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn encodings_are_negotiated() {
        for (header, br, gzip) in [
            ("", false, false),
            ("gzip, deflate, br", true, true),
            ("br;q=0, GZIP;q=0.5", false, true),
            ("gzip; q=0", false, false),
            ("brotli", false, false),
        ] {
            assert_eq!(
                (accepts(header, "br"), accepts(header, "gzip")),
                (br, gzip),
                "{header}"
            );
        }
    }

    #[test]
    fn only_names_of_this_machine_are_local() {
        for (host, expected) in [
            ("localhost:8080", true),
            ("LOCALHOST", true),
            ("127.0.0.1:80", true),
            ("[::1]:80", true),
            ("[::1]", true),
            ("evil.example:80", false),
            ("localhost.evil.example", false),
            ("192.168.0.1", false),
            ("", false),
        ] {
            assert_eq!(is_local_host(host), expected, "{host}");
        }
    }
}
