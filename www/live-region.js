/** A screen reader should hear the outcome of typing, not every letter's. */
const QUIET_MS = 1000;

/** Speaks through a status node that exists before its first text. */
export class LiveRegion {
  #node;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node;
  }

  /** @param {string} text said after a quiet second, unless it was the last thing said */
  say(text) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#node.textContent !== text) this.#node.textContent = text;
    }, QUIET_MS);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#node.textContent = "";
  }

  destroy() {
    this.clear();
  }
}
