import { isAbort } from "./errors.js";
import { h } from "./dom.js";
import { noteOf, quoted } from "./note.js";
import { hitParts, questionParts } from "./rows/row.js";
import { contactPrompt, signInLink, urgentOffers } from "./states/contact.js";
import { resultsFooter } from "./states/results.js";
import { didYouMean, zeroMessage } from "./states/zero.js";

/** @import { Asked } from "./asking.js" */
/** @import { SearchResult } from "./client.js" */
/** @import { Contacting } from "./contacting.js" */
/** @import { Hit, TopQuestion } from "./engine.js" */
/** @import { Parts } from "./parts.js" */

/** More of these are not looked at where nothing was found. */
const MOST_POPULAR = 3;

/** Shows answers: strong ones, weak ones and none. */
export class Answers {
  #parts;
  #contacting;
  /** What is on screen. @type {Asked|undefined} */
  shown;
  /** Offered because nothing was found. @type {TopQuestion[]} */
  #popular = [];
  /** A form. @type {HTMLElement[]} */
  #missed = [];

  /**
   * @param {Parts} parts
   * @param {Contacting} contacting
   */
  constructor(parts, contacting) {
    this.#parts = parts;
    this.#contacting = contacting;
  }

  /** Forgets what is on screen. */
  clear() {
    this.shown = undefined;
    this.#popular = [];
    this.#missed = [];
  }

  /**
   * @param {number} index of a row
   * @returns {{ article: Hit|TopQuestion, isHit: boolean }|undefined} an article that was offered is no answer to the question
   */
  article(index) {
    const hit = this.shown?.result.hits[index];
    const article = hit ?? this.#popular[index];
    return article && { article, isHit: hit !== undefined };
  }

