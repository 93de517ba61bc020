import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { COLOURS, problems } from "./axe.mjs";
import { STRICT, focused, hear, heard, mounted } from "./elements.mjs";
import { stage } from "./stage.mjs";

const article = { id: "refund", url: "/articles/refund", title: "Get a refund", breadcrumbs: "Billing" };
const steps = {
  device: { heading: "Which device is it?", body: [["p", 0, "Look at the ", ["strong", 0, "label"], "."]], choices: [{ label: "Phone", next: "lights" }, { label: "Tablet", article }, { label: "Something else", route: "LHL" }] },
  lights: { heading: "Does the light blink?", body: [], choices: [{ label: "Yes", next: "reset" }, { label: "No", solved: true }, { label: "From the beginning", next: "device" }] },
  reset: { heading: "Hold the button", body: [["ol", 0, ["li", 0, "Press"], ["li", 0, "Wait"]]], choices: [{ label: "It works", solved: true }, { label: "Call us", route: "phone" }, { label: "The maker's page", href: "/plain" }] },
};
const EVIL = "<img src=x onerror=alert(1)><script>alert(1)</script>";
const evil = {
  title: EVIL, start: "one",
  steps: {
    one: {
      heading: EVIL,
      body: [EVIL, ["script", 0, "alert(1)"], ["img", { src: "javascript:alert(1)", onerror: "alert(1)" }], ["a", { href: "javascript:alert(1)", onclick: "alert(1)", style: "color:red" }, "link"], ["iframe", { srcdoc: EVIL }, "frame"], ["p", { onclick: "alert(1)" }, "text"], 7, null, [["p"]], ["a", { href: "mailto:a@example.org" }, "mail"]],
      choices: [{ label: EVIL, solved: true }, { label: "Bad", href: "javascript:alert(1)" }, { label: "Lost", next: "nowhere" }, { label: "Proto", next: "constructor" }],
    },
  },
};
const never = { tz: "UTC", open: [] };
const always = { tz: "UTC", open: [{ days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" }] };
const contact = {
  levels: 2, table: { LLL: ["self_service"], LHL: ["chat", "phone"], LLH: ["mail", "form"] },
  channels: { chat: { label: "Chat with us", event: true, wait_minutes: 5, hours: always }, phone: { label: "Call us", href: "tel:+34900000000", hours: never }, mail: { label: "Write to us", href: "mailto:help@example.org" }, form: { label: "Use the form", form: "#contact" } },
};
const rich = {
  title: "Rich", start: "one",
  steps: {
    one: {
      heading: "Which one?",
      body: [["h2", 0, "Labels"], ["table", 0, ["tr", 0, ["th", { scope: "row" }, "Name"], ["td", 0, "A".repeat(300)]]], ["h4", 0, "Numbers"], ["img", { src: "javascript:alert(1)" }], ["pre", 0, ["code", { class: "language-js" }, "a()"]]],
      choices: [{ label: "Done", solved: true }],
    },
  },
};
const trees = { router: { title: "Mend your device", start: "device", steps }, evil, rich };
const staged = stage(undefined, { trees: { en: trees, ar: { router: { ...trees.router, title: "أصلح جهازك" } } }, contact: { en: contact, ar: contact } });

const FALLBACK = '<ol><li><a href="/plain">Mend it by hand</a></li></ol>';
const FORM = '<form id="contact" action="/sent"><label>Message <textarea name="message"></textarea></label><button>Send</button></form>';
async function open({ tree = "router", hash = "", before = "", attributes = "", ...options } = {}) {
  const body = `${before}<help-tree tree="${tree}" ${attributes}>${FALLBACK}</help-tree>${FORM}`;
  const opened = await staged.open({ body, head: COLOURS, init: hear, ...options });
  const { page } = opened;
  if (hash) await page.evaluate((hash) => (location.hash = hash), hash).then(() => page.reload());
  await mounted(page, "help-tree");
  const button = (name) => page.locator("help-tree").getByRole("button", { name, exact: true });
  return { ...opened, button };
}
const names = async (page) => (await heard(page)).map(([name, { step, outcome }]) => [name, outcome ?? step].filter(Boolean).join(" "));
const stepHeading = (page) => page.locator("help-tree [part=tree-heading]").textContent();

describe("a decision tree", () => {
  test("is walked by keyboard: focus and address follow, Back leads back", async () => {
    const { page, errors } = await open();
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), ":Start");
    await page.keyboard.press("Enter");
    assert.equal(await focused(page), "heading:Which device is it?");
    assert.match(page.url(), /#help-tree=router\/device$/);
    assert.match(await page.locator("help-tree [part=tree-progress]").textContent(), /^Step 1$/);
    assert.deepEqual(await page.locator("help-tree fieldset button").allTextContents(), ["Phone", "Tablet", "Something else"]);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    assert.equal(await focused(page), "heading:Does the light blink?");
    await page.locator("help-tree").getByRole("button", { name: "Previous step" }).press("Enter");
    assert.equal(await focused(page), "heading:Which device is it?");
    assert.deepEqual(await names(page), ["tree_start", "tree_step device", "tree_step lights", "tree_step device"]);
    assert.deepEqual(errors, []);
  });

  test("tells the group of answers by the step's heading", async () => {
    const { page, button } = await open();
    await button("Start").click();
    assert.equal(await page.locator("help-tree").getByRole("group", { name: "Which device is it?" }).count(), 1);
    assert.equal(await page.locator("help-tree").getByRole("region", { name: "Mend your device" }).count(), 1);
  });

  test("ends solved, and can be gone again", async () => {
    const { page, button } = await open();
    await button("Start").click();
    await button("Phone").click();
    await button("No").click();
    assert.equal(await focused(page), "heading:Glad that it is solved.");
    assert.deepEqual((await names(page)).at(-1), "tree_end solved");
    await button("Previous step").click();
    assert.equal(await stepHeading(page), "Does the light blink?");
    await button("Start again").click();
    assert.equal(await stepHeading(page), "Which device is it?");
  });

  test("the browser's Back and a link to a step lead to it", async () => {
    const { page, button } = await open();
    await button("Start").click();
    await button("Phone").click();
    await button("Yes").click();
    await page.goBack();
    assert.equal(await stepHeading(page), "Does the light blink?");
    await page.goBack();
    await page.goBack();
    assert.equal(await button("Start").count(), 1);
    await page.evaluate(() => (location.hash = "#help-tree=router/reset"));
    await page.locator("help-tree").getByRole("heading", { name: "Hold the button" }).waitFor();
    assert.match(await page.locator("help-tree [part=tree-progress]").textContent(), /^Step 3$/);
    await button("Previous step").click();
    assert.equal(await stepHeading(page), "Does the light blink?");
  });

  describe("left in the middle", () => {
    const leave = (page) => page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    const ends = async (page) => (await names(page)).filter((name) => name.startsWith("tree_end"));

    test("is told once, with the step", async () => {
      const { page, button } = await open();
      await leave(page);
      assert.deepEqual(await names(page), [], "nobody has begun");
      await button("Start").click();
      await button("Phone").click();
      await leave(page);
      await leave(page);
      assert.deepEqual((await heard(page)).slice(2), [["tree_step", { tree: "router", step: "lights", n: 2 }], ["tree_end", { tree: "router", step: "lights", outcome: "left" }]]);
    });

    test("whoever comes back and goes on begins anew", async () => {
      const { page, button } = await open();
      await button("Start").click();
      await button("Phone").click();
      await leave(page);
      await button("No").click();
      await leave(page);
      assert.deepEqual((await names(page)).slice(3), ["tree_end left", "tree_start", "tree_step lights", "tree_end solved"]);
      await button("Start again").click();
      await leave(page);
      assert.deepEqual((await names(page)).slice(7), ["tree_start", "tree_step device", "tree_end left"]);
    });

    test("a walk that has its end is not left; one step back goes on with it", async () => {
      const { page, button } = await open();
      await button("Start").click();
      await button("Something else").click();
      await leave(page);
      assert.deepEqual(await ends(page), ["tree_end contact"]);
      const other = await open({ hash: "#help-tree=router/lights" });
      await other.button("No").click();
      await other.button("Previous step").click();
      await leave(other.page);
      assert.deepEqual(await names(other.page), ["tree_start", "tree_step lights", "tree_end solved", "tree_step lights"]);
    });

    test("by the browser's Back to before the start, and by the page that takes the element away", async () => {
      const { page, button } = await open();
      await button("Start").click();
      await page.goBack();
      await button("Start").waitFor();
      assert.deepEqual(await names(page), ["tree_start", "tree_step device", "tree_end left"]);
      await button("Start").click();
      await page.evaluate(() => {
        window.gone = document.querySelector("help-tree");
        window.gone.addEventListener("help:tree_end", ({ detail }) => window.heard.push(["gone", detail]));
        window.gone.remove();
      });
      await page.waitForFunction(() => window.gone.shadowRoot.innerHTML === "<slot></slot>");
      await leave(page);
      assert.deepEqual((await names(page)).slice(3), ["tree_start", "tree_step device", "gone left"]);
    });

    test("another tab is not another page", async () => {
      const { page, button } = await open();
      await button("Start").click();
      await page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
      });
      assert.deepEqual(await ends(page), []);
    });
  });

  test("resumes from the address without taking the focus from a field", async () => {
    const { page } = await open({ hash: "#help-tree=router/lights", before: "<label>Name <input autofocus></label>" });
    assert.equal(await stepHeading(page), "Does the light blink?");
    assert.equal(await page.evaluate(() => document.activeElement.localName), "input");
  });

  for (const hash of ["#help-tree=router/nowhere", "#help-tree=other/device", "#help-tree=router/constructor", "#help-tree=%E0%A4%A/x", "#help-tree=", "#top"]) {
    test(`an address that leads elsewhere (${hash}) shows the start`, async () => {
      const { button, errors } = await open({ hash });
      assert.equal(await button("Start").count(), 1);
      assert.deepEqual(errors, []);
    });
  }

  test("an article at the end is linked and asked about; No leads to people", async () => {
    const { page, button } = await open();
    await button("Start").click();
    await button("Tablet").click();
    assert.equal(await page.locator("help-tree").getByRole("link", { name: "Open full page" }).getAttribute("href"), `${staged.site.origin}/articles/refund`);
    await button("No").click();
    assert.equal(await focused(page), "heading:Sorry that it is not solved yet.");
    const mail = page.locator("help-tree").getByRole("link", { name: "Write to us" });
    await mail.waitFor();
    assert.deepEqual((await heard(page)).slice(-3).map(([name, detail]) => [name, detail.outcome ?? detail.solved ?? detail.cell]), [["tree_end", "article"], ["article_feedback", "no"], ["route_offer", "LLH"]]);
    assert.equal(await page.locator("help-tree [part=contact-hours]").count(), 0, "nothing is said of hours that nobody gave");
    await button("Use the form").click();
    assert.equal(await page.evaluate(() => document.activeElement.name), "message");
    assert.equal(await page.inputValue("textarea[name=message]"), "Mend your device › Which device is it? › Get a refund");
    assert.equal(await page.inputValue("#contact [name=help_cell]"), "LLH");
  });

  test("a cell leads to its channels, with their hours; what is sent can be edited", async () => {
    const { page, button } = await open();
    await button("Start").click();
    await button("Something else").click();
    await button("Chat with us").waitFor();
    const text = (await page.locator("help-tree [part=contact]").textContent()).replace(/[\u2068\u2069]/g, "");
    assert.match(text, /Open now · Expected wait: 5 minutes/);
    assert.match(text, /Call us\s*Closed now/);
    assert.equal(await page.locator("help-tree").getByRole("link", { name: "Call us" }).count(), 0, "what is closed is announced, not offered");
    await button("Edit").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("It smokes");
    await button("Chat with us").click();
    const [name, detail] = (await heard(page)).at(-1);
    assert.deepEqual([name, detail], ["contact_start", { channel: "chat", rank: "primary", cell: "LHL", query: "It smokes", articles: [] }]);
  });

  test("a channel by its name; one that is closed gives way to another", async () => {
    const { page, button } = await open({ hash: "#help-tree=router/reset" });
    await button("Call us").click();
    await button("Chat with us").waitFor();
    assert.deepEqual(await page.locator("help-tree [part=contact-closed]").allTextContents(), ["Call us"]);
  });

  test("a link is a link", async () => {
    const { page } = await open({ hash: "#help-tree=router/reset" });
    const link = page.locator("help-tree").getByRole("link", { name: "The maker's page" });
    await Promise.all([page.waitForURL("**/plain"), link.click()]);
  });

  test("hostile text stays text, and bad choices are left out", async () => {
    const { page, button, errors, logs } = await open({ tree: "evil" });
    page.on("dialog", (dialog) => errors.push(dialog.message()));
    await button("Start").click();
    assert.equal(await stepHeading(page), EVIL);
    const found = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector("help-tree");
      const attributes = [...shadowRoot.querySelectorAll("*")].flatMap((node) => node.getAttributeNames().filter((name) => /^on|style|srcdoc/.test(name)));
      return { nodes: shadowRoot.querySelectorAll("img,script,iframe").length, attributes, links: [...shadowRoot.querySelectorAll("a")].map((link) => link.getAttribute("href")), choices: [...shadowRoot.querySelectorAll("fieldset>*")].map((node) => node.textContent) };
    });
    assert.deepEqual(found, { nodes: 0, attributes: [], links: [null, "mailto:a@example.org"], choices: [EVIL] });
    assert.equal(logs.filter((line) => line.includes("leads nowhere")).length, 3);
    assert.deepEqual(errors, []);
  });

  test("headings and tables of a step are those of articles: below the step's, and reached by keyboard", async () => {
    const { page, button } = await open({ tree: "rich" });
    await button("Start").click();
    const tree = page.locator("help-tree");
    assert.deepEqual(await tree.getByRole("heading").evaluateAll((all) => all.map(({ localName, textContent }) => `${localName} ${textContent}`)), ["h2 Rich", "h3 Which one?", "h4 Labels", "h5 Numbers"]);
    assert.equal(await tree.getByRole("region", { name: "Which one?" }).getAttribute("tabindex"), "0");
    assert.equal(await tree.locator("img").count(), 0, "a picture with neither an address nor words is none");
    assert.deepEqual(await tree.getByRole("heading", { level: 5 }).evaluate((node) => parseFloat(getComputedStyle(node).fontSize) >= 16), true);
    assert.deepEqual(await problems(page), []);
  });

  test("a tree that is not there leaves what the page holds", async () => {
    const { page, logs } = await staged.open({ body: `<help-tree tree="other">${FALLBACK}</help-tree>`, init: hear });
    await page.waitForTimeout(600);
    assert.ok(await page.getByRole("link", { name: "Mend it by hand" }).isVisible());
    assert.ok(logs.some((line) => line.includes('there is no tree "other"') && line.includes("router")));
  });

  test("without JavaScript the children are there", async () => {
    const context = await staged.browser.newContext({ javaScriptEnabled: false });
    staged.site.pages.set("/page", `<!doctype html><title>x</title><help-tree tree="router">${FALLBACK}</help-tree>`);
    const page = await context.newPage();
    await page.goto(`${staged.site.origin}/page`);
    assert.ok(await page.getByRole("link", { name: "Mend it by hand" }).isVisible());
    await context.close();
  });

  test("removed, it gives back its children and listens no more", async () => {
    const { page, button, errors } = await open();
    await button("Start").click();
    await page.evaluate(() => {
      window.gone = document.querySelector("help-tree");
      window.gone.remove();
      history.back();
    });
    await page.waitForFunction(() => window.gone.shadowRoot.innerHTML === "<slot></slot>");
    assert.deepEqual(errors, []);
  });

  test("a strict policy with Trusted Types is never violated", async () => {
    staged.site.csp = STRICT;
    const { page, button, errors } = await open({ head: "" });
    await button("Start").click();
    await button("Something else").click();
    await button("Edit").click();
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
  });
});

for (const colorScheme of ["light", "dark"]) {
  for (const lang of ["en", "ar"]) {
    test(`axe, ${colorScheme}, ${lang}`, async () => {
      const { page } = await open({ lang, context: { colorScheme, viewport: { width: 320, height: 800 } } });
      const press = (index) => page.locator("help-tree fieldset > *").nth(index).click();
      const found = [await problems(page)];
      await page.locator("help-tree button").first().click();
      found.push(await problems(page));
      await press(1);
      found.push(await problems(page));
      await press(2);
      await page.locator("help-tree [part=contact]").waitFor();
      found.push(await problems(page));
      await page.locator("help-tree [part=contact-draft] button").click();
      found.push(await problems(page));
      assert.deepEqual(found.flat(), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
      assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("help-tree").shadowRoot.querySelector(".frame")).direction), lang === "ar" ? "rtl" : "ltr");
    });
  }
}
