import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { openEngine } from "../../www/engine.js";
import { pickLanguage } from "../../www/manifest.js";

// The stand-in glue is imported from disk; all other files come from this map.
const BASE = pathToFileURL(join(import.meta.dirname, "../e2e/fake/")).href;
const MANIFEST = { helpdex: 1, build: "one", app: "./", default: "en", languages: { en: { root: "en.hdx", engine: "en.wasm", articles: 2 } } };
const ARTICLES = [
  { id: "refund", url: "/refund", title: "Get a refund", section: "Billing", text: "Ask for a refund.", heading: "Asking", anchor: "ask-for-it" },
  { id: "card", url: "/card", title: "Change your card", section: "Billing", text: "The refund goes to your card." },
];
/** @type {Map<string, (() => Response)>} */
const files = new Map();
/** @type {string[]} */
let fetched = [];

const missing = () => new Response("", { status: 404 });

beforeEach(() => {
  fetched = [];
  files.clear();
  files.set("manifest.json", () => Response.json(MANIFEST));
  files.set("en.hdx", () => new Response(JSON.stringify({ build: "one", articles: ARTICLES })));
  files.set("en.wasm", () => new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), { headers: { "content-type": "application/wasm" } }));
  for (const shard of [0, 1, 2]) files.set(`data/one-${shard}.hdx`, () => new Response(gzipSync(`one ${shard}`)));
  mock.method(globalThis, "fetch", async (url) => {
    const name = String(url).slice(BASE.length);
    fetched.push(name);
    return (files.get(name) ?? missing)();
  });
});
afterEach(() => mock.restoreAll());

const open = (options) => openEngine({ base: BASE, lang: "en", manifest: MANIFEST, ...options });

test("without a manifest it fetches one", async () => {
  const engine = await open({ manifest: undefined });
  assert.equal(fetched[0], "manifest.json");
  assert.equal(engine.language, "en");
});

test("missing shards are fetched together, opened, and the search is run again", async () => {
  const engine = await open();
  const { hits, keys } = await engine.search("zebra refund", 10);
  assert.deepEqual(hits.map(({ id }) => id), ["refund", "card"]);
  assert.deepEqual(hits[0].highlights.title, [[6, 12]]);
  assert.ok(fetched.includes("data/one-0.hdx"));
  assert.deepEqual((await engine.snippets(keys)).map(({ text }) => text), ARTICLES.map(({ text }) => text));
  assert.deepEqual(fetched.slice(-2).sort(), ["data/one-1.hdx", "data/one-2.hdx"]);
});

test("searches at the same time share one fetch", async () => {
  const engine = await open();
  await Promise.all([engine.search("zebra", 10), engine.search("zebra card", 10)]);
  assert.equal(fetched.filter((name) => name === "data/one-0.hdx").length, 1);
});

test("an index that is never satisfied ends after three rounds", async () => {
  const engine = await open();
  await assert.rejects(engine.search("endless", 10), { name: "HelpdexError", code: "corrupt" });
  assert.equal(fetched.filter((name) => name === "data/one-0.hdx").length, 3);
});

test("a missing shard is tried twice, fails its search only, and is not remembered", async () => {
  const engine = await open();
  const shard = files.get("data/one-0.hdx");
  files.set("data/one-0.hdx", missing);
  await assert.rejects(engine.search("zebra", 10), { code: "not-found" });
  assert.equal(fetched.filter((name) => name === "data/one-0.hdx").length, 2);
  assert.equal((await engine.search("refund", 10)).hits.length, 2);
  files.set("data/one-0.hdx", shard);
  assert.equal((await engine.search("zebra refund", 10)).hits.length, 2);
});

test("a shard of another build asks the manifest once, then fails", async () => {
  const engine = await open();
  files.set("data/one-0.hdx", () => new Response("two 0"));
  await assert.rejects(engine.search("zebra", 10), { code: "version" });
  assert.equal(fetched.filter((name) => name === "manifest.json").length, 1);
});

test("snippets of one text are right after another has been searched", async () => {
  const engine = await open();
  const { keys } = await engine.search("refund", 10);
  await engine.search("card", 10);
  const [first] = await engine.snippets(keys);
  assert.equal(first.text.slice(...first.spans[0]), "refund");
});

test("prefetched responses are used once", async () => {
  const prefetched = new Map([[`${BASE}en.hdx`, Promise.resolve(files.get("en.hdx")())]]);
  await open({ prefetched });
  assert.equal(fetched.includes("en.hdx"), false);
  assert.equal(prefetched.size, 0);
});

test("a freed engine rejects with AbortError", async () => {
  const engine = await open();
  engine.free();
  await assert.rejects(engine.search("refund", 10), { name: "AbortError" });
});

test("the language falls back from region to language to another region to the default", () => {
  const languages = { en: {}, "pt-br": {}, "zh-hans": {}, zh: {} };
  const pick = (tag) => pickLanguage({ ...MANIFEST, languages }, tag);
  assert.deepEqual(["en-GB", "pt", "pt-PT", "ZH_hans_CN", "zh-Hant", "xx", "", undefined].map(pick), ["en", "pt-br", "pt-br", "zh-hans", "zh", "en", "en", "en"]);
});

test("what was corrected, and which synonyms were searched, comes with the answer", async () => {
  const engine = await open();
  const { corrections, synonyms, ideal, step } = await engine.search("refnd login", 10);
  assert.deepEqual(corrections, [{ typed: "refnd", used: "refund" }]);
  assert.deepEqual(synonyms, [{ typed: "login", used: "sign-in" }]);
  assert.deepEqual([ideal, step], [4, "typo"]);
  assert.deepEqual((await engine.search('"refnd"', 10)).corrections, []);
});

test("shards that would make the answer better are loaded only to refine it", async () => {
  const engine = await open();
  const first = await engine.search("gnu refund", 10);
  assert.deepEqual([first.wanted, fetched.includes("data/one-0.hdx")], [[0], false]);
  const better = await engine.refine("gnu refund", 10);
  assert.deepEqual(better.wanted, []);
  assert.deepEqual(better.hits.map(({ id }) => id), first.hits.map(({ id }) => id).reverse());
});

test("if such a shard cannot be loaded, the answer stays", async () => {
  mock.method(console, "warn", () => {});
  const engine = await open();
  files.set("data/one-0.hdx", missing);
  const first = await engine.search("gnu refund", 10);
  const same = await engine.refine("gnu refund", 10);
  assert.deepEqual(same.hits, first.hits);
});

test("a passage tells its section", async () => {
  const engine = await open();
  const { keys } = await engine.search("refund", 10);
  const [first, second] = await engine.snippets(keys);
  assert.deepEqual([first.heading, first.anchor, second.heading], ["Asking", "ask-for-it", ""]);
});

test("top questions are fetched when they are asked for, if there are any", async () => {
  const none = await open();
  assert.deepEqual(await none.topQuestions(), []);
  const { en } = MANIFEST.languages;
  const engine = await open({ manifest: { ...MANIFEST, languages: { en: { ...en, top: "data/en-top.json" } } } });
  files.set("data/en-top.json", () => Response.json([{ id: "refund" }]));
  assert.equal(fetched.includes("data/en-top.json"), false);
  assert.deepEqual(await engine.topQuestions(), [{ id: "refund" }]);
});

test("the languages to ask next are those that are there, without its own", async () => {
  const { en } = MANIFEST.languages;
  const engine = await open({ manifest: { ...MANIFEST, fallback: ["en", "de", "sv"], languages: { en, sv: en } } });
  assert.deepEqual(engine.fallback, ["sv"]);
});
