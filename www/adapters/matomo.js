import { connect } from "./connect.js";
import { TITLES, stageOf } from "./names.js";

/** @import { AdapterOptions } from "./connect.js" */

/**
 * Hands events on to Matomo: what was typed as a site search, if it may be, all else as events of the
 * category `Help`.
 * @param {EventTarget} [target] an element; default: the document, with all its elements
 * @param {AdapterOptions} [options]
 * @returns {() => void} ends it
 */
export default function matomo(target = document, options = {}) {
  const page = /** @type {any} */ (globalThis);
  return connect(target, options, (name, facts, query) => {
    const queue = (page._paq ??= []);
    if (name === "search" && query !== undefined) queue.push(["trackSiteSearch", query, "Help", facts.results]);
    else if (TITLES[name]) queue.push(["trackEvent", "Help", TITLES[name], labelOf(name, facts), ...valueOf(facts)]);
  });
}

/**
 * @param {string} name
 * @param {import("./connect.js").Facts} facts
 * @returns {string} an event of Matomo has one text
 */
function labelOf(name, { article, solved, reason, channel, tree, step, outcome, instrument, code }) {
  const { stage } = stageOf(name);
  return [stage, article, solved, reason, channel, tree, step, outcome, instrument, code].filter((text) => text !== undefined).join(" ");
}

/**
 * @param {import("./connect.js").Facts} facts
 * @returns {(string|number)[]} and one number
 */
function valueOf({ position, score, results }) {
  const value = position ?? score ?? results;
  return value === undefined ? [] : [value];
}
