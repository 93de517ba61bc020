import { appCode, bundleOf, languageOf, loadFailure } from "./bundle.js";
import { ElementBase } from "./element.js";
import { prefetched } from "./prefetch.js";

/** @import { Manifest } from "./manifest.js" */
/** @import { Prefetched } from "./network.js" */

/**
 * What the module of an element is given.
 * @typedef {object} LazyOptions
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {Manifest} manifest
 * @property {string} lang BCP 47 tag of the page around the element, "" if it names none
 * @property {Prefetched} prefetched
 */
/**
 * @typedef {{ mount(host: HTMLElement, options: LazyOptions): { destroy(): void }|Promise<{ destroy(): void }> }} LazyModule
 */

/**
 * The class of an element whose code is loaded when the element comes near the window, or, if it
 * is `for` a field, when that gets the focus. Until then, and if that fails, its children stay.
 * @param {string} file the module in the folder of the scripts
 * @returns {CustomElementConstructor}
 */
export function lazyElement(file) {
  return class extends ElementBase {
    /** @type {AbortController|undefined} ends one connection */
    #connection;
    /** @type {Promise<void>|undefined} */
    #loaded;

    connectedCallback() {
      const { signal } = (this.#connection = new AbortController());
      const load = () => (this.#loaded ??= this.#load(signal));
      const field = this.getAttribute("for");
      const focused = () => document.activeElement?.matches(field ?? ":host") && load();
      const watcher = new IntersectionObserver(([seen]) => seen.isIntersecting && load(), { rootMargin: "200px" });
      if (!field) watcher.observe(this);
      else if (!focused()) document.addEventListener("focusin", focused, { signal });
      signal.addEventListener("abort", () => watcher.disconnect());
      // A search has led to one of its steps.
      const tree = this.getAttribute("tree");
      if (tree && location.hash.startsWith(`#help-tree=${encodeURIComponent(tree)}`)) load();
    }

    disconnectedCallback() {
      this.#connection?.abort();
      this.#loaded = undefined;
    }

    /** @param {AbortSignal} signal */
    async #load(signal) {
      const { base, isOwn, manifest } = bundleOf(this);
      try {
        /** @type {{ code: LazyModule, manifest: Manifest|undefined }} */
        const { code, manifest: found } = await appCode(file);
        const fresh = (isOwn && found) || (await manifest);
        if (signal.aborted) return;
        const mounted = await code.mount(this, { base, manifest: fresh, lang: languageOf(this), prefetched });
        if (signal.aborted) mounted.destroy();
        signal.addEventListener("abort", () => mounted.destroy());
      } catch (error) {
        loadFailure(this, error);
      }
    }
  };
}
