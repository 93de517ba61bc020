//! One page, without scripts and without a request.

use super::chart::bars;
use super::values::{escape, value};
use crate::report::Report;
use crate::report::table::{Cell, Section, Table};
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");
/// Nothing but its own style may be loaded, whatever a query's text holds.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// The page.
pub(in crate::report) fn html(report: &Report) -> String {
    let mut page = format!(
        "<!doctype html><html lang=en><head><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <meta http-equiv=Content-Security-Policy content=\"{POLICY}\"><meta name=robots content=noindex>\
         <title>Help center report, {} to {}</title><style>{STYLE}</style></head><body><header><h1>Help center report</h1>",
        day(&report.from),
        day(&report.to)
    );
    let only = |label: &str, value: &Option<String>| {
        value
            .as_ref()
            .map_or_else(String::new, |value| format!(" · {label} {}", escape(value)))
    };
    // Writing to a string cannot fail, here and below.
    let _ = write!(
        page,
        "<p class=meta>{} to {}, UTC{}{}{}</p><p class=note>A rate is followed by its 95 % interval (Wilson) and by n, of how many it is a share.</p></header>",
        escape(&report.from),
        escape(&report.to),
        only("language", &report.locale),
        only("site", &report.site),
        only("surface", &report.surface),
    );
    page.push_str("<nav aria-label=Sections><ol>");
    for section in &report.sections {
        let _ = write!(
            page,
            "<li><a href='#{}'>{}</a></li>",
            section.id,
            escape(section.title)
        );
    }
    page.push_str("</ol></nav><main>");
    for (at, section) in report.sections.iter().enumerate() {
        push_section(&mut page, at + 1, section);
    }
    page.push_str("</main></body></html>\n");
    page
}

fn day(iso: &str) -> &str {
    iso.split('T').next().unwrap_or(iso)
}

fn push_section(page: &mut String, number: usize, section: &Section) {
    let _ = write!(
        page,
        "<section id='{0}' aria-labelledby='{0}-title'><h2 id='{0}-title'>{number} {1}</h2>",
        section.id,
        escape(section.title)
    );
    if !section.note.is_empty() {
        let _ = write!(page, "<p class=note>{}</p>", escape(&section.note));
    }
    if !section.figures.is_empty() {
        page.push_str("<dl>");
        for figure in &section.figures {
            let _ = write!(
                page,
                "<div><dt>{}</dt><dd>{}</dd><dd class=def>{}</dd></div>",
                escape(figure.label),
                value(&figure.value),
                escape(figure.definition)
            );
        }
        page.push_str("</dl>");
    }
    for table in &section.tables {
        push_table(page, table);
    }
    page.push_str("</section>");
}

fn push_table(page: &mut String, table: &Table) {
    if table.rows.is_empty() {
        let caption = escape(table.caption);
        let _ = write!(page, "<p>{caption}: <span class=none>no data</span></p>");
        return;
    }
    let _ = write!(
        page,
        "<figure>{}<div class=scroll tabindex=0 role=region aria-labelledby='table-{2}'><table><caption id='table-{2}'>{1}</caption><thead><tr>",
        bars(table),
        escape(table.caption),
        table.id
    );
    for column in &table.columns {
        let _ = write!(page, "<th scope=col>{}</th>", escape(column));
    }
    page.push_str("</tr></thead><tbody>");
    for row in &table.rows {
        page.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let text = value(cell);
            let _ = match (at, cell) {
                (0, _) => write!(page, "<th scope=row>{text}</th>"),
                (_, Cell::Text(long)) if long.len() > 40 => write!(page, "<td class=t>{text}</td>"),
                (_, Cell::Text(_) | Cell::Missing) => write!(page, "<td>{text}</td>"),
                _ => write!(page, "<td class=n>{text}</td>"),
            };
        }
        page.push_str("</tr>");
    }
    page.push_str("</tbody></table></div></figure>");
}
