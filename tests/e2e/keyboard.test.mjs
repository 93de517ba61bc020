import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { activeTitle, reach, stateOf, titles } from "./browser.mjs";
import { listen, stage } from "./stage.mjs";

const staged = stage();
const expanded = (field) => field.getAttribute("aria-expanded");

async function ask(text, options) {
  const opened = await staged.open({ attributes: 'reader="link"', ...options });
  await opened.field.click();
  await opened.page.keyboard.type(text);
  await reach(opened.page, "results");
  return opened;
}

describe("typing", () => {
  test("shows rows, and nothing is active until an arrow says so", async () => {
    const { page, field } = await ask("refund");
    assert.deepEqual(await titles(page), ["Get a refund", "Change your card"]);
    assert.equal(await expanded(field), "true");
    assert.equal(await activeTitle(page), null);
  });

  test("text typed before the code arrives is kept and searched", async () => {
    staged.site.fault = (path) => (path.endsWith("widget.js") ? { delay: 600 } : undefined);
    const { page } = await ask("refund");
    assert.equal((await titles(page)).length, 2);
  });

  test("less than min-chars stays quiet, emptying returns to idle", async () => {
    const { page, field } = await ask("refund");
    await field.fill("r");
    await reach(page, "typing");
    assert.equal(await expanded(field), "false");
    await field.fill("");
    await reach(page, "idle");
  });
});

describe("keys", () => {
  test("arrows wrap through the field", async () => {
    const { page } = await ask("refund");
    await page.keyboard.press("ArrowDown");
    assert.equal(await activeTitle(page), "Get a refund");
    await page.keyboard.press("ArrowDown");
    assert.equal(await activeTitle(page), "Change your card");
    await page.keyboard.press("ArrowDown");
    assert.equal(await activeTitle(page), null);
    await page.keyboard.press("ArrowUp");
    assert.equal(await activeTitle(page), "Change your card");
  });

  test("Home, End and typing return to the text", async () => {
    const { page, field } = await ask("refund");
    const caret = () => field.evaluate((node) => node.selectionStart);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Home");
    assert.equal(await activeTitle(page), null);
    assert.equal(await caret(), 0);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    assert.equal(await activeTitle(page), null);
    assert.equal(await caret(), 6);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.type("s");
    assert.equal(await activeTitle(page), null);
  });

  test("Escape closes, then clears, then is left to the page", async () => {
    const { page, field } = await ask("refund");
    await page.evaluate(() => addEventListener("keydown", (event) => event.key === "Escape" && (window.escaped = true)));
    await page.keyboard.press("Escape");
    assert.equal(await expanded(field), "false");
    assert.equal(await field.inputValue(), "refund");
    await page.keyboard.press("Escape");
    assert.equal(await field.inputValue(), "");
    assert.equal(await stateOf(page), "idle");
    assert.equal(await page.evaluate(() => window.escaped), undefined);
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(() => window.escaped), true);
  });

  test("Alt+Up closes, Alt+Down opens without moving", async () => {
    const { page, field } = await ask("refund");
    await page.keyboard.press("Alt+ArrowUp");
    assert.equal(await expanded(field), "false");
    await page.keyboard.press("Alt+ArrowDown");
    assert.equal(await expanded(field), "true");
    assert.equal(await activeTitle(page), null);
  });

  test("options are not tab stops; Tab leaves and closes", async () => {
    const { page, field } = await ask("refund", { form: false });
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement?.getAttribute("part")), "clear");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement), null);
    assert.equal(await expanded(field), "false");
  });

  test("Enter opens the active option in this tab", async () => {
    const { page } = await ask("refund");
    await page.keyboard.press("ArrowDown");
    await Promise.all([page.waitForURL("**/en/refund"), page.keyboard.press("Enter")]);
  });

  test("Ctrl+Enter and the middle button open a new tab", async () => {
    const { page, context } = await ask("refund");
    await page.keyboard.press("ArrowDown");
    const [byKey] = await Promise.all([context.waitForEvent("page"), page.keyboard.press("Control+Enter")]);
    assert.match(byKey.url(), /\/en\/refund$/);
    await page.bringToFront();
    const second = page.locator("help-search [role=option]").nth(1);
    const [byMouse] = await Promise.all([context.waitForEvent("page"), second.click({ button: "middle" })]);
    await byMouse.waitForURL("**/en/card#expired%20cards");
    assert.match(page.url(), /\/page$/);
  });

  test("aria-activedescendant always names a visible option of the same root", async () => {
    const { page } = await ask("your");
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press("ArrowDown");
      const fine = await page.evaluate(() => {
        const root = document.querySelector("help-search").shadowRoot;
        const id = root.getElementById("field").getAttribute("aria-activedescendant");
        if (id === null) return root.querySelectorAll("[aria-selected=true]").length === 0;
        const option = root.getElementById(id).getBoundingClientRect();
        const list = root.getElementById("list").getBoundingClientRect();
        return option.top >= list.top && option.bottom <= list.bottom && root.querySelectorAll("[aria-selected=true]").length === 1;
      });
      assert.ok(fine, `after ${i + 1} arrows`);
    }
  });
});

