// Every code block of the documentation does what it says. Other languages hold the same blocks (translations.test.mjs).
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { articlesOf } from "./articles.mjs";
import { buildDocs } from "./bundle.mjs";
import { message } from "./messages.mjs";
import { moduleFile } from "./modules.mjs";
import { Pages, app } from "./page-blocks.mjs";
import { Scratch } from "./scratch.mjs";
import { assertSearches, assertServes, isThere, makeSite, startSite } from "./server-blocks.mjs";
import { http, json, jsonLines, shell, sourceFile, toml, workflow } from "./tool-blocks.mjs";

/** Blocks that nothing here can run; the list is to stay this short. */
const UNRUN = ["hosting-s3"];

const articles = await articlesOf("en");
const docs = await buildDocs();
const pages = new Pages(docs.bundle);
after(async () => {
  await pages.close();
  await docs.remove();
});

/** @type {Record<string, (block: import("./articles.mjs").Block, scratch: Scratch) => unknown>} */
const RUNNERS = {
  sh: shell,
  toml,
  yaml: (block, scratch) => (block.marks.includes("workflow") ? workflow(block) : sourceFile(block, scratch)),
  md: sourceFile,
  json,
  jsonl: jsonLines,
  http,
  text: (block) => block.marks.includes("message") ? message(block) : assert.fail(`${block.at}: only messages are plain text`),
  html: (block, scratch) => pages.html(block, scratch),
  css: (block, scratch) => pages.css(block, scratch),
  js: (block, scratch) => (block.marks.includes("config") ? moduleFile(block) : pages.script(block, scratch)),
  jsx: app,
  svelte: app,
  vue: app,
  nginx: site,
  apache: site,
  caddy: site,
  headers: site,
};

async function site(block, scratch) {
  await makeSite(scratch, docs.bundle);
  if (block.marks.includes("guarded")) return; // signin.test.mjs
  const origin = await startSite(block, scratch);
  await assertServes(origin, scratch, { compresses: block.language !== "headers" });
  await assertSearches(origin);
}

// Two at a time: a good part of each is waiting for a page or a server.
describe("every block runs", { concurrency: 2 }, () => {
  for (const article of articles.filter(({ blocks }) => blocks.length)) {
    const missing = article.blocks.find(({ language }) => !isThere(language));
    test(article.id, { skip: missing && `${missing.language} is not installed` }, async () => {
      const scratch = await Scratch.make();
      try {
        for (const block of article.blocks) {
          const run = RUNNERS[block.language] ?? assert.fail(`${block.at}: nothing runs blocks of "${block.language}"`);
          await run(block, scratch);
        }
      } finally {
        await scratch.end();
      }
    });
  }
});

test("what cannot be run is listed", () => {
  const unrun = articles.filter(({ blocks }) => blocks.some(({ marks }) => marks.includes("account"))).map(({ id }) => id);
  assert.deepEqual(unrun, UNRUN);
});
