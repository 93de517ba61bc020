// Some are asked one short question after they were helped; nobody has to answer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { focused, mounted } from "./elements.mjs";
import { CONTACT } from "./fake/contact.js";
import { stage } from "./stage.mjs";

const ces = { instrument: "ces", after: "solved", sample: 1 };
const part = (page, name) => page.locator(`help-search [part~=${name}]`);
const form = (page) => part(page, "survey");

/** Collects answers. It runs in the page. */
function hearAnswers() {
  window.answers = [];
  addEventListener("help:survey_response", ({ detail }) => window.answers.push(detail));
}
const answers = (page) => page.evaluate(() => window.answers);

/** Reads an article to its end and says that it solved the problem. */
async function solve(page, field) {
  await field.fill("refund");
  await reach(page, "results");
  await field.press("ArrowDown");
  await field.press("Enter");
  await reach(page, "article");
  await part(page, "view").evaluate((view) => view.scrollTo(0, view.scrollHeight));
  await reach(page, "feedback");
  await part(page, "vote").first().click();
}

/**
 * @param {object[]} surveys
 * @param {object} [settings]
 * @returns opens a page; the file `hold` comes a second late
 */
function staged(surveys, settings = {}) {
  const own = stage(undefined, { surveys: { en: surveys, ar: surveys }, contact: { en: CONTACT }, ...settings });
  return ({ hold, ...options } = {}) => {
    if (hold) own.site.fault = (path) => (path.endsWith(hold) ? { delay: 1000 } : undefined);
    return own.open({ init: hearAnswers, head: `${COLOURS}<style>main > p { display: none }</style>`, ...options });
  };
}

describe("a survey after a solved problem", () => {
  const open = staged([{ instrument: "nps", after: "contact", sample: 1 }, ces]);

  test("is answered by keyboard, once a page, and keeps nothing", async () => {
    const { page, field, errors } = await open();
    await solve(page, field);
    await form(page).waitFor();
    assert.equal(await form(page).locator("legend").textContent(), "It was easy to solve my problem.");
    assert.deepEqual(await form(page).locator("input").evaluateAll((radios) => radios.map(({ type, value }) => type + value)), ["1", "2", "3", "4", "5", "6", "7"].map((score) => `radio${score}`));
    await form(page).locator("input").first().focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    assert.deepEqual(await answers(page), [{ instrument: "ces", score: 2 }]);
    assert.equal(await focused(page), ":Thank you for telling us.");
    assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    await part(page, "back").click();
    await field.fill("");
    await solve(page, field);
    await page.waitForTimeout(300);
    assert.equal(await form(page).count(), 0, "one question a page");
    assert.deepEqual(errors, []);
  });

  test("can be skipped; the focus stays", async () => {
    const { page, field } = await open();
    await solve(page, field);
    await form(page).getByRole("button", { name: "Skip" }).click();
    assert.deepEqual(await answers(page), [{ instrument: "ces", score: null }]);
    assert.equal(await form(page).count(), 0);
    assert.equal(await page.evaluate(() => document.querySelector("help-search").shadowRoot.activeElement?.localName), "p");
  });

  test("nothing is sent without an answer, and a vote that changes takes it away", async () => {
    const { page, field } = await open();
    await solve(page, field);
    await form(page).getByRole("button", { name: "Send" }).click();
    assert.deepEqual(await answers(page), []);
    await part(page, "vote").last().click();
    await reach(page, "feedback-no");
    assert.equal(await form(page).count(), 0);
  });

  for (const [name, options] of [["light", {}], ["dark", { context: { colorScheme: "dark" } }], ["narrow and rtl", { dir: "rtl", context: { viewport: { width: 320, height: 720 } } }]]) {
    test(`has no problem of accessibility: ${name}`, async () => {
      const { page, field } = await open(options);
      await solve(page, field);
      await form(page).waitFor();
      await part(page, "view").evaluate((view) => view.scrollTo(0, view.scrollHeight));
      assert.deepEqual(await problems(page), []);
    });
  }
});

describe("a survey after a contact", () => {
  const open = staged([{ instrument: "nps", after: "contact", sample: 1 }]);

  test("follows a channel that leaves the page where it is", async () => {
    const { page, field } = await open();
    await field.fill("xyzzy");
    await reach(page, "zero");
    await page.locator("help-search").getByRole("button", { name: "Contact us" }).click();
    await reach(page, "escalate");
    await page.locator("help-search").getByRole("button", { name: "Chat" }).click();
    await form(page).waitFor();
    assert.equal(await form(page).locator("input").count(), 11);
    assert.deepEqual(await problems(page), []);
  });
});

