// Articles within a page, from a real bundle built here.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { stage } from "./stage.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const isBuilt = existsSync(BINARY);
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types helpdex";

const ARTICLES = [
  {
    id: "reset",
    url: "/docs/reset",
    title: "Reset your password",
    section: ["Account", "Sign in"],
    updated: "2026-03-31",
    severity: "high",
    body: "# Reset your password\n\nOpen *Settings*.\n\n## Steps\n\n1. Go\n2. [Next](../other), [far](https://far.example/x)\n\n#### Deep\n\n```js\nlet a = 1 < 2;\n```\n\n| Name | Value |\n|--|--|\n| a | b |\n\n![A picture](shot.png)\n\n<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'>[bad](javascript:window.hacked=1)",
  },
  { id: "forgot", url: "/docs/forgot", title: "Password forgotten", body: "Choose a new password in the settings of your account." },
  { id: "change", url: "/docs/change", title: "Change a password", body: "Your password is changed in the settings of your account." },
  ...["Print an invoice", "Add a printer", "Buy toner", "Cancel a contract", "Delete a user", "Move a folder", "Share a link", "Export data"].map((title, at) => ({ id: `other-${at}`, title, body: `${title}: see the manual, page ${at}.` })),
  { id: "arabic", lang: "ar", title: "تغيير كلمة المرور", body: "افتح الإعدادات." },
];

