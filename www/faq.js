import { pageAddress } from "./address.js";
import { h } from "./dom.js";
import { fillElement, heading, headingLevel, tell } from "./element-root.js";
import { Answers } from "./faq/answers.js";
import { dataScript, faqPage } from "./faq/json-ld.js";
import { questionsOf } from "./faq/questions.js";
import { loadTexts } from "./strings/load.js";
import { textStyles } from "./styles/element.js";
import { faqStyles } from "./styles/faq.js";
import { startFollowing } from "./tracking/start.js";

/** @import { ArticleClient } from "./faq/answers.js" */
/** @import { Question } from "./faq/questions.js" */
/** @import { ElementOptions } from "./language-list.js" */
/** @import { Texts } from "./strings/index.js" */

let count = 0;

/**
 * `<help-faq>`: questions that open into their answers. Its children, `<details>` that the build wrote
 * or the page, are what people without JavaScript use; they stay if there is no list to show.
 *
 * Attributes: `questions` (`top`, or ids of articles; default: the children's, else those of `[[faq.questions]]`, else the top ones),
 * `exclusive` (one answer at a time), `heading-level` (1 to 6: shows a heading), `json-ld` (adds
 * schema.org's FAQPage; where a page requires Trusted Types, by the policy `helpdex-json-ld`), `theme`.
 * Events: `help:article_view` when an answer is first opened.
 * @param {HTMLElement} host
 * @param {ElementOptions} options
 * @returns {Promise<{ destroy(): void }>} rejects with HelpdexError if the list cannot be fetched
 */
export async function mount(host, options) {
  const [texts, questions] = await Promise.all([loadTexts(options), questionsOf(host, options)]);
  if (!questions.length) return { destroy: () => {} };
  const end = new AbortController();
  const name = host.hasAttribute("exclusive") ? `help-faq-${++count}` : "";
  const hasTitle = host.hasAttribute("heading-level");
  const level = headingLevel(host.getAttribute("heading-level"), 2);
  const answers = new Answers(() => openClient(options), Math.min(6, hasTitle ? level + 1 : level));
  const items = questions.map((question) => itemOf(host, question, answers, texts, name));
  const title = !hasTitle ? [] : [heading(level, { class: "faq-title", part: "faq-title" }, texts.strings.faqTitle)];
  const list = h("div", { part: "faq", lang: texts.language }, ...title, ...items);
  const { restore } = fillElement(host, options.lang, [textStyles, faqStyles], list);
  const stopFollowing = await startFollowing(host, options);
  if (host.hasAttribute("json-ld")) addJsonLd(host, questions, answers, end.signal);
  return {
    destroy() {
      end.abort();
      stopFollowing();
      restore();
    },
  };
}

/** @type {Map<string, Promise<ArticleClient>>} */
const clients = new Map();

/**
 * The elements of a page share a client of their language.
 * @param {ElementOptions} options
 * @returns {Promise<ArticleClient>}
 */
function openClient({ base, lang, manifest, prefetched }) {
  const key = `${base} ${lang}`;
  const open = async () => /** @type {ArticleClient} */ (await (await import("./client.js")).createClient({ base, lang, manifest, prefetched }));
  const client = clients.get(key) ?? open();
  clients.set(key, client);
  client.catch(() => clients.delete(key));
  return client;
}

/**
 * @param {HTMLElement} host
 * @param {Question} question
 * @param {Answers} answers
 * @param {Texts} texts
 * @param {string} name of the group of which one is open, "" for none
 */
function itemOf(host, question, answers, texts, name) {
  const answer = h("div", { part: "faq-answer", class: "answer text", dir: "auto" });
  const summary = h("summary", { part: "faq-question" }, h("span", { dir: "auto" }, question.title));
  const details = h("details", { part: "faq-item", ...(name && { name }) }, summary, answer);
  let isFilled = false;
  details.addEventListener("toggle", async () => {
    if (!details.open || isFilled) return;
    isFilled = true;
    tell(host, "article_view", { articleId: question.id, url: question.url, surface: "faq" });
    isFilled = await fillAnswer(answer, question, answers, texts);
  });
  return details;
}

/**
 * @param {HTMLElement} answer
 * @param {Question} question
 * @param {Answers} answers
 * @param {Texts} texts
 * @returns {Promise<boolean>} whether there is nothing left to try
 */
async function fillAnswer(answer, question, answers, { strings }) {
  const page = pageAddress(question.url);
  const link = page ? [h("p", {}, h("a", { class: "link", part: "link", href: page }, strings.openFull))] : [];
  answer.setAttribute("aria-busy", "true");
  if (!question.answer) answer.replaceChildren(h("p", {}, strings.loading));
  try {
    answer.replaceChildren(...(await answers.of(question)), ...link);
    return true;
  } catch (error) {
    console.warn(error);
    answer.replaceChildren(...(link.length ? link : [h("p", {}, strings.error)]));
    return false;
  } finally {
    answer.removeAttribute("aria-busy");
  }
}

/**
 * @param {HTMLElement} host
 * @param {Question[]} questions
 * @param {Answers} answers
 * @param {AbortSignal} signal
 */
async function addJsonLd(host, questions, answers, signal) {
  if (host.querySelector('script[type="application/ld+json"]')) return;
  const texts = await Promise.all(questions.map((question) => answers.of(question).catch(() => [])));
  const answered = questions.map(({ title }, i) => ({ title, answer: texts[i].map(({ textContent }) => textContent).join(" ").replace(/\s+/g, " ").trim() })).filter(({ answer }) => answer);
  if (signal.aborted || !answered.length) return;
  try {
    const script = dataScript(faqPage(answered));
    host.append(script);
    signal.addEventListener("abort", () => script.remove());
  } catch (error) {
    console.warn(`helpdex: <help-faq json-ld> adds no JSON-LD; allow the policy: Content-Security-Policy: trusted-types helpdex-json-ld (${error})`);
  }
}
