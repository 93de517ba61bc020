//! What a report gives to a build: `signals.json` and `top-questions.<language>.json` beside it.

use crate::config::LearningConfig;
use anyhow::{Context, Result, anyhow};
use helpdex::LearnedQuestion;
use helpdex::questions::signals::{QuestionSignal, Signals};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Name of the file in a report's folder.
const SIGNALS: &str = "signals.json";
/// Bytes of a file at most: a question takes some hundred.
const LARGEST: u64 = 64 << 20;
/// Questions of a language at most; the most asked are kept.
const MOST_QUESTIONS: usize = 1000;
/// Votes that an article needs for its share of solved problems to be shown.
const SHOWN_VOTES: u32 = 30;

/// What visitors taught, by language.
#[derive(Debug, Default)]
pub struct Learning {
    questions: BTreeMap<String, Vec<LearnedQuestion>>,
    top: BTreeMap<String, Vec<String>>,
    solved: BTreeMap<String, BTreeMap<String, (u32, u32)>>,
}

/// An entry of `top-questions.<language>.json`; titles and addresses are those of this build.
#[derive(Deserialize)]
struct TopEntry {
    id: String,
}

impl Learning {
    /// Reads what the configuration names; nothing if it names none or turns learning off.
    ///
    /// # Errors
    /// A file that is named and cannot be read, or that no report wrote: which, what is wrong with
    /// it, and the cure.
    pub fn load(config: &LearningConfig) -> Result<Self> {
        let Some(path) = config.signals() else {
            return Ok(Self::default());
        };
        let (file, folder) = placed(path);
        let signals: Signals = parse(&file)?
            .ok_or_else(|| anyhow!("{}: there is no such file; `helpdex report` writes it, or leave `signals` of [learning] empty", file.display()))?;
        let wrong = |message| anyhow!("{}: {message}", file.display());
        signals.check().map_err(wrong)?;
        let mut learning = Self::default();
        for (language, of_language) in signals.languages {
            let top = folder.join(format!("top-questions.{language}.json"));
            let top: Vec<TopEntry> = parse(&top)?.unwrap_or_default();
            let top = top.into_iter().map(|entry| entry.id).collect();
            let questions = of_language.questions.into_iter();
            let questions = questions
                .filter(|question| question.clients >= config.min_clients)
                .take(MOST_QUESTIONS)
                .map(|question| learned(question, config.max_boost));
            let votes = of_language.votes.iter();
            let shown = votes.filter(|(_, votes)| votes.total >= SHOWN_VOTES);
            let shown = shown.map(|(id, votes)| (id.clone(), (votes.percent(), votes.total)));
            learning.solved.insert(language.clone(), shown.collect());
            learning
                .questions
                .insert(language.clone(), questions.collect());
            learning.top.insert(language, top);
        }
        Ok(learning)
    }

    /// What is learned of a language's questions, the most asked first.
    pub fn questions_of(&self, language: &str) -> &[LearnedQuestion] {
        self.questions.get(language).map_or(&[], Vec::as_slice)
    }

    /// Ids of the articles that answer what most people ask in a language, in order.
    pub fn top_of(&self, language: &str) -> &[String] {
        self.top.get(language).map_or(&[], Vec::as_slice)
    }

    /// How many percent of how many voters an article of a language helped, by its id.
    pub fn solved_of(&self, language: &str) -> Option<&BTreeMap<String, (u32, u32)>> {
        self.solved
            .get(language)
            .filter(|solved| !solved.is_empty())
    }
}

fn learned(question: QuestionSignal, max_boost: f32) -> LearnedQuestion {
    let mut wordings = question.members;
    if wordings.is_empty() {
        wordings.push(question.label);
    }
    let boosts = question.articles.into_iter();
    let boosts =
        boosts.map(|(id, signal)| (id, (signal.boost as f32).clamp(-max_boost, max_boost)));
    LearnedQuestion {
        wordings,
        boosts: boosts.collect(),
    }
}

/// The file itself, and the folder of the report.
fn placed(path: &Path) -> (PathBuf, PathBuf) {
    if path.is_dir() {
        return (path.join(SIGNALS), path.to_owned());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    (path.to_owned(), folder.to_owned())
}

/// What a JSON file holds; `None` if there is none.
fn parse<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| path.display().to_string()),
    };
    let size = fs::metadata(path).map_or(0, |metadata| metadata.len());
    if size > LARGEST {
        return Err(anyhow!(
            "{}: {size} bytes, more than any report writes",
            path.display()
        ));
    }
    let reader = BufReader::new(file.take(LARGEST));
    let parsed = serde_json::from_reader(reader);
    parsed.map(Some).map_err(|error| {
        anyhow!(
            "{}:{}:{}: {error}; write the report again",
            path.display(),
            error.line(),
            error.column()
        )
    })
}
