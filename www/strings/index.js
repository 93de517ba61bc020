/**
 * A text by plural category of `Intl.PluralRules`; a language gives all the categories that it has.
 * @typedef {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} Plural
 */
/**
 * All texts of the interface in one language: plain text, in which `{n}` stands for a number, `{q}`
 * for what was typed, `{w}` for words, `{date}`, `{when}` and `{time}` for a day, a moment and a
 * duration, `{lang}` for the name of a language, `{pct}` for a percentage.
 * @typedef {object} Strings
 * @property {string} hint below the field
 * @property {string} submit button that searches
 * @property {string} clear button that empties the field
 * @property {string} close
 * @property {string} back
 * @property {string} list name of the list of results
 * @property {string} loading
 * @property {string} suggestedHere heading of articles chosen for the page
 * @property {string} recent heading of earlier searches
 * @property {string} topQuestions heading of the questions that most people have
 * @property {string} popular heading of articles offered when nothing was found
 * @property {Plural} results below the list
 * @property {Plural} resultsLive said by screen readers
 * @property {string} resultsHint said after the number of results
 * @property {string} weakTitle heading of results that may not be meant
 * @property {Plural} possibleLive said of those
 * @property {string} closest heading when not every word was found
 * @property {string} nearest heading when only words that are like those typed were found
 * @property {string} corrected what was searched instead of misspelled words
 * @property {string} exactly button that searches what was typed after all
 * @property {string} alsoSearched synonyms that were searched besides
 * @property {string} didYouMean stands before buttons with other questions
 * @property {string} zero
 * @property {string} zeroHint
 * @property {string} tellUs label of a field for what was missed
 * @property {string} updated day of the last change of an article
 * @property {string} onlyIn said of an article that is not there in the reader's language
 * @property {string} openFull link to the page of an article
 * @property {string} newTab said of a link, after its text
 * @property {string} related heading
 * @property {string} solvedBadge share of votes that said yes
 * @property {string} solvedQ
 * @property {string} yes
 * @property {string} partly
 * @property {string} no
 * @property {string} thanks after a vote
 * @property {string} sorryNext after "no", above another article
 * @property {string} reasonLegend
 * @property {string} reasonMissing
 * @property {string} reasonInaccurate
 * @property {string} reasonOutdated
 * @property {string} reasonHard
 * @property {string} reasonBroken
 * @property {string} reasonOther
 * @property {string} commentLabel
 * @property {string} commentPrivacy
 * @property {string} send
 * @property {string} skip
 * @property {string} contactTitle
 * @property {string} contactAsk
 * @property {string} contactCancel
 * @property {string} contactSent
 * @property {string} channelWait
 * @property {string} channelOpen
 * @property {string} channelClosed
 * @property {string} channelOpens
 * @property {string} willSend heading of the question and the articles that a contact is told
 * @property {string} edit button that makes these editable
 * @property {string} whatQuestion
 * @property {string} whatArticles
 * @property {string} offline with the day on which the answers were saved
 * @property {string} offlineUnknown
 * @property {string} error
 * @property {string} errorHint
 * @property {string} errorContact where there is someone to contact
 * @property {string} retry
 * @property {string} plainSearch link to the page's own search form
 * @property {string} signIn link
 * @property {string} copyLink
 * @property {string} copyAnswer
 * @property {string} copied
 * @property {string} flag opens what an agent can say against an article
 * @property {string} treeStart button that begins a decision tree
 * @property {string} treeBack
 * @property {string} treeStep
 * @property {string} treeRestart
 * @property {string} treeSolved end of a decision tree
 * @property {string} treeNotSolved end of a decision tree
 * @property {string} suggestTitle above articles shown while a message is being written
 * @property {Plural} suggestLive said of those
 * @property {string} faqTitle
 * @property {string} launcher button that opens the search
 * @property {string} dialogTitle
 * @property {[move: string, open: string, close: string]} keys what the keys in the footer do
 */
/** @typedef {{ [K in keyof Strings]: Strings[K] extends Plural ? K : never }[keyof Strings]} PluralKey */
/** @typedef {{ [K in keyof Strings]: Strings[K] extends string ? K : never }[keyof Strings]} TextKey */

const HOUR_MINUTES = 60;
/** A weekday alone names a moment only within the next days. */
const WEEKDAY_MS = 6 * 86_400_000;

/** Isolates typed text from the direction of the sentence around it. */
const isolate = (/** @type {string} */ text) => `\u2068${text}\u2069`;

/** The texts of one language, with numbers, plurals, dates and durations in its own manner. */
export class Texts {
  /** BCP 47 tag of the texts, for `lang` attributes. @type {string} */
  language;
  /** @type {Strings} */
  strings;
  #plurals;
  #numbers;

  /**
   * @param {Strings} strings
   * @param {string} language their BCP 47 tag
   */
  constructor(strings, language) {
    this.language = language;
    this.strings = strings;
    this.#plurals = new Intl.PluralRules(language);
    this.#numbers = new Intl.NumberFormat(language);
  }

  /**
   * @param {PluralKey} key
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
   * Puts values into a text. Strings that people or articles wrote are kept apart from the
   * direction of the sentence; numbers are written in the manner of the language.
   * @param {TextKey} key
   * @param {Record<string, string|number>} values by placeholder
   * @returns {string} plain text
   */
  fill(key, values) {
    return this.strings[key].replace(/\{(\w+)\}/g, (whole, name) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? this.#numbers.format(value) : isolate(value);
    });
  }

  /**
   * @param {"zero"|"corrected"} key
   * @param {string[]} words
   * @returns {string} plain text, for the live region
   */
  said(key, ...words) {
    return this.strings[key].replace(/\{[qw]\}/, () => words.map(isolate).join(", "));
  }

  /**
   * @param {string} tag BCP 47
   * @returns {string} name of that language, such as "English"
   */
  languageName(tag) {
    return new Intl.DisplayNames([this.language], { type: "language" }).of(tag) ?? tag;
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
   * @param {Date} moment in the future
   * @param {Date} now
   * @param {string} [timeZone] IANA name; default: that of the reader
   * @returns {string} such as "Monday 09:00"; with the day of the month if that is a week away
   */
  moment(moment, now, timeZone) {
    const isNear = moment.getTime() - now.getTime() < WEEKDAY_MS;
    /** @type {Intl.DateTimeFormatOptions} */
    const day = isNear ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" };
    return new Intl.DateTimeFormat(this.language, { ...day, hour: "numeric", minute: "2-digit", timeZone }).format(moment);
  }

  /**
   * @param {number} minutes from 90 on, it is told in hours
   * @returns {string} such as "5 minutes"
   */
  duration(minutes) {
    const isLong = minutes >= 1.5 * HOUR_MINUTES;
    const value = isLong ? Math.round(minutes / HOUR_MINUTES) : Math.round(minutes);
    return new Intl.NumberFormat(this.language, { style: "unit", unit: isLong ? "hour" : "minute", unitDisplay: "long" }).format(value);
  }

  /**
   * @param {number} share from 0 to 1
   * @returns {string} such as "82%"
   */
  percent(share) {
    return new Intl.NumberFormat(this.language, { style: "percent" }).format(share);
  }
}
