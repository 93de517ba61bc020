/**
 * A channel as it is now.
 * @typedef {object} Offer
 * @property {string} channel id
 * @property {string} label
 * @property {string} [href]
 * @property {boolean} [event] the page listens for `help:contact_start`
 * @property {string} [form] selector of a form of the page
 * @property {boolean} isOpen
 * @property {Date} [opensAt]
 * @property {number} [waitMinutes]
 */
/**
 * @typedef {object} Route
 * @property {string} cell letters of complexity, severity and effort
 * @property {string} severity
 * @property {Offer|undefined} primary
 * @property {Offer|undefined} secondary
 * @property {boolean} atOnce whether people are offered before any article
 */

const LETTERS = /** @type {Record<string, string>} */ ({ low: "L", medium: "M", high: "H" });

/**
 * Whom to contact: the cell of the site's table that complexity, severity and effort lead to.
 * @param {any} asked
 * @returns {Route}
 */
export function routeOf({ contact, article, query, behaviour: { reformulations, opens, saidNo } }) {
  const score = { complexity: article?.complexity ?? "low", severity: article?.severity ?? "low", effort: article?.effort ?? "low" };
  for (const { match, set } of contact.rules ?? []) if (new RegExp(match, "iu").test(query)) Object.assign(score, set);
  if (reformulations >= 2 || opens >= 2 || saidNo) score.effort = "high";
  const cell = [score.complexity, score.severity, score.effort].map((each) => LETTERS[each]).join("");
  const ids = contact.table[cell] ?? [];
  const offers = ids.filter((/** @type {string} */ id) => contact.channels[id])
    .map((/** @type {string} */ channel) => ({ channel, isOpen: true, ...contact.channels[channel], waitMinutes: contact.channels[channel].wait_minutes }));
  return { cell, severity: score.severity, primary: offers[0], secondary: offers[1], atOnce: score.severity === "high" && offers.length > 0 };
}
