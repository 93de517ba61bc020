// Every state, as www/states.html reaches it: in both colour schemes and directions, on a phone and
// on a desk, and in forced colours, axe finds nothing and the console stays empty.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { problems } from "./axe.mjs";
import { SITE } from "./fake/site.js";
import { openState, STATES } from "./states-page.mjs";
import { stage } from "./stage.mjs";

const staged = stage(undefined, SITE);
const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
const WIDTHS = [1280, 320];
const SCHEMES = ["light", "dark"];

/** @param {string} state @param {string} lang */
async function show(state, lang) {
  const context = await staged.browser.newContext({ viewport: { width: 1280, height: 720 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await openState(page, staged.site.origin, { state, lang });
  return { page, errors, context };
}

const stickingOut = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const lang of ["en", "ar"]) {
  describe(lang === "ar" ? "right to left" : "left to right", () => {
    for (const state of STATES) {
      test(state, async () => {
        const { page, errors, context } = await show(state, lang);
        try {
          for (const width of WIDTHS) {
            await page.setViewportSize({ width, height: 720 });
            for (const colorScheme of SCHEMES) {
              await page.emulateMedia({ colorScheme });
              const found = await problems(page);
              assert.deepEqual(found, [], `${width} px, ${colorScheme}`);
            }
            assert.equal(await stickingOut(page), 0, `${width} px: nothing sticks out`);
          }
          await page.emulateMedia({ forcedColors: "active" });
          assert.deepEqual(await problems(page), [], "forced colours");
          assert.equal(await page.locator("help-search").getAttribute("data-state"), state);
          if (state === "error") assert.match(errors.splice(0).join(), /^helpdex: [^,]+\.hdx answered 404; [^,]+, [^,]+$/);
          assert.deepEqual(errors, []);
        } finally {
          await context.close();
        }
      });
    }
  });
}

test("the page keeps to the policy of the demo's server", async () => {
  staged.site.csp = CSP;
  for (const state of ["article", "escalate"]) {
    const { errors, context } = await show(state, "en");
    assert.deepEqual(errors, []);
    await context.close();
  }
});

test("a state that is not reached is told", async () => {
  staged.site.fault = (path) => (/-contact/.test(path) ? { status: 404 } : undefined);
  const context = await staged.browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${staged.site.origin}/states.html?state=escalate`);
  await page.waitForFunction(() => document.querySelector("help-search").dataset.state === "zero");
  await page.clock.runFor(30_000);
  await page.waitForFunction(() => document.documentElement.dataset.missed === "escalate");
  assert.match(await page.locator("#missed").textContent(), /^The state escalate was not reached/);
  await context.close();
});
