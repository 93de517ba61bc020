//! For whom an article is, and what of it each bundle may hold.
//!
//! A bundle is built for one audience. What is for others never gets past this module: articles of
//! other audiences are refused by the intake, and what stands between `<internal>` and `</internal>`
//! is cut out of the raw text, before any parser sees it, wherever in the file it stands.
//!
//! So that a mistake anywhere cannot go unnoticed, a random word, the canary, is planted into all that
//! is to be left out, and looked for in every byte before a bundle is published.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use super::{Diagnostic, Origin, nearest};
use crate::extract::front_matter::Position;

/// Of articles that state no audience.
pub const PUBLIC: &str = "public";
/// Of people who are customers and have signed in.
pub const CUSTOMER: &str = "customer";
/// Of the company's own people; bundles that show it keep `<internal>` blocks.
pub const INTERNAL: &str = "internal";

/// The audience that a bundle is built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// Audiences whose articles the bundle holds.
    shown: BTreeSet<String>,
    /// Every audience that an article may name.
    known: BTreeSet<String>,
    canary: String,
}

impl Audience {
    /// A bundle with the articles of `shown`; articles may name those of `known`, too.
    pub fn new(
        shown: impl IntoIterator<Item = String>,
        known: impl IntoIterator<Item = String>,
    ) -> Self {
        Self {
            shown: shown.into_iter().collect(),
            known: known.into_iter().collect(),
            canary: canary(),
        }
    }

    /// A word of letters that no article holds: 26 random ones.
    pub fn canary(&self) -> &str {
        &self.canary
    }

    /// Whether the bundle holds what is for one of `stated`; nothing stated means [`PUBLIC`].
    pub fn shows(&self, stated: &[String]) -> bool {
        match stated {
            [] => self.shown.contains(PUBLIC),
            stated => stated.iter().any(|name| self.shown.contains(name)),
        }
    }

    /// A stated audience that nobody has configured, with the cure. It must not be taken for public.
    pub fn unknown<'s>(&self, stated: &'s [String]) -> Option<(&'s str, String)> {
        let unknown = stated.iter().find(|name| !self.known.contains(*name))?;
        let cure = match nearest(unknown, self.known.iter().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!(
                "write one of {}, or add [audiences.{unknown}] to helpdex.toml",
                self.names()
            ),
        };
        Some((unknown, cure))
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.known.iter().map(String::as_str).collect();
        names.join(", ")
    }
}

fn canary() -> String {
    let mut random = fastrand::Rng::new();
    let mut word = String::with_capacity(26);
    for _ in 0..26 {
        // Rare letters beside each other: no analyzer cuts them, no stemmer an ending off.
        let _ = word.write_char(
            random
                .choice(b"bkqvwxz")
                .map_or('q', |byte| char::from(*byte)),
        );
    }
    word
}

/// The text as `audience` may see it: `<internal>` blocks cut out, or, for whom they are meant (and
/// without an audience), only their tags.
///
/// # Errors
/// When a block is not closed, or closed without having been opened: nobody can tell then what was
/// meant to stay inside, and the article is lost.
pub(crate) fn visible<'t>(
    text: &'t str,
    audience: Option<&Audience>,
    origin: &Origin,
) -> Result<Cow<'t, str>, Diagnostic> {
    if tag_at_or_after(text, 0).is_none() {
        return Ok(Cow::Borrowed(text));
    }
    let hides = audience.filter(|audience| !audience.shown.contains(INTERNAL));
    let cut = without_blocks(text, true).and_then(|whole| match hides {
        Some(audience) => without_blocks(&plant(text, &audience.canary), false),
        None => Ok(whole),
    });
    cut.map(Cow::Owned).map_err(|offset| {
        let position = Position::of(text, offset.min(text.len()));
        let place = Origin {
            path: origin.path.clone(),
            // A line of a file of lines is the article's own.
            line: if origin.line > 1 { origin.line } else { position.line },
            column: if origin.line > 1 { 0 } else { position.column },
        };
        Diagnostic::error(
            place,
            "an <internal> block is not closed, or </internal> closes none",
            "write <internal> before and </internal> after what is for your own people; nothing of the article is published until then",
        )
    })
}

/// A tag `<internal>` or `</internal>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tag {
    start: usize,
    end: usize,
    closes: bool,
}

/// The first tag at `from` or later. One without `>` reaches to the end of the text.
fn tag_at_or_after(text: &str, from: usize) -> Option<Tag> {
    let mut at = from;
    while let Some(found) = text.get(at..)?.find('<') {
        let start = at + found;
        let rest = text.get(start + 1..)?;
        let (name, closes) = match rest.strip_prefix('/') {
            Some(name) => (name, true),
            None => (rest, false),
        };
        if is_internal(name) {
            let end = rest.find('>').map_or(text.len(), |end| start + end + 2);
            return Some(Tag { start, end, closes });
        }
        at = start + 1;
    }
    None
}

/// Whether a text after `<` or `</` begins with the name, in whatever case, and the name ends there.
fn is_internal(text: &str) -> bool {
    let Some(name) = text.get(..INTERNAL.len()) else {
        return false;
    };
    let next = text[INTERNAL.len()..].chars().next();
    name.eq_ignore_ascii_case(INTERNAL)
        && next.is_none_or(|next| next.is_whitespace() || matches!(next, '>' | '/'))
}

