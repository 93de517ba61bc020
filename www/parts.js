/** @import { Client } from "./client.js" */
/** @import { SearchEvents } from "./events.js" */
/** @import { MountOptions, Shell } from "./help-search.js" */
/** @import { LiveRegion } from "./live-region.js" */
/** @import { Mode } from "./modes/mode.js" */
/** @import { Panel } from "./panel.js" */
/** @import { Routing } from "./routing.js" */
/** @import { Session } from "./session.js" */
/** @import { SiteLists } from "./site-lists.js" */
/** @import { SurveySource } from "./surveys/ask.js" */
/** @import { Texts } from "./strings/index.js" */

/** @typedef {"idle"|"loading"|"typing"|"results"|"weak"|"zero"|"article"|"feedback"|"feedback-no"|"escalate"|"offline"|"error"} State */

/**
 * What the parts of the widget share.
 * @typedef {object} Parts
 * @property {Shell} shell
 * @property {MountOptions} options
 * @property {Texts} texts
 * @property {Panel} panel
 * @property {LiveRegion} live
 * @property {SearchEvents} events
 * @property {Session} session
 * @property {SiteLists} lists
 * @property {Routing} routing
 * @property {SurveySource} survey
 * @property {Mode} mode
 * @property {State} state what is on screen, whether or not there is a network
 * @property {(state: State) => void} enter
 * @property {() => boolean} hasFocus
 * @property {() => Promise<Client>} client
 */
export {};
