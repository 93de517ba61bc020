// `offline`: search without a network after first use.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { reach, titles } from "./browser.mjs";
import { writeFakeBundle } from "./fake/bundle.mjs";
import { stage } from "./stage.mjs";

const staged = stage();

beforeEach(() => writeFakeBundle(staged.out, "one"));

/** Everything that is kept, by cache. */
const kept = (page) => page.evaluate(async () => {
  const found = {};
  for (const name of await caches.keys()) found[name.split(" ").at(-1)] = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname).sort();
  return found;
});

/** Shards of the stand-in's English index: one an article, and one that words need. */
const SHARDS = 11;

/** Waits until all of a build is kept, and no other build. */
async function whenKept(page, build) {
  for (let i = 0; i < 100; i++) {
    const all = await kept(page);
    const shards = all[build]?.filter((path) => path.includes(`data/${build}-`)) ?? [];
    if (Object.keys(all).length === 1 && shards.length === SHARDS) return;
    await page.waitForTimeout(50);
  }
  assert.fail(`not all of ${build} is kept: ${JSON.stringify(await kept(page))}`);
}

async function use(options) {
  const opened = await staged.open({ attributes: "offline", ...options });
  await opened.field.fill("refund");
  await reach(opened.page, "results");
  return opened;
}

/** Nothing answers below /help/data, and the manifest neither; scripts come from the browser's own cache in practice. */
const noData = (path) => (/^\/help\/(data|manifest)|\.wasm$/.test(path) ? { drop: true } : undefined);

describe("with offline", () => {
  test("everything of the language is kept, and answers without a network", async () => {
    const { page, context, field } = await use();
    await whenKept(page, "one");
    const all = await kept(page);
    assert.deepEqual(Object.keys(all), ["one"]);
    assert.ok(all.one.includes("/help/manifest.json") && all.one.includes("/help/data/en-one.hdx") && all.one.includes("/help/app-one/engine-en.wasm"));
    await context.setOffline(true);
    await field.fill("zebra refund");
    await reach(page, "offline");
    await page.waitForFunction(() => document.querySelector("help-search").results.length === 2);
    assert.deepEqual(await titles(page), ["Get a refund", "Change your card"]);
  });

  test("a page opened later works from what is kept, and knows how old it is", async () => {
    const { page, context, field } = await use();
    await whenKept(page, "one");
    staged.site.fault = noData;
    const again = await context.newPage();
    await again.goto(page.url());
    await again.locator("help-search #field").fill("zebra refund");
    await reach(again, "offline");
    const since = await again.evaluate(async () => {
      const { createClient } = await import("/help/app-one/client.js");
      const client = await createClient({ base: "/help/", lang: "en", offline: true });
      await client.search("zebra refund");
      for (let i = 0; i < 50 && !client.offlineSince; i++) await new Promise((done) => setTimeout(done, 20));
      return client.offlineSince?.getTime();
    });
    assert.ok(Math.abs(Date.now() - since) < 120_000, String(since));
    assert.equal(await field.isVisible(), true);
  });

  test("that there is no network is told though it fails after the answer", async () => {
    const { page, context } = await use();
    await whenKept(page, "one");
    staged.site.fault = (path) => noData(path) && { ...noData(path), delay: 700 };
    const again = await context.newPage();
    await again.goto(page.url());
    await again.locator("help-search #field").fill("zebra refund");
    await reach(again, "results");
    await reach(again, "offline");
  });

  test("the same in a worker", async () => {
    const { page } = await use();
    await whenKept(page, "one");
    staged.site.fault = noData;
    const [hits, since] = await page.evaluate(async () => {
      const { createClient } = await import("/help/app-one/client.js");
      const client = await createClient({ base: "/help/", lang: "en", offline: true, worker: true });
      let found;
      for (let i = 0; i < 50 && !client.offlineSince; i++) {
        found = await client.search("zebra refund");
        await new Promise((done) => setTimeout(done, 20));
      }
      return [found.hits.length, client.offlineSince?.getTime()];
    });
    assert.equal(hits, 2);
    assert.ok(Math.abs(Date.now() - since) < 120_000);
  });

  test("with a network there is no date", async () => {
    const { page } = await use();
    const since = await page.evaluate(async () => {
      const { createClient } = await import("/help/app-one/client.js");
      const client = await createClient({ base: "/help/", lang: "en", offline: true });
      await client.search("refund");
      return client.offlineSince ?? null;
    });
    assert.equal(since, null);
  });

  test("a later build takes the place of the one before", async () => {
    const { page, context } = await use();
    await whenKept(page, "one");
    await writeFakeBundle(staged.out, "two");
    const again = await context.newPage();
    await again.goto(page.url());
    await again.locator("help-search #field").fill("refund");
    await reach(again, "results");
    await whenKept(again, "two");
    assert.deepEqual(Object.keys(await kept(again)), ["two"]);
    staged.site.fault = noData;
    // A loader that names a build that was never kept falls back to the one that was.
    await writeFakeBundle(staged.out, "three");
    const third = await context.newPage();
    await third.goto(page.url());
    await third.locator("help-search #field").fill("refund");
    await reach(third, "results");
  });

  test("a browser without room still searches", async () => {
    const { page } = await staged.open({ attributes: "offline", init: () => {
      Cache.prototype.put = () => Promise.reject(new DOMException("full", "QuotaExceededError"));
    } });
    await page.locator("help-search #field").fill("zebra refund");
    await reach(page, "results");
  });

  test("so does one that forbids storage", async () => {
    const { page } = await staged.open({ attributes: "offline", init: () => {
      CacheStorage.prototype.open = CacheStorage.prototype.keys = () => Promise.reject(new DOMException("no", "SecurityError"));
    } });
    await page.locator("help-search #field").fill("zebra refund");
    await reach(page, "results");
  });

  test("what arrived damaged is not kept", async () => {
    staged.site.fault = (path) => (path.endsWith("en-one.hdx") ? { status: 200, body: "HELPDEX?" } : undefined);
    const { page, field } = await staged.open({ attributes: "offline" });
    await field.fill("refund");
    await reach(page, "error");
    staged.site.fault = () => undefined;
    await page.getByRole("button", { name: "Try again" }).click();
    await reach(page, "results");
  });
});

test("without offline nothing is kept", async () => {
  const { page, field } = await staged.open();
  await field.fill("zebra refund");
  await reach(page, "results");
  assert.deepEqual(await kept(page), {});
});
