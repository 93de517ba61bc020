import { chromium } from "playwright-core";

const ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** @returns {Promise<import("playwright-core").Browser>} */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", headless: true, args: ARGS });
}

/**
 * A test page with one field over a plain form.
 * @param {{ lang?: string, dir?: string, attributes?: string, form?: boolean, body?: string, head?: string }} options
 */
export function pageHtml({ lang = "en", dir = lang === "ar" ? "rtl" : "ltr", attributes = "", form = true, body, head = "" } = {}) {
  const plain = form ? `<form action="/plain" method="get"><label>Search help <input name="q" placeholder="Ask us"></label></form>` : "";
  return `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>Help</title>
<meta name="viewport" content="width=device-width"><script type="module" src="/help/helpdex.js"></script>${head}</head>
<body><main><h1>Help</h1>${body ?? `<help-search ${attributes}>${plain}</help-search>`}<p>Other content</p></main></body></html>`;
}

/** @param {import("playwright-core").Page} page */
export const stateOf = (page) => page.locator("help-search").first().getAttribute("data-state");

/**
 * @param {import("playwright-core").Page} page
 * @param {string} state
 */
export function reach(page, state) {
  return page.waitForFunction((wanted) => document.querySelector("help-search")?.dataset.state === wanted, state, { timeout: 8000 });
}

/** The texts of what is on screen, in order. @param {import("playwright-core").Page} page */
export const titles = (page) => page.locator("help-search [part=option-title]").allTextContents();

/** Title of the option that the arrow keys have made active, or null. @param {import("playwright-core").Page} page */
export function activeTitle(page) {
  return page.evaluate(() => {
    const root = document.querySelector("help-search").shadowRoot;
    const id = root.getElementById("field").getAttribute("aria-activedescendant");
    return id && root.getElementById(id).querySelector("[part=option-title]").textContent;
  });
}
