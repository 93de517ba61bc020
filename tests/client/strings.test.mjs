import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { problemsOf, problemsOfStrings } from "../../build-index/xtask/src/check_strings.mjs";
import { strings as english } from "../../www/strings/en.js";
import { Texts } from "../../www/strings/index.js";
import { LABELS } from "../../www/strings/labels.js";
import { interfaceLanguage, isInterfaceLanguage } from "../../www/strings/languages.js";
import { loadTexts, overridden } from "../../www/strings/load.js";

const WWW = join(import.meta.dirname, "../../www");
const ALL = ["en", "es", "pl", "de", "fr", "it", "nl", "pt", "ru", "uk", "tr", "ar", "he", "ja", "zh", "ko"];
const manifest = (languages, more) => ({ helpdex: 1, build: "one", app: "app/", default: Object.keys(languages)[0], languages, ...more });
const texts = (lang, languages = { en: {} }, more) => loadTexts({ base: "https://example.org/help/", lang, manifest: manifest(languages), ...more });
const answering = (own) => ({ prefetched: new Map([["https://example.org/help/own.json", Promise.resolve(Response.json(own))]]) });

describe("the check of the texts", () => {
  test("finds nothing wrong with any language", async () => {
    assert.deepEqual(await problemsOfStrings(WWW), []);
    assert.deepEqual(Object.keys(LABELS).sort(), [...ALL].sort());
  });

  test("names what is missing, left over or spoiled", async () => {
    const { strings: german } = await import("../../www/strings/strings-de.js");
    const { strings: russian } = await import("../../www/strings/strings-ru.js");
    const { retry, ...without } = german;
    const told = (language, strings) => problemsOf(language, strings, english).map((line) => line.replace(/^www\/strings\/strings-\w+\.js: /, ""));
    assert.match(told("de", without)[0], /^retry: the key is missing; translate "Try again"/);
    for (const [language, spoiled, pattern] of [
      ["de", { ...german, retry: english.retry }, /^retry: is still English/],
      ["de", { ...german, retry: "<b>Nochmal</b>" }, /^retry: has markup/],
      ["de", { ...german, retry: " " }, /^retry: has to be a text/],
      ["de", { ...german, zero: "Nichts" }, /^zero: has the placeholders "" where English has "\{q\}"/],
      ["de", { ...german, zero: "Nichts zu {g}" }, /^zero: has the placeholders "\{g\}"/],
      ["de", { ...german, results: { other: "{n}" } }, /^results\.one: the plural category is missing; de has/],
      ["de", { ...german, results: { ...german.results, few: "{n}" } }, /^results\.few: de has no such plural category/],
      ["de", { ...german, keys: ["wählen"] }, /^keys: has to be a list of 3/],
      ["de", { ...german, extra: "x" }, /^extra: en\.js has no such key/],
      ["ru", { ...russian, results: { ...russian.results, one: "один результат" } }, /^results\.one: has the placeholders "" where/],
      ["ru", { ...russian, retry: "Retry ещё раз" }, /^retry: has Latin letters/],
    ]) {
      const lines = told(language, spoiled);
      assert.equal(lines.length, 1, lines.join("\n"));
      assert.match(lines[0], pattern);
    }
  });
});

