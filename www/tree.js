import { linkAddress } from "./address.js";
import { fillElement, headingLevel, tell } from "./element-root.js";
import { fetchLanguageList } from "./language-list.js";
import { loadTexts } from "./strings/load.js";
import { textStyles } from "./styles/element.js";
import { treeStyles } from "./styles/tree.js";
import { askSurvey } from "./surveys/ask.js";
import { startFollowing } from "./tracking/start.js";
import { contactEnd } from "./tree/contact-end.js";
import { hashOf, stepOfHash, wayTo } from "./tree/tree.js";
import { TreeView } from "./tree/view.js";

/** @import { TopQuestion } from "./engine.js" */
/** @import { ElementOptions } from "./language-list.js" */
/** @import { Texts } from "./strings/index.js" */
/** @import { Choice, Tree } from "./tree/tree.js" */

/**
 * `<help-tree>`: questions that lead, answer by answer, to an article, to somebody or to the solution.
 * Its children are what people without JavaScript use. The step is kept in the address, so that it can
 * be linked and the browser's Back leads to the step before.
 *
 * Attributes: `tree` (id of a tree; default: the only one), `heading-level` (1 to 5, default 2), `theme`.
 * Events: `help:tree_start`, `help:tree_step`, `help:tree_end` with `outcome` (`solved`, `article`,
 * `contact`, `link`, `left`), `help:article_feedback`, `help:survey_response`, and those of a contact.
 * @param {HTMLElement} host
 * @param {ElementOptions} options
 * @returns {Promise<{ destroy(): void }>} rejects with HelpdexError if the trees cannot be fetched
 */
export async function mount(host, options) {
  const [texts, found] = await Promise.all([loadTexts(options), fetchLanguageList("trees", options)]);
  /** @type {Record<string, Tree>} */
  const trees = found ?? {};
  const ids = Object.keys(trees);
  const id = host.getAttribute("tree") ?? (ids.length === 1 ? ids[0] : "");
  if (!Object.hasOwn(trees, id)) {
    console.warn(`helpdex: there is no tree "${id}" for <help-tree>; name one of: ${ids.join(", ") || "(this language has none)"}`);
    return { destroy: () => {} };
  }
  const stopFollowing = await startFollowing(host, options);
  const walk = new TreeWalk(host, id, trees[id], texts, options);
  return {
    destroy() {
      walk.destroy();
      stopFollowing();
    },
  };
}

class TreeWalk {
  #host;
  #id;
  #tree;
  #texts;
  #options;
  #level;
  #view;
  #survey;
  #restore;
  #end = new AbortController();
  /** Ids of the steps gone so far; none before the start. @type {string[]} */
  #way = [];
  /** A walk through the tree begins with its first step and has one `left` at most. @type {"none"|"begun"|"ended"} */
  #visit = "none";
  #isAtEnd = false;
  /** Counts what was shown, so that what arrives late is not. */
  #shown = 0;

