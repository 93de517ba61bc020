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
/** How many times as much of the question a row of another language must answer to come first. */
export const CLEARLY_BETTER = 2;

/**
 * @typedef {Pick<Answer, "total"|"step"|"hits"|"corrections"|"synonyms">} Merged
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
 * Whether further languages should be asked.
 * @param {Answer[]} answers of the languages asked so far, the reader's own first
 * @param {number} limit
 * @returns {boolean}
 */
export function needsMore(answers, limit) {
  const rows = mergeAnswers(answers, limit).hits.length;
  return rows < limit || answers.every((answer) => matchOf(answer.hits[0], answer) < WEAK);
}

/**
 * One list of the answers in several languages. The reader's own rows come first, those of the
 * other languages follow in the order of the languages; only rows of another language that answer
 * at least twice as much of the question as the best row of the reader's own stand before it, unless
 * that is pinned. Weak rows of another language, and those for which words had to be guessed, are left out.
 * @param {Answer[]} answers the reader's own language first; at least one
 * @param {number} limit most rows
 * @returns {Merged}
 */
export function mergeAnswers(answers, limit) {
  const [own, ...others] = answers;
  const best = isPinned(own) ? Infinity : matchOf(own.hits[0], own);
  /** @type {Hit[]} */
  const before = [];
  /** @type {Hit[]} */
  const after = [];
  const merged = { total: own.total, step: own.step, corrections: own.corrections, synonyms: [...own.synonyms] };
  for (const answer of others) {
    if (GUESSED.includes(answer.step)) continue;
    // The same id in another language is a translation.
    const isNew = (/** @type {Hit} */ { id }) => ![...own.hits, ...before, ...after].some((known) => known.id === id);
    const worth = answer.hits.filter((hit) => isNew(hit) && matchOf(hit, answer) >= WEAK);
    if (!worth.length) continue;
    const isFirst = (/** @type {Hit} */ hit) => matchOf(hit, answer) >= CLEARLY_BETTER * best;
    before.push(...worth.filter(isFirst));
    after.push(...worth.filter((hit) => !isFirst(hit)));
    merged.total += worth.length === answer.hits.length ? answer.total : worth.length;
    if (merged.step === "none") merged.step = answer.step;
    merged.synonyms.push(...missing(answer.synonyms, merged.synonyms));
  }
  return { ...merged, hits: [...before, ...own.hits, ...after].slice(0, limit) };
}

/**
 * @template {{ typed: string, used: string }} R
 * @param {R[]} found
 * @param {R[]} known
 */
function missing(found, known) {
  return found.filter(({ typed, used }) => !known.some((each) => each.typed === typed && each.used === used));
}
