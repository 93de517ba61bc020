// Hugo with the templates of www/plugins/hugo, as their README says.
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ask, choose, finishedSite, follow, HELPDEX, inSite, lightnessOfRows, picture, problems, titles } from "./site.mjs";

const isThere = await inSite("hugo", "hugo", ["version"]).then(() => true, () => false);

describe("Hugo", { skip: !isThere && "hugo is not there: cargo xtask setup" }, () => {
  const open = finishedSite(async () => {
    const folder = join(import.meta.dirname, "hugo/public");
    await rm(folder, { recursive: true, force: true });
    await inSite("hugo", "hugo", ["--minify"]);
    await inSite("hugo", HELPDEX, ["build", "--source", "public/articles.jsonl", "--out", "public/help"]);
    return folder;
  }, "/docs/");

  test("a hit leads to Hugo's own address and section, also with a url of its own", async () => {
    const { page, errors } = await open("/docs/");
    await follow(page, { query: "money back", title: "Get a refund", path: "/docs/guide/refunds/" });
    await ask(page, "link has expired");
    await choose(page, "Reset your password");
    await page.waitForURL("**/docs/account/reset.html#the-link-has-expired");
    assert.deepEqual(errors, []);
  });

  test("pages of another language find their own; what says search: false is not found", async () => {
    const { page, errors } = await open("/docs/es/");
    await page.locator("help-launcher button", { hasText: "Buscar" }).waitFor();
    await follow(page, { query: "devolver dinero", title: "Pedir un reembolso", path: "/docs/es/guide/refunds/" });
    await page.goto(page.url().replace(/\/docs\/.*/, "/docs/"));
    await ask(page, "refund staff");
    assert.deepEqual(await titles(page), ["Get a refund"]);
    assert.deepEqual(errors, []);
  });

  for (const scheme of ["light", "dark"]) {
    test(`${scheme}: the search has the page's colour scheme, and axe finds nothing`, async () => {
      const { page } = await open("/docs/", { colorScheme: scheme });
      await ask(page, "password");
      await picture(page, `hugo-${scheme}`);
      const lightness = await lightnessOfRows(page);
      assert.ok(scheme === "dark" ? lightness < 80 : lightness > 200, `${lightness}`);
      assert.deepEqual(await problems(page), []);
    });
  }
});
