//! `helpdex.toml`: what to build, from what, and how it ranks.
//!
//! Every key has a default, so an empty file, or none, is a legal configuration. A key
//! that is not known is refused, so that a slip of the pen never goes unnoticed. Paths
//! are relative to the folder of the file. The command line overrides the file:
//! [`Config::apply`].

mod audiences;
mod check;
mod check_rules;
mod contact;
mod default_file;
mod editorial;
mod kcs;
mod learning;
mod meaning;
mod must_find;
mod page_lists;
mod pages;
mod report;
mod strings;
pub mod surveys;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use helpdex::{BundleOptions, Field, Ranking};
use serde::Deserialize;
use toml::Spanned;
use toml::de::DeTable;

use crate::extract::front_matter::Position;
use crate::publish::Compress;
use crate::source::PUBLIC;
use check::{LIMITS, Mistake, canonical_tags, check_keys, mistake_of, offset_of, tag};

pub use audiences::AudienceConfig;
pub use check_rules::{CheckConfig, unknown_rule};
pub use contact::{Channel, Contact, Hours, Label, Level, Opening, Qualities, Rule};
pub use default_file::default_file;
pub use editorial::{ConfigFile, CurationRule, Synonyms, TopQuestions};
pub use kcs::KcsConfig;
pub use learning::LearningConfig;
pub use meaning::MeaningConfig;
pub use must_find::{MAX_WITHIN, MustFind, WITHIN};
pub use page_lists::{Faq, FaqQuestions, Suggestions};
pub use pages::{PAGES_BUNDLE, PAGES_CONTENTS, PagesConfig};
pub use report::{ReportConfig, RoiConfig};
pub use strings::{InterfaceText, InterfaceTexts, StringsConfig};
pub use surveys::Survey;

/// Name of the file, looked for in the working directory.
pub const FILE_NAME: &str = "helpdex.toml";
/// Default of `source`.
pub const SOURCE: &str = "content";
/// Default of `out`.
pub const OUT: &str = "public/help";
/// Default of `default_language`.
pub const DEFAULT_LANGUAGE: &str = "en";
/// Default of `bundle.root_budget_kb`: on a slow line a further round trip costs as much
/// as loading this.
pub const ROOT_BUDGET_KB: u32 = 128;
/// Default of `bundle.shard_kb`: large enough to compress well, small enough to wait for.
pub const SHARD_KB: u32 = 32;
/// Default of `eval.sample`: enough to see a slip of some points, asked in a fraction of a second.
pub const EVAL_SAMPLE: usize = 50;

/// Everything that `helpdex.toml` can say.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Folder of articles, or a `.jsonl` or `.jsonl.gz` file. Default [`SOURCE`].
    pub source: PathBuf,
    /// Folder that the bundle is written to. Default [`OUT`].
    pub out: PathBuf,
    /// Language of articles that state none, and of pages whose language has no index: a
    /// language tag. Default [`DEFAULT_LANGUAGE`].
    pub default_language: String,
    /// Languages to build; articles in others are left out. Empty, the default, builds
    /// every language that occurs. `pt` includes `pt-BR`.
    pub languages: Vec<String>,
    /// `[audiences]`, by name.
    pub audiences: BTreeMap<String, AudienceConfig>,
    /// For whom this configuration builds: [`PUBLIC`], or one of `[audiences]`.
    #[serde(skip)]
    pub audience: String,
    /// `[site]`.
    pub site: Site,
    /// `[ranking]`.
    pub ranking: RankingConfig,
    /// `[bundle]`.
    pub bundle: BundleConfig,
    /// `[meaning]`.
    pub meaning: MeaningConfig,
    /// `[kcs]`.
    pub kcs: KcsConfig,
    /// `[check]`.
    pub check: CheckConfig,
    /// `[learning]`.
    pub learning: LearningConfig,
    /// `[stop_words]`: further words that carry no meaning in a search, by language. They
    /// are added to the words that helpdex knows.
    pub stop_words: BTreeMap<String, Vec<String>>,
    /// Languages searched after the reader's own, in this order. Default: none.
    pub fallback: Vec<Spanned<String>>,
    /// `[[synonyms]]`.
    pub synonyms: Vec<Spanned<Synonyms>>,
    /// `[[curation]]`.
    pub curation: Vec<Spanned<CurationRule>>,
    /// `[[top_questions]]`.
    pub top_questions: Vec<Spanned<TopQuestions>>,
    /// Where all this was read.
    #[serde(skip)]
    pub file: ConfigFile,
    /// `[eval]`.
    pub eval: EvalConfig,
    /// `[[must_find]]`.
    pub must_find: Vec<MustFind>,
    /// Folder of decision trees, or one of their files. Default: empty; those in a `source` that is
    /// a folder are read in any case.
    pub trees: PathBuf,
    /// `[[suggestions]]`.
    pub suggestions: Vec<Spanned<Suggestions>>,
    /// `[faq]`.
    pub faq: Faq,
    /// `[contact]`.
    pub contact: Contact,
    /// `[[surveys]]`.
    pub surveys: Vec<Spanned<Survey>>,
    /// `[strings]`: own texts of the interface, by language tag.
    pub strings: BTreeMap<String, StringsConfig>,
    /// `[reader]`.
    pub reader: ReaderConfig,
    /// `[pages]`.
    pub pages: PagesConfig,
    /// `[report]`.
    pub report: ReportConfig,
    /// `[roi]`.
    pub roi: RoiConfig,
}

