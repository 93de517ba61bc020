import { idleList } from "./states/idle.js";

/** @import { TopQuestion } from "./engine.js" */
/** @import { Parts } from "./parts.js" */
/** @import { Choice } from "./states/idle.js" */

/** What is offered before anything is typed: what suits the page, what most people ask, what one asked before. */
export class IdleList {
  #parts;
  /** Chosen by the page, instead of the build's. @type {TopQuestion[]|undefined} */
  #own;
  /** @type {Choice[]} */
  #choices = [];
  #isShown = false;

  /**
   * @param {Parts} parts
   * @param {AbortSignal} signal ends all listeners
   */
  constructor(parts, signal) {
    this.#parts = parts;
    // A page that changes its address without loading anew suggests other articles from then on.
    const moved = () => this.#isShown && this.show(parts.panel.visible);
    addEventListener("popstate", moved, { signal });
    /** @type {any} */ (globalThis).navigation?.addEventListener("navigatesuccess", moved, { signal });
  }

  /**
   * @param {number} index of an option
   * @returns {Choice|undefined}
   */
  choice(index) {
    return this.#isShown ? this.#choices[index] : undefined;
  }

  /** Something else takes its place. */
  hide() {
    this.#isShown = false;
  }

  /** @param {boolean} isOpen whether the panel may be opened for it */
  async show(isOpen) {
    const { lists, panel, texts, mode } = this.#parts;
    if (!this.#isShown) {
      // Rows of the last answer must not stay, or be chosen, while the list is on its way.
      panel.show();
      panel.rows.draw([]);
      mode.setRows([]);
    }
    this.#isShown = true;
    const path = location.pathname;
    const [suggested, top, kept] = await Promise.all([this.#own ?? lists.suggested(path), lists.top(), this.#recent()]);
    if (!this.#isShown || path !== location.pathname) return;
    const recent = kept?.recentSearches() ?? [];
    const { groups, choices } = idleList({ suggested, top, recent }, texts);
    this.#choices = choices;
    const rows = panel.rows.drawGroups(groups);
    panel.show("list");
    panel.visible = isOpen && this.#parts.hasFocus();
    mode.setRows(rows);
  }

  /**
   * @param {string[]|undefined} ids
   */
  async suggest(ids) {
    this.#own = undefined;
    if (ids) {
      const client = await this.#parts.client();
      const found = await Promise.allSettled(ids.map((id) => client.article({ id })));
      this.#own = found.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const missing = ids.filter((id) => !this.#own?.some((each) => each.id === id));
      if (missing.length) console.warn(`helpdex: suggest(): the bundle holds no article ${missing.join(", ")}`);
    }
    if (this.#isShown) this.show(this.#parts.panel.visible);
  }

  /** @param {string} query that has settled */
  async remember(query) {
    (await this.#recent())?.rememberSearch(query);
  }

  /** A page that does not ask for it never loads it. */
  #recent() {
    return this.#parts.shell.host.hasAttribute("recent") ? import("./recent.js").catch(() => undefined) : undefined;
  }
}
