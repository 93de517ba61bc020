/**
 * The two strings every page needs before anything else is loaded: label and placeholder.
 * @type {Record<string, [label: string, placeholder: string]>}
 */
export const LABELS = {
  en: ["Search help articles", "Describe your problem"],
  es: ["Buscar en la ayuda", "Describe tu problema"],
  pl: ["Szukaj w pomocy", "Opisz swój problem"],
  de: ["Hilfe durchsuchen", "Beschreiben Sie Ihr Problem"],
  ar: ["البحث في المساعدة", "صف مشكلتك"],
};

/** @param {string} tag BCP 47 */
const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * The language that the interface speaks to a reader.
 * @param {...string} wanted BCP 47 tags, best first
 * @returns {string} a key of LABELS; English if none is there
 */
export function interfaceLanguage(...wanted) {
  return primary(wanted.find((tag) => Object.hasOwn(LABELS, primary(tag))) ?? "en");
}
