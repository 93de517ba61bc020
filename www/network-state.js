import { offlineBanner } from "./states/offline.js";

/** @import { Client } from "./client.js" */
/** @import { Parts } from "./parts.js" */

/** States of the list, which work without a network once the index is there. */
const SEARCHING = ["idle", "typing", "results", "weak", "zero"];

/** Says in `data-state` what is on screen, and that there is no network while there is none. */
export class NetworkState {
  #parts;
  #isOffline = false;
  /** When the answers that are shown were last known to be those of the site. @type {Date|undefined} */
  #since;

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

  /**
   * @param {Client} client that has answered: it knows of files that were kept because nothing new could be fetched
   * @param {boolean} [isLast] whether it is not looked at again: a kept answer is there before the network has failed
   */
  answered(client, isLast) {
    if (!isLast) setTimeout(() => this.answered(client, true), 1000);
    const { offlineSince } = client;
    if (Number(offlineSince) === Number(this.#since)) return;
    this.#since = offlineSince;
    this.#changed(true);
  }

  /** @param {boolean} [isDated] whether the date of the answers has changed */
  #changed(isDated) {
    const isOffline = navigator.onLine === false || this.#since !== undefined;
    if (isOffline === this.#isOffline && !isDated) return;
    const { panel, texts, routing, live } = this.#parts;
    if (!isOffline) routing.retry();
    const draw = () => (panel.banner = this.#isOffline ? offlineBanner(texts, this.#since, routing.phone) : []);
    routing.ready.then(draw);
    if (isOffline && !this.#isOffline) live.say(texts.strings.offlineUnknown);
    this.#isOffline = isOffline;
    draw();
    this.reflect();
  }
}
