/**
 * What the build lets through of an article's markup. Pages enforce it once more, because they trust no file.
 */

/** Tags; of any other only the text is kept, or nothing. */
export const TAGS = new Set(
  "p h2 h3 h4 h5 h6 ul ol li dl dt dd a strong em b i u s code pre kbd samp var sub sup mark small abbr br hr blockquote table caption thead tbody tfoot tr th td img figure figcaption details summary div span".split(" "),
);

/** Attributes that only some tags may have. @type {Record<string, string[]>} */
export const ATTRIBUTES = {
  a: ["href", "title"],
  img: ["src", "alt", "width", "height"],
  th: ["colspan", "rowspan", "scope"],
  td: ["colspan", "rowspan", "scope"],
  ol: ["start", "type"],
  code: ["class"],
  pre: ["class"],
};

/** Attributes that every tag may have. */
export const GLOBAL = ["id", "lang", "dir"];
