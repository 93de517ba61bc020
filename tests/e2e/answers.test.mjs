// What an answer says of itself: corrections, synonyms, sections, other languages; and how it may
// change once it is on screen.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { activeTitle, reach, stateOf, titles } from "./browser.mjs";
import { listen, stage } from "./stage.mjs";

const note = (page) => page.locator("help-search [part=note]");
const status = (page) => page.locator("help-search [role=status]");
const options = (page) => page.locator("help-search [role=option]");

/** @param {ReturnType<typeof stage>} staged */
const asker = (staged) => async (text, settings, state = "results") => {
  const opened = await staged.open({ attributes: 'reader="link"', ...settings });
  await opened.field.click();
  await opened.field.fill(text);
  await reach(opened.page, state);
  return opened;
};

/** Holds back the shard that makes an answer better until `release` is called. */
function hold(staged) {
  let release;
  const released = new Promise((done) => (release = done));
  staged.site.fault = (path) => (path.endsWith("one-0.hdx") ? { wait: released } : undefined);
  return { release };
}

describe("in one language", () => {
  const staged = stage(undefined, { top: { en: ["password", "unsafe"] } });
  const ask = asker(staged);

  test("a correction is shown and said, and undone by the words in quotes", async () => {
    const { page, field } = await ask("your cancle");
    const heard = await listen(page);
    assert.match(await note(page).textContent(), /^Showing results for cancel Search only for “cancle”$/);
    assert.deepEqual(await note(page).locator("strong").allTextContents(), ["cancel"]);
    await page.waitForTimeout(1200);
    assert.match(await status(page).textContent(), /^\d+ results?\. Showing results for .cancel.\. Use/u);
    const [[, search]] = (await heard()).filter(([name]) => name === "help:search");
    assert.deepEqual([search.step, search.corrections], ["typo", [{ typed: "cancle", used: "cancel" }]]);
    await page.locator("help-search [part=undo]").click();
    assert.equal(await field.inputValue(), 'your "cancle"');
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement.id), "field");
    await page.waitForFunction(() => !/Showing/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=note]").textContent));
  });

  test("the way back is reached by the keyboard", async () => {
    const { page, field } = await ask("cancle");
    const part = () => page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement?.getAttribute("part"));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    assert.equal(await part(), "undo");
    await page.keyboard.press("Enter");
    await reach(page, "zero");
    assert.equal(await field.inputValue(), '"cancle"');
    assert.equal(await part(), "field");
  });

  test("synonyms are named", async () => {
    const { page } = await ask("login");
    assert.equal(await note(page).textContent(), "Also searched: sign-in");
  });

  test("an answer of other words says so", async () => {
    const { page } = await ask("nearly refund", {}, "weak");
    assert.equal(await note(page).textContent(), "No article says exactly that. These come nearest:");
  });

  test("a row names the section of its passage and leads there", async () => {
    const { page } = await ask("password");
    const section = page.locator("help-search [part=option-section]");
    await section.waitFor();
    assert.equal(await section.textContent(), "Reset by e-mail");
    const name = await page.evaluate(() => document.querySelector("help-search").shadowRoot.querySelector("[role=option]").innerText);
    assert.match(name, /Reset by e-mail/);
    await Promise.all([page.waitForURL("**/en/password#reset-by-e-mail"), options(page).first().click()]);
  });

  test("where nothing is found, the top questions are offered and can be opened", async () => {
    const { page, field } = await staged.open({ attributes: 'reader="link"' });
    const heard = await listen(page);
    await field.fill("qqqq");
    await reach(page, "zero");
    await options(page).first().waitFor();
    assert.equal(await note(page).textContent(), "Popular articles");
    assert.match(await page.locator("help-search [part=message]").textContent(), /No answer found/);
    await page.keyboard.press("ArrowDown");
    assert.equal(await activeTitle(page), "Reset your password");
    await page.keyboard.press("Enter");
    const names = (await heard()).map(([name]) => name);
    assert.ok(names.includes("help:before-navigate") && !names.includes("help:result_click"), names.join());
  });

  test("a shard that nothing waits for is not fetched", async () => {
    const { page } = await ask("refund");
    await page.waitForTimeout(300);
    assert.ok(!staged.site.requests.some((path) => path.endsWith("one-0.hdx")));
  });

  describe("a better answer that comes late", () => {
    const first = ["Get a refund", "Change your card"];

    test("takes the place of the first while nobody is in the list, and is said once", async () => {
      const { release } = hold(staged);
      const { page, field } = await staged.open();
      await field.click();
      await page.locator("help-search [role=status]").waitFor({ state: "attached" });
      await page.evaluate(() => {
        window.said = [];
        const node = document.querySelector("help-search").shadowRoot.querySelector("[role=status]");
        new MutationObserver(() => window.said.push(node.textContent)).observe(node, { childList: true });
      });
      await field.fill("gnu refund");
      await reach(page, "results");
      assert.deepEqual(await titles(page), first);
      release();
      await page.waitForFunction(() => /card/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent));
      assert.deepEqual(await titles(page), first.toReversed());
      await page.waitForFunction(() => window.said.some(Boolean));
      await page.waitForTimeout(1300);
      assert.equal((await page.evaluate(() => window.said)).filter(Boolean).length, 1);
    });

    test("waits while the arrow keys are in the list, and the active option stays", async () => {
      const { release } = hold(staged);
      const { page } = await ask("gnu refund");
      await page.keyboard.press("ArrowDown");
      release();
      await page.waitForTimeout(400);
      assert.deepEqual(await titles(page), first);
      assert.equal(await activeTitle(page), first[0]);
      await page.keyboard.press("ArrowUp");
      assert.deepEqual(await titles(page), first.toReversed());
    });

    test("waits while the pointer is in the list: what is under it stays", async () => {
      const { release } = hold(staged);
      const { page } = await ask("gnu refund");
      const { x, y } = await options(page).first().boundingBox();
      await page.mouse.move(x + 30, y + 10);
      await page.mouse.move(x + 40, y + 20);
      release();
      await page.waitForTimeout(400);
      assert.deepEqual(await titles(page), first);
      await page.mouse.down();
      await page.waitForTimeout(100);
      await Promise.all([page.waitForURL("**/en/refund"), page.mouse.up()]);
    });

    test("comes when the pointer has left", async () => {
      const { release } = hold(staged);
      const { page } = await ask("gnu refund");
      const { x, y } = await options(page).first().boundingBox();
      await page.mouse.move(x + 30, y + 10);
      await page.mouse.move(x + 40, y + 20);
      release();
      await page.waitForTimeout(400);
      await page.mouse.move(2, 2);
      assert.deepEqual(await titles(page), first.toReversed());
    });

    test("a press that comes too soon after rows have moved opens nothing, the next one does", async () => {
      const { release } = hold(staged);
      const { page } = await ask("gnu refund", { context: { hasTouch: true } });
      const { x, y } = await options(page).first().boundingBox();
      release();
      await page.waitForFunction(() => /card/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent));
      await page.touchscreen.tap(x + 30, y + 10);
      await page.waitForTimeout(400);
      assert.match(page.url(), /\/page$/);
      await Promise.all([page.waitForURL("**/en/card*"), page.touchscreen.tap(x + 30, y + 10)]);
    });

    test("rows below are added at once, even under the arrow keys", async () => {
      const { release } = hold(staged);
      const { page } = await ask("yak refund");
      assert.deepEqual(await titles(page), first.slice(0, 1));
      await page.keyboard.press("ArrowDown");
      release();
      await options(page).nth(1).waitFor();
      assert.equal(await activeTitle(page), first[0]);
      await page.keyboard.press("ArrowDown");
      assert.equal(await activeTitle(page), first[1]);
    });

    test("is dropped when something else has been typed", async () => {
      const { release } = hold(staged);
      const { page, field } = await ask("gnu refund");
      await field.fill("invoice");
      await page.waitForFunction(() => /invoice/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent));
      release();
      await page.waitForTimeout(400);
      assert.deepEqual(await titles(page), ["Download an invoice"]);
    });

    test("one that fails leaves the first", async () => {
      staged.site.fault = (path) => (path.endsWith("one-0.hdx") ? { status: 404 } : undefined);
      const { page, errors } = await ask("gnu refund");
      await page.waitForTimeout(800);
      assert.deepEqual(await titles(page), first);
      assert.deepEqual([await stateOf(page), errors], ["results", []]);
    });
  });
});

