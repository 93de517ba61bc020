import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { STRICT, focused, hear, heard, mounted } from "./elements.mjs";
import { stage } from "./stage.mjs";

const contact = { levels: 2, table: {}, rules: [{ match: "stolen", set: { severity: "high" } }], channels: {} };
const staged = stage(undefined, { contact: { en: contact } });

const FORM = `<form action="/sent" method="get"><p><label>Subject <input id="subject" name="subject"></label></p>
<p><label>Message <textarea id="message" name="message"></textarea></label></p>SUGGEST<p><button>Send</button></p></form>`;
const suggestOf = (attributes) => `<help-suggest for="#subject, #message" ${attributes}><p>Most questions have been <a href="/plain">answered before</a>.</p></help-suggest>`;

async function open({ attributes = "", form = FORM, ...options } = {}) {
  const opened = await staged.open({ body: form.replace("SUGGEST", suggestOf(attributes)), head: COLOURS, init: hear, ...options });
  const { page } = opened;
  await mounted(page, "help-suggest");
  const links = page.locator("help-suggest [part=suggest-link]");
  const titles = page.locator("help-suggest [part=option-title]");
  return { ...opened, links, titles, subject: page.locator("#subject"), message: page.locator("#message") };
}
const status = (page) => page.locator("help-suggest [role=status]").textContent();
/** What the form sends. */
const sent = async (page) => {
  await Promise.all([page.waitForURL("**/sent?*"), page.getByRole("button", { name: "Send" }).click()]);
  return Object.fromEntries(new URL(page.url()).searchParams);
};

