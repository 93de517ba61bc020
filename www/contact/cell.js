/** @typedef {"low"|"medium"|"high"} Level */
/**
 * How hard a question is: its nature, what is at stake, and what the reader has already been through.
 * @typedef {{ complexity: Level, severity: Level, effort: Level }} Scores
 */
/** @typedef {Partial<Record<keyof Scores, Level>>} PartialScores */
/**
 * What somebody has done so far.
 * @typedef {object} Behaviour
 * @property {number} reformulations how often a question was put in other words
 * @property {number} opens how often an article was opened
 * @property {boolean} saidNo whether somebody said of an article that it did not help
 */
/**
 * What words say about a question.
 * @typedef {object} Rule
 * @property {string} match source of a regular expression, used without regard to case
 * @property {PartialScores} set
 */

/** @type {Level[]} */
const LEVELS = ["low", "medium", "high"];
/** In the order of a cell's letters. @type {(keyof Scores)[]} */
const AXES = ["complexity", "severity", "effort"];
/** So many rewordings, or articles opened, are much effort. */
const MANY = 2;
/** A rule reads no more of a question than this. */
const MOST_CHARACTERS = 1000;

/**
 * The scores of a question. Of several sources the highest level wins, axis by axis.
 * @param {{ article?: PartialScores, rules?: Rule[], query: string, behaviour: Behaviour }} sources
 * @returns {Scores} low where nothing says otherwise
 */
export function scoresOf({ article = {}, rules = [], query, behaviour }) {
  const { reformulations, opens, saidNo } = behaviour;
  const text = query.slice(0, MOST_CHARACTERS);
  /** @type {PartialScores[]} */
  const sources = [article, ...rules.filter((rule) => isMatch(rule, text)).map(({ set }) => set)];
  if (reformulations >= MANY || opens >= MANY || saidNo) sources.push({ effort: "high" });
  const highest = (/** @type {keyof Scores} */ axis) => LEVELS[Math.max(0, ...sources.map((source) => LEVELS.indexOf(source[axis] ?? "low")))];
  return { complexity: highest("complexity"), severity: highest("severity"), effort: highest("effort") };
}

/**
 * @param {Rule} rule
 * @param {string} text
 */
function isMatch({ match }, text) {
  try {
    return new RegExp(match, "iu").test(text);
  } catch {
    return false;
  }
}

/**
 * @param {Scores} scores
 * @param {2|3} levels with 2, a medium score is high
 * @returns {string} a letter L, M or H for complexity, severity and effort, such as "LHL"
 */
export function cellOf(scores, levels) {
  const cell = AXES.map((axis) => scores[axis][0].toUpperCase()).join("");
  return levels === 2 ? withoutMedium(cell) : cell;
}

/**
 * The row of a cell. A table need not have all: one that is missing is read with H for M; if that is
 * missing too, it is the row that differs by the fewest levels, of those the one with the highest
 * severity, then effort, then complexity.
 * @template T
 * @param {Record<string, T>} table by cell
 * @param {string} cell
 * @returns {T|undefined} undefined only of a table without rows
 */
export function rowOf(table, cell) {
  const exact = [cell, withoutMedium(cell)].find((each) => Object.hasOwn(table, each));
  if (exact) return table[exact];
  const rank = (/** @type {string} */ other) => [distance(cell, other), -level(other, 1), -level(other, 2), -level(other, 0)];
  const nearest = Object.keys(table).filter((key) => /^[LMH]{3}$/.test(key)).sort((a, b) => compare(rank(a), rank(b)));
  return table[nearest[0]];
}

/** @param {string} cell */
const withoutMedium = (cell) => cell.replaceAll("M", "H");

/**
 * @param {string} cell
 * @param {number} axis
 */
const level = (cell, axis) => "LMH".indexOf(cell[axis]);

/**
 * @param {string} a
 * @param {string} b
 */
const distance = (a, b) => [0, 1, 2].reduce((sum, axis) => sum + Math.abs(level(a, axis) - level(b, axis)), 0);

/**
 * @param {number[]} a
 * @param {number[]} b as long
 */
function compare(a, b) {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}