describe("a survey in a decision tree", () => {
  const choices = [{ label: "Done", solved: true }, { label: "Read", article: { id: "refund", url: "/articles/refund", title: "Get a refund", breadcrumbs: "" } }, { label: "Ask", route: "chat" }];
  const trees = { mend: { title: "Mend it", start: "one", steps: { one: { heading: "Does it work?", body: [], choices } } } };
  const open = staged([{ ...ces, instrument: "nps" }, { ...ces, after: "contact" }], { trees: { en: trees, ar: trees } });
  const survey = (page) => page.locator("help-tree [part~=survey]");
  async function choose(label, options) {
    const opened = await open({ body: "<help-tree></help-tree>", ...options });
    const { page } = opened;
    await mounted(page, "help-tree");
    await page.locator("help-tree button").click();
    const press = (name) => page.locator("help-tree").getByRole("button", { name, exact: true }).click();
    await press(label);
    return { ...opened, press };
  }

  test("follows a solved end and takes no focus; the next end is no second occasion", async () => {
    const { page, press, errors } = await choose("Done");
    await survey(page).waitFor();
    assert.equal(await focused(page), "heading:Glad that it is solved.");
    await survey(page).getByLabel("9").check();
    await survey(page).getByRole("button", { name: "Send" }).click();
    assert.deepEqual(await answers(page), [{ instrument: "nps", score: 9 }]);
    assert.equal(await focused(page), ":Thank you for telling us.");
    await press("Start again");
    await press("Done");
    await page.waitForTimeout(300);
    assert.equal(await survey(page).count(), 0);
    assert.deepEqual(errors, []);
  });

  test("follows an article that helped, not one that did not", async () => {
    const { page, press } = await choose("Read");
    await press("No");
    await page.locator("help-tree [part=contact]").waitFor();
    assert.equal(await survey(page).count(), 0);
    await press("Previous step");
    await press("Read");
    await press("Yes");
    await survey(page).waitFor();
    assert.equal(await survey(page).locator("input").count(), 11);
  });

  test("follows a channel that leaves the page where it is", async () => {
    const { page, press } = await choose("Ask");
    await press("Chat");
    await survey(page).waitFor();
    assert.equal(await survey(page).locator("input").count(), 7);
    assert.deepEqual(await problems(page), []);
  });

  test("is not counted as asked when somebody has gone on before it came", async () => {
    const { page, press } = await choose("Done", { hold: "survey.js" });
    await press("Start again");
    await page.waitForTimeout(1500);
    assert.equal(await survey(page).count(), 0);
    await press("Done");
    await survey(page).waitFor();
  });

  for (const [name, options] of [["light", {}], ["dark", { context: { colorScheme: "dark" } }], ["narrow and rtl", { lang: "ar", context: { viewport: { width: 320, height: 720 } } }]]) {
    test(`has no problem of accessibility: ${name}`, async () => {
      const { page } = await choose("Done", options);
      await survey(page).waitFor();
      assert.deepEqual(await problems(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    });
  }
});

describe("who is asked", () => {
  const rarely = staged([{ ...ces, sample: 0 }]);
  test("only the share that the site wants", async () => {
    const { page, field } = await rarely();
    await solve(page, field);
    await page.waitForTimeout(300);
    assert.equal(await form(page).count(), 0);
  });

  const seldom = staged([{ ...ces, cooldown_days: 90, question: "Acme made it easy" }]);
  test("with a cooldown the browser keeps the day, and nobody is asked again", async () => {
    const { page, field } = await seldom();
    await solve(page, field);
    await form(page).waitFor();
    assert.equal(await form(page).locator("legend").textContent(), "Acme made it easy");
    assert.deepEqual(await page.evaluate(() => Object.entries(localStorage)), [["helpdex-survey", String(Math.floor(Date.now() / 86_400_000))]]);
    await page.reload();
    await page.waitForFunction(() => customElements.get("help-search"));
    await solve(page, field);
    await page.waitForTimeout(300);
    assert.equal(await form(page).count(), 0);
    await page.evaluate(() => localStorage.setItem("helpdex-survey", String(Math.floor(Date.now() / 86_400_000) - 91)));
    await page.reload();
    await page.waitForFunction(() => customElements.get("help-search"));
    await solve(page, field);
    await form(page).waitFor();
  });
});
