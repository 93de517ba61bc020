import { h } from "../dom.js";

/** @import { Parts } from "../parts.js" */

/** Votes of fewer say too little. */
const FEWEST_VOTES = 30;

/**
 * Says of each article how many found that it solved their problem, in the line of its path, so that
 * no row moves.
 * @param {() => boolean} isShown whether the articles are on screen still
 * @param {Parts} parts
 * @param {{ id: string }[]} articles on screen, in order
 * @param {Record<string, [percent: number, votes: number]>} solved by article
 */
export function addBadges(isShown, { panel, texts }, articles, solved) {
  if (!isShown()) return;
  const rows = panel.rows.elements;
  const share = new Intl.NumberFormat(texts.language, { style: "percent" });
  const number = new Intl.NumberFormat(texts.language);
  for (const [i, { id }] of articles.entries()) {
    const path = rows[i]?.querySelector("[part~=option-path]");
    const [percent, votes] = Object.hasOwn(solved, id) ? solved[id] : [0, 0];
    if (!path || votes < FEWEST_VOTES || path.querySelector("[part~=solved-badge]")) continue;
    const text = texts.fill("solvedBadge", { pct: share.format(percent / 100), n: number.format(votes) });
    path.append(" ", h("span", { part: "solved-badge", lang: texts.language, dir: "auto" }, text));
  }
}
