import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pageHtml, reach } from "./browser.mjs";
import { stage } from "./stage.mjs";

const staged = stage();

/** Runs in the page before anything else. */
function watchShifts() {
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

const rowTops = (page) => page.evaluate(() => {
  const { shadowRoot } = document.querySelector("help-search");
  return [...shadowRoot.querySelectorAll("[role=option]")].map((option) => option.getBoundingClientRect().top);
});

test("rows stay where they are while passages come in", async () => {
  staged.site.fault = (path) => (/one-[1-9]\d*\.hdx$/.test(path) ? { delay: 700 } : undefined);
  const { page, field } = await staged.open({ init: watchShifts, context: { reducedMotion: "reduce" } });
  await page.evaluate(() => (window.shifted = 0));
  await field.click();
  await page.keyboard.type("your");
  await reach(page, "results");
  const before = await rowTops(page);
  await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-snippet] mark"));
  assert.deepEqual(await rowTops(page), before);
  assert.equal(await page.evaluate(() => window.shifted), 0);
});

test("the demo page does not shift while the plain form is replaced", async () => {
  staged.site.fault = (path) => (path.endsWith("helpdex.js") ? { delay: 400 } : undefined);
  const { page, field } = await staged.open({ path: "/", init: watchShifts });
  await page.waitForTimeout(200);
  assert.equal(await field.isVisible(), true);
  assert.equal(await page.evaluate(() => window.shifted), 0);
});

describe("a page with the README's snippet", () => {
  /** @param {string} css */
  async function shiftOf(css) {
    staged.site.fault = (path) => (path.endsWith("helpdex.js") ? { delay: 400 } : undefined);
    const { page, field } = await staged.open({ init: watchShifts, html: pageHtml({ head: `<style>${css}</style>` }) });
    await field.waitFor();
    await page.waitForTimeout(200);
    return page.evaluate(() => window.shifted);
  }

  test("does not shift with the README's style, and would without", async () => {
    const readme = await readFile(join(import.meta.dirname, "../../README.md"), "utf8");
    const [, css] = /```css\n(help-search \{[^`]*min-block-size[^`]*)```/.exec(readme);
    assert.equal(await shiftOf(css), 0);
    assert.equal(await shiftOf(`html { font: 20px/1.7 serif } ${css}`), 0);
    assert.ok((await shiftOf("")) > 0);
  });
});

describe("writing direction", () => {
  test("Arabic mirrors the field and marks the right words", async () => {
    const { page, field } = await staged.open({ lang: "ar", form: false });
    await field.fill("المبلغ");
    await reach(page, "results");
    const seen = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector("help-search");
      const icon = shadowRoot.querySelector("[part=icon]").getBoundingClientRect();
      const clear = shadowRoot.querySelector("[part=clear]").getBoundingClientRect();
      return { iconIsRight: icon.left > clear.left, marked: shadowRoot.querySelector("[part=option-title] mark").textContent, label: shadowRoot.querySelector("label").textContent };
    });
    assert.deepEqual(seen, { iconIsRight: true, marked: "المبلغ", label: "البحث في المساعدة" });
  });

  test("a page that names no direction gets that of its language", async () => {
    const { page, field } = await staged.open({ html: '<!doctype html><html lang="ar"><title>t</title><script type="module" src="/help/helpdex.js"></script><help-search></help-search>' });
    await field.click();
    // The field is there, and idle, before the component that knows the language.
    await page.waitForFunction(() => {
      const shown = document.querySelector("help-search").shadowRoot.getElementById("field");
      return getComputedStyle(shown).direction === "rtl";
    }, undefined, { timeout: 8000 });
  });
});

describe("room", () => {
  for (const [width, height] of [[320, 480], [360, 720], [1280, 600]]) {
    test(`${width} × ${height}: nothing sticks out`, async () => {
      const { page, field } = await staged.open({ context: { viewport: { width, height } } });
      await field.fill("your");
      await reach(page, "results");
      const { sideways, bottom } = await page.evaluate(() => ({
        sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        bottom: document.querySelector("help-search").shadowRoot.querySelector("[part=panel]").getBoundingClientRect().bottom,
      }));
      assert.equal(sideways, 0);
      assert.ok(bottom <= height, `panel ends at ${bottom}`);
    });
  }
});

test("reduced motion means none", async () => {
  const { page, field } = await staged.open({ context: { reducedMotion: "reduce" } });
  await field.fill("refund");
  await reach(page, "results");
  const running = await page.evaluate(() => document.querySelector("help-search").shadowRoot.getAnimations().length);
  assert.equal(running, 0);
});
