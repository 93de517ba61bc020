// Eleventy: builds the bundle after the pages; the shortcode puts the search into a layout.
import { resolve } from "node:path";
import { buildBundle, PATH } from "../bundle.mjs";

/** @import { Options } from "../bundle.mjs" */

/**
 * @param {any} eleventy Eleventy's configuration
 * @param {Options} [options]
 */
export default function helpdex(eleventy, options = {}) {
  const { path = PATH, label = "Search", shortcut = "mod+k" } = options;
  eleventy.addShortcode("helpdex", (/** @type {string} */ text) => {
    const base = prefixOf(eleventy);
    const key = shortcut && ` shortcut="${escaped(shortcut)}"`;
    return `<help-launcher reader="link" preset="docs"${key}>${escaped(text || label)}</help-launcher><script type="module" src="${escaped(base + path)}/helpdex.js"></script>`;
  });
  eleventy.on("eleventy.after", async (/** @type {any} */ { directories, results, runMode, outputMode = "fs" }) => {
    // A watcher builds again and again; what it built first is enough to try the search.
    if (outputMode !== "fs" || (runMode !== "build" && built)) return;
    const base = prefixOf(eleventy);
    const pages = results
      .filter((/** @type {any} */ page) => page.url && page.outputPath?.endsWith(".html"))
      .map((/** @type {any} */ page) => ({ file: resolve(page.outputPath), address: base + page.url.replace(/^\//, "") }));
    await buildBundle({ pages, root: process.cwd(), out: resolve(directories.output), base }, options);
    built = true;
  });
  let built = false;
}

/** @param {any} eleventy */
function prefixOf(eleventy) {
  return `/${eleventy.pathPrefix ?? ""}/`.replace(/\/{2,}/g, "/");
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
