// A newcomer with a fresh clone, a folder of Markdown and a page, who does what the README says. No
// wasm toolchain and no node package is at hand: the tool has to bring all that a browser needs.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { launch, reach, titles } from "../e2e/browser.mjs";
import { firstSteps } from "./readme.mjs";

const ROOT = join(import.meta.dirname, "../..");
/** Always the same, so that compiled crates of a run take the place of those of the run before. */
const CLONE = join(ROOT, "target/journey/checkout");
const INSTALLED = join(ROOT, "target/journey/installed");
/** What cargo tells the programs that it starts, and where this checkout has its files. */
const OURS = /^(HELPDEX_DIST|CARGO_(PKG|MANIFEST|CRATE|BIN)_.*)$/;
/** As a newcomer's, but for where things go: crates of other people are not compiled again. */
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name))),
  CARGO_TARGET_DIR: resolve(ROOT, process.env.CARGO_TARGET_DIR ?? "target"),
  CARGO_INSTALL_ROOT: INSTALLED,
  PATH: [join(INSTALLED, "bin"), process.env.PATH].join(delimiter),
};

const running = [];
const folders = [CLONE, INSTALLED];
after(async () => {
  for (const child of running) child.kill();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

function start(command, cwd) {
  const child = spawn("bash", ["-c", `exec ${command}`], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  return child;
}

async function done(command, cwd) {
  const child = start(command, cwd);
  child.stdout.resume();
  const code = await new Promise((ended) => child.once("close", ended));
  assert.equal(code, 0, command);
}

/** The folder of somebody's site: `docs/` with Markdown, `public/` with a page that holds the snippet. */
async function ownSite(snippet) {
  const site = await mkdtemp(join(tmpdir(), "helpdex-journey-"));
  folders.push(site);
  await mkdir(join(site, "docs/billing"), { recursive: true });
  await mkdir(join(site, "public"));
  await writeFile(join(site, "docs/billing/invoices.md"), "# Where are my invoices?\n\nOpen **Account**, then Billing. Every invoice is a PDF.\n");
  await writeFile(join(site, "docs/delivery.md"), "---\ntitle: Track a parcel\n---\n\nThe number in our letter leads to the parcel.\n");
  const page = `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Our shop</title><style>h1 { color: teal }</style></head>\n<body><h1>Our shop</h1>\n${snippet}</body></html>\n`;
  await writeFile(join(site, "public/index.html"), page);
  return site;
}

test("three commands of the README lead from a fresh clone to an own article on an own page", async () => {
  const { commands, snippet } = await firstSteps();
  assert.ok(commands.length <= 3, `the README asks for ${commands.length} commands`);
  const [install, ...others] = commands;
  const serve = others.pop();
  assert.match(install, /^cargo install /);
  assert.match(serve, /^helpdex serve /);
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  await done(`git clone --quiet --depth 1 "file://${ROOT}" "${CLONE}"`, ROOT);
  await done(install, CLONE);
  const site = await ownSite(snippet);
  for (const command of others) await done(command, site);
  const engines = (await readdir(join(site, "public/help"), { recursive: true })).filter((name) => /engine-.*\.(wasm|fallback\.js)$/.test(name));
  assert.equal(engines.length, 2, `engines: ${engines}`);

  // The last command, on a port that is free for certain.
  const server = start(serve.replace(/( *#.*)?$/, " --listen 127.0.0.1:0"), site);
  const lines = createInterface(server.stdout);
  const [greeting] = await new Promise((said) => lines.once("line", (...words) => said(words)));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(greeting.replace("listening on ", ""));
    assert.equal(await page.locator("h1").evaluate((heading) => getComputedStyle(heading).color), "rgb(0, 128, 128)");
    await page.locator("help-search #field").fill("invoce pdf");
    await reach(page, "results");
    assert.deepEqual(await titles(page), ["Where are my invoices?"]);
    await page.locator("help-search #field").press("ArrowDown");
    await page.locator("help-search #field").press("Enter");
    await reach(page, "article");
    assert.match(await page.locator("help-search").evaluate((node) => node.shadowRoot.textContent), /Every invoice is a PDF/);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
});
