// Settings of web servers: each is tested by the server itself, and the site that it serves is looked at.
import assert from "node:assert/strict";
import { cp, mkdir, readdir, readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { launch } from "../e2e/browser.mjs";
import { freePort } from "./scratch.mjs";

/** @import { Block } from "./articles.mjs" */
/** @import { Scratch } from "./scratch.mjs" */

const ROOT = "/var/www/example";
const INDEX = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Site</title><link rel="icon" href="/favicon.svg">
<script type="module" src="/help/helpdex.js"></script></head><body><help-search></help-search></body></html>`;
const PROGRAMS = { nginx: "/usr/sbin/nginx", apache: "/usr/sbin/apache2", caddy: "/usr/bin/caddy" };
const NGINX_MODULES = "/usr/lib/nginx/modules";
const APACHE_MODULES = ["mpm_event", "authz_core", "dir", "mime", "headers", "rewrite", "env", "setenvif"];

/** Whether the server is on this machine. `cargo xtask setup` installs all of them on Debian. @param {string} language */
export const isThere = (language) => !PROGRAMS[language] || existsSync(PROGRAMS[language]);

/**
 * A site with a bundle in `site/help`.
 * @param {Scratch} scratch
 * @param {string} bundle
 */
export async function makeSite(scratch, bundle) {
  if (existsSync(scratch.path("site"))) return;
  await mkdir(scratch.path("site"));
  await cp(bundle, scratch.path("site/help"), { recursive: true });
  await scratch.write("site/index.html", INDEX);
  await scratch.write("site/favicon.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>');
}

/**
 * Starts the server that a block is for.
 * @param {Block} block
 * @param {Scratch} scratch with a site
 * @returns {Promise<string>} origin
 */
export async function startSite({ language, text, at }, scratch) {
  const port = await freePort();
  const placed = (await scratch.place(text)).replaceAll(ROOT, scratch.path("site")).replace(/(listen |\*:|^:)80\b/gm, (_, before) => `${before === "listen " ? "listen 127.0.0.1:" : before}${port}`);
  const start = { nginx: startNginx, apache: startApache, caddy: startCaddy, headers: startHeaders }[language];
  try {
    await start(placed, scratch, port);
  } catch (error) {
    error.message = `${at}: ${error.message}`;
    throw error;
  }
  return `http://127.0.0.1:${port}`;
}

async function startNginx(text, scratch, port) {
  const modules = (await readdir(NGINX_MODULES).catch(() => [])).filter((name) => name.includes("brotli_static"));
  await scratch.write("nginx.conf", `${modules.map((name) => `load_module ${join(NGINX_MODULES, name)};`).join("\n")}
daemon off; pid nginx.pid; error_log stderr; events {}
${process.getuid?.() === 0 ? "user root;" : ""}
http {
  include /etc/nginx/mime.types; default_type application/octet-stream; access_log off;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${scratch.path(`tmp-${name}`)};`).join(" ")}
  ${text}
}`);
  const args = ["-p", scratch.root, "-c", scratch.path("nginx.conf"), "-e", "stderr"];
  await passes(scratch, PROGRAMS.nginx, ["-t", ...args]);
  await scratch.start(PROGRAMS.nginx, args, port);
}

async function startApache(text, scratch, port) {
  await scratch.write("apache.conf", `ServerRoot ${scratch.root}\nServerName localhost\nPidFile apache.pid\nDefaultRuntimeDir ${scratch.root}\nErrorLog apache.log
