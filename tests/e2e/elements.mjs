import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What a strict page allows: scripts and styles of its own, and nothing that is parsed from text. */
export const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Registers elements that the loader leaves to others, with what their modules are given. */
const REGISTER = `
const manifest = await (await fetch("/help/manifest.json")).json();
for (const name of ["faq", "tree", "suggest"]) {
  if (customElements.get("help-" + name)) continue;
  const { mount } = await import("/help/" + manifest.app + name + ".js");
  customElements.define("help-" + name, class extends HTMLElement {
    async connectedCallback() {
      const lang = this.closest("[lang]")?.getAttribute("lang") ?? "";
      this.mounted = await mount(this, { base: new URL("/help/", location.href).href, manifest, lang, prefetched: new Map() });
      this.dataset.ready = "";
    }
    disconnectedCallback() {
      this.mounted?.destroy();
    }
  });
}
`;

/** The script that a page needs for the elements. */
export const HEAD = '<script type="module" src="/help/register.js"></script>';

/**
 * Puts that script where the page finds it.
 * @param {ReturnType<typeof import("./stage.mjs").stage>} staged
 */
export const serveElements = ({ out }) => writeFile(join(out, "register.js"), REGISTER);

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
