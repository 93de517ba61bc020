// `npm ci` for every site that has a lock file, unless what it would install is there.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const SITES = import.meta.dirname;
const PLUGINS = join(SITES, "../../www/plugins");
const run = promisify(execFile);

/**
 * @param {string} site name of a folder beside this file
 */
export async function install(site) {
  const folder = join(SITES, site);
  const marker = join(folder, "node_modules/.helpdex-lock");
  const wanted = await hashOf([join(folder, "package-lock.json"), ...(await filesBelow(PLUGINS))]);
  if ((await readFile(marker, "utf8").catch(() => "")) === wanted) return;
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  await run(npm, ["ci", "--no-audit", "--no-fund"], { cwd: folder, maxBuffer: 1 << 26 });
  await writeFile(marker, wanted);
}

/** The plugins are copied into a site's packages, so a change of theirs counts as one of the lock's. */
async function filesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

async function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.slice(SITES.length)).update(await readFile(file));
  return hash.digest("hex");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sites = (await readdir(SITES)).filter((site) => existsSync(join(SITES, site, "package-lock.json")));
  await Promise.all(sites.map(install));
}
