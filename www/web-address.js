/**
 * @param {string|undefined} address absolute or relative to the page
 * @returns {URL|undefined} undefined for anything that is not a page, such as `javascript:`
 */
export function webAddress(address = "") {
  const url = address && URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI) : undefined;
  return url instanceof URL && /^https?:$/.test(url.protocol) ? url : undefined;
}
