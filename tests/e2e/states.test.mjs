// Every state of the component, reached as people reach it, and the ways between them.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { activeTitle, reach, stateOf, titles } from "./browser.mjs";
import { CONTACT } from "./fake/contact.js";
import { stage } from "./stage.mjs";

const SETTINGS = {
  top: { en: ["password", "2fa"] },
  suggest: { en: [{ match: "/pa*", ids: ["card"] }, { match: "/checkout/*", ids: ["invoice", "refund"] }] },
  contact: { en: CONTACT },
};
const staged = stage(undefined, SETTINGS);
const part = (page, name) => page.locator(`help-search [part~=${name}]`);
const status = (page) => page.locator("help-search [role=status]");
const focused = (page) => page.evaluate(() => {
  const node = document.querySelector("help-search").shadowRoot.activeElement;
  return node && (node.id || node.getAttribute("part") || node.localName);
});

/** Collects the events of these names from now on. */
async function hear(page, ...names) {
  await page.evaluate((names) => {
    window.told = [];
    for (const name of names) addEventListener(`help:${name}`, ({ detail }) => window.told.push([name, detail]));
  }, names);
  return () => page.evaluate(() => window.told);
}

async function ask(text, state = "results", options = {}) {
  const opened = await staged.open(options);
  await opened.field.click();
  await opened.field.fill(text);
  await reach(opened.page, state);
  return opened;
}

async function read(text = "refund", options = {}) {
  const opened = await ask(text, "results", options);
  await opened.page.keyboard.press("ArrowDown");
  await opened.page.keyboard.press("Enter");
  await reach(opened.page, "article");
  return opened;
}

describe("idle", () => {
  test("what suits the page comes first, then what most people ask; neither is said", async () => {
    const { page, field } = await staged.open();
    await field.click();
    await part(page, "option").first().waitFor();
    assert.equal(await stateOf(page), "idle");
    const groups = await page.locator("help-search [role=group]").evaluateAll((nodes) => nodes.map((node) => [node.getAttribute("aria-label"), node.querySelectorAll("[role=option]").length]));
    assert.deepEqual(groups, [["Suggested for this page", 1], ["Top questions", 2]]);
    assert.deepEqual(await titles(page), ["Change your card", "Reset your password", "Turn on two-step sign-in"]);
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await page.waitForTimeout(1200);
    assert.equal(await status(page).textContent(), "");
  });

  test("a page that changes its address suggests other articles", async () => {
    const { page, field } = await staged.open();
    await field.click();
    await part(page, "option").first().waitFor();
    await page.evaluate(() => history.pushState(null, "", "/checkout/pay"));
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent === "Download an invoice");
    assert.deepEqual((await titles(page)).slice(0, 2), ["Download an invoice", "Get a refund"]);
  });

  test("the page can suggest by itself", async () => {
    const { page, field } = await staged.open();
    await page.evaluate(() => document.querySelector("help-search").suggest(["2fa"]));
    await field.click();
    await part(page, "option").first().waitFor();
    assert.equal((await titles(page))[0], "Turn on two-step sign-in");
  });

  test("the list stays while too little is typed, and Escape closes it", async () => {
    const { page, field } = await staged.open();
    await field.click();
    await part(page, "option").first().waitFor();
    await field.press("r");
    await reach(page, "typing");
    assert.equal((await titles(page)).length, 3);
    await page.keyboard.press("Escape");
    assert.equal(await part(page, "panel").isVisible(), false);
    await page.keyboard.press("Escape");
    assert.equal(await field.inputValue(), "");
    assert.equal(await part(page, "panel").isVisible(), false);
  });

  test("searches are remembered only where the page asks for it", async () => {
    for (const [attributes, expected] of [["", false], ["recent", true]]) {
      const { page, field, context } = await staged.open({ attributes });
      await field.fill("refund");
      await reach(page, "results");
      await page.keyboard.press("Enter");
      await page.waitForTimeout(100);
      assert.equal(await page.evaluate(() => localStorage.length > 0), expected);
      await field.fill("");
      await reach(page, "idle");
      await part(page, "option").first().waitFor();
      assert.equal((await titles(page)).includes("refund"), expected);
      if (expected) {
        await page.locator("help-search [role=option]", { hasText: "refund" }).click();
        await reach(page, "results");
        assert.equal(await field.inputValue(), "refund");
      }
      await context.close();
    }
  });
});