describe("answers while a message is written", () => {
  test("at most three come after a pause, announced once; the focus stays", async () => {
    const { page, titles, message, errors } = await open();
    await message.click();
    await page.keyboard.type("your");
    await titles.first().waitFor();
    assert.equal(await titles.count(), 3);
    assert.equal(await page.evaluate(() => document.activeElement.id), "message");
    await page.waitForFunction(() => document.querySelector("help-suggest").shadowRoot.querySelector("[role=status]").textContent);
    assert.equal(await status(page), "3 articles may answer your question.");
    const [name, detail] = (await heard(page)).at(-1);
    assert.deepEqual([name, detail.query, detail.hitIds.length, detail.surface], ["impression", "your", 3, "suggest"]);
    assert.deepEqual(errors, []);
  });

  test("every field is read, and what is found changes with them", async () => {
    const { page, titles, subject, message } = await open();
    await subject.fill("refund");
    await titles.first().waitFor();
    assert.deepEqual(await titles.allTextContents(), ["Get a refund", "Change your card"]);
    await subject.fill("");
    await message.fill("password");
    await page.waitForFunction(() => document.querySelector("help-suggest").shadowRoot.querySelector("[part=option-title]").textContent === "Reset your password");
    await message.fill("");
    await page.waitForFunction(() => !document.querySelector("help-suggest").shadowRoot.querySelector("[part=option-title]"));
    assert.equal(await status(page), "");
  });

  test("a form that a browser has filled in is answered at once", async () => {
    const { titles } = await open({ form: FORM.replace('name="subject"', 'name="subject" value="refund"') });
    await titles.first().waitFor();
  });

  test("what matches little, or nothing, is not shown", async () => {
    const { page, titles, message } = await open();
    for (const text of ["nearly your", "qqqq", "abc"]) {
      await message.fill(text);
      await page.waitForTimeout(1000);
      assert.equal(await titles.count(), 0, text);
    }
  });

  test("nothing is asked while an input method composes", async () => {
    const { page, titles, message } = await open();
    await message.click();
    await message.dispatchEvent("compositionstart");
    await page.keyboard.type("refund");
    await page.waitForTimeout(1000);
    assert.equal(await titles.count(), 0);
    assert.equal(staged.site.requests.some((path) => path.endsWith("client.js")), false);
    await message.dispatchEvent("compositionend");
    await titles.first().waitFor();
  });

  test("rows do not change under somebody's fingers", async () => {
    const { page, titles, links, message } = await open();
    await message.fill("refund");
    await links.first().focus();
    await message.evaluate((field) => {
      field.value = "password";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await page.waitForTimeout(1200);
    assert.match(await focused(page), /Get a refund/);
    await message.focus();
    await page.waitForFunction(() => document.querySelector("help-suggest").shadowRoot.querySelector("[part=option-title]").textContent === "Reset your password");
    assert.equal(await titles.count(), 1);
  });

  test("closed, it stays closed and leads back to the message", async () => {
    const { page, titles, message } = await open();
    await message.fill("refund");
    await page.locator("help-suggest").getByRole("button", { name: "Close" }).click();
    assert.equal(await page.evaluate(() => document.activeElement.id), "message");
    await message.fill("password");
    await page.waitForTimeout(1000);
    assert.equal(await titles.count(), 0);
  });

  test("an article opens in a new tab, and the message is still there", async () => {
    const { page, context, links, message } = await open();
    await message.fill("refund");
    assert.match(await links.first().textContent(), /Get a refund.*opens in a new tab/);
    const [article] = await Promise.all([context.waitForEvent("page"), links.first().click()]);
    await article.waitForURL("**/en/refund*");
    assert.equal(await message.inputValue(), "refund");
    const names = (await heard(page)).map(([name]) => name);
    assert.deepEqual(names, ["impression", "result_click", "before-navigate"]);
    assert.equal((await heard(page))[1][1].position, 1);
  });

  test("a page may open it itself", async () => {
    const { page, context, links, message } = await open();
    await page.evaluate(() => addEventListener("help:before-navigate", (event) => event.preventDefault()));
    await message.fill("refund");
    await links.first().click();
    await page.waitForTimeout(200);
    assert.equal(context.pages().length, 1);
  });

  test("the form is sent with what was asked and read", async () => {
    const { page, context, links, subject, message } = await open();
    await subject.fill("refund");
    const [article] = await Promise.all([context.waitForEvent("page"), links.first().click()]);
    await article.close();
    await message.fill("It was stolen");
    const fields = await sent(page);
    assert.deepEqual({ ...fields, help_session: /^[0-9a-f-]{36}$/.test(fields.help_session) }, {
      subject: "refund", message: "It was stolen", help_session: true, help_query: "refund It was stolen", help_articles_seen: "refund", help_cell: "LHL",
    });
  });

  test("a form is sent at once, whether an answer has come or not, and twice without double fields", async () => {
    staged.site.fault = (path) => (/\.hdx|client\.js/.test(path) ? { delay: 20_000 } : undefined);
    const { page, message } = await open();
    await message.fill("refund please");
    await page.evaluate(() => document.querySelector("form").addEventListener("submit", (event) => event.preventDefault(), { once: true }));
    await page.getByRole("button", { name: "Send" }).click();
    assert.deepEqual((await heard(page)).at(-1)[0], "contact_submit");
    await sent(page);
    const { searchParams } = new URL(page.url());
    assert.deepEqual([searchParams.getAll("help_query"), searchParams.getAll("help_cell")], [["refund please"], ["LLL"]]);
  });

  test("a script that sends the form sends the fields too", async () => {
    const { page, message } = await open();
    await message.fill("hello there");
    await Promise.all([page.waitForURL("**/sent?*"), page.evaluate(() => document.querySelector("form").submit())]);
    assert.equal(new URL(page.url()).searchParams.get("help_query"), "hello there");
  });

  test("a search that fails hinders nobody", async () => {
    staged.site.fault = (path) => (path.endsWith(".hdx") ? { status: 404 } : undefined);
    const { page, titles, message, errors } = await open();
    await message.fill("refund");
    await page.waitForTimeout(1500);
    assert.equal(await titles.count(), 0);
    assert.equal((await sent(page)).message, "refund");
    assert.deepEqual(errors, []);
  });

  test("hostile texts are text, and an article whose address is no page is left out", async () => {
    const { page, titles, links, message, errors } = await open();
    await message.fill("title <img src=x onerror=alert(1)>");
    await titles.first().waitFor();
    assert.deepEqual(await titles.allTextContents(), ["<img src=x onerror=alert(1)> in a title"]);
    await message.fill("unsafe");
    await links.first().waitFor({ state: "detached" });
    assert.equal(await page.evaluate(() => document.querySelector("help-suggest").shadowRoot.querySelectorAll("img,script").length), 0);
    assert.deepEqual(errors, []);
  });

  for (const selector of ["#nothing", "::", ""]) {
    test(`a selector that finds no field ("${selector}") is told`, async () => {
      const form = `<form action="/sent"><help-suggest for="${selector}">Fallback</help-suggest><button>Send</button></form>`;
      const { page, logs, errors } = await staged.open({ body: form, init: hear });
      await page.waitForTimeout(600);
      assert.ok(logs.some((line) => line.includes("finds no field")), logs.join());
      assert.ok(await page.getByText("Fallback").isVisible());
      assert.deepEqual(errors, []);
    });
  }

  test("nothing is fetched before somebody writes, nothing is stored, nothing is sent elsewhere", async () => {
    const { page, context, message, titles } = await open();
    assert.equal(staged.site.requests.some((path) => /client\.js|\.hdx|\.wasm/.test(path)), false);
    const foreign = [];
    context.on("request", (request) => request.url().startsWith(staged.site.origin) || foreign.push(request.url()));
    await message.fill("refund");
    await titles.first().waitFor();
    assert.deepEqual(foreign, []);
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    assert.deepEqual(await context.cookies(), []);
  });

  test("without JavaScript form and children are there", async () => {
    const context = await staged.browser.newContext({ javaScriptEnabled: false });
    staged.site.pages.set("/page", `<!doctype html><title>x</title>${FORM.replace("SUGGEST", suggestOf(""))}`);
    const page = await context.newPage();
    await page.goto(`${staged.site.origin}/page`);
    assert.ok(await page.getByRole("link", { name: "answered before" }).isVisible());
    await page.locator("#message").fill("x");
    assert.equal((await sent(page)).message, "x");
    await context.close();
  });

  test("a strict policy with Trusted Types is never violated", async () => {
    staged.site.csp = STRICT;
    const { page, titles, message, errors } = await open({ head: "" });
    await message.fill("refund");
    await titles.first().waitFor();
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const [lang, text] of [["en", "your"], ["ar", "المبلغ"]]) {
    test(`axe, ${colorScheme}, ${lang}`, async () => {
      const { page, message, titles } = await open({ lang, context: { colorScheme, viewport: { width: 320, height: 800 } } });
      const found = [await problems(page)];
      await message.fill(text);
      await titles.first().waitFor();
      found.push(await problems(page));
      assert.deepEqual(found.flat(), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  }
}
