/**
 * The two strings that every page needs before anything else is loaded, label and placeholder, of
 * each language that the interface speaks. The build puts those of a bundle's languages into its
 * manifest: all of them would be an eighth of the loader. The other strings are in strings-xx.js.
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