describe("weak and zero", () => {
  test("a weak answer says so and has a way to a person beside it", async () => {
    const { page } = await ask("nearly refund", "weak");
    await part(page, "more").waitFor();
    assert.match(await part(page, "note").textContent(), /come nearest/);
    assert.equal(await part(page, "more").getByRole("button", { name: "Contact us" }).isVisible(), true);
    await page.waitForTimeout(1200);
    assert.match(await status(page).textContent(), /^\d+ possible match/);
  });

  test("a good answer of all words offers nobody", async () => {
    const { page } = await ask("refund");
    await page.waitForTimeout(300);
    assert.equal(await part(page, "more").isVisible(), false);
    assert.equal(await part(page, "urgent").isVisible(), false);
  });

  test("nothing found: questions that find something, popular articles, a person", async () => {
    const { page, field } = await ask('"cancle"', "zero");
    const suggestion = part(page, "suggestion");
    await suggestion.first().waitFor();
    assert.deepEqual(await suggestion.allTextContents(), ["cancel"]);
    assert.deepEqual(await titles(page), ["Reset your password", "Turn on two-step sign-in"]);
    assert.equal(await part(page, "more").getByRole("button", { name: "Contact us" }).isVisible(), true);
    assert.equal(await part(page, "more").getByRole("link").count(), 0, "nothing to sign in to");
    await suggestion.first().click();
    await reach(page, "results");
    assert.equal(await field.inputValue(), "cancel");
    assert.equal(await focused(page), "field");
  });

  test("signin-url offers more answers to those who sign in", async () => {
    const { page } = await ask("qqqq", "zero", { attributes: 'signin-url="/login"' });
    assert.match(await part(page, "more").getByRole("link", { name: "Sign in" }).getAttribute("href"), /\/login$/);
  });

  test("every question is told once as an impression or as nothing found", async () => {
    const { page, field } = await staged.open();
    const told = await hear(page, "impression", "no_results");
    await field.fill("refund");
    await reach(page, "results");
    await page.waitForTimeout(900);
    await field.fill("qqqq");
    await reach(page, "zero");
    await page.waitForTimeout(900);
    assert.deepEqual((await told()).map(([name, { query }]) => [name, query]), [["impression", "refund"], ["no_results", "qqqq"]]);
  });
});

