// Searches a bundle in Chromium and prints JSON: bytes and hops to the first answer, milliseconds per
// keystroke, memory. Run by `cargo xtask bench`; alone:
//   CHROMIUM=PATH node bench/keystrokes.mjs --bundle OUT --queries queries.jsonl.gz [--lang xx] [--typed 120]
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import { chromium } from "playwright-core";
import { startServer } from "./static-server.mjs";

/** Queries for the first answer, each in a fresh browser context. */
const FIRST_QUERIES = 5;
/** Long enough that requests of one hop overlap and those of the next do not. */
const HOP_MS = 120;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

const { values: options } = parseArgs({
  options: { bundle: { type: "string" }, queries: { type: "string" }, lang: { type: "string" }, typed: { type: "string", default: "120" } },
});
if (!options.bundle || !options.queries) {
  console.error("usage: node bench/keystrokes.mjs --bundle OUT --queries FILE [--lang xx] [--typed N]");
  process.exit(2);
}

const manifest = JSON.parse(fs.readFileSync(path.join(options.bundle, "manifest.json"), "utf8"));
const lang = options.lang ?? largest(manifest.languages);
const queries = readQueries(options.queries).filter((query) => (query.lang ?? manifest.default) === lang).map((query) => query.query);
if (!queries.length) {
  console.error(`no query in ${options.queries} is in ${lang}`);
  process.exit(1);
}

const server = await startServer(options.bundle, { "/bench.html": page() });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: FLAGS });
try {
  const first = [];
  for (const query of queries.slice(0, FIRST_QUERIES)) first.push(await firstAnswer(query));
  const typing = await type(queries.slice(0, Number(options.typed)));
  console.log(JSON.stringify({ lang, chromium: browser.version(), first: worst(first), ...typing }, null, 1));
} finally {
  await browser.close();
  server.close();
}

/** What a page holds: the manifest inlined, as the product's own snippet does, and the client of the bundle. */
function page() {
  const script = `
import { createClient } from "./${manifest.app}client.js";
const memories = new Set();
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...all) => {
  const result = await instantiate.apply(WebAssembly, all);
  for (const value of Object.values((result.instance ?? result).exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
  return result;
};
globalThis.wasmBytes = () => [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
globalThis.open = async () => {
  globalThis.client = await createClient({ base: new URL("./", location.href).href, lang: ${JSON.stringify(lang)}, manifest: ${JSON.stringify(manifest)} });
};
globalThis.ready = true;`;
  return `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><script type="module">${script.replaceAll("<", "\\u003c")}</script>`;
}

/** Opens a page as nobody has opened it before, asks one query, and looks at what the server was asked for. */
async function firstAnswer(query) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`${server.origin}/bench.html`);
  await tab.waitForFunction("globalThis.ready");
  const script = server.takeLog().filter(({ url }) => url !== "/bench.html");
  server.delay(HOP_MS);
  const answer = await tab.evaluate(async (text) => {
    await globalThis.open();
    const { hits, total } = await globalThis.client.search(text, { limit: 10, snippets: false });
    return { hits: hits.length, total };
  }, query);
  server.delay(0);
  const requests = server.takeLog();
  await context.close();
  const bytes = (wanted) => [...script, ...requests].filter(wanted).reduce((sum, request) => sum + request.bytes, 0);
  const isIndex = ({ url }) => url.endsWith(".hdx");
  const isEngine = ({ url }) => /\/engine[^/]*$/.test(url);
  return {
    query,
    ...answer,
    bytes: bytes(() => true),
    script: bytes((request) => !isIndex(request) && !isEngine(request)),
    engine: bytes(isEngine),
    index: bytes(isIndex),
    requests: script.length + requests.length,
    hops: hops(requests),
    files: requests.map(({ url, bytes: size }) => `${url} ${size}`),
  };
}

/** Length of the longest chain in which each request begins after the one before has ended. */
function hops(requests) {
  const depths = [];
  for (const request of requests.toSorted((a, b) => a.start - b.start)) {
    const before = depths.filter(({ end }) => end <= request.start).map(({ depth }) => depth);
    depths.push({ end: request.end, depth: 1 + Math.max(0, ...before) });
  }
  return Math.max(0, ...depths.map(({ depth }) => depth));
}

/** The costliest of the first answers, so that one lucky query hides nothing. */
function worst(answers) {
  const most = (key) => Math.max(...answers.map((answer) => answer[key]));
  const largestAnswer = answers.find((answer) => answer.bytes === most("bytes"));
  return { ...largestAnswer, hops: most("hops"), requests: most("requests"), of: answers.length };
}

/**
 * Types every query key by key, three times: the first pass fetches shards, so its times hold the
 * local network; the second is the engine and the client alone; the third asks for snippets too.
 */
async function type(texts) {
  const context = await browser.newContext();
  const tab = await context.newPage();
  await tab.goto(`${server.origin}/bench.html`);
  await tab.waitForFunction("globalThis.ready");
  await tab.evaluate("globalThis.open()");
  const keys = {};
  for (const [name, snippets] of [["firstPass", false], ["rows", false], ["snippetsFirstPass", true], ["snippets", true]]) {
    keys[name] = summary(await tab.evaluate(typeInPage, { texts, snippets }));
  }
  const session = await context.newCDPSession(tab);
  await session.send("HeapProfiler.collectGarbage");
  const heap = await session.send("Runtime.getHeapUsage");
  const wasm = await tab.evaluate("globalThis.wasmBytes()");
  const calibrationMs = await tab.evaluate(calibrate);
  await context.close();
  return { keys, memory: { jsHeap: heap.usedSize, wasm }, calibrationMs };
}

/** Runs in the page; every call is a task of its own. */
async function typeInPage({ texts, snippets }) {
  const channel = new MessageChannel();
  const nextTask = () => new Promise((done) => {
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const times = [];
  for (const text of texts) {
    let typed = "";
    for (const character of text) {
      typed += character;
      if (!typed.trim()) continue;
      await nextTask();
      const start = performance.now();
      await globalThis.client.search(typed, { limit: 10, snippets });
      times.push(performance.now() - start);
    }
  }
  return times;
}

/** A fixed piece of arithmetic: compare it before comparing two machines or two runs. */
function calibrate() {
  const times = [];
  for (let run = 0; run < 9; run++) {
    const start = performance.now();
    let x = 1;
    for (let i = 0; i < 3e6; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
    }
    globalThis.sink = x;
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[4];
}

function summary(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] * 1000) / 1000;
  return { n: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

function readQueries(file) {
  const bytes = fs.readFileSync(file);
  const text = (file.endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes).toString("utf8");
  return text.split("\n").filter((line) => line.trim()).map((line) => JSON.parse(line));
}

function largest(languages) {
  return Object.entries(languages).sort(([, a], [, b]) => b.articles - a.articles)[0][0];
}
