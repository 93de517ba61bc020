// What people do reaches the page as DOM events and the endpoint as rows, from every element alike.
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { reach } from "./browser.mjs";
import { mounted } from "./elements.mjs";
import { HAS_TRACKER } from "./fake/bundle.mjs";
import { CONTACT } from "./fake/contact.js";
import { startReceiver } from "./receiver.mjs";
import { stage } from "./stage.mjs";

const steps = {
  device: { heading: "Which device?", body: [], choices: [{ label: "Phone", next: "reset" }] },
  reset: { heading: "Hold the button", body: [], choices: [{ label: "It works", solved: true }] },
};
const settings = {
  top: { en: ["password", "refund"] },
  contact: { en: CONTACT },
  trees: { en: { mend: { title: "Mend it", start: "device", steps } } },
};

describe("events reach the endpoint", { skip: !HAS_TRACKER && "the tracker has not been built" }, () => {
  const staged = stage(undefined, settings);
  let receiver;
  before(async () => (receiver = await startReceiver()));
  after(() => receiver.close());
  beforeEach(() => receiver.reset());

  const FORM = '<form id="contact" action="/sent"><label>Message <textarea id="message" name="message"></textarea></label><button>Send</button></form>';
  /** Opens a page whose elements all have the endpoint. */
  function open(body, options = {}) {
    const told = `endpoint="${receiver.endpoint}" site="acme"`;
    return staged.open({ body: body.replace(/<help-\w+/g, (tag) => `${tag} ${told}`), ...options });
  }
  /** Leaves the page, which sends what is queued. */
  async function leave(page) {
    await page.waitForTimeout(500);
    await page.goto("about:blank");
    await receiver.until(() => receiver.batches.length > 0);
    await page.waitForTimeout(200);
  }
  const rows = (action) => receiver.events.filter(({ action_name }) => action_name === action);
  const actions = () => receiver.events.map(({ action_name }) => action_name);
  const part = (page, name) => page.locator(`help-search [part~=${name}]`);

  test("an article that is read, voted on and not enough, then a person", async () => {
    const { page, field } = await open(`<help-search feedback="comment"></help-search>${FORM}`);
    await field.fill("refund");
    await reach(page, "results");
    await field.press("ArrowDown");
    await field.press("Enter");
    await reach(page, "article");
    await page.waitForTimeout(5200);
    await part(page, "view").evaluate((view) => view.scrollTo(0, view.scrollHeight));
    await page.getByRole("button", { name: "Partly" }).click();
    await reach(page, "feedback-no");
    await page.getByLabel("Something is missing").check();
    await page.getByLabel("Tell us more (optional)").fill("Write to ann@example.org");
    await part(page, "reasons").getByRole("button", { name: "Send" }).click();
    await page.locator("help-search").getByRole("button", { name: "Contact us" }).click();
    await reach(page, "escalate");
    await page.getByRole("button", { name: "Not now" }).click();
    await page.locator("help-search").getByRole("button", { name: "Contact us" }).click();
    await page.locator("help-search").getByRole("button", { name: "Chat" }).click();
    await leave(page);
    const [query] = receiver.queries;
    const [click] = rows("result_click");
    assert.deepEqual([click.query_id, click.event_attributes.position.ordinal, click.message_type], [query.query_id, 1, "RESULT"]);
    assert.equal(rows("impression")[0].query_id, query.query_id);
    const [view] = rows("article_view");
    assert.equal(rows("article_view").length, 1, "told once, when it is left");
    assert.equal(view.help.article_id, click.event_attributes.object.object_id);
    assert.ok(view.help.dwell_s >= 5);
    assert.deepEqual(rows("article_feedback").map(({ help, query_id }) => [help.solved, help.reason, help.comment, query_id]), [
      ["partly", undefined, undefined, query.query_id],
      ["partly", "missing_information", "Write to [email]", query.query_id],
    ]);
    const offers = rows("route_offer").slice(0, 2).map(({ help }) => [help.rank, help.channel, help.cell]);
    assert.deepEqual(offers.map(([rank]) => rank), ["primary", "secondary"]);
    assert.equal(rows("contact_cancel")[0].help.cell, offers[0][2]);
    assert.deepEqual([rows("contact_start")[0].help.channel, rows("contact_start")[0].query_id], ["chat", query.query_id]);
    assert.equal(new Set(receiver.events.map(({ event_id }) => event_id)).size, receiver.events.length);
    assert.doesNotMatch(JSON.stringify(receiver.batches), /ann@example/);
  });

  test("an article that is read while the page is closed is told", async () => {
    const { page, field } = await open("<help-search></help-search>");
    await field.fill("refund");
    await reach(page, "results");
    await field.press("ArrowDown");
    await field.press("Enter");
    await reach(page, "article");
    await page.waitForTimeout(5200);
    await leave(page);
    assert.ok(rows("article_view")[0].help.dwell_s >= 5);
  });

  test("a tree that is left in the middle is told when the page is closed", async () => {
    const { page } = await open("<help-tree></help-tree>");
    await mounted(page, "help-tree");
    await page.locator("help-tree").getByRole("button", { name: "Start" }).click();
    await page.locator("help-tree").getByRole("button", { name: "Phone" }).click();
    await leave(page);
    assert.deepEqual(rows("tree_end").map(({ help }) => [help.tree_id, help.step_id, help.outcome]), [["mend", "reset", "left"]]);
  });

  test("all elements of a page are one session, each with its surface", async () => {
    const { page, errors } = await open(`<help-search></help-search><help-faq questions="top"></help-faq><help-tree></help-tree>
      <help-article article-id="refund"></help-article>${FORM}<help-suggest for="#message"></help-suggest>`);
    for (const name of ["help-faq", "help-tree", "help-suggest"]) await mounted(page, name);
    await page.locator("help-faq [part=faq-question]").first().click();
    await page.locator("help-tree").getByRole("button", { name: "Start" }).click();
    await page.locator("help-tree").getByRole("button", { name: "Phone" }).click();
    await page.locator("help-tree").getByRole("button", { name: "It works" }).click();
    await page.locator("#message").fill("refund");
    await page.locator("help-suggest [part=suggest-link]").first().waitFor();
    await page.evaluate(() => addEventListener("help:before-navigate", (event) => event.preventDefault()));
    await page.locator("help-suggest [part=suggest-link]").first().click();
    await page.locator("help-search #field").fill("xyzzy");
    await reach(page, "zero");
    await page.keyboard.press("Enter");
    await leave(page);
    assert.deepEqual(errors, []);
    assert.equal(new Set(receiver.events.map(({ session_id }) => session_id)).size, 1);
    const surfaces = new Map(receiver.batches.flatMap(({ place, events }) => events.map(({ action_name }) => [`${place.surface} ${action_name}`, place])));
    for (const wanted of ["faq article_view", "tree tree_start", "tree tree_step", "tree tree_end", "article article_view", "suggest suggestion_click", "inline no_results"]) {
      assert.ok(surfaces.has(wanted), `${wanted} is in ${[...surfaces.keys()]}`);
    }
    assert.equal(receiver.queries[0].query_attributes.surface, "inline");
    assert.equal(receiver.queries[0].query_attributes.session_id, receiver.events[0].session_id);
    const [first, second] = rows("tree_step").map(({ help }) => [help.tree_id, help.step_id]);
    assert.deepEqual([first, second], [["mend", "device"], ["mend", "reset"]]);
    assert.equal(rows("tree_end")[0].help.outcome, "solved");
    assert.ok(receiver.batches.every(({ site_id, place }) => site_id === "acme" && place.locale === "en" && place.page === "/page"));
  });

  describe("a contact form names the session", () => {
    const VISIT = /^[0-9a-f]{32}$/;
    const OWN = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;
    const submitted = async (page) => {
      await Promise.all([page.waitForURL("**/sent?*"), page.evaluate(() => document.querySelector("form").requestSubmit())]);
      return new URL(page.url()).searchParams.get("help_session");
    };

    test("of the events of all elements, whoever was there first", async () => {
      const { page, field } = await open(`<help-search></help-search>${FORM}<help-suggest for="#message"></help-suggest>`);
      await mounted(page, "help-suggest");
      await field.fill("refund");
      await reach(page, "results");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(500);
      const session = await submitted(page);
      await receiver.until(() => receiver.queries.length > 0);
      assert.match(session, VISIT);
      assert.equal(receiver.queries[0].query_attributes.session_id, session);
    });

    test("before the tracker is there, too", async () => {
      staged.site.fault = (path) => (path.endsWith("tracker.js") ? { delay: 2000 } : undefined);
      const { page } = await open(`${FORM}<help-suggest for="#message"></help-suggest>`);
      await mounted(page, "help-suggest");
      const sessions = await page.evaluate(async () => {
        const form = document.querySelector("form");
        form.addEventListener("submit", (event) => event.preventDefault());
        const send = () => (form.requestSubmit(), form.querySelector("[name=help_session]").value);
        const first = send();
        await new Promise((wait) => setTimeout(wait, 3500));
        return [first, send()];
      });
      assert.match(sessions[0], VISIT);
      await leave(page);
      assert.deepEqual([...sessions, rows("contact_submit")[0].session_id], Array(3).fill(sessions[0]));
    });

    test("not without consent, nor once it is withdrawn", async () => {
      const { page } = await open(`${FORM}<help-suggest for="#message" consent="required"></help-suggest>`);
      await mounted(page, "help-suggest");
      const send = () => page.evaluate(() => {
        const form = document.querySelector("form");
        form.addEventListener("submit", (event) => event.preventDefault(), { once: true });
        form.requestSubmit();
        return form.querySelector("[name=help_session]").value;
      });
      const consent = (value) => page.evaluate((value) => document.querySelector("help-suggest").setAttribute("consent", value), value);
      const before = await send();
      await consent("true");
      const granted = await send();
      await consent("false");
      assert.match(before, OWN);
      assert.match(granted, VISIT);
      assert.equal(await send(), before);
    });
  });

  test("an agent copies and flags; what was offered without a search is a suggestion", async () => {
    const { page, field, context } = await open('<help-search surface="agent"></help-search>');
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await field.click();
    await part(page, "option").first().click();
    await reach(page, "article");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copy answer" }).click();
    await page.getByText("Report a problem with this article").click();
    assert.equal(await page.getByLabel("It is wrong").count(), 1);
    await page.getByLabel("It is out of date").check();
    await part(page, "flag").getByRole("button", { name: "Send" }).click();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /password/i);
    await leave(page);
    assert.deepEqual(actions(), ["suggestion_click", "article_share", "article_share", "article_flag"]);
    assert.deepEqual([rows("article_flag")[0].help.article_id, rows("article_flag")[0].help.reason], ["password", "outdated"]);
    assert.equal(rows("suggestion_click")[0].event_attributes.object.object_id, "password");
    assert.equal(receiver.batches[0].place.surface, "agent");
  });

  test("what was missed is told where the site asks for it", async () => {
    const { page, field } = await open('<help-search feedback="comment"></help-search>');
    await field.fill("xyzzy");
    await reach(page, "zero");
    await page.getByLabel("Tell us what you were looking for").fill("A tariff for +34 612 345 678");
    await part(page, "tell-us").getByRole("button", { name: "Send" }).click();
    await page.getByText("Thank you for telling us.").waitFor();
    await leave(page);
    assert.equal(rows("no_results").find(({ help }) => help)?.help.comment, "A tariff for [phone]");
  });

  test("the page can change or hold back what is sent", async () => {
    const { page, field } = await open("<help-search></help-search>");
    await page.evaluate(() => addEventListener("help:before-send", (event) => {
      if (event.detail.kind !== "search") event.preventDefault();
      else event.detail.event.query = "changed";
    }));
    await field.fill("refund");
    await reach(page, "results");
    await page.keyboard.press("Enter");
    await leave(page);
    assert.deepEqual(receiver.queries.map(({ user_query }) => user_query), ["changed"]);
    assert.deepEqual(receiver.events, []);
  });

  test("what is done before the follower is there is told when it comes", async () => {
    staged.site.fault = (path) => (path.endsWith("follow.js") ? { delay: 1500 } : undefined);
    const { page, field } = await open("<help-search></help-search>");
    await field.fill("refund");
    await reach(page, "results");
    await page.keyboard.press("Enter");
    await page.waitForTimeout(1500);
    await leave(page);
    assert.deepEqual(receiver.queries.map(({ user_query }) => user_query), ["refund"]);
    assert.deepEqual(actions(), ["impression"]);
  });

  test("what failed in the page is told by its code alone", async () => {
    const { page, field } = await open("<help-search></help-search>");
    staged.site.fault = (path) => (path.endsWith(".hdx") ? { status: 500 } : undefined);
    await field.fill("refund");
    await reach(page, "error");
    await leave(page);
    assert.deepEqual(rows("widget_error").map(({ help }) => help), [{ code: "network" }]);
  });
});
