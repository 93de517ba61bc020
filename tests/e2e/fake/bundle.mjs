import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

const HERE = import.meta.dirname;
const TESTS = join(HERE, "../..");
const WWW = join(HERE, "../../../www");
const BUNDLER = join(HERE, "../../../build-index/xtask/src/bundle_scripts.mjs");
/** What the page asks for by name; what these import on need comes with them. */
const SCRIPTS = ["define.js", "widget.js", "client.js", "worker.js", "reader.js", "faq.js", "tree.js", "suggest.js"];
const GLUE = join(WWW, "wasm/helpdex_tracker.js");
const TRACKER = join(TESTS, "../target/dist/tracker.wasm");
/** Whether `cargo xtask dist` has made the question tracker, which is the real one here, too. */
export const HAS_TRACKER = existsSync(GLUE) && existsSync(TRACKER);
const EMPTY_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * Lists of a bundle besides its index, by language.
 * @typedef {object} FakeSettings
 * @property {string[]} [fallback] fallback languages
 * @property {Record<string, string[]>} [top] ids of top questions
 * @property {Record<string, string[]>} [faq] ids of frequent questions
 * @property {Record<string, { match: string, ids: string[] }[]>} [suggest] articles suggested on pages
 * @property {Record<string, object>} [contact] ways to contact somebody
 * @property {Record<string, object>} [trees] decision trees
 * @property {Record<string, object>} [solved] how often articles solved a problem
 * @property {Record<string, object[]>} [surveys] what people are asked afterwards
 * @property {Record<string, object>} [strings] own texts of the interface
 */

/**
 * Writes a whole bundle around the stand-in engine: the shipped scripts, minified as they ship, and two languages.
 * @param {string} out
 * @param {string} id name of the build
 * @param {FakeSettings} [settings]
 * @returns {Promise<object>} the manifest
 */
export async function writeFakeBundle(out, id = "one", settings = {}) {
  const app = join(out, `app-${id}`);
  await mkdir(app, { recursive: true });
  await mkdir(join(out, "data"), { recursive: true });
  await bundleScripts(app);
  if (HAS_TRACKER) await copyFile(TRACKER, join(app, "tracker.wasm"));
  await writeFile(join(app, "engine.js"), await readFile(join(HERE, "engine.js")));
  const { fallback } = settings;
  const manifest = { helpdex: 1, build: id, app: `app-${id}/`, default: "en", ...(fallback && { fallback }), languages: {}, labels: JSON.parse(await readFile(join(app, "labels.json"), "utf8")) };
  const articles = JSON.parse(await readFile(join(HERE, "articles.json"), "utf8"));
  for (const lang of Object.keys(articles)) {
    manifest.languages[lang] = { root: `data/${lang}-${id}.hdx`, engine: `engine-${lang}.wasm`, articles: articles[lang].length };
    await writeFile(join(app, `engine-${lang}.wasm`), EMPTY_WASM);
    await writeFile(join(out, `data/${lang}-${id}.hdx`), JSON.stringify({ build: id, articles: articles[lang] }));
  }
  await writeLists(out, manifest, articles, settings);
  for (let shard = 0; shard <= articles.en.length; shard++) {
    await writeFile(join(out, `data/${id}-${shard}.hdx`), gzipSync(`${id} ${shard}`));
  }
  await deploy(out, manifest);
  return manifest;
}

async function writeLists(out, manifest, articles, { top = {}, faq = {}, suggest = {}, ...lists }) {
  const question = (lang, wanted) => {
    const { id, url, title, section } = articles[lang].find((article) => article.id === wanted);
    return { id, url, title, breadcrumbs: section };
  };
  const write = async (lang, kind, list) => {
    manifest.languages[lang][kind] = `data/${lang}-${kind}.json`;
    await writeFile(join(out, manifest.languages[lang][kind]), JSON.stringify(list));
  };
  for (const [lang, ids] of Object.entries(top)) await write(lang, "top", ids.map((id) => question(lang, id)));
  for (const [lang, ids] of Object.entries(faq)) await write(lang, "faq", ids.map((id) => ({ ...question(lang, id), answer: [] })));
  for (const kind of ["contact", "trees", "strings", "solved", "surveys"]) {
    for (const [lang, list] of Object.entries(lists[kind] ?? {})) await write(lang, kind, list);
  }
  for (const [lang, list] of Object.entries(suggest)) {
    await write(lang, "suggest", list.map(({ match, ids }) => ({ match, articles: ids.map((id) => question(lang, id)) })));
  }
}

/**
 * Bundles the scripts as `cargo xtask dist` does.
 * @param {string} out
 */
async function bundleScripts(out) {
  const job = { www: WWW, out, entries: [...SCRIPTS, ...(HAS_TRACKER ? ["tracker.js"] : [])].map((name) => ({ out: name, source: name })) };
  const script = await readFile(BUNDLER, "utf8");
  await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script, "--", JSON.stringify(job)], { cwd: TESTS });
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
