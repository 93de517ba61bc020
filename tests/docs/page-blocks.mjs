// Blocks that a browser reads: pages, style sheets and scripts.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { compile as compileSvelte } from "svelte/compiler";
import { launch } from "../e2e/browser.mjs";
import { startServer } from "../e2e/server.mjs";
import { bundled } from "./modules.mjs";

/** @import { Block } from "./articles.mjs" */
/** @import { Scratch } from "./scratch.mjs" */

const WWW = join(import.meta.dirname, "../../www");
const ELEMENTS = ["help-search", "help-launcher", "help-faq", "help-tree", "help-suggest", "help-article"];

/** Opens blocks in Chromium, each with the bundle that its article has built, else with that of the documentation. */
export class Pages {
  /** @type {import("playwright-core").Browser|undefined} */
  #browser;

  /** @param {string} bundle of the documentation */
  constructor(bundle) {
    this.bundle = bundle;
  }

  async close() {
    await this.#browser?.close();
  }

  /**
   * `html`: a page or a part of one, whose elements become usable and whose search answers.
   * @param {Block} block
   * @param {Scratch} scratch
   */
  async html({ text, at, file }, scratch) {
    if (file) return scratch.write(file, text);
    const html = text.includes("<html") ? text : wrap(text);
    await this.#open(await scratch.place(html), scratch, at, async (page) => {
      for (const name of ELEMENTS.filter((name) => text.includes(`<${name}`))) await isUsable(page, name);
    });
  }

  /**
   * `css`: every rule is understood, every declaration has an effect, and every custom property is the element's.
   * @param {Block} block
   * @param {Scratch} scratch
   */
  async css({ text, at }, scratch) {
    const known = await customProperties();
    for (const [, name] of text.matchAll(/(--help-[\w-]+)\s*:/g)) assert.ok(known.has(name), `${at}: ${name} is no custom property of helpdex`);
    await this.#open(wrap(`<style>${text}</style><help-search></help-search>`), scratch, at, async (page) => {
      const refused = await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        const plain = css.replace(/\/\*.*?\*\//gs, "");
        const declared = [...plain.matchAll(/([\w-]+)\s*:\s*([^;{}]+);/g)];
        const wrong = declared.filter(([, name, value]) => !CSS.supports(name, value)).map(([line]) => line);
        const kept = [...sheet.cssRules].flatMap((rule) => [rule, ...(rule.cssRules ?? [])]).length;
        const written = plain.split("{").length - 1;
        return kept === written ? wrong : [...wrong, `${written} rules, ${kept} understood`];
      }, text);
      assert.deepEqual(refused, [], at);
    });
  }

  /**
   * `js`: a module of a page with a search, put together by a bundler if it takes something from the npm package.
   * @param {Block} block
   * @param {Scratch} scratch
   */
  async script({ text, at }, scratch) {
    const app = JSON.parse(readFileSync(join(this.#bundleOf(scratch), "manifest.json"), "utf8")).app;
    const own = /from "helpdex["/]/.test(text) ? await bundled(text, at) : text;
    const code = own.replace(/app-<hash>\//g, app);
    await this.#open(wrap(`<help-search></help-search>\n<output id="shown"></output>`), scratch, at, async (page, origin) => {
      const failure = await page.evaluate(async (source) => {
        const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
        return import(address).then(() => "", (error) => String(error));
      }, (await scratch.place(code)).replace(/from "\//g, `from "${origin}/`));
      assert.equal(failure, "", at);
      await isUsable(page, "help-search");
    });
  }

  /** @param {Scratch} scratch */
  #bundleOf(scratch) {
    const own = scratch.path("public/help");
    return existsSync(join(own, "manifest.json")) ? own : this.bundle;
  }

  /**
   * @param {string} html
   * @param {Scratch} scratch
   * @param {string} at
   * @param {(page: import("playwright-core").Page, origin: string) => Promise<void>} use
   */
  async #open(html, scratch, at, use) {
    this.#browser ??= await launch();
    const site = await startServer({ "/help/": this.#bundleOf(scratch), "/": WWW });
    site.pages.set("/page", html).set("/favicon.ico", "");
    const context = await this.#browser.newContext();
    try {
      const page = await context.newPage();
      const told = [];
      page.on("pageerror", (error) => told.push(error.message));
      page.on("console", (message) => ["error", "warning"].includes(message.type()) && told.push(message.text()));
      await page.goto(`${site.origin}/page`);
      await use(page, site.origin);
      assert.deepEqual(told, [], at);
    } catch (error) {
      error.message = `${at}: ${error.message}`;
      throw error;
    } finally {
      await context.close();
      await site.close();
    }
  }
}

/** A page around a part of one, whose `<meta>` goes into the head. @param {string} part */
function wrap(part) {
  const script = /helpdex(\.single)?\.js/.test(part) ? "" : '<script type="module" src="/help/helpdex.js"></script>';
  const metas = part.match(/<meta [^>]*>/g) ?? [];
  const body = part.replace(/<meta [^>]*>/g, "");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Block</title>${metas.join("")}${script}</head><body><main>${body}</main></body></html>`;
}

/**
 * @param {import("playwright-core").Page} page
 * @param {string} name
 */
async function isUsable(page, name) {
  await page.waitForFunction((name) => customElements.get(name), name);
  const element = page.locator(name).first();
  if (name === "help-launcher") {
    await element.locator("button").first().click();
    await page.locator("dialog[open]").first().waitFor();
    await page.keyboard.press("Escape");
  } else if (name === "help-search") {
    await element.evaluate((host) => host.search("password"));
    await page.waitForFunction(() => ["results", "weak", "zero"].includes(document.querySelector("help-search").dataset.state));
  } else {
    await element.scrollIntoViewIfNeeded();
    await page.waitForFunction((name) => document.querySelector(name).shadowRoot?.querySelector("[part]"), name);
  }
}

/** @type {Promise<Set<string>>|undefined} */
let properties;

/** Names that the element's style sheets read. */
function customProperties() {
  return (properties ??= (async () => {
    const folder = join(WWW, "styles");
    const sheets = await Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name), "utf8")));
    return new Set(sheets.join("\n").match(/--help-[\w-]+/g));
  })());
}

/**
 * `jsx`, `svelte` and `vue`: compile with the framework's own compiler.
 * @param {Block} block
 */
export async function app({ language, text, at }) {
  if (language === "jsx") return void transformSync(text, { loader: "jsx" });
  if (language === "svelte") return void compileSvelte(text, { filename: at });
  const { compileTemplate, parse } = await import("@vue/compiler-sfc");
  const { descriptor, errors } = parse(text);
  assert.deepEqual(errors, [], at);
  const compiled = compileTemplate({ source: descriptor.template.content, filename: at, id: "block", compilerOptions: { isCustomElement: (tag) => tag.startsWith("help-") } });
  assert.deepEqual(compiled.errors, [], at);
}
