// Other analytics hear of help, too, where a page asks for it; what was typed only if it asks for that.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { reach } from "./browser.mjs";
import { stage } from "./stage.mjs";

/** Stands in for the scripts of others. It runs in the page. */
function others() {
  window.calls = { dataLayer: (window.dataLayer = []), matomo: (window._paq = []), plausible: [], posthog: [], segment: [] };
  window.plausible = (name, { props }) => window.calls.plausible.push([name, props]);
  window.posthog = { capture: (name, properties) => window.calls.posthog.push([name, properties]) };
  window.analytics = { track: (name, properties) => window.calls.segment.push([name, properties]) };
}
const ALL = 'adapters="ga4 matomo plausible posthog segment"';

describe("adapters", () => {
  const staged = stage(undefined, { top: { en: ["password"] } });

  /** Finds nothing, then opens an article; gives what the others were told. */
  async function use(attributes, init = others) {
    const { page, field, logs } = await staged.open({ attributes, init });
    await field.focus();
    await page.waitForTimeout(300);
    await page.evaluate(() => addEventListener("help:before-navigate", (event) => event.preventDefault()));
    await field.fill("xyzzy");
    await reach(page, "zero");
    await field.press("Enter");
    await field.fill("");
    await field.fill("refund");
    await reach(page, "results");
    await field.press("ArrowDown");
    await field.press("Enter");
    await page.evaluate(() => document.querySelector("help-search").trackContact({ channel: "chat", stage: "submit" }));
    await page.waitForTimeout(300);
    return { calls: await page.evaluate(() => window.calls), logs, requests: staged.site.requests.slice() };
  }

  test("each tells in its own words, without what was typed", async () => {
    const { calls } = await use(ALL);
    assert.doesNotMatch(JSON.stringify(calls), /xyzzy|"query"|search_term/);
    const { dataLayer, matomo, plausible, posthog, segment } = calls;
    const none = dataLayer.find(({ event, results_count }) => event === "view_search_results" && results_count === 0);
    assert.ok(none);
    assert.deepEqual(dataLayer.find(({ event }) => event === "select_content"), { event: "select_content", position: 1, item_id: "refund", content_type: "article" });
    assert.ok(plausible.some(([name]) => name === "Help No Results"));
    assert.deepEqual(plausible.find(([name]) => name === "Help Click"), ["Help Click", { article: "refund", position: 1 }]);
    assert.deepEqual(plausible.find(([name]) => name === "Help Contact"), ["Help Contact", { channel: "chat", stage: "submit" }]);
    assert.deepEqual(posthog.find(([name]) => name === "help_click"), ["help_click", { article: "refund", position: 1 }]);
    assert.ok(posthog.some(([name]) => name === "help_no_results"));
    const names = segment.map(([name]) => name);
    for (const name of ["Articles Searched", "Article List Viewed", "Article Clicked", "Contact Submitted"]) assert.ok(names.includes(name), name);
    assert.deepEqual(matomo.find(([, , action]) => action === "Click"), ["trackEvent", "Help", "Click", "refund", 1]);
    assert.ok(!matomo.some(([call]) => call === "trackSiteSearch"));
  });

  test("on a slow line they are told what was done before they came", async () => {
    staged.site.fault = (path) => (/follow|ga4/.test(path) ? { delay: 800 } : undefined);
    const { page, field } = await staged.open({ attributes: 'adapters="ga4"', init: others });
    await field.fill("xyzzy");
    await reach(page, "zero");
    await field.press("Enter");
    await page.waitForFunction(() => window.calls.dataLayer.length > 1);
    const told = await page.evaluate(() => window.calls.dataLayer.map(({ event }) => event));
    assert.deepEqual(told, ["search", "view_search_results"]);
  });

  test("what was typed is told if the page says so", async () => {
    const { calls } = await use(`${ALL} send-query`);
    assert.equal(calls.dataLayer.find(({ event }) => event === "search").search_term, "xyzzy");
    assert.deepEqual(calls.segment.find(([name]) => name === "Articles Searched")[1].query, "xyzzy");
    assert.deepEqual(calls.matomo[0].slice(0, 3), ["trackSiteSearch", "xyzzy", "Help"]);
  });

  test("none is loaded that the page does not name, and an unknown one is told", async () => {
    const { requests, calls } = await use("");
    assert.ok(!requests.some((path) => /follow|ga4|matomo|plausible|posthog|segment/.test(path)));
    assert.deepEqual(calls.dataLayer, []);
    const { logs, requests: more } = await use('adapters="ga4 ga5"');
    assert.ok(logs.some((line) => line.includes('no adapter "ga5"')));
    assert.ok(!more.some((path) => /matomo/.test(path)));
  });

  test("consent and Global Privacy Control count for them as well", async () => {
    assert.deepEqual((await use(`${ALL} consent="required"`)).calls.segment, []);
    const { calls } = await use(ALL, () => {
      Object.defineProperty(Navigator.prototype, "globalPrivacyControl", { value: true });
      window.calls = { segment: [] };
      window.analytics = { track: (...call) => window.calls.segment.push(call) };
    });
    assert.deepEqual(calls.segment, []);
  });

  test("a page can listen by itself, to everything or to one element, and stop", async () => {
    const { page, field } = await staged.open({ init: others });
    const app = staged.site.origin + "/help/" + (await (await fetch(`${staged.site.origin}/help/manifest.json`)).json()).app;
    await page.evaluate(async (app) => (window.stop = (await import(`${app}ga4.js`)).default(document, { lead: true })), app);
    await field.focus();
    await page.waitForTimeout(200);
    const contact = () => page.evaluate(() => document.querySelector("help-search").trackContact({ channel: "chat", stage: "submit" }));
    await contact();
    await page.evaluate(() => window.stop());
    await contact();
    assert.deepEqual(await page.evaluate(() => window.dataLayer), [{ event: "generate_lead", channel: "chat" }]);
  });
});
