/** @import { Texts } from "../strings/index.js" */

/**
 * A question that some people are asked.
 * @typedef {object} Survey
 * @property {"ces"|"csat"|"nps"} instrument
 * @property {"solved"|"contact"} after what it follows
 * @property {number} sample share of the occasions on which it is asked, 0 to 1
 * @property {number} [cooldown_days] days for which whoever was asked is not asked again; with it, the
 *   day is kept in the browser, without it nothing is
 * @property {string} [question] in place of helpdex's
 */
/**
 * @typedef {object} SurveySource
 * @property {HTMLElement} host tells `help:survey_response`
 * @property {Texts} texts
 * @property {() => Promise<Survey[]|undefined>} surveys
 */

/**
 * Asks one question of the site's, perhaps. Its code is loaded with the first.
 * @param {"solved"|"contact"} after
 * @param {HTMLElement} place where it is put
 * @param {SurveySource} source
 */
export async function askSurvey(after, place, source) {
  try {
    const surveys = (await source.surveys())?.filter((survey) => survey.after === after);
    if (surveys?.length) (await import("./survey.js")).showSurvey(surveys, place, source);
  } catch (error) {
    console.warn(error);
  }
}
