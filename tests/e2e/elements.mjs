/** What a strict page allows: scripts and styles of its own, and nothing that is parsed from text. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/**
 * Waits until an element shows what its module has drawn.
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
export const mounted = (page, name) => page.waitForFunction((name) => document.querySelector(name)?.shadowRoot, name);

/**
 * Collects events of the page from its beginning, and what its policies refused.
 * It runs in the page.
 */
export function hear() {
  window.heard = [];
  window.violations = [];
  for (const name of ["tree_start", "tree_step", "tree_end", "article_view", "article_feedback", "route_offer", "contact_start", "contact_submit", "impression", "result_click", "before-navigate"]) {
    addEventListener(`help:${name}`, ({ detail }) => window.heard.push([name, detail]));
  }
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
}

/** @param {import("playwright-core").Page} page */
export const heard = (page) => page.evaluate(() => window.heard);

/** Text of the element that has the focus, through shadow roots. @param {import("playwright-core").Page} page */
export function focused(page) {
  return page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === document.body ? "" : (active?.getAttribute("id") ?? "") + ":" + active?.textContent.trim();
  });
}
