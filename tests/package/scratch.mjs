// A project of somebody else, in a folder of its own, that installs the npm package from its tarball.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const ROOT = join(import.meta.dirname, "../..");
/** What `cargo xtask npm` made. */
export const PACKAGE = join(ROOT, "target/npm");
/** The bundle of the demo. */
export const BUNDLE = process.env.HELPDEX_BUNDLE ?? join(ROOT, "target/demo/help");
export const TOOLS = join(ROOT, "tests/node_modules");

/**
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} stdout; rejects with all that was printed
 */
export async function run(program, args, cwd) {
  try {
    const { stdout } = await promisify(execFile)(program, args, { cwd, env: { ...process.env, NO_COLOR: "1" } });
    return stdout;
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}:\n${error.stdout}${error.stderr}`, { cause: error });
  }
}

/** @returns {Promise<{ folder: string, tarball: string, write(files: Record<string, string>): Promise<void>, remove(): Promise<void> }>} */
export async function createScratch() {
  const folder = await mkdtemp(join(tmpdir(), "helpdex-npm-"));
  const write = async (files) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
  };
  const [{ filename }] = JSON.parse(await run("npm", ["pack", PACKAGE, "--json"], folder));
  const tarball = join(folder, filename);
  await write({ "package.json": JSON.stringify({ name: "scratch", private: true, type: "module" }) });
  // It has no dependencies, so nothing is fetched.
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], folder);
  return { folder, tarball, write, remove: () => rm(folder, { recursive: true, force: true }) };
}