describe("in several languages", () => {
  const staged = stage(undefined, { fallback: ["en"] });
  const ask = asker(staged);
  const rows = (page) => page.evaluate(() => [...document.querySelector("help-search").shadowRoot.querySelectorAll("[role=option]")].map((option) => ({
    title: option.querySelector("[part=option-title]").textContent,
    label: option.querySelector("[part=option-language]")?.textContent ?? null,
    lang: option.querySelector("[part=option-title]").lang,
    direction: getComputedStyle(option.querySelector("[part=option-title]")).direction,
  })));

  test("the reader's own rows come first; those of another language follow, labelled", async () => {
    const { page } = await ask("PDF", { lang: "ar" });
    await options(page).nth(1).waitFor();
    assert.deepEqual(await rows(page), [
      { title: "تنزيل ملف PDF", label: null, lang: "ar", direction: "rtl" },
      { title: "Download an invoice", label: "الإنجليزية", lang: "en", direction: "ltr" },
    ]);
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelectorAll("[part=option-snippet] mark").length > 1);
    assert.match(await options(page).nth(1).locator("[part=option-snippet]").textContent(), /^Every invoice is kept/);
    await Promise.all([page.waitForURL("**/en/invoice"), options(page).nth(1).click()]);
  });

  test("what only another language answers is found, and zero is not said before", async () => {
    staged.site.fault = (path) => (path.endsWith("en-one.hdx") ? { delay: 500 } : undefined);
    const { page, field } = await staged.open({ lang: "ar" });
    await field.click();
    await reach(page, "idle");
    await page.evaluate(() => {
      window.states = [];
      const host = document.querySelector("help-search");
      new MutationObserver(() => window.states.push(host.dataset.state)).observe(host, { attributes: true, attributeFilter: ["data-state"] });
    });
    await field.fill("delivery");
    await reach(page, "results");
    assert.deepEqual((await rows(page)).map(({ title }) => title), ["Track a delivery"]);
    assert.ok(!(await page.evaluate(() => window.states)).includes("zero"));
  });

  test("another language is loaded only when it is needed", async () => {
    const { page } = await ask("المبلغ", { lang: "ar", attributes: 'max-results="1"' });
    await page.waitForTimeout(400);
    assert.ok(!staged.site.requests.some((path) => /\/en-one\.hdx|engine-en/.test(path)), staged.site.requests.join());
  });

  test("if it cannot be loaded, the reader's own rows stay", async () => {
    staged.site.fault = (path) => (path.includes("engine-en") ? { status: 404 } : undefined);
    const { page, errors } = await ask("المبلغ", { lang: "ar" });
    await page.waitForTimeout(900);
    assert.equal((await rows(page)).length, 1);
    assert.deepEqual([await stateOf(page), errors], ["results", []]);
  });

  test("a page in a language that is not there is answered in the fallback, labelled", async () => {
    const { page } = await ask("invoice", { lang: "fr" });
    assert.deepEqual(await rows(page), [{ title: "Download an invoice", label: "anglais", lang: "en", direction: "ltr" }]);
  });

  test("a page in its own language has no labels", async () => {
    const { page } = await ask("invoice", { lang: "en-GB" });
    assert.equal((await rows(page))[0].label, null);
  });
});

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));

