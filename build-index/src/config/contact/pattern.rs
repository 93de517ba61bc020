//! Regular expressions that mean the same here and in a browser.
//!
//! A page compiles a rule with `new RegExp(pattern, "iu")`. What Rust's `regex-syntax` and
//! ECMAScript write differently, or what only one of them has, is refused, and so are patterns that
//! match everything or that take a browser exponential time.

use regex_syntax::ast::{
    self, Ast, ClassPerlKind, ClassSet, ClassSetItem, ClassUnicodeKind, GroupKind, LiteralKind,
};

/// General categories of Unicode, which both languages write as `\p{Lu}`.
const CATEGORIES: &str =
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po S Sm Sc Sk So Z Zs";
/// Characters that ECMAScript lets a backslash stand before.
const ESCAPABLE: &str = r"^$\.*+?()[]{}|/";

/// Why a pattern cannot be used, with the cure, to be read after the pattern.
///
/// Legal are literal characters, `.`, alternatives, groups `(…)` and `(?:…)`, classes `[a-z]`,
/// `\d \D \w \W \s \S \b \B ^ $`, general categories such as `\p{L}`, and `* + ? {n} {n,} {n,m}`,
/// lazy ones included. In a browser `\w`, `\d` and `\b` know the letters and digits of ASCII alone.
pub(crate) fn check(pattern: &str) -> Result<(), String> {
    let parsed = ast::parse::Parser::new().parse(pattern);
    let parsed = parsed.map_err(|error| {
        format!("is no regular expression: {}; mend it, or write the words themselves, such as `hacked|stolen`", error.kind())
    })?;
    portable(&parsed, pattern, false)?;
    let meaning = regex_syntax::parse(pattern).map_err(|error| match error {
        regex_syntax::Error::Translate(error) => {
            format!("is no regular expression: {}", error.kind())
        }
        _ => "is no regular expression".to_owned(),
    })?;
    match meaning.properties().minimum_len() {
        Some(0) | None => {
            Err("matches every query, or none; write the words that it is for".to_owned())
        }
        Some(_) => Ok(()),
    }
}

/// Refuses what browsers read differently. `repeated`: inside of something without an upper limit.
fn portable(ast: &Ast, pattern: &str, repeated: bool) -> Result<(), String> {
    match ast {
        Ast::Empty(_) | Ast::Dot(_) => Ok(()),
        Ast::Flags(_) => Err(only_plain_groups()),
        Ast::Literal(literal) => portable_literal(literal, false),
        Ast::Assertion(assertion) => match assertion.kind {
            ast::AssertionKind::StartLine
            | ast::AssertionKind::EndLine
            | ast::AssertionKind::WordBoundary
            | ast::AssertionKind::NotWordBoundary => Ok(()),
            _ => refused(text(pattern, &assertion.span), "write `^`, `$` or `\\b`"),
        },
        Ast::ClassUnicode(class) => portable_category(class, pattern),
        Ast::ClassPerl(class) => match class.kind {
            ClassPerlKind::Digit | ClassPerlKind::Space | ClassPerlKind::Word => Ok(()),
        },
        Ast::ClassBracketed(class) => portable_set(&class.kind, pattern),
        Ast::Repetition(repetition) => portable_repetition(repetition, pattern, repeated),
        Ast::Group(group) => match &group.kind {
            GroupKind::CaptureIndex(_) => portable(&group.ast, pattern, repeated),
            GroupKind::NonCapturing(flags) if flags.items.is_empty() => {
                portable(&group.ast, pattern, repeated)
            }
            _ => Err(only_plain_groups()),
        },
        Ast::Alternation(alternation) => {
            let mut asts = alternation.asts.iter();
            asts.try_for_each(|ast| portable(ast, pattern, repeated))
        }
        Ast::Concat(concat) => {
            let mut asts = concat.asts.iter();
            asts.try_for_each(|ast| portable(ast, pattern, repeated))
        }
    }
}

fn portable_repetition(
    repetition: &ast::Repetition,
    pattern: &str,
    repeated: bool,
) -> Result<(), String> {
    let operator = text(pattern, &repetition.op.span);
    if matches!(
        *repetition.ast,
        Ast::Repetition(_) | Ast::Assertion(_) | Ast::Empty(_)
    ) {
        return refused(
            operator,
            "put what it repeats in a group, `(?:…)`, or leave it out",
        );
    }
    let is_plain = |c: char| c.is_ascii_digit() || "*+?{},".contains(c);
    if operator.starts_with("{,") || !operator.chars().all(is_plain) {
        return refused(operator, "write `{n}`, `{n,}` or `{n,m}`");
    }
    let is_unlimited = match &repetition.op.kind {
        ast::RepetitionKind::ZeroOrMore | ast::RepetitionKind::OneOrMore => true,
        ast::RepetitionKind::Range(ast::RepetitionRange::AtLeast(_)) => true,
        ast::RepetitionKind::ZeroOrOne | ast::RepetitionKind::Range(_) => false,
    };
    if is_unlimited && repeated {
        return refused(
            operator,
            "it repeats within a repetition, which can take a browser minutes; repeat once, or give the inner one a limit such as `{0,20}`",
        );
    }
    portable(&repetition.ast, pattern, repeated || is_unlimited)
}

