// Some are asked one short question after they were helped; nobody has to answer.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { focused } from "./elements.mjs";
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
 */
function staged(surveys, settings = {}) {
  const own = stage(undefined, { surveys: { en: surveys, ar: surveys }, contact: { en: CONTACT }, ...settings });
  return (options) => own.open({ init: hearAnswers, head: `${COLOURS}<style>main > p { display: none }</style>`, ...options });
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
