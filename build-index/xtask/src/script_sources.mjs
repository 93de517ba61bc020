// Prints which scripts of www/ ship, and what each says without comments and white space. Run by
// `cargo xtask pack` inside tests/, where esbuild is.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, transform } from "esbuild";

const { www, entries } = JSON.parse(process.argv.at(-1));
// These come from Rust.
const external = { name: "wasm", setup: ({ onResolve }) => onResolve({ filter: /\/wasm\// }, () => ({ path: "wasm", external: true })) };

const { metafile } = await build({
  absWorkingDir: www,
  entryPoints: entries,
  bundle: true,
  splitting: true,
  format: "esm",
  outdir: "out",
  write: false,
  metafile: true,
  logLevel: "error",
  plugins: [external],
});
const minified = async (name) => (await transform(await readFile(path.join(www, name), "utf8"), { minifyWhitespace: true, legalComments: "none", charset: "utf8" })).code;
const names = Object.keys(metafile.inputs).sort();
console.log(JSON.stringify(Object.fromEntries(await Promise.all(names.map(async (name) => [name.replaceAll("\\", "/"), await minified(name)])))));
