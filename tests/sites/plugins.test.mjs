// What the plugins for Node share.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildBundle } from "../../www/plugins/bundle.mjs";
import { idOf, layOut, withAddress } from "../../www/plugins/pages.mjs";
import { HELPDEX } from "./site.mjs";

describe("pages", () => {
  test("a page states its own address alone, wherever its generator had put another", () => {
    for (const link of ['<link rel="canonical" href="https://x.example/a">', "<link data-rh=true rel=canonical href=https://x.example/a>", '<link href="https://x.example/a" rel="canonical"/>', ""]) {
      const made = withAddress(`<html><head lang="en"><title>A</title>${link}</head></html>`, '/docs/a?"&b');
      assert.equal(made, '<html><head lang="en"><link rel="canonical" href="/docs/a?&quot;&amp;b"><title>A</title></head></html>');
    }
    assert.match(withAddress("<p>no head</p><header></header>", "/a"), /^<link rel="canonical" href="\/a"><p>/);
  });

  test("ids do not hold the base, the ending or the slash at the end", () => {
    for (const [address, base, id] of [["/docs/", "/docs/", "index"], ["/docs/a/b.html", "/docs/", "a/b"], ["/a/b/", "/", "a/b"], ["/docs/caf%C3%A9", "/docs/", "café"], ["/other/x", "/docs/", "other/x"]]) assert.equal(idOf(address, base), id);
  });

  test("an address cannot name a file outside of the folder", async () => {
    const folder = await mkdtemp(join(tmpdir(), "helpdex-pages-"));
    after(() => rm(folder, { recursive: true, force: true }));
    await writeFile(join(folder, "a.html"), "<main>A</main>");
    await assert.rejects(layOut([{ file: join(folder, "a.html"), address: "/%2e%2e/%2e%2e/x" }], folder, "/"), /outside/);
  });
});

describe("bundle", () => {
  /** @type {string} */
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "helpdex-bundle-"));
    await writeFile(join(folder, "a.html"), '<html lang="en"><head><title>A</title></head><main><h1>Get a refund</h1><p>Ask us.</p></main></html>');
    await writeFile(join(folder, "404.html"), "<main><h1>Not here</h1></main>");
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const site = () => ({ pages: [{ file: join(folder, "a.html"), address: "/a" }, { file: join(folder, "404.html"), address: "/404.html" }], root: folder, out: folder, base: "/" });

  test("without the program the build fails, and says what to do", async () => {
    await assert.rejects(buildBundle(site(), { tool: "no-such-helpdex" }), /no program "no-such-helpdex".*cargo install.*HELPDEX/s);
  });

  test("what helpdex has to say is in the error", async () => {
    await assert.rejects(buildBundle(site(), { tool: HELPDEX, args: ["--lang", "not a language"] }), /helpdex build failed \(exit code \d\):\n.*not a language/s);
    await assert.rejects(buildBundle(site(), { tool: HELPDEX, include: () => false }), /no page of .* is searched/);
  });

  test("pages become a bundle, without the 404 page", async () => {
    await buildBundle(site(), { tool: HELPDEX, path: "search" });
    const { languages } = JSON.parse(await readFile(join(folder, "search/manifest.json"), "utf8"));
    assert.equal(languages.en.articles, 1);
  });
});
