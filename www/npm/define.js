// import "helpdex/define": the elements, with the bundle in /help/ of the site.
import { defineElements } from "./element.js";

defineElements();
