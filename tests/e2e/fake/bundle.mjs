import { build } from "esbuild";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const HERE = import.meta.dirname;
const WWW = join(HERE, "../../../www");
const EMPTY_WASM = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/**
 * Writes a whole bundle around the stand-in engine: the shipped scripts, minified, and two languages.
 * @param {string} out
 * @param {string} id name of the build
 * @param {{ fallback?: string[], top?: Record<string, string[]> }} [settings] fallback languages; ids of top questions
 * @returns {Promise<object>} the manifest
 */
export async function writeFakeBundle(out, id = "one", { fallback, top = {} } = {}) {
  const app = join(out, `app-${id}`);
  await mkdir(app, { recursive: true });
  await mkdir(join(out, "data"), { recursive: true });
  const entryPoints = ["define", "widget", "client", "worker", "reader"].map((name) => join(WWW, `${name}.js`));
  await build({ entryPoints, outdir: app, bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", logLevel: "error" });
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
  for (let shard = 0; shard <= articles.en.length; shard++) {
    await writeFile(join(out, `data/${id}-${shard}.hdx`), gzipSync(`${id} ${shard}`));
  }
  await deploy(out, manifest);
  return manifest;
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
