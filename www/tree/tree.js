/** @import { ArticleNode } from "../article-nodes.js" */
/** @import { TopQuestion } from "../engine.js" */

/**
 * What one can answer at a step. It leads to another step, or ends the tree: in an article, with
 * somebody to contact, at another page, or solved.
 * @typedef {object} Choice
 * @property {string} label
 * @property {string} [next] id of a step
 * @property {TopQuestion} [article]
 * @property {string} [route] cell such as "HHL", or id of a contact channel
 * @property {boolean} [solved]
 * @property {string} [href]
 */
/**
 * @typedef {object} Step
 * @property {string} heading
 * @property {ArticleNode[]} body
 * @property {Choice[]} choices
 */
/**
 * A decision tree, as the build writes it.
 * @typedef {object} Tree
 * @property {string} title
 * @property {string} start id of the first step
 * @property {Record<string, Step>} steps by id
 */

const HASH = "#help-tree=";

/**
 * @param {string} tree id
 * @param {string} step id
 * @returns {string} the fragment of an address that leads to the step
 */
export function hashOf(tree, step) {
  return `${HASH}${encodeURIComponent(tree)}/${encodeURIComponent(step)}`;
}

/**
 * @param {string} hash of an address
 * @param {string} id of the tree
 * @param {Tree} tree
 * @returns {string|undefined} id of the step that it leads to; undefined if it leads elsewhere
 */
export function stepOfHash(hash, id, tree) {
  if (!hash.startsWith(HASH)) return undefined;
  const [of, step] = hash.slice(HASH.length).split("/").map(decoded);
  return of === id && step !== undefined && Object.hasOwn(tree.steps, step) ? step : undefined;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * @param {Tree} tree
 * @param {string} step id
 * @returns {string[]} a shortest way from the start to the step, both included; only the step if none leads there
 */
export function wayTo(tree, step) {
  const ways = [[tree.start]];
  const seen = new Set([tree.start]);
  for (const way of ways) {
    const last = way[way.length - 1];
    if (last === step) return way;
    for (const { next } of tree.steps[last]?.choices ?? []) {
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return [step];
}
