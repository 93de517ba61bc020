// Who may see more after signing in is told so; how often an article solved a problem stands beside it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { focused } from "./elements.mjs";
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

describe("an article that asks to sign in", () => {
  const LINK = "Sign in to see more answers";
  const refuse = (status) => (staged.site.fault = (path) => (/-\d+\.hdx$/.test(path) ? { status } : undefined));
  async function openFirst({ page, field }) {
    await field.fill("refund");
    await reach(page, "results");
    await field.press("ArrowDown");
    await field.press("Enter");
  }

  for (const status of [401, 403]) {
    test(`${status}: the way there stands in its place, and Back leads to the results`, async () => {
      const opened = await staged.open({ attributes: 'signin-url="/login"' });
      const { page, field, errors } = opened;
      refuse(status);
      await openFirst(opened);
      const link = page.locator("help-search").getByRole("link", { name: LINK });
      await link.waitFor();
      assert.equal(new URL(await link.evaluate(({ href }) => href)).pathname, "/login");
      assert.equal(await focused(page), "article-title:Get a refund");
      assert.equal(await page.locator("help-search").getAttribute("data-state"), "article");
      assert.equal(new URL(page.url()).pathname, "/page", "its own page is not opened");
      await page.keyboard.press("Escape");
      await reach(page, "results");
      assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.id), "field");
      assert.equal(await field.inputValue(), "refund");
      staged.site.fault = () => undefined;
      await field.press("Enter");
      await reach(page, "article");
      await page.locator("help-search [part~=article-body]").waitFor();
      assert.deepEqual(errors, []);
    });
  }

  test("whose title is not known, too", async () => {
    const { page } = await staged.open({ attributes: 'signin-url="/login"' });
    refuse(401);
    await page.evaluate(() => document.querySelector("help-search").openArticle("refund"));
    await page.locator("help-search").getByRole("link", { name: LINK }).waitFor();
    assert.equal(await focused(page), `:${LINK}`);
  });

  for (const [name, attributes, status] of [["a page that names no way there", "", 401], ["what failed otherwise", 'signin-url="/login"', 500]]) {
    test(`${name} opens its page`, async () => {
      const opened = await staged.open({ attributes });
      refuse(status);
      await Promise.all([opened.page.waitForURL("**/en/refund*"), openFirst(opened)]);
    });
  }

  test("in <help-article>: below what the element holds", async () => {
    refuse(401);
    const { page, errors } = await staged.open({ body: '<help-article article-id="refund" signin-url="/login"><p>Ask us.</p></help-article>' });
    const link = page.locator("help-article").getByRole("link", { name: LINK });
    await link.waitFor();
    assert.equal(await page.locator("help-article").getAttribute("data-state"), "error");
    assert.ok(await page.getByText("Ask us.").isVisible());
    assert.equal(new URL(await link.evaluate(({ href }) => href)).pathname, "/login");
    staged.site.fault = () => undefined;
    await page.locator("help-article").evaluate((host) => host.setAttribute("article-id", "card"));
    await page.locator("help-article [part=article]").waitFor();
    assert.equal(await link.count(), 0);
    assert.deepEqual(errors, []);
  });

  for (const [look, options] of [["light", {}], ["dark", { context: { colorScheme: "dark" } }], ["narrow and rtl", { lang: "ar", context: { viewport: { width: 320, height: 720 } } }]]) {
    test(`has no problem of accessibility: ${look}`, async () => {
      const { page } = await staged.open({
        body: '<help-article article-id="refund" signin-url="/login"></help-article><help-search signin-url="/login"></help-search>',
        head: `${COLOURS}<style>main > p { display: none }</style>`, ...options,
      });
      refuse(401);
      await page.evaluate(() => document.querySelector("help-search").openArticle("refund"));
      await page.locator("help-search [part~=reader] a").waitFor();
      await page.locator("help-article").evaluate((host) => host.setAttribute("article-id", "cancel"));
      await page.locator("help-article a").waitFor();
      assert.deepEqual(await problems(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  }
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

describe("proposing an edit", () => {
  for (const [template, expected] of [
    ["https://git.example/kb/edit/{id}.md", "https://git.example/kb/edit/refund.md"],
    ["javascript:alert('{id}')", null],
    ["", null],
  ]) {
    test(`leads to ${expected ?? "nothing"}`, async () => {
      const { page, field } = await staged.open({ attributes: `surface="agent" edit-url="${template}"` });
      await field.fill("refund");
      await reach(page, "results");
      await field.press("ArrowDown");
      await field.press("Enter");
      await part(page, "flag").waitFor();
      if (expected) await part(page, "edit").waitFor();
      assert.equal(await part(page, "edit").getAttribute("href"), expected);
      assert.equal(await part(page, "edit").isVisible(), expected !== null);
    });
  }
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
