import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before } from "node:test";
import { launch, pageHtml } from "./browser.mjs";
import { writeFakeBundle } from "./fake/bundle.mjs";
import { startServer } from "./server.mjs";

const WWW = join(import.meta.dirname, "../../www");

/**
 * A browser and a server for one test file; every test gets its own context.
 * @param {string} [bundle] folder of a built bundle; without it, one around the stand-in engine
 * @param {Parameters<typeof writeFakeBundle>[2]} [settings] of the latter
 */
export function stage(bundle, settings) {
  const staged = {
    /** @type {Awaited<ReturnType<typeof startServer>>} */
    site: undefined,
    /** @type {import("playwright-core").Browser} */
    browser: undefined,
    /** Folder that is served as /help/. */
    out: bundle,
    open,
  };
  const contexts = [];

  before(async () => {
    staged.out ??= await mkdtemp(join(tmpdir(), "helpdex-e2e-"));
    if (!bundle) await writeFakeBundle(staged.out, undefined, settings);
    staged.site = await startServer({ "/help/": staged.out, "/": WWW });
    staged.browser = await launch();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    staged.site.reset();
  });
  after(async () => {
    await staged.browser?.close();
    await staged.site?.close();
    if (!bundle) await rm(staged.out, { recursive: true, force: true });
  });

  /**
   * Opens a page; what the page reports is collected in `errors` (uncaught) and `logs` (console).
   * @param {Parameters<typeof pageHtml>[0] & { html?: string, path?: string, context?: object, init?: () => void }} [options]
   */
  async function open({ html, path = "/page", context: settings, init, ...options } = {}) {
    const { site, browser } = staged;
    if (path === "/page") site.pages.set(path, html ?? pageHtml(options));
    const context = await browser.newContext({ viewport: { width: 1024, height: 720 }, ...settings });
    contexts.push(context);
    const page = await context.newPage();
    const errors = [];
    const logs = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => logs.push(message.text()));
    if (init) await page.addInitScript(init);
    await page.goto(site.origin + path);
    await page.waitForFunction(() => customElements.get("help-search"));
    const field = page.locator("help-search #field").first();
    return { page, context, field, errors, logs };
  }

  return staged;
}

/**
 * Collects `help:*` events of the whole page from now on.
 * @param {import("playwright-core").Page} page
 */
export async function listen(page) {
  await page.evaluate(() => {
    window.heard = [];
    for (const name of ["help:search", "help:result_click", "help:before-navigate", "help:error"]) {
      addEventListener(name, (event) => {
        window.heard.push([name, event.detail]);
        if (name === "help:before-navigate") event.preventDefault();
      });
    }
  });
  return () => page.evaluate(() => window.heard);
}
