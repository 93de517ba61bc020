// Says what is wrong with the texts of the interface: no language may lack a text, a plural or a
// placeholder, nor keep English. Run by bundle_scripts.mjs and by tests/client/strings.test.mjs.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** Texts that are spelled as in English by right. */
const SAME_AS_ENGLISH = { es: ["no"], it: ["no"] };
/** Languages that need no Latin letter. */
const NOT_LATIN = ["ar", "he", "ja", "ko", "ru", "uk", "zh"];
/** Enough numbers to meet every plural category of whole numbers. */
const NUMBERS = [...Array(200).keys(), 1000, 1_000_000];

/**
 * @param {string} www folder of the scripts
 * @returns {Promise<string[]>} one line a problem: file, key and cure
 */
export async function problemsOfStrings(www) {
  const folder = path.join(www, "strings");
  const load = async (file) => import(pathToFileURL(path.join(folder, file)).href);
  const { strings: english } = await load("en.js");
  const { LABELS } = await load("labels.js");
  const files = (await readdir(folder)).filter((name) => /^strings-.*\.js$/.test(name)).sort();
  const languages = files.map((name) => name.slice("strings-".length, -".js".length));
  const problems = problemsOf("en", english, english);
  for (const language of languages) problems.push(...problemsOf(language, (await load(`strings-${language}.js`)).strings, english));
  for (const language of languages) {
    if (!LABELS[language]) problems.push(`www/strings/labels.js: ${language} is missing; add its label and placeholder`);
  }
  for (const language of Object.keys(LABELS)) {
    if (language !== "en" && !languages.includes(language)) problems.push(`www/strings/strings-${language}.js is missing; write it after en.js, or take ${language} out of labels.js`);
  }
  return problems;
}

/**
 * @param {string} language base language, such as "pt"
 * @param {Record<string, unknown>} strings
 * @param {Record<string, unknown>} english
 * @returns {string[]}
 */
export function problemsOf(language, strings, english) {
  const file = language === "en" ? "www/strings/en.js" : `www/strings/strings-${language}.js`;
  const problems = [];
  const tell = (key, problem) => problems.push(`${file}: ${key}: ${problem}`);
  for (const key of Object.keys(english)) {
    if (strings?.[key] === undefined) tell(key, `the key is missing; translate ${JSON.stringify(english[key])}`);
    else problemsOfText(language, key, strings[key], english[key], tell);
  }
  for (const key of Object.keys(strings ?? {})) {
    if (english[key] === undefined) tell(key, "en.js has no such key; take it out or add it there");
  }
  return problems;
}

function problemsOfText(language, key, text, original, tell) {
  if (typeof original === "string") return problemsOfSentence(language, key, text, original, tell);
  if (Array.isArray(original)) {
    if (!Array.isArray(text) || text.length !== original.length) return tell(key, `has to be a list of ${original.length} texts`);
    return text.forEach((each, i) => problemsOfSentence(language, `${key}[${i}]`, each, original[i], tell));
  }
  if (!text || typeof text !== "object" || Array.isArray(text)) return tell(key, "has to be an object with a text for each plural category");
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  for (const category of wanted) {
    if (text[category] === undefined) tell(`${key}.${category}`, `the plural category is missing; ${language} has ${wanted.join(", ")}`);
    else problemsOfSentence(language, `${key}.${category}`, text[category], original.other, tell, namesOneNumber(language, category));
  }
  for (const category of Object.keys(text)) {
    if (!wanted.includes(category)) tell(`${key}.${category}`, `${language} has no such plural category; it has ${wanted.join(", ")}`);
  }
}

function problemsOfSentence(language, key, text, original, tell, mayLeaveOut = false) {
  if (typeof text !== "string" || !text.trim()) return tell(key, "has to be a text that is not empty");
  if (text !== text.trim() || text !== text.normalize("NFC")) tell(key, "has white space at an end or is not in normal form NFC");
  if (/[<>]|&#?\w+;/.test(text)) tell(key, "has markup; texts are plain text");
  const [own, theirs] = [text, original].map(placeholdersOf);
  if (own !== theirs && !(mayLeaveOut && own === "")) tell(key, `has the placeholders "${own}" where English has "${theirs}"`);
  if (language === "en") return;
  const isAllowed = SAME_AS_ENGLISH[language]?.includes(key);
  if (text === original && !isAllowed) tell(key, `is still English: ${JSON.stringify(text)}`);
  if (NOT_LATIN.includes(language) && /\p{Script=Latin}/u.test(text.replace(/\{\w+\}/g, ""))) tell(key, `has Latin letters: ${JSON.stringify(text)}`);
}

const placeholdersOf = (text) => (text.match(/\{[^}]*\}?/g) ?? []).sort().join(" ");

/** "one result" may leave the number out where the category means no other number, unlike Russian's 21. */
function namesOneNumber(language, category) {
  const rules = new Intl.PluralRules(language);
  return NUMBERS.filter((n) => rules.select(n) === category).length === 1;
}
