//! A text in sentences: a small rule for every script, without the tables of UAX #29 (they would
//! cost the engine 10 KB).

use core::ops::Range;

/// Ends a sentence wherever it stands: marks of scripts that put no space behind them, and marks
/// that are used for nothing else.
fn always_ends(character: char) -> bool {
    matches!(
        character,
        '。' | '！' | '？' | '｡' | '؟' | '۔' | '।' | '॥' | '።' | '។' | '။'
    )
}

/// Ends a sentence if white space follows and no small letter after it.
fn may_end(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…')
}

/// Belongs to the sentence that has just ended.
fn closes(character: char) -> bool {
    matches!(
        character,
        ')' | ']' | '"' | '\'' | '»' | '”' | '’' | '」' | '』' | '）' | '】'
    ) || always_ends(character)
        || may_end(character)
}

/// Small letters of Latin, Greek and Cyrillic; other scripts have no case.
fn is_small(character: char) -> bool {
    let code = character as u32;
    match code {
        0x61..=0x7a | 0xdf..=0xff | 0x3ac..=0x3ce | 0x430..=0x45f => true,
        // Pairs of capital and small letter; in two stretches the small one is even.
        0x139..=0x148 | 0x179..=0x17e => code & 1 == 0,
        0x100..=0x17f => code & 1 == 1,
        _ => false,
    }
}

/// A sentence, or a part of a long one.
#[derive(Clone, Debug, Default)]
pub(super) struct Piece {
    /// Place in the text, without the white space around it.
    pub(super) range: Range<usize>,
    /// Columns that it takes in a line.
    pub(super) columns: usize,
    /// Whether the sentence goes on behind it.
    pub(super) goes_on: bool,
    /// Whether it ends with a mark, unlike a heading or a table's cell.
    pub(super) is_ended: bool,
}

/// The sentences of a text in order, those wider than `limit` columns in parts. A line break always
/// ends a sentence: it separates blocks.
pub(super) fn sentences(text: &str, limit: usize) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let mut end = at + character.len_utf8();
        let is_end = character == '\n' || always_ends(character) || may_end(character);
        if !is_end {
            continue;
        }
        if character != '\n' {
            while let Some((at, closing)) = characters.next_if(|(_, next)| closes(*next)) {
                end = at + closing.len_utf8();
            }
            let sentence = text.get(start..at).unwrap_or("");
            let rest = text.get(end..).unwrap_or("");
            if !always_ends(character) && !ends_here(sentence, character, rest) {
                continue;
            }
        }
        push(text, start..end, limit, &mut out);
        start = end;
    }
    push(text, start..text.len(), limit, &mut out);
    out
}

/// Whether a mark between `sentence` and `rest` is an end rather than part of an abbreviation, a
/// number or a name: `1.8`, `e.g. this`, `node.js`, `Dr. Who`, `No. 5`, the `1.` of a list.
fn ends_here(sentence: &str, mark: char, rest: &str) -> bool {
    let spaces = leading_space(rest);
    let Some(first) = rest.get(spaces..).and_then(|next| next.chars().next()) else {
        return true;
    };
    if spaces == 0 || is_small(first) {
        return false;
    }
    if mark != '.' {
        return true;
    }
    let start = leading_space(sentence);
    let parts = |byte: u8| matches!(byte, b' ' | b'.' | b'(');
    let last = sentence.bytes().rposition(parts).map_or(0, |at| at + 1);
    let word = sentence.get(last..).unwrap_or("");
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    let is_list_number = is_number && last <= start;
    !(is_abbreviation(word) || is_list_number || first.is_ascii_digit())
}

/// A single letter, or two or three without a vowel: `z.B.`, `Dr.`, `bzw.`, not `SMS.`
fn is_abbreviation(word: &str) -> bool {
    let bytes = word.as_bytes();
    let is_letter =
        bytes.len() <= 4 && word.chars().count() == 1 && !bytes.iter().any(u8::is_ascii_digit);
    let consonant = |byte: &u8| byte.is_ascii_alphabetic() && !b"aeiouyAEIOUY".contains(byte);
    is_letter
        || (bytes.len() <= 3
            && bytes.iter().all(consonant)
            && bytes.last().is_some_and(u8::is_ascii_lowercase))
}

fn push(text: &str, range: Range<usize>, limit: usize, out: &mut Vec<Piece>) {
    let mut start = range.start;
    loop {
        start += leading_space(text.get(start..range.end).unwrap_or(""));
        let rest = text.get(start..range.end).unwrap_or("").trim_ascii_end();
        if rest.is_empty() {
            return;
        }
        let (len, columns) = fitting(rest, limit);
        out.push(Piece {
            range: start..start + len,
            columns,
            goes_on: len < rest.len(),
            is_ended: len == rest.len() && is_ended(rest),
        });
        start += len;
    }
}

/// Whether a text ends with a mark.
pub(super) fn is_ended(text: &str) -> bool {
    let last = text.chars().next_back();
    last.is_some_and(|last| !last.is_alphanumeric())
}

