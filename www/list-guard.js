/**
 * A press so soon after rows have moved was aimed at the row that stood there before: people need
 * about a quarter of a second to see a change and to stop.
 */
const REACTION_MS = 350;

/**
 * Keeps an answer that comes late from putting another row under somebody's pointer. Rows may move
 * only while nobody is in the list: no option is active, no pointer has moved over the list, none is
 * pressed on it. What wants to move them waits until the list is left. And a press that comes too
 * soon after they have moved opens nothing.
 */
export class ListGuard {
  #isActive;
  /** Where the pointer was last seen over the list; one that rests where the list opens is not in it. @type {string|undefined} */
  #place;
  #over = false;
  #pressed = false;
  #movedAt = -Infinity;
  #misaimed = false;
  /** @type {(() => void)|undefined} */
  #waiting;

  /**
   * @param {HTMLElement} list
   * @param {() => boolean} isActive whether the arrow keys have made an option active
   * @param {AbortSignal} signal ends all listeners
   */
  constructor(list, isActive, signal) {
    this.#isActive = isActive;
    list.addEventListener("pointermove", (event) => this.#moved(event), { signal });
    list.addEventListener("pointerleave", () => this.#left(), { signal });
    list.addEventListener("pointerdown", (event) => this.#down(event), { signal });
    for (const name of ["pointerup", "pointercancel"]) addEventListener(name, () => this.#up(), { signal });
  }

  /** @param {() => void} move moves rows; now, or as soon as the list is left; the latest counts */
  whenFree(move) {
    this.#waiting = move;
    this.check();
  }

  /** Forgets what waits: something newer is on screen. */
  drop() {
    this.#waiting = undefined;
  }

  /** To be called when no option is active any longer. */
  check() {
    if (this.#isActive() || this.#over || this.#pressed) return;
    const move = this.#waiting;
    this.#waiting = undefined;
    if (!move) return;
    move();
    this.#movedAt = performance.now();
  }

  /** @returns {boolean} whether the last press was aimed at a row that has moved away */
  get misaimed() {
    return this.#misaimed;
  }

  /** @param {PointerEvent} event */
  #moved({ screenX, screenY }) {
    const place = `${screenX} ${screenY}`;
    this.#over ||= this.#place !== undefined && place !== this.#place;
    this.#place = place;
  }

  #left() {
    this.#over = false;
    this.#place = undefined;
    this.check();
  }

  /** @param {PointerEvent} event */
  #down({ timeStamp }) {
    this.#pressed = true;
    this.#misaimed = timeStamp - this.#movedAt < REACTION_MS;
  }

  /** The click follows its pointerup. */
  #up() {
    if (!this.#pressed) return;
    this.#pressed = false;
    setTimeout(() => this.check());
  }
}
