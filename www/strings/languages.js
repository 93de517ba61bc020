/** Base languages that the interface speaks; the build's scripts check that each has its strings. */
const SPOKEN = "en es pl de fr it nl pt ru uk tr ar he ja zh ko".split(" ");

/** @param {string} tag BCP 47 */
const primary = (tag) => tag.toLowerCase().split(/[-_]/)[0];

/**
 * @param {string} tag BCP 47; regions and scripts do not count
 * @returns {boolean} whether the interface speaks that language
 */
export function isInterfaceLanguage(tag) {
  return SPOKEN.includes(primary(tag));
}

/**
 * The language that the interface speaks to a reader.
 * @param {...string} wanted BCP 47 tags, best first
 * @returns {string} a base language such as `pt`; English if none is there
 */
export function interfaceLanguage(...wanted) {
  return primary(wanted.find(isInterfaceLanguage) ?? "en");
}
