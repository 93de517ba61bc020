import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

const HERE = import.meta.dirname;
const WWW = join(HERE, "../../../www");
const BUNDLER = join(HERE, "../../../build-index/xtask/src/bundle_scripts.mjs");
/** What the page asks for by name; what these import on need comes with them. */
const SCRIPTS = ["define.js", "widget.js", "client.js", "worker.js", "reader.js", "faq.js", "tree.js", "suggest.js"].filter((name) => existsSync(join(WWW, name)));
const EMPTY_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * Writes a whole bundle around the stand-in engine: the shipped scripts, minified, and two languages.
 * @param {string} out
 * @param {string} id name of the build
 * @param {{ fallback?: string[], top?: Record<string, string[]>, strings?: Record<string, object>, trees?: Record<string, object>, contact?: Record<string, object> }} [settings]
 *   fallback languages; ids of top questions; own strings, decision trees and contact routes by language
 * @returns {Promise<object>} the manifest
 */
export async function writeFakeBundle(out, id = "one", { fallback, top = {}, ...lists } = {}) {
  const app = join(out, `app-${id}`);
  await mkdir(app, { recursive: true });
  await mkdir(join(out, "data"), { recursive: true });
  await bundleScripts(app);
  await writeFile(join(app, "engine.js"), await readFile(join(HERE, "engine.js")));
  const manifest = { helpdex: 1, build: id, app: `app-${id}/`, default: "en", ...(fallback && { fallback }), languages: {} };
  const articles = JSON.parse(await readFile(join(HERE, "articles.json"), "utf8"));
  for (const lang of Object.keys(articles)) {
    manifest.languages[lang] = { root: `data/${lang}-${id}.hdx`, engine: `engine-${lang}.wasm`, articles: articles[lang].length };
    await writeFile(join(app, `engine-${lang}.wasm`), EMPTY_WASM);
    await writeFile(join(out, `data/${lang}-${id}.hdx`), JSON.stringify({ build: id, articles: articles[lang] }));
  }
  for (const [lang, ids] of Object.entries(top)) {
    const questions = ids.map((id) => articles[lang].find((article) => article.id === id)).map(({ id, url, title, section }) => ({ id, url, title, breadcrumbs: section }));
    manifest.languages[lang].top = `data/${lang}-top.json`;
    await writeFile(join(out, manifest.languages[lang].top), JSON.stringify(questions));
  }
  for (const [kind, byLanguage] of Object.entries(lists)) {
    for (const [lang, list] of Object.entries(byLanguage)) {
      manifest.languages[lang][kind] = `data/${lang}-${kind}.json`;
      await writeFile(join(out, manifest.languages[lang][kind]), JSON.stringify(list));
    }
  }
  for (let shard = 0; shard <= articles.en.length; shard++) {
    await writeFile(join(out, `data/${id}-${shard}.hdx`), gzipSync(`${id} ${shard}`));
  }
  await deploy(out, manifest);
  return manifest;
}

/**
 * Bundles the scripts as `cargo xtask dist` does.
 * @param {string} out
 */
async function bundleScripts(out) {
  const job = { www: WWW, out, entries: SCRIPTS.map((name) => ({ out: name, source: name })) };
  const script = await readFile(BUNDLER, "utf8");
  const run = promisify(execFile);
  await run(process.execPath, ["--input-type=module", "--eval", script, "--", JSON.stringify(job)], { cwd: join(HERE, "../..") });
}

/**
 * Writes the two mutable files.
 * @param {string} out
 * @param {object} manifest
 */
export async function deploy(out, manifest) {
  const text = JSON.stringify(manifest);
  const define = await readFile(join(out, manifest.app, "define.js"), "utf8");
  await writeFile(join(out, "manifest.json"), text);
  await writeFile(join(out, "helpdex.js"), define.replace('"__HELPDEX_MANIFEST__"', () => JSON.stringify(text)));
}
