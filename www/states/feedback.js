import { h } from "../dom.js";
import { askSurvey } from "../surveys/ask.js";
import { contactPrompt } from "./contact.js";
import { reasonForm } from "./reasons.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { LiveRegion } from "../live-region.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { SurveySource } from "../surveys/ask.js" */
/** @import { Reason } from "./reasons.js" */

/** Who has come so far, or stayed so long, has an opinion. */
const READ_SHARE = 0.5;
const READ_MS = 15_000;

/** @typedef {{ solved: "yes"|"partly"|"no" } & Partial<Reason>} Vote the last vote counts */
/**
 * @typedef {object} FeedbackActions
 * @property {boolean} asksForComment whether there is a field for a comment
 * @property {SurveySource} survey
 * @property {() => void} asked the question is on screen
 * @property {(vote: Vote, state: "article"|"feedback-no") => void} voted
 * @property {(other: TopQuestion) => void} open
 * @property {() => Promise<TopQuestion|undefined>} next the best article that has not been read yet
 * @property {(() => void)} [contact] leads to a person, if there is any
 */

/**
 * The question whether an article helped, at its end and never over it. The buttons stay, so that
 * the focus does and a vote can be changed.
 */
export class Feedback {
  #end;
  #texts;
  #live;
  #actions;
  #stop = new AbortController();
  #answer = h("div", { class: "feedback-answer" });
  /** @type {"yes"|"partly"|"no"|undefined} */
  #solved;

  /**
   * @param {HTMLElement} end where the question belongs
   * @param {Texts} texts
   * @param {LiveRegion} live
   * @param {FeedbackActions} actions
   */
  constructor(end, texts, live, actions) {
    this.#end = end;
    this.#texts = texts;
    this.#live = live;
    this.#actions = actions;
  }

  /**
   * Asks once half of the article has been scrolled through, or after 15 seconds.
   * @param {Element|null} scroller
   */
  watch(scroller) {
    const { signal } = this.#stop;
    const timer = setTimeout(() => this.#ask(), READ_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
    const target = scroller === document.scrollingElement ? window : scroller;
    target?.addEventListener("scroll", () => {
      const { scrollTop = 0, scrollHeight = 0, clientHeight = 0 } = scroller ?? {};
      if (scrollTop >= READ_SHARE * (scrollHeight - clientHeight) && scrollTop > 0) this.#ask();
    }, { signal, passive: true });
  }

  destroy() {
    this.#stop.abort();
  }

  #ask() {
    this.#stop.abort();
    const { strings } = this.#texts;
    const buttons = (/** @type {const} */ (["yes", "partly", "no"])).map((solved) => {
      const button = h("button", { type: "button", class: "button-quiet", part: "vote", "aria-pressed": "false" }, strings[solved]);
      button.addEventListener("click", () => {
        for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
        this.#vote(solved);
      });
      return button;
    });
    this.#end.replaceChildren(
      h("fieldset", { class: "choices" }, h("legend", { class: "strong" }, strings.solvedQ), h("div", { class: "actions" }, ...buttons)),
      this.#answer,
    );
    this.#actions.asked();
  }

  /** @param {"yes"|"partly"|"no"} solved */
  #vote(solved) {
    if (solved === this.#solved) return;
    this.#solved = solved;
    const { strings } = this.#texts;
    if (solved !== "yes") {
      this.#actions.voted({ solved }, "feedback-no");
      this.#showWaysOn();
      return;
    }
    this.#actions.voted({ solved }, "article");
    const survey = h("div", {});
    this.#answer.replaceChildren(h("p", {}, strings.thanks), survey);
    askSurvey("solved", survey, this.#actions.survey);
    this.#live.say(strings.thanks);
  }

  /** Another answer first, then a person, then the reasons: whoever is stuck comes before statistics. */
  async #showWaysOn() {
    const { strings } = this.#texts;
    const other = await this.#actions.next();
    const { contact, open } = this.#actions;
    if (this.#solved === "yes") return;
    const nodes = [];
    if (other) {
      const button = h("button", { type: "button", class: "button-quiet next", part: "next-article", dir: "auto" }, other.title);
      button.addEventListener("click", () => open(other));
      nodes.push(h("p", {}, strings.sorryNext), button);
    }
    if (contact) nodes.push(contactPrompt(this.#texts, contact));
    this.#answer.replaceChildren(...nodes, reasonForm(this.#texts, this.#actions.asksForComment,
      (reason) => this.#actions.voted({ solved: /** @type {Vote["solved"]} */ (this.#solved), ...reason }, "feedback-no")));
    // The end of an article is the end of what can be seen: what was just added is below it.
    nodes.at(-1)?.scrollIntoView({ block: "nearest" });
    this.#live.say(other ? `${strings.sorryNext} ${other.title}` : strings.thanks);
  }
}
