import { fetchFile } from "../network.js";
import { pickLanguage } from "../manifest.js";
import { strings as english } from "./en.js";
import { Texts } from "./index.js";
import { interfaceLanguage, isInterfaceLanguage } from "./languages.js";

/** @import { Manifest } from "../manifest.js" */
/** @import { Prefetched } from "../network.js" */
/** @import { Strings } from "./index.js" */

/**
 * Every language but English is a file of its own, fetched by the one who reads it.
 * @type {Record<string, () => Promise<{ strings: Strings }>>}
 */
const FILES = {
  ar: () => import("./strings-ar.js"),
  de: () => import("./strings-de.js"),
  es: () => import("./strings-es.js"),
  fr: () => import("./strings-fr.js"),
  he: () => import("./strings-he.js"),
  it: () => import("./strings-it.js"),
  ja: () => import("./strings-ja.js"),
  ko: () => import("./strings-ko.js"),
  nl: () => import("./strings-nl.js"),
  pl: () => import("./strings-pl.js"),
  pt: () => import("./strings-pt.js"),
  ru: () => import("./strings-ru.js"),
  tr: () => import("./strings-tr.js"),
  uk: () => import("./strings-uk.js"),
  zh: () => import("./strings-zh.js"),
};

/** Which kind of a language the texts are written in, where that is not said by its name. @type {Record<string, string>} */
const TAGS = { pt: "pt-BR", zh: "zh-Hans" };

/**
 * @typedef {object} TextsOptions
 * @property {string} base absolute URL of the bundle, with a trailing slash
 * @property {string} lang language of the page, "" if it names none
 * @property {Manifest} manifest
 * @property {Prefetched} [prefetched]
 * @property {number} [timeoutMs] milliseconds to wait for the site's own strings; default 15000
 */

/**
 * The texts for a reader: of the page's language, else of the bundle's that is searched, else
 * English, under the site's own strings. What cannot be loaded is told on the console and replaced
 * by English: an interface in another language is better than none.
 * @param {TextsOptions} options
 * @returns {Promise<Texts>} never rejects
 */
export async function loadTexts(options) {
  const { lang, manifest } = options;
  const tag = pickLanguage(manifest, lang);
  const language = interfaceLanguage(lang, tag);
  const path = manifest.languages[tag].strings;
  // A site may speak a language that is not shipped; its strings are of no use in a third language.
  const isOwn = path !== undefined && (isInterfaceLanguage(tag) ? interfaceLanguage(tag) === language : !isInterfaceLanguage(lang));
  const [shipped, own] = await Promise.all([shippedStrings(language), isOwn ? ownStrings(path, options) : {}]);
  const spoken = isOwn && !isInterfaceLanguage(tag) ? tag : shipped === english ? "en" : (TAGS[language] ?? language);
  return new Texts(overridden(shipped, own), spoken);
}

/**
 * @param {string} language as `interfaceLanguage` gives it
 * @returns {Promise<Strings>}
 */
async function shippedStrings(language) {
  try {
    return (await FILES[language]?.())?.strings ?? english;
  } catch (error) {
    console.warn(`helpdex: the interface stays English, for strings-${language}.js did not load; deploy the whole output folder (${error})`);
    return english;
  }
}

/**
 * @param {string} path relative to the base
 * @param {TextsOptions} options
 * @returns {Promise<Record<string, unknown>>}
 */
async function ownStrings(path, { base, prefetched, timeoutMs = 15_000 }) {
  try {
    const own = await (await fetchFile(new URL(path, base).href, { prefetched, timeoutMs })).json();
    return own && typeof own === "object" ? own : {};
  } catch (error) {
    console.warn(`helpdex: the site's own strings did not load (${error})`);
    return {};
  }
}

/**
 * @param {Strings} strings
 * @param {Record<string, unknown>} own texts by key; what is of another kind than the shipped text is left out
 * @returns {Strings}
 */
export function overridden(strings, own) {
  const fits = Object.entries(own).filter(([key, value]) => {
    const shipped = Object.hasOwn(strings, key) ? strings[/** @type {keyof Strings} */ (key)] : undefined;
    if (typeof shipped === "string") return typeof value === "string";
    if (!shipped || !value || typeof value !== "object" || Array.isArray(value) !== Array.isArray(shipped)) return false;
    return Object.values(value).every((each) => typeof each === "string") && (Array.isArray(value) ? value.length === 3 : "other" in value);
  });
  return { ...strings, ...Object.fromEntries(fits) };
}
