import { HelpdexError, toHelpdexError } from "./errors.js";
import { assertFits, bundleUrls, pickLanguage } from "./manifest.js";
import { CSP_CURE, fetchBytes, fetchFile, fetchWasm } from "./network.js";

/** @import { Manifest } from "./manifest.js" */
/** @import { Network } from "./network.js" */

/** What the engine says when it refuses bytes. @type {Record<string, { code: "version"|"corrupt", cure: string }>} */
const REFUSALS = {
  "not-a-bundle": { code: "corrupt", cure: "the file is not a helpdex index; check that the server serves .hdx files unchanged" },
  corrupt: { code: "corrupt", cure: "the file is damaged; deploy the bundle again" },
  version: { code: "version", cure: "the index was built by another version; run `helpdex build` again and deploy all of its output" },
  analyzer: { code: "version", cure: "the engine and the index do not fit; run `helpdex build` again and deploy all of its output" },
  "wrong-build": { code: "version", cure: "files of two builds are mixed; finish the deployment or purge the cache" },
};
/** Failures of the wasm that the engine as plain JavaScript may not share. */
const CURED_BY_FALLBACK = ["wasm-blocked", "mime", "not-found"];

/** @typedef {{ base: string, lang?: string, network: Network }} Site */
/**
 * @typedef {object} Loaded
 * @property {Manifest} manifest
 * @property {string} language
 * @property {EngineGlue} glue
 * @property {WasmEngine} wasm
 */

/**
 * The engine of the build that a manifest names or, if files of that are gone or refused, of the
 * build that is deployed now.
 * @param {Site} site
 * @param {Manifest} [manifest] without it, `manifest.json` is fetched
 * @returns {Promise<Loaded>} rejects with HelpdexError
 */
export async function loadEngine(site, manifest) {
  const first = manifest ?? (await fetchManifest(site).catch((error) => keptManifest(site, error)));
  try {
    return await load(site, first);
  } catch (error) {
    return loadNewer(site, first, error);
  }
}

/**
 * A page can hold names of a build that has just been replaced; then the manifest tells the new ones.
 * @param {Site} site
 * @param {Manifest} current
 * @param {unknown} error what happened with the current build; thrown again if there is no newer one
 * @returns {Promise<Loaded>}
 */
export async function loadNewer(site, current, error) {
  const fresh = await newerManifest(site, current, error);
  if (!fresh) throw error;
  return load(site, fresh);
}

/**
 * @param {Site} site
 * @param {RequestCache} [cache]
 * @returns {Promise<Manifest>}
 */
async function fetchManifest({ base, network }, cache = "no-cache") {
  const url = new URL("manifest.json", base).href;
  const response = await fetchFile(url, network, { cache });
  try {
    return await response.json();
  } catch (error) {
    throw new HelpdexError("corrupt", `helpdex: ${url} is not JSON; deploy the bundle again`, error);
  }
}

/**
 * @param {Site} site
 * @param {Manifest} current
 * @param {unknown} error
 * @returns {Promise<Manifest|undefined>}
 */
async function newerManifest(site, current, error) {
  if (!(error instanceof HelpdexError) || error.code === "wasm-blocked") return undefined;
  try {
    const fresh = await fetchManifest(site, "reload").catch((reason) => keptManifest(site, reason));
    return fresh.build === current.build ? undefined : fresh;
  } catch {
    return undefined;
  }
}

/**
 * @param {Site} site
 * @param {unknown} error thrown again if no build is kept
 * @returns {Promise<Manifest>}
 */
async function keptManifest({ network }, error) {
  const kept = await network.offline?.manifest();
  if (!kept) throw error;
  return kept;
}

/**
 * @param {Site} site
 * @param {Manifest} manifest
 * @returns {Promise<Loaded>}
 */
async function load({ base, lang, network }, manifest) {
  assertFits(manifest, base);
  await network.offline?.use(manifest.build);
  const language = pickLanguage(manifest, lang);
  const urls = bundleUrls(manifest, language, base);
  const [glue, root] = await Promise.all([startEngine(urls, network), fetchBytes(urls.root, network)]);
  try {
    return { manifest, language, glue, wasm: new glue.Engine(root) };
  } catch (error) {
    await network.offline?.forget(urls.root);
    throw refusal(error, urls.root);
  }
}

/**
 * @param {import("./manifest.js").BundleUrls} urls
 * @param {Network} network
 * @returns {Promise<EngineGlue>} ready to open indexes
 */
async function startEngine(urls, network) {
  const glue = importGlue(urls.glue);
  glue.catch(() => {});
  try {
    const module = await fetchWasm(urls.wasm, network);
    await (await glue).default({ module_or_path: module });
    return await glue;
  } catch (error) {
    if (!(error instanceof HelpdexError) || !CURED_BY_FALLBACK.includes(error.code)) throw refusal(error, urls.wasm);
    const fallback = await importFallback(urls.wasm.replace(/\.wasm$/, ".fallback.js"));
    if (!fallback) throw error;
    const cure = error.code === "wasm-blocked" ? `To allow WebAssembly, add 'wasm-unsafe-eval' to script-src, for example\n  ${CSP_CURE}` : error.message;
    console.warn(`helpdex: searching with the slower engine in plain JavaScript. ${cure}`);
    return fallback;
  }
}

/**
 * @param {string} url
 * @returns {Promise<EngineGlue>}
 */
async function importGlue(url) {
  try {
    return await import(url);
  } catch (error) {
    throw new HelpdexError("not-found", `helpdex: ${url} could not be loaded as a script; deploy the whole output folder and allow its origin in script-src`, error);
  }
}

/**
 * @param {string} url
 * @returns {Promise<EngineGlue|undefined>} undefined if it cannot be loaded either; then the first failure counts
 */
async function importFallback(url) {
  try {
    return await import(url);
  } catch {
    return undefined;
  }
}

/**
 * @param {unknown} error thrown by the wasm; its message is a code
 * @param {string} file
 * @returns {HelpdexError}
 */
export function refusal(error, file) {
  const known = REFUSALS[error instanceof Error ? error.message : String(error)];
  return known ? new HelpdexError(known.code, `helpdex: ${file}: ${known.cure}`, error) : toHelpdexError(error);
}
