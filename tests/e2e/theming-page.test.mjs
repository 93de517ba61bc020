// www/theming.html: knobs that change the element at once, and the CSS that does the same elsewhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import { problems } from "./axe.mjs";
import { pageHtml, reach } from "./browser.mjs";
import { SITE } from "./fake/site.js";
import { stage } from "./stage.mjs";

const CSP = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:";
const staged = stage(undefined, SITE);
const look = (page) => page.evaluate(() => {
  const style = getComputedStyle(document.querySelector("help-search").shadowRoot.getElementById("field"));
  return [style.borderTopColor, style.borderTopLeftRadius, style.blockSize, style.color];
});

test("what is set is shown at once, and its CSS makes the same of another page", async () => {
  staged.site.csp = CSP;
  const { page, errors } = await staged.open({ path: "/theming.html", context: { permissions: ["clipboard-read", "clipboard-write"] } });
  assert.match(await page.locator("#code").textContent(), /^\/\* Nothing/);
  for (const [label, value] of [["Border", "#aa0055"], ["Corners", "7"], ["Height of the field", "66"], ["Text", "#330022"]]) await page.getByLabel(label, { exact: true }).fill(value);
  const seen = await look(page);
  assert.deepEqual(seen, ["rgb(170, 0, 85)", "7px", "66px", "rgb(51, 0, 34)"]);
  await page.getByRole("button", { name: "Copy CSS" }).click();
  await page.getByText("Copied.").waitFor();
  const css = await page.evaluate(() => navigator.clipboard.readText());
  staged.site.reset();
  const other = await staged.open({ html: pageHtml({ head: `<style>${css}</style>` }) });
  assert.deepEqual(await look(other.page), seen);
  await page.getByRole("button", { name: "Start again" }).click();
  assert.match(await page.locator("#code").textContent(), /^\/\* Nothing/);
  assert.notEqual((await look(page))[0], seen[0]);
  assert.deepEqual(errors, []);
});

test("presets and themes are attributes, which the CSS names", async () => {
  const { page } = await staged.open({ path: "/theming.html" });
  await page.getByLabel("Preset").selectOption("pill");
  await page.getByLabel("Theme").selectOption("dark");
  assert.match(await page.locator("#code").textContent(), /<help-search preset="pill" theme="dark">/);
  assert.equal((await look(page))[1], "26px");
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 1280]) {
    test(`axe, ${colorScheme}, ${width} px`, async () => {
      const { page, field } = await staged.open({ path: "/theming.html", context: { colorScheme, viewport: { width, height: 720 } } });
      await field.fill("refund");
      await reach(page, "results");
      assert.deepEqual(await problems(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
    });
  }
}
