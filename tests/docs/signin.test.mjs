// The recipe for internal articles, with nginx and a sign-on that looks at a cookie.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { test } from "node:test";
import { launch } from "../e2e/browser.mjs";
import { articlesOf } from "./articles.mjs";
import { buildDocs } from "./bundle.mjs";
import { Scratch } from "./scratch.mjs";
import { assertServes, isThere, makeSite, startSite } from "./server-blocks.mjs";

test("nginx: public for all, internal for who is signed in", { skip: !isThere("nginx") && "nginx is not installed", timeout: 60_000 }, async () => {
  const [docs, scratch, articles] = await Promise.all([buildDocs(), Scratch.make(), articlesOf("en")]);
  const signOn = createServer(({ headers }, response) => response.writeHead(/\bstaff=1\b/.test(headers.cookie ?? "") ? 204 : 401).end());
  const browser = await launch();
  try {
    await makeSite(scratch, docs.bundle);
    const { blocks } = articles.find(({ id }) => id === "sign-in");
    await buildInternal(scratch, articles.find(({ id }) => id === "audiences"));
    await scratch.write("site/staff.html", blocks.find(({ file }) => file === "staff.html").text);
    const port = Number((await scratch.place("127.0.0.1:9000")).split(":")[1]);
    await new Promise((ready) => signOn.listen(port, "127.0.0.1", () => ready(undefined)));
    const origin = await startSite(blocks.find(({ language }) => language === "nginx"), scratch);
    await assertServes(origin, scratch, { compresses: true });
    const { languages } = JSON.parse(await readFile(scratch.path("site/help-internal/manifest.json"), "utf8"));
    const root = `${origin}/help-internal/${languages.en.root}`;
    assert.equal((await fetch(root)).status, 401);
    const allowed = await fetch(root, { headers: { cookie: "staff=1" } });
    assert.equal(allowed.status, 200);
    assert.equal(allowed.headers.get("cache-control"), "private, no-cache");
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${origin}/staff.html`);
    await page.locator("help-search #field").fill("decide about a refund");
    await page.locator("help-search").getByRole("link", { name: "Sign in to see more answers" }).waitFor({ timeout: 10_000 });
    await context.addCookies([{ name: "staff", value: "1", url: origin }]);
    await page.reload();
    await page.locator("help-search #field").fill("decide about a refund");
    await page.locator("help-search").getByRole("option", { name: "How do I decide about a refund?" }).waitFor({ timeout: 10_000 });
  } finally {
    await browser.close();
    signOn.close();
    await scratch.end();
    await docs.remove();
  }
});

/**
 * The bundle of the article about audiences, where the server of this one looks for it.
 * @param {Scratch} scratch
 * @param {import("./articles.mjs").Article} article
 */
async function buildInternal(scratch, { blocks }) {
  for (const { file, text } of blocks.filter(({ file }) => file)) {
    await scratch.write(file, text.replace('"staff/help"', '"site/help-internal"'));
  }
  const { code, stderr } = await scratch.run("helpdex", ["build"]);
  assert.equal(code, 0, stderr);
}
