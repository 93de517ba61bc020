//! A server, spoken to over HTTP.

use crate::store::{StoreError, Trouble};
use std::fmt;
use std::io::Read;
use std::time::Duration;
use url::Url;

/// Time for connecting.
const CONNECT: Duration = Duration::from_secs(3);
/// Time for everything but reading all rows.
const ANSWER: Duration = Duration::from_secs(30);
/// Time until the first of all rows: they are sorted first.
const FIRST_ROW: Duration = Duration::from_secs(600);
/// Servers close idle connections after 3 s or more; a request must not meet that.
const IDLE: Duration = Duration::from_secs(2);
/// Longest part of a server's message that is kept, in characters.
const MESSAGE: usize = 300;
/// Bytes that a sort may hold in the server's memory before it uses its disk.
const SORT_BYTES: &str = "1000000000";

/// A database of a server.
#[derive(Clone)]
pub struct Server {
    url: Url,
    database: String,
    agent: ureq::Agent,
}

impl PartialEq for Server {
    fn eq(&self, other: &Self) -> bool {
        self.url == other.url && self.database == other.database
    }
}

impl Eq for Server {}

/// Without the password.
impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.name())
    }
}

impl Server {
    /// The database at `http://[USER:PASSWORD@]HOST:PORT/DATABASE`.
    ///
    /// # Errors
    /// [`StoreError`] when the address is another one.
    pub fn at(address: &str) -> Result<Self, StoreError> {
        let wrong = || {
            // Not the address itself: it may hold a password.
            let message = "no address of a ClickHouse database; \
                write clickhouse:http://HOST:PORT/DATABASE, with letters, digits and _ in its name";
            StoreError::new(Trouble::Usage, message)
        };
        let mut url = Url::parse(address).map_err(|_| wrong())?;
        let database = url.path().trim_start_matches('/').to_owned();
        let is_name = !database.starts_with(|c: char| c.is_ascii_digit())
            && !database.is_empty()
            && database
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '_');
        let is_plain = url.scheme() == "http" && url.query().is_none() && url.fragment().is_none();
        if !is_name || !is_plain || url.host_str().is_none() {
            return Err(wrong());
        }
        url.set_path("/");
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .max_idle_age(IDLE)
            .build()
            .new_agent();
        Ok(Self {
            url,
            database,
            agent,
        })
    }

    /// Name of the database.
    pub fn database(&self) -> &str {
        &self.database
    }

    /// Runs a statement and returns what it answers, which must be short.
    pub(super) fn run(&self, sql: &str) -> Result<Vec<u8>, StoreError> {
        let url = self.with(&[("database", self.database())]);
        self.answer(&url, sql.as_bytes())
    }

    /// Runs a statement outside of the database, which may not be there yet.
    pub(super) fn run_outside(&self, sql: &str) -> Result<Vec<u8>, StoreError> {
        self.answer(&self.url, sql.as_bytes())
    }

    /// Inserts rows in `RowBinary`.
    pub(super) fn insert(&self, into: &str, rows: &[u8]) -> Result<(), StoreError> {
        let sql = format!("INSERT INTO {into} FORMAT RowBinary");
        let url = self.with(&[("database", self.database()), ("query", &sql)]);
        self.answer(&url, rows).map(drop)
    }

    /// The answer of a statement as it comes.
    pub(super) fn stream(&self, sql: &str) -> Result<impl Read + use<>, StoreError> {
        let url = self.with(&[
            ("database", self.database()),
            ("max_bytes_before_external_sort", SORT_BYTES),
        ]);
        let request = self.agent.post(url.as_str()).config();
        let request = request.timeout_recv_response(Some(FIRST_ROW)).build();
        let response = request.send(sql.as_bytes()).map_err(|it| self.away(&it))?;
        Ok(self.accepted(response)?.into_reader())
    }

    /// What a reader of rows met.
    pub(super) fn broken(&self, what: impl fmt::Display) -> StoreError {
        let message = format!("{}: the answer broke off ({what}); try again", self.name());
        StoreError::new(Trouble::Away, message)
    }

    fn answer(&self, url: &Url, body: &[u8]) -> Result<Vec<u8>, StoreError> {
        let request = self.agent.post(url.as_str()).config();
        let request = request.timeout_global(Some(ANSWER)).build();
        let response = request.send(body).map_err(|it| self.away(&it))?;
        let mut body = self.accepted(response)?;
        body.read_to_vec().map_err(|it| self.away(&it))
    }

    fn accepted(
        &self,
        response: ureq::http::Response<ureq::Body>,
    ) -> Result<ureq::Body, StoreError> {
        let (head, mut body) = response.into_parts();
        if head.status.is_success() {
            return Ok(body);
        }
        let message = body.read_to_string().unwrap_or_default();
        Err(self.refused(head.status.as_u16(), &message))
    }

    fn refused(&self, status: u16, message: &str) -> StoreError {
        let code = message.split_once("Code: ").map_or("", |(_, rest)| rest);
        let code: String = code.chars().take_while(char::is_ascii_digit).collect();
        // NOT_ENOUGH_SPACE; UNKNOWN_USER, WRONG_PASSWORD, ACCESS_DENIED, AUTHENTICATION_FAILED.
        let (trouble, cure) = match code.as_str() {
            "243" => (Trouble::Full, "make room on its disk, or purge old rows"),
            "192" | "193" | "497" | "516" => (
                Trouble::Usage,
                "write http://USER:PASSWORD@HOST:PORT/DATABASE",
            ),
            _ => (Trouble::Away, "see the server's log"),
        };
        let line = message.lines().next().unwrap_or_default();
        let line: String = line.chars().take(MESSAGE).collect();
        let message = format!(
            "{}: refused with status {status}: {line}; {cure}",
            self.name()
        );
        StoreError::new(trouble, message)
    }

    fn away(&self, error: &ureq::Error) -> StoreError {
        let message = format!("{}: {error}; is the server running?", self.name());
        StoreError::new(Trouble::Away, message)
    }

    /// The address without user and password.
    fn name(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        let port = self.url.port_or_known_default().unwrap_or_default();
        format!("clickhouse:http://{host}:{port}/{}", self.database)
    }

    fn with(&self, parameters: &[(&str, &str)]) -> Url {
        let mut url = self.url.clone();
        url.query_pairs_mut().extend_pairs(parameters);
        url
    }
}