  /** @param {Asked} asked */
  answered(asked) {
    const { texts, live, routing, session } = this.#parts;
    this.clear();
    this.shown = asked;
    session.query = asked.query;
    if (asked.result.hits.length) {
      this.#drawRows(asked);
      live.say(this.#summary(asked.result));
    } else {
      this.#drawZero(asked);
      live.say(`${texts.said("zero", asked.query)}. ${texts.strings.zeroHint}`);
    }
    if (!routing.isOpen) this.#offerContactLater(asked);
  }

  /**
   * The list of contacts may come after the answer; it must not move rows under somebody's finger.
   * @param {Asked} asked
   */
  async #offerContactLater({ query, result }) {
    const { routing, mode } = this.#parts;
    await routing.ready;
    const isDue = result.weak || !result.hits.length || routing.route()?.atOnce;
    if (routing.isOpen && isDue && this.shown?.query === query) mode.whenFree(() => this.shown?.query === query && this.#offerContact());
  }

  /**
   * Puts a better answer to the question on screen in place of the one that is there. Rows below
   * those on screen are added at once; anything else waits until nobody is in the list.
   * @param {Asked} asked
   */
  improved(asked) {
    const { events, live, mode, panel } = this.#parts;
    const { result } = asked;
    const shown = this.shown?.result;
    if (!shown) return;
    if (isLonger(result, shown)) {
      mode.drop();
      this.shown = asked;
      events.improved(result);
      mode.addRows(panel.rows.append(result.hits.slice(shown.hits.length).map((hit) => this.#row(hit))));
      panel.fill("footer", resultsFooter(result.total, this.#parts.texts, mode.isPopup));
      this.#fillSnippets(asked);
      live.revise(this.#summary(result));
      return;
    }
    mode.whenFree(() => {
      this.shown = asked;
      events.improved(result);
      this.#drawRows(asked);
      live.revise(this.#summary(result));
    });
  }

  /** @param {Asked} asked */
  #drawRows(asked) {
    const { panel, texts, mode, enter, hasFocus } = this.#parts;
    const { query, result } = asked;
    enter(result.weak ? "weak" : "results");
    const rows = panel.rows.draw(result.hits.map((hit) => this.#row(hit)));
    panel.fill("note", noteOf(result, texts, (words) => this.#ask(quoted(query, words))));
    panel.fill("footer", resultsFooter(result.total, texts, mode.isPopup));
    panel.fill("more", []);
    this.#offerContact();
    panel.visible = hasFocus();
    mode.setRows(rows);
    this.#fillSnippets(asked);
  }

  /** @param {Asked} asked */
  #drawZero(asked) {
    const { panel, texts, mode, enter, hasFocus } = this.#parts;
    enter("zero");
    panel.rows.draw([]);
    panel.fill("message", zeroMessage(asked.query, texts));
    panel.fill("note", []);
    panel.fill("more", []);
    this.#offerContact();
    panel.visible = hasFocus();
    mode.setRows([]);
    this.#offerElse(asked);
  }

  /** Shows whom to contact, if somebody can be and it is likely to be needed. */
  #offerContact() {
    const { panel, routing, texts } = this.#parts;
    const { weak, hits } = /** @type {Asked} */ (this.shown).result;
    const route = routing.route();
    panel.fill("urgent", route?.atOnce ? urgentOffers(route, texts, {
      followed: (offer, rank) => this.#contacting.follow(route, offer, rank),
      ask: () => this.#contacting.escalate(),
    }) : []);
    if (weak || !hits.length) panel.fill("more", [...this.#wayOut(), ...signInLink(this.#parts.shell.host, texts), ...this.#missed]);
    if (hits.length) panel.show("urgent", "note", "list", "more", "footer");
    else panel.show("urgent", "message", "note", "list", "more");
  }

  #wayOut() {
    const { routing, texts } = this.#parts;
    return routing.isOpen ? [contactPrompt(texts, () => this.#contacting.escalate())] : [];
  }

  /**
   * Other questions that find something, and what most people look for.
   * @param {Asked} asked that found nothing
   */
  async #offerElse(asked) {
    const { panel, texts, lists, mode } = this.#parts;
    try {
      const reword = import("./rewordings.js").then(({ findRewordings }) => findRewordings(asked.client, asked.query));
      const [top, queries, missed] = await Promise.all([lists.top(), reword, import("./states/tell-us.js").then(({ tellUs }) => tellUs(asked, this.#parts))]);
      if (this.shown !== asked) return;
      this.#missed = missed;
      panel.fill("message", [...zeroMessage(asked.query, texts), ...didYouMean(queries, texts, (query) => this.#ask(query))]);
      this.#popular = top.slice(0, MOST_POPULAR);
      if (this.#popular.length) panel.fill("note", [h("p", { class: "strong" }, texts.strings.popular)]);
      const rows = panel.rows.draw(this.#popular.map(questionParts));
      this.#offerContact();
      mode.setRows(rows);
    } catch (error) {
      if (!isAbort(error)) console.warn(error);
    }
  }

  /** @param {Asked} asked */
  async #fillSnippets(asked) {
    /** @type {Hit[]} */
    let hits = [];
    // Titles go first: a slow processor takes longer for passages than for the search.
    await painted();
    if (this.shown !== asked) return;
    try {
      hits = await asked.client.snippets(asked.result.hits);
    } catch (error) {
      if (!isAbort(error)) console.warn(error);
    }
    if (this.shown === asked) this.#parts.panel.rows.fillSnippets(hits);
    const solved = await this.#parts.lists.solved();
    if (solved) (await import("./states/solved-badge.js")).addBadges(() => this.shown === asked, this.#parts, asked.result.hits, solved);
  }

  /** @param {string} query */
  #ask(query) {
    this.#parts.shell.field.focus();
    this.#parts.mode.type(query);
  }

  /** @param {Hit} hit */
  #row(hit) {
    return hitParts(hit, this.#parts.texts, this.#parts.options.lang);
  }

  /**
   * @param {SearchResult} result
   * @returns {string} for the live region
   */
  #summary({ total, corrections, weak }) {
    const { texts, mode } = this.#parts;
    const number = weak ? texts.plural("possibleLive", total) : `${texts.results(total)}.`;
    const said = corrections.length ? ` ${texts.said("corrected", ...corrections.map(({ used }) => used))}.` : "";
    return `${number}${said}${mode.isPopup ? ` ${texts.strings.resultsHint}` : ""}`;
  }
}

/** @returns {Promise<void>} once what is in the document has been painted */
function painted() {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

/**
 * @param {SearchResult} result
 * @param {SearchResult} shown
 * @returns {boolean} whether a result begins with the rows of the other and says the same above them
 */
function isLonger(result, shown) {
  const said = (/** @type {SearchResult} */ { step, corrections, synonyms, weak }) => JSON.stringify([step, corrections, synonyms, weak]);
  return said(result) === said(shown) && shown.hits.every(({ id, language }, i) => result.hits[i]?.id === id && result.hits[i].language === language);
}
