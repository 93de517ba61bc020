import { HelpdexError } from "./errors.js";

/** @import { HelpdexErrorCode } from "./errors.js" */
/** @import { OfflineCache } from "./offline-cache.js" */

const RETRY_AFTER_MS = 250;

/** What a status means, and its cure. @type {Record<number, [HelpdexErrorCode, string]>} */
const REFUSALS = {
  401: ["unauthorized", "sign in"],
  403: ["unauthorized", "sign in"],
  404: ["not-found", "deploy the whole output folder, immutable files first"],
};

/** The line a host has to add; every message about blocked WebAssembly quotes it. */
export const CSP_CURE = "Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'";

/**
 * Responses that were asked for before the code that reads them had arrived; each is used once.
 * @typedef {Map<string, Promise<Response>>} Prefetched
 */

/**
 * How files are fetched.
 * @typedef {object} Network
 * @property {Prefetched} [prefetched] by absolute URL
 * @property {number} timeoutMs per file, in milliseconds
 * @property {OfflineCache} [offline] where files are kept
 */

/**
 * Fetches a file, or takes a kept one; a response that is not 2xx, is late or is an HTML page becomes
 * a HelpdexError.
 * @param {string} url
 * @param {Network} network
 * @param {RequestInit} [init] with `cache`, a kept file does not do
 * @returns {Promise<Response>}
 */
export async function fetchFile(url, network, init) {
  const { prefetched, offline } = network;
  const early = prefetched?.get(url);
  prefetched?.delete(url);
  const mayBeKept = offline && !init?.cache;
  if (mayBeKept && !early) {
    const kept = await offline.find(url);
    if (kept) return kept;
  }
  try {
    const response = await request(url, network, early, init);
    if (mayBeKept) offline.keep(url, response);
    return response;
  } catch (error) {
    const kept = mayBeKept && early && (await offline.find(url));
    if (kept) return kept;
    throw error;
  }
}

/**
 * @param {string} url
 * @param {Network} network
 * @param {Promise<Response>} [early]
 * @param {RequestInit} [init]
 * @returns {Promise<Response>}
 */
async function request(url, { timeoutMs }, early, init) {
  const abort = new AbortController();
  const response = await inTime(early ?? fetch(url, { ...init, signal: abort.signal }), url, timeoutMs, abort);
  if (!response.ok) {
    const [code, cure] = REFUSALS[response.status] ?? ["network", "check the web server"];
    throw new HelpdexError(code, `helpdex: ${url} answered ${response.status}; ${cure}`);
  }
  if (/^text\/html\b/i.test(contentType(response))) {
    throw new HelpdexError("mime", `helpdex: ${url} is an HTML page; let the server answer 404 for missing files and serve .hdx, .wasm and .js as they are`);
  }
  return response;
}

/**
 * The bytes of a file. A network failure is tried once more; a gzip body is opened here, so that
 * hosts that compress nothing serve small files too.
 * @param {string} url
 * @param {Network} network
 * @returns {Promise<Uint8Array>}
 */
export function fetchBytes(url, network) {
  return twice(() => readBytes(url, network));
}

/**
 * @param {string} url
 * @param {Network} network
 */
async function readBytes(url, network) {
  const response = await fetchFile(url, network);
  const body = await inTime(response.arrayBuffer(), url, network.timeoutMs);
  return gunzip(new Uint8Array(body), url);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} url for the message
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the bytes themselves unless they begin with 1f 8b
 */
export async function gunzip(bytes, url) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const open = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Uint8Array(await new Response(open).arrayBuffer());
  } catch (error) {
    throw new HelpdexError("corrupt", `helpdex: ${url} is damaged; deploy the bundle again`, error);
  }
}

/**
 * Compiles wasm while it streams in; a wrong MIME type costs the streaming, not the search.
 * @param {string} url
 * @param {Network} network
 * @returns {Promise<WebAssembly.Module>}
 */
export async function fetchWasm(url, network) {
  assertWasmAllowed();
  return twice(() => readWasm(url, network));
}

/**
 * @param {string} url
 * @param {Network} network
 */
async function readWasm(url, network) {
  const response = await fetchFile(url, network);
  if (contentType(response).startsWith("application/wasm")) {
    return inTime(WebAssembly.compileStreaming(response), url, network.timeoutMs);
  }
  console.warn(`helpdex: ${url} should be served as application/wasm (it is "${contentType(response)}"), so that it compiles while it downloads`);
  const bytes = await gunzip(new Uint8Array(await inTime(response.arrayBuffer(), url, network.timeoutMs)), url);
  if (bytes[0] !== 0 || bytes[1] !== 0x61) {
    throw new HelpdexError("mime", `helpdex: ${url} is not WebAssembly; check that the server serves .wasm files unchanged`);
  }
  return WebAssembly.compile(bytes);
}

/**
 * Tries again once, but only what trying again can cure.
 * @template T
 * @param {() => Promise<T>} attempt
 * @returns {Promise<T>}
 */
async function twice(attempt) {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof HelpdexError && error.code !== "network" && error.code !== "not-found") throw error;
    await new Promise((done) => setTimeout(done, RETRY_AFTER_MS));
    return attempt();
  }
}

/** Browsers word the refusal differently, so the smallest module there is asks the question. */
function assertWasmAllowed() {
  try {
    new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  } catch (error) {
    throw new HelpdexError("wasm-blocked", `helpdex: this page or browser does not allow WebAssembly. Add 'wasm-unsafe-eval' to script-src, for example\n  ${CSP_CURE}`, error);
  }
}

/** @param {Response} response */
function contentType(response) {
  return response.headers.get("content-type") ?? "";
}

/**
 * @template T
 * @param {Promise<T>} promise
 * @param {string} url
 * @param {number} ms
 * @param {AbortController} [abort] stopped when time is up
 * @returns {Promise<T>}
 */
async function inTime(promise, url, ms, abort) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => {
      reject(new HelpdexError("network", `helpdex: ${url} did not arrive within ${ms} ms`));
      abort?.abort();
    }, ms);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([promise, late]));
  } catch (error) {
    if (error instanceof HelpdexError) throw error;
    if (globalThis.WebAssembly && error instanceof WebAssembly.CompileError) {
      throw new HelpdexError("corrupt", `helpdex: ${url} is damaged; deploy the bundle again`, error);
    }
    throw new HelpdexError("network", `helpdex: ${url} could not be fetched (offline, blocked by connect-src, or no CORS header)`, error);
  } finally {
    clearTimeout(timer);
  }
}