/// `[reader]`: articles within the component.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReaderConfig {
    /// Whether the bundle holds what the reader shows. Default true; without it, hits lead to the
    /// articles' own pages only.
    pub enabled: bool,
}

impl Default for ReaderConfig {
    fn default() -> Self {
        Self { enabled: true }
    }
}

/// `[eval]`: what a build asks its own bundle.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EvalConfig {
    /// Articles of each language to make queries from for the summary, 0 (no queries) to
    /// 1,000,000. Default [`EVAL_SAMPLE`].
    pub sample: usize,
}

impl Default for EvalConfig {
    fn default() -> Self {
        Self {
            sample: EVAL_SAMPLE,
        }
    }
}

/// `[site]`: the help center that the bundle is for.
#[derive(Debug, Default, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Site {
    /// Name shown by the component and in reports. Default: empty.
    pub name: String,
    /// Put before addresses of articles that begin with `/`: `https://help.acme.example`
    /// or `/docs`. Default: empty, addresses stay as they are.
    pub url_base: String,
}

/// `[ranking]`: parameters of the ranking function; defaults and meaning as in [`Ranking`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RankingConfig {
    /// Weight of a match in each field, 0 to 100.
    pub weights: PerField,
    /// Length normalization of each field, 0 (none) to 1 (full).
    pub b: PerField,
    /// Saturation of repeated matches, 0.1 to 10.
    pub k1: f32,
    /// Weight of the share of the title that the question matches, 0 to 5.
    pub title_density: f32,
    /// Weight of the share of the question that the title matches, 0 to 5.
    pub title_coverage: f32,
    /// Discount of a word that only begins with the question's last word, 0 to 1.
    pub prefix_weight: f32,
    /// Weight of the title's likeness to the question, word for word, 0 to 5.
    pub title_echo: f32,
    /// Discount of a synonym, 0 to 1.
    pub synonym_weight: f32,
    /// Weight of what a model found an article to mean, 0 to 5; 0 turns it off.
    pub meaning: f32,
}

/// A number for each field. A field left out keeps its default.
#[derive(Debug, Default, Clone, Copy, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PerField {
    /// The title.
    pub title: Option<f32>,
    /// Headings inside the article.
    pub headings: Option<f32>,
    /// Everything else.
    pub body: Option<f32>,
    /// Tags and breadcrumbs.
    pub tags: Option<f32>,
    /// Questions that the article answers, `also_asked_as`.
    pub aliases: Option<f32>,
}

impl PerField {
    fn over(self, defaults: [f32; helpdex::FIELDS]) -> [f32; helpdex::FIELDS] {
        let mut numbers = defaults;
        for (field, stated) in [
            (Field::Title, self.title),
            (Field::Headings, self.headings),
            (Field::Body, self.body),
            (Field::Tags, self.tags),
            (Field::Aliases, self.aliases),
        ] {
            if let (Some(number), Some(stated)) = (numbers.get_mut(field as usize), stated) {
                *number = stated;
            }
        }
        numbers
    }
}

