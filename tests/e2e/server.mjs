import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".gz": "application/gzip",
  ".hdx": "application/octet-stream",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/**
 * @typedef {object} Fault
 * @property {number} [status]
 * @property {string} [type] content type instead of the right one
 * @property {string} [body]
 * @property {number} [delay] milliseconds
 * @property {Promise<void>} [wait] for this before answering
 * @property {boolean} [drop] close the connection without an answer
 */

/**
 * A static server that can misbehave on purpose.
 * @param {Record<string, string>} mounts folder by URL prefix, longest prefix first
 */
export async function startServer(mounts) {
  const site = {
    origin: "",
    /** Content-Security-Policy of HTML pages. */
    csp: "",
    /** Further headers of every answer. @type {Record<string, string>} */
    headers: {},
    /** HTML by path. @type {Map<string, string>} */
    pages: new Map(),
    /** @type {(path: string) => Fault|undefined} */
    fault: () => undefined,
    /** Paths asked for, in order. @type {string[]} */
    requests: [],
    reset() {
      site.csp = "";
      site.headers = {};
      site.fault = () => undefined;
      site.requests.length = 0;
    },
    close: () => new Promise((done) => {
      server.closeAllConnections();
      server.close(done);
    }),
  };
  const server = createServer((request, response) => answer(site, mounts, request, response));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  site.origin = `http://127.0.0.1:${server.address().port}`;
  return site;
}

async function answer(site, mounts, request, response) {
  const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
  site.requests.push(path);
  const fault = site.fault(path) ?? {};
  if (fault.delay) await new Promise((done) => setTimeout(done, fault.delay));
  await fault.wait;
  if (fault.drop) return request.socket.destroy();
  const found = site.pages.get(path) ?? (await fileAt(mounts, path, request.headers["accept-encoding"] ?? ""));
  const { body, encoding } = typeof found === "string" ? { body: found } : (found ?? {});
  const type = fault.type ?? TYPES[site.pages.has(path) ? ".html" : extname(path) || ".html"] ?? "application/octet-stream";
  const headers = { "content-type": type, "cache-control": "no-store", ...site.headers };
  if (encoding && fault.body === undefined) headers["content-encoding"] = encoding;
  if (type.startsWith("text/html") && site.csp) headers["content-security-policy"] = site.csp;
  response.writeHead(fault.status ?? (body === undefined ? 404 : 200), headers);
  response.end(fault.body ?? (fault.status ? "staged" : (body ?? "not here")));
}

async function fileAt(mounts, path, accepted) {
  const prefix = Object.keys(mounts).find((each) => path.startsWith(each));
  if (!prefix) return undefined;
  const rest = path.slice(prefix.length) || "index.html";
  const file = join(mounts[prefix], normalize(`/${rest}`));
  if (/\bbr\b/.test(accepted)) {
    const body = await readFile(`${file}.br`).catch(() => undefined);
    if (body) return { body, encoding: "br" };
  }
  // A page as hosts of static sites find it: under its own name, without its ending, or in its folder.
  for (const each of [file, `${file}.html`, join(file, "index.html")]) {
    const body = await readFile(each).catch(() => undefined);
    if (body) return { body };
  }
  return undefined;
}
