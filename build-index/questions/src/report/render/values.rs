//! Values as they are printed.

use crate::report::table::Cell;

/// Text with what HTML reads as markup escaped.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
    out
}

/// `12,345`.
pub(super) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A value as HTML.
pub(super) fn value(cell: &Cell) -> String {
    match cell {
        Cell::Missing => "<span class=none>no data</span>".to_owned(),
        Cell::Count(count) => grouped(*count),
        Cell::Number(number) if number.abs() >= 1000.0 => {
            let sign = if *number < 0.0 { "−" } else { "" };
            format!("{sign}{}", grouped(number.abs().round() as u64))
        }
        Cell::Number(number) => format!("{number:.2}").replace('-', "−"),
        Cell::Text(text) => escape(text),
        Cell::Mean(mean) => {
            let number = |number: f64| format!("{number:.2}").replace('-', "−");
            format!(
                "{} <small>({} to {}, n\u{a0}=\u{a0}{})</small>",
                number(mean.mean),
                number(mean.low),
                number(mean.high),
                grouped(mean.of)
            )
        }
        Cell::Rate(rate) => {
            let percent = |share: Option<f64>| format!("{:.1}", share.unwrap_or(0.0) * 100.0);
            format!(
                "{} % <small>({}–{}, n\u{a0}=\u{a0}{})</small>",
                percent(rate.rate),
                percent(rate.low),
                percent(rate.high),
                grouped(rate.of)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Rate;

    #[test]
    fn nothing_is_printed_as_no_data() {
        assert!(value(&Cell::from(Rate::new(0, 0))).contains("no data"));
        assert!(value(&Cell::from(Rate::new(0, 4))).starts_with("0.0 %"));
        assert_eq!(value(&Cell::Count(1_234_567)), "1,234,567");
        assert_eq!(value(&Cell::from("<b>&")), "&lt;b&gt;&amp;");
    }
}
