import { importApp } from "./app-code.js";
import { interfaceLanguage } from "./strings/languages.js";

/** @import { Manifest } from "./manifest.js" */

/**
 * Where an element's bundle is.
 * @typedef {object} Bundle
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {string} [app] absolute URL of the folder of the scripts, with a trailing slash, if the loader knows it
 * @property {boolean} isOwn whether the bundle is the loader's
 * @property {Manifest|Promise<Manifest>} manifest at once if the loader holds it
 */

/** URL of the loader. */
let script = "";
/** What the build wrote into the loader. @type {Manifest|undefined} */
let inlined;

/**
 * Says where the loader lies.
 * @param {string} url of the loader
 * @param {string} manifest JSON, or anything else if it has to be fetched
 */
export function locate(url, manifest) {
  script = url;
  if (manifest.startsWith("{")) inlined = JSON.parse(manifest);
}

/**
 * @param {Element} element its `src` names the folder of the bundle; without one, it is the loader's
 * @returns {Bundle}
 */
export function bundleOf(element) {
  const own = new URL(".", script).href;
  const src = element.getAttribute("src");
  const base = src ? new URL(src.replace(/\/?$/, "/"), document.baseURI).href : own;
  const isOwn = base === own;
  return { base, app: inlined && new URL(inlined.app, script).href, isOwn, manifest: inlined && isOwn ? inlined : fetchManifest(base) };
}

/**
 * @param {string} file name of a script in the app folder of the loader's bundle
 * @returns {Promise<{ code: any, manifest: Manifest|undefined }>} the module, and the manifest of its build if it is known
 */
export function appCode(file) {
  return importApp(file, script, inlined);
}

/**
 * @param {Element} element
 * @returns {string} BCP 47 tag of the page around the element, "" if it names none
 */
export function languageOf(element) {
  return element.closest("[lang]")?.getAttribute("lang") || document.documentElement.lang;
}

/**
 * @param {Element} element
 * @returns {[label: string, placeholder: string]} of a field, in the page's language if the loader's bundle has it, else English
 */
export function labelsOf(element) {
  return inlined?.labels?.[interfaceLanguage(languageOf(element))] ?? ["Search help articles", "Describe your problem"];
}

/**
 * @param {string} base
 * @returns {Promise<Manifest>}
 */
async function fetchManifest(base) {
  const response = await fetch(base + "manifest.json", { cache: "no-cache" });
  if (!response.ok) throw response.status;
  return response.json();
}

/**
 * @param {Element} element whose code did not load
 * @param {unknown} error
 * @returns {string} what the console is told
 */
export function loadFailure(element, error) {
  const message = `helpdex: <${element.localName}> did not load: deploy the whole output folder, allow it in script-src (${error})`;
  console.error(message);
  return message;
}
