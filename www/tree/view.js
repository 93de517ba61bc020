import { linkAddress, pageAddress } from "../address.js";
import { renderNodes } from "../article-nodes.js";
import { h } from "../dom.js";
import { heading } from "../element-root.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { Choice, Step, Tree } from "./tree.js" */

/**
 * What people do in a tree.
 * @typedef {object} TreeActions
 * @property {() => void} start
 * @property {(choice: Choice) => void} choose a link is being followed if the choice has `href`
 * @property {() => void} back
 * @property {() => void} restart
 * @property {(article: TopQuestion, isSolved: boolean) => void} vote
 */

/** Draws a decision tree. It decides nothing. */
export class TreeView {
  #texts;
  #actions;
  #level;
  #title;
  #place = h("div", {});
  /** Where something is put that arrives after the rest. */
  late = h("div", {});
  /** @type {HTMLElement} */
  element;
  /** What takes the focus after a step, so that it is read out. @type {HTMLElement|undefined} */
  #head;

  /**
   * @param {Tree} tree
   * @param {Texts} texts
   * @param {number} level of the heading
   * @param {TreeActions} actions
   */
  constructor(tree, texts, level, actions) {
    this.#texts = texts;
    this.#actions = actions;
    this.#level = level;
    this.#title = heading(level, { id: "title", class: "tree-title", part: "tree-title", dir: "auto" }, tree.title);
    this.element = h("section", { class: "tree", part: "tree", "aria-labelledby": "title", lang: texts.language }, this.#title, this.#place);
  }

  showStart() {
    this.#head = undefined;
    this.#place.replaceChildren(buttonOf("button", "button-primary", this.#texts.strings.treeStart, this.#actions.start));
  }

  /**
   * @param {Step} step
   * @param {number} n 1 for the first step of the way
   * @param {Tree} tree
   */
  showStep(step, n, tree) {
    const choices = step.choices.map((choice) => this.#choiceOf(choice, tree)).filter((node) => node !== undefined);
    const fieldset = h("fieldset", { class: "choices", part: "tree-choices", "aria-labelledby": "heading" }, ...choices);
    const body = renderNodes(step.body, { headingLevel: Math.min(6, this.#level + 2), name: step.heading });
    this.#showPlace(step.heading, n, [h("div", { class: "text", part: "tree-body", dir: "auto" }, body), fieldset]);
  }

  /**
   * @param {string} said
   * @param {number} n steps that were gone, this one included
   * @param {...Node} children
   */
  showEnd(said, n, ...children) {
    this.#showPlace(said, n, children);
  }

  /** Focus goes where people go on reading. */
  focus() {
    this.#head?.focus();
  }

  /** @param {TopQuestion} article */
  articleEnd(article) {
    const { strings } = this.#texts;
    const page = pageAddress(article.url);
    const link = page ? [h("p", {}, h("a", { class: "link", part: "link", href: page }, strings.openFull))] : [];
    const vote = h("fieldset", { class: "choices", part: "tree-choices", "aria-labelledby": "vote" },
      h("p", { id: "vote", class: "progress" }, strings.solvedQ),
      buttonOf("choice", "tree-choice", strings.yes, () => this.#actions.vote(article, true)),
      buttonOf("choice", "tree-choice", strings.no, () => this.#actions.vote(article, false)));
    return [...link, vote];
  }

  /**
   * @param {string} text
   * @param {number} n
   * @param {Node[]} children
   */
  #showPlace(text, n, children) {
    const { strings } = this.#texts;
    const head = heading(this.#level + 1, { id: "heading", class: "heading", part: "tree-heading", tabindex: "-1", dir: "auto", "aria-describedby": "progress" }, text);
    const progress = h("p", { id: "progress", class: "progress", part: "tree-progress" }, this.#texts.fill("treeStep", { n }));
    const actions = h("div", { class: "actions" });
    if (n > 1) {
      actions.append(buttonOf("link", "button-secondary", strings.treeBack, this.#actions.back));
      actions.append(buttonOf("link", "button-secondary", strings.treeRestart, this.#actions.restart));
    }
    this.late = h("div", {});
    this.#place.replaceChildren(progress, head, ...children, this.late, actions);
    this.#head = head;
  }

  /**
   * @param {Choice} choice
   * @param {Tree} tree
   * @returns {HTMLElement|undefined} undefined, told on the console, of a choice that leads nowhere
   */
  #choiceOf(choice, tree) {
    const { label, next, article, route, solved, href } = choice;
    const look = { class: "choice", part: "tree-choice", dir: "auto" };
    const address = linkAddress(href);
    const leads = address || article || route || solved || (next !== undefined && Object.hasOwn(tree.steps, next));
    if (!leads) {
      console.warn(`helpdex: the choice "${label}" leads nowhere; run helpdex check`);
      return undefined;
    }
    const node = address ? h("a", { ...look, href: address }, label) : h("button", { ...look, type: "button" }, label);
    node.addEventListener("click", () => this.#actions.choose(choice));
    return node;
  }
}

/**
 * @param {string} name class
 * @param {string} part
 * @param {string} text
 * @param {() => void} act
 */
function buttonOf(name, part, text, act) {
  const button = h("button", { type: "button", class: name, part }, text);
  button.addEventListener("click", act);
  return button;
}
