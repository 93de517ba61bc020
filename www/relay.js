/** @import { MountOptions } from "./help-search.js" */
/** @import { ClickDetail, Listener, SearchDetail } from "./events.js" */
/** @import { TrackerOptions } from "./tracker.js" */

/**
 * Keeps events until the tracker is there. It is loaded when the page is idle after the first
 * interaction: an answer must never wait for statistics, and an article that is opened soon must
 * not leave before it is counted.
 * @implements {Listener}
 */
export class TrackerRelay {
  /** @type {Promise<Awaited<ReturnType<typeof import("./tracker.js").startTracker>>>} */
  #tracker;

  /**
   * @param {string} app absolute URL of the folder with tracker.wasm
   * @param {TrackerOptions} options
   */
  constructor(app, options) {
    const load = async () => {
      await new Promise((idle) => (globalThis.requestIdleCallback ?? setTimeout)(idle));
      const { startTracker } = await import(new URL("tracker.js", import.meta.url).href);
      return startTracker(new URL("tracker.wasm", app), options);
    };
    this.#tracker = load();
    // Told with the first event that cannot be counted.
    this.#tracker.catch(() => {});
  }

  /**
   * @param {SearchDetail} detail
   * @param {number} latencyMs
   */
  search(detail, latencyMs) {
    this.#send((tracker) => tracker.search(detail, latencyMs));
  }

  /** @param {ClickDetail} detail */
  click(detail) {
    this.#send((tracker) => tracker.click(detail));
  }

  destroy() {
    this.#tracker.then((tracker) => tracker.destroy(), () => {});
  }

  /** @param {(tracker: Awaited<ReturnType<typeof import("./tracker.js").startTracker>>) => void} call */
  async #send(call) {
    try {
      call(await this.#tracker);
    } catch (error) {
      console.warn("helpdex: questions are not counted on this page", error);
    }
  }
}

/**
 * @param {HTMLElement} host whose attributes say where events go
 * @param {Pick<MountOptions, "manifest"|"base"|"lang">} options
 * @returns {TrackerRelay|undefined} undefined if nothing may be sent: no endpoint, or the browser asks for privacy
 */
export function createRelay(host, { manifest, base, lang }) {
  const endpoint = host.getAttribute("endpoint");
  if (!endpoint || /** @type {any} */ (navigator).globalPrivacyControl) return undefined;
  return new TrackerRelay(new URL(manifest.app, base).href, {
    endpoint: new URL(endpoint, document.baseURI).href,
    site: host.getAttribute("site") ?? location.host,
    lang,
    surface: host.getAttribute("surface") ?? "inline",
    page: location.pathname,
    application: "helpdex",
  });
}
