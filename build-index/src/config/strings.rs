//! `[strings]`: the site's own texts of the interface, by language, in place of helpdex's.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use toml::de::DeTable;

use super::ConfigError;
use super::check::{Mistake, offset_of, tag};
use crate::extract::front_matter::Position;
use crate::source::nearest;

/// Every key of `www/strings/en.js`.
const STRING_KEYS: &str = "hint submit clear close back list loading suggestedHere recent topQuestions popular \
     results resultsLive resultsHint weakTitle possibleLive closest nearest corrected exactly alsoSearched \
     didYouMean zero zeroHint tellUs updated onlyIn openFull newTab related solvedBadge solvedQ yes partly no thanks \
     sorryNext reasonLegend reasonMissing reasonInaccurate reasonOutdated reasonHard reasonBroken reasonOther \
     commentLabel commentPrivacy send skip contactTitle contactAsk contactCancel contactSent channelWait channelOpen \
     channelClosed channelOpens willSend edit whatQuestion whatArticles offline offlineUnknown error errorHint \
     errorContact retry plainSearch signIn copyLink copyAnswer copied flag treeStart treeBack treeStep treeRestart \
     treeSolved treeNotSolved suggestTitle suggestLive faqTitle launcher dialogTitle keys";

/// A text, or its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum InterfaceText {
    /// One text.
    One(String),
    /// A text by plural category of CLDR, such as `one` and `other`.
    Plural(BTreeMap<String, String>),
    /// Several texts in a fixed order.
    List(Vec<String>),
}

/// Texts by key.
pub type InterfaceTexts = BTreeMap<String, InterfaceText>;

/// What `[strings]` says of a language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum StringsConfig {
    /// A JSON file with one object; only until the configuration is loaded.
    File(PathBuf),
    /// The texts themselves.
    Texts(InterfaceTexts),
}

/// Puts tags in their usual form and refuses what no interface would show.
pub(super) fn check(
    strings: &mut BTreeMap<String, StringsConfig>,
    document: &DeTable<'_>,
) -> Result<(), Mistake> {
    let stated = std::mem::take(strings);
    for (language, texts) in stated {
        let place = format!("strings.{language}");
        let at = |key: &str| offset_of(document, key);
        let canonical = tag(&language).map_err(|error| (at(&place), error))?;
        if let StringsConfig::Texts(texts) = &texts {
            for (key, text) in texts {
                let place = at(&format!("{place}.{key}"));
                check_text(key, text).map_err(|message| (place, message))?;
            }
        }
        strings.insert(canonical, texts);
    }
    Ok(())
}

/// Reads the files that `[strings]` names; their paths are relative to `folder`.
pub(super) fn load(
    strings: &mut BTreeMap<String, StringsConfig>,
    folder: &Path,
) -> Result<(), ConfigError> {
    for texts in strings.values_mut() {
        if let StringsConfig::File(path) = texts {
            *texts = StringsConfig::Texts(read(&folder.join(path))?);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<InterfaceTexts, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
        path: path.to_owned(),
        cause,
    })?;
    let invalid = |position, message| ConfigError::Invalid {
        path: path.to_owned(),
        position,
        message,
    };
    let texts: InterfaceTexts = serde_json::from_str(&text).map_err(|error| {
        let position = Position {
            line: u32::try_from(error.line()).unwrap_or(u32::MAX),
            column: u32::try_from(error.column()).unwrap_or(u32::MAX),
        };
        let cure = "write one JSON object of texts, such as { \"launcher\": \"Help\" }";
        invalid(position, format!("{error}; {cure}"))
    })?;
    for (key, one) in &texts {
        let offset = text.find(&format!("\"{key}\"")).unwrap_or(0);
        check_text(key, one).map_err(|message| invalid(Position::of(&text, offset), message))?;
    }
    Ok(texts)
}

fn check_text(key: &str, text: &InterfaceText) -> Result<(), String> {
    let mut known = STRING_KEYS.split_ascii_whitespace();
    if !known.clone().any(|known| known == key) {
        return Err(match nearest(key, known.clone()) {
            Some(near) => format!("the interface has no text `{key}`; did you mean `{near}`?"),
            None => format!(
                "the interface has no text `{key}`; its texts are {}",
                known.by_ref().collect::<Vec<_>>().join(", ")
            ),
        });
    }
    let InterfaceText::Plural(forms) = text else {
        return Ok(());
    };
    const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    if let Some(form) = forms
        .keys()
        .find(|form| !CATEGORIES.contains(&form.as_str()))
    {
        let categories = CATEGORIES.join(", ");
        return Err(format!(
            "`{key}` has no plural form `{form}`; the forms are {categories}"
        ));
    }
    if !forms.contains_key("other") {
        return Err(format!(
            "`{key}` lacks the plural form `other`; every language has that one"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_interface_can_be_replaced() {
        let script = include_str!("../../../www/strings/en.js");
        let mut found = 0;
        for line in script.lines().filter_map(|line| line.strip_prefix("  ")) {
            let Some((key, _)) = line.split_once(':') else {
                continue;
            };
            if key.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                found += 1;
                let text = InterfaceText::One(String::new());
                assert_eq!(check_text(key, &text), Ok(()), "{key}");
            }
        }
        assert!(found >= 15, "{found} texts");
    }

    #[test]
    fn mistakes_are_named_with_their_cure() {
        let one = InterfaceText::One("x".into());
        let plural = |form: &str| InterfaceText::Plural([(form.to_owned(), String::new())].into());
        for (key, text, expected) in [
            (
                "luncher",
                &one,
                "no text `luncher`; did you mean `launcher`?",
            ),
            ("qqqqqqqqqqq", &one, "its texts are hint, "),
            (
                "results",
                &plural("single"),
                "no plural form `single`; the forms are zero, ",
            ),
            ("results", &plural("one"), "lacks the plural form `other`"),
        ] {
            let message = check_text(key, text).unwrap_err();
            assert!(message.contains(expected), "{message}");
        }
    }

    #[test]
    fn a_file_of_texts_is_read_and_its_mistakes_have_a_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("es.json");
        let load = |text: &str| {
            std::fs::write(&path, text).unwrap();
            let mut strings = [("es".to_owned(), StringsConfig::File("es.json".into()))].into();
            load(&mut strings, folder.path()).map(|()| strings)
        };
        let loaded =
            load(r#"{"launcher": "Ayuda", "results": {"other": "{n}"}, "keys": ["a"]}"#).unwrap();
        let StringsConfig::Texts(texts) = &loaded["es"] else {
            panic!("{loaded:?}");
        };
        assert_eq!(texts["launcher"], InterfaceText::One("Ayuda".into()));
        for (text, expected) in [
            (
                "{\n\"lancher\": \"x\"}",
                "es.json:2:1: the interface has no text `lancher`",
            ),
            ("{\n\"launcher\": 1}", "write one JSON object of texts"),
            ("[", "es.json:1:"),
        ] {
            let message = load(text).unwrap_err().to_string();
            assert!(message.contains(expected), "{message}");
        }
    }
}
