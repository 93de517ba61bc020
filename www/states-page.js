// `states.html?state=zero&lang=ar&dir=rtl&theme=dark`: puts the element into one state, through its
// public API and what people do. The document says `data-reached` or `data-missed` when it is done.
import { PAGES } from "./demo-texts.js";
import { QUESTIONS } from "./states-questions.js";

/** @typedef {import("./help-search.js").HelpSearchElement} HelpSearchElement */
/** @typedef {"results"|"weak"|"zero"} Kind of a question */

/** Longer than the 15 seconds after which a short article asks whether it helped. */
const PATIENCE_MS = 25_000;
const LOOK_AGAIN_MS = 30;
/** Longer than anybody looks at the state `loading`. */
const PATIENT_TIMEOUT_MS = "86400000";
const ANSWERED = ["results", "weak", "zero", "error", "offline"];
const CHOICES = { theme: ["light", "dark"], dir: ["ltr", "rtl"], lang: Object.keys(PAGES), preset: ["plain", "card", "bordered", "pill", "docs"] };

const page = document.documentElement;
const search = /** @type {HelpSearchElement} */ (document.querySelector("help-search"));
const asked = new URLSearchParams(location.search);
const lang = /** @type {keyof typeof PAGES} */ (Object.hasOwn(PAGES, asked.get("lang") ?? "") ? asked.get("lang") : "en");

/** How to get into each state. @type {Record<string, () => unknown>} */
const WAYS = {
  idle: () => openList(),
  loading: () => search.search(QUESTIONS[lang].results[0]),
  typing: () => openList().then(() => search.search(QUESTIONS[lang].results[0].slice(0, 1))),
  results: () => ask("results").then(() => part("option-snippet", "mark")),
  weak: () => ask("weak").then(() => part("more", "button")),
  zero: () => ask("zero").then(() => part("more", "button")),
  article: () => read(),
  feedback: () => readToTheEnd(),
  "feedback-no": () => sayNo(),
  escalate: () => askForSomebody(),
  offline: () => loseNetwork(),
  error: () => search.search(QUESTIONS[lang].results[0]),
};
/** Faults of the network that are there from the start. @type {Record<string, () => Promise<Response>>} */
const FAULTS = {
  loading: () => new Promise(() => {}),
  error: () => Promise.resolve(new Response("", { status: 404 })),
};
const state = Object.hasOwn(WAYS, asked.get("state") ?? "") ? String(asked.get("state")) : "idle";

/** Must run before the loader fetches anything. */
function prepare() {
  const texts = PAGES[lang];
  page.lang = lang;
  page.dir = asked.get("dir") ?? (lang === "ar" ? "rtl" : "ltr");
  for (const name of ["theme", "preset"]) if (asked.has(name)) search.setAttribute(name, String(asked.get(name)));
  if (asked.has("theme")) page.dataset.theme = String(asked.get("theme"));
  document.title = `${texts.brand}: ${state}`;
  /** @type {HTMLElement} */ (document.querySelector("#ask")).textContent = texts.ask;
  /** @type {HTMLElement} */ (search.querySelector("label")).textContent = texts.label;
  /** @type {HTMLInputElement} */ (search.querySelector("input")).placeholder = texts.placeholder;
  if (state === "loading") search.setAttribute("timeout", PATIENT_TIMEOUT_MS);
  const fault = FAULTS[state];
  if (fault) answerIndexWith(fault);
  offerChoices();
}

/** @param {() => Promise<Response>} answer to every request for a part of the index */
function answerIndexWith(answer) {
  const { fetch } = globalThis;
  globalThis.fetch = (target, init) => (/\.hdx(\?|$)/.test(target instanceof Request ? target.url : String(target)) ? answer() : fetch(target, init));
}

/** Links to the other states, and to this one in other looks. */
function offerChoices() {
  const list = (/** @type {string} */ name, /** @type {string[]} */ values) => {
    const links = values.map((value) => {
      const link = document.createElement("a");
      const to = new URLSearchParams(asked);
      to.set(name, value);
      link.href = `?${to}`;
      link.textContent = value;
      if ((name === "state" ? state : asked.get(name)) === value) link.setAttribute("aria-current", "page");
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    const node = document.createElement("ul");
    node.append(...links);
    return node;
  };
  document.querySelector("#choices")?.append(list("state", Object.keys(WAYS)), ...Object.entries(CHOICES).map(([name, values]) => list(name, values)));
}

/**
 * @template T
 * @param {() => T|undefined|null|false} look
 * @param {string} what is waited for
 * @returns {Promise<T>}
 */
async function until(look, what) {
  for (const start = performance.now(); performance.now() - start < PATIENCE_MS;) {
    const found = look();
    if (found) return found;
    await new Promise((done) => setTimeout(done, LOOK_AGAIN_MS));
  }
  throw new Error(`there is no ${what}`);
}

/**
 * @param {string} name of a part
 * @param {string} [within] selector
 * @returns {Promise<HTMLElement>} the first on screen
 */
function part(name, within = "") {
  const selector = `[part~="${name}"] ${within}`;
  return until(() => {
    const found = /** @type {HTMLElement[]} */ ([...(search.shadowRoot?.querySelectorAll(selector) ?? [])]);
    return found.find((node) => node.checkVisibility());
  }, selector);
}

/** @param {string} wanted */
const reached = (wanted) => until(() => search.state === wanted, `state ${wanted}`);

/** A site without top questions has no list before anything is typed. */
async function openList() {
  search.open();
  await search.preload();
  await reached("idle");
}

/**
 * Asks one question after the other until one has an answer of this kind.
 * @param {Kind} kind
 */
async function ask(kind) {
  for (const question of QUESTIONS[lang][kind]) {
    search.search("");
    search.search(question);
    await until(() => ANSWERED.includes(search.state), `answer to ${question}`);
    if (search.state === kind) return;
  }
  throw new Error(`no question of states-questions.js has an answer that is ${kind}`);
}

async function read() {
  await ask("results");
  (await part("option")).click();
  await reached("article");
}

async function readToTheEnd() {
  await read();
  const view = await part("view");
  view.scrollTop = view.scrollHeight;
  await reached("feedback");
  view.scrollTop = view.scrollHeight;
}

async function sayNo() {
  await readToTheEnd();
  const votes = search.shadowRoot?.querySelectorAll("[part~=vote]");
  /** @type {HTMLElement} */ (votes?.[votes.length - 1]).click();
  await part("reasons");
  const view = await part("view");
  view.scrollTop = view.scrollHeight;
}

async function askForSomebody() {
  await ask("zero");
  (await part("more", "button")).click();
  await reached("escalate");
}

async function loseNetwork() {
  await ask("results");
  await part("option-snippet", "mark");
  globalThis.fetch = () => Promise.reject(new TypeError("Failed to fetch"));
  Object.defineProperty(navigator, "onLine", { get: () => false });
  dispatchEvent(new Event("offline"));
  await part("banner");
}

prepare();
customElements.whenDefined("help-search").then(WAYS[state]).then(() => reached(state)).then(
  () => (page.dataset.reached = state),
  (error) => {
    page.dataset.missed = state;
    /** @type {HTMLElement} */ (document.querySelector("#missed")).textContent = `The state ${state} was not reached: ${error.message}.`;
  },
);
