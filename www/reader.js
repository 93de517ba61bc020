import { renderNodes } from "./article-nodes.js";
import { articleStyles } from "./article-styles.js";
import { Client } from "./client.js";
import { directionOf } from "./direction.js";
import { h, styleSheet } from "./dom.js";
import { isAbort, toHelpdexError } from "./errors.js";
import { pickLanguage } from "./manifest.js";
import { shareEngine } from "./pool.js";
import { signInLink } from "./states/contact.js";
import { loadTexts } from "./strings/load.js";
import { elementStyles } from "./styles/element.js";
import { startFollowing } from "./tracking/start.js";

/** @import { Article } from "./engine.js" */
/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */
/** @import { Texts } from "./strings/index.js" */

export { articleStyles };

/**
 * @typedef {object} RenderOptions
 * @property {Texts} texts of the interface; `updated`, `related` and `openFull` are used
 * @property {number} [headingLevel] of the article's title, 1 to 6; default 2
 */
/**
 * @typedef {object} MountOptions
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {Manifest} manifest
 * @property {string} lang BCP 47 tag of the page
 * @property {Prefetched} [prefetched]
 * @property {number} [timeoutMs]
 */

/**
 * An article: title, date, body, related articles and the way to its own page. A link to a related
 * article has its id in `data-article-id`.
 * @param {Article} record
 * @param {RenderOptions} options
 * @returns {DocumentFragment}
 */
export function renderArticle(record, { texts, headingLevel = 2 }) {
  const level = Math.min(6, Math.max(1, Math.trunc(headingLevel) || 2));
  const { language, title, breadcrumbs } = record;
  const article = h("article", { class: "article", part: "article", lang: language, dir: directionOf(language) });
  if (breadcrumbs) article.append(h("p", { class: "article-path", part: "article-breadcrumbs" }, breadcrumbs));
  article.append(heading(level, { class: "article-title", part: "article-title", tabindex: "-1" }, title));
  if (record.updated) article.append(updated(record.updated, texts));
  const body = h("div", { class: "article-body", part: "article-body" });
  body.append(renderNodes(record.body, { headingLevel: Math.min(6, level + 1), name: title }));
  article.append(body);
  const fragment = document.createDocumentFragment();
  fragment.append(article);
  if (record.related?.length) article.append(related(record, texts, Math.min(6, level + 1)));
  if (isLink(record.url)) article.append(h("p", {}, h("a", { class: "article-full", part: "article-full", href: record.url }, texts.strings.openFull)));
  return fragment;
}

/**
 * @param {number} level
 * @param {Record<string, string>} attributes
 * @param {string} content
 */
function heading(level, attributes, content) {
  return h(/** @type {"h2"} */ (`h${level}`), attributes, content);
}

/**
 * @param {string} day ISO 8601
 * @param {RenderOptions["texts"]} texts
 */
function updated(day, texts) {
  const date = new Date(`${day}T00:00:00Z`);
  const written = Number.isNaN(date.valueOf()) ? day : new Intl.DateTimeFormat(texts.language, { dateStyle: "long", timeZone: "UTC" }).format(date);
  const [before, after = ""] = texts.strings.updated.split(/\{\w+\}/);
  const time = h("time", { datetime: day }, written);
  return h("p", { class: "article-updated", part: "article-updated", lang: texts.language, dir: directionOf(texts.language) }, before.trimEnd(), " ", time, after);
}

/**
 * @param {Article} record
 * @param {RenderOptions["texts"]} texts
 * @param {number} level
 */
function related(record, texts, level) {
  const name = texts.strings.related;
  const links = record.related.filter(({ url }) => isLink(url)).map(({ id, url, title }) => h("li", {}, h("a", { href: url, "data-article-id": id, part: "article-related-link" }, title)));
  return h("nav", { class: "article-related", part: "article-related", "aria-label": name }, heading(level, { class: "article-related-title", part: "article-related-title" }, name), h("ul", {}, ...links));
}

