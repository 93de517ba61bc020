// The modes page and dialog, the launcher, and what the element offers to scripts.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { problems } from "./axe.mjs";
import { reach, stateOf } from "./browser.mjs";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { top: { en: ["password"] } });
const PAGE = '<help-search mode="page"><form action="/plain"><label>Search help <input name="q"></label></form></help-search>';
const LAUNCHER = '<help-launcher shortcut="mod+k"><a href="/plain">Help</a></help-launcher><input id="other" aria-label="Other"><p style="height:2000px">Long</p>';
const focusedIn = (page) => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.id ?? document.activeElement.id ?? document.activeElement.localName);
const isOpen = (page) => page.evaluate(() => document.querySelector("help-search")?.shadowRoot.querySelector("dialog").open ?? false);

describe("page", () => {
  const links = (page) => page.locator("help-search [part=option-link]");

  test("results are headings with real links in the flow of the page, and no listbox", async () => {
    const { page, field } = await staged.open({ body: PAGE });
    await field.fill("refund");
    await reach(page, "results");
    assert.deepEqual(await links(page).evaluateAll((nodes) => nodes.map((node) => [node.getAttribute("href").split("#")[0], node.parentElement.localName])), [["/en/refund", "h3"], ["/en/card", "h3"]]);
    assert.equal(await page.locator("help-search [role=listbox], help-search [role=combobox]").count(), 0);
    const [panel, after] = [await page.locator("help-search [part=panel]").boundingBox(), await page.locator("main > p").boundingBox()];
    assert.ok(panel.y + panel.height <= after.y);
    const [clear, input] = [await page.locator("help-search [part=clear]").boundingBox(), await field.boundingBox()];
    assert.ok(clear.y >= input.y && clear.y + clear.height <= input.y + input.height, "the button is in the field");
    assert.deepEqual(await problems(page), []);
    await Promise.all([page.waitForURL("**/en/refund"), links(page).first().click()]);
  });

  test("the address is a question, which can be shared", async () => {
    staged.site.pages.set("/search", (await import("./browser.mjs")).pageHtml({ body: PAGE }));
    const { page, field } = await staged.open({ path: "/search", body: PAGE });
    await page.goto(`${staged.site.origin}/search?q=refund`);
    await reach(page, "results");
    assert.equal(await field.inputValue(), "refund");
    assert.equal(await links(page).count(), 2);
  });

  test("typing changes the address, a settled question becomes an entry, Back and Forward lead between them", async () => {
    const { page, field } = await staged.open({ body: PAGE });
    const entries = () => page.evaluate(() => history.length);
    const first = await entries();
    await field.pressSequentially("refund");
    assert.match(page.url(), /\?q=refund$/);
    assert.equal(await entries(), first, "typing makes no entries");
    await page.waitForTimeout(900);
    assert.equal(await entries(), first + 1);
    await field.fill("password");
    await page.waitForTimeout(900);
    assert.equal(await entries(), first + 2);
    assert.match(page.url(), /\?q=password$/);
    await page.goBack();
    assert.equal(await field.inputValue(), "refund");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent === "Get a refund");
    await page.goBack();
    assert.equal(await field.inputValue(), "");
    await reach(page, "idle");
    await page.goForward();
    await page.goForward();
    assert.equal(await field.inputValue(), "password");
    assert.equal(await entries(), first + 2);
  });

  test('reader="inline" shows articles in the page', async () => {
    const { page, field } = await staged.open({ body: PAGE.replace('"page"', '"page" reader="inline"') });
    await field.fill("refund");
    await reach(page, "results");
    await links(page).first().click();
    await reach(page, "article");
    await page.locator("help-search [part=back]").click();
    await reach(page, "results");
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement.textContent), "Get a refund");
  });
});