fn portable_literal(literal: &ast::Literal, in_class: bool) -> Result<(), String> {
    let c = literal.c;
    let is_portable = match literal.kind {
        LiteralKind::Verbatim => {
            in_class && c != '[' && c != ']' || !in_class && !"{}[]".contains(c)
        }
        LiteralKind::Meta | LiteralKind::Superfluous => {
            ESCAPABLE.contains(c) || (in_class && c == '-')
        }
        LiteralKind::Octal => false,
        LiteralKind::HexFixed(ast::HexLiteralKind::X | ast::HexLiteralKind::UnicodeShort) => true,
        LiteralKind::HexFixed(_) => false,
        LiteralKind::HexBrace(ast::HexLiteralKind::UnicodeShort) => true,
        LiteralKind::HexBrace(_) => false,
        LiteralKind::Special(ast::SpecialLiteralKind::Bell | ast::SpecialLiteralKind::Space) => {
            false
        }
        LiteralKind::Special(_) => true,
    };
    if is_portable {
        return Ok(());
    }
    let cure = match literal.kind {
        LiteralKind::Verbatim => format!("write `\\{c}`"),
        LiteralKind::Meta | LiteralKind::Superfluous => {
            format!("write `{c}` without the backslash")
        }
        _ => format!("write it as `\\u{{{:X}}}`", u32::from(c)),
    };
    refused(&c.to_string(), &cure)
}

fn portable_set(set: &ClassSet, pattern: &str) -> Result<(), String> {
    let item = match set {
        ClassSet::Item(item) => item,
        ClassSet::BinaryOp(operation) => {
            let written = text(pattern, &operation.span);
            return refused(written, "write out the characters of the class");
        }
    };
    let ClassSetItem::Union(union) = item else {
        return portable_item(item, pattern);
    };
    let last = union.items.len().saturating_sub(1);
    for (place, item) in union.items.iter().enumerate() {
        let is_hyphen = matches!(item, ClassSetItem::Literal(literal) if literal.c == '-' && literal.kind == LiteralKind::Verbatim);
        if is_hyphen && place != 0 && place != last {
            return refused("-", "write `\\-`, or put it first in its class");
        }
        portable_item(item, pattern)?;
    }
    Ok(())
}

fn portable_item(item: &ClassSetItem, pattern: &str) -> Result<(), String> {
    match item {
        ClassSetItem::Literal(literal) => portable_literal(literal, true),
        ClassSetItem::Range(range) => {
            portable_literal(&range.start, true)?;
            portable_literal(&range.end, true)
        }
        ClassSetItem::Perl(_) => Ok(()),
        ClassSetItem::Unicode(class) => portable_category(class, pattern),
        ClassSetItem::Empty(_) | ClassSetItem::Union(_) => Ok(()),
        ClassSetItem::Ascii(class) => refused(
            text(pattern, &class.span),
            "write out the characters, such as `a-z`",
        ),
        ClassSetItem::Bracketed(class) => refused(
            text(pattern, &class.span),
            "write one class without another in it",
        ),
    }
}

fn portable_category(class: &ast::ClassUnicode, pattern: &str) -> Result<(), String> {
    let written = text(pattern, &class.span);
    if class.negated {
        return refused(written, "write a class such as `[^\\p{L}]`");
    }
    match &class.kind {
        ClassUnicodeKind::Named(name) if CATEGORIES.split(' ').any(|known| known == name) => Ok(()),
        _ => refused(
            written,
            "write a general category of Unicode in braces, such as `\\p{L}` for letters",
        ),
    }
}

fn only_plain_groups() -> String {
    "has a group that browsers read differently; write `(…)` or `(?:…)`, case does not matter anyway".to_owned()
}

fn refused(what: &str, cure: &str) -> Result<(), String> {
    Err(format!(
        "has `{what}`, which browsers read differently; {cure}"
    ))
}

fn text<'p>(pattern: &'p str, span: &ast::Span) -> &'p str {
    pattern
        .get(span.start.offset..span.end.offset)
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `tests/client/patterns.test.mjs` compiles the same patterns in JavaScript.
    const LEGAL: &str = include_str!("../../../../tests/fixtures/patterns/legal.txt");
    const REFUSED: &str = include_str!("../../../../tests/fixtures/patterns/refused.txt");

    #[test]
    fn what_both_languages_read_alike_is_legal() {
        for pattern in LEGAL.lines() {
            assert_eq!(check(pattern), Ok(()), "{pattern}");
        }
        assert!(LEGAL.lines().count() >= 20);
    }

    #[test]
    fn the_rest_is_refused_with_a_cure() {
        for line in REFUSED.lines() {
            let (pattern, expected) = line.split_once('\t').expect("a pattern and its message");
            let message = check(pattern).expect_err(pattern);
            assert!(message.contains(expected), "{pattern}: {message}");
        }
        assert!(REFUSED.lines().count() >= 20);
    }
}
