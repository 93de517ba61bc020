import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reach, stateOf, titles } from "./browser.mjs";
import { deploy, writeFakeBundle } from "./fake/bundle.mjs";
import { listen, stage } from "./stage.mjs";

const staged = stage();
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";

async function failing(fault, { text = "refund", ...options } = {}) {
  staged.site.fault = fault;
  const opened = await staged.open(options);
  const heard = await listen(opened.page);
  await opened.field.click();
  await opened.page.keyboard.type(text);
  return { ...opened, heard };
}

const codeOf = async (heard) => (await heard()).find(([name]) => name === "help:error")?.[1].code;

describe("what cannot be cured says so, and leaves a way on", () => {
  test("blocked WebAssembly: cause and cure in the console, Enter uses the plain form", async () => {
    staged.site.csp = STRICT.replace(" 'wasm-unsafe-eval'", "");
    const { page, heard, logs } = await failing(() => undefined);
    await reach(page, "error");
    assert.equal(await codeOf(heard), "wasm-blocked");
    assert.ok(logs.some((line) => line.includes("script-src 'self' 'wasm-unsafe-eval'")));
    assert.equal(await page.locator("help-search [role=alert]").isVisible(), true);
    assert.match(await page.locator("help-search [part=link]").getAttribute("href"), /\/plain\?q=refund$/);
    await Promise.all([page.waitForURL("**/plain?q=refund"), page.keyboard.press("Enter")]);
  });

  test("a missing root", async () => {
    const { page, heard } = await failing((path) => (path.endsWith("en-one.hdx") ? { status: 404 } : undefined));
    await reach(page, "error");
    assert.equal(await codeOf(heard), "not-found");
    staged.site.fault = () => undefined;
    await page.getByRole("button", { name: "Try again" }).click();
    await reach(page, "results");
  });

  test("a root that is an HTML page", async () => {
    const { page, heard } = await failing((path) => (path.endsWith("en-one.hdx") ? { status: 200, type: "text/html", body: "<!doctype html>" } : undefined));
    await reach(page, "error");
    assert.equal(await codeOf(heard), "mime");
  });

  test("a damaged root", async () => {
    const { page, heard } = await failing((path) => (path.endsWith("en-one.hdx") ? { status: 200, body: "HELPDEX?" } : undefined));
    await reach(page, "error");
    assert.equal(await codeOf(heard), "corrupt");
  });

  test("a dead network", async () => {
    const { page, heard } = await failing((path) => (path.endsWith(".wasm") ? { drop: true } : undefined));
    await reach(page, "error");
    assert.equal(await codeOf(heard), "network");
  });

  test("a missing widget brings the plain form back with what was typed", async () => {
    staged.site.fault = (path) => (path.endsWith("widget.js") ? { status: 404, delay: 300 } : undefined);
    const { page, field } = await staged.open();
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "error");
    const plain = page.locator("form input[name=q]");
    assert.equal(await plain.isVisible(), true);
    assert.equal(await plain.inputValue(), "refund");
    assert.equal(await plain.evaluate((node) => node === document.activeElement), true);
  });

  test("an index that never has enough", async () => {
    const { page, heard } = await failing(() => undefined, { text: "endless" });
    await reach(page, "error");
    assert.equal(await codeOf(heard), "corrupt");
    assert.ok(staged.site.requests.filter((path) => path.endsWith("one-0.hdx")).length <= 3);
  });
});

describe("what can be cured is", () => {
  test("wasm under a wrong MIME type works, with a warning", async () => {
    const { page, logs } = await failing((path) => (path.endsWith(".wasm") ? { type: "application/octet-stream" } : undefined));
    await reach(page, "results");
    assert.ok(logs.some((line) => line.includes("application/wasm")));
  });

  test("one lost answer is asked for again", async () => {
    let lost = 0;
    const { page } = await failing((path) => (path.endsWith("en-one.hdx") && lost++ === 0 ? { drop: true } : undefined));
    await reach(page, "results");
  });

  test("a missing shard fails its query only, and only while it is missing", async () => {
    const { page, field, heard } = await failing((path) => (path.endsWith("one-0.hdx") ? { status: 404 } : undefined), { text: "zebra refund" });
    await reach(page, "error");
    assert.equal(await codeOf(heard), "not-found");
    await field.fill("refund");
    await reach(page, "results");
    staged.site.fault = () => undefined;
    await field.fill("zebra refund");
    await page.waitForTimeout(100);
    await reach(page, "results");
    assert.deepEqual(await titles(page), ["Get a refund", "Change your card"]);
  });

  test("passages that do not arrive leave the rows as they are", async () => {
    const { page } = await failing((path) => (/one-[1-9]\d*\.hdx$/.test(path) ? { status: 404 } : undefined));
    await reach(page, "results");
    await page.waitForFunction(() => !document.querySelector("help-search").shadowRoot.querySelector(".pending"));
    assert.equal((await titles(page)).length, 2);
  });

  test("a page that still names the last build moves to the new one", async () => {
    const { out, site } = staged;
    const newer = await writeFakeBundle(out, "two");
    await deploy(out, { ...newer, build: "one", app: "app-one/", languages: { en: { root: "data/gone.hdx", engine: "engine-en.wasm", articles: 1 } } });
    site.fault = (path) => (path === "/help/manifest.json" ? { status: 200, body: JSON.stringify(newer) } : undefined);
    const { page, field } = await staged.open();
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "results");
    assert.ok(site.requests.includes("/help/app-two/engine.js"));
    await writeFakeBundle(out, "one");
  });

  test("a deployment under an open page is followed", async () => {
    const { out, site } = staged;
    const { page, field } = await staged.open();
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "results");
    const newer = await writeFakeBundle(out, "three");
    site.fault = (path) => (path.endsWith("one-0.hdx") ? { status: 404 } : undefined);
    await field.fill("zebra password");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]")?.textContent.includes("password"));
    assert.ok(site.requests.includes(`/help/${newer.languages.en.root}`));
    await writeFakeBundle(out, "one");
  });
});

describe("slow", () => {
  test("loading is shown after 150 ms, and the text that was typed is answered", async () => {
    const { page } = await failing((path) => (path.endsWith(".wasm") ? { delay: 900 } : undefined));
    await reach(page, "loading");
    await reach(page, "results");
  });

  test("the latest text wins over one whose shard comes late", async () => {
    const { page, field } = await failing((path) => (path.endsWith("one-0.hdx") ? { delay: 700 } : undefined), { text: "zebra card" });
    await page.waitForTimeout(200);
    await field.fill("password");
    await reach(page, "results");
    assert.equal((await titles(page))[0], "Reset your password");
    await page.waitForTimeout(900);
    assert.equal((await titles(page))[0], "Reset your password");
    assert.equal(await stateOf(page), "results");
  });

  test("waiting ends", async () => {
    staged.site.fault = (path) => (path.endsWith(".wasm") ? { delay: 60_000 } : undefined);
    const { page, field } = await staged.open({ attributes: 'timeout="700"' });
    const heard = await listen(page);
    await field.click();
    await page.keyboard.type("refund");
    await reach(page, "error");
    assert.equal(await codeOf(heard), "network");
  });
});