Listen 127.0.0.1:${port}
${process.getuid?.() === 0 ? "User www-data\nGroup www-data" : ""}
${APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
Include /etc/apache2/mods-available/mime.conf
${text}`);
  await scratch.run("chmod", ["-R", "a+rX", scratch.root]);
  const args = ["-f", scratch.path("apache.conf")];
  await passes(scratch, PROGRAMS.apache, ["-t", ...args]);
  await scratch.start(PROGRAMS.apache, ["-D", "FOREGROUND", ...args], port);
}

async function startCaddy(text, scratch, port) {
  await scratch.write("Caddyfile", `{\n  admin off\n  auto_https off\n}\n${text}`);
  const args = ["--config", scratch.path("Caddyfile"), "--adapter", "caddyfile"];
  await passes(scratch, PROGRAMS.caddy, ["validate", ...args]);
  await scratch.start(PROGRAMS.caddy, ["run", ...args], port);
}

async function passes(scratch, program, args) {
  const { code, stdout, stderr } = await scratch.run(program, args);
  assert.equal(code, 0, stdout + stderr);
}

/** A `_headers` file, as Netlify and Cloudflare Pages read it: a path, then its headers, indented; `*` is any run of characters. */
async function startHeaders(text, scratch, port) {
  const rules = [];
  for (const line of text.split("\n").filter((line) => line.trim() && !line.startsWith("#"))) {
    const header = /^\s+([\w-]+):\s*(.+)$/.exec(line);
    if (header) rules.at(-1).headers.push([header[1], header[2]]);
    else rules.push({ path: new RegExp(`^${(/^(\/\S*)$/.exec(line) ?? assert.fail(`no path: ${line}`))[1].replace(/[.?+]/g, "\\$&").replace("*", ".*")}$`), headers: [] });
  }
  const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".json": "application/json", ".svg": "image/svg+xml" };
  const server = createServer(async ({ url = "/" }, response) => {
    const path = url === "/" ? "/index.html" : new URL(url, "http://x").pathname;
    const body = await readFile(scratch.path(`site${path}`)).catch(() => undefined);
    response.setHeader("content-type", types[extname(path)] ?? "application/octet-stream");
    response.setHeader("cache-control", "public, max-age=0, must-revalidate");
    for (const { headers } of rules.filter((rule) => rule.path.test(url))) for (const [name, value] of headers) response.setHeader(name, value);
    response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", () => ready(undefined)));
  server.unref();
}

/**
 * What a host has to do for a bundle: types, caching, compression, the policy, and honest 404s.
 * @param {string} origin
 * @param {Scratch} scratch
 * @param {{ compresses: boolean, base?: string, headers?: Record<string, string> }} expected
 */
export async function assertServes(origin, scratch, { compresses, base = "/help/", headers = {} }) {
  const bundle = scratch.path(`site${base}`);
  const { app, languages } = JSON.parse(await readFile(join(bundle, "manifest.json"), "utf8"));
  const [language] = Object.values(languages);
  const pinned = (await readdir(bundle)).find((name) => /^helpdex-\w+\.js$/.test(name));
  const get = async (path) => {
    const response = await fetch(origin + base + path, { headers: { "accept-encoding": "br, gzip", ...headers } });
    await response.arrayBuffer();
    return response;
  };
  for (const path of ["manifest.json", "helpdex.js"]) {
    const response = await get(path);
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get("cache-control") ?? "", /no-cache|max-age=0/, path);
  }
  for (const path of [`${app}widget.js`, `${app}${language.engine}`, language.root, pinned]) {
    const response = await get(path);
    assert.equal(response.status, 200, path);
    assert.match(response.headers.get("cache-control") ?? "", /max-age=31536000, immutable/, path);
    assert.doesNotMatch(response.headers.get("cache-control") ?? "", /no-cache/, path);
    if (compresses) assert.equal(response.headers.get("content-encoding"), "br", path);
  }
  assert.match((await get(`${app}widget.js`)).headers.get("content-type") ?? "", /javascript/);
  assert.match((await get(`${app}${language.engine}`)).headers.get("content-type") ?? "", /^application\/wasm/);
  assert.equal((await get("gone.hdx")).status, 404);
}

/**
 * The site's page searches under its own policy, with the fast engine.
 * @param {string} origin
 */
export async function assertSearches(origin) {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const told = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
    const response = await page.goto(`${origin}/`);
    assert.match(response?.headers()["content-security-policy"] ?? "", /'wasm-unsafe-eval'/);
    await page.locator("help-search #field").fill("sign in");
    await page.waitForFunction(() => document.querySelector("help-search")?.dataset.state === "results");
    assert.deepEqual(told, []);
  } finally {
    await browser.close();
  }
}