/// `[bundle]`: how the index is cut into files.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BundleConfig {
    /// Largest root file of a language in KB (1024 bytes) as sent (compressed), 20 to 2000;
    /// what does not fit goes to shards. Default [`ROOT_BUDGET_KB`].
    pub root_budget_kb: u32,
    /// Size of a shard of article text in KB before compression, 4 to 1024. Default
    /// [`SHARD_KB`].
    pub shard_kb: u32,
    /// Who compresses what a page loads first. Default [`Compress::Host`].
    pub compress: Compress,
    /// Whether `helpdex.single.js` is written: loader, component and client in one script. Default:
    /// no.
    pub single_file: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            source: SOURCE.into(),
            out: OUT.into(),
            default_language: DEFAULT_LANGUAGE.to_owned(),
            languages: Vec::new(),
            audiences: BTreeMap::new(),
            audience: PUBLIC.to_owned(),
            site: Site::default(),
            ranking: RankingConfig::default(),
            bundle: BundleConfig::default(),
            meaning: MeaningConfig::default(),
            kcs: KcsConfig::default(),
            check: CheckConfig::default(),
            learning: LearningConfig::default(),
            stop_words: BTreeMap::new(),
            fallback: Vec::new(),
            synonyms: Vec::new(),
            curation: Vec::new(),
            top_questions: Vec::new(),
            file: ConfigFile::default(),
            eval: EvalConfig::default(),
            must_find: Vec::new(),
            reader: ReaderConfig::default(),
            pages: PagesConfig::default(),
            trees: PathBuf::new(),
            suggestions: Vec::new(),
            faq: Faq::default(),
            contact: Contact::default(),
            surveys: Vec::new(),
            strings: BTreeMap::new(),
            report: ReportConfig::default(),
            roi: RoiConfig::default(),
        }
    }
}

impl Default for RankingConfig {
    fn default() -> Self {
        let ranking = Ranking::default();
        Self {
            weights: PerField::default(),
            b: PerField::default(),
            k1: ranking.k1,
            title_density: ranking.title_density,
            title_coverage: ranking.title_coverage,
            prefix_weight: ranking.prefix_weight,
            title_echo: ranking.title_echo,
            synonym_weight: ranking.synonym_weight,
            meaning: ranking.meaning,
        }
    }
}

impl Default for BundleConfig {
    fn default() -> Self {
        Self {
            root_budget_kb: ROOT_BUDGET_KB,
            shard_kb: SHARD_KB,
            compress: Compress::default(),
            single_file: false,
        }
    }
}

impl RankingConfig {
    /// The parameters for the index writer.
    pub fn to_ranking(&self) -> Ranking {
        let defaults = Ranking::default();
        Ranking {
            weights: self.weights.over(defaults.weights),
            b: self.b.over(defaults.b),
            k1: self.k1,
            title_density: self.title_density,
            title_coverage: self.title_coverage,
            prefix_weight: self.prefix_weight,
            title_echo: self.title_echo,
            synonym_weight: self.synonym_weight,
            meaning: self.meaning,
        }
    }
}

impl Config {
    /// Further stop words of a language, whatever the case of its tag.
    pub fn stop_words_of(&self, language: &str) -> Vec<String> {
        let mut lists = self.stop_words.iter();
        let found = lists.find(|(tag, _)| tag.eq_ignore_ascii_case(language));
        found.map(|(_, words)| words.clone()).unwrap_or_default()
    }

    /// The site's own texts of the interface in a language: for its primary language and, over
    /// these, for its region.
    pub fn strings_of(&self, language: &str) -> InterfaceTexts {
        let mut texts = InterfaceTexts::new();
        // A tag sorts before those of its regions.
        for (tag, stated) in &self.strings {
            if let StringsConfig::Texts(stated) = stated
                && editorial::includes(tag, language)
            {
                texts.extend(stated.clone());
            }
        }
        texts
    }

    /// The index writer's options for a language.
    pub fn bundle_options(&self, language: &str) -> BundleOptions {
        let kilobytes = |count: u32| count as usize * 1024;
        BundleOptions {
            ranking: self.ranking.to_ranking(),
            root_budget: kilobytes(self.bundle.root_budget_kb),
            text_shard: kilobytes(self.bundle.shard_kb),
            article_shard: kilobytes(self.bundle.shard_kb),
            reader: self.reader.enabled,
            stop_words: self.stop_words_of(language),
            synonyms: self.synonym_rules(language),
            curations: self.curations_of(language),
            ..BundleOptions::default()
        }
    }
}

/// What the command line says; `None` leaves the file's value. Paths are relative to the
/// working directory.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Overrides {
    /// `--source`.
    pub source: Option<PathBuf>,
    /// `--out`.
    pub out: Option<PathBuf>,
    /// `--lang`.
    pub default_language: Option<String>,
    /// `--language`, repeated; replaces the list.
    pub languages: Option<Vec<String>>,
    /// `--site-name`.
    pub site_name: Option<String>,
    /// `--url-base`.
    pub url_base: Option<String>,
    /// `--signals`.
    pub signals: Option<PathBuf>,
    /// `--model`.
    pub model: Option<PathBuf>,
    /// `--pages`.
    pub pages: Option<PathBuf>,
    /// `--cache`.
    pub cache: Option<PathBuf>,
    /// `--table`; `false` leaves the file's value.
    pub table: bool,
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be opened or read.
    #[error("{} cannot be read ({cause}); check the path given to --config", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file says something that is not legal.
    #[error("{}:{}:{}: {message}", path.display(), position.line, position.column)]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Where in the file.
        position: Position,
        /// What is wrong, and the cure.
        message: String,
    },
    /// Settings that are legal each for itself, but not together.
    #[error("{message}")]
    Unfit {
        /// What is wrong, and the cure.
        message: String,
    },
    /// The command line says something that is not legal.
    #[error("{option}: {message}")]
    Override {
        /// The option.
        option: &'static str,
        /// What is wrong, and the cure.
        message: String,
    },
}

