//! Tables of questions and answers: CSV, TSV and workbooks. Columns are known by their heads, in
//! English, Spanish or Polish, or as `--columns` says.

use super::{Plan, file_plan};
use crate::ImportError;
use crate::article::{Article, Audience, Body, State, date_of, language_tag, one_line};
use crate::http::Session;
use crate::import::{Desk, Options};
use calamine::{Data, Reader as _, open_workbook_auto};
use std::collections::HashMap;
use std::path::Path;

/// Largest table, in bytes.
const BYTES: u64 = 256 << 20;

/// What a column may hold, and the heads that say so.
const HEADS: [(&str, &[&str]); 11] = [
    (
        "question",
        &[
            "question", "title", "q", "pregunta", "título", "titulo", "pytanie", "tytuł",
        ],
    ),
    (
        "answer",
        &[
            "answer",
            "body",
            "text",
            "content",
            "a",
            "respuesta",
            "texto",
            "contenido",
            "odpowiedź",
            "odpowiedz",
            "treść",
            "tekst",
        ],
    ),
    (
        "id",
        &["id", "key", "identifier", "identificador", "identyfikator"],
    ),
    (
        "category",
        &[
            "category",
            "section",
            "topic",
            "categoría",
            "categoria",
            "sección",
            "seccion",
            "tema",
            "kategoria",
            "sekcja",
            "temat",
        ],
    ),
    (
        "tags",
        &[
            "tags",
            "labels",
            "keywords",
            "etiquetas",
            "tagi",
            "etykiety",
            "słowa kluczowe",
        ],
    ),
    (
        "lang",
        &["lang", "language", "locale", "idioma", "język", "jezyk"],
    ),
    (
        "url",
        &["url", "link", "address", "enlace", "dirección", "adres"],
    ),
    (
        "updated",
        &[
            "updated",
            "modified",
            "date",
            "actualizado",
            "fecha",
            "zaktualizowano",
            "data",
        ],
    ),
    (
        "also_asked_as",
        &[
            "also_asked_as",
            "also asked as",
            "synonyms",
            "variants",
            "alternatives",
            "variantes",
            "sinónimos",
            "warianty",
            "synonimy",
        ],
    ),
    ("state", &["state", "status", "estado", "stan"]),
    (
        "audience",
        &[
            "audience",
            "visibility",
            "audiencia",
            "visibilidad",
            "odbiorcy",
            "widoczność",
        ],
    ),
];

pub(super) fn plan(options: &Options) -> Result<Plan, ImportError> {
    if let Some(unknown) = options
        .columns
        .0
        .keys()
        .find(|key| HEADS.iter().all(|(name, _)| name != key))
    {
        let names: Vec<_> = HEADS.iter().map(|(name, _)| *name).collect();
        return Err(ImportError::Usage(format!(
            "--columns {unknown}=…: there is no such column; write one of {}",
            names.join(", ")
        )));
    }
    file_plan("csv", options, read)
}

/// A row and the number that a reader of the file sees beside it.
type Row = (usize, Vec<String>);

fn read(options: &Options, session: &mut Session, desk: &mut Desk<'_>) -> Result<(), ImportError> {
    let path = Path::new(&options.from);
    let size = std::fs::metadata(path)
        .map_err(|cause| ImportError::folder(path, cause))?
        .len();
    if size > BYTES {
        return Err(ImportError::Usage(format!(
            "{}: larger than {} MB; split it",
            options.from,
            BYTES >> 20
        )));
    }
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let sheets = match ending.as_str() {
        "xlsx" | "xls" | "ods" | "xlsb" => workbook(path)?,
        _ => vec![(String::new(), text_table(path, ending == "tsv", desk)?)],
    };
    for (sheet, rows) in sheets {
        let mut place = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if !sheet.is_empty() {
            place = format!("{place}:{sheet}");
        }
        table(options, session, desk, &place, rows)?;
    }
    Ok(())
}

fn text_table(path: &Path, is_tsv: bool, desk: &mut Desk<'_>) -> Result<Vec<Row>, ImportError> {
    let bytes = std::fs::read(path).map_err(|cause| ImportError::folder(path, cause))?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let first = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let count = |mark: u8| first.iter().filter(|byte| **byte == mark).count();
    let delimiter = match is_tsv {
        true => b'\t',
        false => [b',', b';', b'\t']
            .into_iter()
            .rev()
            .max_by_key(|mark| count(*mark))
            .unwrap_or(b','),
    };
    let mut reader = csv::ReaderBuilder::new();
    reader
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter);
    let mut rows = Vec::new();
    for (number, record) in reader.from_reader(bytes).byte_records().enumerate() {
        let record =
            record.map_err(|error| ImportError::Usage(format!("{}: {error}", path.display())))?;
        let line = record.position().map_or(number + 1, |position| {
            usize::try_from(position.line()).unwrap_or(number + 1)
        });
        let mut cells = Vec::new();
        for (column, cell) in record.iter().enumerate() {
            if std::str::from_utf8(cell).is_err() {
                let place = format!("{}:{line}:{}", path.display(), column + 1);
                desk.warn(
                    place,
                    "not UTF-8: letters were replaced; save the table as UTF-8",
                );
            }
            cells.push(String::from_utf8_lossy(cell).into_owned());
        }
        rows.push((line, cells));
    }
    Ok(rows)
}

