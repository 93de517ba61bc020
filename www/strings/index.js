import { ar } from "./ar.js";
import { de } from "./de.js";
import { en } from "./en.js";
import { es } from "./es.js";
import { pl } from "./pl.js";

/**
 * All texts of the interface in one language. `{n}` is a number, `{q}` what was typed, `{w}` words.
 * @typedef {object} Strings
 * @property {string} clear button that empties the field
 * @property {string} list name of the list of results
 * @property {string} loading
 * @property {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} results
 * @property {string} resultsHint said after the number of results
 * @property {string} closest heading when not every word was found
 * @property {string} nearest heading when only words that are like those typed were found
 * @property {string} corrected what was searched instead of misspelled words
 * @property {string} exactly button that searches what was typed after all
 * @property {string} alsoSearched synonyms that were searched besides
 * @property {string} zero
 * @property {string} zeroHint
 * @property {string} topQuestions heading of articles offered when nothing was found
 * @property {string} error
 * @property {string} errorHint
 * @property {string} retry
 * @property {string} plainSearch link to the page's own search form
 * @property {string} close
 * @property {string} back
 * @property {string} suggestedHere
 * @property {string} recent
 * @property {string} popular
 * @property {string} weakTitle
 * @property {string} didYouMean
 * @property {string} updated
 * @property {string} onlyIn
 * @property {string} openFull
 * @property {string} related
 * @property {string} solvedQ
 * @property {string} yes
 * @property {string} partly
 * @property {string} no
 * @property {string} thanks
 * @property {string} sorryNext
 * @property {string} reasonLegend
 * @property {string} reasonMissing
 * @property {string} reasonInaccurate
 * @property {string} reasonHard
 * @property {string} reasonBroken
 * @property {string} reasonOther
 * @property {string} commentLabel
 * @property {string} commentPrivacy
 * @property {string} send
 * @property {string} contactTitle
 * @property {string} contactAsk
 * @property {string} contactCancel
 * @property {string} contactSent
 * @property {string} channelWait
 * @property {string} channelClosed
 * @property {string} channelOpens
 * @property {string} willSend
 * @property {string} edit
 * @property {string} whatQuestion
 * @property {string} whatArticles
 * @property {string} offline
 * @property {string} offlineUnknown
 * @property {string} errorContact
 * @property {string} signIn
 * @property {string} copyLink
 * @property {string} copyAnswer
 * @property {string} copied
 * @property {string} dialogTitle
 * @property {string} solvedBadge
 * @property {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} possibleLive
 * @property {[move: string, open: string, close: string]} keys what the keys in the footer do
 */

/** @type {Record<string, Partial<Strings>>} */
const LANGUAGES = { ar, de, en, es, pl };

/** Isolates typed text from the direction of the sentence around it. */
const isolate = (/** @type {string} */ text) => `\u2068${text}\u2069`;

/** The texts of one language, with numbers and plurals in its own manner. */
export class Texts {
  /** @type {string} */
  language;
  /** @type {Strings} */
  strings;
  #plurals;
  #numbers;

  /** @param {string[]} wanted BCP 47 tags, best first; English if none is there */
  constructor(wanted) {
    const bases = wanted.map((tag) => tag.toLowerCase().split(/[-_]/)[0]);
    this.language = bases.find((base) => Object.hasOwn(LANGUAGES, base)) ?? "en";
    this.strings = { ...en, ...LANGUAGES[this.language] };
    this.#plurals = new Intl.PluralRules(this.language);
    this.#numbers = new Intl.NumberFormat(this.language);
  }

  /**
   * @param {"results"|"possibleLive"} key
   * @param {number} n
   * @returns {string}
   */
  plural(key, n) {
    const forms = this.strings[key];
    return (forms[this.#plurals.select(n)] ?? forms.other).replace("{n}", this.#numbers.format(n));
  }

  /**
   * @param {number} n
   * @returns {string} such as "3 results"
   */
  results(n) {
    return this.plural("results", n);
  }

  /**
   * Puts values into a text, each kept apart from the direction of the sentence.
   * @param {keyof Strings} key
   * @param {Record<string, string|number>} values by placeholder
   * @returns {string} plain text
   */
  fill(key, values) {
    return String(this.strings[key]).replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? this.#numbers.format(value) : isolate(value);
    });
  }

  /**
   * @param {string|Date} date a Date, or a day as YYYY-MM-DD, which is the same everywhere
   * @returns {string} such as "31 March 2026"
   */
  date(date) {
    const timeZone = typeof date === "string" ? "UTC" : undefined;
    return new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone }).format(new Date(date));
  }

  /**
   * @param {string} tag BCP 47
   * @returns {string} name of that language, such as "English"
   */
  languageName(tag) {
    return new Intl.DisplayNames([this.language], { type: "language" }).of(tag) ?? tag;
  }

  /**
   * @param {"zero"|"corrected"} key
   * @param {string[]} words
   * @returns {string} plain text, for the live region
   */
  said(key, ...words) {
    return this.strings[key].replace(/\{[qw]\}/, () => words.map(isolate).join(", "));
  }
}