describe("dialog and launcher", () => {
  test("a button opens it, the field has the focus, the page behind is inert, Escape returns to the button", async () => {
    const { page, field } = await staged.open({ body: LAUNCHER });
    await page.getByRole("button", { name: "Help" }).click();
    assert.equal(await isOpen(page), true);
    assert.equal(await page.getByRole("dialog", { name: "Search help articles" }).isVisible(), true);
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement.id), "field");
    await field.fill("refund");
    await reach(page, "results");
    assert.deepEqual(await problems(page), []);
    await page.keyboard.press("Escape");
    assert.deepEqual([await field.getAttribute("aria-expanded"), await field.inputValue(), await isOpen(page)], ["false", "refund", true]);
    await page.keyboard.press("Escape");
    assert.deepEqual([await field.inputValue(), await isOpen(page)], ["", true]);
    await page.keyboard.press("Escape");
    assert.equal(await isOpen(page), false);
    assert.equal(await page.evaluate(() => document.activeElement.localName), "help-launcher");
  });

  test("Back closes it and stays on the page; closing leaves no entry behind", async () => {
    const { page } = await staged.open({ body: LAUNCHER });
    await page.getByRole("button", { name: "Help" }).click();
    await reach(page, "idle");
    await page.waitForFunction(() => history.state?.helpdex === "dialog");
    await page.goBack();
    assert.equal(await isOpen(page), false);
    assert.match(page.url(), /\/page$/);
    await page.getByRole("button", { name: "Help" }).click();
    await page.waitForFunction(() => history.state?.helpdex === "dialog");
    await page.locator("help-search [part=close]").click();
    await page.waitForFunction(() => history.state?.helpdex !== "dialog");
    assert.equal(await isOpen(page), false);
  });

  test("the shortcut opens it, but not out of another field, and no letter alone does", async () => {
    const { page } = await staged.open({ body: LAUNCHER });
    await page.locator("#other").focus();
    await page.keyboard.press("Control+k");
    assert.equal(await isOpen(page), false);
    await page.evaluate(() => document.activeElement.blur());
    for (const key of ["k", "/", "Shift+K"]) await page.keyboard.press(key);
    assert.equal(await isOpen(page), false);
    await page.keyboard.press("Control+k");
    assert.equal(await isOpen(page), true);
  });

  test("on a phone it fills the window that the keyboard leaves, and nothing sticks out", async () => {
    for (const [width, height] of [[320, 480], [360, 640]]) {
      const { page, field } = await staged.open({ body: LAUNCHER, context: { viewport: { width, height }, hasTouch: true } });
      await page.getByRole("button", { name: "Help" }).click();
      await field.fill("your");
      await reach(page, "results");
      const { box, panel, sideways } = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector("help-search");
        const rect = (name) => shadowRoot.querySelector(name).getBoundingClientRect().toJSON();
        return { box: rect("dialog"), panel: rect("[part=panel]"), sideways: shadowRoot.querySelector("dialog").scrollWidth - shadowRoot.querySelector("dialog").clientWidth };
      });
      assert.deepEqual([box.x, box.y, box.width, box.height, sideways], [0, 0, width, height, 0]);
      assert.ok(panel.bottom <= height, `panel ends at ${panel.bottom}`);
    }
  });

  test("without JavaScript there is a link", async () => {
    const context = await staged.browser.newContext({ javaScriptEnabled: false });
    staged.site.pages.set("/page", (await import("./browser.mjs")).pageHtml({ body: LAUNCHER }));
    const page = await context.newPage();
    await page.goto(`${staged.site.origin}/page`);
    assert.equal(await page.getByRole("link", { name: "Help" }).getAttribute("href"), "/plain");
    await context.close();
  });
});

describe("for scripts", () => {
  test("a server can import the loader", async () => {
    const script = await import(`${staged.out}/helpdex.js`);
    assert.ok(script);
  });

  test("open, search, close, state, query, results and explain", async () => {
    const { page } = await staged.open();
    await page.evaluate(() => document.querySelector("help-search").search("refund"));
    await reach(page, "results");
    const seen = await page.evaluate(async () => {
      const element = document.querySelector("help-search");
      const explained = await element.explain("card");
      return { state: element.state, query: element.query, ids: element.results.map(({ id }) => id), step: explained.step, none: await element.explain("x") };
    });
    assert.deepEqual(seen, { state: "results", query: "refund", ids: ["refund", "card"], step: "all", none: undefined });
    await page.evaluate(() => document.querySelector("help-search").close());
    assert.equal(await page.locator("help-search [part=panel]").isVisible(), false);
    await page.evaluate(() => document.querySelector("help-search").destroy());
    assert.equal(await page.locator("help-search [part=panel]").count(), 0);
  });

  test("a form that is reset empties the field", async () => {
    const { page, field } = await staged.open({ body: '<form><help-search name="topic"></help-search><button type="reset">Reset</button></form>' });
    await field.fill("refund");
    await reach(page, "results");
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Reset" }).click();
    assert.equal(await field.inputValue(), "");
  });

  test("two loaders on a page live side by side under names of their own", async () => {
    const { page, errors } = await staged.open({ head: '<script type="module" src="/help/helpdex.js?tag=acme"></script>', body: '<help-search></help-search><acme-search mode="dialog"></acme-search>' });
    await page.waitForFunction(() => customElements.get("acme-search"));
    await page.evaluate(() => document.querySelector("acme-search").open("refund"));
    await page.waitForFunction(() => document.querySelector("acme-search").dataset.state === "results");
    assert.equal(await stateOf(page), "idle");
    assert.deepEqual(errors, []);
  });
});
