// Hostile text wherever somebody else's text is shown, without a policy that would stop what it tries:
// articles, lists, contacts, own strings, addresses. Queries and titles of rows: safety.test.mjs; trees:
// tree.test.mjs; suggestions while writing: suggest.test.mjs.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { pageHtml, reach } from "./browser.mjs";
import { CONTACT } from "./fake/contact.js";
import { stage } from "./stage.mjs";

const IMAGE = '<img src="https://evil.example/x" onerror="window.hit=1">';
const SCRIPT = "</script><script>window.hit=1</script>";
const TEXTS = [IMAGE, SCRIPT, '"><svg/onload=window.hit=1>', "{{constructor.constructor('window.hit=1')()}}", "${window.hit=1}", "<iframe srcdoc='<script>parent.hit=1</script>'>"];
const ADDRESSES = [
  "javascript:window.hit=1", "JaVaScRiPt:window.hit=1", " javascript:window.hit=1", "java\nscript:window.hit=1", "\u0001javascript:window.hit=1",
  "data:text/html,<script>window.hit=1</script>", "vbscript:x", "blob:https://evil.example/x", "file:///etc/passwd", "view-source:https://evil.example/", "intent://x#Intent;end",
];
const HOSTILE_BODY = [
  ["script", 0, "window.hit=1"],
  ["style", 0, "*{display:none}"],
  ["iframe", { srcdoc: "<script>parent.hit=1</script>" }],
  ["object", { data: "https://evil.example/x" }],
  ["base", { href: "https://evil.example/" }],
  ["form", { action: "https://evil.example/" }, ["button", { formaction: ADDRESSES[0] }, "Press"]],
  ["svg", { onload: "window.hit=1" }, ["use", { href: "data:image/svg+xml,x" }]],
  ["p", { onclick: "window.hit=1", style: "position:fixed;inset:0", slot: "x", part: "field" }, ...TEXTS],
  ["img", { src: "x", onerror: "window.hit=1", srcset: "https://evil.example/x 1x" }],
  ["img", { src: ADDRESSES[0], alt: "a" }],
  ["img", { src: "data:image/svg+xml,<svg onload='window.hit=1' xmlns='http://www.w3.org/2000/svg'/>", alt: "b" }],
  ["__proto__", 0, "x"], ["constructor", 0, "y"], ["P", 0, "z"], [null, null, null], [["p"], 0, "w"], 7, null, {},
  ...ADDRESSES.map((href, at) => ["p", 0, ["a", { href, target: "_top", ping: "https://evil.example/" }, `way ${at}`]]),
  ["p", 0, ["a", { href: "tel:+34910000000" }, "call"], ["a", { href: "mailto:a@example.org" }, "write"]],
];
const channels = Object.fromEntries(ADDRESSES.map((href, at) => [`bad${at}`, { label: `${IMAGE} ${at}`, href }]));
const pairs = (first, second) => Object.fromEntries(Object.keys(CONTACT.table).map((cell) => [cell, [first, second]]));
const contact = {
  ...CONTACT,
  table: pairs("phone", "bad0"),
  rules: [{ match: "(a+)+$", set: { severity: "high" } }, { match: "(", set: { severity: "high" } }, { match: "qqqq", set: JSON.parse('{"__proto__":{"hit":1},"severity":"high"}') }],
  channels: { phone: { label: IMAGE, href: "tel:+34910000000" }, ...channels },
};
const strings = { zero: `${IMAGE}{q}${SCRIPT}`, zeroHint: IMAGE, back: IMAGE, contactTitle: SCRIPT, contactAsk: IMAGE, topQuestions: IMAGE, solvedQ: IMAGE, related: IMAGE, error: IMAGE };
const staged = stage(undefined, { top: { en: ["xss", "unsafe"] }, suggest: { en: [{ match: "*", ids: ["unsafe"] }] }, contact: { en: contact }, strings: { en: strings } });

let poisoned;

/** Makes one of the stand-in's articles hostile in every way. */
async function poison() {
  const file = join(staged.out, "data/en-one.hdx");
  const root = JSON.parse(await readFile(file, "utf8"));
  const article = root.articles.find(({ id }) => id === "xss");
  Object.assign(article, { body: HOSTILE_BODY, section: TEXTS.join(" › "), related: ["unsafe", "card"], updated: IMAGE, heading: IMAGE, anchor: ADDRESSES[0] });
  await writeFile(file, JSON.stringify(root));
}

