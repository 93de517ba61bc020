// Makes the npm package out of www/. Run by `cargo xtask npm` inside tests/, where esbuild and tsc are.
import { execFile } from "node:child_process";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";

const { www, out, license, version, repository } = JSON.parse(process.argv.at(-1));
const ADAPTERS = ["ga4", "matomo", "plausible", "posthog", "segment"];
/** Module of the package, and what it is made from below www/. */
const MODULES = {
  index: "npm/index.js",
  element: "npm/element.js",
  define: "npm/define.js",
  client: "client.js",
  ...Object.fromEntries(ADAPTERS.map((name) => [name, `adapters/${name}.js`])),
};
const COMMON = { absWorkingDir: www, bundle: true, format: "esm", target: "es2022", platform: "browser", charset: "utf8", legalComments: "none", logLevel: "error" };

function write(name, text) {
  return writeFile(path.join(out, name), text);
}

/** What comes from the bundle is told by an address, which bundlers have to leave alone. */
const keepAddresses = {
  name: "keep-addresses",
  setup({ onLoad }) {
    onLoad({ filter: /\.js$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, "utf8")).replaceAll(/\bimport\((?!["'])/g, "import(/* @vite-ignore */ /* webpackIgnore: true */ "),
    }));
  },
};

/** Readable modules in one folder: whoever bundles them makes them small. */
async function bundleScripts() {
  await build({ ...COMMON, entryPoints: MODULES, plugins: [keepAddresses], outdir: out, splitting: true, chunkNames: "[name]-[hash]" });
  // A worker is an asset to bundlers: they copy it as it is, so it needs to be whole.
  await build({ ...COMMON, entryPoints: { worker: "worker.js" }, plugins: [keepAddresses], outdir: out });
  for (const name of ["react", "vue"]) await write(`${name}.js`, "// Types only.\nexport {};\n");
}

/** From the JSDoc of www/, in the same folders; those of the elements are written by hand. */
async function writeTypes() {
  const project = path.join(out, "tsconfig.json");
  await writeFile(project, JSON.stringify({
    extends: path.resolve("tsconfig.json"),
    compilerOptions: { noEmit: false, declaration: true, emitDeclarationOnly: true, removeComments: false, rootDir: www, outDir: path.join(out, "types") },
    include: [],
    files: [...Object.values(MODULES), "wasm.d.ts"].map((name) => path.join(www, name)),
  }));
  await promisify(execFile)(process.execPath, [path.resolve("node_modules/typescript/bin/tsc"), "--project", project]).catch(({ stdout }) => {
    throw new Error(`types of the npm package:\n${stdout}`);
  });
  await rm(project);
  const types = path.join(out, "types");
  await cp(path.join(www, "wasm.d.ts"), path.join(types, "wasm.d.ts"));
  for (const file of await readdir(types, { recursive: true })) {
    if (!file.endsWith(".d.ts") || file === "wasm.d.ts") continue;
    const text = await readFile(path.join(types, file), "utf8");
    if (/\b(Wasm(Engine|Settler)|EngineGlue)\b/.test(text)) await write(`types/${file}`, `/// <reference path="${above(file)}wasm.d.ts" />\n${text}`);
  }
  await writeElementTypes();
}

async function writeElementTypes() {
  let text = await readFile(path.join(www, "types/helpdex.d.ts"), "utf8");
  // Whoever has no React must not need its types.
  for (const [name, imported] of [["react", "InMarkup"], ["vue", "Anywhere, HelpElementAttributes, HelpSearchAttributes"]]) {
    const block = text.match(new RegExp(`^declare module "${name}" \\{[^]*?^\\}\\n`, "m"))?.[0];
    if (!block) throw new Error(`www/types/helpdex.d.ts no longer holds the block declare module "${name}"`);
    text = text.replace(block, "");
    await write(`types/${name}.d.ts`, `import type {} from "${name}";\nimport type { ${imported} } from "./helpdex.js";\n\n${block}`);
  }
  await write("types/helpdex.d.ts", text);
  const reference = '/// <reference path="../helpdex.d.ts" />\n';
  for (const name of ["element", "define"]) {
    const file = `types/npm/${name}.d.ts`;
    await write(file, reference + await readFile(path.join(out, file), "utf8"));
  }
  await write("types/npm/index.d.ts", `export * from "../helpdex.js";
export { createClient, Client, HelpdexError } from "../client.js";
export type { ClientOptions, SearchOptions, SearchResult } from "../client.js";
export { defineElements } from "./element.js";
export type { DefineOptions } from "./element.js";
`);
}

function above(file) {
  return "../".repeat(file.split(path.sep).length - 1) || "./";
}

function description() {
  const at = (types, module) => ({ types: `./types/${types}`, default: `./${module}` });
  const typesOf = (source) => source.replace(/\.js$/, ".d.ts");
  return {
    name: "helpdex",
    version,
    description: "Help-center search that any web page can embed, without a search server: elements and client",
    keywords: ["search", "help-center", "documentation", "web-components", "custom-elements", "webassembly"],
    license: "MIT",
    repository: { type: "git", url: `git+${repository}.git` },
    type: "module",
    sideEffects: ["./define.js"],
    types: "./types/npm/index.d.ts",
    customElements: "./custom-elements.json",
    exports: {
      ".": at(typesOf(MODULES.index), "index.js"),
      "./element": at(typesOf(MODULES.element), "element.js"),
      "./define": at(typesOf(MODULES.define), "define.js"),
      "./client": at(typesOf(MODULES.client), "client.js"),
      ...Object.fromEntries(ADAPTERS.map((name) => [`./adapters/${name}`, at(typesOf(MODULES[name]), `${name}.js`)])),
      "./react": at("react.d.ts", "react.js"),
      "./vue": at("vue.d.ts", "vue.js"),
      "./custom-elements.json": "./custom-elements.json",
      "./package.json": "./package.json",
    },
    files: ["*.js", "types", "custom-elements.json"],
  };
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await bundleScripts();
await writeTypes();
await cp(license, path.join(out, "LICENSE"));
await cp(path.join(www, "npm/README.md"), path.join(out, "README.md"));
const elements = await readFile(path.join(www, "types/custom-elements.json"), "utf8");
await write("custom-elements.json", elements.replaceAll('"helpdex.js"', '"define.js"'));
await write("package.json", `${JSON.stringify(description(), null, 2)}\n`);