describe("article", () => {
  test("opens in the panel with the focus on its title; Back restores query, scroll and active option", async () => {
    const { page, field } = await ask("your");
    for (let i = 0; i < 4; i++) await page.keyboard.press("ArrowDown");
    const title = await activeTitle(page);
    const scrolled = await page.evaluate(() => document.querySelector("help-search").shadowRoot.getElementById("list").scrollTop);
    await page.keyboard.press("Enter");
    await reach(page, "article");
    assert.equal(await focused(page), "article-title");
    assert.equal(await page.locator("help-search #article-title").textContent(), title);
    assert.match(page.url(), /\/page$/);
    await part(page, "back").click();
    await reach(page, "results");
    assert.equal(await field.inputValue(), "your");
    assert.equal(await activeTitle(page), title);
    assert.equal(await focused(page), "field");
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.getElementById("list").scrollTop), scrolled);
  });

  test("shows tables and code, when it was changed, what is related, and a real link", async () => {
    const { page } = await read();
    assert.equal(await page.locator("help-search table").isVisible(), true);
    assert.equal(await part(page, "article-updated").textContent().then((text) => text.replace(/[\u2068\u2069]/g, "")), "Updated March 31, 2026");
    assert.match(await part(page, "article-full").getAttribute("href"), /\/en\/refund$/);
    assert.equal(await part(page, "article-related-link").count(), 2);
    await part(page, "article-related").getByRole("link", { name: "Change your card" }).click();
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.getElementById("article-title").textContent === "Change your card");
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.getElementById("article-title").textContent === "Get a refund");
    await page.keyboard.press("Escape");
    await reach(page, "results");
  });

  test("a view is told after five seconds, its end with how long it was", async () => {
    const { page } = await read();
    const told = await hear(page, "article_view");
    await page.waitForTimeout(5200);
    await part(page, "back").click();
    const events = await told();
    assert.deepEqual(events.map(([, { articleId, dwellSeconds }]) => [articleId, dwellSeconds === null]), [["refund", true], ["refund", false]]);
    assert.ok(events[1][1].dwellSeconds >= 5);
  });

  test("an article that is left at once is not told", async () => {
    const { page } = await read();
    const told = await hear(page, "article_view");
    await part(page, "back").click();
    await page.waitForTimeout(300);
    assert.deepEqual(await told(), []);
  });

  test("typing leaves the article for the answer", async () => {
    const { page, field } = await read();
    await field.fill("password");
    await reach(page, "results");
    assert.equal(await part(page, "view").isVisible(), false);
    assert.deepEqual(await titles(page), ["Reset your password"]);
  });

  test("a link to #help-article= shows it, now and when the address changes", async () => {
    const { page } = await staged.open();
    await page.evaluate(() => (location.hash = "help-article=password"));
    await reach(page, "article");
    assert.equal(await page.locator("help-search #article-title").textContent(), "Reset your password");
    await page.evaluate(() => (location.hash = "help-article=card"));
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.getElementById("article-title").textContent === "Change your card");
  });

  test("an unknown article leaves everything as it was", async () => {
    const { page, errors } = await staged.open();
    await page.evaluate(() => document.querySelector("help-search").openArticle("nothing"));
    assert.equal(await stateOf(page), "idle");
    assert.deepEqual(errors, []);
  });

  test("before-navigate can keep it closed", async () => {
    const { page } = await ask("refund");
    await page.evaluate(() => addEventListener("help:before-navigate", (event) => event.preventDefault()));
    await page.locator("help-search [role=option]").first().click();
    await page.waitForTimeout(200);
    assert.equal(await stateOf(page), "results");
  });
});