/** Opens a page on which nothing stops what a hostile text tries, and says in the end what it did. */
async function open(options = {}) {
  await (poisoned ??= poison());
  const opened = await staged.open(options);
  opened.page.setDefaultTimeout(5000);
  const foreign = [];
  opened.page.on("dialog", (dialog) => opened.errors.push(`dialog ${dialog.message()}`));
  opened.page.on("request", (request) => /^(https?|blob|data:text)/.test(request.url()) && !request.url().startsWith(staged.site.origin) && foreign.push(request.url()));
  const unharmed = async () => {
    await opened.page.waitForTimeout(100);
    const found = await opened.page.evaluate(inspect);
    assert.deepEqual(found, { hit: undefined, elements: [], attributes: [], addresses: [] });
    assert.deepEqual(foreign, []);
    assert.deepEqual(opened.errors, []);
  };
  return { ...opened, unharmed };
}

/** Runs in the page: what must not be in it. */
function inspect() {
  const { shadowRoot } = document.querySelector("help-search");
  const nodes = [...shadowRoot.querySelectorAll("*")];
  const told = (node) => node.outerHTML.slice(0, 120);
  const legal = { A: /^(https?|mailto|tel):$/, IMG: /^(https?|data):$/ };
  const isBad = (node) => {
    const address = node.tagName === "A" ? node.href : node.tagName === "IMG" ? node.src : "";
    return address !== "" && !(legal[node.tagName].test(new URL(address).protocol) && !/^data:(?!image\/(png|jpeg|gif|webp)[;,])/.test(address));
  };
  const isAllowed = (node) => !/^(script|style|iframe|object|embed|base|meta|link|use|foreignobject|template)$/i.test(node.localName) && !(node.localName === "form" && node.getAttribute("part") !== "reasons");
  return {
    hit: window.hit ?? {}.hit,
    elements: nodes.filter((node) => !isAllowed(node)).map(told),
    attributes: nodes.flatMap((node) => node.getAttributeNames().filter((name) => /^(on.*|style|srcdoc|srcset|formaction|ping|data|xlink:href)$/.test(name)).map((name) => `${name} ${told(node)}`)),
    addresses: nodes.filter(isBad).map(told),
  };
}

const part = (page, name) => page.locator(`help-search [part~=${name}]`);

test("what is offered before anything is typed", async () => {
  const { page, field, unharmed } = await open();
  await field.click();
  await part(page, "option").first().waitFor();
  assert.match(await page.locator("help-search [role=listbox]").textContent(), /<img src="https:\/\/evil\.example/);
  await unharmed();
});

describe("an article", () => {
  test("keeps its texts and loses what it tries", async () => {
    const { page, unharmed } = await open();
    await page.evaluate(() => document.querySelector("help-search").openArticle("xss"));
    await reach(page, "article");
    const text = await part(page, "reader").textContent();
    for (const each of TEXTS) assert.ok(text.includes(each), each);
    assert.equal(await part(page, "reader").locator("a[href^='tel:'],a[href^='mailto:']").count(), 2);
    await unharmed();
    for (const at of ADDRESSES.keys()) await part(page, "reader").getByText(`way ${at}`, { exact: true }).click();
    await unharmed();
    assert.match(page.url(), /\/page$/);
  });

  for (const id of [IMAGE, SCRIPT, "__proto__", "..%2f..%2fx", "\ud800"]) {
    test(`a link to one that is named ${JSON.stringify(id).slice(0, 40)} opens nothing`, async () => {
      const { page, unharmed } = await open();
      await page.evaluate((id) => (location.hash = `help-article=${encodeURIComponent(id.toWellFormed())}`), id);
      await page.waitForTimeout(200);
      assert.equal(await page.locator("help-search").getAttribute("data-state"), "idle");
      await unharmed();
    });
  }
});

describe("contact", () => {
  for (const [at, address] of ADDRESSES.entries()) {
    test(`${JSON.stringify(address).slice(0, 40)} is no way to anybody`, async () => {
      const shown = { ...contact, table: pairs(`bad${at}`, "phone") };
      await writeFile(join(staged.out, "data/en-contact.json"), JSON.stringify(shown));
      const { page, field, unharmed } = await open();
      await field.fill("qqqq<svg/onload=hit()>");
      await part(page, "more").getByRole("button").waitFor();
      await unharmed();
      await part(page, "more").getByRole("button").click();
      await reach(page, "escalate");
      assert.ok((await part(page, "contact").textContent()).includes(IMAGE));
      await part(page, "contact").locator("a[href^='tel:']").waitFor();
      await unharmed();
      for (const way of await part(page, "contact").locator("a:not([href^='tel:'])").all()) await way.click();
      await unharmed();
    });
  }
});

describe("the address of a page of results", () => {
  for (const text of TEXTS.slice(0, 3)) {
    test(JSON.stringify(text).slice(0, 50), async () => {
      staged.site.pages.set("/hostile", pageHtml({ attributes: 'mode="page"' }));
      const { page, field, unharmed } = await open({ path: `/hostile?q=${encodeURIComponent(`qqqq ${text}`)}` });
      await page.waitForFunction(() => /zero|weak|results/.test(document.querySelector("help-search").dataset.state));
      assert.ok((await field.inputValue()).startsWith("qqqq"));
      await unharmed();
    });
  }
});
