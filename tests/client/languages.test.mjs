import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Client } from "../../www/client.js";
import { CLEARLY_BETTER, WEAK, mergeAnswers, needsMore } from "../../www/merge.js";
import { pickLanguage } from "../../www/manifest.js";

const hit = (id, language, score) => ({ id, language, url: `/${language}/${id}`, title: id, breadcrumbs: "", section: { heading: "", anchor: "" }, snippet: "", highlights: { title: [], snippet: [] }, score });

/** An answer whose ideal score is 10; hits as `[id, score]`. */
const answer = (language, hits, more = {}) => ({
  total: hits.length, step: hits.length ? "all" : "none", hits: hits.map(([id, score]) => hit(id, language, score)),
  keys: { text: "q", generation: 0, docs: hits.map((_, i) => i) }, ideal: 10, corrections: [], synonyms: [], wanted: [], ...more,
});
const ids = ({ hits }) => hits.map(({ id, language }) => `${language}:${id}`);

describe("merging", () => {
  test("the reader's own rows come first, whatever the others score", () => {
    const merged = mergeAnswers([answer("es", [["a", 5], ["b", 4]]), answer("en", [["c", 9.9], ["d", 4]])], 10);
    assert.deepEqual(ids(merged), ["es:a", "es:b", "en:c", "en:d"]);
    assert.equal(merged.total, 4);
  });

  test("only what answers twice as much of the question comes before", () => {
    const merged = mergeAnswers([answer("es", [["a", 4]]), answer("en", [["c", 4 * CLEARLY_BETTER], ["d", 7.9]])], 10);
    assert.deepEqual(ids(merged), ["en:c", "es:a", "en:d"]);
  });

  test("what editors pinned stays first", () => {
    const others = answer("en", [["c", 9.9]]);
    assert.deepEqual(ids(mergeAnswers([answer("es", [["pinned", 1], ["a", 2]]), others], 10)), ["es:pinned", "es:a", "en:c"]);
    assert.deepEqual(ids(mergeAnswers([answer("es", [["pinned", 0]]), others], 10)), ["es:pinned", "en:c"]);
  });

  test("scores are compared as shares of what an ideal article would have", () => {
    const own = answer("es", [["a", 4]]);
    assert.deepEqual(ids(mergeAnswers([own, answer("en", [["c", 80]], { ideal: 100 })], 10)), ["en:c", "es:a"]);
    assert.deepEqual(ids(mergeAnswers([own, answer("en", [["c", 80]], { ideal: 110 })], 10)), ["es:a", "en:c"]);
  });

  test("weak rows of another language and translations of what is there are left out", () => {
    const merged = mergeAnswers([answer("es", [["a", 5]]), answer("en", [["a", 9.5], ["c", 5], ["d", 10 * WEAK - 0.1]])], 10);
    assert.deepEqual(ids(merged), ["es:a", "en:c"]);
  });

  test("words as typed come before words that were guessed, and put last resorts away", () => {
    const others = answer("en", [["c", 4]]);
    const own = (step, more) => answer("es", [["a", 9]], { step, ...more });
    const typo = { corrections: [{ typed: "pasword", used: "password" }] };
    const merged = mergeAnswers([own("typo", typo), others], 10);
    assert.deepEqual([ids(merged), merged.step, merged.corrections, merged.total], [["en:c", "es:a"], "all", typo.corrections, 2]);
    const last = mergeAnswers([own("closest"), others], 10);
    assert.deepEqual([ids(last), last.step, last.total], [["en:c"], "all", 1]);
    assert.deepEqual(ids(mergeAnswers([own("closest"), answer("en", [["c", 1]])], 10)), ["es:a"]);
  });

  test("what another language had to guess is left out", async () => {
    const guessed = ["typo", "infix", "closest"].map((step) => answer("en", [["c", 9.9]], { step, corrections: [{ typed: "x", used: "y" }] }));
    const merged = mergeAnswers([answer("es", [["a", 4]]), ...guessed], 10);
    assert.deepEqual([ids(merged), merged.corrections, merged.total], [["es:a"], [], 1]);
  });

  test("the limit holds, and where the reader's own language has nothing, the others' step is told", () => {
    const own = { corrections: [{ typed: "cancle", used: "cancel" }] };
    const merged = mergeAnswers([answer("es", [], own), answer("en", [["a", 9], ["b", 9]], { step: "any" }), answer("de", [["c", 9]])], 2);
    assert.deepEqual(ids(merged), ["en:a", "en:b"]);
    assert.deepEqual([merged.corrections, merged.step], [own.corrections, "any"]);
  });

  test("other languages are asked when rows are few or weak", () => {
    const rows = (n, score) => answer("es", Array.from({ length: n }, (_, i) => [String(i), score]));
    assert.equal(needsMore([rows(3, 9)], 3), false);
    assert.equal(needsMore([rows(2, 9)], 3), true);
    assert.equal(needsMore([rows(3, 10 * WEAK - 0.1)], 3), true);
    assert.equal(needsMore([answer("es", [])], 3), true);
    assert.equal(needsMore([{ ...rows(3, 9), step: "typo" }], 3), true);
    assert.equal(needsMore([{ ...rows(3, 9), step: "typo" }, answer("en", [["x", 9]])], 3), false);
  });
});

