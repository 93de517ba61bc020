import { h, styleSheet } from "../dom.js";
import { contactStyles } from "../styles/contact.js";
import { askSurvey } from "../surveys/ask.js";
import { carriesContext, leadToForm, withContext } from "./context.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { SurveySource } from "../surveys/ask.js" */
/** @import { Context } from "./context.js" */
/** @import { Offer, Route } from "./route.js" */

/**
 * @typedef {object} ContactChoice
 * @property {Offer} offer
 * @property {1|2} rank
 * @property {string} query as the reader left it
 * @property {TopQuestion[]} articles those that the reader left in
 * @property {HTMLFormElement} [form] of the page, to which an offer has led
 */
/**
 * @typedef {object} ContactOptions
 * @property {Texts} texts
 * @property {string} query what was asked, "" if nothing was
 * @property {TopQuestion[]} articles that were seen
 * @property {string} [session] names the visit
 * @property {number} [headingLevel] 1 to 6, default 2
 * @property {Date} [now] for telling when a channel opens
 * @property {SurveySource} [survey] asks afterwards, where the person stays on the page
 * @property {(choice: ContactChoice) => void} [onChoose] after a channel was chosen; a link is being followed then
 * @property {() => void} [onCancel] without it there is no way back
 */

let count = 0;
/** @type {CSSStyleSheet|undefined} */
let sheet;

/**
 * The ways to reach somebody: the best as a button, another as a link, each with when it is open and
 * how long one waits, and, to be edited, what will be sent along.
 * @param {Route} route
 * @param {ContactOptions} options
 * @returns {HTMLElement} hidden if the route leads to nobody; put it into a shadow tree at once, which
 *   then gets its styles
 */
export function renderContact(route, options) {
  const { texts, headingLevel = 2, onCancel } = options;
  const { strings } = texts;
  const id = `contact-${++count}`;
  const level = Math.min(6, Math.max(1, Math.trunc(headingLevel) || 2));
  const heading = h(/** @type {"h2"} */ (`h${level}`), { id, class: "contact-title", part: "contact-title", tabindex: "-1" }, strings.contactTitle);
  const draft = draftOf(route, options);
  const offers = h("div", { class: "contact-offers" });
  const last = h("div", {});
  const section = h("section", { class: "contact", part: "contact", "aria-labelledby": id, lang: texts.language, hidden: !route.primary }, heading, offers);
  const found = /** @type {[Offer|undefined, 1|2][]} */ ([[route.primary, 1], [route.secondary, 2]]);
  for (const [offer, rank] of found) if (offer) offers.append(...offerNodes(offer, rank, `${id}-${rank}`, draft, last, options));
  if (found.some(([offer]) => offer?.isOpen && carriesContext(offer)) && draft.element) section.append(draft.element);
  if (onCancel) {
    const cancel = h("button", { type: "button", class: "link contact-cancel", part: "button-secondary" }, strings.contactCancel);
    cancel.addEventListener("click", onCancel);
    section.append(cancel);
  }
  section.append(last);
  queueMicrotask(() => adoptStyles(section));
  return section;
}

/** @param {HTMLElement} section */
function adoptStyles(section) {
  const root = section.getRootNode();
  sheet ??= styleSheet(contactStyles);
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/**
 * @param {Offer} offer
 * @param {1|2} rank
 * @param {string} id for what is said of it
 * @param {Draft} draft
 * @param {HTMLElement} last place below all offers
 * @param {ContactOptions} options
 * @returns {HTMLElement[]}
 */
function offerNodes(offer, rank, id, draft, last, { texts, now = new Date(), onChoose, survey }) {
  const text = availability(offer, texts, now);
  const said = text ? [h("p", { id, class: "contact-hours", part: "contact-hours" }, text)] : [];
  // A way that is closed is announced, not offered.
  if (!offer.isOpen) return [h("p", { class: "contact-closed", part: "contact-closed" }, offer.label), ...said];
  const look = { ...(rank === 1 ? { class: "button", part: "button-primary" } : { class: "link", part: "button-secondary" }), ...(text && { "aria-describedby": id }) };
  const action = offer.href ? h("a", { ...look, href: offer.href }, offer.label) : h("button", { ...look, type: "button" }, offer.label);
  action.addEventListener("click", () => {
    const context = draft.read();
    if (action instanceof HTMLAnchorElement && offer.href) action.href = withContext(offer.href, context);
    const form = offer.form ? leadToForm(offer.form, context) : undefined;
    onChoose?.({ offer, rank, query: context.query, articles: context.articles, ...(form && { form }) });
    if (survey && !offer.href && !form) askSurvey("contact", last, survey);
  });
  return [action, ...said];
}

/**
 * @param {Offer} offer
 * @param {Texts} texts
 * @param {Date} now
 * @returns {string} "" of a channel without hours and wait
 */
function availability({ isOpen, hasHours, opensAt, waitMinutes }, texts, now) {
  const { strings } = texts;
  const said = isOpen ? [hasHours && strings.channelOpen] : [strings.channelClosed];
  if (opensAt) said.push(texts.fill("channelOpens", { when: texts.moment(opensAt, now) }));
  if (waitMinutes !== undefined) said.push(texts.fill("channelWait", { time: texts.duration(waitMinutes) }));
  return said.filter(Boolean).join(" · ");
}

/** @typedef {{ element: HTMLElement|undefined, read(): Context }} Draft */

/**
 * What will be sent, first as text, then, if one wants, as fields.
 * @param {Route} route
 * @param {ContactOptions} options
 * @returns {Draft} without an element if there is nothing to send
 */
function draftOf({ cell }, { texts, query, articles, session }) {
  const { strings } = texts;
  const question = h("textarea", { class: "contact-query", part: "contact-query", rows: "3", maxlength: "2000" });
  question.value = query;
  const boxes = articles.map((article) => {
    const box = h("input", { type: "checkbox" });
    box.checked = true;
    return { article, box };
  });
  const read = () => ({ query: question.value.trim(), articles: boxes.filter(({ box }) => box.checked).map(({ article }) => article), cell, session });
  if (!query && !articles.length) return { element: undefined, read };

  const view = h("dl", { class: "contact-view" });
  if (query) view.append(h("dt", {}, strings.whatQuestion), h("dd", {}, h("bdi", {}, query)));
  if (articles.length) view.append(h("dt", {}, strings.whatArticles), ...articles.map(({ title }) => h("dd", {}, h("bdi", {}, title))));
  const fields = h("div", { class: "contact-fields", hidden: true }, h("label", {}, strings.whatQuestion, question));
  if (boxes.length) {
    const lines = boxes.map(({ article, box }) => h("label", { class: "contact-article" }, box, h("span", { dir: "auto" }, article.title)));
    fields.append(h("fieldset", {}, h("legend", {}, strings.whatArticles), ...lines));
  }
  const edit = h("button", { type: "button", class: "link", part: "button-secondary" }, strings.edit);
  edit.addEventListener("click", () => {
    [view.hidden, edit.hidden, fields.hidden] = [true, true, false];
    question.focus();
  });
  const element = h("div", { class: "contact-draft", part: "contact-draft", role: "group", "aria-label": strings.willSend }, h("p", { class: "contact-strong" }, strings.willSend), view, edit, fields);
  return { element, read };
}
