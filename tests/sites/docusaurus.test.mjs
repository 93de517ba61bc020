// Docusaurus with helpdex-plugins, as its README says: two versions, two locales, a base path.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ask, choose, finishedSite, follow, HELPDEX, lightnessOfRows, npmBuild, picture, problems, titles } from "./site.mjs";

const BUILD = join(import.meta.dirname, "docusaurus/build");

describe("Docusaurus", () => {
  const open = finishedSite(async () => {
    await npmBuild("docusaurus");
    return BUILD;
  }, "/docs/");

  test("a hit leads to Docusaurus' own address, by its router, and the search goes on working there", async () => {
    const { page, errors } = await open("/docs/");
    await page.evaluate(() => (window.isFirstDocument = true));
    await follow(page, { query: "money back", title: "Get a refund", path: "/docs/refunds" });
    await ask(page, "link has expired");
    await choose(page, "Reset your password");
    await page.waitForURL("**/docs/reset-password#the-link-has-expired");
    assert.equal(await page.evaluate(() => window.isFirstDocument), true);
    assert.deepEqual(errors, []);
  });

  test("each version and each locale finds its own pages", async () => {
    const { page, errors } = await open("/docs/");
    await ask(page, "refund");
    assert.deepEqual(await titles(page), ["Get a refund"]);
    await page.locator("help-search").evaluate((search) => search.close());
    await page.locator(".navbar .dropdown", { hasText: "1.0" }).hover();
    await page.locator(".navbar .dropdown__link", { hasText: "Next" }).click();
    await page.waitForURL("**/docs/next/");
    await follow(page, { query: "refund", title: "Get a refund at once", path: "/docs/next/refunds" });
    await page.goto(page.url().replace(/\/docs\/.*/, "/docs/es/"));
    await page.locator("help-launcher button", { hasText: "Buscar" }).waitFor();
    await follow(page, { query: "devolver dinero", title: "Pedir un reembolso", path: "/docs/es/refunds" });
    assert.deepEqual(errors, []);
  });

  for (const scheme of ["light", "dark"]) {
    test(`${scheme}: the search follows the theme's switch, and axe finds nothing`, async () => {
      const { page } = await open("/docs/");
      const toggle = page.locator(".navbar button[class*=toggleButton]");
      while ((await page.locator("html").getAttribute("data-theme-choice")) !== scheme) await toggle.click();
      await picture(page, `docusaurus-${scheme}-closed`);
      await ask(page, "password");
      await picture(page, `docusaurus-${scheme}`);
      const lightness = await lightnessOfRows(page);
      assert.ok(scheme === "dark" ? lightness < 80 : lightness > 200, `${lightness}`);
      assert.deepEqual(await problems(page), []);
    });
  }

  test("on a phone the button stays in the bar", async () => {
    const { page } = await open("/docs/", { viewport: { width: 375, height: 700 } });
    await picture(page, "docusaurus-phone-closed");
    await follow(page, { query: "refund", title: "Get a refund", path: "/docs/refunds" });
  });

  test("navigation, tables of contents, lists of tags and what stands around an article are not searched", () => {
    const found = (bundle, query) => JSON.parse(execFileSync(HELPDEX, ["query", "--bundle", join(BUILD, bundle), query, "--json"], { stdio: ["ignore", "pipe", "ignore"] })).hits;
    for (const [bundle, words] of [["help", "breadcrumbs"], ["help", "version"], ["help", "previous"], ["help-default-current", "unreleased"]]) assert.deepEqual(found(bundle, words), [], words);
    assert.deepEqual(found("help", "expired").map(({ id, url }) => [id, url]), [["reset-password", "/docs/reset-password"]]);
  });
});
