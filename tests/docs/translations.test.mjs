// A translation says the same: its blocks are those of the English article, which blocks.test.mjs runs.
import assert from "node:assert/strict";
import { test } from "node:test";
import { LANGUAGES, articlesOf } from "./articles.mjs";

const english = await articlesOf("en");

for (const lang of LANGUAGES.slice(1)) {
  test(`${lang}: the same articles, with the same blocks`, async () => {
    const translated = new Map((await articlesOf(lang)).map((article) => [article.id, article]));
    assert.deepEqual([...translated.keys()].sort(), english.map(({ id }) => id).sort());
    const plain = ({ blocks }) => blocks.map(({ at, ...block }) => block);
    for (const article of english) assert.deepEqual(plain(translated.get(article.id)), plain(article), article.id);
  });
}

test("nothing of an article is cut out as internal, examples neither", async () => {
  for (const { path, body } of (await Promise.all(LANGUAGES.map(articlesOf))).flat()) assert.doesNotMatch(body, /<\/?internal>/i, path);
});

test("links between articles name one that there is, in the same language", async () => {
  const ids = new Set(english.map(({ id }) => id));
  for (const lang of LANGUAGES) {
    for (const { body, path } of await articlesOf(lang)) {
      for (const [link, language, id] of body.matchAll(/\/docs\.html\?lang=(\w+)#help-article=([\w-]+)/g)) {
        assert.ok(language === lang && ids.has(id), `${path}: ${link}`);
      }
    }
  }
});
