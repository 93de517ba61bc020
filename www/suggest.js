import { pageAddress } from "./address.js";
import { addContext, contextFields } from "./contact/context.js";
import { routeOf } from "./contact/route.js";
import { h } from "./dom.js";
import { fillElement, tell } from "./element-root.js";
import { isAbort } from "./errors.js";
import { fetchLanguageList } from "./language-list.js";
import { LiveRegion } from "./live-region.js";
import { loadTexts } from "./strings/load.js";
import { suggestStyles } from "./styles/suggest.js";
import { fieldsOf, onPause, questionIn } from "./suggest/fields.js";
import { suggestions } from "./suggest/view.js";
import { mayTell } from "./tracking/consent.js";
import { startFollowing } from "./tracking/start.js";

/** @import { Client } from "./client.js" */
/** @import { Hit } from "./engine.js" */
/** @import { Contact } from "./contact/route.js" */
/** @import { ElementOptions } from "./language-list.js" */
/** @import { Texts } from "./strings/index.js" */
/** @import { TextField } from "./suggest/fields.js" */

/** More would be a page of results. */
const MOST = 3;
/** What matched less is not worth the attention of somebody who is writing. */
const STEPS = ["all", "most", "any", "typo"];

/**
 * `<help-suggest>`: answers while a contact form is being written. It hinders nothing: the form is sent
 * as ever, the focus stays where it is. The form gets `help_session`, `help_query`,
 * `help_articles_seen` and `help_cell`, so that whoever answers knows what was tried. With an `endpoint`,
 * and consent, `help_session` is the `session_id` of what goes there.
 *
 * Attributes: `for` (selector of the fields, such as `#subject, #message`), `theme`.
 * Events: `help:impression` when articles are shown, `help:result_click`, `help:before-navigate`
 * (cancelable), `help:contact_submit` when the form is sent.
 * @param {HTMLElement} host
 * @param {ElementOptions} options
 * @returns {Promise<{ destroy(): void }>}
 */
export async function mount(host, options) {
  const fields = fieldsOf(host.getAttribute("for") ?? "");
  if (!fields.length) {
    console.warn(`helpdex: <help-suggest for="${host.getAttribute("for") ?? ""}"> finds no field; name one by a selector, such as for="#message"`);
    return { destroy: () => {} };
  }
  const [texts, visit, stopFollowing] = await Promise.all([loadTexts(options), visitOf(host), startFollowing(host, options)]);
  const suggester = new Suggester(host, options, fields, texts, visit);
  return {
    destroy() {
      suggester.destroy();
      stopFollowing();
    },
  };
}

/**
 * @param {HTMLElement} host
 * @returns {Promise<string>} the name of the visit in what goes to the endpoint, "" without one
 */
async function visitOf(host) {
  if (!host.hasAttribute("endpoint")) return "";
  try {
    return (await import("./tracking/visit.js")).session;
  } catch (error) {
    console.warn(error);
    return "";
  }
}

class Suggester {
  #host;
  #options;
  #fields;
  #texts;
  #place = h("div", {});
  #root;
  #restore;
  #live;
  #end = new AbortController();
  /** @type {Promise<Client>|undefined} */
  #client;
  /** @type {Contact|undefined} */
  #contact;
  #visit;
  #ownName = crypto.randomUUID();
  /** What was asked last. */
  #query = "";
  #queryId = "";
  /** Articles that were opened. @type {Hit[]} */
  #seen = [];
  /** Ids of what is on screen. */
  #shown = "";
  #isDismissed = false;
  /** Waits until nobody is among the rows. @type {(() => void)|undefined} */
  #waiting;

