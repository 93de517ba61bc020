// Bundles www/ into flat minified modules. Run by `cargo xtask dist` inside tests/, where esbuild is.
// A script that is imported with import("./x.js") is fetched only when it is needed: it stays a file of its own.
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const { www, out, entries } = JSON.parse(process.argv.at(-1));
const { problemsOfStrings } = await import(pathToFileURL(path.join(www, "../build-index/xtask/src/check_strings.mjs")).href);
const problems = await problemsOfStrings(www);
if (problems.length) throw new Error(`the texts of the interface are not complete:\n${problems.join("\n")}`);

const sources = new Map(entries.map(({ out: name, source }) => [name, path.join(www, source)]));
const inParentFolder = path.join(www, "define.js");

const keepLazyImports = {
  name: "keep-lazy-imports",
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\// }, ({ kind, path: target, resolveDir, importer }) => {
      if (kind !== "dynamic-import") return undefined;
      if (importer === inParentFolder) {
        return { errors: [{ text: `define.js ships one folder above the other scripts: import ${target} by a URL made from the manifest` }] };
      }
      const name = path.basename(target);
      const source = path.resolve(resolveDir, target);
      if (sources.has(name) && sources.get(name) !== source) {
        return { errors: [{ text: `${source} and ${sources.get(name)} would both become ${name}` }] };
      }
      sources.set(name, source);
      return { path: `./${name}`, external: true };
    });
  },
};

// A Map hands out what is added while it is gone through.
for (const [name, source] of sources) {
  await build({
    entryPoints: [source],
    outfile: path.join(out, name),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "browser",
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    plugins: [keepLazyImports],
  });
}

// `helpdex build` puts those of a bundle's languages into its manifest.
const { LABELS } = await import(pathToFileURL(path.join(www, "strings/labels.js")).href);
await writeFile(path.join(out, "labels.json"), JSON.stringify(LABELS));
