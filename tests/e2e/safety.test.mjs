import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pageHtml, reach, titles } from "./browser.mjs";
import { listen, stage } from "./stage.mjs";

const staged = stage();
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

/** Runs in the page before anything else. */
function watchViolations() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
}

describe("policies", () => {
  for (const [name, csp] of [
    ["a strict Content-Security-Policy", STRICT],
    ["Trusted Types", `${STRICT}; require-trusted-types-for 'script'; trusted-types 'none'`],
  ]) {
    test(`${name} is never violated`, async () => {
      staged.site.csp = csp;
      const { page, field, errors } = await staged.open({ init: watchViolations });
      await field.click();
      await page.keyboard.type("refund");
      await reach(page, "results");
      await page.keyboard.press("ArrowDown");
      await field.fill("qqqq");
      await reach(page, "zero");
      assert.deepEqual(await page.evaluate(() => window.violations), []);
      assert.deepEqual(errors, []);
    });
  }

  test("worker mode works under Trusted Types with the policy named helpdex", async () => {
    staged.site.csp = `${STRICT}; require-trusted-types-for 'script'; trusted-types helpdex`;
    const { page } = await staged.open({ init: watchViolations });
    const found = await page.evaluate(async () => {
      const { createClient } = await import("/help/app-one/client.js");
      const client = await createClient({ base: "/help/", lang: "en", worker: true });
      const { hits, total, step } = await client.search("refund");
      client.destroy();
      return { ids: hits.map(({ id }) => id), snippet: hits[0].snippet.slice(0, 14), total, step };
    });
    assert.deepEqual(found, { ids: ["refund", "card"], snippet: "Open the order", total: 2, step: "all" });
    assert.deepEqual(await page.evaluate(() => window.violations), []);
  });
});

describe("requests", () => {
  test("none before intent but the loader", async () => {
    const { page } = await staged.open();
    await page.waitForTimeout(300);
    assert.deepEqual(staged.site.requests.filter((path) => path.startsWith("/help/")), ["/help/helpdex.js"]);
  });

  test("a pointer that rests is intent, one that passes is not", async () => {
    const { page, field } = await staged.open();
    const { x, y, height } = await field.boundingBox();
    await page.mouse.move(x + 20, y + 10);
    await page.mouse.move(x + 20, y + height + 200);
    await page.waitForTimeout(150);
    assert.equal(staged.site.requests.some((path) => path.endsWith("widget.js")), false);
    await page.mouse.move(x + 20, y + 10);
    await page.waitForTimeout(300);
    assert.equal(staged.site.requests.some((path) => path.endsWith("widget.js")), true);
  });

  test("code, wasm and root are asked for in one hop, once, and nowhere else", async () => {
    staged.site.fault = (path) => (/widget\.js|engine|en-one/.test(path) ? { delay: 2000 } : undefined);
    const { page, field, context } = await staged.open({ body: "<help-search></help-search><help-search></help-search>" });
    const foreign = [];
    context.on("request", (request) => request.url().startsWith(staged.site.origin) || foreign.push(request.url()));
    await field.click();
    const first = ["/help/app-one/engine-en.wasm", "/help/app-one/engine.js", "/help/app-one/widget.js", "/help/data/en-one.hdx"];
    const asked = () => staged.site.requests.filter((path) => first.includes(path)).sort();
    // Nothing has been answered yet while this waits, so whatever arrives was asked for in the first hop.
    for (let i = 0; i < 18 && asked().length < first.length; i++) await page.waitForTimeout(100);
    assert.deepEqual(asked(), first);
    await page.locator("help-search #field").nth(1).click();
    await page.keyboard.type("refund");
    await page.waitForFunction(() => document.querySelectorAll("help-search")[1].dataset.state === "results");
    assert.deepEqual(asked(), first);
    assert.deepEqual(foreign, []);
  });

  test("nothing is stored in the browser", async () => {
    const { page, field, context } = await staged.open();
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "results");
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    assert.deepEqual(await context.cookies(), []);
  });
});

