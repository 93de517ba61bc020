// Starlight and Astro with helpdex-plugins, as their README says.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ask, choose, finishedSite, follow, lightnessOfRows, npmBuild, picture, problems, titles } from "./site.mjs";

describe("Starlight", () => {
  const open = finishedSite(async () => {
    await npmBuild("starlight");
    return join(import.meta.dirname, "starlight/dist");
  }, "/docs/");

  test("a hit leads to Starlight's own address, and its section", async () => {
    const { page, errors } = await open("/docs/");
    await follow(page, { query: "money back", title: "Get a refund", path: "/docs/guide/refunds/" });
    await ask(page, "link has expired");
    await choose(page, "Reset your password");
    await page.waitForURL("**/docs/guide/reset-password/#the-link-has-expired");
    assert.deepEqual(errors, []);
  });

  test("the other locale has its own words and pages; those that are not translated are not found twice", async () => {
    const { page, errors } = await open("/docs/es/");
    await page.locator("help-launcher button", { hasText: "Buscar" }).waitFor();
    await ask(page, "reembolso");
    assert.deepEqual(await titles(page), ["Pedir un reembolso"]);
    await follow(page, { query: "devolver dinero", title: "Pedir un reembolso", path: "/docs/es/guide/refunds/" });
    assert.deepEqual(errors, []);
  });

  test("Astro's router follows a hit, and the search works on the page that it brings", async () => {
    const { page, errors } = await open("/docs/plain/invoices/");
    await page.evaluate(() => (window.isFirstDocument = true));
    await follow(page, { query: "toner cartridge", title: "Add a toner", path: "/docs/plain/printers/" });
    await follow(page, { query: "print invoice", title: "Print an invoice", path: "/docs/plain/invoices/" });
    assert.equal(await page.evaluate(() => window.isFirstDocument), true);
    assert.deepEqual(errors, []);
  });

  for (const scheme of ["light", "dark"]) {
    test(`${scheme}: the search follows the theme's switch, and axe finds nothing`, async () => {
      const { page } = await open("/docs/", { colorScheme: scheme === "dark" ? "light" : "dark" });
      await page.locator("starlight-theme-select select").first().selectOption(scheme);
      await picture(page, `starlight-${scheme}-closed`);
      await ask(page, "password");
      await picture(page, `starlight-${scheme}`);
      const lightness = await lightnessOfRows(page);
      assert.ok(scheme === "dark" ? lightness < 80 : lightness > 200, `${lightness}`);
      assert.deepEqual(await problems(page), []);
    });
  }

  test("on a phone the button stays in the bar", async () => {
    const { page } = await open("/docs/", { viewport: { width: 375, height: 700 } });
    await picture(page, "starlight-phone-closed");
    await follow(page, { query: "refund", title: "Get a refund", path: "/docs/guide/refunds/" });
  });
});
