// VitePress with helpdex-plugins, as its README says.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ask, choose, finishedSite, follow, lightnessOfRows, npmBuild, picture, problems } from "./site.mjs";

describe("VitePress", () => {
  const open = finishedSite(async () => {
    await npmBuild("vitepress");
    return join(import.meta.dirname, "vitepress/docs/.vitepress/dist");
  }, "/docs/");

  test("a hit leads to VitePress' own address, by its router, and the search goes on working there", async () => {
    const { page, errors } = await open("/docs/");
    await page.evaluate(() => (window.isFirstDocument = true));
    await follow(page, { query: "money back", title: "Get a refund", path: "/docs/guide/refunds" });
    await follow(page, { query: "forgotten pasword", title: "Reset your password", path: "/docs/guide/reset-password" });
    assert.equal(await page.evaluate(() => window.isFirstDocument), true);
    assert.deepEqual(errors, []);
  });

  test("a section is reached, the key opens the search, pages of the other language are not in the list", async () => {
    const { page, errors } = await open("/docs/guide/refunds");
    await page.keyboard.press("Control+k");
    await ask(page, "link has expired");
    await choose(page, "Reset your password");
    await page.waitForURL("**/docs/guide/reset-password#the-link-has-expired");
    await page.goto(page.url().replace(/\/guide.*/, "/es/"));
    await page.locator("help-launcher button", { hasText: "Buscar" }).waitFor();
    await follow(page, { query: "devolver dinero", title: "Pedir un reembolso", path: "/docs/es/reembolsos" });
    assert.deepEqual(errors, []);
  });

  for (const scheme of ["light", "dark"]) {
    test(`${scheme}: the search follows the theme's switch, and axe finds nothing`, async () => {
      const { page } = await open("/docs/", { colorScheme: scheme === "dark" ? "light" : "dark" });
      await page.locator(".VPNavBarAppearance button").click();
      await picture(page, `vitepress-${scheme}-closed`);
      await ask(page, "password");
      await picture(page, `vitepress-${scheme}`);
      const lightness = await lightnessOfRows(page);
      assert.ok(scheme === "dark" ? lightness < 80 : lightness > 200, `${lightness}`);
      assert.deepEqual(await problems(page), []);
    });
  }

  test("on a phone the button stays in the bar", async () => {
    const { page } = await open("/docs/", { viewport: { width: 375, height: 700 } });
    await picture(page, "vitepress-phone-closed");
    await follow(page, { query: "refund", title: "Get a refund", path: "/docs/guide/refunds" });
  });
});
