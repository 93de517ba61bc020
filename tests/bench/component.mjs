// Measures the component as a person meets it, in Chromium, and prints JSON. Not a test.
//   CHROMIUM=PATH node bench/component.mjs --bundle OUT --queries queries.jsonl.gz [--pagefind DIR] [--lang xx]
//     [--parts first,keys,page,tracking] [--loads 5] [--typed 30]
// --pagefind is the folder that `pagefind` 1.5 or later wrote for the same articles (pagefind-component-ui.js in
// it); its <pagefind-searchbox> is measured in the same run.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import zlib from "node:zlib";
import { chromium } from "playwright-core";
import { startSlowServer } from "./slow-server.mjs";
import { answerOf, watchLoad, watchTyping } from "./component.page.mjs";

const SLOW_4G = { latency: 562, bytesPerMs: 200 };
const LOCAL = { latency: 0, bytesPerMs: Infinity };
/** A mid-range phone is about this many times slower than a desktop. */
const CPU_SLOWDOWN = 4;
/** Between two keys, in milliseconds: a fast typist. */
const KEY_MS = 120;
/** Of queries for the first answer. */
const MOST_WORDS = 3;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--ignore-certificate-errors"];

const { values: options } = parseArgs({
  options: {
    bundle: { type: "string" }, queries: { type: "string" }, pagefind: { type: "string" }, lang: { type: "string", default: "en" },
    parts: { type: "string", default: "first,keys,page,tracking" }, loads: { type: "string", default: "5" }, typed: { type: "string", default: "30" },
  },
});
if (!options.bundle || !options.queries) {
  console.error("usage: node bench/component.mjs --bundle OUT --queries FILE [--pagefind DIR] [--lang xx] [--parts first,keys,page,tracking] [--loads N] [--typed N]");
  process.exit(2);
}

const queries = readQueries(options.queries);
/** A long question has no rows in some peers; that nothing was found counts as an answer, too. */
const short = queries.filter((query) => query.split(" ").length <= MOST_WORDS);
/** What is measured: markup, and where the rows are. */
const PEERS = {
  helpdex: {
    head: '<script type="module" src="/help/helpdex.js"></script>',
    body: '<help-search><form action="/search"><label>Search help <input name="q"></label></form></help-search>',
    rows: { host: "help-search", field: "#field", row: "[role=option]", none: "[part=message] bdi" },
  },
  pagefind: {
    head: '<link rel="stylesheet" href="/pagefind/pagefind-component-ui.css"><script type="module" src="/pagefind/pagefind-component-ui.js"></script>',
    body: '<pagefind-searchbox bundle-path="/pagefind/"></pagefind-searchbox>',
    rows: { host: "", field: ".pf-searchbox-input", row: ".pf-searchbox-result", none: ".pf-searchbox-empty" },
  },
};
/** The least that a page can do for a key: how long that takes is what the machine and the browser add to all others. */
const FLOOR = {
  body: '<input id="field"><div id="rows"></div><script>document.querySelector("#field").addEventListener("input", ({ target }) => { const row = document.createElement("p"); row.textContent = target.value; document.querySelector("#rows").replaceChildren(row); });</script>',
  rows: { host: "", field: "#field", row: "#rows p", none: "#rows i" },
};
/** The same field where questions are counted. */
const TRACKED = { ...PEERS.helpdex, body: PEERS.helpdex.body.replace("<help-search>", '<help-search endpoint="/v1/events">') };
const peers = Object.keys(PEERS).filter((name) => name !== "pagefind" || options.pagefind);
const line = { ...LOCAL };
const server = await startSlowServer({ "/help/": path.resolve(options.bundle), "/pagefind/": path.resolve(options.pagefind ?? ".") }, pages(), line);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "chromium", args: FLAGS });
try {
  const parts = options.parts.split(",");
  const report = { chromium: browser.version(), loadAverage: fs.readFileSync("/proc/loadavg", "utf8").split(" ", 3).map(Number) };
  if (parts.includes("first")) report.slow4gFocusToRows = await firstAnswers();
  if (parts.includes("keys")) report.typing = await typing();
  if (parts.includes("page")) report.beforeIntent = await beforeIntent();
  if (parts.includes("tracking")) report.tracking = await tracking();
  console.log(JSON.stringify(report, null, 1));
} finally {
  await browser.close();
  server.close();
}

function pages() {
  const text = "<p>People find this page when they look for help with an order, a device or an account.</p>".repeat(20);
  const html = ({ head = "", body = "" }) => `<!doctype html><html lang="${options.lang}"><head><meta charset="utf-8"><title>Help</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">${head}</head><body><h1>Help</h1>${body}${text}</body></html>`;
  const made = { "/plain.html": html({ body: '<form action="/search"><input name="q"></form>' }) };
  for (const [name, peer] of Object.entries({ ...PEERS, floor: FLOOR, tracked: TRACKED })) made[`/${name}.html`] = html(peer);
  return made;
}

