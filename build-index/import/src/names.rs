//! Names of files and folders that any system takes.

/// Longest name, in characters.
const LENGTH: usize = 80;

/// Names that Windows keeps for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A name of lower-case letters, digits and hyphens: `Can't sign in?` is `can-t-sign-in`. It holds
/// neither dots nor separators, so that no title leads out of its folder. Empty for a text
/// without letters and digits.
pub(crate) fn slug(text: &str) -> String {
    let mut name = String::new();
    let mut length = 0;
    for c in text.chars().flat_map(char::to_lowercase) {
        if length == LENGTH {
            break;
        }
        if c.is_alphanumeric() {
            name.push(c);
            length += 1;
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
            length += 1;
        }
    }
    name.truncate(name.trim_end_matches('-').len());
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if DEVICES.contains(&stem) && name.len() <= stem.len() + 1 {
        name.push('-');
    }
    name
}

/// A file's name out of an address, with its ending: letters, digits, `-`, `_` and single dots.
pub(crate) fn file_name(text: &str) -> String {
    let (stem, ending) = match text.rsplit_once('.') {
        Some((stem, ending)) if (1..=5).contains(&ending.len()) => (stem, slug(ending)),
        _ => (text, String::new()),
    };
    let stem = slug(stem);
    match (stem.is_empty(), ending.is_empty()) {
        (_, true) => stem,
        (true, false) => ending,
        (false, false) => format!("{stem}.{ending}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_readable() {
        for (text, name) in [
            ("Can't sign in?", "can-t-sign-in"),
            ("  Résumé & Größe  ", "résumé-größe"),
            ("../../etc/passwd", "etc-passwd"),
            ("パスワード", "パスワード"),
            ("CON", "con-"),
            ("COM1", "com1-"),
            ("Contact", "contact"),
            ("!!!", ""),
        ] {
            assert_eq!(slug(text), name, "{text}");
        }
        assert_eq!(file_name("My Picture.PNG"), "my-picture.png");
        assert_eq!(file_name("..\\..\\x.sh"), "x.sh");
        assert_eq!(file_name(".htaccess"), "htaccess");
    }

    proptest! {
        #[test]
        fn no_name_leads_anywhere(text in "\\PC{0,200}") {
            for name in [slug(&text), file_name(&text)] {
                prop_assert!(!name.contains(['/', '\\', ':', '\0']));
                prop_assert!(!name.starts_with('.') && !name.contains(".."));
                prop_assert!(name.len() <= 400);
            }
        }
    }
}
