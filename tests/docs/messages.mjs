// Quoted messages have to be those of the sources, but for what differs each time.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";

/** @import { Block } from "./articles.mjs" */

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = ["build-index/src", "build-index/questions/src", "www"];

/** @type {Promise<string>|undefined} */
let sources;

/**
 * `text message`: each line as it is said, with `…` for what differs.
 * @param {Block} block
 */
export async function message({ text, at }) {
  const known = await (sources ??= readSources());
  for (const line of text.trim().split("\n")) {
    const parts = line.split(/…|; |: |\. |\d+|`[^`]*`|<[^>]*>|["()]/).map((part) => part.trim()).filter((part) => part.length > 5);
    assert.ok(parts.length > 0, `${at}: ${line}`);
    for (const part of parts) assert.ok(known.includes(part), `${at}: no source says "${part}"`);
  }
}

async function readSources() {
  const files = [];
  for (const folder of FOLDERS) {
    for (const entry of await readdir(join(ROOT, folder), { recursive: true })) {
      if ([".rs", ".js"].includes(extname(entry))) files.push(readFile(join(ROOT, folder, entry), "utf8"));
    }
  }
  // A Rust string goes on in the next line after `\`.
  return (await Promise.all(files)).join("\n").replace(/\\\n\s*/g, "").replace(/\\"/g, '"').replace(/\\`/g, "`");
}