  /**
   * @param {HTMLElement} host
   * @param {string} id
   * @param {Tree} tree
   * @param {Texts} texts
   * @param {ElementOptions} options
   */
  constructor(host, id, tree, texts, options) {
    this.#host = host;
    this.#id = id;
    this.#tree = tree;
    this.#texts = texts;
    this.#options = options;
    this.#survey = { host, texts, surveys: () => fetchLanguageList("surveys", options) };
    this.#level = headingLevel(host.getAttribute("heading-level"), 2);
    this.#view = new TreeView(tree, texts, this.#level, {
      start: () => this.#go([tree.start]),
      choose: (choice) => this.#choose(choice),
      back: () => this.#back(),
      restart: () => this.#go([tree.start]),
      vote: (article, isSolved) => this.#vote(article, isSolved),
    });
    const { signal } = this.#end;
    addEventListener("popstate", () => this.#followAddress(), { signal });
    // Before the tracker sends what it has. A hidden tab is no leaving: people look things up elsewhere.
    addEventListener("pagehide", () => this.#leave(), { signal, capture: true });
    this.#restore = fillElement(host, options.lang, [textStyles, treeStyles], this.#view.element).restore;
    this.#arrive();
  }

  destroy() {
    this.#leave();
    this.#end.abort();
    this.#restore();
  }

  /** Somebody who follows a link to a step is there at once; the focus is taken from nobody. */
  #arrive() {
    this.#view.showStart();
    const step = stepOfHash(location.hash, this.#id, this.#tree);
    if (step === undefined) return;
    this.#way = wayTo(this.#tree, step);
    this.#show();
    this.#host.scrollIntoView({ block: "nearest" });
    if (document.activeElement === document.body) this.#view.focus();
  }

  #followAddress() {
    const step = stepOfHash(location.hash, this.#id, this.#tree);
    if (step === undefined) {
      if (this.#way.length === 0) return;
      this.#leave();
      this.#way = [];
      this.#shown++;
      this.#view.showStart();
      return;
    }
    if (step === this.#way.at(-1)) return this.#show();
    const at = this.#way.indexOf(step);
    this.#way = at >= 0 ? this.#way.slice(0, at + 1) : wayTo(this.#tree, step);
    this.#show();
    this.#view.focus();
  }

  /** @param {string[]} way */
  #go(way) {
    this.#way = way;
    history.pushState(history.state, "", hashOf(this.#id, way[way.length - 1]));
    this.#show();
    this.#view.focus();
  }

  #show() {
    this.#shown++;
    this.#isAtEnd = false;
    const step = this.#way[this.#way.length - 1];
    this.#view.showStep(this.#tree.steps[step], this.#way.length, this.#tree);
    this.#tellStep();
  }

  #tellStep() {
    if (this.#visit === "none") {
      this.#visit = "begun";
      tell(this.#host, "tree_start", { tree: this.#id });
    }
    tell(this.#host, "tree_step", { tree: this.#id, step: this.#way.at(-1), n: this.#way.length });
  }

  /** Whoever comes back to the page and goes on begins another visit. */
  #leave() {
    if (this.#visit === "begun") this.#tellEnd("left");
    this.#visit = "none";
  }

  /** From an end, back is the step that led there. */
  #back() {
    if (this.#isAtEnd) {
      this.#show();
      this.#view.focus();
    } else this.#go(this.#way.slice(0, -1));
  }

  /** @param {Choice} choice */
  #choose(choice) {
    const { next, article, route, solved, href } = choice;
    if (this.#visit === "none") this.#tellStep();
    if (linkAddress(href)) this.#tellEnd("link", { url: href });
    else if (next !== undefined && Object.hasOwn(this.#tree.steps, next)) this.#go(this.#next(next));
    else if (article) this.#endWithArticle(article);
    else if (route) {
      this.#tellEnd("contact", { route });
      this.#endWithContact(route, choice.label);
    } else if (solved) {
      this.#endSolved();
      this.#tellEnd("solved");
    }
  }

  /**
   * A tree may lead back to a step; the way is then the shorter one.
   * @param {string} step
   */
  #next(step) {
    const at = this.#way.indexOf(step);
    return at >= 0 ? this.#way.slice(0, at + 1) : [...this.#way, step];
  }

  #endSolved() {
    this.#showEnd(this.#texts.strings.treeSolved);
    askSurvey("solved", this.#view.late, this.#survey);
  }

  /** @param {TopQuestion} article */
  #endWithArticle(article) {
    this.#showEnd(article.title, ...this.#view.articleEnd(article));
    this.#tellEnd("article", { articleId: article.id });
  }

  /**
   * @param {TopQuestion} article
   * @param {boolean} isSolved
   */
  #vote(article, isSolved) {
    tell(this.#host, "article_feedback", { articleId: article.id, queryId: "", solved: isSolved ? "yes" : "no" });
    if (isSolved) this.#endSolved();
    // Somebody who has come so far in vain has made much effort.
    else this.#endWithContact("LLH", article.title);
  }

  /**
   * @param {string} route
   * @param {string} label of the choice that led here
   */
  async #endWithContact(route, label) {
    this.#showEnd(this.#texts.strings.treeNotSolved);
    const shown = this.#shown;
    const query = [this.#tree.title, ...this.#way.map((step) => this.#tree.steps[step].heading), label].join(" › ");
    const place = () => (shown === this.#shown && !this.#end.signal.aborted ? this.#view.late : undefined);
    try {
      const look = { texts: this.#texts, query, headingLevel: this.#level + 2, survey: this.#survey };
      await contactEnd(this.#host, route, look, this.#options, place);
    } catch (error) {
      console.warn(error);
    }
  }

  /**
   * @param {string} said
   * @param {...Node} children
   */
  #showEnd(said, ...children) {
    this.#shown++;
    this.#isAtEnd = true;
    this.#view.showEnd(said, this.#way.length + 1, ...children);
    this.#view.focus();
  }

  /**
   * @param {"solved"|"article"|"contact"|"link"|"left"} outcome
   * @param {object} [more]
   */
  #tellEnd(outcome, more) {
    this.#visit = "ended";
    tell(this.#host, "tree_end", { tree: this.#id, step: this.#way.at(-1), outcome, ...more });
  }
}
