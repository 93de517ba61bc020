/** A screen reader should hear the outcome of typing, not every letter's. */
const QUIET_MS = 1000;

/** Speaks through a status node that exists before its first text. */
export class LiveRegion {
  #node;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  #timer;
  #isWaiting = false;

  /** @param {HTMLElement} node */
  constructor(node) {
    this.#node = node;
  }

  /** @param {string} text said after a quiet second, unless it was the last thing said */
  say(text) {
    clearTimeout(this.#timer);
    this.#isWaiting = true;
    this.#timer = setTimeout(() => {
      this.#isWaiting = false;
      if (this.#node.textContent !== text) this.#node.textContent = text;
    }, QUIET_MS);
  }

  /** @param {string} text said in place of what has not been said yet; if that has, nothing is said twice */
  revise(text) {
    if (this.#isWaiting) this.say(text);
  }

  clear() {
    clearTimeout(this.#timer);
    this.#isWaiting = false;
    this.#node.textContent = "";
  }

  destroy() {
    this.clear();
  }
}
