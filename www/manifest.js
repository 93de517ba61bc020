import { HelpdexError } from "./errors.js";

/**
 * What `manifest.helpdex` has to be. It stands for all that two files of different builds may say to
 * each other: the manifest, the calls of the engine, the options of `mount`.
 */
const FORMAT = 1;

/**
 * One language of a bundle.
 * @typedef {object} ManifestLanguage
 * @property {string} root path of the index's root file, relative to the bundle base
 * @property {string} engine file name of the wasm engine, relative to `app`
 * @property {number} articles number of articles
 * @property {string} [top] path of the list of top questions (`ListedArticle[]`), relative to the bundle base, as the others
 * @property {string} [suggest] path of what is offered on some pages: `Suggestion[]`
 * @property {string} [contact] path of the ways to reach a person: `Contact`; without it there are none
 * @property {string} [trees] path of the decision trees by id: `Record<string, Tree>`
 * @property {string} [solved] path of how many percent of how many voters an article helped, by its id: `Record<string, [percent: number, votes: number]>`
 * @property {string} [surveys] path of what people are asked afterwards: `Survey[]`
 * @property {string} [strings] path of the site's own texts of the interface by key, in place of helpdex's
 * @property {string} [faq] path of the frequent questions: `FaqEntry[]`
 */
/**
 * An article in a list.
 * @typedef {object} ListedArticle
 * @property {string} id
 * @property {string} url
 * @property {string} title
 * @property {string} breadcrumbs joined by " › "; may be empty
 */
/**
 * What is offered on the pages that `match` names; the first that matches wins.
 * @typedef {object} Suggestion
 * @property {string} match path of the pages; `*` stands for any run of characters
 * @property {ListedArticle[]} articles
 */
/**
 * A part of a text: plain, or tag, attributes (0: none) and what it holds. The build lets only a few
 * tags, attributes and kinds of address through.
 * @typedef {string | [string, Record<string, string> | 0, ...any[]]} RichNode
 */
/**
 * A frequent question.
 * @typedef {object} FaqEntry
 * @property {string} id
 * @property {string} url
 * @property {string} title
 * @property {RichNode[]} answer beginning of the article
 */
/**
 * A choice in a decision tree: its label, and one of the others.
 * @typedef {object} TreeChoice
 * @property {string} label
 * @property {string} [next] id of a step
 * @property {ListedArticle} [article]
 * @property {string} [route] id of a channel, or a cell of the contact table
 * @property {true} [solved]
 * @property {string} [href]
 */
/**
 * A decision tree.
 * @typedef {object} Tree
 * @property {string} title
 * @property {string} [url] page that holds the tree; without it, the one that the reader is on
 * @property {string} start id of the first step
 * @property {Record<string, { heading: string, body: RichNode[], choices: TreeChoice[], end?: true }>} steps
 */
/** @typedef {"low" | "medium" | "high"} Level */
/**
 * A way to reach a person: one of `href`, `event` and `form` says how.
 * @typedef {object} Channel
 * @property {string} label
 * @property {string} [href] http(s), mailto or tel
 * @property {true} [event] the page does it, on `help:contact_start`
 * @property {string} [form] selector of a form of the page
 * @property {{ tz: string, open: { days: number[], from: string, to: string }[], closed_on?: string[] }} [hours]
 *   IANA name of the zone; days 1 (Monday) to 7; times `HH:MM`, up to 24:00; days `2026-12-25`
 * @property {number} [wait_minutes] expected wait
 */
/**
 * Who is offered when.
 * @typedef {object} Contact
 * @property {2 | 3} levels of complexity, severity and effort
 * @property {Record<string, string[]>} table first and second channel of every cell: three letters of `LMH`
 * @property {{ match: string, set: { complexity?: Level, severity?: Level, effort?: Level } }[]} rules for
 *   queries that a regular expression (flags `iu`) matches
 * @property {Record<string, Channel>} channels by id
 */
/**
 * The only mutable file of a bundle.
 * @typedef {object} Manifest
 * @property {number} helpdex format version
 * @property {string} build id of the build
 * @property {string} app folder of the code, relative to the bundle base, with a trailing slash
 * @property {string} default language used when neither the page's nor a fallback is there
 * @property {string} [site] name of the site
 * @property {string[]} [fallback] languages searched after the page's own, best first
 * @property {Record<string, ManifestLanguage>} languages by BCP 47 tag in lower case
 * @property {Record<string, [label: string, placeholder: string]>} [labels] of a field, by base language, of
 *   those languages of the bundle that the interface speaks; English needs none
 */
/**
 * Absolute addresses of what one language needs.
 * @typedef {object} BundleUrls
 * @property {string} root
 * @property {string} wasm
 * @property {string} glue JavaScript half of the engine
 */

/**
 * The language of the bundle that serves a page best: the tag itself, then the tag without its
 * region or script (`es-MX` → `es`), then another region of the same language, then the first
 * fallback, then the default; of a page that names no language, the default.
 * @param {Manifest} manifest
 * @param {string} [wanted] BCP 47 tag
 * @returns {string} a key of `manifest.languages`
 */
export function pickLanguage(manifest, wanted = "") {
  const tags = Object.keys(manifest.languages);
  const parts = wanted.toLowerCase().split(/[-_]/);
  for (; parts.length; parts.pop()) {
    const tag = parts.join("-");
    const found = tags.find((t) => t === tag) ?? tags.find((t) => t.startsWith(tag + "-"));
    if (tag && found) return found;
  }
  return (wanted && manifest.fallback?.find((tag) => tags.includes(tag))) || manifest.default;
}

/**
 * The glue's fragment keeps one module instance per language, because generated glue holds its
 * wasm in a module-level variable; the fragment is not sent, so the file is fetched once.
 * @param {Manifest} manifest
 * @param {string} language key of `manifest.languages`
 * @param {string} base absolute URL of the bundle, with a trailing slash
 * @returns {BundleUrls}
 */
export function bundleUrls(manifest, language, base) {
  const { root, engine } = manifest.languages[language];
  const app = new URL(manifest.app, base);
  return {
    root: new URL(root, base).href,
    wasm: new URL(engine, app).href,
    glue: new URL(`engine.js#${language}`, app).href,
  };
}

/**
 * Scripts of one format must not read a bundle of another: they would find less, not fail.
 * @param {Manifest} manifest
 * @param {string} base where it is from, for the message
 * @throws {HelpdexError} `version`, naming what is to be renewed
 */
export function assertFits({ helpdex }, base) {
  if (helpdex === FORMAT) return;
  const older = helpdex > FORMAT ? `the scripts of this page are older than the bundle (${FORMAT} and ${helpdex}): reload the page; if that does not help, purge helpdex.js from the caches in between` : `the bundle is older than the scripts of this page (${helpdex} and ${FORMAT}): run \`helpdex build\` again and deploy all of its output`;
  throw new HelpdexError("version", `helpdex: ${base}manifest.json: ${older}`);
}
