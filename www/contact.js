/** Where a question leads and how that is shown: loaded when somebody looks for a way out of the articles. */
export { renderContact } from "./contact/panel.js";
export { routeOf } from "./contact/route.js";
export { addContext } from "./contact/context.js";
export { contactStyles } from "./styles/contact.js";
