// Who may see more after signing in is told so; how often an article solved a problem stands beside it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { solved: { en: { refund: [82, 131], card: [90, 29], constructor: [1, 99] } } });
const part = (page, name) => page.locator(`help-search [part~=${name}]`);

describe("an index that asks to sign in", () => {
  for (const status of [401, 403]) {
    test(`${status}: the way there, once asked for`, async () => {
      const { page, field, logs } = await staged.open({ attributes: 'signin-url="/login"' });
      staged.site.fault = (path) => (path.endsWith(".hdx") ? { status } : undefined);
      await field.fill("refund");
      await reach(page, "error");
      const link = page.locator("help-search").getByRole("link", { name: "Sign in to see more answers" });
      await link.waitFor();
      assert.equal(new URL(await link.evaluate(({ href }) => href)).pathname, "/login");
      assert.equal(await page.locator("help-search").getByRole("button", { name: "Try again" }).count(), 0);
      assert.ok(logs.some((line) => line.includes(`answered ${status}`) && line.includes("sign in")), logs.join("\n"));
    });
  }

  test("a page that names no way there offers another attempt", async () => {
    const { page, field } = await staged.open();
    staged.site.fault = (path) => (path.endsWith(".hdx") ? { status: 401 } : undefined);
    await field.fill("refund");
    await reach(page, "error");
    await page.locator("help-search").getByRole("button", { name: "Try again" }).waitFor();
  });
});

describe("how often an article solved a problem", () => {
  test("stands in the row's path, of enough votes, and moves nothing", async () => {
    const { page, field } = await staged.open();
    await field.fill("refund");
    await reach(page, "results");
    await part(page, "solved-badge").first().waitFor();
    assert.deepEqual(await part(page, "solved-badge").allTextContents(), ["Solved for \u206882%\u2069 (votes: \u2068131\u2069)"]);
    const [badged, other] = await part(page, "option").evaluateAll((rows) => rows.map((row) => row.querySelector("[part=option-path]").getBoundingClientRect().height));
    assert.equal(badged, other);
  });
});

describe("forms of the states", () => {
  const HEAD = `${COLOURS}<style>main > p { display: none }</style>`;
  for (const colorScheme of ["light", "dark"]) {
    test(`have no problem of accessibility: ${colorScheme}`, async () => {
      const { page, field } = await staged.open({ attributes: 'feedback="comment" surface="agent"', head: HEAD, context: { colorScheme } });
      await field.fill("xyzzy");
      await part(page, "tell-us").waitFor();
      assert.deepEqual(await problems(page), []);
      await field.fill("refund");
      await reach(page, "results");
      await field.press("ArrowDown");
      await field.press("Enter");
      await part(page, "flag").locator("summary").click();
      await part(page, "view").evaluate((view) => view.scrollTo(0, view.scrollHeight));
      await reach(page, "feedback");
      assert.deepEqual(await problems(page), []);
    });
  }
});
