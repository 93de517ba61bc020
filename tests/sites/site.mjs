// A finished site in Chromium.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { after, afterEach, before } from "node:test";
import { promisify } from "node:util";
import { launch } from "../e2e/browser.mjs";
import { startServer } from "../e2e/server.mjs";
import { install } from "./install.mjs";

const ROOT = join(import.meta.dirname, "../..");
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const run = promisify(execFile);

/** The helpdex program of the tests. */
export const HELPDEX = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));

/**
 * Runs a program in a site's folder, with `HELPDEX` set.
 * @param {string} site name of a folder beside this file
 * @param {string} program
 * @param {string[]} args
 */
export function inSite(site, program, args) {
  const env = { ...process.env, HELPDEX, NO_COLOR: "1", CI: "1", ASTRO_TELEMETRY_DISABLED: "1" };
  return run(program, args, { cwd: join(import.meta.dirname, site), env, maxBuffer: 1 << 26 });
}

/** Installs a site's packages and runs its own `npm run build`. @param {string} site */
export async function npmBuild(site) {
  await install(site);
  await inSite(site, process.platform === "win32" ? "npm.cmd" : "npm", ["run", "build"]);
}

/**
 * Builds a site once for a test file, serves it and opens its pages.
 * @param {() => Promise<string>} build gives the folder of the finished site
 * @param {string} base address of its root, with slashes at both ends
 */
export function finishedSite(build, base) {
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** @type {import("playwright-core").Browser} */
  let browser;
  const open = pages(() => ({ browser, origin: server.origin }));
  before(async () => {
    server = await startServer({ [base]: await build() });
    server.pages.set("/favicon.ico", "");
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await server?.close();
  });
  return open;
}

/**
 * @param {() => { browser: import("playwright-core").Browser, origin: string }} staged
 */
export function pages(staged) {
  const contexts = [];
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
  /**
   * @param {string} path
   * @param {object} [settings] of the browser context
   */
  return async function open(path, settings) {
    const { browser, origin } = staged();
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...settings });
    contexts.push(context);
    const page = await context.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(origin + path);
    await page.waitForFunction(() => customElements.get("help-search"));
    return { page, errors };
  };
}

/**
 * Types a question, opening the search by its button if there is one, and waits for the rows.
 * @param {import("playwright-core").Page} page
 * @param {string} query
 */
export async function ask(page, query) {
  const button = page.locator("help-launcher button");
  if ((await button.count()) && !(await page.locator("help-search dialog[open]").count())) await button.first().click();
  const search = page.locator("help-search").first();
  await search.locator("#field").fill(query);
  await page.waitForFunction(() => document.querySelector("help-search")?.dataset.state === "results", undefined, { timeout: 10000 });
  return search;
}

/** A press within 350 ms after rows have moved opens nothing. */
const ROWS_REST_MS = 400;

/**
 * @param {import("playwright-core").Page} page
 * @param {string} title
 */
export async function choose(page, title) {
  await hit(page, title).waitFor();
  await page.waitForTimeout(ROWS_REST_MS);
  await hit(page, title).click();
}

/** @param {import("playwright-core").Page} page */
const hit = (page, title) => page.locator("help-search [part~=option-title]", { hasText: title }).first();

/**
 * Asks, chooses a hit and arrives on its page.
 * @param {import("playwright-core").Page} page
 * @param {{ query: string, title: string, path: string }} wanted
 */
export async function follow(page, { query, title, path }) {
  await ask(page, query);
  await choose(page, title);
  await page.waitForFunction((wanted) => location.pathname === wanted, path, { timeout: 10000 });
  await page.locator("h1", { hasText: title }).first().waitFor();
  assert.equal(await page.locator("help-search dialog[open]").count(), 0, "the dialog is closed");
}

/** What axe finds wrong in the search, a line each. @param {import("playwright-core").Page} page */
export async function problems(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations } = await axe.run({ include: [["help-launcher, help-search"]] }, { runOnly: { type: "tag", values } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")} ${failureSummary}`));
  }, TAGS);
}

/** How light what lies behind the rows is, 0 (black) to 255. @param {import("playwright-core").Page} page */
export function lightnessOfRows(page) {
  return page.locator("help-search [part~=option-title]").first().evaluate((title) => {
    const painted = (node) => getComputedStyle(node).backgroundColor;
    let node = title;
    while (/^rgba\(.*, 0\)$/.test(painted(node))) node = node.parentElement ?? node.getRootNode().host;
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
    canvas.fillStyle = painted(node);
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue] = canvas.getImageData(0, 0, 1, 1).data;
    return Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  });
}

/** A picture for people, where `SCREENSHOTS` names a folder. @param {import("playwright-core").Page} page */
export async function picture(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: join(process.env.SCREENSHOTS, `${name}.png`) });
}

/** Titles of the rows, in order. @param {import("playwright-core").Page} page */
export const titles = (page) => page.locator("help-search [part~=option-title]").allTextContents();
