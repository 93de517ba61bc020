/**
 * @param {string|undefined} address absolute or relative to the page
 * @returns {string|undefined} its absolute form; undefined if it is empty or not http, https, mailto or tel
 */
export function linkAddress(address) {
  return absolute(address, /^(https?|mailto|tel):$/);
}

/**
 * @param {string|undefined} address absolute or relative to the page
 * @returns {string|undefined} its absolute form; undefined for "" and for anything that is not a page, such as `javascript:`
 */
export function pageAddress(address) {
  return absolute(address, /^https?:$/);
}

/**
 * @param {string|undefined} address as for `pageAddress`
 * @returns {URL|undefined}
 */
export function pageUrl(address) {
  const page = pageAddress(address);
  return page === undefined ? undefined : new URL(page);
}

/**
 * @param {string|undefined} address
 * @param {RegExp} schemes
 */
function absolute(address, schemes) {
  const base = globalThis.document?.baseURI;
  if (typeof address !== "string" || !address || !URL.canParse(address, base)) return undefined;
  const url = new URL(address, base);
  return schemes.test(url.protocol) ? url.href : undefined;
}
