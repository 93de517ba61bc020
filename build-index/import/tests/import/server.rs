//! An HTTP server on a free port of this machine. It answers as it is told, with errors and
//! connections cut off where a test wants them, and remembers what it was asked.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// A request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Path with its query.
    pub path: String,
    /// Path alone.
    pub file: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// A parameter of the query.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let url = url::Url::parse("http://x")
            .unwrap()
            .join(&self.path)
            .unwrap();
        let mut pairs = url.query_pairs();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status code; 0 hangs up without a word.
    pub status: u16,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
    /// Body.
    pub body: Vec<u8>,
    /// Hang up after so many bytes of the body.
    pub cut: Option<usize>,
}

impl Reply {
    /// An answer of that status.
    pub fn of(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: body.into(),
            cut: None,
        }
    }

    /// JSON.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::of(200, value.to_string()).with("Content-Type", "application/json; charset=utf-8")
    }

    /// The answer with a header.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

type Answer = dyn Fn(&Request) -> Reply + Send + Sync;
type Fault = dyn Fn(usize, &Request) -> Option<Reply> + Send + Sync;

/// The server. It lives until the process ends.
pub struct Server {
    /// Its address, without a slash at the end.
    pub base: String,
    log: Arc<Mutex<Vec<Request>>>,
    fault: Arc<Mutex<Option<Arc<Fault>>>>,
}

impl Server {
    /// Starts it.
    pub fn start(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let server = Self {
            base,
            log: Arc::default(),
            fault: Arc::default(),
        };
        let (log, fault) = (server.log.clone(), server.fault.clone());
        let answer: Arc<Answer> = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (log, fault, answer) = (log.clone(), fault.clone(), answer.clone());
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    let number = {
                        let mut log = log.lock().unwrap();
                        log.push(request.clone());
                        log.len()
                    };
                    // The lock is not held while a fault takes its time.
                    let fault = fault.lock().unwrap().clone();
                    let fault = fault.and_then(|fault| fault(number, &request));
                    let _ = write(stream, &fault.unwrap_or_else(|| answer(&request)));
                });
            }
        });
        server
    }

    /// What goes wrong from now on: by the number of the request, from 1 since the last `forget`.
    pub fn fail(&self, fault: impl Fn(usize, &Request) -> Option<Reply> + Send + Sync + 'static) {
        *self.fault.lock().unwrap() = Some(Arc::new(fault));
    }

    /// All goes well from now on, and the requests so far are forgotten; gives them.
    pub fn forget(&self) -> Vec<Request> {
        *self.fault.lock().unwrap() = None;
        std::mem::take(&mut *self.log.lock().unwrap())
    }

    /// How many requests there were since the last `forget`.
    pub fn count(&self) -> usize {
        self.log.lock().unwrap().len()
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        line.clear();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let file = path.split('?').next()?.to_owned();
    Some(Request {
        path,
        file,
        headers,
    })
}

fn write(mut stream: TcpStream, reply: &Reply) -> std::io::Result<()> {
    if reply.status == 0 {
        return Ok(());
    }
    let mut head = format!(
        "HTTP/1.1 {} x\r\nConnection: close\r\nContent-Length: {}\r\n",
        reply.status,
        reply.body.len()
    );
    for (name, value) in &reply.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let end = reply.cut.unwrap_or(reply.body.len()).min(reply.body.len());
    let mut message = head.into_bytes();
    message.extend_from_slice(b"\r\n");
    message.extend_from_slice(&reply.body[..end]);
    stream.write_all(&message)?;
    stream.flush()
}
