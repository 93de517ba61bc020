// `helpdex report` of simulated traffic on the sample articles, as a browser shows the page.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { violations } from "./axe.mjs";
import { launch } from "./browser.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const MINI = join(ROOT, "tests/fixtures/mini");

describe("the report", () => {
  let folder, browser, address;
  const helpdex = (...args) => execFileSync(BINARY, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "helpdex-report-"));
    helpdex("build", "--source", join(MINI, "articles.jsonl.gz"), "--out", "help", "--no-eval");
    helpdex("simulate", "--bundle", "help", "--queries", join(MINI, "queries.jsonl.gz"), "--searches", "6000", "--out", "traffic.ndjson", "--truth", "truth.json");
    helpdex("report", "--store", "ndjson:traffic.ndjson", "--bundle", "help", "--out", "report", "--truth", "truth.json");
    address = pathToFileURL(join(folder, "report/report.html")).href;
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** @param {import("playwright-core").BrowserContextOptions} options */
  async function open(options) {
    const page = await browser.newPage(options);
    const requests = [];
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);
    return { page, requests };
  }

  test("needs no script and no other file, and fits a phone", async () => {
    for (const width of [320, 1280]) {
      const { page, requests } = await open({ javaScriptEnabled: false, viewport: { width, height: 800 } });
      assert.deepEqual(requests, [address]);
      assert.equal(await page.locator("h2").count(), 12);
      assert.ok(await page.locator("svg[role=img]").count() >= 3);
      const { width: all } = await page.locator("body").boundingBox();
      assert.ok(all <= width, `${all} px`);
      await page.close();
    }
  });

  test("every table has a caption and heads; every picture a table", async () => {
    const { page } = await open({ bypassCSP: true });
    const faults = await page.evaluate(() => [...document.querySelectorAll("table")].filter((table) => {
      const rows = [...table.tBodies[0].rows];
      return !table.caption || table.querySelector("thead th:not([scope=col])") || rows.some((row) => row.cells[0].getAttribute("scope") !== "row");
    }).length);
    assert.equal(faults, 0);
    assert.equal(await page.locator("svg").count(), await page.locator("figure:has(table) svg").count());
    await page.close();
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`axe finds nothing, ${colorScheme}`, async () => {
      const { page } = await open({ bypassCSP: true, colorScheme });
      assert.deepEqual(await violations(page), []);
      await page.close();
    });
  }

  test("what the next build reads is there", async () => {
    const json = async (name) => JSON.parse(await readFile(join(folder, "report", name), "utf8"));
    const signals = await json("signals.json");
    assert.equal(signals.schema, 1);
    const languages = Object.keys(signals.languages);
    assert.ok(languages.length > 0);
    for (const question of Object.values(signals.languages).flatMap(({ questions }) => questions)) {
      assert.ok(question.clients >= signals.min_clients && question.terms.length > 0, question.label);
      for (const { boost } of Object.values(question.articles)) assert.ok(Math.abs(boost) <= signals.max_boost);
    }
    const names = await readdir(join(folder, "report"));
    assert.ok(names.some((name) => name.startsWith("top-questions.")) && names.includes("synonyms.suggested.yml"));
    const { top_precision: precision } = await json("recovery.json");
    assert.ok(precision.rate >= 0.9, JSON.stringify(precision));
  });

  test("a folder with something else is not replaced", () => {
    assert.throws(() => helpdex("report", "--store", "ndjson:traffic.ndjson", "--bundle", "help", "--out", "help"), /something else than a report/);
  });
});
