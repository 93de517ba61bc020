import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient } from "../../www/client.js";

const hit = (id, language = "en", score = 1) => ({ id, language, url: `/${id}`, title: id, breadcrumbs: "", section: { heading: "", anchor: "" }, snippet: "", highlights: { title: [], snippet: [] }, score });
const found = (hits, more) => ({ total: hits.length, step: hits.length ? "all" : "none", hits, keys: { text: "", generation: 0, docs: hits.map((_, i) => i) }, ideal: 1, corrections: [], synonyms: [], wanted: [], ...more });

/** An engine whose answers come when the test says so. */
function fakeEngine() {
  const asked = [];
  return {
    asked,
    language: "en",
    fallback: [],
    freed: false,
    search(text, limit, signal) {
      return new Promise((resolve, reject) => {
        const answer = () => resolve(found([hit(text)], { keys: { text, generation: 0, docs: [7] } }));
        asked.push({ text, limit, signal, answer, reject });
      });
    },
    async snippets({ text, docs }) {
      if (text === "broken") throw new Error("no shard");
      return docs.map((doc) => ({ text: `passage ${doc}`, spans: [[0, 7]], heading: "", anchor: "" }));
    },
    free() {
      this.freed = true;
    },
  };
}

async function open() {
  const engine = fakeEngine();
  return { engine, client: await createClient({ base: "http://localhost/", engine }) };
}

const abort = { name: "AbortError" };

test("a search brings hits, passages and an id of its own", async () => {
  const { engine, client } = await open();
  const one = client.search("a");
  engine.asked[0].answer();
  const first = await one;
  assert.deepEqual(first.hits[0], { ...hit("a"), snippet: "passage 7", highlights: { title: [], snippet: [[0, 7]] } });
  assert.deepEqual([first.corrections, first.synonyms, first.partial], [[], [], false]);
  const again = client.search("a");
  engine.asked[1].answer();
  assert.notEqual((await again).queryId, first.queryId);
});

test("the latest search wins, whatever the order of the answers", async () => {
  const { engine, client } = await open();
  const old = client.search("old");
  const rejected = assert.rejects(old, abort);
  const latest = client.search("latest");
  engine.asked[1].answer();
  engine.asked[0].answer();
  await rejected;
  assert.equal((await latest).hits[0].id, "latest");
  assert.equal(engine.asked[0].signal.aborted, true);
  assert.equal(engine.asked[1].signal.aborted, false);
});

test("a signal cancels at once, before or during the search", async () => {
  const { client } = await open();
  await assert.rejects(client.search("a", { signal: AbortSignal.abort() }), abort);
  const controller = new AbortController();
  const running = client.search("b", { signal: controller.signal });
  controller.abort();
  await assert.rejects(running, abort);
});

test("passages can come later, in the same hits", async () => {
  const { engine, client } = await open();
  const pending = client.search("a", { snippets: false, limit: 3 });
  assert.equal(engine.asked[0].limit, 3);
  engine.asked[0].answer();
  const { hits } = await pending;
  assert.equal(hits[0].snippet, "");
  assert.equal(await client.snippets(hits), hits);
  assert.equal(hits[0].snippet, "passage 7");
});

test("missing passages do not fail a search that waits for them", async (t) => {
  t.mock.method(console, "warn", () => {});
  const { engine, client } = await open();
  const pending = client.search("broken");
  engine.asked[0].answer();
  assert.equal((await pending).hits[0].snippet, "");
});

test("destroying frees the engine and rejects what runs", async () => {
  const { engine, client } = await open();
  const running = assert.rejects(client.search("a"), abort);
  client.destroy();
  await running;
  assert.equal(engine.freed, true);
});
