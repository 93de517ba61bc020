//! Both sides of Slack's protocol: requests as Slack signs them, and a server in the place of its own.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What both sides know.
pub const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
/// A test that waits longer than this has failed.
const PATIENCE: Duration = Duration::from_secs(30);

static TRIGGER: AtomicUsize = AtomicUsize::new(1);

/// HMAC-SHA256 by its definition (RFC 2104), apart from the tool's.
fn hmac(key: &[u8], message: &[u8]) -> String {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let pad = |byte: u8| block.map(|key| key ^ byte);
    let inner = Sha256::new()
        .chain_update(pad(0x36))
        .chain_update(message)
        .finalize();
    let outer = Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner)
        .finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        .as_secs()
}

pub fn sign(timestamp: u64, body: &str) -> String {
    format!(
        "v0={}",
        hmac(
            SECRET.as_bytes(),
            format!("v0:{timestamp}:{body}").as_bytes()
        )
    )
}

pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}

/// Reads a request or an answer: its first line, and its body.
fn message(stream: &TcpStream) -> Option<(String, String)> {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader
        .read_line(&mut first)
        .ok()
        .filter(|bytes| *bytes > 0)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader
            .read_line(&mut line)
            .ok()
            .filter(|bytes| *bytes > 0)?;
        let lower = line.to_ascii_lowercase();
        if let Some(stated) = lower.strip_prefix("content-length:") {
            length = stated.trim().parse().ok()?;
        }
        if lower.starts_with("authorization:") {
            first.push_str(line.trim());
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((first, String::from_utf8_lossy(&body).into_owned()))
}

/// Stands for Slack's own servers: answers requests by `answer`, and hands them on.
pub struct Standin {
    pub address: String,
    pub requests: Receiver<(String, String)>,
}

impl Standin {
    pub fn start(answer: impl Fn(&str) -> (u16, String, Value) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let (heard, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let Some((first, body)) = message(&stream) else {
                    continue;
                };
                let (status, headers, answer) = answer(&first);
                let answer = answer.to_string();
                let told = format!(
                    "HTTP/1.1 {status} x\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{answer}",
                    answer.len()
                );
                let _ = (&stream).write_all(told.as_bytes());
                if heard.send((first, body)).is_err() {
                    return;
                }
            }
        });
        Self { address, requests }
    }

    /// The next request: its first line, its body as JSON.
    pub fn next(&self) -> (String, Value) {
        let (first, body) = self.requests.recv_timeout(PATIENCE).expect("a request");
        (first, serde_json::from_str(&body).unwrap_or_default())
    }
}

/// A running process that says where it listens, ended when dropped.
pub struct Service {
    child: Child,
    pub address: String,
}

impl Service {
    pub fn start(command: &mut Command) -> Self {
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the tool starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut line = String::new();
        lines.read_line(&mut line).expect("a greeting");
        let (_, address) = line
            .trim_end()
            .rsplit_once("http://")
            .unwrap_or_else(|| panic!("no address in {line:?}"));
        Self {
            address: address.split('/').next().unwrap_or_default().to_owned(),
            child,
        }
    }

    pub fn post(&self, path: &str, headers: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        // Slack reaches it under another name, by a proxy.
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: bot.acme.example\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("it reads");
        let (first, body) = message(&stream).expect("an answer");
        (
            first
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .expect("a status"),
            body,
        )
    }

    fn signed(&self, path: &str, body: &str) -> (u16, String) {
        let time = now();
        let headers = format!(
            "X-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: {}\r\n",
            sign(time, body)
        );
        self.post(path, &headers, body)
    }

    /// `/help text`: the message. `more` fields stand in place of those of the same name.
    pub fn command(&self, text: &str, more: &[(&str, &str)]) -> Value {
        let fields = [
            ("token", "x"),
            ("team_id", "T1DC2JH3J"),
            ("user_id", "U2CERLKJA"),
            ("command", "/help"),
            ("text", text),
        ];
        let fields: Vec<_> = more.iter().chain(&fields).copied().collect();
        let (status, body) = self.signed("/slack/commands", &form(&fields));
        assert_eq!(status, 200, "{body}");
        serde_json::from_str(&body).expect("a message")
    }

    pub fn interaction(&self, payload: &Value) {
        // Slack gives each interaction an id of its own.
        let mut payload = payload.clone();
        payload["trigger_id"] = json!(format!(
            "13345224609.{}",
            TRIGGER.fetch_add(1, Ordering::SeqCst)
        ));
        let body = form(&[("payload", &payload.to_string())]);
        assert_eq!(self.signed("/slack/interactions", &body).0, 200);
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
