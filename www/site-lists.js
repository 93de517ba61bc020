import { fetchLanguageList } from "./language-list.js";

/** @import { TopQuestion } from "./engine.js" */
/** @import { MountOptions } from "./help-search.js" */
/** @import { Survey } from "./surveys/ask.js" */

/**
 * Articles that the site suggests on some of its pages.
 * @typedef {{ match: string, articles: TopQuestion[] }} Suggestion `*` in `match` stands for any run of
 *   characters of the page's path
 */

/** The lists that a site gives a language besides its index. Each is fetched once; a failure is told on the console and not kept. */
export class SiteLists {
  #options;
  /** @type {Map<string, Promise<any>>} */
  #files = new Map();

  /** @param {Pick<MountOptions, "base"|"lang"|"manifest"|"prefetched">} options */
  constructor(options) {
    this.#options = options;
  }

  /** @returns {Promise<TopQuestion[]>} the questions that most people have */
  async top() {
    return (await this.#list("top")) ?? [];
  }

  /**
   * @param {string} path of the page
   * @returns {Promise<TopQuestion[]>} what the site suggests there
   */
  async suggested(path) {
    /** @type {Suggestion[]} */
    const suggestions = (await this.#list("suggest")) ?? [];
    return suggestions.find(({ match }) => matches(match, path))?.articles ?? [];
  }

  /** @returns {Promise<any|undefined>} who can be contacted and how; undefined if nobody can */
  contact() {
    return this.#list("contact");
  }

  /** @returns {Promise<Record<string, [percent: number, votes: number]>|undefined>} how often articles solved a problem */
  solved() {
    return this.#list("solved");
  }

  /** @returns {Promise<Survey[]|undefined>} what people are asked afterwards */
  surveys() {
    return this.#list("surveys");
  }

  /** @param {"top"|"suggest"|"contact"|"solved"|"surveys"} kind */
  #list(kind) {
    let list = this.#files.get(kind);
    if (!list) {
      list = fetchLanguageList(kind, this.#options).catch((error) => {
        console.warn(error);
        this.#files.delete(kind);
      });
      this.#files.set(kind, list);
    }
    return list;
  }
}

/**
 * @param {string} pattern
 * @param {string} path
 */
function matches(pattern, path) {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(path);
}
