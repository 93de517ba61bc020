//! A form of a query term, with its postings.

use crate::index::postings::Postings;
use crate::rank::{MatchKind, idf};
use std::borrow::Cow;

/// One of the index terms, or a combination of them, that stand for a query term.
pub(crate) struct Form<'a> {
    /// Document numbers, ascending.
    pub(crate) documents: Cow<'a, [u32]>,
    /// One payload byte a document.
    pub(crate) payloads: Cow<'a, [u8]>,
    /// Articles that hold it.
    pub(crate) frequency: u32,
    /// The index term, where somebody will read it.
    pub(crate) matched: String,
    pub(crate) kind: MatchKind,
    /// Weight without idf.
    pub(crate) weight: f32,
}

impl<'a> Form<'a> {
    pub(crate) fn of(
        postings: Postings<'a>,
        kind: MatchKind,
        matched: String,
        weight: f32,
    ) -> Self {
        Self {
            documents: Cow::Borrowed(postings.documents),
            payloads: Cow::Borrowed(postings.payloads),
            frequency: postings.frequency,
            matched,
            kind,
            weight,
        }
    }

    /// Postings of the form, document and payload.
    pub(crate) fn postings(&self) -> impl Iterator<Item = (u32, u8)> {
        let payloads = self.payloads.iter().copied();
        self.documents.iter().copied().zip(payloads)
    }

    /// The payload of an article.
    pub(crate) fn payload(&self, document: u32) -> Option<u8> {
        let at = self.documents.binary_search(&document).ok()?;
        self.payloads.get(at).copied()
    }
}

/// Every form of a query term.
#[derive(Default)]
pub(crate) struct TermForms<'a> {
    pub(crate) forms: Vec<Form<'a>>,
    /// Articles in which any of the guessed forms is.
    union: u32,
}

impl<'a> TermForms<'a> {
    pub(crate) fn new(forms: Vec<Form<'a>>) -> Self {
        let union = union_frequency(&forms);
        Self { forms, union }
    }

    /// Weight of a form with its idf. All guesses at a word share the idf of their union: else the
    /// rarest word that happens to look alike would win.
    pub(crate) fn weight_of(&self, form: &Form<'_>, documents: u32) -> f32 {
        let frequency = if is_guess(form.kind) {
            self.union
        } else {
            form.frequency
        };
        form.weight * idf(frequency, documents)
    }

    /// Weight of the term in the query: that of its best form.
    pub(crate) fn weight(&self, documents: u32) -> f32 {
        let weights = self.forms.iter();
        weights
            .map(|form| self.weight_of(form, documents))
            .fold(0.0, f32::max)
    }
}

fn is_guess(kind: MatchKind) -> bool {
    !matches!(kind, MatchKind::Exact | MatchKind::Synonym)
}

/// In how many articles any guess is, at least: the most frequent one bounds it from below and
/// their sum from above; the smaller of sum and four times the largest is taken.
fn union_frequency(forms: &[Form<'_>]) -> u32 {
    let guesses = forms.iter().filter(|form| is_guess(form.kind));
    let (sum, largest) = guesses.fold((0u32, 0u32), |(sum, largest), form| {
        (
            sum.saturating_add(form.frequency),
            largest.max(form.frequency),
        )
    });
    sum.min(largest.saturating_mul(4))
}
