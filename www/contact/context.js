/** @import { TopQuestion } from "../engine.js" */
/** @import { Offer } from "./route.js" */

/**
 * What the one who is contacted is told, so that nobody has to say it twice.
 * @typedef {object} Context
 * @property {string} query the question in the reader's words
 * @property {TopQuestion[]} articles that the reader has seen
 * @property {string} cell as in a route
 * @property {string} [session] names what was done on this page; it is kept nowhere
 */

/** Longer questions are cut, as addresses have an end. */
const MOST_CHARACTERS = 255;

/**
 * The fields that a form, or the address of one, gets.
 * @param {Context} context
 * @returns {Record<string, string>} by name; empty ones are left out
 */
export function contextFields({ session = "", query, articles, cell }) {
  const fields = { help_session: session, help_query: query.slice(0, MOST_CHARACTERS), help_articles_seen: articles.map(({ id }) => id).join(","), help_cell: cell };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}

/**
 * Gives a form the fields, hidden; those that it was given before are replaced.
 * @param {HTMLFormElement} form
 * @param {Context} context
 */
export function addContext(form, context) {
  for (const old of form.querySelectorAll("input[data-helpdex]")) old.remove();
  for (const [name, value] of Object.entries(contextFields(context))) {
    const input = document.createElement("input");
    Object.assign(input, { type: "hidden", name, value });
    input.dataset.helpdex = "";
    form.append(input);
  }
}

/**
 * @param {Offer} offer
 * @returns {boolean} whether it takes a context along: a telephone does not
 */
export function carriesContext({ href }) {
  return !href?.startsWith("tel:");
}

/**
 * The address of a link with the context: a mail begins with it, a page gets it as parameters.
 * @param {string} href
 * @param {Context} context
 * @returns {string}
 */
export function withContext(href, context) {
  const { query, articles } = context;
  if (href.startsWith("mailto:")) {
    if (/[?&]body=/i.test(href)) return href;
    const body = [query, ...articles.map(({ title, url }) => `${title}\n${new URL(url, document.baseURI).href}`)].filter(Boolean).join("\n\n");
    return body ? `${href}${href.includes("?") ? "&" : "?"}body=${encodeURIComponent(body)}` : href;
  }
  if (!/^https?:/.test(href)) return href;
  const url = new URL(href);
  for (const [name, value] of Object.entries(contextFields(context))) url.searchParams.set(name, value);
  return url.href;
}

/**
 * Leads to a form of the page: it gets the context, its empty message gets the question, and its
 * first field the focus.
 * @param {string} selector
 * @param {Context} context
 * @returns {HTMLFormElement|undefined} undefined, told on the console, if the page has no such form
 */
export function leadToForm(selector, context) {
  const form = findForm(selector);
  if (!form) {
    console.warn(`helpdex: the page has no form ${selector}; correct "form" of that contact channel`);
    return undefined;
  }
  addContext(form, context);
  const message = form.querySelector("textarea");
  if (message && !message.value) {
    message.value = context.query;
    message.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const first = message ?? form.querySelector("input:not([type=hidden]), select, button");
  form.scrollIntoView({ block: "nearest" });
  if (first instanceof HTMLElement) first.focus();
  return form;
}

/** @param {string} selector */
function findForm(selector) {
  try {
    const found = document.querySelector(selector);
    return found instanceof HTMLFormElement ? found : found?.querySelector("form");
  } catch {
    return undefined;
  }
}
