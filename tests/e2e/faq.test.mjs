import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { STRICT, hear, heard, mounted } from "./elements.mjs";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { top: { en: ["password", "refund", "unsafe", "xss"], ar: ["password"] } });
const HELD = `<details data-article-id="refund"><summary>An old title</summary><p>Open <b>the order</b>.</p><p>Then wait.</p></details>
<details><summary>Only in the page</summary><p>Its answer &lt;/script&gt;</p></details>`;

async function open({ attributes = "", children = HELD, ...options } = {}) {
  const opened = await staged.open({ body: `<help-faq ${attributes}>${children}</help-faq>`, head: COLOURS, init: hear, ...options });
  await mounted(opened.page, "help-faq");
  const part = (name) => opened.page.locator(`help-faq [part=faq-${name}]`);
  return { ...opened, part };
}
/** What is drawn of each question. */
const answers = (page) => page.evaluate(() => [...document.querySelector("help-faq").shadowRoot.querySelectorAll("details[open] [part=faq-answer]")].map((node) => node.textContent.trim()));

describe("a list of questions", () => {
  test("top questions, with the answer that the page holds and a link for the others", async () => {
    const { page, part, errors } = await open({ attributes: 'questions="top"' });
    assert.deepEqual(await part("question").allTextContents(), ["Reset your password", "Get a refund", "Unsafe address", "<img src=x onerror=alert(1)> in a title"]);
    await part("question").nth(1).click();
    await page.locator("help-faq [part=faq-answer] b").waitFor();
    assert.match((await answers(page))[0], /^Open the order\.\s*Then wait\.\s*Open full page$/);
    await part("question").nth(0).click();
    await page.waitForFunction(() => document.querySelector("help-faq").shadowRoot.querySelectorAll("details[open] a").length === 2);
    const paths = await page.locator("help-faq [part=link]").evaluateAll((links) => links.map((link) => new URL(link.href).pathname));
    assert.deepEqual(paths, ["/en/password", "/en/refund"]);
    assert.deepEqual((await heard(page)).map(([name, { articleId, surface }]) => [name, articleId, surface]), [["article_view", "refund", "faq"], ["article_view", "password", "faq"]]);
    assert.deepEqual(errors, []);
  });

  test("is opened and closed by keyboard, and tells an answer's opening once", async () => {
    const { page, part } = await open();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal((await answers(page)).length, 1);
    await page.keyboard.press("Space");
    assert.equal((await answers(page)).length, 0);
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal((await answers(page)).length, 2);
    // A browser tells of an opening a moment later, and of one that was undone not at all.
    await page.waitForFunction(() => window.heard.length === 2);
    await page.waitForTimeout(50);
    assert.deepEqual((await heard(page)).map(([, { articleId }]) => articleId), ["refund", ""]);
    assert.equal(await part("item").count(), 2);
  });

  test("shows chosen articles in the order of their ids, and leaves out what is not there", async () => {
    const { part, logs } = await open({ attributes: 'questions="refund, nowhere password"' });
    assert.deepEqual(await part("question").allTextContents(), ["Get a refund", "Reset your password"]);
    assert.ok(logs.some((line) => line.includes('leaves out "nowhere"')));
  });

  test("without children, the top questions; with a heading, if one is wanted", async () => {
    const { page, part } = await open({ children: "", attributes: 'heading-level="3"' });
    assert.equal(await part("item").count(), 4);
    assert.ok(await page.getByRole("heading", { level: 3, name: "Frequently asked questions" }).isVisible());
  });

  test("one at a time, if it is exclusive", async () => {
    const { page, part } = await open({ attributes: "exclusive" });
    await part("question").nth(0).click();
    await part("question").nth(1).click();
    await page.getByText("Its answer").last().waitFor();
    assert.deepEqual((await answers(page)).map((text) => text.slice(0, 10)), ["Its answer"]);
  });

  test("an address that is no page is not linked", async () => {
    const { page, part } = await open({ attributes: 'questions="unsafe"', children: "" });
    await part("question").click();
    await page.waitForFunction(() => !document.querySelector("help-faq").shadowRoot.querySelector("[aria-busy]"));
    assert.equal(await page.locator("help-faq a").count(), 0);
  });

  test("titles are text", async () => {
    const { page, part, errors } = await open({ attributes: 'questions="xss title"', children: '<details data-article-id="title"><summary>&lt;img src=x onerror=alert(1)&gt;</summary>Answer</details>' });
    assert.deepEqual(await part("question").allTextContents(), ["<img src=x onerror=alert(1)> in a title", "<img src=x onerror=alert(1)>"]);
    assert.equal(await page.locator("help-faq img").count(), 0);
    assert.deepEqual(errors, []);
  });

  test("headings of an answer stand below the list's, and its table is reached by keyboard", async () => {
    const { page, part } = await open({ attributes: 'questions="refund" heading-level="2"', children: "" });
    await part("question").first().click();
    const answer = part("answer").first();
    await answer.getByRole("heading", { name: "How long it takes" }).waitFor();
    assert.equal(await answer.getByRole("heading").evaluate(({ localName }) => localName), "h3");
    assert.equal(await answer.getByRole("region", { name: "Get a refund" }).getAttribute("tabindex"), "0");
    assert.deepEqual(await problems(page), []);
  });

  test("a list that cannot be fetched leaves the page's own answers", async () => {
    staged.site.fault = (path) => (path.endsWith("en-top.json") ? { status: 404 } : undefined);
    const { page } = await staged.open({ body: `<help-faq questions="top">${HELD}</help-faq>` });
    await page.waitForTimeout(600);
    await page.getByText("Only in the page").click();
    assert.ok(await page.getByText("Its answer").isVisible());
  });

  test("without JavaScript the children open", async () => {
    const context = await staged.browser.newContext({ javaScriptEnabled: false });
    staged.site.pages.set("/page", `<!doctype html><title>x</title><help-faq>${HELD}</help-faq>`);
    const page = await context.newPage();
    await page.goto(`${staged.site.origin}/page`);
    await page.getByText("Only in the page").click();
    assert.ok(await page.getByText("Its answer").isVisible());
    await context.close();
  });

  test("its JSON-LD says what the page shows, closes no script, and goes with it", async () => {
    const { page } = await open({ attributes: "json-ld" });
    await page.waitForSelector("help-faq > script", { state: "attached" });
    const [text, html] = await page.evaluate(() => {
      const script = document.querySelector("help-faq > script");
      return [script.textContent, script.outerHTML];
    });
    assert.equal(html.match(/<\/script/g).length, 1);
    const { "@type": type, mainEntity } = JSON.parse(text);
    assert.equal(type, "FAQPage");
    assert.deepEqual(mainEntity.map(({ name, acceptedAnswer }) => [name, acceptedAnswer.text]), [["An old title", "Open the order. Then wait."], ["Only in the page", "Its answer </script>"]]);
    await page.evaluate(() => (window.gone = document.querySelector("help-faq")).remove());
    await page.waitForFunction(() => !window.gone.querySelector("script"));
  });

  test("a strict policy with Trusted Types is never violated", async () => {
    staged.site.csp = STRICT;
    const { page, part, errors } = await open({ attributes: 'questions="top"', head: "" });
    for (const index of [0, 1, 2, 3]) await part("question").nth(index).click();
    await page.locator("help-faq [part=link]").first().waitFor();
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
  });

  test("JSON-LD under Trusted Types needs a policy of its own; without it, there is none", async () => {
    staged.site.csp = STRICT.replace("trusted-types 'none'", "trusted-types helpdex-json-ld");
    const allowed = await open({ attributes: "json-ld", head: "" });
    await allowed.page.waitForSelector("help-faq > script", { state: "attached" });
    assert.deepEqual(await allowed.page.evaluate(() => window.violations), []);
    staged.site.csp = STRICT;
    const { page, part, logs, errors } = await open({ attributes: "json-ld", head: "" });
    await page.waitForTimeout(200);
    assert.equal(await page.locator("help-faq > script").count(), 0);
    assert.ok(logs.some((line) => line.includes("trusted-types helpdex-json-ld")));
    await part("question").first().click();
    assert.equal((await answers(page)).length, 1);
    assert.deepEqual(errors, []);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "ar"]) {
    test(`axe, ${colorScheme}, ${lang}`, async () => {
      const { page, part } = await open({ lang, attributes: 'questions="top" heading-level="2"', context: { colorScheme, viewport: { width: 320, height: 800 } } });
      const found = [await problems(page)];
      await part("question").first().click();
      await page.locator("help-faq [part=link]").first().waitFor();
      found.push(await problems(page));
      assert.deepEqual(found.flat(), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  }
}

describe("a site that chose its questions", () => {
  const chosen = stage(undefined, { top: { en: ["password", "refund"] }, faq: { en: ["card", "refund"] } });
  const listed = async (attributes) => {
    const { page } = await chosen.open({ body: `<help-faq ${attributes}></help-faq>` });
    await mounted(page, "help-faq");
    return page.locator("help-faq [part=faq-question]").allTextContents();
  };

  test("shows these, as faq-en.html does; the top ones and others if they are named", async () => {
    const [card, refund] = await listed("");
    assert.equal(refund, "Get a refund");
    assert.deepEqual(await listed('questions="top"'), ["Reset your password", "Get a refund"]);
    assert.deepEqual(await listed('questions="password card"'), ["Reset your password", card]);
  });
});
