import { h } from "./dom.js";

/** @import { SearchResult } from "./client.js" */
/** @import { Texts } from "./strings/index.js" */

/**
 * What a list of results has to admit: that other words were searched than those typed, further
 * ones, or not all of them.
 * @param {SearchResult} result
 * @param {Texts} texts
 * @param {(words: string[]) => void} undo searches these words as typed
 * @returns {HTMLElement[]} nothing if there is nothing to say
 */
export function noteOf({ corrections, synonyms, step, weak }, { strings }, undo) {
  const lines = [];
  if (corrections.length) {
    const used = corrections.map(({ used }) => h("strong", {}, used));
    const button = h("button", { type: "button", class: "undo", part: "undo" }, ...filled(strings.exactly, corrections.map(({ typed }) => typed)));
    button.addEventListener("click", () => undo(corrections.map(({ typed }) => typed)));
    lines.push(h("p", {}, ...filled(strings.corrected, used), " ", button));
  }
  if (synonyms.length) {
    const used = [...new Set(synonyms.map(({ used }) => used))];
    lines.push(h("p", {}, ...filled(strings.alsoSearched, used)));
  }
  const heading = step === "infix" || step === "closest" ? strings.nearest : weak ? strings.weakTitle : step === "any" && strings.closest;
  if (heading) lines.push(h("p", { class: "strong" }, heading));
  return lines;
}

/**
 * The question that searches words as they were typed: in quotes, which nothing corrects.
 * @param {string} text
 * @param {string[]} words of the text
 * @returns {string}
 */
export function quoted(text, words) {
  return words.reduce((text, word) => {
    const whole = new RegExp(`(?<![\\p{L}\\p{M}\\p{N}"])${word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\p{L}\\p{M}\\p{N}"])`, "u");
    return text.replace(whole, (found) => `"${found}"`);
  }, text);
}

/**
 * @param {string} text with `{w}` in it
 * @param {(string|Node)[]} words
 * @returns {(string|Node)[]} the text with the words, each kept apart from the direction of the rest
 */
function filled(text, words) {
  const [before, after = ""] = text.split("{w}");
  const listed = words.flatMap((word, i) => (i ? [", ", h("bdi", {}, word)] : [h("bdi", {}, word)]));
  return [before, ...listed, after];
}
