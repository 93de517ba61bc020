// The documentation answers what people ask it, pasted messages among that.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { buildDocs } from "./bundle.mjs";
import { HELPDEX } from "./scratch.mjs";

test("judged questions find their articles, in every language", async () => {
  const docs = await buildDocs();
  try {
    const { stdout } = await promisify(execFile)(HELPDEX, ["eval", "--bundle", docs.bundle, "--queries", join(import.meta.dirname, "queries.jsonl"), "--json"]);
    for (const [lang, { success1, success3 }] of Object.entries(JSON.parse(stdout).by_lang)) {
      assert.ok(success1 >= 0.8 && success3 >= 0.9, `${lang}: R@1 ${success1}, R@3 ${success3}`);
    }
  } finally {
    await docs.remove();
  }
});
