import { include } from "../app-code.js";
import { register } from "../register.js";

/**
 * @typedef {object} DefineOptions
 * @property {string} [base] folder of the bundle that `helpdex build` made, relative to the page;
 *   default `/help/`. An element's own attribute `src` names another.
 * @property {string} [tag] first part of the elements' names; default `help`
 */

/**
 * Names the elements `<help-search>`, `<help-launcher>` and so on, for a site whose scripts are put
 * together by a bundler or an import map. Engine and index come from the bundle, which has to be of
 * the same format; the console and `help:error` say so if it is not. Their code is loaded when it is
 * needed. On a server, which has no elements, nothing happens.
 * @param {DefineOptions} [options]
 */
export function defineElements({ base = "/help/", tag = "help" } = {}) {
  if (!globalThis.customElements) return;
  const script = new URL("helpdex.js", new URL(base.replace(/\/?$/, "/"), document.baseURI));
  if (tag !== "help") script.searchParams.set("tag", tag);
  include("widget.js", () => import("../widget.js"));
  include("reader.js", () => import("../reader.js"));
  include("faq.js", () => import("../faq.js"));
  include("tree.js", () => import("../tree.js"));
  include("suggest.js", () => import("../suggest.js"));
  register(script.href, "");
}