fn workbook(path: &Path) -> Result<Vec<(String, Vec<Row>)>, ImportError> {
    let wrong = |error: calamine::Error| {
        ImportError::Usage(format!(
            "{}: not a sound workbook ({error}); save it again",
            path.display()
        ))
    };
    let mut book = open_workbook_auto(path).map_err(wrong)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(wrong)?;
        let first = range.start().map_or(0, |(row, _)| row as usize);
        let rows = range.rows().enumerate();
        let rows =
            rows.map(|(number, cells)| (first + number + 1, cells.iter().map(cell_text).collect()));
        sheets.push((name, rows.collect()));
    }
    Ok(sheets)
}

fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(date) => date.as_datetime_text(),
        other => other.to_string(),
    }
}

/// A date as text.
trait DateText {
    fn as_datetime_text(&self) -> String;
}

impl DateText for calamine::ExcelDateTime {
    fn as_datetime_text(&self) -> String {
        let (year, month, day, ..) = self.to_ymd_hms_milli();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Columns by what they hold.
fn columns(options: &Options, heads: &[String]) -> HashMap<&'static str, usize> {
    let clean = |text: &str| one_line(text).to_lowercase();
    let mut columns = HashMap::new();
    for (name, usual) in HEADS {
        let own = options.columns.0.get(name).map(|head| clean(head));
        let is_it = |head: &String| match &own {
            Some(own) => clean(head) == *own,
            None => usual.contains(&clean(head).as_str()),
        };
        if let Some(column) = heads.iter().position(is_it) {
            columns.insert(name, column);
        }
    }
    columns
}

fn table(
    options: &Options,
    session: &Session,
    desk: &mut Desk<'_>,
    place: &str,
    rows: Vec<Row>,
) -> Result<(), ImportError> {
    let mut rows = rows
        .into_iter()
        .filter(|(_, cells)| cells.iter().any(|cell| !cell.trim().is_empty()));
    let Some((line, heads)) = rows.next() else {
        return Ok(());
    };
    let columns = columns(options, &heads);
    for needed in ["question", "answer"] {
        if !columns.contains_key(needed) {
            return Err(ImportError::Usage(format!(
                "{place}:{line}: no column holds the {needed}; name one `{needed}`, or say which it is: \
                 --columns {needed}=\"{}\"",
                heads.first().map_or("…", String::as_str)
            )));
        }
    }
    let mut articles = Vec::new();
    let mut lines: HashMap<(String, String), usize> = HashMap::new();
    for (line, cells) in rows {
        let row = Cells {
            columns: &columns,
            cells: &cells,
        };
        let at = |name: &str| {
            format!(
                "{place}:{line}:{}",
                columns.get(name).map_or(1, |column| column + 1)
            )
        };
        let article = row.article(at("question"));
        let key = (article.id.clone(), article.lang.clone().unwrap_or_default());
        if let Some(first) = lines.get(&key) {
            desk.fail(
                &article.id,
                at("id"),
                format!("the same as row {first}; give each its own id"),
            );
        } else if article.title.is_empty() {
            desk.fail(
                &article.id,
                at("question"),
                "the question is empty; write it, or remove the row",
            );
        } else if row.get("answer").is_none() {
            desk.fail(
                &article.id,
                at("answer"),
                "the answer is empty; write it, or remove the row",
            );
        } else {
            lines.insert(key, line);
            articles.push(article);
        }
    }
    desk.take(session, articles)
}

struct Cells<'a> {
    columns: &'a HashMap<&'static str, usize>,
    cells: &'a [String],
}

impl Cells<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        let cell = self.cells.get(*self.columns.get(name)?)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    fn names(&self, name: &str, separators: &[char]) -> Vec<String> {
        let parts = self.get(name).unwrap_or_default().split(separators);
        parts
            .map(one_line)
            .filter(|part| !part.is_empty())
            .collect()
    }

    fn article(&self, place: String) -> Article {
        let question = self.get("question").unwrap_or_default();
        let answer = self.get("answer").unwrap_or_default().to_owned();
        let body = if answer.contains("</") || answer.contains("<br") {
            Body::Html {
                html: answer,
                base: None,
            }
        } else {
            Body::Markdown(answer)
        };
        let id = match self.get("id") {
            Some(id) => one_line(id),
            None => format!(
                "csv-{}",
                crate::short_hash(&one_line(question).to_lowercase())
            ),
        };
        let mut article = Article::of(id, question, body, place);
        article.lang = self.get("lang").and_then(language_tag);
        article.url = self.get("url").map(one_line);
        article.section = self.names("category", &['>', '/']);
        article.tags = self.names("tags", &[',', ';']);
        article.also_asked_as = self.names("also_asked_as", &['\n', ';', '|']);
        article.updated = self.get("updated").and_then(date_of);
        if self.get("state").is_some_and(|state| {
            ["draft", "borrador", "szkic"].contains(&state.to_lowercase().as_str())
        }) {
            article.state = State::Draft;
        }
        article.audience = match self.get("audience").map(str::to_lowercase).as_deref() {
            None | Some("public" | "everyone" | "público" | "publiczny") => Audience::Public,
            Some("customer" | "customers") => Audience::Customer,
            // A word that is not known may mean anything: nobody else gets to read it.
            Some(_) => Audience::Internal,
        };
        article
    }
}
