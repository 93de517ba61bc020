// What a page does when its own files and the deployed ones are of different builds.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, test } from "node:test";
import { reach, titles } from "./browser.mjs";
import { deploy, writeFakeBundle } from "./fake/bundle.mjs";
import { listen, stage } from "./stage.mjs";

const staged = stage();

beforeEach(() => writeFakeBundle(staged.out, "one"));

/** What the browser's cache still holds of the loader: names of a build that is gone. */
async function keepOldLoader(changes = {}) {
  const { out } = staged;
  const old = { ...JSON.parse(await readFile(join(out, "manifest.json"), "utf8")), build: "zero", app: "app-zero/", ...changes };
  const define = await readFile(join(out, "app-one/define.js"), "utf8");
  await writeFile(join(out, "helpdex.js"), define.replace('"__HELPDEX_MANIFEST__"', () => JSON.stringify(JSON.stringify(old))));
}

async function ask(options) {
  const opened = await staged.open(options);
  const heard = await listen(opened.page);
  await opened.field.click();
  await opened.page.keyboard.type("refund");
  return { ...opened, heard };
}

const messageOf = async (heard) => (await heard()).find(([name]) => name === "help:error")?.[1].message;

describe("a loader older than the deployment", () => {
  test("finds the scripts of now, and is renewed for the next page", async () => {
    await keepOldLoader();
    const { page } = await ask();
    await reach(page, "results");
    assert.equal((await titles(page))[0], "Get a refund");
    const { requests } = staged.site;
    assert.ok(requests.includes("/help/app-zero/widget.js") && requests.includes("/help/app-one/widget.js"));
    assert.equal(requests.filter((path) => path === "/help/helpdex.js").length, 2);
  });

  test("of another format says what to do", async () => {
    await keepOldLoader({ helpdex: 0 });
    const { page, heard } = await ask();
    await reach(page, "error");
    assert.match(await messageOf(heard), /helpdex\.js is older than the bundle: reload the page/);
    assert.equal(await page.locator("form input[name=q]").isVisible(), true);
  });
});

describe("half a deployment", () => {
  test("names the missing file and the cure, and works once it is finished", async () => {
    staged.site.fault = (path) => (path.startsWith("/help/app-one/") ? { status: 404 } : undefined);
    const { page, heard } = await ask();
    await reach(page, "error");
    assert.match(await messageOf(heard), /did not load: deploy the whole output folder.*app-one\/widget\.js/);
    staged.site.fault = () => undefined;
    await page.reload();
    await page.locator("help-search #field").fill("refund");
    await reach(page, "results");
  });

  test("a script that fails once is asked for again", async () => {
    let lost = 0;
    staged.site.fault = (path) => (path.endsWith("widget.js") && lost++ === 0 ? { status: 503 } : undefined);
    const { page } = await ask();
    await reach(page, "results");
    assert.equal(lost, 2);
  });

  test("an engine that is missing while everything else is there", async () => {
    staged.site.fault = (path) => (/engine/.test(path) ? { status: 404 } : undefined);
    const { page, heard } = await ask();
    await reach(page, "error");
    assert.match(await messageOf(heard), /engine.*deploy the whole output folder/s);
  });
});

describe("an open page", () => {
  test("follows two deployments one after the other", async () => {
    const { page, field } = await ask();
    await reach(page, "results");
    for (const [id, query] of [["two", "zebra refund"], ["three", "password"]]) {
      const gone = JSON.parse(await readFile(join(staged.out, "manifest.json"), "utf8"));
      await writeFakeBundle(staged.out, id);
      staged.site.fault = (path) => (path.includes(gone.app) || path.includes(`${gone.build}-`) || path.includes(`-${gone.build}.`) ? { status: 404 } : undefined);
      await field.fill(query);
      await page.waitForFunction((id) => performance.getEntriesByType("resource").some(({ name }) => name.includes(`app-${id}/engine.js`)), id);
      await reach(page, "results");
    }
  });

  test("refuses a bundle of another format, with the cure", async () => {
    const { page, field, heard } = await ask();
    await reach(page, "results");
    const newer = await writeFakeBundle(staged.out, "two");
    await deploy(staged.out, { ...newer, helpdex: 2 });
    staged.site.fault = (path) => (/one-\d+\.hdx/.test(path) ? { status: 404 } : undefined);
    await field.fill("zebra refund");
    await reach(page, "error");
    assert.match(await messageOf(heard), /scripts of this page are older than the bundle \(1 and 2\): reload the page/);
  });
});

test("a bundle without its engine's script says so to the client", async () => {
  const { page } = await staged.open();
  staged.site.fault = (path) => (path.endsWith("/engine.js") ? { status: 404 } : undefined);
  const failure = await page.evaluate(async () => {
    const { createClient } = await import("/help/app-one/client.js");
    return createClient({ base: "/help/", lang: "en" }).then(() => "opened", ({ code, message }) => `${code}: ${message}`);
  });
  assert.match(failure, /^not-found: .*engine\.js.*deploy the whole output folder/);
});
