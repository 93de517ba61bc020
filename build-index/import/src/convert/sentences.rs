//! One sentence a line, so that a change of one is a difference of one line.

/// The text with a line break after each sentence of a paragraph, list item or quote. Code,
/// tables, headings, HTML and what stands between quotes of front matter stay as they are.
pub(super) fn one_a_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 32);
    let mut fence: Option<String> = None;
    let mut empty = 0;
    for line in text.lines() {
        let mark = fence_of(line);
        match (&fence, &mark) {
            (Some(open), Some(mark)) if mark.starts_with(open.as_str()) => fence = None,
            (None, Some(mark)) => fence = Some(mark.clone()),
            (None, None) => {
                if line.trim().is_empty() {
                    empty += 1;
                    if empty == 1 && !out.is_empty() {
                        out.push('\n');
                    }
                    continue;
                }
                empty = 0;
                split(&mut out, line);
                continue;
            }
            _ => {}
        }
        empty = 0;
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

/// The fence of a code block that a line opens or closes.
fn fence_of(line: &str) -> Option<String> {
    let line = line.trim_start_matches([' ', '>']);
    let line = line.trim_start_matches("- ").trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = line.chars().take_while(|c| *c == mark).collect();
    (fence.len() >= 3 && !line[fence.len()..].contains('`')).then_some(fence)
}

fn split(out: &mut String, line: &str) {
    // Two spaces at the end are a line break.
    let is_broken = line.ends_with("  ");
    let line = line.trim_end();
    let prefix = prefix_of(line);
    let rest = &line[prefix.len()..];
    let is_prose = !rest.starts_with(['|', '<', '#', '{', '['])
        || rest.starts_with("[!")
        || !line.contains("]:");
    let is_prose = is_prose && !rest.starts_with(['|', '<', '#']) && !prefix.starts_with("    ");
    let next = continuation(prefix);
    out.push_str(prefix);
    let mut from = 0;
    if is_prose {
        for end in ends(rest) {
            out.push_str(&rest[from..end]);
            out.push('\n');
            out.push_str(&next);
            from = end + 1;
        }
    }
    out.push_str(&rest[from..]);
    out.push_str(if is_broken { "  \n" } else { "\n" });
}

/// Spaces, marks of quotes and the mark of a list item that a line begins with.
fn prefix_of(line: &str) -> &str {
    let bytes = line.as_bytes();
    let mut at = 0;
    while matches!(bytes.get(at), Some(b' ' | b'>')) {
        at += 1;
    }
    let rest = &line[at..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mark = if rest.starts_with(['-', '*', '+']) {
        1
    } else if digits > 0 && digits < 10 && rest[digits..].starts_with(['.', ')']) {
        digits + 1
    } else {
        0
    };
    if mark == 0 || !rest[mark..].starts_with(' ') {
        return &line[..at];
    }
    let spaces = rest[mark..]
        .bytes()
        .take_while(|byte| *byte == b' ')
        .count();
    &line[..at + mark + spaces]
}

/// What the further lines of a block begin with.
fn continuation(prefix: &str) -> String {
    prefix
        .chars()
        .map(|c| if c == '>' { '>' } else { ' ' })
        .collect()
}

/// Where sentences end: the offsets of the spaces after them. The next one begins with a capital
/// letter, so that no line begins with what Markdown takes for a mark.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    let (mut is_code, mut before) = (false, ' ');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == '`' {
            is_code = !is_code;
        }
        let next = chars.peek().map(|(_, next)| *next);
        if c == ' '
            && !is_code
            && matches!(before, '.' | '!' | '?')
            && next.is_some_and(char::is_uppercase)
            && !is_short(&text[..at])
        {
            ends.push(at);
        }
        before = c;
    }
    ends
}

/// Whether the last word is an initial or an abbreviation such as `e.g.`, or the text is one.
fn is_short(text: &str) -> bool {
    let word = text.rsplit([' ', '(']).next().unwrap_or_default();
    let word = word.trim_end_matches('.');
    let is_abbreviated = [
        "Dr", "Mr", "Mrs", "Ms", "vs", "No", "Sr", "Sra", "np", "ul", "tzw", "Nr", "Abs",
    ];
    (word.chars().count() < 2 && !word.ends_with(char::is_numeric))
        || word.contains('.') && !word.contains('/') && word.len() < 6
        || is_abbreviated.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_stand_on_lines() {
        for (text, lines) in [
            ("One. Two! Three? Four", "One.\nTwo!\nThree?\nFour\n"),
            ("See e.g. Settings. Done.", "See e.g. Settings.\nDone.\n"),
            (
                "- One. Two.\n  - Three. Four.",
                "- One.\n  Two.\n  - Three.\n    Four.\n",
            ),
            ("12. One. Two.", "12. One.\n    Two.\n"),
            ("> One. Two.", "> One.\n> Two.\n"),
            ("## One. Two.", "## One. Two.\n"),
            ("| One. Two. |", "| One. Two. |\n"),
            (
                "```\nOne. Two.\n\n\nx\n```\nOne. Two.",
                "```\nOne. Two.\n\n\nx\n```\nOne.\nTwo.\n",
            ),
            ("`One. Two.` is", "`One. Two.` is\n"),
            ("a  \nb", "a  \nb\n"),
            ("a\n\n\n\nb\n\n", "a\n\nb\n"),
            ("ł. Ł", "ł. Ł\n"),
            ("Step 2. Next.", "Step 2.\nNext.\n"),
        ] {
            assert_eq!(one_a_line(text), lines, "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_but_space_changes(text in "[ a-cA-C.!?>#`|\\n-]{0,120}|\\PC{0,60}") {
            let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '>').collect::<String>();
            prop_assert_eq!(bare(&one_a_line(&text)), bare(&text));
        }

        #[test]
        fn a_second_time_changes_nothing(text in "[ a-cA-C.!?#\\n-]{0,120}") {
            let once = one_a_line(&text);
            prop_assert_eq!(one_a_line(&once), once);
        }
    }
}