describe("input methods", () => {
  test("a composition neither searches nor opens; its end searches", async () => {
    const { page, field, context } = await staged.open();
    await field.click();
    // The loader says idle, too; what is composed before the code is there is a text like any other.
    await page.locator("help-search #field[aria-controls]").waitFor();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Input.imeSetComposition", { text: "refund", selectionStart: 6, selectionEnd: 6 });
    await page.waitForTimeout(300);
    assert.equal(await stateOf(page), "idle");
    await cdp.send("Input.insertText", { text: "refund" });
    await reach(page, "results");
    await page.keyboard.press("ArrowDown");
    await field.evaluate((node) => node.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", isComposing: true, bubbles: true })));
    await page.waitForTimeout(150);
    assert.match(page.url(), /\/page$/);
  });
});

describe("events", () => {
  test("a question is told once, when it has settled, and a click with its place", async () => {
    const { page, field } = await staged.open();
    const heard = await listen(page);
    await field.click();
    await page.keyboard.type("refund", { delay: 30 });
    await reach(page, "results");
    await page.waitForTimeout(900);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const events = await heard();
    assert.deepEqual(events.map(([name]) => name), ["help:search", "help:result_click", "help:before-navigate"]);
    const [[, search], [, click], [, navigate]] = events;
    const { latencyMs, ...told } = search;
    assert.ok(latencyMs >= 0);
    assert.deepEqual({ ...told, queryId: "" }, { queryId: "", query: "refund", total: 2, step: "all", hitIds: ["refund", "card"], corrections: [], synonyms: [], trigger: "pause", reformulationOf: null, replaces: null });
    assert.deepEqual(click, { queryId: search.queryId, query: "refund", id: "card", url: "/en/card#expired%20cards", position: 2 });
    assert.equal(navigate.newTab, false);
    assert.match(page.url(), /\/page$/, "before-navigate was cancelled");
  });

  test("opening settles the question at once", async () => {
    const { page, field } = await staged.open();
    const heard = await listen(page);
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "results");
    await page.locator("help-search [role=option]").first().click();
    const events = await heard();
    assert.deepEqual(events.map(([name, { trigger }]) => trigger ?? name), ["open", "help:result_click", "help:before-navigate"]);
  });

  test("the number of results is said after a quiet second, and so is none", async () => {
    const { page, field } = await ask("refund");
    const status = page.locator("help-search [role=status]");
    assert.equal(await status.textContent(), "");
    await page.waitForTimeout(1200);
    assert.match(await status.textContent(), /^2 results/);
    await field.fill("qqqq");
    await reach(page, "zero");
    await page.waitForTimeout(1200);
    assert.match(await status.textContent(), /^No answer found/);
  });
});
