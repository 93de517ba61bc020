// The documentation as `helpdex serve` shows it beside the demo: a help center made with helpdex.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import { violations } from "./axe.mjs";
import { launch } from "./browser.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));

describe("documentation", () => {
  let server, origin, browser;

  before(async () => {
    server = spawn(BINARY, ["serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
    for await (const line of createInterface(server.stdout)) {
      origin = line.match(/http:\/\/[^\s/]+/)?.[0];
      if (origin) break;
    }
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    server?.kill();
  });

  /** @param {string} address */
  async function open(address, options = {}) {
    const page = await browser.newPage(options);
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(`${origin}/docs.html${address}`);
    await page.locator("#contents li").first().waitFor();
    return { page, errors };
  }

  for (const [lang, question, title] of [
    ["en", "install helpdex", "How do I install helpdex?"],
    ["es", "instalar helpdex", /instal/i],
    ["pl", "zainstalować helpdex", /instal/i],
  ]) {
    test(`${lang}: a question leads to its article`, async () => {
      const { page, errors } = await open(`?lang=${lang}`);
      assert.equal(await page.locator("html").getAttribute("lang"), lang);
      assert.ok(await page.locator("#contents li").count() > 60);
      // The first section is what one begins with, in every language.
      await page.locator("#contents section").first().locator("[href$='#help-article=install']").waitFor();
      await page.locator("help-search").getByRole("combobox").fill(question);
      await page.locator("help-search").getByRole("option").first().click();
      const heading = page.locator("help-search").getByRole("heading").first();
      await heading.waitFor();
      assert.match(await heading.innerText(), title instanceof RegExp ? title : new RegExp(title.replace("?", "\\?")));
      assert.deepEqual(errors, []);
      await page.close();
    });
  }

  test("an address names an article, and its links lead on to others", async () => {
    const { page, errors } = await open("?lang=es#help-article=audiences");
    const reader = page.locator("help-search");
    await reader.getByRole("heading").first().waitFor();
    const link = reader.locator('a[href*="help-article="]').first();
    const id = (await link.getAttribute("href")).split("help-article=")[1];
    const before = await reader.getByRole("heading").first().innerText();
    await link.click();
    await page.waitForFunction(([id, before]) => location.hash.includes(id) && document.querySelector("help-search").shadowRoot.querySelector("h2, h3")?.innerText !== before, [id, before]);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test("an error message finds what it means", async () => {
    const { page } = await open("?lang=en&q=can%20be%20reached%20from%20other%20machines");
    await page.locator("help-search").getByRole("option").first().waitFor();
    assert.match(await page.locator("help-search").getByRole("option").first().innerText(), /port|listen|reached|machines/i);
    await page.close();
  });

  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing, ${colorScheme}`, async () => {
      const { page } = await open("?lang=pl#help-article=install", { colorScheme, viewport: { width: 320, height: 800 } });
      await page.locator("help-search").getByRole("heading").first().waitFor();
      assert.deepEqual(await violations(page), []);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `docs-${colorScheme}.png`) });
      const wide = await page.evaluate(() => [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > innerWidth + 1).map((node) => node.outerHTML.slice(0, 80)));
      assert.deepEqual(wide, [], "nothing is wider than the window");
      await page.close();
    });
  }
});