describe("the texts of a reader", () => {
  test("are of the page's language, else of the bundle's, else English", async () => {
    const spoken = async (lang, languages) => (await texts(lang, languages)).language;
    assert.deepEqual(await Promise.all(["de-AT", "pt-PT", "zh-Hant-TW", "PL", "en-GB"].map((lang) => spoken(lang))), ["de", "pt-BR", "zh-Hans", "pl", "en"]);
    assert.equal(await spoken("sv", { es: {} }), "es");
    assert.equal(await spoken("", { fr: {}, en: {} }), "fr");
    assert.equal(await spoken("sv", { fi: {} }), "en");
    assert.deepEqual(["xx", "constructor", ""].map((tag) => interfaceLanguage(tag)), ["en", "en", "en"]);
  });

  test("every language counts in its own plurals, in its own digits", async () => {
    for (const lang of ALL) {
      const own = await texts(lang);
      for (const key of ["results", "resultsLive", "possibleLive", "suggestLive"]) {
        for (const n of [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000]) {
          const said = own.plural(key, n);
          assert.doesNotMatch(said, /[{}]|undefined/, `${lang} ${key} ${n}`);
          const number = new Intl.NumberFormat(own.language).format(n);
          if (n > 2) assert.ok(said.includes(number), `${lang}: ${said}`);
        }
      }
    }
    const said = async (lang, ...numbers) => (await Promise.all(numbers.map(async (n) => (await texts(lang)).results(n)))).join(" ");
    assert.equal(await said("ru", 1, 3, 5, 21), "1 результат 3 результата 5 результатов 21 результат");
    assert.equal(await said("pl", 1, 22, 12), "1 wynik 22 wyniki 12 wyników");
    assert.equal(await said("ar", 0, 1, 2), "لا نتائج نتيجة واحدة نتيجتان");
  });

  test("values are put in as they are, kept apart from the sentence's direction", () => {
    const own = new Texts(english, "en");
    assert.equal(own.fill("zero", { q: "$& {n} <b>" }), "No answer found for “\u2068$& {n} <b>\u2069”");
    assert.equal(own.fill("treeStep", { n: 1200 }), "Step 1,200");
    assert.equal(own.fill("updated", {}), "Updated {date}");
    assert.equal(own.said("corrected", "a", "b"), "Showing results for \u2068a\u2069, \u2068b\u2069");
  });

  test("days, moments, durations and shares follow the language", () => {
    const [en, de] = ["en", "de"].map((tag) => new Texts(english, tag));
    assert.deepEqual([en.date("2026-03-31"), de.date("2026-03-31")], ["March 31, 2026", "31. März 2026"]);
    assert.deepEqual([en.duration(1), en.duration(45), en.duration(120), de.duration(5)], ["1 minute", "45 minutes", "2 hours", "5 Minuten"]);
    assert.match(en.percent(0.82), /^82%$/);
    const now = new Date("2026-11-25T18:00:00Z");
    assert.match(en.moment(new Date("2026-11-27T08:00:00Z"), now, "Europe/Madrid"), /^Friday.*9:00\sAM$/);
    assert.match(de.moment(new Date("2026-12-07T08:00:00Z"), now, "Europe/Madrid"), /^Montag, 7\. Dezember.*9:00$/);
  });
});

describe("a site's own strings", () => {
  test("replace those of their language", async () => {
    const own = { retry: "Nochmal!", results: { one: "{n} Treffer", other: "{n} Treffer" }, keys: ["a", "b", "c"] };
    const german = await texts("de", { de: { strings: "own.json" } }, answering(own));
    assert.deepEqual([german.strings.retry, german.results(3), german.strings.keys[0], german.strings.yes], ["Nochmal!", "3 Treffer", "a", "Ja"]);
  });

  test("are of no use in another language, unless that is not shipped", async () => {
    const languages = { de: { strings: "own.json" } };
    assert.equal((await texts("fr", languages)).strings.retry, "Réessayer");
    const finnish = await texts("fi", { fi: { strings: "own.json" } }, answering({ retry: "Yritä uudelleen" }));
    assert.deepEqual([finnish.language, finnish.strings.retry, finnish.strings.yes], ["fi", "Yritä uudelleen", "Yes"]);
    const swede = await texts("sv", languages, answering({ retry: "Nochmal!" }));
    assert.deepEqual([swede.language, swede.strings.retry], ["de", "Nochmal!"]);
  });

  test("of another kind, or that do not load, change nothing", async (t) => {
    for (const spoiled of [{ retry: 7 }, { retry: { other: "x" } }, { results: "x" }, { results: { one: "x" } }, { results: null }, { keys: ["a"] }, { keys: [1, 2, 3] }, { constructor: "x" }, { __proto__: { retry: "x" } }, JSON.parse('{"__proto__":"x"}')]) {
      assert.deepEqual(overridden(english, spoiled), english);
    }
    const warned = t.mock.method(console, "warn", () => {});
    for (const answer of [new Response("no", { status: 404 }), new Response("{"), Response.json(null), Response.json(["a"])]) {
      const prefetched = new Map([["https://example.org/help/own.json", Promise.resolve(answer)]]);
      assert.equal((await texts("de", { de: { strings: "own.json" } }, { prefetched })).strings.retry, "Noch einmal versuchen");
    }
    assert.equal(warned.mock.callCount(), 2);
  });
});

test("every language with a label is known to the loader, and no other", () => {
  assert.deepEqual(Object.keys(LABELS).filter((tag) => !isInterfaceLanguage(tag)), []);
  assert.ok(!isInterfaceLanguage("xx"));
});
