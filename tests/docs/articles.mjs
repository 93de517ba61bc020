// The documentation as its tests see it: articles, and the fenced blocks in them.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

export const LANGUAGES = ["en", "es", "pl"];
export const HELP = join(import.meta.dirname, "../../www/help");

/**
 * @typedef {object} Block
 * @property {string} language first word of the info string
 * @property {string[]} marks further words, without those of the form `key=value`
 * @property {string} [file] `file=` of the info string: where the block is written, below the article's folder
 * @property {string} text
 * @property {string} at file and line, for messages
 */
/**
 * @typedef {object} Article
 * @property {string} id
 * @property {string} title
 * @property {string} section
 * @property {string} path
 * @property {string} body
 * @property {Block[]} blocks
 */

/**
 * @param {string} lang
 * @returns {Promise<Article[]>} in the order of their names
 */
export async function articlesOf(lang) {
  const folder = join(HELP, lang);
  const names = (await readdir(folder)).filter((name) => name.endsWith(".md")).sort();
  return Promise.all(names.map(async (name) => readArticle(join(folder, name), await readFile(join(folder, name), "utf8"))));
}

/**
 * @param {string} path
 * @param {string} text
 * @returns {Article}
 */
function readArticle(path, text) {
  const [, head, body] = /^---\n([^]*?)\n---\n([^]*)$/.exec(text) ?? [];
  if (head === undefined) throw new Error(`${path} has no front matter`);
  const field = (name) => JSON.parse(new RegExp(`^${name}: (".*")$`, "m").exec(head)?.[1] ?? '""');
  const offset = head.split("\n").length + 2;
  return { id: field("id"), title: field("title"), section: field("section"), path, body, blocks: blocksOf(path, body, offset) };
}

/**
 * @param {string} path
 * @param {string} body
 * @param {number} offset lines before the body
 * @returns {Block[]}
 */
function blocksOf(path, body, offset) {
  const blocks = [];
  let open;
  body.split("\n").forEach((line, index) => {
    const fence = /^(`{3,})(.*)$/.exec(line);
    if (open && fence?.[1].length >= open.fence && !fence[2]) {
      blocks.push(open.block);
      open = undefined;
    } else if (open) {
      open.block.text += `${line}\n`;
    } else if (fence) {
      open = { fence: fence[1].length, block: blockOf(fence[2], `${path}:${offset + index + 1}`) };
    }
  });
  if (open) throw new Error(`${open.block.at}: the block does not end`);
  return blocks;
}

/**
 * @param {string} info
 * @param {string} at
 * @returns {Block}
 */
function blockOf(info, at) {
  const [language = "", ...words] = info.trim().split(/\s+/);
  const file = words.find((word) => word.startsWith("file="))?.slice(5);
  return { language, marks: words.filter((word) => !word.includes("=")), file, text: "", at };
}