/// Bytes and columns of the beginning of `text` that fits, up to a comma or else a space if there is
/// one in its second half.
fn fitting(text: &str, limit: usize) -> (usize, usize) {
    let (mut width, mut clause, mut word) = (0, (0, 0), (0, 0));
    for (at, character) in text.char_indices() {
        if width >= limit {
            let mut cuts = [clause, word, (at, width)].into_iter();
            return cuts
                .find(|(_, columns)| columns * 2 >= limit)
                .unwrap_or((at, width));
        }
        if character == ' ' {
            word = (at, width);
        }
        width += column(character);
        if matches!(
            character,
            ',' | ';' | ':' | '、' | '，' | '；' | '：' | '،' | '؛'
        ) {
            clause = (at + character.len_utf8(), width);
        }
    }
    (text.len(), width)
}

/// Columns that a character takes in a line.
fn column(character: char) -> usize {
    let is_wide = matches!(character, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..);
    if is_wide { 2 } else { 1 }
}

/// Columns of a text.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(column).sum()
}

/// Whether a character counts as white space: control characters do.
pub(super) fn is_space(character: char) -> bool {
    character <= ' ' || matches!(character, '\u{a0}' | '\u{3000}')
}

/// Bytes of the white space that a text begins with.
fn leading_space(text: &str) -> usize {
    let mut characters = text.char_indices();
    characters
        .find(|(_, character)| !is_space(*character))
        .map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, usize::MAX)
            .into_iter()
            .map(|piece| &text[piece.range])
            .collect()
    }

    #[test]
    fn sentences_of_many_scripts() {
        for (text, expected) in [
            (
                "One. Two! Three? “Four.” Five",
                &["One.", "Two!", "Three?", "“Four.”", "Five"][..],
            ),
            (
                "Kliknij „Zapisz”. Świetnie",
                &["Kliknij „Zapisz”.", "Świetnie"],
            ),
            (
                "設定を開きます。「OK」を押す。終わり",
                &["設定を開きます。", "「OK」を押す。", "終わり"],
            ),
            ("「保存。」次へ！", &["「保存。」", "次へ！"]),
            (
                "هل نسيت كلمة المرور؟ افتح الإعدادات. ثم",
                &["هل نسيت كلمة المرور؟", "افتح الإعدادات.", "ثم"],
            ),
            ("یہ ہے۔ وہ", &["یہ ہے۔", "وہ"]),
            ("सेटिंग खोलें। फिर चुनें।", &["सेटिंग खोलें।", "फिर चुनें।"]),
            (
                "A block\nAnother\n\nThird.",
                &["A block", "Another", "Third."],
            ),
            (
                "Wait... then go. Done?! Yes",
                &["Wait... then go.", "Done?!", "Yes"],
            ),
        ] {
            assert_eq!(cut(text), expected);
        }
    }

    #[test]
    fn abbreviations_numbers_and_names_are_no_ends() {
        for text in [
            "Use version 1.8 of node.js today",
            "Some tools, e.g. this one, i.e. that",
            "Ask Dr. Who about No. 5",
            "1. Open the settings",
            "See Abb. 3 of z.B. The Guide",
            "Pay approx. 20 euros",
            "Save it as a .pdf file",
            "Ask Mr. Smith bzw. Frau St. John",
        ] {
            assert_eq!(cut(text), [text]);
        }
        assert_eq!(
            cut("Go on. Send an SMS. It"),
            ["Go on.", "Send an SMS.", "It"]
        );
        assert_eq!(cut("Windows 10. Then go on"), ["Windows 10.", "Then go on"]);
    }

    #[test]
    fn a_long_sentence_comes_in_parts() {
        let parts = |text: &str, limit| {
            let pieces = sentences(text, limit).into_iter();
            let pieces = pieces.map(|piece| (text[piece.range].to_owned(), piece.goes_on));
            pieces.collect::<Vec<_>>()
        };
        assert_eq!(
            parts("If you forgot it, reset it. Go on", 18),
            [
                ("If you forgot it,".to_owned(), true),
                ("reset it.".into(), false),
                ("Go on".into(), false)
            ]
        );
        assert_eq!(
            parts("one two three", 9),
            [("one two".to_owned(), true), ("three".into(), false)]
        );
        assert_eq!(
            parts("密码重置", 4),
            [("密码".to_owned(), true), ("重置".into(), false)]
        );
    }

    proptest! {
        #[test]
        fn sentences_are_in_order_and_lose_nothing_but_white_space(text in "[ab.!?\\n 。؟।»Ż)1,\u{a0}]{0,80}", limit in 1usize..40) {
            let mut last = 0;
            let mut joined = String::new();
            for Piece { range, columns: width, .. } in sentences(&text, limit) {
                prop_assert!(range.start >= last && range.start < range.end);
                prop_assert!(width <= limit + 1 && width == columns(&text[range.clone()]));
                last = range.end;
                joined.push_str(&text[range]);
            }
            let dense = |text: &str| text.chars().filter(|one| !one.is_whitespace()).collect::<String>();
            prop_assert_eq!(dense(&joined), dense(&text));
        }
    }
}
