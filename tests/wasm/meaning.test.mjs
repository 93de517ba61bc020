// The engine in Chromium fetches a table of word vectors once a question is long enough, and then
// answers as the native tool does. The table is that of the stored bundle tests/golden/v1/meaning.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { stage } from "../e2e/stage.mjs";

const ROOT = join(import.meta.dirname, "../..");
const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(ROOT, "target/demo/help"));
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const STORED = join(ROOT, "tests/golden/v1/meaning");
const ready = existsSync(join(BUNDLE, "manifest.json")) && existsSync(BINARY);
/** Place of the kind in a file's header, and the kind of a table. */
const [KIND_AT, TABLE] = [12, 8];

/** A bundle with the app of `BUNDLE` and the stored index. */
function bundle() {
  const dir = mkdtempSync(join(tmpdir(), "helpdex-meaning-"));
  const manifest = JSON.parse(readFileSync(join(BUNDLE, "manifest.json"), "utf8"));
  cpSync(join(BUNDLE, manifest.app), join(dir, manifest.app), { recursive: true });
  cpSync(join(BUNDLE, "helpdex.js"), join(dir, "helpdex.js"));
  mkdirSync(join(dir, "data"));
  for (const name of readdirSync(STORED)) cpSync(join(STORED, name), join(dir, "data", name));
  manifest.languages = { en: { ...manifest.languages.en, root: "data/root.hdx" } };
  manifest.default = "en";
  writeFileSync(join(dir, "manifest.json"), JSON.stringify(manifest));
  return { dir, app: manifest.app };
}

describe("word vectors in the page", { skip: !ready && "there is no binary or no bundle" }, () => {
  const { dir, app } = ready ? bundle() : { dir: "", app: "" };
  const table = readdirSync(STORED).find((name) => readFileSync(join(STORED, name))[KIND_AT] === TABLE);
  after(() => rmSync(dir, { recursive: true, force: true }));
  const staged = stage(dir);

  test("a question loads the table, one word does not", async () => {
    const { page } = await staged.open({ html: `<!doctype html><title>page</title><help-search></help-search><script type="module" src="/help/helpdex.js"></script>` });
    const asked = ["refund ", "get my money back refund password "];
    for (const text of asked) {
      const fetched = [];
      const note = (request) => fetched.push(new URL(request.url()).pathname);
      page.on("request", note);
      const found = await page.evaluate(async ([client, text]) => {
        const { createClient } = await import(client);
        const opened = await createClient({ base: "/help/", lang: "en" });
        const { hits } = await opened.search(text, { limit: 10 });
        opened.destroy();
        return hits.map(({ id, score }) => ({ id, score: score.toFixed(3) }));
      }, [`/help/${app}client.js`, text]);
      page.off("request", note);
      const out = execFileSync(BINARY, ["query", "--bundle", dir, "--lang", "en", "--json", "--explain", "--", text], { encoding: "utf8" });
      const { hits } = JSON.parse(out);
      assert.deepEqual(found, hits.map(({ id, score }) => ({ id, score: score.toFixed(3) })), text);
      const isQuestion = text === asked[1];
      assert.equal(fetched.includes(`/help/data/${table}`), isQuestion, `${text}: ${fetched}`);
      assert.equal(hits.some(({ explain }) => explain.meaning !== 0), isQuestion, text);
    }
  });
});
