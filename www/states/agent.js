import { pageUrl } from "../address.js";
import { h } from "../dom.js";
import { reasonForm } from "./reasons.js";

/** @import { Article } from "../engine.js" */
/** @import { LiveRegion } from "../live-region.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { Reason } from "./reasons.js" */

/**
 * @typedef {object} AgentActions
 * @property {(what: "link"|"answer") => void} shared it was copied
 * @property {(reason: Reason) => void} flagged
 */

/**
 * What somebody needs who answers others: the article to be copied, and a way to say that it is wrong.
 * @param {Article} article
 * @param {HTMLElement} reader the article on screen
 * @param {AgentActions & { texts: Texts, live: LiveRegion }} options
 * @returns {HTMLElement[]}
 */
export function agentTools({ url }, reader, { texts, live, shared, flagged }) {
  const { strings } = texts;
  const copy = (/** @type {"link"|"answer"} */ what, /** @type {string} */ label, /** @type {() => string} */ text) => {
    const button = h("button", { type: "button", class: "button-quiet", part: "copy" }, label);
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        shared(what);
        live.say(strings.copied);
      } catch (error) {
        console.warn(error);
      }
    });
    return button;
  };
  const page = pageUrl(url);
  const isCopyable = navigator.clipboard !== undefined;
  return [
    h("div", { class: "actions" },
      ...(isCopyable && page ? [copy("link", strings.copyLink, () => page.href)] : []),
      ...(isCopyable ? [copy("answer", strings.copyAnswer, () => reader.innerText)] : [])),
    h("details", { class: "flag", part: "flag" }, h("summary", {}, strings.flag), reasonForm(texts, true, flagged)),
  ];
}
