/** Who has stopped for so long has finished a thought. */
const PAUSE_MS = 700;
/** The beginning of a message says what it is about. */
const MOST_CHARACTERS = 300;
/** Shorter texts say too little. */
const LEAST_CHARACTERS = 4;
/** Scripts in which few characters say much. */
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** @typedef {HTMLInputElement|HTMLTextAreaElement} TextField */

/**
 * The fields in which a message is written, such as its subject and its text.
 * @param {string} selector
 * @returns {TextField[]} in the order of the page; none if the selector is wrong
 */
export function fieldsOf(selector) {
  try {
    return [...document.querySelectorAll(selector)].filter((field) => field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement);
  } catch {
    return [];
  }
}

/**
 * What the fields say, as a question.
 * @param {TextField[]} fields
 * @returns {string} "" if that is too little to ask
 */
export function questionIn(fields) {
  const text = fields.map(({ value }) => value).join(" ").replace(/\s+/g, " ").trim();
  if (text.length < LEAST_CHARACTERS && !DENSE_SCRIPT.test(text)) return "";
  // A word that was cut says something else, unless it is longer than all that is read.
  return text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS).replace(/\s\S*$/, "") : text;
}

/**
 * Calls after each pause in typing, never while an input method composes a word.
 * @param {TextField[]} fields
 * @param {() => void} paused
 * @param {AbortSignal} signal ends it
 */
export function onPause(fields, paused, signal) {
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  let isComposing = false;
  const wait = () => {
    clearTimeout(timer);
    if (!isComposing) timer = setTimeout(paused, PAUSE_MS);
  };
  for (const field of fields) {
    field.addEventListener("compositionstart", () => {
      isComposing = true;
      clearTimeout(timer);
    }, { signal });
    field.addEventListener("compositionend", () => {
      isComposing = false;
      wait();
    }, { signal });
    field.addEventListener("input", wait, { signal });
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
}
