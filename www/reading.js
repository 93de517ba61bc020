import { isAbort } from "./errors.js";
import { pageUrl } from "./address.js";

/** @import { Answers } from "./answers.js" */
/** @import { Contacting } from "./contacting.js" */
/** @import { Article, Hit, TopQuestion } from "./engine.js" */
/** @import { Parts } from "./parts.js" */
/** @import { View, Views } from "./views.js" */

/** Opens articles: in the panel if the bundle holds them, as pages otherwise. */
export class Reading {
  #parts;
  #views;
  #answers;
  #contacting;
  /** The article that was asked for last. @type {unknown} */
  #wanted;

  /**
   * @param {Parts} parts
   * @param {Views} views
   * @param {Answers} answers
   * @param {Contacting} contacting
   */
  constructor(parts, views, answers, contacting) {
    this.#parts = parts;
    this.#views = views;
    this.#answers = answers;
    this.#contacting = contacting;
  }

  /** Forgets an article that is still on its way. */
  stop() {
    this.#wanted = undefined;
  }

  /**
   * @param {Hit|TopQuestion} article
   * @param {boolean} newTab
   */
  async open(article, newTab) {
    const url = pageUrl(article.url);
    if (!url) return;
    if (!this.#parts.events.mayNavigate({ id: article.id, url: url.href, newTab })) return;
    this.#parts.session.open(article);
    if (newTab) window.open(url, "_blank", "noopener");
    else if (!this.#isInline() || !(await this.show(article))) location.assign(url);
  }

  #isInline() {
    const reader = this.#parts.shell.host.getAttribute("reader");
    return reader ? reader === "inline" : this.#parts.mode.isPopup;
  }

  /**
   * @param {{ id: string, language?: string }} wanted
   * @returns {Promise<boolean>} false if it cannot be shown here
   */
  async show(wanted) {
    this.#wanted = wanted;
    const { panel, client, shell, texts } = this.#parts;
    const slow = setTimeout(() => (panel.busy = true), 150);
    try {
      const opened = await client();
      if (!opened.hasReader) return false;
      const refused = (/** @type {unknown} */ error) => ({ error });
      const [article, { articleView, refusedView }, { articleStyles, renderArticle }] = await Promise.all([opened.article(wanted).catch(refused), import("./states/article.js"), import("./reader.js"), panel.styleViews()]);
      panel.addStyles(articleStyles);
      // Whoever has gone on to something else is not called back.
      if (this.#wanted !== wanted) return true;
      if ("error" in article) this.#views.push(refusedView(article.error, wanted, shell.host, texts, () => this.#views.pop()));
      else this.#push(article, articleView, renderArticle);
      return true;
    } catch (error) {
      if (!isAbort(error)) console.warn(error);
      return this.#wanted !== wanted;
    } finally {
      clearTimeout(slow);
      panel.busy = false;
    }
  }

  /**
   * @param {Article} article
   * @param {typeof import("./states/article.js").articleView} articleView
   * @param {typeof import("./reader.js").renderArticle} renderArticle
   */
  #push(article, articleView, renderArticle) {
    const { shell, texts, live, session, routing, panel, mode, events, survey } = this.#parts;
    if (!session.hasSeen(article.id)) session.open(article);
    const contacting = this.#contacting;
    const headingLevel = Number(shell.host.getAttribute("heading-level")) || 2;
    const told = { articleId: article.id, queryId: session.queryId };
    const { node, title, close } = articleView(article, {
      texts,
      live,
      survey,
      body: renderArticle(article, { texts, headingLevel }),
      scroller: mode.isPopup ? panel.view : document.scrollingElement,
      asksForFeedback: shell.host.getAttribute("feedback") !== "off",
      asksForComment: shell.host.getAttribute("feedback") === "comment",
      isAgent: shell.host.getAttribute("surface") === "agent",
      back: () => this.#views.pop(),
      open: (/** @type {TopQuestion} */ other) => this.open(other, false),
      // The list of contacts may come after the article.
      get contact() {
        return routing.isOpen ? () => contacting.escalate(article) : undefined;
      },
      next: () => this.#next(article),
      voted: (/** @type {object} */ vote, /** @type {"feedback"|"feedback-no"|"article"} */ state) => {
        session.saidNo ||= state === "feedback-no";
        events.tell("article_feedback", { ...told, ...vote });
        this.#views.change(view, state);
      },
      viewed: (/** @type {number|null} */ dwellSeconds) => events.tell("article_view", { ...told, dwellSeconds }),
      asked: () => this.#views.change(view, "feedback"),
      shared: (/** @type {"link"|"answer"} */ what) => events.tell("article_share", { ...told, what }),
      flagged: (/** @type {object} */ reason) => events.tell("article_flag", { ...told, ...reason }),
    });
    /** @type {View} */
    const view = { node, state: "article", focus: title, close };
    this.#views.push(view);
  }

  /**
   * @param {Article} article that did not help
   * @returns {Promise<TopQuestion|undefined>} the best one that has not been opened yet
   */
  async #next(article) {
    const { lists, session, routing } = this.#parts;
    const [top] = await Promise.all([lists.top(), routing.ready]);
    const others = [...(this.#answers.shown?.result.hits ?? []), ...(article.related ?? []), ...top];
    return others.find(({ id, url }) => !session.hasSeen(id) && pageUrl(url));
  }
}
