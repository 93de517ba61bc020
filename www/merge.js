/** @import { Answer, Hit } from "./engine.js" */

/**
 * A best hit with less than this share of the score of an ideal one may well be no answer, so other
 * languages are asked too; and their rows with less are not shown. Of judged questions in seven
 * languages, a half of the answered ones and a tenth of the others reach it; of the same questions
 * asked of an index in a language they are not in, one in twenty-five without guessing.
 */
export const WEAK = 0.35;
/** Steps of answers that took words for other words: a foreign word is always like some word. */
const GUESSED = ["typo", "infix", "closest"];
/** Steps of answers given only for want of better ones. */
const LAST_RESORTS = ["infix", "closest"];
/** How many times as much of the question a row of another language must answer to come first. */
export const CLEARLY_BETTER = 2;

/** Steps of answers that lack some of the question's words, or took them for others. */
const LOOSE = ["any", "typo"];

/**
 * @typedef {Pick<Answer, "total"|"step"|"hits"|"corrections"|"synonyms"> & { weak: boolean }} Merged
 *   `weak`: the rows may well not be what was meant, so a way to ask somebody belongs beside them
 */

/**
 * How much of the question a hit answers, 0 to about 1; comparable between languages.
 * @param {Hit|undefined} hit
 * @param {Answer} answer that it is of
 * @returns {number} 0 without a hit, or if the index does not tell
 */
export function matchOf(hit, { ideal }) {
  return hit && ideal > 0 ? hit.score / ideal : 0;
}

/**
 * Whether editors pinned the first row: it stands before rows that score more, or answers nothing.
 * @param {Answer} answer
 */
function isPinned({ hits: [first, ...rest] }) {
  return first !== undefined && (first.score === 0 || rest.some(({ score }) => score > first.score));
}

/**
 * Whether an answer may well be none. Articles that hold all or most words of a question are what was
 * asked for, however little each word weighs: of answered questions only a half reach WEAK. Answers
 * given for want of better ones are weak. Those that did with some of the words, or with words
 * corrected, are weak below WEAK: there, nine of ten unanswered questions are.
 * @param {Answer} answer
 * @returns {boolean}
 */
export function isWeak(answer) {
  const [first] = answer.hits;
  if (!first || isPinned(answer)) return false;
  return LAST_RESORTS.includes(answer.step) || (LOOSE.includes(answer.step) && matchOf(first, answer) < WEAK);
}

/**
 * Whether further languages should be asked: rows are few or weak, or words had to be guessed.
 * @param {Answer[]} answers of the languages asked so far, the reader's own first
 * @param {number} limit
 * @returns {boolean}
 */
export function needsMore(answers, limit) {
  const isGood = (/** @type {Answer} */ answer) => !GUESSED.includes(answer.step) && matchOf(answer.hits[0], answer) >= WEAK;
  return mergeAnswers(answers, limit).hits.length < limit || !answers.some((answer) => isPinned(answer) || isGood(answer));
}

/**
 * One list of the answers in several languages. The reader's own rows come first, those of the
 * other languages follow in the order of the languages. A row of another language stands before
 * the reader's own only if it answers at least twice as much of the question as the best of them,
 * or if those had to guess words; those that were given only for want of better ones then go. What
 * is pinned stays first. Of another language's rows, weak and guessed ones are left out.
 * @param {Answer[]} answers the reader's own language first; at least one
 * @param {number} limit most rows
 * @returns {Merged}
 */
export function mergeAnswers(answers, limit) {
  const [own, ...others] = answers;
  const least = leastToLead(own);
  /** @type {Hit[]} */
  const before = [];
  /** @type {Hit[]} */
  const after = [];
  const merged = { total: own.total, step: own.step, corrections: own.corrections, synonyms: [...own.synonyms], weak: isWeak(own) };
  for (const answer of others) {
    if (GUESSED.includes(answer.step)) continue;
    // The same id in another language is a translation.
    const isNew = (/** @type {Hit} */ { id }) => ![...own.hits, ...before, ...after].some((known) => known.id === id);
    const worth = answer.hits.filter((hit) => isNew(hit) && matchOf(hit, answer) >= WEAK);
    if (!worth.length) continue;
    if (!before.length && matchOf(worth[0], answer) >= least) merged.step = answer.step;
    for (const hit of worth) (matchOf(hit, answer) >= least ? before : after).push(hit);
    merged.total += worth.length === answer.hits.length ? answer.total : worth.length;
    merged.synonyms.push(...missing(answer.synonyms, merged.synonyms));
  }
  const isNeeded = !before.length || !LAST_RESORTS.includes(own.step);
  if (!isNeeded) merged.total -= own.total;
  // Rows of another language come first only if they are good.
  if (before.length) merged.weak = false;
  return { ...merged, hits: [...before, ...(isNeeded ? own.hits : []), ...after].slice(0, limit) };
}

/**
 * How much of the question a row of another language must answer to stand before the reader's own.
 * @param {Answer} own
 */
function leastToLead(own) {
  if (isPinned(own)) return Infinity;
  return GUESSED.includes(own.step) ? 0 : CLEARLY_BETTER * matchOf(own.hits[0], own);
}

/**
 * @template {{ typed: string, used: string }} R
 * @param {R[]} found
 * @param {R[]} known
 */
function missing(found, known) {
  return found.filter(({ typed, used }) => !known.some((each) => each.typed === typed && each.used === used));
}
