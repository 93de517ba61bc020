import { linkAddress } from "./address.js";
import { ATTRIBUTES, GLOBAL, TAGS } from "./allowed-markup.js";
import { h } from "./dom.js";

/**
 * Text with markup as the build writes it: a string, or tag, attributes (0: none) and children.
 * @typedef {string|[tag: string, attributes: Record<string, string>|0, ...children: RichNode[]]} RichNode
 */

/** Deeper text is no text that people wrote. */
const DEEPEST = 40;

/**
 * Builds nodes from text with markup. The build has cleaned it; what is not allowed is left out here
 * again, its text is kept, and nothing is ever parsed.
 * @param {unknown} nodes RichNode[]
 * @param {number} [depth]
 * @returns {Node[]}
 */
export function richText(nodes, depth = 0) {
  if (!Array.isArray(nodes) || depth > DEEPEST) return [];
  return nodes.flatMap((node) => {
    if (typeof node === "string") return [document.createTextNode(node)];
    if (!Array.isArray(node) || typeof node[0] !== "string") return [];
    const [tag, attributes, ...children] = node;
    const inner = richText(children, depth + 1);
    if (!TAGS.has(tag)) return inner;
    const kept = allowed(tag, attributes);
    if (tag === "img" && !kept.src) return [];
    return [h(/** @type {"p"} */ (tag), kept, ...inner)];
  });
}

/**
 * @param {string} tag
 * @param {unknown} attributes
 * @returns {Record<string, string>}
 */
function allowed(tag, attributes) {
  /** @type {Record<string, string>} */
  const kept = tag === "img" ? { loading: "lazy", decoding: "async", alt: "" } : {};
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value !== "string" || ![...GLOBAL, ...(ATTRIBUTES[tag] ?? [])].includes(name)) continue;
    const text = name === "href" ? linkAddress(value) : name === "src" ? pictureAddress(value) : value;
    if (text !== undefined) kept[name] = text;
  }
  return kept;
}

/**
 * @param {string} address
 * @returns {string|undefined} undefined unless it is http(s) or a picture within the text
 */
function pictureAddress(address) {
  if (/^data:image\/(png|jpeg|gif|webp)[;,]/i.test(address)) return address;
  const found = linkAddress(address);
  return found && /^https?:/.test(found) ? found : undefined;
}