impl Config {
    /// Reads a configuration file; its paths are made relative to the working directory.
    ///
    /// # Errors
    /// When the file cannot be read, is not TOML, or holds an unknown key or a value that
    /// is not legal.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|cause| ConfigError::Unreadable {
            path: path.to_owned(),
            cause,
        })?;
        let mut config = Self::parse(&text, path)?;
        let folder = path.parent().unwrap_or(Path::new(""));
        config.source = folder.join(&config.source);
        config.out = folder.join(&config.out);
        config.place_audiences(folder);
        config.meaning.place(folder);
        config.learning.place(folder);
        config.pages.place(folder);
        if !config.trees.as_os_str().is_empty() {
            config.trees = folder.join(&config.trees);
        }
        strings::load(&mut config.strings, folder)?;
        Ok(config)
    }

    /// Reads the text of a configuration file; `path` is for messages.
    ///
    /// # Errors
    /// As [`Config::load`].
    pub fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let mut config =
            Self::parse_text(text).map_err(|(offset, message)| ConfigError::Invalid {
                path: path.to_owned(),
                position: Position::of(text, offset),
                message,
            })?;
        config.file = ConfigFile::new(path, text);
        for rule in &mut config.must_find {
            rule.origin.path = path.to_owned();
        }
        Ok(config)
    }

    fn parse_text(text: &str) -> Result<Self, Mistake> {
        let document = DeTable::parse(text).map_err(|error| mistake_of(&error))?;
        check_keys(document.get_ref())?;
        let mut config: Self = toml::from_str(text).map_err(|error| mistake_of(&error))?;
        for limit in LIMITS {
            limit.check(document.get_ref())?;
        }
        let at = |key: &str| offset_of(document.get_ref(), key);
        let languages = |error| (at("languages"), error);
        config.languages = canonical_tags(&config.languages).map_err(languages)?;
        let default = std::mem::take(&mut config.default_language);
        config.default_language = tag(&default).map_err(|error| (at("default_language"), error))?;
        let stop_words = std::mem::take(&mut config.stop_words).into_iter();
        let stop_words = stop_words.map(|(language, words)| match tag(&language) {
            Ok(tag) => Ok((tag, words)),
            Err(error) => Err((at(&format!("stop_words.{language}")), error)),
        });
        config.stop_words = stop_words.collect::<Result<_, _>>()?;
        config.check_editorial()?;
        config.check_page_lists()?;
        config.kcs.check()?;
        config.check_audiences(document.get_ref())?;
        config.check.check()?;
        config.contact.check(document.get_ref())?;
        surveys::check(&mut config.surveys)?;
        strings::check(&mut config.strings, document.get_ref())?;
        must_find::check(&mut config.must_find, document.get_ref(), text)?;
        Ok(config)
    }

    /// The configuration with what the command line says in place of what the file says.
    ///
    /// # Errors
    /// When a language is unknown.
    pub fn apply(mut self, overrides: Overrides) -> Result<Self, ConfigError> {
        let wrong = |option| move |message| ConfigError::Override { option, message };
        if let Some(language) = overrides.default_language {
            self.default_language = tag(&language).map_err(wrong("--lang"))?;
        }
        if let Some(languages) = overrides.languages {
            self.languages = canonical_tags(&languages).map_err(wrong("--language"))?;
        }
        self.source = overrides.source.unwrap_or(self.source);
        self.out = overrides.out.unwrap_or(self.out);
        self.site.name = overrides.site_name.unwrap_or(self.site.name);
        self.site.url_base = overrides.url_base.unwrap_or(self.site.url_base);
        self.meaning.cache = overrides.cache.unwrap_or(self.meaning.cache);
        self.meaning.table |= overrides.table;
        self.pages.out = overrides.pages.unwrap_or(self.pages.out);
        if let Some(signals) = overrides.signals {
            self.learning.signals = signals;
        }
        if let Some((_, message)) = self.bundle_within_another() {
            return Err(wrong("--out")(message));
        }
        if let Some(model) = overrides.model {
            // Whoever names a model wants it used.
            self.meaning.model = model;
            self.meaning.enabled = true;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests;
