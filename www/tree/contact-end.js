import { renderContact } from "../contact/panel.js";
import { routeOf } from "../contact/route.js";
import { tell } from "../element-root.js";
import { fetchLanguageList } from "../language-list.js";

/** @import { Level } from "../contact/cell.js" */
/** @import { Contact } from "../contact/route.js" */
/** @import { ElementOptions } from "../language-list.js" */
/** @import { Texts } from "../strings/index.js" */
/** @import { SurveySource } from "../surveys/ask.js" */

/** @type {Record<string, Level>} */
const LEVELS = { L: "low", M: "medium", H: "high" };

/**
 * The end of a tree at which somebody is contacted.
 * @param {HTMLElement} host hears `help:route_offer`, `help:contact_start`, `help:contact_submit`
 * @param {string} wanted a cell, or the id of a channel
 * @param {{ texts: Texts, query: string, headingLevel: number, survey: SurveySource }} options `query` says what was answered on the way
 * @param {ElementOptions} bundle
 * @param {() => ParentNode|undefined} place where it is put; undefined if it is wanted no more
 * @returns {Promise<void>} puts nothing there if the site has nobody to contact
 */
export async function contactEnd(host, wanted, options, bundle, place) {
  /** @type {Contact|undefined} */
  const contact = await fetchLanguageList("contact", bundle);
  const route = contact && routeTo(contact, wanted);
  const parent = place();
  if (!route?.primary || !parent) return;
  const { cell } = route;
  tell(host, "route_offer", { cell, primary: route.primary.channel, secondary: route.secondary?.channel });
  parent.append(renderContact(route, {
    ...options,
    articles: [],
    onChoose({ offer: { channel }, rank: place, query, form }) {
      const rank = place === 1 ? "primary" : "secondary";
      tell(host, "contact_start", { channel, rank, cell, query, articles: [] });
      form?.addEventListener("submit", () => tell(host, "contact_submit", { channel, cell }), { once: true });
    },
  }));
}

/**
 * @param {Contact} contact
 * @param {string} wanted
 */
function routeTo(contact, wanted) {
  const behaviour = { reformulations: 0, opens: 0, saidNo: false };
  const question = { query: "", behaviour, now: new Date() };
  if (!/^[LMH]{3}$/.test(wanted)) return routeOf({ ...question, contact: { ...contact, table: { LLL: [wanted] } } });
  const [complexity, severity, effort] = [...wanted].map((letter) => LEVELS[letter]);
  return routeOf({ ...question, contact, article: { complexity, severity, effort } });
}