  /**
   * @param {HTMLElement} host
   * @param {ElementOptions} options
   * @param {TextField[]} fields
   * @param {Texts} texts
   * @param {string} visit names it in what goes to the endpoint, "" without one
   */
  constructor(host, options, fields, texts, visit) {
    this.#host = host;
    this.#options = options;
    this.#fields = fields;
    this.#texts = texts;
    this.#visit = visit;
    const { signal } = this.#end;
    const status = h("div", { class: "status", role: "status" });
    const { root, restore } = fillElement(host, options.lang, [suggestStyles], this.#place, status, h("slot"));
    this.#root = root;
    this.#restore = restore;
    this.#live = new LiveRegion(status);
    onPause(fields, () => this.#ask(), signal);
    this.#place.addEventListener("focusout", () => queueMicrotask(() => this.#showWaiting()), { signal });
    const { form } = fields[0];
    form?.addEventListener("submit", () => this.#submitted(form), { signal });
    form?.addEventListener("formdata", ({ formData }) => this.#complete(formData), { signal });
    if (questionIn(fields)) this.#ask();
  }

  destroy() {
    this.#end.abort();
    this.#live.destroy();
    this.#restore();
    this.#client?.then((client) => client.destroy(), () => {});
  }

  async #ask() {
    const query = questionIn(this.#fields);
    if (query === this.#query || this.#isDismissed) return;
    this.#query = query;
    if (!query) return this.#show([]);
    try {
      const client = await this.#openClient();
      const { hits, step, queryId } = await client.search(query, { limit: MOST, snippets: false });
      if (query !== this.#query || this.#end.signal.aborted) return;
      this.#queryId = queryId;
      this.#show(STEPS.includes(step) ? hits.filter(({ url }) => pageAddress(url)) : []);
    } catch (error) {
      if (!isAbort(error)) console.warn(error);
      if (query === this.#query) this.#query = "";
    }
  }

  /** @returns {Promise<Client>} */
  #openClient() {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect() {
    const { base, lang, manifest, prefetched } = this.#options;
    fetchLanguageList("contact", this.#options).then((contact) => (this.#contact = contact), console.warn);
    const { createClient } = await import("./client.js");
    return createClient({ base, lang, manifest, prefetched });
  }

  /** @param {Hit[]} hits */
  #show(hits) {
    const [query, queryId] = [this.#query, this.#queryId];
    this.#waiting = () => this.#draw(hits, query, queryId);
    this.#showWaiting();
  }

  #showWaiting() {
    if (this.#place.contains(this.#root.activeElement)) return;
    this.#waiting?.();
    this.#waiting = undefined;
  }

  /**
   * @param {Hit[]} hits
   * @param {string} query
   * @param {string} queryId
   */
  #draw(hits, query, queryId) {
    const ids = hits.map(({ id }) => id);
    if (ids.join() === this.#shown) return;
    this.#shown = ids.join();
    if (!hits.length) {
      this.#place.replaceChildren();
      this.#live.clear();
      return;
    }
    this.#place.replaceChildren(suggestions(hits, this.#texts, {
      open: (hit, index, event) => this.#open(hit, index, event, query, queryId),
      dismiss: () => this.#dismiss(),
    }));
    this.#live.say(this.#texts.plural("suggestLive", hits.length));
    tell(this.#host, "impression", { queryId, query, hitIds: ids, surface: "suggest" });
  }

  /**
   * @param {Hit} hit
   * @param {number} index
   * @param {Event} event
   * @param {string} query
   * @param {string} queryId
   */
  #open(hit, index, event, query, queryId) {
    if (!this.#seen.some(({ id }) => id === hit.id)) this.#seen.push(hit);
    tell(this.#host, "result_click", { queryId, query, id: hit.id, url: hit.url, position: index + 1, surface: "suggest" });
    if (!tell(this.#host, "before-navigate", { id: hit.id, url: hit.url, newTab: true }, true)) event.preventDefault();
  }

  /** Whoever closes it goes on writing, undisturbed. */
  #dismiss() {
    this.#isDismissed = true;
    this.#shown = "";
    this.#waiting = undefined;
    this.#place.replaceChildren();
    this.#live.clear();
    this.#fields[this.#fields.length - 1].focus();
  }

  #context() {
    // Who improves a message puts no question in other words.
    const behaviour = { reformulations: 0, opens: this.#seen.length, saidNo: false };
    const query = questionIn(this.#fields) || this.#query;
    const { cell } = routeOf({ contact: this.#contact, query, behaviour, now: new Date() });
    // Events may only be found again by whoever answers if they may be told.
    const session = (mayTell(this.#host) && this.#visit) || this.#ownName;
    return { session, query, articles: this.#seen, cell };
  }

  /** @param {HTMLFormElement} form */
  #submitted(form) {
    const context = this.#context();
    addContext(form, context);
    tell(this.#host, "contact_submit", { channel: "form", cell: context.cell, query: context.query, articles: context.articles.map(({ id }) => id) });
  }

  /**
   * A script that sends the form tells nobody before.
   * @param {FormData} data
   */
  #complete(data) {
    for (const [name, value] of Object.entries(contextFields(this.#context()))) if (!data.has(name)) data.set(name, value);
  }
}
