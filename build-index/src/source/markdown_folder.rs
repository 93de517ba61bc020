//! Markdown files with front matter.

use super::folder::{ArticleFile, path_url};
use super::intake::Candidate;
use super::{Diagnostic, Options, Origin};
use crate::extract::marks::{self, Marks};
use crate::extract::{body, front_matter, markdown};

/// The article in a Markdown file.
pub(super) fn candidate(
    file: &ArticleFile,
    text: &str,
    options: &Options,
) -> Result<Candidate, Diagnostic> {
    let (keys, body) = front_matter::read(text).map_err(|error| {
        let origin = Origin {
            path: file.path().to_owned(),
            line: error.position.line,
            column: error.position.column,
        };
        Diagnostic::error(origin, error.message, "mend the front matter")
    })?;
    let from_file = file.candidate(options);
    Ok(Candidate {
        origin: Origin::line(file.path(), 1),
        id: keys.id.map_or(from_file.id, |id| id.text),
        default_url: path_url(file.stem()),
        url: keys.url,
        title: keys.title.map(|title| title.text),
        language: keys.language.or(from_file.language),
        state: keys.state,
        updated: keys.updated,
        breadcrumbs: keys.section,
        tags: keys.tags,
        also_asked_as: keys.also_asked_as,
        complexity: keys.complexity,
        severity: keys.severity,
        effort: keys.effort,
        owner: keys.owner,
        review_by: keys.review_by,
        verified: keys.verified,
        audience: keys.audience,
        sections: markdown::sections(body.text),
        body: if options.reader {
            body::of_markdown(body.text)
        } else {
            Vec::new()
        },
        marks: if options.marks {
            marks::of_markdown(body.text, body.first_line)
        } else {
            Marks::default()
        },
    })
}
