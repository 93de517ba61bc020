//! CSV (RFC 4180): a file a table, and one of all numbers.

use crate::report::table::Cell;
use crate::report::{Rate, Report};

/// Every file: path and content.
pub(in crate::report) fn csv(report: &Report) -> Vec<(String, Vec<u8>)> {
    let mut figures = String::from("section,id,label,value,part,n,low,high,definition\r\n");
    for section in &report.sections {
        for figure in &section.figures {
            let row = [
                section.id.to_owned(),
                figure.id.to_owned(),
                quoted(figure.label),
            ];
            let row = row
                .into_iter()
                .chain(columns(&figure.value))
                .chain([quoted(figure.definition)]);
            push(&mut figures, row);
        }
    }
    let mut files = vec![("csv/figures.csv".to_owned(), figures.into_bytes())];
    for table in report.sections.iter().flat_map(|section| &section.tables) {
        let is_rate = |column: usize| {
            table
                .rows
                .iter()
                .any(|row| matches!(row.get(column), Some(Cell::Rate(_) | Cell::Mean(_))))
        };
        let mut text = String::new();
        push(
            &mut text,
            table.columns.iter().enumerate().flat_map(|(at, name)| {
                let more =
                    ["part", "n", "low", "high"].map(|more| quoted(&format!("{name} {more}")));
                let more = is_rate(at).then_some(more);
                std::iter::once(quoted(name)).chain(more.into_iter().flatten())
            }),
        );
        for row in &table.rows {
            let cells = row.iter().enumerate().flat_map(|(at, cell)| {
                let take = if is_rate(at) { 5 } else { 1 };
                columns(cell).into_iter().take(take)
            });
            push(&mut text, cells);
        }
        files.push((format!("csv/{}.csv", table.id), text.into_bytes()));
    }
    files
}

fn push(out: &mut String, cells: impl Iterator<Item = String>) {
    out.push_str(&cells.collect::<Vec<_>>().join(","));
    out.push_str("\r\n");
}

/// Value, part, n, low, high.
fn columns(cell: &Cell) -> [String; 5] {
    let mut columns: [String; 5] = Default::default();
    match cell {
        Cell::Missing => {}
        Cell::Count(count) => columns[0] = count.to_string(),
        Cell::Number(number) => columns[0] = format!("{number:.4}"),
        Cell::Text(text) => columns[0] = quoted(text),
        Cell::Mean(mean) => {
            let number = |number: f64| format!("{number:.4}");
            columns = [
                number(mean.mean),
                String::new(),
                mean.of.to_string(),
                number(mean.low),
                number(mean.high),
            ];
        }
        Cell::Rate(Rate {
            part,
            of,
            rate,
            low,
            high,
        }) => {
            let share =
                |share: &Option<f64>| share.map_or_else(String::new, |share| format!("{share:.4}"));
            columns = [
                share(rate),
                part.to_string(),
                of.to_string(),
                share(low),
                share(high),
            ];
        }
    }
    columns
}

/// A text; what a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV
/// Injection").
fn quoted(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if is_formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_are_no_formulas() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(quoted("plain"), "plain");
    }
}
