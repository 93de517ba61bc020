/** @import { Route } from "./contact/route.js" */
/** @import { Article } from "./engine.js" */
/** @import { Session } from "./session.js" */
/** @import { SiteLists } from "./site-lists.js" */

/** Knows whom to contact about what, once the site's list has arrived; without one, nobody. */
export class Routing {
  /** @type {any} */
  #contact;
  /** @type {typeof import("./contact/route.js").routeOf|undefined} */
  #routeOf;
  #lists;
  #session;
  /** Settled when the list is there, or known not to be. @type {Promise<void>} */
  ready;

  /**
   * @param {SiteLists} lists
   * @param {Session} session
   */
  constructor(lists, session) {
    this.#lists = lists;
    this.#session = session;
    this.ready = this.#load();
  }

  /** Tries again what did not load, such as without a network. */
  retry() {
    if (!this.isOpen) this.ready = this.#load();
  }

  async #load() {
    try {
      const contact = await this.#lists.contact();
      if (!Object.keys(contact?.channels ?? {}).length) return;
      this.#contact = contact;
      this.#routeOf = (await import("./contact/route.js")).routeOf;
    } catch (error) {
      console.warn(error);
    }
  }

  /** @returns {boolean} whether anybody can be contacted */
  get isOpen() {
    return this.#routeOf !== undefined;
  }

  /** @returns {{ label: string, href: string }|undefined} the first telephone number */
  get phone() {
    /** @type {{ label: string, href?: string }[]} */
    const channels = Object.values(this.#contact?.channels ?? {});
    const { label, href } = channels.find(({ href }) => /^tel:/i.test(href ?? "")) ?? {};
    return label && href ? { label, href } : undefined;
  }

  /**
   * @param {Article} [article] that did not help
   * @returns {Route|undefined} undefined if nobody can be contacted
   */
  route(article) {
    const { query, reformulations, opens, saidNo } = this.#session;
    return this.#routeOf?.({ contact: this.#contact, article, query, behaviour: { reformulations, opens, saidNo }, now: new Date() });
  }
}
