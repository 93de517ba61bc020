// The engine in Chromium answers as the native tool does, query by query.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { stage } from "../e2e/stage.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(ROOT, "target/demo/help"));
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const ready = existsSync(join(BUNDLE, "manifest.json")) && existsSync(BINARY);

const queries = gunzipSync(readFileSync(join(ROOT, "tests/fixtures/mini/queries.jsonl.gz"))).toString().trim().split("\n").map((line) => JSON.parse(line));

/** What `helpdex query` finds. */
function native(lang, text) {
  const out = execFileSync(BINARY, ["query", "--bundle", BUNDLE, "--lang", lang, "--json", "--", text], { encoding: "utf8" });
  const { total, step, hits } = JSON.parse(out);
  return { total, step, hits: hits.map(({ id, url, title, section, snippet, score }) => ({ id, url, title, section, snippet, score: score.toFixed(3) })) };
}

describe("wasm and native agree", { skip: !ready && "there is no binary or no bundle" }, () => {
  const staged = stage(BUNDLE);
  for (const lang of ["en", "es", "pl", "de", "ar"]) {
    test(lang, async () => {
      const { app } = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8"));
      const texts = queries.filter((query) => query.lang === lang).map((query) => query.query);
      // Unfinished words and phrases as well as whole questions.
      const asked = [...texts, ...texts.map((text) => text.slice(0, Math.ceil(text.length / 2))), `"${texts[0].split(" ").slice(0, 2).join(" ")}"`];
      const { page } = await staged.open({ path: "/" });
      const found = await page.evaluate(async ([client, lang, asked]) => {
        const { createClient } = await import(client);
        const opened = await createClient({ base: "/help/", lang });
        const answers = [];
        for (const text of asked) {
          const { total, step, hits } = await opened.search(text, { limit: 10 });
          answers.push({ total, step, hits: hits.map(({ id, url, title, section, snippet, score }) => ({ id, url, title, section, snippet, score: score.toFixed(3) })) });
        }
        opened.destroy();
        return answers;
      }, [`/help/${app}client.js`, lang, asked]);
      asked.forEach((text, at) => assert.deepEqual(found[at], native(lang, text), text));
      texts.forEach((text, at) => assert.ok(found[at].hits.length > 0, `nothing found for ${text}`));
    });
  }
});
