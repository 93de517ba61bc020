// The plugin in a real WordPress, with a bundle of WordPress' own pages.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { launch } from "../e2e/browser.mjs";
import { ask, follow, HELPDEX, inSite, lightnessOfRows, pages, picture, problems } from "./site.mjs";
import { startWordPress } from "./wordpress.mjs";

describe("WordPress", { skip: !existsSync("/usr/share/wordpress") && "Debian's package wordpress is not there: cargo xtask setup" }, () => {
  /** @type {Awaited<ReturnType<typeof startWordPress>>} */
  let site;
  /** @type {import("playwright-core").Browser} */
  let browser;
  const open = pages(() => ({ browser, origin: site.origin }));

  before(async () => {
    site = await startWordPress();
    await writeFile(join(site.folder, "favicon.ico"), "");
    const list = await (await fetch(`${site.origin}/?rest_route=/wp/v2/pages&per_page=100`)).json();
    const lines = list.map(({ slug, link, title, content }) => JSON.stringify({ id: slug, url: link.slice(site.origin.length), title: title.rendered, body: content.rendered, format: "html", lang: "en" }));
    await writeFile(join(site.folder, "articles.jsonl"), lines.join("\n"));
    await inSite("wordpress", HELPDEX, ["build", "--source", join(site.folder, "articles.jsonl"), "--out", join(site.folder, "help")]);
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  const pathOf = (slug) => site.php(`echo str_replace( home_url(), "", get_permalink( get_page_by_path( "${slug}" ) ) );`);

  test("the shortcode finds an article and leads to its page", async () => {
    const { page, errors } = await open(await pathOf("search"));
    assert.equal(await page.locator(`script[type=module][src='${site.origin}/help/helpdex.js']`).count(), 1);
    await picture(page, "wordpress-closed");
    await ask(page, "forgotten pasword");
    await picture(page, "wordpress");
    assert.ok((await lightnessOfRows(page)) > 200);
    assert.deepEqual(await problems(page), []);
    await follow(page, { query: "money back", title: "Get a refund", path: "/" });
    assert.equal(page.url(), site.origin + (await pathOf("refund")));
    assert.deepEqual(errors, []);
  });

  test("what an author types into attributes is text, and an address that is none draws nothing", async () => {
    const { page, errors } = await open(await pathOf("hostile"));
    assert.equal(await page.locator("help-search").count(), 1);
    assert.equal(await page.locator("help-search").getAttribute("onfocus"), null);
    await page.locator("help-search #field").focus();
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.deepEqual(errors, []);
  });

  test("the settings page keeps an address and refuses what is none; removing the plugin forgets it", async () => {
    const { page } = await open(await pathOf("search"));
    await page.goto(`${site.origin}/wp-login.php`);
    await page.locator("#user_login").fill("admin");
    await page.locator("#user_pass").fill("a password of the test");
    await page.locator("#wp-submit").click();
    await page.waitForURL("**/wp-admin/**");
    for (const [typed, kept] of [["/docs/help", "/docs/help/"], ["javascript:alert(1)", "/docs/help/"]]) {
      await page.goto(`${site.origin}/wp-admin/options-general.php?page=helpdex`);
      await page.locator("#helpdex-src").fill(typed);
      await page.locator("#submit").click();
      await page.waitForURL("**settings-updated=true");
      assert.equal(await page.locator("#helpdex-src").inputValue(), kept);
    }
    await page.locator(".notice-error, .error", { hasText: "has to begin with" }).waitFor();
    await picture(page, "wordpress-settings");
    const left = await site.php('require_once ABSPATH . "wp-admin/includes/plugin.php"; deactivate_plugins( "helpdex/helpdex.php" ); uninstall_plugin( "helpdex/helpdex.php" ); echo get_option( "helpdex_src", "nothing" );');
    assert.equal(left, "nothing");
  });
});
