// HTTP/2 with brotli behind a line of chosen speed. The line is slow here and not in the browser, so
// that it is as slow for workers as for the page.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import http2 from "node:http2";
import os from "node:os";
import path from "node:path";
import zlib from "node:zlib";

const TYPES = { ".css": "text/css", ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };
/** About what one TCP segment or two carry; several answers at a time share the line in such pieces. */
const PIECE = 2920;
/** Timers are not finer than this, in milliseconds. */
const TICK = 1;

/**
 * @typedef {object} Line
 * @property {number} latency milliseconds between a request and the first byte
 * @property {number} bytesPerMs 200 is 1.6 Mbit/s; Infinity is no limit
 */

/**
 * @param {Record<string, string>} mounts folder by URL prefix
 * @param {Record<string, string>} pages HTML by path
 * @param {Line} line may be changed while the server runs
 * @returns {Promise<{ origin: string, takeLog: () => { url: string, bytes: number }[], close: () => void }>}
 */
export async function startSlowServer(mounts, pages, line) {
  const compressed = new Map();
  let log = [];
  /** When the line has carried all that was handed to it. */
  let free = 0;
  const send = async (response, body) => {
    for (let at = 0; at < body.length; at += PIECE) {
      const piece = body.subarray(at, at + PIECE);
      free = Math.max(free, performance.now()) + piece.length / line.bytesPerMs;
      const wait = free - performance.now();
      if (wait > TICK) await new Promise((done) => setTimeout(done, wait));
      response.write(piece);
    }
    response.end();
  };
  const server = http2.createSecureServer({ ...certificate(), allowHTTP1: true }, async (request, response) => {
    response.on("error", () => {});
    const url = new URL(request.url, "http://x").pathname;
    const found = pages[url] === undefined ? file(mounts, url, compressed) : { body: Buffer.from(pages[url]) };
    if (line.latency) await new Promise((done) => setTimeout(done, line.latency));
    const headers = { "content-type": TYPES[path.extname(url)] ?? "application/octet-stream", "cache-control": "max-age=31536000, immutable" };
    if (found?.encoding) headers["content-encoding"] = found.encoding;
    response.writeHead(found ? 200 : 404, headers);
    log.push({ url, bytes: found?.body.length ?? 0 });
    await send(response, found?.body ?? Buffer.alloc(0));
  });
  server.on("sessionError", () => {});
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  return {
    origin: `https://localhost:${server.address().port}`,
    takeLog: () => log.splice(0),
    close: () => server.close(),
  };
}

function file(mounts, url, compressed) {
  const prefix = Object.keys(mounts).find((each) => url.startsWith(each));
  if (!prefix) return undefined;
  const name = path.join(mounts[prefix], path.normalize(`/${decodeURIComponent(url.slice(prefix.length))}`));
  if (!fs.existsSync(name) || !fs.statSync(name).isFile()) return undefined;
  const body = fs.readFileSync(name);
  if (body[0] === 0x1f && body[1] === 0x8b) return { body };
  if (!compressed.has(name)) compressed.set(name, zlib.brotliCompressSync(body));
  const small = compressed.get(name);
  return small.length < body.length ? { body: small, encoding: "br" } : { body };
}

/** A certificate for this run; the browser is told to ignore that nobody vouches for it. */
function certificate() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "helpdex-tls-"));
  const [key, cert] = ["key.pem", "cert.pem"].map((name) => path.join(folder, name));
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"], { stdio: "ignore" });
  const pair = { key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
  fs.rmSync(folder, { recursive: true });
  return pair;
}
