// Eleventy with helpdex-plugins, as its README says.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ask, finishedSite, follow, lightnessOfRows, npmBuild, picture, problems } from "./site.mjs";

describe("Eleventy", () => {
  const open = finishedSite(async () => {
    await npmBuild("eleventy");
    return join(import.meta.dirname, "eleventy/_site");
  }, "/docs/");

  test("a hit leads to Eleventy's own address, not to the canonical one, also with a permalink", async () => {
    const { page, errors } = await open("/docs/");
    await follow(page, { query: "money back", title: "Get a refund", path: "/docs/guide/refunds/" });
    await follow(page, { query: "forgotten pasword", title: "Reset your password", path: "/docs/account/reset.html" });
    assert.deepEqual(errors, []);
  });

  test("pages of another language find their own", async () => {
    const { page, errors } = await open("/docs/es/reembolsos/");
    await page.locator("help-launcher button", { hasText: "Buscar" }).waitFor();
    await follow(page, { query: "devolver dinero", title: "Pedir un reembolso", path: "/docs/es/reembolsos/" });
    assert.deepEqual(errors, []);
  });

  for (const scheme of ["light", "dark"]) {
    test(`${scheme}: the search has the page's colour scheme, and axe finds nothing`, async () => {
      const { page } = await open("/docs/", { colorScheme: scheme });
      await ask(page, "password");
      await picture(page, `eleventy-${scheme}`);
      const lightness = await lightnessOfRows(page);
      assert.ok(scheme === "dark" ? lightness < 80 : lightness > 200, `${lightness}`);
      assert.deepEqual(await problems(page), []);
    });
  }
});
