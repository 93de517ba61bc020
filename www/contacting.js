/** @import { ContactChoice } from "./contact/panel.js" */
/** @import { Article } from "./engine.js" */
/** @import { Parts } from "./parts.js" */
/** @import { Offer, Route } from "./contact/route.js" */
/** @import { Views } from "./views.js" */

/** Leads to a person, and tells the page of it. */
export class Contacting {
  #parts;
  #views;

  /**
   * @param {Parts} parts
   * @param {Views} views
   */
  constructor(parts, views) {
    this.#parts = parts;
    this.#views = views;
  }

  /**
   * Shows whom to contact and what will be sent.
   * @param {Article} [article] that did not help
   */
  async escalate(article) {
    const { events, routing, session, shell, texts, survey } = this.#parts;
    const route = routing.route(article);
    if (!route) return;
    const [{ renderContact }] = await Promise.all([import("./contact/panel.js"), this.#parts.panel.styleViews()]);
    const { cell, primary, secondary } = route;
    events.tell("route_offer", { cell, primary: primary?.channel ?? null, secondary: secondary?.channel ?? null });
    const headingLevel = Number(shell.host.getAttribute("heading-level")) || 2;
    const node = renderContact(route, {
      texts,
      survey,
      headingLevel,
      query: session.query,
      articles: session.seen,
      onChoose: (/** @type {ContactChoice} */ choice) => this.#chosen(route, choice),
      onCancel: () => this.#cancel(route),
    });
    const focus = /** @type {HTMLElement} */ (node.querySelector("h1,h2,h3,h4,h5,h6") ?? node);
    focus.tabIndex = -1;
    this.#views.push({ node, state: "escalate", focus });
  }

  /**
   * A link of an offer that is shown above results is followed.
   * @param {Route} route
   * @param {Offer} offer
   * @param {"primary"|"secondary"} rank
   */
  follow({ cell }, { channel }, rank) {
    const { session, events } = this.#parts;
    events.tell("contact_start", { channel, rank, cell, query: session.query, articles: session.seen });
  }

  /**
   * The page hears what the person agreed to send; a form of the page hears it, too.
   * @param {Route} route
   * @param {ContactChoice} choice
   */
  #chosen({ cell }, { offer: { channel }, rank: place, query, articles, form }) {
    const { events, shell } = this.#parts;
    const rank = place === 1 ? "primary" : "secondary";
    events.tell("contact_start", { channel, rank, cell, query, articles });
    if (!form) return;
    form.addEventListener("submit", () => events.tell("contact_submit", { channel, rank, cell }), { once: true });
    if (shell.dialog?.open) {
      // What is behind a dialog cannot have the focus.
      shell.dialog.close();
      /** @type {HTMLElement|null} */ (form.querySelector("textarea,input:not([type=hidden]),select,button"))?.focus();
    } else shell.host.close();
  }

  /** @param {Route} route */
  #cancel({ cell }) {
    this.#parts.events.tell("contact_cancel", { cell });
    this.#views.pop();
  }
}
