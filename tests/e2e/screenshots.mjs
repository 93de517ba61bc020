// node tests/e2e/screenshots.mjs OUT [--base URL]: every state of www/states.html as a picture, in
// light, dark, right to left and the size of a phone. Without --base, of the stand-in bundle.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./browser.mjs";
import { writeFakeBundle } from "./fake/bundle.mjs";
import { SITE } from "./fake/site.js";
import { startServer } from "./server.mjs";
import { openState, STATES } from "./states-page.mjs";

const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
/** @type {Record<string, { lang: string, theme: string, viewport: { width: number, height: number } }>} */
const LOOKS = {
  light: { lang: "en", theme: "light", viewport: WIDE },
  dark: { lang: "en", theme: "dark", viewport: WIDE },
  rtl: { lang: "ar", theme: "light", viewport: WIDE },
  phone: { lang: "en", theme: "light", viewport: PHONE },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { base: { type: "string" }, only: { type: "string" } } });
const [out] = positionals;
if (!out) {
  console.error("usage: node tests/e2e/screenshots.mjs OUT [--base http://127.0.0.1:8080] [--only STATE,STATE]");
  process.exit(2);
}

/** @returns {Promise<{ base: string, close: () => Promise<void> }>} the stand-in bundle with the demo's pages around it */
async function serveStandIn() {
  const folder = await mkdtemp(join(tmpdir(), "helpdex-screenshots-"));
  await writeFakeBundle(folder, "one", SITE);
  const site = await startServer({ "/help/": folder, "/": join(import.meta.dirname, "../../www") });
  const close = async () => {
    await site.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { base: site.origin, close };
}

const site = values.base ? { base: values.base, close: async () => {} } : await serveStandIn();
const browser = await launch();
let missed = 0;
try {
  await mkdir(out, { recursive: true });
  for (const [look, { viewport, ...wanted }] of Object.entries(LOOKS)) {
    const page = await browser.newPage({ viewport, reducedMotion: "reduce" });
    for (const state of values.only?.split(",") ?? STATES) {
      try {
        await openState(page, site.base, { state, ...wanted });
      } catch (error) {
        missed += 1;
        console.error(`${look}: ${error.message}`);
      }
      await page.screenshot({ path: join(out, `${state}-${look}.png`) });
    }
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
if (missed) process.exit(1);