describe("with the shipped engine and a configuration", { skip: !existsSync(BINARY) && "there is no binary" }, () => {
  const folder = mkdtempSync(join(tmpdir(), "helpdex-answers-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const config = `
source = ${JSON.stringify(join(ROOT, "tests/fixtures/mini"))}
out = "help"
fallback = ["en"]
[[synonyms]]
language = "en"
from = ["mfa"]
to = ["two-factor authentication"]
[[curation]]
language = "en"
queries = ["api keys"]
pin = ["en/nuget/overview-nuget-org"]
[[top_questions]]
language = "en"
articles = ["en/nuget/scoped-api-keys"]
[eval]
sample = 0
`;
  if (existsSync(BINARY)) {
    writeFileSync(join(folder, "helpdex.toml"), config);
    execFileSync(BINARY, ["build", "--config", join(folder, "helpdex.toml")], { stdio: "pipe" });
  }
  const staged = stage(join(folder, "help"));
  const firstTitle = (page, title) => page.waitForFunction((wanted) => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]")?.textContent === wanted, title, { timeout: 8000 });

  test("a correction, and the way back", async () => {
    const { page, field } = await staged.open();
    await field.fill("how to delte a package");
    await firstTitle(page, "Deleting packages");
    assert.match(await note(page).textContent(), /^Showing results for delete Search only for “delte”$/);
    await page.locator("help-search [part=undo]").click();
    assert.equal(await field.inputValue(), 'how to "delte" a package');
    await page.waitForFunction(() => !/Showing/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=note]").textContent));
  });

  test("synonyms, pins and top questions", async () => {
    const { page, field } = await staged.open();
    await field.fill("mfa");
    await firstTitle(page, "Individual accounts on NuGet.org");
    assert.equal(await note(page).textContent(), "Also searched: two-factor authentication");
    await field.fill("API key");
    await firstTitle(page, "Overview of NuGet.org");
    await field.fill("zzzzqqq");
    await reach(page, "zero");
    await firstTitle(page, "Scoped API keys");
  });

  test("a row leads to the section of its passage", async () => {
    const { page, field } = await staged.open();
    const heard = await listen(page);
    await field.fill("unlist a package");
    await firstTitle(page, "Deleting packages");
    await page.locator("help-search [part=option-section]").first().waitFor();
    await options(page).first().click();
    const [, { url }] = (await heard()).find(([name]) => name === "help:result_click");
    assert.match(url, /deleting-packages#unlisting-a-package$/);
  });

  test("English answers in a Spanish page, labelled in Spanish", async () => {
    const { page, field } = await staged.open({ lang: "es" });
    await field.fill("publish package");
    await firstTitle(page, "Publish NuGet packages");
    assert.equal(await options(page).first().locator("[part=option-language]").textContent(), "inglés");
    await page.waitForFunction(() => /publish/i.test(document.querySelector("help-search").shadowRoot.querySelector("[part=option-snippet] mark")?.textContent ?? ""));
    await field.fill("pago rechazado");
    await firstTitle(page, "Se ha rechazado el pago.");
    assert.equal(await options(page).first().locator("[part=option-language]").count(), 0);
  });
});
