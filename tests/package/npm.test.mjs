// The npm package as others get it: packed, installed, imported, bundled, compiled against.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { launch, reach, titles } from "../e2e/browser.mjs";
import { startServer } from "../e2e/server.mjs";
import { BUNDLE, PACKAGE, TOOLS, createScratch, run } from "./scratch.mjs";

const STRICT = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const FORM = `<help-search lang="en"><form action="/search"><label>Search help <input name="q"></label></form></help-search>`;
const page = (head, body = FORM) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mine</title>${head}</head><body><main><h1>Mine</h1>${body}</main></body></html>`;

/** What a careful project compiles: every kind of use, and what must not compile. */
const TYPED = `
import { defineElements, createClient, HelpdexError, type Client, type HelpSearchElement, type SearchResult } from "helpdex";
import { defineElements as define } from "helpdex/element";
import { createClient as open } from "helpdex/client";
import ga4 from "helpdex/adapters/ga4";

defineElements({ base: "/help/" });
define();
const search = document.querySelector("help-search")!;
const typed: HelpSearchElement = search;
search.addEventListener("help:result_click", ({ detail }) => console.log(detail.position.toFixed(), detail.id.length));
const stop: () => void = ga4(typed, { sendQuery: false });
export async function ask(): Promise<string[]> {
  const client: Client = await createClient({ base: "/help/", lang: "en", worker: true });
  const result: SearchResult = await client.search("refund", { limit: 3 });
  const article = await client.article(result.hits[0]);
  stop();
  return [article.title, String(result.weak), ...result.hits.map(({ title }) => title)];
}
export const isOurs = (error: unknown) => error instanceof HelpdexError && error.code === "version";
// @ts-expect-error: a bundle is somewhere
open({});
// @ts-expect-error: not a state
console.log(search.state === "opened");
`;

describe("npm package", () => {
  /** @type {Awaited<ReturnType<typeof createScratch>>} */
  let scratch;
  let site;
  let browser;

  before(async () => {
    scratch = await createScratch();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
    await scratch?.remove();
  });

  async function findsAnArticle(mounts, path, csp = STRICT) {
    await site?.close();
    site = await startServer({ "/help/": BUNDLE, ...mounts });
    site.csp = csp;
    const opened = await browser.newPage();
    const errors = [];
    opened.on("pageerror", (error) => errors.push(error.message));
    opened.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await opened.goto(site.origin + path);
    await opened.locator("help-search #field").fill("forgot password");
    await reach(opened, "results");
    assert.match((await titles(opened))[0], /password/i);
    await opened.locator("help-search #field").press("ArrowDown");
    await opened.locator("help-search #field").press("Enter");
    await reach(opened, "article");
    await opened.close();
    return { errors, requests: [...site.requests] };
  }

  test("its description is right for all who read it", async () => {
    const { messages, pkg } = await publint({ pkgDir: PACKAGE, strict: true });
    assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
    const { problems } = await checkPackage(createPackageFromTarballData(await readFile(scratch.tarball)));
    // It holds ES modules only, so what does not know exports maps or requires a module is left out.
    const wrong = problems.filter(({ resolutionKind }) => resolutionKind !== "node10" && resolutionKind !== "node16-cjs");
    assert.deepEqual(wrong, []);
    const { scripts, dependencies } = JSON.parse(await readFile(join(scratch.folder, "node_modules/helpdex/package.json"), "utf8"));
    assert.deepEqual([scripts, dependencies], [undefined, undefined], "nothing runs on installation, nothing else comes with it");
  });

  test("a server imports every module, and no element is named there", async () => {
    const { exports } = JSON.parse(await readFile(join(PACKAGE, "package.json"), "utf8"));
    const modules = Object.keys(exports).filter((name) => !name.endsWith(".json")).map((name) => name.replace(/^\./, "helpdex"));
    assert.ok(modules.includes("helpdex/define") && modules.includes("helpdex/adapters/ga4"));
    await scratch.write({ "server.js": `${modules.map((name, i) => `import * as m${i} from ${JSON.stringify(name)};`).join("\n")}
