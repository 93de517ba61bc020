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
 * The class of an element whose code is loaded when the element comes near the window. Until then,
 * and if that fails, its children stay.
 * @param {string} file the module in the folder of the scripts
 * @returns {CustomElementConstructor}
 */
export function lazyElement(file) {
  return class extends ElementBase {
    /** @type {IntersectionObserver|undefined} */
    #watcher;
    /** @type {Promise<{ destroy(): void }|void>|undefined} */
    #mounted;

    connectedCallback() {
      this.#watcher = new IntersectionObserver(([seen]) => seen.isIntersecting && this.#load(), { rootMargin: "200px" });
      this.#watcher.observe(this);
      // A search may have led to one of its steps.
      if (location.hash.startsWith("#help-tree")) this.#load();
    }

    disconnectedCallback() {
      this.#watcher?.disconnect();
      this.#mounted?.then((mounted) => mounted?.destroy());
      this.#mounted = undefined;
    }

    #load() {
      this.#mounted ??= this.#mount().catch((error) => void loadFailure(this, error));
    }

    /** @returns {Promise<{ destroy(): void }>} */
    async #mount() {
      const { base, isOwn, manifest } = bundleOf(this);
      /** @type {{ code: LazyModule, manifest: Manifest|undefined }} */
      const { code, manifest: found } = await appCode(file);
      return code.mount(this, { base, manifest: (isOwn && found) || (await manifest), lang: languageOf(this), prefetched });
    }
  };
}
