//! Letters and their scripts: what may be mistyped, and by what.

use std::collections::HashMap;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// A letter, or a mark that belongs to one.
pub(super) fn is_letter(character: char) -> bool {
    character.is_alphabetic() || is_combining_mark(character)
}

/// A letter, mark or digit.
pub(super) fn is_wordly(character: char) -> bool {
    is_letter(character) || character.is_numeric()
}

/// Whether the character's script is written without spaces between words.
pub(crate) fn is_continuous(character: char) -> bool {
    // Thai is the first of them; most characters of most texts come before.
    if character < '\u{e00}' {
        return false;
    }
    matches!(
        script(character),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    )
}

/// Whether most letters of a text are written without spaces between words.
pub(super) fn is_mostly_continuous(text: &str) -> bool {
    let letters = || text.chars().filter(|character| is_letter(*character));
    letters().filter(|letter| is_continuous(*letter)).count() * 2 > letters().count()
}

fn script(character: char) -> Script {
    match character {
        // What most titles are made of needs no search in a table.
        'a'..='z' | 'A'..='Z' => Script::Latin,
        // The mark of a long vowel serves both kana; Unicode gives it to neither.
        'ー' => Script::Katakana,
        _ => character.script(),
    }
}

/// The letters of a corpus, each as often as it occurs there.
#[derive(Debug, Default)]
pub(super) struct Letters {
    by_script: HashMap<Script, Vec<char>>,
}

impl Letters {
    /// Counts the letters of texts.
    pub(super) fn of<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut by_script: HashMap<Script, Vec<char>> = HashMap::new();
        let characters = texts.flat_map(str::chars);
        let letters = characters.filter(|character| character.is_alphabetic());
        for letter in letters.flat_map(char::to_lowercase) {
            by_script.entry(script(letter)).or_default().push(letter);
        }
        Self { by_script }
    }

    /// The letters of the script of `like`, most frequent ones most often.
    pub(super) fn like(&self, like: char) -> &[char] {
        self.by_script.get(&script(like)).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_within_their_script() {
        let letters = Letters::of(["Passwort ändern", "пароль", "パスワードの変更"].into_iter());
        assert!(letters.like('Q').contains(&'ä') && !letters.like('Q').contains(&'п'));
        assert_eq!(letters.like('я').len(), 6);
        assert_eq!(letters.like('ア').len(), 5, "the long vowel mark is one");
        assert_eq!(letters.like('字'), ['変', '更']);
        assert!(letters.like('ש').is_empty());
    }

    #[test]
    fn what_a_title_is_written_in_is_what_most_of_it_is() {
        assert!(is_mostly_continuous(
            "SharePoint の共有設定を変更する方法について"
        ));
        assert!(!is_mostly_continuous("OneDrive の Sync"));
        assert!(is_mostly_continuous("การตั้งค่าบัญชี"));
        assert!(!is_mostly_continuous("비밀번호 재설정"));
    }
}
