// What `import … from "helpdex"` gives.
export { createClient, HelpdexError } from "../client.js";
export { defineElements } from "./element.js";
