import { linkAddress } from "../address.js";
import { cellOf, rowOf, scoresOf } from "./cell.js";
import { openingAt } from "./hours.js";

/** @import { Behaviour, Level, PartialScores, Rule } from "./cell.js" */
/** @import { Hours } from "./hours.js" */

/**
 * A way to get help: a link, an event that the page listens for, or a form of the page.
 * @typedef {object} Channel
 * @property {string} label
 * @property {string} [href] http(s), mailto or tel
 * @property {boolean} [event] the page listens for `help:contact_start`
 * @property {string} [form] selector of a form in the page
 * @property {Hours} [hours] without them it is always open
 * @property {number} [wait_minutes] how long one waits, as a rule
 */
/**
 * Who can be contacted and when, as the build writes it.
 * @typedef {object} Contact
 * @property {2|3} levels of each score: low and high, or medium too
 * @property {Record<string, string[]>} table ids of channels by cell, best first
 * @property {Rule[]} [rules]
 * @property {Record<string, Channel>} [channels] by id; none: articles are all the help there is
 */
/**
 * A channel as it is now.
 * @typedef {object} Offer
 * @property {string} channel id
 * @property {string} label
 * @property {string} [href]
 * @property {boolean} [event]
 * @property {string} [form]
 * @property {boolean} isOpen
 * @property {boolean} [hasHours] whether it is not always open
 * @property {Date} [opensAt] of a closed one that opens within a year
 * @property {number} [waitMinutes] of an open one
 */
/**
 * @typedef {object} Route
 * @property {string} cell complexity, severity, effort as letters, such as "HLH"
 * @property {Level} severity
 * @property {Offer|undefined} primary
 * @property {Offer|undefined} secondary
 * @property {boolean} atOnce whether people are offered before any article
 */

/** Channels at whose other end nobody sits. */
const AUTOMATIC = ["self_service", "bot", "decision_tree"];
/** Without any routes everything is in the first row. */
const NO_CONTACT = /** @type {Contact} */ ({ levels: 2, table: {} });

/**
 * Where a question leads. The row of its cell names the channels; those that the site has not are
 * left out, and one that is open comes before one that is closed. If none of them is open, people at
 * other channels are offered, and a machine rather than nothing. High severity puts people before machines, and shows them at once.
 * @param {{ contact?: Contact, article?: PartialScores, query: string, behaviour: Behaviour, now: Date }} question
 * @returns {Route}
 */
export function routeOf({ contact = NO_CONTACT, article, query, behaviour, now }) {
  const { levels, table, rules, channels = {} } = contact;
  const scores = scoresOf({ article, rules, query, behaviour });
  const cell = cellOf(scores, levels);
  const severity = levels === 2 && scores.severity === "medium" ? "high" : scores.severity;
  const offers = offersOf(rowOf(table, cell) ?? [], channels, now, severity === "high");
  return { cell, severity, primary: offers[0], secondary: offers[1], atOnce: severity === "high" && offers.some(isHuman) };
}

/**
 * @param {string[]} row ids of channels
 * @param {Record<string, Channel>} channels
 * @param {Date} now
 * @param {boolean} isSevere
 * @returns {Offer[]} at most two, best first
 */
function offersOf(row, channels, now, isSevere) {
  const all = Object.keys(channels).filter((id) => isReachable(channels[id])).map((id) => offerOf(id, channels[id], now));
  const named = row.flatMap((id) => all.filter(({ channel }) => channel === id));
  const others = all.filter((offer) => !named.includes(offer) && isHuman(offer));
  const wanted = isSevere && !named.some(isHuman) ? [...others, ...named] : named;
  const candidates = wanted.some(({ isOpen }) => isOpen) ? [...wanted] : [...substitutes(others, wanted), ...wanted];
  if (!candidates.length) candidates.push(...all);
  const rank = (/** @type {Offer} */ offer) => (offer.isOpen ? 0 : 2) + (isSevere && !isHuman(offer) ? 1 : 0);
  return candidates.sort((a, b) => rank(a) - rank(b)).slice(0, 2);
}

/**
 * @param {Offer[]} others
 * @param {Offer[]} wanted none of which is open
 * @returns {Offer[]} so few that the opening of the best of those that are wanted is still told
 */
function substitutes(others, wanted) {
  return others.filter((offer) => offer.isOpen && !wanted.includes(offer)).slice(0, wanted.length ? 1 : 2);
}

/** @param {Offer} offer */
function isHuman({ channel }) {
  return !AUTOMATIC.includes(channel);
}

/** @param {Channel} channel */
function isReachable({ href, event, form }) {
  return event === true || form !== undefined || linkAddress(href) !== undefined;
}

/**
 * @param {string} id
 * @param {Channel} channel
 * @param {Date} now
 * @returns {Offer}
 */
function offerOf(id, { label, href, event, form, hours, wait_minutes }, now) {
  const { isOpen, opensAt } = hours ? openingOf(hours, now) : { isOpen: true };
  return {
    channel: id, label, isOpen,
    ...(linkAddress(href) && { href: linkAddress(href) }),
    ...(event && { event }),
    ...(form && { form }),
    ...(hours && { hasHours: true }),
    ...(opensAt && { opensAt }),
    ...(isOpen && wait_minutes !== undefined && { waitMinutes: wait_minutes }),
  };
}

/**
 * @param {Hours} hours
 * @param {Date} now
 * @returns {{ isOpen: boolean, opensAt?: Date }} open where a browser does not know the time zone:
 *   a call in vain is better than a way that is kept from people
 */
function openingOf(hours, now) {
  try {
    return openingAt(hours, now);
  } catch (error) {
    console.warn(`helpdex: the opening hours are not shown, for this browser does not know the time zone "${hours.tz}" (${error})`);
    return { isOpen: true };
  }
}
