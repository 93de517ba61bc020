// Astro and Starlight: builds the bundle when the site is built.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildBundle, PATH } from "../bundle.mjs";

/** @import { Options } from "../bundle.mjs" */

/** A heading's link to itself, which repeats its text. */
const ANCHOR = /<a class="sl-anchor-link"[^>]*>.*?<\/a>/gs;

/**
 * An integration for Astro.
 * @param {Options} [options]
 * @returns {any}
 */
export default function helpdex(options = {}) {
  const { path = PATH, label = "Search", shortcut = "mod+k" } = options;
  /** @type {any} */
  let config;
  return {
    name: "helpdex",
    hooks: {
      /** @param {any} setup */
      "astro:config:setup": ({ updateConfig }) => {
        updateConfig({ vite: { define: { __HELPDEX__: JSON.stringify({ path, label, shortcut }) }, ssr: { noExternal: ["helpdex-plugins"] } } });
      },
      /** @param {any} done */
      "astro:config:done": (done) => (config = done.config),
      /** @param {any} built */
      "astro:build:done": async ({ pages, dir }) => {
        const out = fileURLToPath(dir);
        const base = config.base.replace(/\/?$/, "/");
        const found = pages.flatMap((/** @type {{ pathname: string }} */ { pathname }) => pageOf(pathname, out, base, config));
        await buildBundle({ pages: found, root: fileURLToPath(config.root), out, base, clean: ownLanguageOnly }, options);
      },
    },
  };
}

/**
 * The same for Starlight: its search is replaced, too.
 * @param {Options} [options]
 * @returns {any} a plugin of Starlight
 */
export function starlightHelpdex(options = {}) {
  return {
    name: "helpdex",
    hooks: {
      /** @param {any} setup */
      "config:setup": ({ config, updateConfig, addIntegration }) => {
        updateConfig({ pagefind: false, components: { Search: "helpdex-plugins/astro/Search.astro", ...config.components } });
        addIntegration(helpdex(options));
      },
    },
  };
}

/**
 * @param {string} pathname "guide/refunds/", without the base
 * @param {string} out
 * @param {string} base
 * @param {{ trailingSlash: string, build: { format: string } }} config
 */
function pageOf(pathname, out, base, { trailingSlash, build }) {
  const path = pathname.replace(/^\/|\/$/g, "");
  const file = [join(out, path, "index.html"), join(out, `${path}.html`)].find(existsSync);
  if (!file) return [];
  const slash = path && trailingSlash !== "never" && (trailingSlash === "always" || build.format === "directory");
  return [{ file, address: base + path + (slash ? "/" : "") }];
}

/**
 * @param {string} html
 * @returns {string} "" where Starlight shows a page that is not translated in the language of another
 */
function ownLanguageOnly(html) {
  const [, language] = /<html\b[^>]*\blang="([^"]*)"/.exec(html) ?? [];
  const [, shown] = /<main\b[^>]*\blang="([^"]*)"/.exec(html) ?? [];
  return shown && language && shown !== language ? "" : html.replace(ANCHOR, "");
}
