// Modules that a bundler or a build tool reads: helpdex's own packages have to export what is imported.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** @import { Block } from "./articles.mjs" */

const WWW = join(import.meta.dirname, "../../www");

/** Finds the modules of `helpdex` and `helpdex-plugins` in the sources; what others wrote is left as it is. */
const ownPackages = {
  name: "own packages",
  setup(/** @type {import("esbuild").PluginBuild} */ setup) {
    setup.onResolve({ filter: /^helpdex-plugins\// }, async ({ path }) => {
      const { exports } = JSON.parse(await readFile(join(WWW, "plugins/package.json"), "utf8"));
      const file = exports[path.replace("helpdex-plugins", ".")];
      return file ? { path: join(WWW, "plugins", file) } : { errors: [{ text: `www/plugins does not export ${path}` }] };
    });
    setup.onResolve({ filter: /^helpdex(\/|$)/ }, ({ path }) => {
      const [, name = "index"] = /^helpdex\/?(.+)?$/.exec(path) ?? [];
      const folder = name === "client" || name.startsWith("adapters/") ? WWW : join(WWW, "npm");
      return { path: join(folder, `${name}.js`) };
    });
    setup.onResolve({ filter: /^[^./]/ }, ({ kind }) => (kind === "entry-point" ? undefined : { external: true }));
  },
};

/**
 * The module with all that it takes from helpdex.
 * @param {string} code
 * @param {string} at
 * @returns {Promise<string>}
 */
export async function bundled(code, at) {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: "js", sourcefile: at, resolveDir: WWW },
    plugins: [ownPackages],
    bundle: true,
    write: false,
    format: "esm",
    platform: "neutral",
    loader: { ".css": "empty" },
    logLevel: "silent",
  });
  return outputFiles[0].text;
}

/**
 * `js config`: a module that a build tool reads.
 * @param {Block} block
 */
export async function moduleFile({ text, at }) {
  await bundled(text, at);
}
