import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { problems, violations } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { CONTACT } from "./fake/contact.js";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { fallback: ["en"], top: { en: ["password"], ar: ["password"] }, contact: { en: CONTACT, ar: CONTACT } });
/** The paragraph must not lie under the panel, or axe cannot tell its background. */
const HEAD = '<meta name="color-scheme" content="light dark"><style>html { background: Canvas; color: CanvasText } p { margin-block-start: 40rem }</style>';

/** How to get into each state. */
const STATES = {
  idle: (page, field) => field.click(),
  typing: (page, field) => field.fill("r"),
  loading: (page, field) => {
    staged.site.fault = (path) => (path.endsWith("one-0.hdx") ? { delay: 60_000 } : undefined);
    return field.fill("zebra");
  },
  results: async (page, field, text) => {
    await field.fill(text);
    await reach(page, "results");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-snippet] mark"));
    await page.keyboard.press("ArrowDown");
  },
  weak: async (page, field) => {
    await field.fill("nearly PDF");
    await page.locator("help-search [part=more] button").waitFor();
  },
  article: async (page, field, text) => {
    await field.fill(text);
    await reach(page, "results");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
  },
  feedback: async (page, field) => {
    await page.clock.install();
    await field.click();
    await page.evaluate(() => document.querySelector("help-search").openArticle("password"));
    await page.clock.fastForward(16_000);
    await reach(page, "feedback");
    await page.clock.resume();
  },
  "feedback-no": async (page, field) => {
    await STATES.feedback(page, field);
    await page.locator("help-search [part=vote]").last().click();
    await page.locator("help-search [part=reasons]").waitFor();
  },
  escalate: async (page, field) => {
    await field.fill("qqqq");
    await page.locator("help-search [part=more] button").click();
  },
  offline: async (page, field, text) => {
    await field.fill(text);
    await reach(page, "results");
    await page.context().setOffline(true);
  },
  zero: async (page, field) => {
    await field.fill("qqqq");
    await page.locator("help-search [role=option]").first().waitFor();
    await page.keyboard.press("ArrowDown");
  },
  error: (page, field) => {
    staged.site.fault = (path) => (path.endsWith(".hdx") ? { status: 404 } : undefined);
    return field.fill("refund");
  },
};

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "ar"]) {
    describe(`axe, ${colorScheme}, ${lang}`, () => {
      for (const [state, enter] of Object.entries(STATES)) {
        test(state, async () => {
          const { page, field } = await staged.open({ lang, context: { colorScheme }, head: HEAD });
          await enter(page, field, lang === "ar" ? "المبلغ" : "your");
          await reach(page, state);
          await page.waitForTimeout(250);
          assert.deepEqual(await problems(page), []);
        });
      }
    });
  }
}

for (const colorScheme of ["light", "dark"]) {
  for (const [name, lang, text, part] of [
    ["an answer of corrected words and synonyms", "en", "cancle login", "undo"],
    ["the way back from a correction in an Arabic page", "ar", "refnd PDF", "undo"],
    ["rows of another language", "ar", "PDF", "option-language"],
    ["a section in a row", "en", "password", "option-section"],
  ]) {
    test(`axe, ${colorScheme}, ${name}`, async () => {
      const { page, field } = await staged.open({ lang, context: { colorScheme }, head: HEAD });
      await field.fill(text);
      await page.locator(`help-search [part=${part}]`).first().waitFor();
      await page.waitForTimeout(250);
      assert.deepEqual(await problems(page), []);
    });
  }
}

test("forced colours keep the active option visible", async () => {
  const { page, field } = await staged.open({ context: { forcedColors: "active" } });
  await STATES.results(page, field, "your");
  const [active, other] = await page.evaluate(() => {
    const options = document.querySelector("help-search").shadowRoot.querySelectorAll("[role=option]");
    return [...options].slice(0, 2).map((option) => getComputedStyle(option).backgroundColor);
  });
  assert.notEqual(active, other);
});

test("the demo page", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const { page, field } = await staged.open({ path: "/", context: { colorScheme } });
    await field.fill("your");
    await reach(page, "results");
    await page.waitForTimeout(250);
    assert.deepEqual(await violations(page), []);
  }
});
