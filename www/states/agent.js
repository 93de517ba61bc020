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
export function agentTools({ id, url }, reader, { texts, live, shared, flagged }) {
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
      ...(isCopyable ? [copy("answer", strings.copyAnswer, () => reader.innerText)] : []),
      editLink(id, strings.edit)),
    h("details", { class: "flag", part: "flag" }, h("summary", {}, strings.flag), reasonForm(texts, true, flagged)),
  ];
}

/**
 * The way to propose an edit: `edit-url` of the element, with the article's id in place of `{id}`. Hidden
 * where there is none.
 * @param {string} id
 * @param {string} text
 */
function editLink(id, text) {
  const link = /** @type {HTMLAnchorElement} */ (h("a", { class: "button-quiet", part: "edit", target: "_blank", rel: "noopener", hidden: "" }, text));
  // The element is known once the link stands in it.
  setTimeout(() => {
    const root = link.getRootNode();
    const template = root instanceof ShadowRoot ? root.host.getAttribute("edit-url") : null;
    const page = template ? pageUrl(template.replaceAll("{id}", id.split("/").map(encodeURIComponent).join("/"))) : undefined;
    if (page) link.href = page.href;
    link.hidden = !page;
  });
  return link;
}
