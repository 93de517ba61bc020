/**
 * One language of a bundle.
 * @typedef {object} ManifestLanguage
 * @property {string} root path of the index's root file, relative to the bundle base
 * @property {string} engine file name of the wasm engine, relative to `app`
 * @property {number} articles number of articles
 * @property {string} [top] path of the list of top questions, relative to the bundle base
 * @property {string} [suggest] path of the articles suggested on certain pages
 * @property {string} [contact] path of the ways to contact somebody
 * @property {string} [trees] path of the decision trees
 * @property {string} [strings] path of the site's own texts of the interface
 */
/**
 * The only mutable file of a bundle.
 * @typedef {object} Manifest
 * @property {number} helpdex format version
 * @property {string} build id of the build
 * @property {string} app folder of the code, relative to the bundle base, with a trailing slash
 * @property {string} default language used when neither the page's nor a fallback is there
 * @property {string[]} [fallback] languages searched after the page's own, best first
 * @property {Record<string, ManifestLanguage>} languages by BCP 47 tag
 */
/**
 * Absolute addresses of what one language needs.
 * @typedef {object} BundleUrls
 * @property {string} root
 * @property {string} wasm
 * @property {string} glue JavaScript half of the engine
 */

/**
 * The language of the bundle that serves a page best: the tag itself, then the tag without its
 * region or script (`es-MX` → `es`), then another region of the same language, then the first
 * fallback, then the default; of a page that names no language, the default.
 * @param {Manifest} manifest
 * @param {string} [wanted] BCP 47 tag
 * @returns {string} a key of `manifest.languages`
 */
export function pickLanguage(manifest, wanted = "") {
  const tags = Object.keys(manifest.languages);
  const parts = wanted.toLowerCase().split(/[-_]/);
  for (; parts.length; parts.pop()) {
    const tag = parts.join("-");
    const found = tags.find((t) => t.toLowerCase() === tag) ?? tags.find((t) => t.toLowerCase().startsWith(tag + "-"));
    if (tag && found) return found;
  }
  return (wanted && manifest.fallback?.find((tag) => tags.includes(tag))) || manifest.default;
}

/**
 * The glue's fragment keeps one module instance per language, because generated glue holds its
 * wasm in a module-level variable; the fragment is not sent, so the file is fetched once.
 * @param {Manifest} manifest
 * @param {string} language key of `manifest.languages`
 * @param {string} base absolute URL of the bundle, with a trailing slash
 * @returns {BundleUrls}
 */
export function bundleUrls(manifest, language, base) {
  const { root, engine } = manifest.languages[language];
  const app = new URL(manifest.app, base);
  return {
    root: new URL(root, base).href,
    wasm: new URL(engine, app).href,
    glue: new URL(`engine.js#${language}`, app).href,
  };
}
