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
