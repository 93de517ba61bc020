// helpdex in the peer benchmark: node run.mjs --corpus DIR --engines helpdex --adapters THIS_FOLDER
// The binary is target/release/helpdex of this checkout, or HELPDEX_BIN.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const binary = process.env.HELPDEX_BIN ?? path.join(root, "target/release/helpdex");

export default {
  name: "helpdex",
  versions: () => ({ helpdex: helpdex(["--version"]).stdout.trim().split(" ").at(-1) }),
  config: "helpdex build with its defaults; the manifest is inlined, as the product's own script does; rows without snippets; engine on the page, not in a worker",
  networked: true,

  /** Not measured: the articles that everyone gets, in the fields of `helpdex build`. */
  async prepare({ eachDoc, workDir }) {
    const out = fs.createWriteStream(articles(workDir));
    await eachDoc(({ id, lang, title, html, section, tags }) => {
      const line = { id, lang, url: `#${id}`, title, body: html, format: "html", section: [section].flat().filter(Boolean), tags };
      return out.write(`${JSON.stringify(line)}\n`) || new Promise((done) => out.once("drain", done));
    });
    await new Promise((done) => out.end(done));
  },

  build({ siteDir, workDir }) {
    const help = path.join(siteDir, "help");
    const { stderr } = helpdex(["build", "--source", articles(workDir), "--out", help]);
    fs.copyFileSync(path.join(help, "manifest.json"), manifestCopy(path.resolve(workDir, "../..")));
    return { log: stderr.split("\n").slice(-14).join("\n") };
  },

  /**
   * Left out, because a page that calls the search never asks for them: the component and the
   * tracker (the peers' interfaces are left out too), the worker and its client (the benchmark
   * bundles the client into its page script), the loader and the manifest (inlined there).
   */
  classify(file) {
    if (!file.startsWith("help/")) return undefined;
    const name = path.basename(file);
    if (name.endsWith(".hdx")) return "index";
    return name === "engine.js" || name.endsWith(".wasm") && name !== "tracker.wasm" ? "code" : "skip";
  },

  /** Roots and engines belong to a language. Shards do not say theirs and count for every language. */
  langOf(file) {
    const engine = /\/engine-([^./]+)\.wasm$/.exec(file)?.[1];
    if (engine) return languageOfEngine(engine);
    return /\/data\/(.+)-[0-9a-f]+\.hdx$/.exec(file)?.[1] ?? /^engine\.([^./]+)\.js$/.exec(file)?.[1];
  },

  langModule: (lang) => `export const lang = ${JSON.stringify(lang)};\nexport const manifest = ${JSON.stringify(readManifest())};`,
};

const articles = (workDir) => path.join(workDir, "articles.jsonl");

/** The benchmark tells only its child processes where the site is; this copy tells the parent what is in it. */
const manifestCopy = (work) => path.join(work, "helpdex-manifest.json");

function readManifest() {
  const home = process.env.BENCH_HOME ?? path.join(os.tmpdir(), "search-bench");
  const work = option("work") ?? process.env.BENCH_WORK ?? path.join(home, "work");
  return JSON.parse(fs.readFileSync(manifestCopy(path.resolve(work)), "utf8"));
}

/** One engine can serve several languages (`und`); it counts for the one that is measured. */
function languageOfEngine(engine) {
  const { languages } = readManifest();
  const served = Object.keys(languages).filter((lang) => languages[lang].engine === `engine-${engine}.wasm`);
  const largest = Object.keys(languages).sort((a, b) => languages[b].articles - languages[a].articles)[0];
  const measured = option("lang") ?? largest;
  return served.includes(measured) ? measured : served[0];
}

function option(name) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

function helpdex(args) {
  const result = spawnSync(binary, args, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (result.status !== 0) throw new Error(`${binary} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
  return result;
}
