import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reach } from "./browser.mjs";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { strings: { ar: { topQuestions: "<b>أسئلتنا</b>", retry: 7 } } });
const stringFiles = () => staged.site.requests.filter((path) => path.includes("strings"));
const summary = (page) => page.locator("help-search [part=footer] span").first().textContent();

describe("texts of the interface", () => {
  test("English needs no file", async () => {
    const { page, field } = await staged.open();
    await field.fill("refund");
    await reach(page, "results");
    assert.equal(await summary(page), "2 results");
    assert.deepEqual(stringFiles(), []);
  });

  test("another language comes in the hop of the component, with the site's own texts, and only that", async () => {
    staged.site.fault = (path) => (/widget\.js|engine|ar-one|strings/.test(path) ? { delay: 1500 } : undefined);
    const { page, field } = await staged.open({ lang: "ar" });
    await field.click();
    // Nothing has been answered yet while this waits, so whatever arrives was asked for in the first hop.
    for (let i = 0; i < 12 && stringFiles().length < 2; i++) await page.waitForTimeout(100);
    assert.deepEqual(stringFiles().sort(), ["/help/app-one/strings-ar.js", "/help/data/ar-strings.json"]);
    await field.fill("المبلغ");
    await reach(page, "results");
    assert.equal(await page.locator("help-search #clear, help-search [part=clear]").first().getAttribute("aria-label"), "مسح البحث");
    assert.equal(stringFiles().length, 2);
  });

  test("a file that is missing leaves the interface English", async () => {
    staged.site.fault = (path) => (path.endsWith("strings-de.js") ? { status: 404 } : undefined);
    const { page, field, errors, logs } = await staged.open({ lang: "de" });
    await field.fill("refund");
    await reach(page, "results");
    assert.equal(await summary(page), "2 results");
    assert.ok(logs.some((line) => line.includes("the interface stays English")));
    assert.deepEqual(errors, []);
  });

  for (const [lang, label] of [["zh-Hans-CN", "搜索帮助"], ["pt-BR", "Pesquisar na ajuda"], ["xx", "Search help articles"]]) {
    test(`the field of a page in ${lang} is named at once`, async () => {
      const { page } = await staged.open({ lang, form: false });
      assert.equal(await page.locator("help-search label").first().textContent(), label);
      assert.deepEqual(stringFiles(), []);
    });
  }
});
