// The pages of `helpdex build --pages`, as people, crawlers and browsers meet them.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { problems } from "./axe.mjs";
import { launch, reach, titles } from "./browser.mjs";
import { startServer } from "./server.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'";

const ARTICLES = [
  { id: "refunds", lang: "en", title: "How do I get a refund?", url: "/billing/refunds", section: ["Billing", "Cards"], updated: "2026-03-31",
    body: "Money comes **back** within 14 days. See [how to log in](/account/login#password).\n\n## By card\n\n| Card | Days |\n|--|--|\n| Debit | 3 |\n| Credit | 14 |\n\n```\nhelpdex build --pages public\n```\n\n> Keep the receipt.\n" },
  { id: "refunds", lang: "es", title: "¿Cómo pido un reembolso?", url: "/es/reembolsos", section: ["Pagos"], updated: "2026-04-02", body: "El dinero vuelve en 14 días." },
  { id: "refunds", lang: "ar", title: "كيف أسترد المبلغ؟", url: "/ar/refunds", section: ["الدفع"], body: "يعود المبلغ خلال أربعة عشر يوما." },
  { id: "login", lang: "en", title: "How do I log in?", url: "/account/login", section: ["Account"], updated: "2026-01-05", body: "Use your password, before you ask for a refund.\n\n## Password\n\nTwelve letters and more." },
  { id: "hostile", lang: "en", title: "</script><img src=x onerror=window.hurt=1>", url: "/hostile", section: ["Billing"], body: "<img src=x onerror=window.hurt=1>Nothing happens to a refund." },
];

/** Runs in the page before anything else. */
function watchViolations() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
}

describe("pages", () => {
  let folder, site, browser;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "helpdex-pages-"));
    const out = join(folder, "public");
    await mkdir(out);
    site = await startServer({ "/": out });
    await writeFile(join(folder, "articles.jsonl"), ARTICLES.map((article) => JSON.stringify(article)).join("\n"));
    await writeFile(join(folder, "helpdex.toml"), `source = "articles.jsonl"\nout = "public/help"\n[site]\nname = "Acme Help"\nurl_base = "${site.origin}"\n[pages]\nout = "public"\n[eval]\nsample = 0\n[[top_questions]]\narticles = ["login"]\n`);
    execFileSync(BINARY, ["build", "--config", join(folder, "helpdex.toml")], { stdio: ["ignore", "pipe", "pipe"] });
    // As web servers do: a folder is answered with its index.
    for (const file of await readdir(out, { recursive: true })) {
      if (!file.endsWith("index.html")) continue;
      const html = await readFile(join(out, file), "utf8");
      const path = `/${file.slice(0, -"index.html".length)}`;
      site.pages.set(path, html).set(path.replace(/\/$/, ""), html);
    }
    site.csp = STRICT;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** @param {string} path @param {import("playwright-core").BrowserContextOptions} [options] */
  async function open(path, options) {
    const page = await browser.newPage(options);
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.addInitScript(watchViolations);
    const response = await page.goto(site.origin + path);
    assert.equal(response.status(), 200, path);
    return { page, errors };
  }

  test("nothing violates a strict policy, no text becomes markup, and a search leads to a page", async () => {
    const { page, errors } = await open("/hostile");
    const field = page.locator("help-search [part=field]");
    await field.fill("refund");
    await reach(page, "results");
    assert.ok((await titles(page)).includes("How do I get a refund?"));
    await page.locator("help-search [part=option-title]", { hasText: "How do I get a refund?" }).click();
    await page.waitForURL(`${site.origin}/billing/refunds*`);
    assert.equal(await page.locator("h1").textContent(), "How do I get a refund?");
    assert.deepEqual(await page.evaluate(() => [window.violations, window.hurt]), [[], undefined]);
    assert.deepEqual(errors, []);
    await page.close();
  });

  test("the list of all articles holds the search and its address", async () => {
    const { page, errors } = await open("/articles/en/?q=password");
    await reach(page, "results");
    assert.ok((await titles(page)).includes("How do I log in?"));
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    assert.deepEqual(errors, []);
    await page.close();
  });

  for (const scheme of ["light", "dark"]) {
    test(`axe finds nothing (${scheme}); nothing is wider than a phone`, async () => {
      for (const path of ["/billing/refunds", "/ar/refunds", "/articles/en/"]) {
        const { page } = await open(path, { colorScheme: scheme, viewport: { width: 320, height: 640 }, bypassCSP: true });
        await page.waitForFunction(() => document.querySelector("help-search")?.shadowRoot?.querySelector("[part=field]"));
        assert.deepEqual(await problems(page), [], path);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= 320, path);
        if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `page-${scheme}${path.replaceAll("/", "-")}.png`), fullPage: true });
        await page.close();
      }
    });
  }

  test("without scripts everything is there, and the form leads to the list", async () => {
    const { page } = await open("/es/reembolsos", { javaScriptEnabled: false });
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
    assert.ok(await page.getByText("El dinero vuelve en 14 días.").isVisible());
    await page.getByLabel("Buscar en la ayuda").fill("x");
    await page.keyboard.press("Enter");
    await page.waitForURL(`${site.origin}/articles/es/?q=x`);
    await page.getByRole("link", { name: "¿Cómo pido un reembolso?" }).click();
    await page.getByRole("link", { name: "English" }).click();
    assert.equal(new URL(page.url()).pathname, "/billing/refunds");
    await page.getByRole("navigation", { name: "Where this is" }).getByRole("link", { name: "Cards" }).click();
    assert.equal(await page.locator(":target").textContent(), "Billing › Cards");
    await page.close();
  });

  test("a keyboard reaches the text at once", async () => {
    const { page } = await open("/billing/refunds");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.textContent), "Skip to content");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "page-content");
    await page.close();
  });

  test("a browser reads feed and sitemap as XML", async () => {
    const { page } = await open("/billing/refunds");
    const roots = await page.evaluate(async (files) => Promise.all(files.map(async (file) => {
      const text = await (await fetch(file)).text();
      const root = new DOMParser().parseFromString(text, "application/xml").documentElement;
      return root.localName;
    })), ["/sitemap.xml", "/changes-en.atom", "/opensearch-ar.xml"]);
    assert.deepEqual(roots, ["urlset", "feed", "OpenSearchDescription"]);
    await page.close();
  });
});
