// The shipped bundle under the policies that sites set, and where WebAssembly does not run.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import { reach, titles } from "./browser.mjs";
import { stage } from "./stage.mjs";

const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(import.meta.dirname, "../../target/demo/help"));
const isBuilt = existsSync(join(BUNDLE, "manifest.json"));
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; worker-src 'self'";
const NO_WASM = STRICT.replace(" 'wasm-unsafe-eval'", "");
const TRUSTED = "; require-trusted-types-for 'script'; trusted-types helpdex";
const QUERIES = ["api key", "reset passw", '"access token"', "acess tokne", "how do I delete my account", "qqqq", "-api key", "key"];

/** Runs in the page before anything else. */
function watchViolations() {
  window.violations = [];
  document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => window.violations.push(`${violatedDirective} ${blockedURI}`));
}

const withoutWasm = () => delete globalThis.WebAssembly;

describe("policies", { skip: !isBuilt && `there is no bundle in ${BUNDLE}` }, () => {
  const staged = stage(BUNDLE);
  const { app } = isBuilt ? JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8")) : {};
  const asked = (ending) => staged.site.requests.filter((path) => path.endsWith(ending)).length;

  /** What the client answers, in this page or in a worker. */
  const answers = (page, worker = false) => page.evaluate(async ([client, worker, queries]) => {
    const { createClient } = await import(client);
    const opened = await createClient({ base: "/help/", lang: "en", worker });
    const found = [];
    for (const query of queries) {
      const { queryId, ...answer } = await opened.search(query);
      found.push(answer);
    }
    opened.destroy();
    return found;
  }, [`/help/${app}client.js`, worker, QUERIES]);

  for (const [name, policy] of [["a strict one", STRICT], ["Trusted Types", STRICT + TRUSTED]]) {
    test(`${name}: page and worker search, nothing is violated, no fallback is loaded`, async () => {
      staged.site.csp = policy;
      const { page, field, errors } = await staged.open({ init: watchViolations });
      await field.fill("api key");
      await reach(page, "results");
      assert.deepEqual(await answers(page, true), await answers(page));
      assert.deepEqual(await page.evaluate(() => window.violations), []);
      assert.deepEqual(errors, []);
      assert.equal(asked(".fallback.js"), 0);
    });
  }

  for (const [name, policy] of [["without wasm-unsafe-eval", NO_WASM], ["without it and with Trusted Types", NO_WASM + TRUSTED]]) {
    test(`${name} the engine in plain JavaScript gives the same answers, and the console the line to add`, async () => {
      const { page: free } = await staged.open();
      const expected = await answers(free);
      assert.ok(expected.some(({ hits }) => hits.length > 0 && hits[0].snippet));
      staged.site.csp = policy;
      const { page, field, errors, logs } = await staged.open({ init: watchViolations });
      await field.fill("api key");
      await reach(page, "results");
      assert.equal(asked("engine-en.fallback.js"), 1);
      assert.ok(logs.some((line) => line.includes("Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval'")), logs.join("\n"));
      assert.deepEqual(await answers(page), expected);
      const violated = await page.evaluate(() => window.violations);
      assert.deepEqual([...new Set(violated)], ["script-src wasm-eval"]);
      assert.deepEqual(errors, []);
    });
  }

  test("a browser without WebAssembly", async () => {
    const { page, field, errors } = await staged.open({ init: withoutWasm });
    await field.fill("api key");
    await reach(page, "results");
    assert.ok((await titles(page)).length > 0);
    assert.deepEqual(errors, []);
  });

  for (const [name, fault] of [
    ["answers 404 for .wasm files", { status: 404 }],
    ["answers with a page for .wasm files", { status: 200, type: "text/html", body: "<!doctype html>" }],
    ["mangles .wasm files", { status: 200, type: "application/octet-stream", body: "text" }],
  ]) {
    test(`a server that ${name}: the fallback searches, the console has the cure`, async () => {
      staged.site.fault = (path) => (path.endsWith(".wasm") ? fault : undefined);
      const { page, field, logs } = await staged.open();
      await field.fill("api key");
      await reach(page, "results");
      assert.ok(logs.some((line) => /plain JavaScript.*engine-en\.wasm/s.test(line)), logs.join("\n"));
    });
  }

  test("a page with two languages has an engine in plain JavaScript for each", async () => {
    const { page } = await staged.open({ init: withoutWasm });
    const found = await page.evaluate(async (client) => {
      const { createClient } = await import(client);
      const opened = await Promise.all(["en", "ar"].map((lang) => createClient({ base: "/help/", lang })));
      const [en, ar] = await Promise.all([opened[0].search("api key"), opened[1].search("كلمة مرور")]);
      return [en.hits[0].language, ar.hits[0].language];
    }, `/help/${app}client.js`);
    assert.deepEqual(found, ["en", "ar"]);
  });
});