/** A client of engines whose answers are given by language; a function throws or counts. */
function open(answers, better = {}) {
  const opened = [];
  const engine = (language) => ({
    language,
    fallback: Object.keys(answers).filter((each) => each !== language),
    search: async () => answers[language],
    refine: async () => (typeof better[language] === "function" ? better[language]() : (better[language] ?? answers[language])),
    snippets: async ({ docs }) => docs.map((doc) => ({ text: `${language} ${doc}`, spans: [], heading: "Part", anchor: "part 1" })),
    topQuestions: async () => [],
    free() {},
  });
  const [own] = Object.keys(answers);
  return { opened, client: new Client(engine(own), async (language) => (opened.push(language), engine(language))) };
}

describe("searching several languages", () => {
  test("a strong, full answer loads no other language", async () => {
    const { client, opened } = open({ es: answer("es", [["a", 9]]), en: answer("en", [["b", 9]]) });
    const result = await client.search("q", { limit: 1 });
    assert.deepEqual([ids(result), opened, result.partial], [["es:a"], [], false]);
  });

  test("a short one is shown first and then made longer, in the order of the languages", async () => {
    const { client, opened } = open({ es: answer("es", [["a", 9]]), en: answer("en", [["b", 9]]), de: answer("de", [["c", 9]]) });
    const first = await client.search("q", { limit: 3, refine: false, snippets: false });
    assert.deepEqual([ids(first), first.partial, opened], [["es:a"], true, []]);
    const seen = [];
    for await (const better of client.refine(first)) {
      seen.push(ids(better).join(" "));
      assert.equal(better.queryId, first.queryId);
    }
    assert.deepEqual(seen, ["es:a en:b", "es:a en:b de:c"]);
    const again = await client.search("q", { limit: 2 });
    assert.deepEqual([ids(again), opened], [["es:a", "en:b"], ["en", "de"]]);
  });

  test("each row has the passage of its own engine, and leads to its section", async () => {
    const { client } = open({ es: answer("es", [["a", 9]]), en: answer("en", [["b", 9]]) });
    const { hits } = await client.search("q");
    assert.deepEqual(hits.map(({ snippet, url, section }) => [snippet, url, section.heading]), [["es 0", "/es/a#part%201", "Part"], ["en 0", "/en/b#part%201", "Part"]]);
    await client.snippets(hits);
    assert.equal(hits[0].url, "/es/a#part%201", "not twice");
  });

  test("an address that leads somewhere on its page already is left alone", async () => {
    const own = answer("es", [["a", 9]]);
    own.hits[0].url = "/es/a#own";
    const { client } = open({ es: own });
    assert.equal((await client.search("q")).hits[0].url, "/es/a#own");
  });

  test("another language that fails costs the reader nothing", async (t) => {
    const warned = t.mock.method(console, "warn", () => {});
    const fail = () => { throw new Error("no such file"); };
    const { client } = open({ es: answer("es", [["a", 9]]), en: answer("en", []), de: answer("de", [["c", 9]]) }, { en: fail });
    assert.deepEqual(ids(await client.search("q", { snippets: false })), ["es:a", "de:c"]);
    assert.equal(warned.mock.callCount(), 1);
  });

  test("better shards are waited for after the first answer; if they fail it stays", async (t) => {
    t.mock.method(console, "warn", () => {});
    const weak = answer("es", [["a", 5]], { wanted: [7] });
    const { client } = open({ es: weak }, { es: answer("es", [["b", 9], ["a", 5]]) });
    const first = await client.search("q", { refine: false });
    assert.deepEqual([ids(first), first.partial], [["es:a"], true]);
    const { value: better } = await client.refine(first).next();
    assert.deepEqual(ids(better), ["es:b", "es:a"]);
    assert.deepEqual(better.hits.map(({ snippet }) => snippet), ["", "es 0"], "a passage is kept until there is a better one");
    const broken = open({ es: weak }, { es: () => { throw new Error("no such file"); } });
    assert.deepEqual(ids(await broken.client.search("q")), ["es:a"]);
  });

  test("a newer search ends the refinement of an older one", async () => {
    const { client } = open({ es: answer("es", [["a", 9]]), en: answer("en", [["b", 9]]) });
    const first = await client.search("q", { refine: false, snippets: false });
    await client.search("r", { refine: false, snippets: false });
    await assert.rejects(client.refine(first).next(), { name: "AbortError" });
  });
});

test("a page in a language that is not there gets the first fallback that is", () => {
  const manifest = { default: "de", fallback: ["sv", "en"], languages: { de: {}, en: {} } };
  assert.deepEqual(["fr", "", "de-AT"].map((tag) => pickLanguage(manifest, tag)), ["en", "de", "de"]);
});
