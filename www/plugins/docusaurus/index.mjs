// Docusaurus: builds a bundle after the pages, one for each locale and version, and replaces the search bar.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBundle, PATH } from "../bundle.mjs";

/** @import { Options } from "../bundle.mjs" */

/** Lists of what stands elsewhere. */
const LIST = /\/(tags|archive|authors|search)(\/|$)|\/page\/\d+\/?$/;
/** Of a page's main part: its own table of contents, the name of its version, the banner of old ones. */
const AROUND = [
  /<div class="[^"]*\btheme-doc-toc-(?:desktop|mobile)\b[^"]*">.*?<\/div>/gs,
  /<span class="[^"]*\btheme-doc-version-badge\b[^"]*">.*?<\/span>/gs,
  /<div class="[^"]*\btheme-doc-version-banner\b[^"]*"[^>]*>.*?<\/div>\s*<\/div>/gs,
];

/**
 * @param {any} context
 * @param {Options & { id?: string }} options
 * @returns {any} a plugin of Docusaurus
 */
export default function helpdex(context, options) {
  const { path = PATH, label = "Search", shortcut = "mod+k" } = options;
  /** @type {Version[]} */
  let versions = [];
  return {
    name: "helpdex",
    getThemePath: () => fileURLToPath(new URL("theme", import.meta.url)),
    /** @param {any} loaded */
    allContentLoaded({ allContent, actions }) {
      versions = versionsOf(allContent["docusaurus-plugin-content-docs"], path);
      actions.setGlobalData({ path, label, shortcut, versions });
    },
    /** @param {any} site */
    async postBuild({ routesPaths, outDir, siteConfig }) {
      const pages = pagesOf(routesPaths, outDir, siteConfig);
      const bundles = new Set([path, ...versions.map(({ bundle }) => bundle)]);
      for (const bundle of bundles) {
        const own = pages.filter(({ address }) => bundleAt(address, versions, path) === bundle);
        const site = { pages: own, root: context.siteDir, out: outDir, base: siteConfig.baseUrl, clean: articleOnly };
        if (own.length) await buildBundle(site, { ...options, path: bundle });
      }
    },
  };
}

/**
 * Where the pages of a version begin, and the folder of the bundle that holds them.
 * @typedef {{ path: string, bundle: string }} Version
 */

/**
 * @param {Record<string, any>|undefined} docs what the docs plugins have loaded, by their ids
 * @param {string} path
 * @returns {Version[]} the longest path first; the last version is in the site's own bundle
 */
function versionsOf(docs = {}, path) {
  const all = Object.entries(docs).flatMap(([id, { loadedVersions }]) =>
    loadedVersions.map((/** @type {any} */ version) => ({ path: version.path, bundle: version.isLast ? path : `${path}-${id}-${version.versionName}` })));
  return all.sort((a, b) => b.path.length - a.path.length);
}

/**
 * @param {string} address
 * @param {Version[]} versions
 * @param {string} path
 */
function bundleAt(address, versions, path) {
  return versions.find((version) => `${address}/`.startsWith(`${version.path.replace(/\/$/, "")}/`))?.bundle ?? path;
}

/**
 * @param {string[]} routes
 * @param {string} out
 * @param {any} siteConfig
 */
function pagesOf(routes, out, { baseUrl, trailingSlash }) {
  return [...new Set(routes)].filter((route) => !LIST.test(route)).flatMap((route) => {
    const path = decodeURI(route.slice(baseUrl.length)).replace(/\/$/, "");
    const file = [`${path}.html`, join(path, "index.html"), path].map((each) => join(out, each)).find((each) => each.endsWith(".html") && existsSync(each));
    return file ? [{ file, address: withSlash(route, baseUrl, trailingSlash) }] : [];
  });
}

/**
 * @param {string} route
 * @param {string} base
 * @param {boolean|undefined} slash Docusaurus' trailingSlash
 */
function withSlash(route, base, slash) {
  if (slash === undefined || route === base || route.endsWith(".html")) return route;
  return route.replace(/\/$/, "") + (slash ? "/" : "");
}

/** @param {string} html */
function articleOnly(html) {
  return AROUND.reduce((rest, around) => rest.replace(around, ""), html);
}
