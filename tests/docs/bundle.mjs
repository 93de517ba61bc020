// The documentation's own bundle.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { HELP } from "./articles.mjs";
import { HELPDEX } from "./scratch.mjs";

/** Builds it in a temporary folder, as the demo does. */
export async function buildDocs() {
  const folder = await mkdtemp(join(tmpdir(), "helpdex-docs-bundle-"));
  const bundle = join(folder, "help");
  const { stdout, stderr } = await promisify(execFile)(HELPDEX, ["build", "--config", join(HELP, "helpdex.toml"), "--source", HELP, "--out", bundle, "--strict", "--ci"]);
  return { bundle, said: stdout + stderr, remove: () => rm(folder, { recursive: true, force: true }) };
}
