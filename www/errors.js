/**
 * What went wrong, as a stable word:
 * - `network`: nothing arrived (offline, blocked, timed out)
 * - `not-found`: the server has no such file (a half-finished deployment, a wrong base), or the
 *   bundle no article with that id
 * - `unauthorized`: the server wants the person to sign in (401, 403)
 * - `mime`: the server answered with something else, usually an HTML page
 * - `wasm-blocked`: the page's Content-Security-Policy forbids WebAssembly
 * - `version`: engine and index were built by incompatible versions
 * - `corrupt`: the bytes are damaged
 * @typedef {"network"|"not-found"|"unauthorized"|"mime"|"wasm-blocked"|"version"|"corrupt"} HelpdexErrorCode
 */

/** An error whose message names the cause and the cure; it is written for whoever reads the console. */
export class HelpdexError extends Error {
  /**
   * @param {HelpdexErrorCode} code
   * @param {string} message
   * @param {unknown} [cause]
   */
  constructor(code, message, cause) {
    super(message, { cause });
    this.name = "HelpdexError";
    /** @type {HelpdexErrorCode} */
    this.code = code;
  }
}

/** @returns {DOMException} what a superseded or cancelled search rejects with */
export function abortError() {
  return new DOMException("a newer search replaced this one", "AbortError");
}

/**
 * @param {unknown} error
 * @returns {boolean}
 */
export function isAbort(error) {
  return error instanceof DOMException && error.name === "AbortError";
}

/**
 * Anything thrown, as a HelpdexError.
 * @param {unknown} error
 * @param {HelpdexErrorCode} [code] for errors that carry no code of their own
 * @returns {HelpdexError}
 */
export function toHelpdexError(error, code = "corrupt") {
  if (error instanceof HelpdexError) return error;
  return new HelpdexError(code, `helpdex: ${error instanceof Error ? error.message : String(error)}`, error);
}
