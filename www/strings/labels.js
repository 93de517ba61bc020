/**
 * The two strings that every page needs before anything else is loaded, label and placeholder, of
 * each language that the interface speaks. Its other strings are in strings-xx.js.
 * @type {Record<string, [label: string, placeholder: string]>}
 */
export const LABELS = {
  en: ["Search help articles", "Describe your problem"],
  es: ["Buscar en la ayuda", "Describe tu problema"],
  pl: ["Szukaj w pomocy", "Opisz swój problem"],
  de: ["Hilfe durchsuchen", "Beschreiben Sie Ihr Problem"],
  fr: ["Rechercher dans l’aide", "Décrivez votre problème"],
  it: ["Cerca nella guida", "Descrivi il tuo problema"],
  nl: ["Zoeken in de hulpartikelen", "Beschrijf je probleem"],
  pt: ["Pesquisar na ajuda", "Descreva seu problema"],
  ru: ["Поиск по справке", "Опишите проблему"],
  uk: ["Пошук у довідці", "Опишіть проблему"],
  tr: ["Yardımda ara", "Sorununuzu açıklayın"],
  ar: ["البحث في المساعدة", "صف مشكلتك"],
  he: ["חיפוש בעזרה", "תארו את הבעיה"],
  ja: ["ヘルプを検索", "お困りの内容を入力"],
  zh: ["搜索帮助", "描述您的问题"],
  ko: ["도움말 검색", "문제를 설명해 주세요"],
};

/** @param {string} tag BCP 47 */
const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * @param {string} tag BCP 47; regions and scripts do not count
 * @returns {boolean} whether the interface speaks that language
 */
export function isInterfaceLanguage(tag) {
  return Object.hasOwn(LABELS, primary(tag));
}

/**
 * The language that the interface speaks to a reader.
 * @param {...string} wanted BCP 47 tags, best first
 * @returns {string} a key of LABELS; English if none is there
 */
export function interfaceLanguage(...wanted) {
  return primary(wanted.find(isInterfaceLanguage) ?? "en");
}
