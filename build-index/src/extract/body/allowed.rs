//! What may be in a body: elements, their attributes and values. `FORMAT.md` and `www/article-nodes.js` state the
//! same lists.

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// It stays, under this name.
    Kept(&'static str),
    /// Its content stays.
    Unwrapped,
    /// It goes with all that is in it.
    LeftOut,
    /// What surrounds an article on a page.
    Furniture,
    /// A form control; the check box of a task list becomes a character.
    Checkbox,
}

/// Elements that stay; `h1` is renamed later, once it is known whether it repeats the title.
const KEPT: [&str; 53] = [
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "a",
    "strong",
    "em",
    "b",
    "i",
    "u",
    "s",
    "code",
    "pre",
    "kbd",
    "samp",
    "var",
    "sub",
    "sup",
    "mark",
    "small",
    "abbr",
    "br",
    "hr",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "th",
    "td",
    "img",
    "figure",
    "figcaption",
    "details",
    "summary",
    "div",
    "span",
    "del",
    "strike",
    "ins",
    "tt",
    "cite",
];

/// The part of the element `name` (lower case). What is not known is unwrapped: its text may
/// matter, it itself does not.
pub(super) fn part(name: &str) -> Part {
    match name {
        "del" | "strike" => Part::Kept("s"),
        "ins" => Part::Kept("u"),
        "tt" => Part::Kept("code"),
        "cite" => Part::Kept("em"),
        "input" => Part::Checkbox,
        "nav" | "header" | "footer" | "aside" => Part::Furniture,
        "script" | "style" | "template" | "noscript" | "svg" | "math" | "iframe" | "frame"
        | "frameset" | "noframes" | "object" | "embed" | "applet" | "canvas" | "audio"
        | "video" | "source" | "track" | "select" | "textarea" | "button" | "datalist"
        | "meter" | "progress" | "head" | "title" | "meta" | "link" | "base" | "rt" | "rp"
        | "noembed" | "xmp" | "plaintext" | "portal" => Part::LeftOut,
        name => {
            let kept = KEPT.iter().find(|kept| **kept == name);
            kept.map_or(Part::Unwrapped, |kept| Part::Kept(kept))
        }
    }
}

/// Whether the element takes a line of its own.
pub(super) fn is_block(tag: &str) -> bool {
    !matches!(
        tag,
        "a" | "strong"
            | "em"
            | "b"
            | "i"
            | "u"
            | "s"
            | "code"
            | "kbd"
            | "samp"
            | "var"
            | "sub"
            | "sup"
            | "mark"
            | "small"
            | "abbr"
            | "br"
            | "img"
            | "span"
    )
}

/// Whether the element has no content.
pub(super) fn is_void(tag: &str) -> bool {
    matches!(tag, "br" | "hr" | "img")
}

/// Whether the element says something without any content.
pub(super) fn may_be_empty(tag: &str) -> bool {
    is_void(tag) || matches!(tag, "td" | "th" | "tr" | "li")
}

/// Elements that `aria-hidden` marks as ornaments; the text of others is kept.
pub(super) fn is_decoration(name: &str) -> bool {
    matches!(name, "a" | "img" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The attributes that stay. Addresses are judged when they are resolved; identifiers are given to
/// headings alone.
pub(super) fn attributes<'a>(
    tag: &str,
    value_of: impl Fn(&str) -> Option<&'a str>,
) -> Vec<(&'static str, String)> {
    let own: &[&'static str] = match tag {
        "a" => &["href", "title"],
        "img" => &["src", "alt", "width", "height"],
        "th" | "td" => &["colspan", "rowspan", "scope"],
        "ol" => &["start", "type"],
        "code" | "pre" => &["class"],
        _ => &[],
    };
    let names = own.iter().chain(&["lang", "dir"]);
    let kept = names.filter_map(|name| {
        let value = value_of(name)?;
        legal(name, value).map(|value| (*name, value))
    });
    kept.collect()
}

/// A value in its usual form, if it is legal.
fn legal(name: &str, value: &str) -> Option<String> {
    let trimmed = value.trim();
    let is_number = |least: i32, most: i32| {
        let number = trimmed.parse::<i32>().ok();
        number.is_some_and(|number| (least..=most).contains(&number))
    };
    let is_one_of = |values: &[&str]| values.contains(&trimmed);
    let is_legal = match name {
        "href" | "src" | "title" | "alt" => return Some(value.to_owned()),
        "class" => return language_class(value),
        "width" | "height" => is_number(1, 20_000),
        "colspan" | "rowspan" => is_number(1, 1_000),
        "start" => is_number(-1_000_000, 1_000_000),
        "type" => is_one_of(&["1", "a", "A", "i", "I"]),
        "scope" => is_one_of(&["row", "col", "rowgroup", "colgroup"]),
        "dir" => is_one_of(&["ltr", "rtl", "auto"]),
        "lang" => {
            let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
            (1..=35).contains(&trimmed.len()) && trimmed.chars().all(is_part)
        }
        _ => false,
    };
    is_legal.then(|| trimmed.to_owned())
}

/// `language-rust` among the classes of code.
fn language_class(classes: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+#._-".contains(c);
    let mut classes = classes.split_whitespace();
    let found = classes.find(|class| {
        let language = class.strip_prefix("language-");
        language.is_some_and(|name| !name.is_empty() && name.chars().all(is_part))
    });
    found.map(str::to_owned)
}
