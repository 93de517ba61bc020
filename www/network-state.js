import { offlineBanner } from "./states/offline.js";

/** @import { Parts } from "./parts.js" */

/** States of the list, which work without a network once the index is there. */
const SEARCHING = ["idle", "typing", "results", "weak", "zero"];

/** Says in `data-state` what is on screen, and that there is no network while there is none. */
export class NetworkState {
  #parts;
  #isOffline = false;

  /**
   * @param {Parts} parts
   * @param {AbortSignal} signal ends all listeners
   */
  constructor(parts, signal) {
    this.#parts = parts;
    for (const name of ["online", "offline"]) addEventListener(name, () => this.#changed(), { signal });
    this.#changed();
  }

  /** Tells the state of the page; the one of the list gives way to `offline`. */
  reflect() {
    const { shell, state } = this.#parts;
    shell.host.dataset.state = this.#isOffline && SEARCHING.includes(state) ? "offline" : state;
  }

  #changed() {
    const isOffline = navigator.onLine === false;
    if (isOffline === this.#isOffline) return;
    this.#isOffline = isOffline;
    const { panel, texts, routing, live } = this.#parts;
    panel.banner = isOffline ? offlineBanner(texts, undefined, routing.phone) : [];
    if (isOffline) live.say(texts.strings.offlineUnknown);
    this.reflect();
  }
}
