import { fetchLanguageList } from "../language-list.js";

/** @import { TopQuestion } from "../engine.js" */
/** @import { ElementOptions } from "../language-list.js" */

/**
 * One question of the list.
 * @typedef {object} Question
 * @property {string} id of the article, "" if only the page knows it
 * @property {string} title
 * @property {string} url "" if there is no page
 * @property {Node[]} [answer] what the page holds of it
 */

/**
 * The questions of an element: those that its `questions` names, else those that the page holds, else
 * those that the site chose for it, else the top questions. An answer that the page holds is kept.
 * @param {HTMLElement} host
 * @param {ElementOptions} options
 * @returns {Promise<Question[]>} rejects with HelpdexError
 */
export async function questionsOf(host, options) {
  const wanted = host.getAttribute("questions")?.trim();
  const held = heldQuestions(host);
  if (!wanted && held.length) return held;
  /** @type {TopQuestion[]|undefined} */
  const chosen = wanted === "top" ? undefined : await fetchLanguageList("faq", options);
  /** @type {TopQuestion[]} */
  const top = (chosen && !wanted ? undefined : await fetchLanguageList("top", options)) ?? [];
  const known = [...(chosen ?? []), ...top];
  const ids = !wanted || wanted === "top" ? (chosen ?? top).map(({ id }) => id) : wanted.split(/[\s,]+/);
  return ids.flatMap((id) => {
    const listed = known.find((question) => question.id === id);
    const own = held.find((question) => question.id === id || (listed && (question.url === listed.url || question.title === listed.title)));
    if (listed) return [{ id, title: listed.title, url: listed.url, answer: own?.answer }];
    if (own) return [own];
    console.warn(`helpdex: <help-faq> leaves out "${id}", which is neither a frequent question nor a top one, nor among its children; pin it in helpdex.toml or write it between the tags`);
    return [];
  });
}

/**
 * @param {HTMLElement} host
 * @returns {Question[]}
 */
function heldQuestions(host) {
  return [...host.querySelectorAll("details")].flatMap((details) => {
    const summary = details.querySelector("summary");
    if (!summary) return [];
    const answer = [...details.childNodes].filter((node) => node !== summary).map((node) => node.cloneNode(true));
    const id = details.dataset.articleId ?? details.id;
    const url = details.querySelector("a[data-article], a[rel~=bookmark]")?.getAttribute("href") ?? "";
    return [{ id, title: summary.textContent?.trim() ?? "", url, answer }];
  });
}
