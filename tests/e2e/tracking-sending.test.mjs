// Nothing is sent that may not be, nothing is lost that need not be, and nothing is sent twice.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { reach } from "./browser.mjs";
import { HAS_TRACKER } from "./fake/bundle.mjs";
import { startReceiver } from "./receiver.mjs";
import { stage } from "./stage.mjs";

describe("sending", { skip: !HAS_TRACKER && "the tracker has not been built" }, () => {
  const staged = stage();
  let receiver;
  before(async () => (receiver = await startReceiver()));
  after(() => receiver.close());
  beforeEach(() => receiver.reset());

  const open = (attributes = "", options = {}) => staged.open({ attributes: `endpoint="${receiver.endpoint}" ${attributes}`, ...options });
  async function ask(page, field, text) {
    await field.fill(text);
    await reach(page, "results");
    await field.press("Enter");
    await page.waitForTimeout(400);
  }
  /** Hides the page, as a phone does that goes to another app. */
  const hide = (page) => page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  const asked = () => receiver.queries.map(({ user_query }) => user_query);

  describe("privacy", () => {
    /** Asks and leaves; whatever went anywhere but to the page's own origin, or was stored. */
    async function traces(attributes, init, meanwhile = async () => {}) {
      const opened = await staged.open({ attributes, init });
      const { page, field, context } = opened;
      const foreign = [];
      page.on("request", (request) => (request.url().startsWith(staged.site.origin) && !request.url().includes("tracker")) || foreign.push(request.url()));
      await ask(page, field, "refund");
      await meanwhile(page, field);
      const stored = await page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie]);
      await page.goto("about:blank");
      await page.waitForTimeout(300);
      assert.deepEqual(stored, [0, 0, 0, ""]);
      assert.deepEqual(await context.cookies(), []);
      return foreign;
    }
    const endpoint = () => `endpoint="${receiver.endpoint}"`;

    test("with an endpoint events are sent, without cookies and storage", async () => {
      await traces(endpoint());
      await receiver.until(() => receiver.batches.length > 0);
      assert.deepEqual(asked(), ["refund"]);
      assert.equal(receiver.batches[0].cookie, undefined);
    });

    test("without an endpoint there is no request", async () => {
      assert.deepEqual(await traces(""), []);
    });

    test("with Global Privacy Control nothing is loaded or sent", async () => {
      const control = () => Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true });
      assert.deepEqual(await traces(endpoint(), control), []);
      assert.deepEqual(receiver.statuses, []);
    });

    test("Do Not Track counts where the page respects it", async () => {
      const dnt = () => Object.defineProperty(Navigator.prototype, "doNotTrack", { value: "1" });
      assert.deepEqual(await traces(`${endpoint()} respect-dnt`, dnt), []);
      assert.deepEqual(receiver.statuses, []);
      await traces(endpoint(), dnt);
      await receiver.until(() => receiver.batches.length > 0);
      assert.deepEqual(asked(), ["refund"]);
    });

    test("before consent nothing is loaded, and what was asked before it is never sent", async () => {
      assert.deepEqual(await traces(`${endpoint()} consent="required"`), []);
      await traces(`${endpoint()} consent="required"`, undefined, async (page, field) => {
        await page.evaluate(() => document.querySelector("help-search").setConsent(true));
        await field.fill("");
        await ask(page, field, "password");
      });
      await receiver.until(() => receiver.batches.length > 0);
      assert.deepEqual(asked(), ["password"]);
    });

    test("a consent that is withdrawn empties the queue", async () => {
      await traces(endpoint(), undefined, async (page, field) => {
        await page.evaluate(() => document.querySelector("help-search").setConsent(false));
        await field.fill("");
        await ask(page, field, "password");
      });
      await new Promise((wait) => setTimeout(wait, 500));
      assert.deepEqual(receiver.statuses, []);
    });
  });

  test("a page that is hidden sends at once, and what was sent is not sent again", async () => {
    const { page, field } = await open();
    await ask(page, field, "refund");
    await hide(page);
    await receiver.until(() => receiver.batches.length > 0);
    await hide(page);
    await page.goto("about:blank");
    await page.waitForTimeout(500);
    assert.equal(receiver.statuses.length, 1);
    assert.deepEqual(asked(), ["refund"]);
  });

  test("what failed is sent once more with the same ids, by a beacon when the page is left", async () => {
    const { page, field } = await open("", { init: () => {
      const beacon = navigator.sendBeacon.bind(navigator);
      window.bodies = [];
      const sent = window.fetch;
      window.fetch = (...call) => (call[1]?.keepalive && window.bodies.push(["fetch", call[1].body]), sent(...call));
      navigator.sendBeacon = (...call) => (window.bodies.push(["beacon", call[1]]), beacon(...call));
    } });
    receiver.fault = () => 0;
    await ask(page, field, "refund");
    await hide(page);
    await receiver.until(() => receiver.statuses.length > 0);
    await page.waitForTimeout(300);
    receiver.fault = () => undefined;
    await hide(page);
    await receiver.until(() => receiver.batches.length > 0);
    await hide(page);
    const bodies = (await page.evaluate(() => window.bodies)).map(([way, body]) => [way, JSON.parse(body)]);
    await page.goto("about:blank");
    await page.waitForTimeout(300);
    assert.deepEqual(bodies.map(([way]) => way), ["fetch", "beacon"]);
    const ids = ({ queries, events }) => [...queries.map(({ query_id }) => query_id), ...events.map(({ event_id }) => event_id)];
    assert.deepEqual(ids(bodies[1][1]), ids(bodies[0][1]));
    assert.deepEqual(asked(), ["refund"], "once");
    assert.match(receiver.batches[0].type, /^text\/plain/);
  });

  test("an overloaded endpoint is tried again after a while, by fetch", async () => {
    const { page, field } = await open();
    receiver.fault = () => 503;
    await ask(page, field, "refund");
    await hide(page);
    await receiver.until(() => receiver.statuses.length > 0);
    receiver.fault = () => undefined;
    await page.waitForTimeout(2000);
    assert.deepEqual(receiver.statuses, [503], "not before the first wait is over");
    await receiver.until(() => receiver.batches.length > 0);
    assert.deepEqual(asked(), ["refund"]);
  });

  test("what the endpoint refuses is not sent again, and counted", async () => {
    const { page, field } = await open();
    receiver.fault = () => 400;
    await ask(page, field, "refund");
    await hide(page);
    await receiver.until(() => receiver.statuses.length > 0);
    receiver.fault = () => undefined;
    await page.waitForTimeout(200);
    await field.fill("");
    await ask(page, field, "password");
    await hide(page);
    await receiver.until(() => receiver.batches.length > 0);
    assert.deepEqual(asked(), ["password"]);
    assert.ok(receiver.batches[0].dropped >= 2);
  });

  test("without a network all waits for it", async () => {
    const { page, field, context } = await open();
    await ask(page, field, "refund");
    await context.setOffline(true);
    await hide(page);
    await page.waitForTimeout(300);
    assert.deepEqual(receiver.statuses, []);
    await page.evaluate(() => delete document.hidden);
    await context.setOffline(false);
    await hide(page);
    await receiver.until(() => receiver.batches.length > 0);
    assert.deepEqual(asked(), ["refund"]);
  });
});
