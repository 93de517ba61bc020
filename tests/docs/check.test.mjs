// The documentation passes its own linter.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { test } from "node:test";

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));

test("helpdex check finds neither errors nor warnings", () => {
  const told = execFileSync(BINARY, ["check", "www/help", "--config", "www/help/helpdex.toml", "--format", "json"], { cwd: ROOT, encoding: "utf8" });
  const { articles, findings } = JSON.parse(told);
  assert.ok(articles > 200, `${articles} articles`);
  assert.deepEqual(findings.filter(({ severity }) => severity !== "note"), []);
});
