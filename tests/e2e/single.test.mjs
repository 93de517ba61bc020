// single.js: loader, component and client in one file, as a page takes it from another host.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { reach, titles } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { stage } from "./stage.mjs";

const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(import.meta.dirname, "../../target/demo/help"));
const isBuilt = existsSync(join(BUNDLE, "manifest.json"));

describe("the single file", { skip: !isBuilt && `there is no bundle in ${BUNDLE}` }, () => {
  const staged = stage(BUNDLE);
  const { app } = isBuilt ? JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8")) : {};
  let cdn;

  before(async () => {
    cdn = await startServer({ "/h/": BUNDLE });
    cdn.headers = { "access-control-allow-origin": "*" };
  });
  after(() => cdn?.close());

  const html = (script, attributes = "") => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>
<script type="module" ${script}></script><help-search ${attributes}><form action="/plain"><input name="q"></form></help-search>`;

  test("from another host, with its hash and under a strict policy", async () => {
    const hash = createHash("sha384").update(readFileSync(join(BUNDLE, `${app}single.js`))).digest("base64");
    staged.site.csp = `default-src 'none'; script-src ${cdn.origin} 'wasm-unsafe-eval'; style-src 'self'; connect-src ${cdn.origin}; require-trusted-types-for 'script'; trusted-types 'none'`;
    const { page, field, errors } = await staged.open({ html: html(`src="${cdn.origin}/h/${app}single.js" integrity="sha384-${hash}" crossorigin`) });
    await field.fill("api key");
    await reach(page, "results");
    assert.ok((await titles(page)).slice(0, 3).includes("Scoped API keys"));
    assert.deepEqual(errors, []);
    assert.equal(cdn.requests.some((path) => /widget|client|helpdex\.js/.test(path)), false);
    assert.deepEqual(staged.site.requests.filter((path) => path.startsWith("/help/")), []);
  });

  test("`src` names another bundle", async () => {
    const { page, field } = await staged.open({ html: html(`src="${cdn.origin}/h/${app}single.js" crossorigin`, 'src="/help"') });
    await field.fill("api key");
    await reach(page, "results");
    assert.ok(staged.site.requests.includes("/help/manifest.json"));
    assert.ok(staged.site.requests.includes(`/help/${app}engine-en.wasm`));
  });

  test("its client", async () => {
    const { page } = await staged.open();
    const found = await page.evaluate(async (script) => {
      const { createClient } = await import(script);
      const client = await createClient({ base: "/help/", lang: "en" });
      return (await client.search("api key")).hits.length;
    }, `/help/${app}single.js`);
    assert.ok(found > 0);
  });
});