describe("hostile text", () => {
  const QUERIES = ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:alert(1)", "${alert(1)}{{alert(1)}}", "\u202e\u0000\ud800", "%3Cscript%3E", "$& $1 $`"];

  test("queries are shown as they are written", async () => {
    const { page, field, errors } = await staged.open();
    page.on("dialog", (dialog) => errors.push(`dialog ${dialog.message()}`));
    await field.click();
    for (const query of QUERIES) {
      await field.fill(`qqqq${query}`);
      await page.waitForTimeout(80);
      const { echo, elements } = await page.evaluate(() => {
        const { shadowRoot } = document.querySelector("help-search");
        return { echo: shadowRoot.querySelector("bdi")?.textContent, elements: shadowRoot.querySelectorAll("img,script,iframe").length };
      });
      if (echo !== undefined) assert.ok(echo.startsWith("qqqq"));
      assert.equal(elements, 0);
    }
    assert.deepEqual(errors, []);
  });

  test("titles and passages are text", async () => {
    const { page, field, errors } = await staged.open();
    await field.click();
    await page.keyboard.type("title");
    await reach(page, "results");
    assert.deepEqual(await titles(page), ["<img src=x onerror=alert(1)> in a title"]);
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-snippet]").textContent.includes("<script>"));
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.querySelectorAll("img,script").length), 0);
    assert.deepEqual(errors, []);
  });

  test("an address that is not a page is not opened", async () => {
    const { page, field, errors } = await staged.open();
    const heard = await listen(page);
    page.on("dialog", (dialog) => errors.push(`dialog ${dialog.message()}`));
    await field.click();
    await page.keyboard.type("unsafe");
    await reach(page, "results");
    await page.locator("help-search [role=option]").first().click();
    await page.waitForTimeout(100);
    assert.match(page.url(), /\/page$/);
    assert.equal((await heard()).some(([name]) => name === "help:before-navigate"), false);
    assert.deepEqual(errors, []);
  });
});

describe("living in a page", () => {
  test("two fields do not disturb each other", async () => {
    const { page } = await staged.open({ body: "<help-search></help-search><help-search></help-search>" });
    const [one, two] = [page.locator("help-search").nth(0), page.locator("help-search").nth(1)];
    await one.locator("#field").fill("refund");
    await one.locator("[role=option]").first().waitFor();
    await two.locator("#field").fill("password");
    await two.locator("[role=option]").first().waitFor();
    assert.deepEqual(await two.locator("[part=option-title]").allTextContents(), ["Reset your password"]);
    assert.equal(await one.locator("#field").getAttribute("aria-expanded"), "false");
    await one.locator("#field").focus();
    assert.deepEqual(await one.locator("[part=option-title]").allTextContents(), ["Get a refund", "Change your card"]);
  });

  test("moving and removing the element is safe, and it works again afterwards", async () => {
    const { page, field, errors } = await staged.open();
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "results");
    await page.evaluate(() => {
      const element = document.querySelector("help-search");
      document.body.append(element);
      element.remove();
      document.body.append(element);
    });
    await field.fill("password");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]")?.textContent === "Reset your password");
    await page.evaluate(() => document.querySelector("help-search").remove());
    await page.waitForTimeout(100);
    assert.deepEqual(errors, []);
  });

  test("the language can change while the page is open", async () => {
    const { page, field } = await staged.open();
    await field.fill("refund");
    await reach(page, "results");
    await page.evaluate(() => document.querySelector("help-search").setAttribute("lang", "ar"));
    await field.fill("كلمة");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]")?.textContent.includes("كلمة"));
    assert.ok(staged.site.requests.includes("/help/data/ar-one.hdx"));
  });

  test("an outer form sends what was typed", async () => {
    const { page, field } = await staged.open({ body: '<form action="/outer"><help-search name="topic"></help-search><button>Send</button></form>' });
    await field.fill("refund");
    await reach(page, "results");
    await page.keyboard.press("Escape");
    await Promise.all([page.waitForURL("**/outer?topic=refund"), page.getByRole("button", { name: "Send" }).click()]);
  });

  test("without JavaScript the plain form works", async () => {
    const context = await staged.browser.newContext({ javaScriptEnabled: false });
    staged.site.pages.set("/page", pageHtml());
    const page = await context.newPage();
    await page.goto(`${staged.site.origin}/page`);
    await page.getByLabel("Search help").fill("refund");
    await Promise.all([page.waitForURL("**/plain?q=refund"), page.keyboard.press("Enter")]);
    await context.close();
  });
});