/** @param {unknown} url */
function isLink(url) {
  return typeof url === "string" && URL.canParse(url, document.baseURI) && /^https?:$/.test(new URL(url, document.baseURI).protocol);
}

/**
 * Shows an article in `<help-article article-id="…">`. What the element holds is shown until the
 * article is there, and for good if there is none. `data-state` says `loading`, `article`,
 * `not-found` or `error`; whoever has to sign in first finds the way there below what the element holds.
 * @param {HTMLElement} host attributes `article-id`, `heading-level` (default 2), `lang`, `signin-url`
 * @param {MountOptions} options
 * @returns {Promise<{ destroy: () => void }>}
 */
export async function mount(host, options) {
  const view = new ArticleView(host, options, await loadTexts(options));
  const observer = new MutationObserver(() => view.show());
  observer.observe(host, { attributes: true, attributeFilter: ["article-id", "heading-level"] });
  const stopFollowing = await startFollowing(host, options);
  view.show();
  return {
    destroy() {
      observer.disconnect();
      stopFollowing();
      view.destroy();
    },
  };
}

class ArticleView {
  #host;
  #root;
  #options;
  #texts;
  /** @type {Promise<Client>|undefined} */
  #client;
  /** @type {AbortController|undefined} */
  #current;

  /**
   * @param {HTMLElement} host
   * @param {MountOptions} options
   * @param {Texts} texts
   */
  constructor(host, options, texts) {
    this.#host = host;
    this.#options = options;
    this.#texts = texts;
    this.#root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    this.#root.adoptedStyleSheets = [styleSheet(elementStyles + articleStyles)];
  }

  async show() {
    this.#current?.abort();
    const { signal } = (this.#current = new AbortController());
    const id = this.#host.getAttribute("article-id") ?? "";
    this.#fallback("loading");
    try {
      this.#client ??= this.#open();
      const record = await (await this.#client).article({ id }, { signal });
      if (!signal.aborted) this.#draw(record);
    } catch (error) {
      if (signal.aborted || isAbort(error)) return;
      this.#client?.catch(() => (this.#client = undefined));
      this.#fail(toHelpdexError(error));
    }
  }

  destroy() {
    this.#current?.abort();
    this.#client?.then((client) => client.destroy(), () => {});
    this.#client = undefined;
    this.#root.replaceChildren(document.createElement("slot"));
    delete this.#host.dataset.state;
  }

  async #open() {
    const { base, manifest, lang, prefetched, timeoutMs } = this.#options;
    const open = (/** @type {string} */ wanted, /** @type {string} */ language) => shareEngine({ base, lang: wanted, manifest, prefetched, language, timeoutMs });
    return new Client(await open(lang, pickLanguage(manifest, lang)), (other) => open(other, other));
  }

  /** @param {Article} record */
  #draw(record) {
    const headingLevel = Number(this.#host.getAttribute("heading-level")) || 2;
    const shell = h("div", { class: "frame" });
    shell.append(renderArticle(record, { texts: this.#texts, headingLevel }));
    this.#root.replaceChildren(shell);
    this.#host.dataset.state = "article";
    this.#tell("help:article_view", { articleId: record.id, language: record.language });
  }

  /** @param {import("./errors.js").HelpdexError} error */
  #fail(error) {
    console.warn(error);
    this.#fallback(error.code === "not-found" ? "not-found" : "error");
    if (error.code === "unauthorized") this.#root.append(...signInLink(this.#host, this.#texts).map((link) => h("div", { class: "frame" }, link)));
    this.#tell("help:error", { code: error.code, message: error.message });
  }

  /** @param {string} state */
  #fallback(state) {
    this.#root.replaceChildren(document.createElement("slot"));
    this.#host.dataset.state = state;
  }

  /**
   * @param {string} name
   * @param {object} detail
   */
  #tell(name, detail) {
    this.#host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
