// `helpdex build`, run over the pages of a finished site.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layOut } from "./pages.mjs";

/** @import { Page } from "./pages.mjs" */

/**
 * What every plugin can be told.
 * @typedef {object} Options
 * @property {string} [tool] the helpdex program; default: the environment's HELPDEX, else `helpdex` on the PATH
 * @property {string} [path] folder of the bundle within the site, default "help"
 * @property {(address: string) => boolean} [include] whether a page is searched; default: every page but 404
 * @property {string[]} [args] further arguments of `helpdex build`, such as `["--lang", "de", "--ci"]`
 * @property {string} [label] what the button says, default "Search"
 * @property {string} [shortcut] key that opens the search, default "mod+k"; "" for none
 */

/** Default of `path`. */
export const PATH = "help";

/**
 * Builds the bundle of a site; settings are those of `helpdex.toml` in `root`, if there is one.
 * @param {object} site
 * @param {Page[]} site.pages
 * @param {string} site.root folder of the site's sources
 * @param {string} site.out folder of the finished site
 * @param {string} site.base address of the site's root, with slashes at both ends
 * @param {(html: string) => string} [site.clean] takes out of a page what is not to be searched; "" leaves out the page
 * @param {Options} options
 * @throws {Error} when helpdex is not there, or its message
 */
export async function buildBundle({ pages, root, out, base, clean }, options) {
  const searched = pages.filter(({ address }) => !/\/404(\.html|\/)?$/.test(address) && (options.include?.(address) ?? true));
  if (!searched.length) throw new Error(`helpdex: no page of ${out} is searched; the option include refuses all ${pages.length}`);
  const folder = await mkdtemp(join(tmpdir(), "helpdex-site-"));
  try {
    await layOut(searched, folder, base, clean);
    const folderOfBundle = join(out, options.path ?? PATH);
    const told = await run(options.tool, ["build", "--json", "--source", folder, "--out", folderOfBundle, ...(options.args ?? [])], root);
    console.info(`helpdex: ${summary(told)} in ${folderOfBundle}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} json what `helpdex build --json` says
 * @returns {string} "5 articles (en 3, es 2)"
 */
function summary(json) {
  const { articles, languages } = JSON.parse(json);
  const each = Object.entries(languages).map(([language, of]) => `${language} ${of.articles}`);
  return `${articles} articles (${each.join(", ")})`;
}

/**
 * @param {string|undefined} tool
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<string>} what it writes to standard output
 */
function run(tool, args, cwd) {
  const program = tool || process.env.HELPDEX || "helpdex";
  return new Promise((done, fail) => {
    const child = spawn(program, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const said = { stdout: "", stderr: "" };
    for (const stream of /** @type {const} */ (["stdout", "stderr"])) child[stream].setEncoding("utf8").on("data", (text) => (said[stream] += text));
    child.on("error", (error) => fail("code" in error && error.code === "ENOENT" ? missing(program) : error));
    child.on("close", (code) => {
      if (code !== 0) return fail(new Error(`helpdex build failed (exit code ${code}):\n${said.stderr.trim()}`));
      process.stderr.write(said.stderr);
      done(said.stdout);
    });
  });
}

/** @param {string} program */
function missing(program) {
  return new Error(`helpdex: there is no program "${program}". Install it (cargo install --path build-index, in a checkout of helpdex), then put it on the PATH, set HELPDEX to its path, or name it by the plugin's option tool`);
}