/** Builds a bundle of these articles. */
function build(settings = "") {
  const folder = mkdtempSync(join(tmpdir(), "helpdex-reader-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "articles.jsonl"), ARTICLES.map((article) => JSON.stringify(article)).join("\n"));
  writeFileSync(join(folder, "helpdex.toml"), `source = "articles.jsonl"\nout = "help"\nlanguages = ["en", "ar"]\nfallback = ["en"]\n${settings}`);
  execFileSync(BINARY, ["build", "--config", join(folder, "helpdex.toml"), "--no-eval"], { stdio: "pipe" });
  return join(folder, "help");
}

const element = (attributes, lang = "en") => `<!doctype html><html lang="${lang}"><title>t</title><main><h1>Help</h1><help-article ${attributes}><p>The way without script.</p></help-article></main><script type="module" src="/help/helpdex.js"></script>`;

describe("an article within a page", { skip: !isBuilt && `there is no ${BINARY}` }, () => {
  const bundle = isBuilt ? build() : undefined;
  const staged = stage(bundle);
  const manifest = async () => JSON.parse(await readFile(join(bundle, "manifest.json"), "utf8"));

  /** Opens a page with one `<help-article>` and waits for what it shows. */
  async function read(attributes, lang = "en", csp = STRICT) {
    staged.site.csp = csp;
    const init = () => {
      window.seen = [];
      for (const name of ["help:article_view", "help:error"]) addEventListener(name, ({ detail }) => window.seen.push([name, detail]));
    };
    const opened = await staged.open({ html: element(attributes, lang), init });
    await opened.page.waitForFunction(() => !["loading", undefined].includes(document.querySelector("help-article").dataset.state));
    return opened;
  }
  const state = (page) => page.locator("help-article").getAttribute("data-state");

  test("title, date, path, body and the way to its own page", async () => {
    const { page, errors } = await read('article-id="reset"');
    assert.equal(await state(page), "article");
    const article = page.locator("help-article");
    assert.equal(await article.locator("[part=article-title]").textContent(), "Reset your password");
    assert.equal(await article.locator("[part=article-breadcrumbs]").textContent(), "Account › Sign in");
    assert.match(await article.locator("[part=article-updated]").textContent(), /March 31, 2026/);
    assert.equal(await article.locator("[part=article-full]").getAttribute("href"), "/docs/reset");
    assert.equal(await article.locator("em").textContent(), "Settings");
    assert.equal(await page.getByText("The way without script.").isVisible(), false);
    assert.deepEqual(errors, []);
    assert.deepEqual(await page.evaluate(() => window.seen), [["help:article_view", { articleId: "reset", language: "en" }]]);
  });

  test("headings follow one another below the one that the page says", async () => {
    const { page } = await read('article-id="reset" heading-level="3"');
    const outline = () => page.locator("help-article").evaluate(({ shadowRoot }) => [...shadowRoot.querySelectorAll("h1,h2,h3,h4,h5,h6")].map(({ localName, id, textContent }) => [localName, id, textContent]).filter(([, , text]) => !/Related/.test(text)));
    assert.deepEqual(await outline(), [["h3", "", "Reset your password"], ["h4", "steps", "Steps"], ["h5", "deep", "Deep"]]);
    await page.locator("help-article").evaluate((host) => host.setAttribute("heading-level", "2"));
    await page.waitForFunction(() => document.querySelector("help-article").shadowRoot.querySelector("h2"));
    assert.equal((await outline())[1][0], "h3");
  });

  test("links, images, tables and code are safe and of use", async () => {
    const { page } = await read('article-id="reset"');
    const article = page.locator("help-article");
    assert.equal(await article.getByText("Next").getAttribute("href"), "/other");
    assert.equal(await article.getByText("far").getAttribute("rel"), "noopener");
    const image = article.getByAltText("A picture");
    assert.deepEqual([await image.getAttribute("src"), await image.getAttribute("loading")], ["/docs/shot.png", "lazy"]);
    const table = article.getByRole("region", { name: "Reset your password" });
    assert.equal(await table.getAttribute("tabindex"), "0");
    assert.equal(await article.locator("pre code").getAttribute("class"), "language-js");
    assert.match(await article.locator("pre").textContent(), /let a = 1 < 2;/);
    assert.equal(await article.getByText("bad").getAttribute("href"), null);
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.equal(await article.locator("script,[onerror]").count(), 0);
  });

  test("related articles are about the same", async () => {
    const { page } = await read('article-id="reset"');
    const related = page.locator("help-article").getByRole("navigation", { name: "Related articles" }).getByRole("link");
    const titles = await related.allTextContents();
    assert.deepEqual(titles.slice(0, 2).toSorted(), ["Change a password", "Password forgotten"]);
    assert.equal(await related.first().getAttribute("data-article-id"), titles[0] === "Change a password" ? "change" : "forgot");
  });

  test("what the element holds stays if there is no such article", async () => {
    const { page, errors } = await read('article-id="nobody"');
    assert.equal(await state(page), "not-found");
    assert.equal(await page.getByText("The way without script.").isVisible(), true);
    assert.equal((await page.evaluate(() => window.seen))[0][1].code, "not-found");
    await page.locator("help-article").evaluate((host) => host.setAttribute("article-id", "change"));
    await page.locator("help-article").getByText("is changed in the settings").waitFor();
    assert.equal(await page.getByText("The way without script.").isVisible(), false);
    await page.evaluate(() => (window.gone = document.querySelector("help-article")).remove());
    await page.waitForFunction(() => window.gone.shadowRoot.innerHTML === "<slot></slot>");
    assert.deepEqual(errors, []);
  });

  test("what the element holds stays while nothing can be loaded", async () => {
    staged.site.fault = (path) => (path.includes("/data/") ? { status: 500 } : undefined);
    const { page } = await read('article-id="reset"');
    assert.equal(await state(page), "error");
    assert.equal(await page.getByText("The way without script.").isVisible(), true);
  });

  test("in another language: its own articles, from right to left, then those of the fallback", async () => {
    const { page } = await read('article-id="arabic"', "ar");
    const article = page.locator("help-article [part=article]");
    assert.deepEqual([await article.getAttribute("lang"), await article.getAttribute("dir")], ["ar", "rtl"]);
    await page.locator("help-article").evaluate((host) => host.setAttribute("article-id", "reset"));
    await page.locator("help-article").getByText("Settings").waitFor();
    assert.deepEqual([await article.getAttribute("lang"), await article.getAttribute("dir")], ["en", "ltr"]);
  });

  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing, ${scheme}`, async () => {
      const { page } = await read('article-id="reset" theme="' + scheme + '"', "en", "");
      await page.addStyleTag({ content: `html { color-scheme: ${scheme}; background: Canvas; color: CanvasText }` });
      await page.evaluate(AXE);
      const { violations } = await page.evaluate((runOnly) => window.axe.run(document, { runOnly }), TAGS);
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
    });
  }

  test("page and worker read alike", async () => {
    const { app } = await manifest();
    const { page } = await staged.open({ html: element('article-id="reset"') });
    const [here, there] = await page.evaluate(async (client) => {
      const { createClient } = await import(client);
      return Promise.all([false, true].map(async (worker) => {
        const opened = await createClient({ base: "/help/", lang: "en", worker });
        const { hits } = await opened.search("reset password");
        const records = [await opened.article(hits[0]), await opened.article({ id: "change" })];
        const error = await opened.article({ id: "nobody" }).catch(({ code }) => code);
        const { hasReader } = opened;
        opened.destroy();
        return { records, error, hasReader };
      }));
    }, `/help/${app}client.js`);
    assert.equal(here.records[0].id, "reset");
    assert.equal(here.records[0].severity, "high");
    assert.equal(here.error, "not-found");
    assert.equal(here.hasReader, true);
    assert.deepEqual(there, here);
  });
});

describe("a damaged record", () => {
  const staged = stage();

  test("makes elements of the allowed ones only", async () => {
    const { page } = await staged.open({ html: element("") });
    const shown = await page.evaluate(async () => {
      const { renderArticle } = await import("/reader.js");
      const nodes = [
        ["script", 0, "window.hacked = 1"], ["p", { onclick: "window.hacked = 1", style: "x", id: "a" }, "text"], ["iframe", { srcdoc: "x" }], ["svg", 0], ["a", { href: " java\nscript:alert(1)" }, "x"],
        ["a", { href: "data:text/html,x" }, "y"], ["img", { src: "data:image/svg+xml,x", alt: "z" }], ["code", { class: "article x" }, "c"], ["constructor", 0], ["__proto__", 0, "p"], 7, null, {}, ["p"], ["p", "x", ["b", 0, "deep"]], [["p"]],
      ];
      let deep = ["p", 0, "end"];
      for (let i = 0; i < 5000; i++) deep = ["div", 0, deep];
      const record = { id: "a", language: "en", title: "<b>T</b>", url: "javascript:alert(1)", updated: "soon", breadcrumbs: "", body: [...nodes, deep], related: [{ id: "b", url: "javascript:alert(1)", title: "R", breadcrumbs: "" }] };
      const fragment = renderArticle(record, { texts: { language: "en", strings: { updated: "Updated {date}", related: "Related", openFull: "Open" } }, headingLevel: 9 });
      const host = document.createElement("div");
      host.append(fragment);
      document.body.append(host);
      const names = [...new Set([...host.querySelectorAll("*")].flatMap((each) => [each.localName, ...each.getAttributeNames().map((name) => `@${name}`)]))];
      return { names: names.toSorted(), title: host.querySelector("[part=article-title]").textContent, links: [...host.querySelectorAll("a")].map((link) => link.getAttribute("href")), hacked: window.hacked };
    });
    assert.deepEqual(shown.names, ["@alt", "@aria-label", "@class", "@decoding", "@dir", "@id", "@lang", "@loading", "@part", "@tabindex", "a", "article", "b", "code", "div", "h6", "img", "nav", "p", "ul", "@datetime", "time"].toSorted());
    assert.equal(shown.title, "<b>T</b>");
    assert.deepEqual(shown.links, [null, null]);
    assert.equal(shown.hacked, undefined);
  });
});
