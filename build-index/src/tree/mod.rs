//! Interactive decision trees: from YAML or Markdown files to what `<help-tree>` shows, and to
//! articles, so that a search can lead to the middle of a tree.
//!
//! * `yaml` and `markdown` read the two forms of file.
//! * `check` refuses trees in which a reader gets lost.
//! * `resolve` looks up what choices lead to outside of their tree.
//! * [`body`] turns the Markdown of a step into nodes for the page.
//!
//! A tree that breaks a rule is reported and left out; it never costs another one.

pub mod body;
mod check;
mod fields;
mod markdown;
mod resolve;
mod yaml;
mod yaml_value;

use crate::extract::front_matter::Position;
use crate::source::{Diagnostic, Origin, TreeFile};

pub use resolve::{Destinations, resolve};

/// Most steps that the shortest way to a step should have, the first and itself included.
pub const MAX_DEPTH: usize = 7;

/// A decision tree, sound in itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// Id, unique within a language: letters and digits of ASCII, `_` and `-`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The page that holds `<help-tree>`; `None`: the one that the reader is on.
    pub url: Option<String>,
    /// Language tag in its usual spelling; what [`read`] gives has one.
    pub language: Option<String>,
    /// Where the tree stands, from the outermost in.
    pub section: Vec<String>,
    /// Id of the first step.
    pub start: String,
    /// The steps as they are written.
    pub steps: Vec<Step>,
    /// For whom it is; empty: for everybody.
    pub audience: Vec<String>,
    /// The file.
    pub origin: Origin,
}

/// A step of a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Id, unique within the tree; made as that of a tree.
    pub id: String,
    /// What is asked or said.
    pub heading: String,
    /// More of it, in Markdown; may be empty.
    pub body: String,
    /// What the reader can choose; none in an ending.
    pub choices: Vec<Choice>,
    /// Whether the tree ends here.
    pub is_end: bool,
    /// Where it is written.
    pub origin: Origin,
}

/// What a reader can choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// What the button says.
    pub label: String,
    /// What it does.
    pub target: Target,
    /// Where it is written.
    pub origin: Origin,
}

/// Where a choice leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// To the step of this id.
    Next(String),
    /// To the article of this id.
    Article(String),
    /// To a person: a channel's id, or a cell of the routing table.
    Route(String),
    /// To the end: it is solved.
    Solved,
    /// To an address.
    Href(String),
}

/// Reads trees; those that are not published are passed over. `default` is the language of those
/// that state none.
pub fn read(files: &[TreeFile], default: &str) -> (Vec<Tree>, Vec<Diagnostic>) {
    let (mut trees, mut diagnostics) = (Vec::<Tree>::new(), Vec::new());
    for file in files {
        let read = if file.is_yaml {
            yaml::read(file)
        } else {
            markdown::read(file)
        };
        match read {
            Ok(Some(mut tree)) => {
                tree.language.get_or_insert_with(|| default.to_owned());
                let found = check::check(&tree, &mut diagnostics);
                let same =
                    |known: &&Tree| (&known.id, &known.language) == (&tree.id, &tree.language);
                match trees.iter().find(same) {
                    Some(first) => diagnostics.push(Diagnostic::error(
                        tree.origin.clone(),
                        format!("the tree `{}` is already in {}", tree.id, first.origin),
                        "give one of the two another `id`",
                    )),
                    None if found.is_ok() => trees.push(tree),
                    None => {}
                }
            }
            Ok(None) => {}
            Err(mistake) => diagnostics.push(mistake.diagnostic(file)),
        }
    }
    (trees, diagnostics)
}

/// Something wrong in a tree's file.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mistake {
    position: Position,
    message: String,
    cure: String,
}

impl Mistake {
    fn new(position: Position, message: impl Into<String>, cure: impl Into<String>) -> Self {
        Self {
            position,
            message: message.into(),
            cure: cure.into(),
        }
    }

    fn diagnostic(self, file: &TreeFile) -> Diagnostic {
        Diagnostic::error(at(file, self.position), self.message, self.cure)
    }
}

/// A place in a tree's file.
fn at(file: &TreeFile, position: Position) -> Origin {
    Origin {
        path: file.path.clone(),
        line: position.line,
        column: position.column,
    }
}

#[cfg(test)]
mod tests;
