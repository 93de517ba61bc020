// VitePress: builds the bundle when the site is built.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { buildBundle, PATH } from "../bundle.mjs";

/** @import { Options } from "../bundle.mjs" */

/**
 * Adds helpdex to a configuration.
 * @param {any} config as `defineConfig` gives it
 * @param {Options} [options]
 * @returns {any}
 */
export function withHelpdex(config, options = {}) {
  const { path = PATH, label = "Search", shortcut = "mod+k" } = options;
  const vite = { ...config.vite, plugins: [...(config.vite?.plugins ?? []), settings({ path, label, shortcut })] };
  return {
    ...config,
    vite,
    /** @param {any} site */
    async buildEnd(site) {
      await config.buildEnd?.(site);
      await buildBundle({ pages: pagesOf(site), root: site.root, out: site.outDir, base: site.site.base }, options);
    },
  };
}

/**
 * Hands the options to the theme, and makes the theme part of the site's own code.
 * @param {{ path: string, label: string, shortcut: string }} values
 */
function settings(values) {
  return {
    name: "helpdex",
    config: () => ({ ssr: { noExternal: ["helpdex-plugins"] }, optimizeDeps: { exclude: ["helpdex-plugins"] }, define: { __HELPDEX__: JSON.stringify(values) } }),
  };
}

/** @param {any} site VitePress' resolved configuration */
function pagesOf({ pages, rewrites, outDir, cleanUrls, site: { base } }) {
  return pages
    .map((/** @type {string} */ page) => (rewrites.map[page] ?? page).replace(/\.md$/, ".html"))
    .map((/** @type {string} */ file) => ({ file: join(outDir, file), address: base + addressOf(file, cleanUrls) }))
    .filter(({ file }) => existsSync(file));
}

/**
 * @param {string} file
 * @param {boolean} cleanUrls
 */
function addressOf(file, cleanUrls) {
  const folder = file.replace(/(^|\/)index\.html$/, "$1");
  return encodeURI(cleanUrls ? folder.replace(/\.html$/, "") : folder);
}
