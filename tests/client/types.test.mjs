import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const TESTS = join(import.meta.dirname, "..");

test("the shipped types fit how pages, React, Vue and Svelte use the elements and the client", () => {
  const { status, stdout } = spawnSync(process.execPath, [join(TESTS, "node_modules/typescript/bin/tsc"), "-p", "types/tsconfig.json"], { cwd: TESTS, encoding: "utf8" });
  assert.equal(status, 0, stdout);
});
