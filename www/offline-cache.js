/** @import { Manifest } from "./manifest.js" */

/** Most bytes of one language that are fetched ahead of need. */
const MOST_BYTES = 16 << 20;
/** Header of a kept manifest: when it was last what the server has, milliseconds since 1970. */
const CONFIRMED = "helpdex-confirmed";
/** How often at most the server is asked whether the kept build is still the deployed one. */
const CHECK_AGAIN_MS = 60_000;

/**
 * The files of a bundle in the browser's Cache API, one cache a build. Whatever goes wrong here (no
 * room, a browser that forbids it) costs the copies, never a search.
 *
 * Kept are indexes, lists, wasm and the manifest. Scripts cannot be started from there: for a page that
 * is opened without a network, serve the app's folder as `immutable`, so that the browser has them.
 */
export class OfflineCache {
  #base;
  #prefix;
  #build = "";
  #isDown = false;
  #checkedAt = 0;
  /** @type {number|undefined} */
  #confirmed;

  /**
   * @param {string} base absolute URL of the bundle
   * @returns {OfflineCache|undefined} undefined where there is no Cache API, as on pages without https
   */
  static open(base) {
    return globalThis.caches && new OfflineCache(base);
  }

  /** Files on their way into the cache, by URL. @type {Map<string, Promise<unknown>>} */
  #keeping = new Map();

  /** @param {string} base absolute URL of the bundle */
  constructor(base) {
    this.#base = base;
    this.#prefix = `helpdex ${base} `;
  }

  /** @returns {Date|undefined} when the build in use was last known to be the deployed one, if there is no network now */
  get since() {
    if (Date.now() - this.#checkedAt > CHECK_AGAIN_MS) this.#check();
    const isDown = this.#isDown || globalThis.navigator?.onLine === false;
    return isDown && this.#confirmed !== undefined ? new Date(this.#confirmed) : undefined;
  }

  /** @param {string} build whose files are fetched from now on */
  async use(build) {
    this.#build = build;
    const kept = (await this.#manifests()).find(({ manifest }) => manifest.build === build);
    this.#confirmed = kept?.confirmed;
  }

  /** @returns {Promise<Manifest|undefined>} of the newest build that is kept */
  async manifest() {
    const kept = await this.#manifests();
    return kept.sort((a, b) => b.confirmed - a.confirmed)[0]?.manifest;
  }

  /**
   * @param {string} url of an immutable file
   * @returns {Promise<Response|undefined>}
   */
  find(url) {
    return quietly(async () => {
      for (const name of await this.#names()) {
        // Unlike opening it, this does not bring back a cache that another page has just removed.
        const found = await caches.match(url, { cacheName: name, ignoreVary: true });
        if (!found) continue;
        // The file is the same in this build, whose cache will be the only one left.
        if (name !== this.#name) await quietly(async () => (await caches.open(this.#name)).put(url, found.clone()));
        return found;
      }
    });
  }

  /**
   * @param {string} url of an immutable file
   * @param {Response} response whose body has not been read
   */
  keep(url, response) {
    const copy = response.clone();
    const kept = quietly(async () => (await caches.open(this.#name)).put(url, copy));
    this.#keeping.set(url, kept);
    return kept.finally(() => this.#keeping.get(url) === kept && this.#keeping.delete(url));
  }

  /** @param {string} url of a file that turned out to be damaged */
  forget(url) {
    return quietly(async () => {
      // It may still be on its way into the cache.
      await this.#keeping.get(url);
      for (const name of await this.#names()) if (await caches.has(name)) await (await caches.open(name)).delete(url, { ignoreVary: true });
    });
  }

  /**
   * Keeps everything that one language may need, one file after the other, and removes other builds.
   * @param {Manifest} manifest of the build in use
   * @param {string} language key of `manifest.languages`
   * @param {string[]} shards paths below the base
   */
  async keepAll(manifest, language, shards) {
    await this.#check();
    if (this.#isDown) return;
    const lists = Object.values(manifest.languages[language]).map(String).filter((path) => path.startsWith("data/"));
    await quietly(async () => {
      let bytes = isThrifty() ? Infinity : 0;
      for (const path of [...lists, ...shards]) {
        if (bytes > MOST_BYTES) break;
        bytes += await this.#keepAhead(new URL(path, this.#base).href);
      }
      for (const name of await this.#names()) if (name !== this.#name) await caches.delete(name);
    });
  }

  /**
   * @param {string} url
   * @returns {Promise<number>} bytes that were fetched
   */
  async #keepAhead(url) {
    if (await this.find(url)) return 0;
    const response = await fetch(url, { priority: "low" });
    if (!response.ok) return 0;
    const body = await response.clone().arrayBuffer();
    await (await caches.open(this.#name)).put(url, response);
    return body.byteLength;
  }

  /** Asks the server whether the build in use is the deployed one. */
  async #check() {
    this.#checkedAt = Date.now();
    const url = this.#manifestUrl;
    try {
      const response = await fetch(url, { cache: "no-cache" });
      this.#isDown = false;
      if (!response.ok) return;
      const text = await response.text();
      if (JSON.parse(text).build !== this.#build) return;
      this.#confirmed = Date.parse(response.headers.get("date") ?? "") || Date.now();
      const headers = { "content-type": "application/json", [CONFIRMED]: String(this.#confirmed) };
      await (await caches.open(this.#name)).put(url, new Response(text, { headers }));
    } catch (error) {
      // What fetch rejects with when nothing answers.
      this.#isDown ||= error instanceof TypeError;
    }
  }

  async #manifests() {
    /** @type {{ manifest: Manifest, confirmed: number }[]} */
    const kept = [];
    await quietly(async () => {
      for (const name of await this.#names()) {
        const response = await caches.match(this.#manifestUrl, { cacheName: name });
        if (response) kept.push({ manifest: await response.json(), confirmed: Number(response.headers.get(CONFIRMED)) });
      }
    });
    return kept;
  }

  get #name() {
    return this.#prefix + this.#build;
  }

  get #manifestUrl() {
    return new URL("manifest.json", this.#base).href;
  }

  /** @returns {Promise<string[]>} names of this bundle's caches, that of the build in use first */
  async #names() {
    const names = (await caches.keys()).filter((name) => name.startsWith(this.#prefix));
    return names.sort((a, b) => Number(b === this.#name) - Number(a === this.#name));
  }
}

/** Whether the person has asked for less traffic. */
function isThrifty() {
  return /** @type {any} */ (globalThis.navigator)?.connection?.saveData === true;
}

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T|undefined>} undefined if it failed
 */
async function quietly(work) {
  try {
    return await work();
  } catch {
    return undefined;
  }
}
