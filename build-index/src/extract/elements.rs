//! What each HTML element means for the text of an article.

/// The part an element plays. Elements not listed are inline: their text is kept and
/// joins the words around it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text within a line.
    #[default]
    Inline,
    /// Begins and ends a line.
    Block,
    /// A block that may carry the identifier of the heading that opens it.
    Section,
    /// A table cell: separated from its neighbours as a word.
    Cell,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// An image: its alternative text is kept.
    Image,
    /// A link, or the target of one.
    Link,
    /// Preformatted text: lines stay lines.
    Preformatted,
    /// Never text for a reader.
    Unread,
    /// Furniture of a page around the article.
    Chrome,
    /// The article, marked as one of possibly several.
    Article,
    /// The main part of the page.
    Main,
    /// The page's `<title>`.
    Title,
    /// The root element, which states the language.
    Root,
    /// A `<meta>` element.
    Meta,
    /// A `<link>` element.
    Relation,
}

impl Role {
    /// The part played by the element `name` (lower case).
    pub(super) fn of(name: &[u8]) -> Self {
        match name {
            b"p" | b"div" | b"ul" | b"ol" | b"li" | b"dl" | b"dt" | b"dd" | b"table"
            | b"caption" | b"thead" | b"tbody" | b"tfoot" | b"tr" | b"blockquote" | b"figure"
            | b"figcaption" | b"details" | b"summary" | b"form" | b"fieldset" | b"legend"
            | b"address" | b"hr" | b"br" | b"body" | b"option" | b"hgroup" | b"menu"
            | b"search" | b"dialog" => Self::Block,
            b"section" => Self::Section,
            b"td" | b"th" => Self::Cell,
            b"h1" => Self::Heading(1),
            b"h2" => Self::Heading(2),
            b"h3" => Self::Heading(3),
            b"h4" => Self::Heading(4),
            b"h5" => Self::Heading(5),
            b"h6" => Self::Heading(6),
            b"img" => Self::Image,
            b"a" => Self::Link,
            b"pre" => Self::Preformatted,
            b"script" | b"style" | b"template" | b"noscript" | b"svg" | b"iframe" | b"object"
            | b"canvas" | b"audio" | b"video" | b"select" | b"textarea" | b"rt" | b"rp" => {
                Self::Unread
            }
            b"nav" | b"header" | b"footer" | b"aside" => Self::Chrome,
            b"article" => Self::Article,
            b"main" => Self::Main,
            b"title" => Self::Title,
            b"html" => Self::Root,
            b"meta" => Self::Meta,
            b"link" => Self::Relation,
            _ => Self::Inline,
        }
    }

    /// Whether attributes of the element matter.
    pub(super) fn has_attributes(self) -> bool {
        matches!(
            self,
            Self::Section
                | Self::Heading(_)
                | Self::Image
                | Self::Link
                | Self::Root
                | Self::Meta
                | Self::Relation
        )
    }
}

/// The attributes that matter, of the start tag being read.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) alt: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) content: Option<String>,
    pub(super) rel: Option<String>,
    pub(super) href: Option<String>,
    pub(super) aria_hidden: Option<String>,
}

impl Attributes {
    /// The place of the attribute `name` (lower case), if it matters.
    pub(super) fn slot(&mut self, name: &[u8]) -> Option<&mut Option<String>> {
        match name {
            b"id" => Some(&mut self.id),
            b"name" => Some(&mut self.name),
            b"alt" => Some(&mut self.alt),
            b"lang" => Some(&mut self.lang),
            b"content" => Some(&mut self.content),
            b"rel" => Some(&mut self.rel),
            b"href" => Some(&mut self.href),
            b"aria-hidden" => Some(&mut self.aria_hidden),
            _ => None,
        }
    }

    /// The identifier that the element can be linked by.
    pub(super) fn target(&mut self) -> Option<String> {
        self.id
            .take()
            .or_else(|| self.name.take())
            .filter(|target| !target.is_empty())
    }
}
