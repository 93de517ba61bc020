// The shipped bundle with its real engine; everything else is staged around a stand-in.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { describe, test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { PAGES } from "../../www/demo-texts.js";
import { launch, reach, titles } from "./browser.mjs";
import { stage } from "./stage.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(ROOT, "target/demo/help"));
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:";
const isBuilt = existsSync(join(BUNDLE, "manifest.json"));

describe("the demo bundle", { skip: !isBuilt && `there is no bundle in ${BUNDLE}` }, () => {
  const staged = stage(BUNDLE);
  const manifest = async () => JSON.parse(await readFile(join(BUNDLE, "manifest.json"), "utf8"));

  for (const [lang, { articles }] of Object.entries(PAGES)) {
    test(`${lang}: every listed title finds its article first, under a strict policy`, async () => {
      staged.site.csp = STRICT;
      const { page, field, errors } = await staged.open({ path: `/?lang=${lang}` });
      const foreign = [];
      page.on("request", (request) => request.url().startsWith(staged.site.origin) || foreign.push(request.url()));
      for (const [title] of articles) {
        await field.fill(title);
        await page.waitForFunction((wanted) => {
          const { shadowRoot, dataset } = document.querySelector("help-search");
          return dataset.state === "results" && shadowRoot.querySelector("[part=option-title]").textContent === wanted;
        }, title, { timeout: 8000 });
      }
      assert.deepEqual(errors, []);
      assert.deepEqual(foreign, []);
    });
  }

  test("half a word is enough, and what matched is marked", async () => {
    const { page, field } = await staged.open({ path: "/" });
    await field.fill("api k");
    await reach(page, "results");
    const all = await titles(page);
    assert.ok(all.slice(0, 3).includes("Scoped API keys"), all.join(" | "));
    const marks = page.locator("help-search mark");
    await marks.first().waitFor();
    assert.match((await marks.allTextContents()).join(" ").toLowerCase(), /api/);
  });

  test("passages arrive in every row", async () => {
    const { page, field } = await staged.open({ path: "/" });
    await field.fill("package");
    await reach(page, "results");
    await page.waitForFunction(() => {
      const passages = [...document.querySelector("help-search").shadowRoot.querySelectorAll("[part=option-snippet]")];
      return passages.length > 0 && passages.every((passage) => passage.textContent.length > 20);
    }, undefined, { timeout: 8000 });
  });

  test("page and worker answer alike", async () => {
    const { app } = await manifest();
    const { page } = await staged.open({ path: "/" });
    const [here, there] = await page.evaluate(async (client) => {
      const { createClient } = await import(client);
      return Promise.all([false, true].map(async (worker) => {
        const opened = await createClient({ base: "/help/", lang: "de", worker });
        const { hits, total, step } = await opened.search("Zahlung abgelehnt");
        opened.destroy();
        return { hits, total, step };
      }));
    }, `/help/${app}client.js`);
    assert.ok(here.hits.length > 0);
    assert.deepEqual(there, here);
  });

  test("a language switched to finds its own articles", async () => {
    const { page, field } = await staged.open({ path: "/" });
    await field.fill("package");
    await reach(page, "results");
    await page.locator("#language").selectOption("ar");
    await field.fill("كلمة مرور");
    await page.waitForFunction(() => /كلمة/.test(document.querySelector("help-search").shadowRoot.querySelector("[part=option-title]")?.textContent ?? ""));
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl");
  });

  test("no passage shard: rows stay; no root: the error state", async () => {
    const { languages } = await manifest();
    const { root } = languages.en;
    staged.site.fault = (path) => (path.includes("/data/") && !path.endsWith(root) ? { status: 404 } : undefined);
    const { page, field } = await staged.open({ path: "/" });
    await field.fill("organization");
    await page.waitForFunction(() => ["results", "error"].includes(document.querySelector("help-search").dataset.state));
    staged.site.fault = (path) => (path.endsWith(root) ? { status: 404 } : undefined);
    const second = await staged.open({ path: "/" });
    await second.field.fill("organization");
    await reach(second.page, "error");
  });

  test("weights", async () => {
    const { app } = await manifest();
    const weight = async (file) => brotliCompressSync(await readFile(join(BUNDLE, file))).length;
    // The loader as such; helpdex.js holds the manifest besides, which grows with the languages.
    const loader = (await readdir(BUNDLE)).find((name) => /^helpdex-[0-9a-f]{12}\.js$/.test(name));
    assert.ok((await weight(loader)) <= 4096, "loader");
    assert.ok((await weight(`${app}widget.js`)) <= 20_480, "component and client");
  });
});

test("helpdex serve shows the demo", { skip: !(isBuilt && existsSync(BINARY)) && "there is no binary or no bundle" }, async () => {
  const server = spawn(BINARY, ["serve", "--bundle", BUNDLE, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
  const browser = await launch();
  try {
    let address;
    for await (const line of createInterface({ input: server.stdout })) {
      address = line.match(/listening on (http:\/\/\S+)/)?.[1];
      if (address) break;
    }
    const page = await browser.newPage();
    await page.goto(address);
    await page.locator("help-search #field").fill("api key");
    await reach(page, "results");
  } finally {
    await browser.close();
    server.kill();
  }
});
