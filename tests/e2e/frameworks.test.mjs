// Real apps in React 19, Vue 3 and Svelte 5, under a strict policy.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { build } from "esbuild";
import { compile } from "svelte/compiler";
import { reach, titles } from "./browser.mjs";
import { stage } from "./stage.mjs";

const FOLDER = join(import.meta.dirname, "../frameworks");
const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'";
const svelte = {
  name: "svelte",
  setup({ onLoad }) {
    onLoad({ filter: /\.svelte$/ }, async ({ path }) => ({ contents: compile(await readFile(path, "utf8"), { generate: "client", css: "external" }).js.code }));
  },
};

describe("frameworks", () => {
  const staged = stage();
  const scripts = {};

  before(async () => {
    for (const entry of ["react.jsx", "vue.js", "svelte.js"]) {
      const { outputFiles: [{ text }] } = await build({
        entryPoints: [join(FOLDER, entry)], bundle: true, write: false, format: "esm", jsx: "automatic", plugins: [svelte], minify: true, logLevel: "error",
        conditions: ["browser", "production"],
        define: { "process.env.NODE_ENV": '"production"', __VUE_OPTIONS_API__: "false", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false" },
      });
      scripts[entry] = text;
    }
  });

  for (const entry of ["react.jsx", "vue.js", "svelte.js"]) {
    for (const when of ["before", "after"]) {
      test(`${entry}: attributes, methods, events, unmounting and mounting again; helpdex.js ${when} the app`, async () => {
        const { site } = staged;
        site.csp = STRICT;
        site.fault = (path) => (path === "/app.js" ? { status: 200, type: "text/javascript", body: scripts[entry] } : undefined);
        const [first, second] = when === "before" ? ["/help/helpdex.js", "/app.js"] : ["/app.js", "/help/helpdex.js"];
        const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><div id="app"></div><script type="module" src="${first}"></script><script type="module" src="${second}"></script>`;
        const { page, errors } = await staged.open({ html });
        const search = page.locator("help-search");
        assert.deepEqual(await search.evaluate((node) => [node.getAttribute("theme"), node.getAttribute("min-chars")]), ["light", "3"]);
        await page.locator("#dark").click();
        assert.equal(await search.getAttribute("theme"), "dark");
        await page.locator("#ask").click();
        await reach(page, "results");
        assert.equal((await titles(page))[0], "Get a refund");
        await page.waitForFunction(() => document.querySelector("#asked").textContent === "refund");
        await page.locator("#toggle").click();
        assert.equal(await search.count(), 0);
        await page.locator("#toggle").click();
        await page.locator("help-search #field").fill("password");
        await reach(page, "results");
        assert.equal((await titles(page))[0], "Reset your password");
        await page.waitForFunction(() => document.querySelector("#asked").textContent === "refund,password");
        assert.deepEqual(errors, []);
      });
    }
  }
});
