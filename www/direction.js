/**
 * @param {string} lang BCP 47 tag
 * @returns {"rtl"|"ltr"} in which the language is written
 */
export function directionOf(lang) {
  return /^(ar|dv|fa|he|ps|sd|ug|ur|yi)\b/i.test(lang) ? "rtl" : "ltr";
}
