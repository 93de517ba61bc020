// The pages of a finished site, laid out for `helpdex build --source`.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, sep } from "node:path";

/**
 * @typedef {object} Page
 * @property {string} file HTML file that the site generator has written
 * @property {string} address where the site has it, from the root of the host: "/docs/guide/"
 */

const CANONICAL = /<link\b[^>]*\brel=["']?canonical\b[^>]*>/gi;

/**
 * Copies pages into a folder, each with its own address as canonical one: that is where a hit leads. The
 * page's own canonical link names the site's public host, so that hits of a preview would leave it.
 * @param {Page[]} pages
 * @param {string} folder
 * @param {string} base address of the site's root, "/" or "/docs/"; ids of articles do not hold it
 * @param {(html: string) => string} [clean] takes out of a page what is not to be searched; "" leaves out the page
 */
export async function layOut(pages, folder, base, clean = (html) => html) {
  await Promise.all(pages.map(async ({ file, address }) => {
    const html = clean(await readFile(file, "utf8"));
    if (!html) return;
    const path = join(folder, `${idOf(address, base)}.html`);
    if (!path.startsWith(join(folder, sep))) throw new Error(`helpdex: the address ${address} leads outside of the site`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, withAddress(html, address));
  }));
}

/**
 * @param {string} address
 * @param {string} base
 * @returns {string} id of the article: "guide/start" of "/docs/guide/start.html", "index" of the site's root
 */
export function idOf(address, base) {
  const path = decodeURI(address.startsWith(base) ? address.slice(base.length) : address.replace(/^\/+/, ""));
  return path.replace(/\.html$/, "").replace(/\/+$/, "") || "index";
}

/**
 * @param {string} html a page
 * @param {string} address
 * @returns {string} the page, with `address` as its only canonical one
 */
export function withAddress(html, address) {
  const link = `<link rel="canonical" href="${address.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`;
  const bare = html.replace(CANONICAL, "");
  const head = /<head\b[^>]*>/i.exec(bare);
  return head ? bare.slice(0, head.index) + head[0] + link + bare.slice(head.index + head[0].length) : link + bare;
}
