//! `[[surveys]]`: one short question after somebody was helped, asked of some.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use toml::Spanned;

use super::check::{Mistake, tag};

/// Default of `sample`.
pub const SAMPLE: f64 = 0.2;
/// Largest `cooldown_days`: ten years.
pub const MAX_COOLDOWN_DAYS: u32 = 3650;

/// `[[surveys]]`: a question and when it is asked.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// What is asked.
    pub instrument: Instrument,
    /// What it follows. Default: `solved`.
    #[serde(default)]
    pub after: After,
    /// Share of the occasions on which it is asked, above 0 and at most 1. Default [`SAMPLE`].
    #[serde(default = "sample")]
    pub sample: f64,
    /// Days for which whoever was asked is not asked again, 0 to [`MAX_COOLDOWN_DAYS`]. Above 0 the
    /// browser keeps the day; 0, the default, keeps nothing, and asks once a page at most.
    #[serde(default)]
    pub cooldown_days: u32,
    /// The site's own wording by language tag; other languages get helpdex's. Default: none.
    #[serde(default)]
    pub question: BTreeMap<String, String>,
}

/// A customary question with its scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Instrument {
    /// Customer effort score: agreement that it was easy, 1 to 7.
    Ces,
    /// Customer satisfaction, 1 to 5.
    Csat,
    /// Net promoter score, 0 to 10.
    Nps,
}

/// What a survey follows.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum After {
    /// Somebody says that an article solved the problem.
    #[default]
    Solved,
    /// Somebody turns to a person without leaving the page.
    Contact,
}

fn sample() -> f64 {
    SAMPLE
}

/// Puts tags in their usual form and refuses what asks nobody, or without words.
pub(super) fn check(surveys: &mut [Spanned<Survey>]) -> Result<(), Mistake> {
    for survey in surveys {
        let at = survey.span().start;
        survey.get_mut().check().map_err(|message| (at, message))?;
    }
    Ok(())
}

/// What a page in `language` is told.
pub fn json(surveys: &[Spanned<Survey>], language: &str) -> Value {
    surveys
        .iter()
        .map(|survey| survey.get_ref().json(language))
        .collect()
}

impl Survey {
    fn check(&mut self) -> Result<(), String> {
        if !(self.sample > 0.0 && self.sample <= 1.0) {
            return Err(format!(
                "`sample` of a survey is {}; it must be above 0 and at most 1",
                self.sample
            ));
        }
        if self.cooldown_days > MAX_COOLDOWN_DAYS {
            return Err(format!(
                "`cooldown_days` of a survey is {}; it must be at most {MAX_COOLDOWN_DAYS}",
                self.cooldown_days
            ));
        }
        let stated = std::mem::take(&mut self.question).into_iter();
        self.question = stated
            .map(|(language, text)| match text.trim().is_empty() {
                true => Err(format!(
                    "`question.{language}` of a survey is empty; write it or leave it out"
                )),
                false => Ok((tag(&language)?, text)),
            })
            .collect::<Result<_, _>>()?;
        Ok(())
    }

    fn json(&self, language: &str) -> Value {
        let mut survey = json!({
            "instrument": self.instrument,
            "after": self.after,
            "sample": self.sample,
        });
        if self.cooldown_days > 0 {
            survey["cooldown_days"] = json!(self.cooldown_days);
        }
        let base = language.split('-').next().unwrap_or(language);
        if let Some(question) = [language, base]
            .iter()
            .find_map(|tag| self.question.get(*tag))
        {
            survey["question"] = json!(question);
        }
        survey
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn surveys(text: &str) -> Result<Vec<Spanned<Survey>>, String> {
        let config = Config::parse(text, "helpdex.toml".as_ref());
        config
            .map(|config| config.surveys)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn a_page_is_told_its_own_wording() {
        let found = surveys(
            "[[surveys]]\ninstrument = \"ces\"\ncooldown_days = 90\nquestion = { en = \"Acme made it easy\" }\n[[surveys]]\ninstrument = \"nps\"\nafter = \"contact\"\nsample = 1",
        )
        .unwrap();
        let ces =
            json!({ "instrument": "ces", "after": "solved", "sample": 0.2, "cooldown_days": 90 });
        let nps = json!({ "instrument": "nps", "after": "contact", "sample": 1.0 });
        assert_eq!(json(&found, "de"), json!([ces, nps]));
        assert_eq!(json(&found, "en-gb")[0]["question"], "Acme made it easy");
        assert_eq!(json(&[], "en"), json!([]));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, said) in [
            ("sample = 0", "`sample` of a survey is 0"),
            ("sample = 1.5", "`sample` of a survey is 1.5"),
            (
                "cooldown_days = 100000",
                "`cooldown_days` of a survey is 100000",
            ),
            (
                "question = { en = \" \" }",
                "`question.en` of a survey is empty",
            ),
            ("question = { xx = \"Easy?\" }", "xx"),
        ] {
            let error = surveys(&format!("[[surveys]]\ninstrument = \"ces\"\n{text}")).unwrap_err();
            assert!(
                error.contains(said) && error.contains("helpdex.toml:1"),
                "{error}"
            );
        }
        assert!(
            surveys("[[surveys]]\ninstrument = \"csi\"")
                .unwrap_err()
                .contains("csat")
        );
    }
}
