import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */

/**
 * @typedef {object} ErrorActions
 * @property {() => void} retry
 * @property {boolean} canContact
 * @property {HTMLElement[]} signIn link for whoever may see more after signing in; there is no use in trying again before
 */

/**
 * @param {Texts} texts
 * @param {ErrorActions} actions
 * @param {HTMLAnchorElement} plainSearch link to the page's own search
 */
export function errorMessage({ strings }, { retry, canContact, signIn }, plainSearch) {
  const button = h("button", { type: "button", class: "button", part: "button-primary" }, strings.retry);
  button.addEventListener("click", retry);
  plainSearch.textContent = strings.plainSearch;
  return [
    h("div", { role: "alert" }, h("p", { class: "strong" }, strings.error), h("p", {}, canContact ? strings.errorContact : strings.errorHint)),
    h("div", { class: "actions" }, ...(signIn.length ? signIn : [button]), plainSearch),
  ];
}