describe("feedback", () => {
  async function scrollDown(page) {
    await page.keyboard.press("End");
    await reach(page, "feedback");
  }

  test("is asked at the end after half of the article, not before", async () => {
    const { page } = await read();
    await page.waitForTimeout(300);
    assert.equal(await stateOf(page), "article");
    await scrollDown(page);
    assert.equal(await page.getByRole("group", { name: "Did this solve your problem?" }).isVisible(), true);
    assert.equal(await focused(page), "article-title");
  });

  test("is asked after fifteen seconds of a short article", async () => {
    const { page } = await read("password");
    await page.waitForTimeout(14_000);
    assert.equal(await stateOf(page), "article");
    await reach(page, "feedback");
  });

  test('feedback="off" asks nothing', async () => {
    const { page } = await read("refund", { attributes: 'feedback="off"' });
    await page.keyboard.press("End");
    await page.waitForTimeout(400);
    assert.equal(await stateOf(page), "article");
  });

  test("Yes thanks once and returns to the article", async () => {
    const { page } = await read();
    const told = await hear(page, "article_feedback");
    await scrollDown(page);
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    await reach(page, "article");
    await page.waitForTimeout(1200);
    assert.equal(await status(page).textContent(), "Thank you for telling us.");
    const [[, { queryId, ...detail }]] = await told();
    assert.deepEqual(detail, { articleId: "refund", solved: "yes" });
    assert.ok(queryId);
  });

  test("No: another answer that was not seen, a person, six reasons; the vote and the reason are told", async () => {
    const { page } = await read();
    const told = await hear(page, "article_feedback");
    await scrollDown(page);
    await page.getByRole("button", { name: "No", exact: true }).click();
    await reach(page, "feedback-no");
    assert.equal(await focused(page), "vote");
    await part(page, "next-article").waitFor();
    assert.equal(await part(page, "next-article").textContent(), "Change your card");
    assert.equal(await page.getByRole("radio").count(), 6);
    await page.getByRole("radio", { name: "It is hard to understand" }).check();
    await page.getByRole("button", { name: "Send" }).click();
    assert.deepEqual((await told()).map(([, { solved, reason }]) => [solved, reason]), [["no", undefined], ["no", "hard_to_understand"]]);
    await page.waitForTimeout(1200);
    assert.match(await status(page).textContent(), /^Sorry about that/);
    await part(page, "next-article").click();
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.getElementById("article-title").textContent === "Change your card");
  });

  test("what follows a No is seen without scrolling, another vote still too", async () => {
    const { page } = await read("refund", { context: { viewport: { width: 1024, height: 440 } } });
    await scrollDown(page);
    await page.getByRole("button", { name: "No", exact: true }).click();
    await part(page, "reasons").waitFor();
    const isSeen = (node) => {
      const { top, bottom } = node.getBoundingClientRect();
      const view = node.getRootNode().querySelector(".view").getBoundingClientRect();
      // Edges fall between pixels.
      return top >= view.top && bottom <= view.bottom + 1 && bottom <= innerHeight;
    };
    assert.equal(await page.getByRole("button", { name: "Contact us" }).evaluate(isSeen), true);
    assert.equal(await part(page, "next-article").evaluate(isSeen), true);
    assert.equal(await page.evaluate(() => scrollY), 0);
  });

  test("No leads to a person even if the list of contacts comes after the article", async () => {
    let letCome;
    const wait = new Promise((done) => (letCome = done));
    staged.site.fault = (path) => (/-contact/.test(path) ? { wait } : undefined);
    const { page } = await read();
    await scrollDown(page);
    letCome();
    await page.getByRole("button", { name: "No", exact: true }).click();
    await part(page, "reasons").waitFor();
    assert.equal(await page.getByRole("button", { name: "Contact us" }).isVisible(), true);
  });
});

