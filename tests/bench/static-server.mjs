// A static server for measurements: brotli as a good host serves it, cross-origin isolated so that
// performance.now() ticks in 5 µs, and a log of what was asked for.
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import zlib from "node:zlib";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm", ".hdx": "application/octet-stream" };
/** Larger files without a `.br` beside them go out as they are. */
const MOST_BROTLI_BYTES = 8 << 20;

/**
 * @typedef {object} Request
 * @property {string} url path
 * @property {number} start milliseconds
 * @property {number} end milliseconds, when the last byte was handed over
 * @property {number} bytes of the body on the wire
 */

/**
 * @param {string} root folder to serve
 * @param {Record<string, string>} pages further pages by path
 * @returns {Promise<{ origin: string, takeLog: () => Request[], delay: (ms: number) => void, close: () => void }>}
 *   `takeLog` empties the log; `delay` holds back every answer from then on
 */
export async function startServer(root, pages) {
  /** @type {Map<string, Buffer>} */
  const compressed = new Map();
  /** @type {Request[]} */
  const log = [];
  let delay = 0;
  const server = http.createServer(async (request, response) => {
    const start = performance.now();
    const url = new URL(request.url ?? "/", "http://localhost").pathname;
    const held = delay;
    const answer = pages[url] === undefined ? file(root, url, compressed) : { body: Buffer.from(pages[url]), encoding: undefined };
    if (held) await new Promise((done) => setTimeout(done, held));
    response.setHeader("cross-origin-opener-policy", "same-origin");
    response.setHeader("cross-origin-embedder-policy", "require-corp");
    response.setHeader("cache-control", "max-age=31536000, immutable");
    response.setHeader("content-type", TYPES[/** @type {keyof typeof TYPES} */ (path.extname(url))] ?? "application/octet-stream");
    if (answer?.encoding) response.setHeader("content-encoding", answer.encoding);
    response.writeHead(answer ? 200 : 404);
    response.end(answer?.body);
    log.push({ url, start, end: performance.now(), bytes: answer?.body.length ?? 0 });
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    origin: `http://127.0.0.1:${port}`,
    takeLog: () => log.splice(0),
    delay: (ms) => (delay = ms),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * @param {string} root
 * @param {string} url
 * @param {Map<string, Buffer>} compressed brotli made here, by path
 */
function file(root, url, compressed) {
  const name = path.join(path.resolve(root), path.normalize(decodeURIComponent(url)));
  if (!name.startsWith(path.resolve(root)) || !fs.existsSync(name)) return undefined;
  if (fs.existsSync(`${name}.br`)) return { body: fs.readFileSync(`${name}.br`), encoding: "br" };
  const body = fs.readFileSync(name);
  if (body.length > MOST_BROTLI_BYTES || (body[0] === 0x1f && body[1] === 0x8b)) return { body, encoding: undefined };
  const small = compressed.get(name) ?? zlib.brotliCompressSync(body);
  compressed.set(name, small);
  return small.length < body.length ? { body: small, encoding: "br" } : { body, encoding: undefined };
}
