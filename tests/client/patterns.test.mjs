import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const lines = (name) => readFileSync(new URL(`../fixtures/patterns/${name}.txt`, import.meta.url), "utf8").trimEnd().split("\n");

test("a pattern that `helpdex build` accepts for a contact rule compiles in a browser", () => {
  for (const pattern of lines("legal")) assert.doesNotThrow(() => new RegExp(pattern, "iu"), pattern);
  assert.ok(new RegExp(lines("legal")[0], "iu").test("my account was HACKED"));
});

test("of the refused ones some would not, so that refusing them is needed", () => {
  const fails = lines("refused").filter((line) => {
    try {
      return !new RegExp(line.split("\t")[0], "iu");
    } catch {
      return true;
    }
  });
  assert.ok(fails.length > 15, fails.join("\n"));
});
