//! Where articles come from, one file or folder a source.

mod csv;
mod docs;
mod freshdesk;
mod helpscout;
mod intercom;
mod json;
mod notion;
mod site;
mod zendesk;

use crate::ImportError;
use crate::http::{Credential, Session, base_url};
use crate::import::{Desk, Options};
use std::collections::BTreeMap;
use std::path::Path;
use url::Url;

/// A kind of source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Zendesk Guide, by the Help Center API.
    Zendesk,
    /// Intercom Articles.
    Intercom,
    /// Freshdesk Solutions.
    Freshdesk,
    /// Help Scout Docs.
    HelpScout,
    /// Pages of a site.
    Site,
    /// A folder of Docusaurus, Starlight, VitePress, MkDocs, Hugo, Jekyll, or of plain Markdown.
    Docs,
    /// The zip that Notion exports.
    Notion,
    /// A table of questions and answers: CSV, TSV, XLSX, ODS.
    Csv,
}

/// Names of columns that a table calls otherwise than usual, by what they hold: `question`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns(pub BTreeMap<String, String>);

/// How a source is read.
pub(crate) struct Plan {
    /// What the files say in `source`; it tells imports into one folder apart.
    pub(crate) name: String,
    /// What goes with requests to the source.
    pub(crate) credential: Option<Credential>,
    /// Reads it all.
    pub(crate) read: Reader,
}

type Reader = fn(&Options, &mut Session, &mut Desk<'_>) -> Result<(), ImportError>;

/// The plan of an import; nothing is read yet.
///
/// # Errors
/// A wrong address or path, a missing token.
pub(crate) fn plan(options: &Options) -> Result<Plan, ImportError> {
    match options.source {
        Source::Zendesk => zendesk::plan(options),
        Source::Intercom => intercom::plan(options),
        Source::Freshdesk => freshdesk::plan(options),
        Source::HelpScout => helpscout::plan(options),
        Source::Site => site::plan(options),
        Source::Docs => docs::plan(options),
        Source::Notion => notion::plan(options),
        Source::Csv => csv::plan(options),
    }
}

/// A plan for an API at `--from`.
fn web_plan(
    kind: &str,
    options: &Options,
    headers: Vec<(&'static str, String)>,
    read: Reader,
) -> Result<Plan, ImportError> {
    let base = base_url(&options.from)?;
    let credential = (!headers.is_empty()).then(|| Credential::new(&base, headers));
    Ok(Plan {
        name: format!("{kind} {}", address(&base)),
        credential,
        read,
    })
}

/// The address without query and last slash.
fn address(base: &Url) -> String {
    let mut base = base.clone();
    base.set_query(None);
    base.as_str().trim_end_matches('/').to_owned()
}

/// A plan for a file or folder at `--from`.
fn file_plan(kind: &str, options: &Options, read: Reader) -> Result<Plan, ImportError> {
    let path = Path::new(&options.from);
    if !path.exists() {
        return Err(ImportError::Usage(format!(
            "--from {}: there is no such file or folder",
            options.from
        )));
    }
    let whole = path
        .canonicalize()
        .map_err(|cause| ImportError::folder(path, cause))?;
    let name = whole
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    Ok(Plan {
        name: format!("{kind} {name}"),
        credential: None,
        read,
    })
}

/// `Authorization` for a name and password.
fn basic(name: &str, password: &str) -> (&'static str, String) {
    use base64::Engine as _;
    let pair = format!("{name}:{password}");
    let coded = base64::engine::general_purpose::STANDARD.encode(pair);
    ("Authorization", format!("Basic {coded}"))
}
