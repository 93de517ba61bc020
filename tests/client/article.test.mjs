import assert from "node:assert/strict";
import { join } from "node:path";
import { afterEach, beforeEach, mock, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { createClient } from "../../www/client.js";
import { openEngine } from "../../www/engine.js";

// The stand-in glue is imported from disk; all other files come from this map.
const BASE = pathToFileURL(join(import.meta.dirname, "../e2e/fake/")).href;
const language = (tag) => ({ root: `${tag}.hdx`, engine: `${tag}.wasm`, articles: 2 });
const MANIFEST = { helpdex: 1, build: "one", app: "./", default: "en", fallback: ["en"], languages: { en: language("en"), de: language("de") } };
const ARTICLES = {
  en: [
    { id: "refund", url: "/refund", title: "Get a refund", section: "Billing", text: "Ask for a refund." },
    { id: "card", url: "/card", title: "Change your card", section: "Billing", text: "The refund goes to your card." },
  ],
  de: [{ id: "karte", url: "/karte", title: "Karte ändern", section: "Zahlung", text: "So geht es." }],
};
/** @type {Map<string, () => Response>} */
const files = new Map();
/** @type {string[]} */
let fetched = [];

beforeEach(() => {
  fetched = [];
  files.clear();
  files.set("manifest.json", () => Response.json(MANIFEST));
  for (const [tag, articles] of Object.entries(ARTICLES)) {
    files.set(`${tag}.hdx`, () => new Response(JSON.stringify({ build: tag, articles })));
    files.set(`${tag}.wasm`, () => new Response(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), { headers: { "content-type": "application/wasm" } }));
    for (const shard of [0, 1, 2]) files.set(`data/${tag}-${shard}.hdx`, () => new Response(gzipSync(`${tag} ${shard}`)));
  }
  mock.method(globalThis, "fetch", async (url) => {
    const name = String(url).slice(BASE.length);
    fetched.push(name);
    return (files.get(name) ?? (() => new Response("", { status: 404 })))();
  });
});
afterEach(() => mock.restoreAll());

const open = (lang = "en") => createClient({ base: BASE, lang, manifest: MANIFEST });
const shards = () => fetched.filter((name) => name.startsWith("data/"));

test("an article is found by its id: first the ids, then what it holds", async () => {
  const client = await open();
  const article = await client.article({ id: "card" });
  assert.deepEqual([article.id, article.title, article.language], ["card", "Change your card", "en"]);
  assert.deepEqual(article.body, [["p", 0, "The refund goes to your card."]]);
  assert.deepEqual(shards(), ["data/en-0.hdx", "data/en-2.hdx"]);
  await client.article({ id: "card" });
  assert.equal(shards().length, 2);
});

test("a hit's article needs no ids", async () => {
  const client = await open();
  const { hits } = await client.search("refund", { snippets: false });
  const article = await client.article(hits[0]);
  assert.equal(article.id, hits[0].id);
  assert.equal(shards().includes("data/en-0.hdx"), false);
});

test("an unknown id is told from a file that is missing", async () => {
  const client = await open();
  await assert.rejects(client.article({ id: "nobody" }), { name: "HelpdexError", code: "not-found", message: /no article has the id "nobody"/ });
  files.delete("data/en-1.hdx");
  await assert.rejects(client.article({ id: "refund" }), { code: "not-found", message: /data\/en-1\.hdx/ });
});

test("without a language it is looked for in the fallback languages, too", async () => {
  const client = await open("de");
  assert.equal((await client.article({ id: "karte" })).language, "de");
  assert.equal((await client.article({ id: "card" })).language, "en");
  await assert.rejects(client.article({ id: "card", language: "de" }), { code: "not-found" });
  assert.equal((await client.article({ id: "card", language: "en" })).title, "Change your card");
});

test("the client tells whether there is anything to read", async () => {
  assert.equal((await open()).hasReader, true);
  files.set("en.hdx", () => new Response(JSON.stringify({ build: "en", articles: ARTICLES.en, withoutReader: true })));
  const client = await open();
  assert.equal(client.hasReader, false);
  await assert.rejects(client.article({ id: "card" }), { code: "not-found" });
});

test("a reader who goes on is not waited for", async () => {
  const client = await open();
  const abort = new AbortController();
  const article = client.article({ id: "card" }, { signal: abort.signal });
  abort.abort();
  await assert.rejects(article, { name: "AbortError" });
});

test("after a new build, the article is looked for by its id", async () => {
  const engine = await openEngine({ base: BASE, lang: "en", manifest: MANIFEST });
  const turned = [...ARTICLES.en].reverse();
  files.set("manifest.json", () => Response.json({ ...MANIFEST, build: "two", languages: { en: { ...language("en"), root: "en2.hdx" } } }));
  files.set("en2.hdx", () => new Response(JSON.stringify({ build: "new", articles: turned })));
  files.delete("data/en-2.hdx");
  for (const shard of [0, 1, 2]) files.set(`data/new-${shard}.hdx`, () => new Response(gzipSync(`new ${shard}`)));
  const article = await engine.article({ id: "card", doc: 1, generation: 0 });
  assert.equal(article.title, "Change your card");
});
