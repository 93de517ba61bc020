/**
 * What the elements extend: `HTMLElement`, or a stand-in where there is none, so that a server can
 * import the scripts of a page that it renders.
 */
export const ElementBase = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});
