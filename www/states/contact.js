import { pageUrl } from "../address.js";
import { h } from "../dom.js";

/** @import { Texts } from "../strings/index.js" */
/** @import { Offer, Route } from "../contact/route.js" */

/**
 * The way to a person, beside rows that may not answer.
 * @param {Texts} texts
 * @param {() => void} ask
 */
export function contactPrompt({ strings }, ask) {
  const button = h("button", { type: "button", class: "button-quiet", part: "button-secondary" }, strings.contactTitle);
  button.addEventListener("click", ask);
  return h("div", { class: "actions" }, h("span", {}, strings.contactAsk), button);
}

/**
 * @param {Element} host whose `signin-url` names a page
 * @param {Texts} texts
 */
export function signInLink(host, { strings }) {
  const url = pageUrl(host.getAttribute("signin-url") ?? undefined);
  return url ? [h("a", { class: "link", part: "link", href: url.href }, strings.signIn)] : [];
}

/**
 * What cannot wait is answered by a person at once, above any article.
 * @param {Route} route
 * @param {Texts} texts
 * @param {{ followed: (offer: Offer, rank: "primary"|"secondary") => void, ask: () => void }} actions
 *   `followed`: a link was; `ask` shows all that there is to say
 */
export function urgentOffers({ primary, secondary }, { strings }, { followed, ask }) {
  const offers = /** @type {const} */ ([[primary, "primary"], [secondary, "secondary"]]);
  const nodes = offers.flatMap(([offer, rank]) => {
    if (!offer?.isOpen) return [];
    const { href, label } = offer;
    const look = rank === "primary" ? { class: "button", part: "button-primary" } : { class: "button-quiet", part: "button-secondary" };
    const node = href ? h("a", { href, ...look }, label) : h("button", { type: "button", ...look }, label);
    node.addEventListener("click", () => (href ? followed(offer, rank) : ask()));
    return [node];
  });
  if (!nodes.length) return [];
  return [h("p", { class: "strong" }, strings.contactTitle), h("div", { class: "actions" }, ...nodes)];
}
