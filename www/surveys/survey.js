import { h, styleSheet } from "../dom.js";
import { tell } from "../element-root.js";
import { interfaceLanguage } from "../strings/languages.js";
import { surveyStyles } from "../styles/survey.js";
import { SURVEY_TEXTS } from "./texts.js";

/** @import { Survey, SurveySource } from "./ask.js" */

/** First and last answer of each instrument. */
const SCALES = { ces: [1, 7], csat: [1, 5], nps: [0, 10] };
const DAY_MS = 86_400_000;
/** Key of the day on which somebody was asked last. */
const ASKED = "helpdex-survey";

/** Nobody is asked twice on a page. */
let wasAsked = false;
let count = 0;
/** @type {CSSStyleSheet|undefined} */
let sheet;

/**
 * Asks the first question that is due, if chance has it.
 * @param {Survey[]} surveys
 * @param {HTMLElement} place
 * @param {SurveySource} source
 */
export function showSurvey(surveys, place, source) {
  const survey = surveys.find(({ instrument, sample }) => Object.hasOwn(SCALES, instrument) && Math.random() < sample);
  // Whoever has gone on meanwhile would not see it.
  if (wasAsked || !survey || !place.isConnected || wasAskedLately(survey)) return;
  wasAsked = true;
  remember(survey);
  const root = place.getRootNode();
  sheet ??= styleSheet(surveyStyles);
  if (root instanceof ShadowRoot && !root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  place.replaceChildren(surveyForm(survey, place, source));
}

/** @param {Survey} survey */
function wasAskedLately({ cooldown_days: days = 0 }) {
  if (!days) return false;
  try {
    return Date.now() - Number(localStorage.getItem(ASKED)) * DAY_MS < days * DAY_MS;
  } catch {
    // Whoever allows no storage cannot be remembered, and is not asked again and again.
    return true;
  }
}

/** @param {Survey} survey */
function remember({ cooldown_days: days }) {
  if (days) localStorage.setItem(ASKED, String(Math.floor(Date.now() / DAY_MS)));
}

/**
 * @param {Survey} survey
 * @param {HTMLElement} place
 * @param {SurveySource} source
 */
function surveyForm({ instrument, question }, place, { host, texts: { strings, language } }) {
  const [ownQuestion, low, high] = SURVEY_TEXTS[/** @type {"en"} */ (interfaceLanguage(language))][instrument];
  const id = `survey-${++count}`;
  const skip = h("button", { type: "button", class: "link", part: "button-secondary" }, strings.skip);
  const form = h("form", { class: "survey", part: "survey" },
    h("fieldset", { class: "choices", "aria-describedby": id }, h("legend", { class: "strong" }, question ?? ownQuestion),
      h("div", { class: "scale" }, ...radiosOf(instrument)), h("p", { id, class: "scale-ends muted" }, h("span", {}, low), h("span", {}, high))),
    h("div", { class: "actions" }, h("button", { type: "submit", class: "button-quiet", part: "button-secondary" }, strings.send), skip));
  // The focus was on a button that goes.
  const end = (/** @type {number|null} */ score, /** @type {string} */ said) => {
    tell(host, "survey_response", { instrument, score });
    const last = h("p", { tabindex: "-1" }, said);
    place.replaceChildren(last);
    last.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const score = new FormData(form).get("score");
    if (score !== null) end(Number(score), strings.thanks);
  });
  skip.addEventListener("click", () => end(null, ""));
  return form;
}

/** @param {Survey["instrument"]} instrument */
function radiosOf(instrument) {
  const [first, last] = SCALES[instrument];
  return Array.from({ length: last - first + 1 }, (_, i) => {
    const score = String(first + i);
    return h("label", { class: "score" }, h("input", { type: "radio", name: "score", value: score }), h("span", {}, score));
  });
}