/// The text with the canary at the beginning of every block.
fn plant(text: &str, canary: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2 * canary.len());
    let mut last = 0;
    while let Some(tag) = tag_at_or_after(text, last) {
        out.push_str(&text[last..tag.end]);
        if !tag.closes {
            out.push(' ');
            out.push_str(canary);
            out.push(' ');
        }
        last = tag.end;
    }
    out.push_str(&text[last..]);
    out
}

/// The text without the tags and, unless `keep` says so, without what is in them. The error is the
/// offset of the tag that has no other.
fn without_blocks(text: &str, keep: bool) -> Result<String, usize> {
    let mut out = String::with_capacity(text.len());
    let (mut last, mut depth, mut opened) = (0, 0usize, 0);
    while let Some(tag) = tag_at_or_after(text, last) {
        if keep || depth == 0 {
            out.push_str(&text[last..tag.start]);
        }
        match (tag.closes, depth) {
            (true, 0) => return Err(tag.start),
            (true, _) => depth -= 1,
            (false, 0) => (depth, opened) = (1, tag.start),
            (false, _) => depth += 1,
        }
        last = tag.end;
        // A block that has its lines to itself leaves none behind.
        if !keep && depth == 0 && out.ends_with('\n') && text[last..].starts_with('\n') {
            last += 1;
        }
    }
    if depth > 0 {
        return Err(opened);
    }
    out.push_str(&text[last..]);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::path::Path;

    fn of(shown: &[&str]) -> Audience {
        let names = |names: &[&str]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
        Audience::new(names(shown), names(&[PUBLIC, CUSTOMER, INTERNAL]))
    }

    fn seen(text: &str, shown: &[&str]) -> Result<String, (u32, u32)> {
        let origin = Origin::file(Path::new("a.md"));
        visible(text, Some(&of(shown)), &origin)
            .map(Cow::into_owned)
            .map_err(|one| (one.origin.line, one.origin.column))
    }

    #[test]
    fn blocks_are_cut_out_or_keep_their_content() {
        for (text, public, internal) in [
            ("plain <b>x</b>", "plain <b>x</b>", "plain <b>x</b>"),
            ("a <internal>b</internal> c", "a  c", "a b c"),
            ("a\n<internal>\nb\n</internal>\nc", "a\nc", "a\n\nb\n\nc"),
            ("<INTERNAL why=\"x\">b</Internal >c", "c", "bc"),
            (
                "<internal>a<internal>b</internal>c</internal>d",
                "d",
                "abcd",
            ),
            (
                "<internals>a</internals>",
                "<internals>a</internals>",
                "<internals>a</internals>",
            ),
            (
                "- a <internal>\n- b\n</internal>\n- c",
                "- a \n- c",
                "- a \n- b\n\n- c",
            ),
            ("`<internal>b</internal>`", "``", "`b`"),
        ] {
            assert_eq!(seen(text, &[PUBLIC]).as_deref(), Ok(public), "{text:?}");
            assert_eq!(
                seen(text, &[PUBLIC, CUSTOMER]).as_deref(),
                Ok(public),
                "{text:?}"
            );
            assert_eq!(
                seen(text, &[PUBLIC, INTERNAL]).as_deref(),
                Ok(internal),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_block_without_an_end_loses_the_article_and_says_where() {
        for (text, place) in [
            ("a\nb <internal>c", (2, 3)),
            ("a</internal>", (1, 2)),
            ("<internal", (1, 1)),
            ("<internal/>a", (1, 1)),
            ("<internal>a</internal></internal>", (1, 23)),
        ] {
            assert_eq!(seen(text, &[PUBLIC]), Err(place), "{text:?}");
            assert_eq!(seen(text, &[INTERNAL]), Err(place), "{text:?}");
        }
    }

    #[test]
    fn an_audience_that_nobody_knows_is_not_public() {
        let audience = of(&[PUBLIC]);
        let stated = |name: &str| vec![name.to_owned()];
        assert!(audience.shows(&[]) && audience.shows(&stated(PUBLIC)));
        assert!(!audience.shows(&stated(INTERNAL)) && !audience.shows(&stated("intern")));
        let (name, cure) = audience
            .unknown(&["publik".to_owned()])
            .map(|(name, cure)| (name.to_owned(), cure))
            .unwrap();
        assert_eq!(
            (name.as_str(), cure.as_str()),
            ("publik", "did you mean `public`?")
        );
        assert_eq!(audience.unknown(&stated(CUSTOMER)), None);
    }

    proptest! {
        #[test]
        fn nothing_of_a_block_is_left(parts in prop::collection::vec((any::<bool>(), "[ -~é\n]{0,12}"), 0..12)) {
            let mut text = String::new();
            for (at, (hidden, part)) in parts.iter().enumerate() {
                let part = part.replace('<', "(");
                if *hidden {
                    text.push_str(&format!("<internal>{part}secret{at}</internal>"));
                } else {
                    text.push_str(&part);
                }
            }
            let seen = seen(&text, &[PUBLIC]).unwrap();
            prop_assert!(!seen.contains("secret"));
            prop_assert!(!seen.contains("internal>"));
        }
    }
}
