//! HTML files, such as the output of a static-site generator.

use super::folder::{ArticleFile, path_url};
use super::intake::Candidate;
use super::{Options, Origin};
use crate::extract::front_matter::{Field, Position};
use crate::extract::marks::{self, Marks};
use crate::extract::{body, html, one_line};

/// The article in an HTML file. Its address is the canonical one, else the file's path as
/// a web server has it: `guide/index.html` is `/guide/`.
pub(super) fn candidate(file: &ArticleFile, text: &str, options: &Options) -> Candidate {
    let page = html::page(text);
    let field = |text: String| Field {
        text: one_line(&text),
        position: Position { line: 1, column: 0 },
    };
    let from_file = file.candidate(options);
    Candidate {
        origin: Origin::line(file.path(), 1),
        default_url: path_url(served_path(file.relative())),
        url: page.canonical.map(field),
        title: page.title,
        language: page.language.map(field).or(from_file.language),
        sections: page.sections,
        body: if options.reader {
            body::of_page(text)
        } else {
            Vec::new()
        },
        marks: if options.marks {
            marks::of_html(text)
        } else {
            Marks::default()
        },
        ..from_file
    }
}

fn served_path(relative: &str) -> &str {
    match relative.rsplit_once('/') {
        Some((_, "index.html" | "index.htm")) => {
            let folder_end = relative.rfind('/').map_or(0, |slash| slash + 1);
            relative.get(..folder_end).unwrap_or(relative)
        }
        None if matches!(relative, "index.html" | "index.htm") => "",
        _ => relative,
    }
}

#[cfg(test)]
mod tests {
    use super::served_path;

    #[test]
    fn an_index_is_its_folder() {
        for (relative, expected) in [
            ("index.html", ""),
            ("guide/index.html", "guide/"),
            ("a/b/index.htm", "a/b/"),
            ("guide/reset.html", "guide/reset.html"),
            ("reindex.html", "reindex.html"),
        ] {
            assert_eq!(served_path(relative), expected);
        }
    }
}