describe("contact", () => {
  test("a keyboard alone leads from the question to an answer, to another, to a person", async () => {
    const { page } = await staged.open();
    const told = await hear(page, "route_offer", "contact_start");
    await page.keyboard.press("Tab");
    await page.keyboard.type("refund");
    await reach(page, "results");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await reach(page, "article");
    await page.keyboard.press("End");
    await reach(page, "feedback");
    const tabTo = async (name) => {
      for (let i = 0; i < 20; i++) {
        const at = await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement?.textContent);
        if (at === name) return;
        await page.keyboard.press("Tab");
      }
      assert.fail(`Tab does not lead to ${name}`);
    };
    await tabTo("No");
    await page.keyboard.press("Enter");
    await reach(page, "feedback-no");
    await part(page, "next-article").waitFor();
    await tabTo("Change your card");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.getElementById("article-title").textContent === "Change your card");
    await page.keyboard.press("Escape");
    await reach(page, "feedback-no");
    await tabTo("Contact us");
    await page.keyboard.press("Enter");
    await reach(page, "escalate");
    assert.equal(await page.evaluate(() => document.activeElement === document.querySelector("help-search")), true, "the focus never falls to the body");
    await tabTo("Chat");
    await page.keyboard.press("Enter");
    const events = await told();
    assert.deepEqual(events[0], ["route_offer", { cell: "LLH", primary: "chat", secondary: "phone" }]);
    const { channel, rank, cell, query, articles } = events[1][1];
    assert.deepEqual([channel, rank, cell, query, articles.map(({ id }) => id)], ["chat", "primary", "LLH", "refund", ["refund", "card"]]);
  });

  test("what cannot wait leads to a person at once, above the results", async () => {
    const { page } = await ask("card stolen");
    await part(page, "urgent").waitFor();
    const urgent = await part(page, "urgent").boundingBox();
    const list = await part(page, "list").boundingBox();
    assert.ok(urgent.y + urgent.height <= list.y + 1);
    assert.equal(await part(page, "urgent").getByRole("link", { name: "Call us" }).getAttribute("href"), "tel:+34910000000");
  });

  test("Not now leads back, and is told", async () => {
    const { page } = await ask("qqqq", "zero");
    const told = await hear(page, "contact_cancel");
    await page.getByRole("button", { name: "Contact us" }).click();
    await reach(page, "escalate");
    await page.getByRole("button", { name: "Not now" }).click();
    await reach(page, "zero");
    assert.equal((await told()).length, 1);
    assert.equal(await focused(page), "field");
  });

  test("a form of the page gets the question and the focus, and its sending is told", async () => {
    const form = '<form id="contact"><label>Message <textarea name="message"></textarea></label><button>Send it</button></form>';
    const { page } = await ask("qqqq", "zero", { body: `<help-search></help-search>${form}` });
    await page.evaluate(() => document.getElementById("contact").addEventListener("submit", (event) => event.preventDefault()));
    const told = await hear(page, "contact_start", "contact_submit");
    await page.getByRole("button", { name: "Contact us" }).click();
    await page.getByRole("button", { name: "Write to us" }).click();
    await page.getByRole("button", { name: "Send it" }).click();
    assert.deepEqual((await told()).map(([name, { channel }]) => [name, channel]), [["contact_start", "email"], ["contact_submit", "email"]]);
  });

  test("the page can tell of a contact itself", async () => {
    const { page } = await staged.open();
    const told = await hear(page, "contact_submit");
    await page.evaluate(() => document.querySelector("help-search").trackContact({ channel: "chat", stage: "submit" }));
    assert.deepEqual(await told(), [["contact_submit", { channel: "chat" }]]);
  });
});

describe("offline and error", () => {
  test("without a network the index that is there is searched, under a banner with the telephone", async () => {
    const { page, field, context } = await ask("refund");
    // Without a network the list of contacts cannot come any more.
    while (!staged.site.requests.some((path) => path.endsWith("/route.js"))) await page.waitForTimeout(100);
    await page.waitForTimeout(500);
    await context.setOffline(true);
    await reach(page, "offline");
    assert.match(await part(page, "banner").textContent(), /You are offline/);
    assert.equal(await part(page, "banner").getByRole("link").getAttribute("href"), "tel:+34910000000");
    await page.waitForTimeout(1200);
    assert.match(await status(page).textContent(), /You are offline/);
    await field.fill("password");
    await page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]").textContent === "Reset your password");
    assert.equal(await stateOf(page), "offline");
    await context.setOffline(false);
    await reach(page, "results");
    assert.equal(await part(page, "banner").isVisible(), false);
  });

  test("an error leaves the plain search, the top questions, a person and a retry", async () => {
    staged.site.fault = (path) => (path.endsWith(".hdx") ? { status: 404 } : undefined);
    const { page } = await ask("refund", "error");
    await part(page, "option").first().waitFor();
    assert.equal((await titles(page)).length, 3);
    assert.equal(await page.locator("help-search [role=alert]").isVisible(), true);
    assert.match(await part(page, "link").first().getAttribute("href"), /\/plain\?q=refund$/);
    assert.equal(await page.getByRole("button", { name: "Contact us" }).isVisible(), true);
    staged.site.fault = () => undefined;
    await page.getByRole("button", { name: "Try again" }).click();
    await reach(page, "results");
  });
});
