// Questions are counted once, redacted, and sent only where an endpoint is configured.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, beforeEach, describe, test } from "node:test";
import { reach } from "./browser.mjs";
import { startReceiver } from "./receiver.mjs";
import { listen, stage } from "./stage.mjs";

const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(import.meta.dirname, "../..", "target/demo/help"));

describe("question tracking", { skip: !existsSync(join(BUNDLE, "manifest.json")) && "there is no bundle" }, () => {
  const staged = stage(BUNDLE);
  let receiver;

  before(async () => (receiver = await startReceiver()));
  after(() => receiver.close());
  beforeEach(() => receiver.reset());

  /** Types letter by letter and opens the first hit, which the page does not follow. */
  async function ask(page, field, text) {
    await field.pressSequentially(text, { delay: 15 });
    await reach(page, "results");
    await field.press("ArrowDown");
    await field.press("Enter");
  }

  /** Waits for a batch; leaving the page sends what is queued. */
  async function leave(page) {
    await page.evaluate(() => new Promise((idle) => setTimeout(idle, 600)));
    await page.goto("about:blank");
    await receiver.until(() => receiver.batches.length > 0);
  }

  test("one question, one article, in one batch of the documented shape", async () => {
    const { page, field } = await staged.open({ attributes: `endpoint="${receiver.endpoint}" site="acme"` });
    const heard = await listen(page);
    await ask(page, field, "package deprecat");
    const events = await heard();
    const search = events.find(([name]) => name === "help:search")[1];
    const click = events.find(([name]) => name === "help:result_click")[1];
    assert.equal(events.filter(([name]) => name === "help:search").length, 1, "keystrokes fold into one question");
    assert.equal(click.queryId, search.queryId);
    await leave(page);
    assert.equal(receiver.batches.length, 1);
    const [batch] = receiver.batches;
    assert.match(batch.type, /^text\/plain\b/);
    assert.equal(batch.cookie, undefined);
    assert.equal(batch.site_id, "acme");
    assert.equal(batch.queries.length, 1);
    const [query] = batch.queries;
    assert.equal(query.user_query, "package deprecat");
    assert.equal(query.query_id, search.queryId);
    assert.equal(query.object_id_field, "article_id");
    assert.deepEqual(query.query_response_hit_ids.slice(0, search.hitIds.length), search.hitIds);
    assert.match(query.timestamp, /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/);
    const opened = batch.events.find((event) => event.action_name === "result_click");
    assert.equal(opened.query_id, search.queryId);
    assert.equal(opened.event_attributes.object.object_id, click.id);
    assert.equal(opened.event_attributes.position.ordinal, 1);
  });

  test("personal data never leaves the page", async () => {
    const { page, field } = await staged.open({ attributes: `endpoint="${receiver.endpoint}"` });
    await listen(page);
    await ask(page, field, "package ana@example.org 4111 1111 1111 1111 +34 612 345 678");
    await leave(page);
    const sent = JSON.stringify(receiver.batches);
    assert.match(sent, /\[email\]/);
    assert.match(sent, /\[card\]/);
    assert.match(sent, /\[phone\]/);
    assert.doesNotMatch(sent, /example\.org|4111|612 345/);
  });

  test("without an endpoint nothing is sent and nothing is stored, but the page hears", async () => {
    const { page, field, context } = await staged.open();
    const foreign = [];
    page.on("request", (request) => (request.url().startsWith(staged.site.origin) && !request.url().includes("tracker")) || foreign.push(request.url()));
    const heard = await listen(page);
    await ask(page, field, "package");
    assert.ok((await heard()).some(([name]) => name === "help:search"));
    const stored = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    await page.evaluate(() => new Promise((idle) => setTimeout(idle, 500)));
    assert.deepEqual(foreign, []);
    assert.equal(stored, 0);
    assert.deepEqual(await context.cookies(), []);
  });

  test("a pause counts a question once", async () => {
    const { page, field } = await staged.open();
    const heard = await listen(page);
    await field.pressSequentially("package", { delay: 10 });
    await page.waitForTimeout(1900);
    await field.press("Enter");
    await page.waitForTimeout(200);
    const searches = (await heard()).filter(([name]) => name === "help:search");
    assert.equal(searches.length, 1);
    assert.equal(searches[0][1].trigger, "pause");
  });
});
