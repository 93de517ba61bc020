/**
 * @param {Element} host attributes `consent` (nothing while it is `required` or `false`), `respect-dnt`
 * @returns {boolean} whether anything may be kept or sent now
 */
export function mayTell(host) {
  const { doNotTrack, globalPrivacyControl } = /** @type {any} */ (navigator);
  const isRefused = globalPrivacyControl || (doNotTrack === "1" && host.hasAttribute("respect-dnt"));
  return !isRefused && !/^(required|false)$/.test(host.getAttribute("consent") ?? "");
}
