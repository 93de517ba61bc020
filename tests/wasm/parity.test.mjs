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
  const { total, step, corrections, synonyms, hits } = JSON.parse(out);
  return { total, step, corrections, synonyms, hits: hits.map(({ id, url, title, section, snippet, heading, anchor, score }) => ({ id, url: anchor ? `${url}#${anchor}` : url, title, breadcrumbs: section, snippet, section: { heading, anchor }, score: score.toFixed(3) })) };
}

describe("wasm and native agree", { skip: !ready && "there is no binary or no bundle" }, () => {
  const staged = stage(BUNDLE);
  for (const lang of ["en", "es", "pl", "de", "ar"]) {
    test(lang, async () => {
      const { app } = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8"));
      const texts = queries.filter((query) => query.lang === lang).map((query) => query.query);
      // Unfinished words, typos and phrases as well as whole questions.
      const typos = texts.map((text) => text.replace(/(\p{L})(\p{L})(\p{L})(?=[^\p{L}]|$)/u, "$1$3$2"));
      const asked = [...texts, ...texts.map((text) => text.slice(0, Math.ceil(text.length / 2))), ...typos, `"${texts[0].split(" ").slice(0, 2).join(" ")}"`];
      const { page } = await staged.open({ path: "/" });
      const found = await page.evaluate(async ([client, lang, asked]) => {
        const { createClient } = await import(client);
        const opened = await createClient({ base: "/help/", lang });
        const answers = [];
        for (const text of asked) {
          const { total, step, corrections, synonyms, hits } = await opened.search(text, { limit: 10 });
          const rows = hits.map(({ id, url, title, breadcrumbs, snippet, section, score }) => ({ id, url: decodeURI(url), title, breadcrumbs, snippet, section, score: score.toFixed(3) }));
          answers.push({ total, step, corrections, synonyms, hits: rows });
        }
        opened.destroy();
        return answers;
      }, [`/help/${app}client.js`, lang, asked]);
      // The sample in English alone has headings with anchors.
      if (lang === "en") assert.ok(found.some(({ hits }) => hits.some(({ section }) => section.anchor)), "no hit leads to a section");
      asked.forEach((text, at) => assert.deepEqual(found[at], native(lang, text), text));
      texts.forEach((text, at) => assert.ok(found[at].hits.length > 0, `nothing found for ${text}`));
    });
  }
});