import { createClient, defineElements } from "helpdex";
defineElements({ base: "/help/" });
console.log(typeof createClient, typeof globalThis.customElements);` });
    assert.equal(await run("node", ["server.js"], scratch.folder), "function undefined\n");
  });

  test("without a bundler, by an import map", async () => {
    const map = JSON.stringify({ imports: { "helpdex/": "/node_modules/helpdex/" } });
    await scratch.write({
      "plain/index.html": page(`<script type="importmap">${map}</script><script type="module" src="/main.js"></script>`),
      "plain/main.js": `import { defineElements } from "helpdex/element.js";\ndefineElements({ base: "/help" });\n`,
    });
    const mounts = { "/node_modules/": join(scratch.folder, "node_modules"), "/": join(scratch.folder, "plain") };
    // Maps stand in the page: a policy allows them by their hash.
    const hash = createHash("sha256").update(map).digest("base64");
    const { errors } = await findsAnArticle(mounts, "/index.html", STRICT.replace("script-src", `script-src 'sha256-${hash}'`));
    assert.deepEqual(errors, []);
  });

  test("with Vite and TypeScript, under a strict policy, and below a path", async () => {
    await scratch.write({
      "index.html": page(`<script type="module" src="/src/main.ts"></script>`),
      "src/main.ts": `import { defineElements } from "helpdex/element";\nimport { createClient } from "helpdex/client";\n
defineElements({ base: "/help/" });\n
const client = await createClient({ base: "/help/", lang: "en", worker: true });
const { hits } = await client.search("forgot password");
document.body.dataset.first = hits[0].title;\n`,
      "src/typed.ts": TYPED,
      "src/define.ts": `import "helpdex/define";\nexport const tag: string = document.createElement("help-search").state;\n`,
      "tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2024", "dom", "dom.iterable"], types: [] },
        include: ["src"],
      }),
    });
    await run("node", [join(TOOLS, "typescript/bin/tsc"), "--project", "."], scratch.folder);
    await run("node", [join(TOOLS, "vite/bin/vite.js"), "build", "--base", "/app/", "--logLevel", "warn"], scratch.folder);
    const { errors, requests } = await findsAnArticle({ "/app/": join(scratch.folder, "dist") }, "/app/index.html");
    assert.deepEqual(errors, []);
    assert.ok(requests.every((path) => path.startsWith("/app/") || path.startsWith("/help/")), String(requests));
    assert.ok(requests.some((path) => /worker.*\.js$/.test(path)), "the client's worker is part of what was built");
  });

  test("the elements have types in JSX and in Vue's templates", async () => {
    const paths = { react: [join(TOOLS, "@types/react/index.d.ts")], "react/jsx-runtime": [join(TOOLS, "@types/react/jsx-runtime.d.ts")], vue: [join(TOOLS, "vue/dist/vue.d.mts")] };
    await scratch.write({
      "views/app.tsx": `import "helpdex/react";
export const help = <help-search mode="dialog" min-chars={3} onhelp:search={({ detail }) => console.log(detail.query.length)} />;
// @ts-expect-error: no such mode
export const wrong = <help-search mode="window" />;
`,
      "views/vue.ts": `import "helpdex/vue";
import type { GlobalComponents } from "vue";
export const props: InstanceType<GlobalComponents["help-search"]>["$props"] = { mode: "page" };
// @ts-expect-error: no such mode
export const wrong: InstanceType<GlobalComponents["help-search"]>["$props"] = { mode: "window" };
`,
      "views/tsconfig.json": JSON.stringify({
        compilerOptions: { strict: true, noEmit: true, module: "esnext", moduleResolution: "bundler", target: "es2022", lib: ["es2024", "dom", "dom.iterable"], types: [], jsx: "react-jsx", skipLibCheck: true, paths },
        include: ["."],
      }),
    });
    await run("node", [join(TOOLS, "typescript/bin/tsc"), "--project", "views"], scratch.folder);
  });

  test("a bundle of another format is refused, and the message says what to renew", async () => {
    await scratch.write({ "plain/index.html": page(`<script type="module" src="/main.js"></script>`), "plain/main.js": `import "/node_modules/helpdex/define.js";` });
    await site?.close();
    site = await startServer({ "/node_modules/": join(scratch.folder, "node_modules"), "/help/": BUNDLE, "/": join(scratch.folder, "plain") });
    const manifest = JSON.parse(await readFile(join(BUNDLE, "manifest.json"), "utf8"));
    site.fault = (path) => (path === "/help/manifest.json" ? { status: 200, type: "application/json", body: JSON.stringify({ ...manifest, helpdex: manifest.helpdex + 1 }) } : undefined);
    const opened = await browser.newPage();
    await opened.goto(`${site.origin}/index.html`);
    const told = opened.evaluate(() => new Promise((done) => document.addEventListener("help:error", ({ detail }) => done(detail))));
    await opened.locator("help-search #field").fill("password");
    const { code, message } = await told;
    assert.equal(code, "version");
    assert.match(message, /older than the bundle/);
    await opened.close();
  });
});