/** A new browser context: nothing is cached. */
async function open(name, { slowdown = 1 } = {}) {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  if (slowdown > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(watchLoad);
  await page.goto(`${server.origin}/${name}.html`, { waitUntil: "load" });
  return { context, page, session };
}

/** From the first focus of the field, with a whole query put in at once, to rows on screen. */
async function firstAnswers() {
  const found = {};
  for (let load = 0; load < Number(options.loads); load++) {
    for (const name of peers) {
      Object.assign(line, SLOW_4G);
      const { context, page } = await open(name);
      // What the page loads by itself is not part of the wait.
      await page.waitForLoadState("networkidle");
      const before = server.takeLog();
      const query = short[load % short.length];
      const { ms, isFound } = await page.evaluate(answerOf, { ...PEERS[name].rows, query });
      const after = server.takeLog();
      (found[name] ??= []).push({ ms: Math.round(ms), query, isFound, requests: after.length, kb: kb(after), kbBefore: kb(before.filter(({ url }) => !url.endsWith(".html"))) });
      await context.close();
    }
  }
  Object.assign(line, LOCAL);
  const summary = Object.fromEntries(Object.entries(found).map(([name, loads]) => [name, { medianMs: median(loads.map(({ ms }) => ms)), loads }]));
  if (summary.pagefind) summary.timesFaster = Math.round(100 * summary.pagefind.medianMs / summary.helpdex.medianMs) / 100;
  return summary;
}

/** Every query key by key with a slow processor. */
async function typing() {
  const found = {};
  for (const name of [...peers, "floor"]) {
    const { context, page, session } = await open(name, { slowdown: CPU_SLOWDOWN });
    const { host, field, row } = (PEERS[name] ?? FLOOR).rows;
    const input = page.locator(`${host} ${field}`.trim()).first();
    await input.click();
    await page.evaluate(watchTyping, { host, field, row });
    // The first query loads what all need.
    for (const query of [queries[0], ...queries.slice(0, Number(options.typed))]) {
      await input.fill("");
      await page.keyboard.type(query, { delay: KEY_MS });
      await page.waitForTimeout(300);
      if (query === queries[0]) await page.evaluate(() => globalThis.keys.splice(0));
    }
    const { keys, events, longTasks, shift } = await page.evaluate(() => ({ keys: globalThis.keys, events: globalThis.eventMs, longTasks: globalThis.longTasks, shift: globalThis.shift }));
    await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    found[name] = {
      keys: keys.length,
      rowsInDocument: percentiles(keys.map((key) => key.drawn)),
      rowsPainted: percentiles(keys.map((key) => key.painted)),
      inpMs: percentiles(events).p98,
      longTasks: { n: longTasks.length, longest: Math.max(0, ...longTasks) },
      layoutShift: shift,
      jsHeapMb: Math.round(usedSize / 1e5) / 10,
      wasmMb: Math.round(await page.evaluate(() => globalThis.wasmBytes()) / 1e5) / 10,
    };
    await context.close();
  }
  return found;
}

/** What a page pays that nobody searches on, on a slow line with a slow processor. */
async function beforeIntent() {
  const found = {};
  Object.assign(line, SLOW_4G);
  for (let load = 0; load < Number(options.loads); load++) {
    for (const name of ["plain", ...peers]) {
      const { context, page } = await open(name, { slowdown: CPU_SLOWDOWN });
      await page.waitForLoadState("networkidle");
      await page.waitForTimeout(500);
      (found[name] ??= []).push(await page.evaluate(() => ({ lcp: globalThis.lcp, cls: globalThis.shift, tbt: globalThis.longTasks.reduce((sum, ms) => sum + ms - 50, 0) })));
      await context.close();
    }
  }
  Object.assign(line, LOCAL);
  const middle = (loads, key) => Math.round(median(loads.map((each) => each[key])) * 1000) / 1000;
  return Object.fromEntries(Object.entries(found).map(([name, loads]) => [name, { lcpMs: middle(loads, "lcp"), cls: middle(loads, "cls"), tbtMs: middle(loads, "tbt") }]));
}

/** What counting adds to one visit with one question: tasks that hold up the page, by how slow the processor is. */
async function tracking() {
  const found = {};
  for (const slowdown of [1, CPU_SLOWDOWN]) {
    for (let load = 0; load < Number(options.loads); load++) {
      for (const name of ["helpdex", "tracked"]) {
        const { context, page } = await open(name, { slowdown });
        await page.waitForLoadState("networkidle");
        await page.locator("help-search #field").click();
        await page.keyboard.type(short[load % short.length], { delay: KEY_MS });
        // The question settles, and is queued.
        await page.waitForTimeout(3000);
        const visit = await page.evaluate(() => ({ tasks: globalThis.longTasks, isCounted: performance.getEntriesByType("resource").some(({ name }) => name.endsWith("tracker.wasm")) }));
        (found[`${name}, processor / ${slowdown}`] ??= []).push(visit);
        await context.close();
      }
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, visits]) => {
    const tasks = visits.flatMap(({ tasks }) => tasks);
    return [name, { visits: visits.length, counted: visits.filter(({ isCounted }) => isCounted).length, longTasks: tasks.length, longestMs: Math.max(0, ...tasks), longTaskMs: tasks.reduce((sum, ms) => sum + ms, 0) }];
  }));
}

function readQueries(name) {
  const bytes = fs.readFileSync(name);
  const lines = (name.endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes).toString("utf8").trim().split("\n");
  const own = lines.map((text) => JSON.parse(text)).filter(({ lang = options.lang }) => lang === options.lang);
  return own.map(({ query }) => query);
}

function kb(requests) {
  return Math.round(requests.reduce((sum, { bytes }) => sum + bytes, 0) / 102.4) / 10;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function percentiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share) => Math.round(10 * (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0)) / 10;
  return { p50: at(0.5), p95: at(0.95), p98: at(0.98), max: at(1) };
}
