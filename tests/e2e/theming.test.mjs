// Looks: presets, tokens, themes; a hostile page; and what the element must never do to its page.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { problems } from "./axe.mjs";
import { reach } from "./browser.mjs";
import { CONTACT } from "./fake/contact.js";
import { stage } from "./stage.mjs";

const staged = stage(undefined, { top: { en: ["password"] }, contact: { en: CONTACT } });
const HEAD = '<meta name="color-scheme" content="light dark"><style>html { background: Canvas; color: CanvasText } p { margin-block-start: 40rem }</style>';
const TORTURE = `* { all: unset } html { font-size: 6px } button, input, a, li, ul { background: red !important; font-size: 3px !important; border: 9px dotted lime !important }
* { text-transform: uppercase; text-indent: 40px; white-space: pre; font-weight: 900; cursor: none }`;

async function results(options) {
  const opened = await staged.open(options);
  await opened.field.fill("your");
  await reach(opened.page, "results");
  await opened.page.waitForFunction(() => document.querySelector("help-search").shadowRoot.querySelector("[part=option-snippet] mark"));
  return opened;
}
const styleOf = (page, part, name) => page.evaluate(([part, name]) => getComputedStyle(document.querySelector("help-search").shadowRoot.querySelector(`[part~=${part}]`))[name], [part, name]);

describe("presets", () => {
  for (const preset of ["plain", "card", "bordered", "pill", "docs"]) {
    test(`${preset}: nothing sticks out, nothing to complain about, in light and dark`, async () => {
      for (const colorScheme of ["light", "dark"]) {
        const { page } = await results({ attributes: `preset="${preset}"`, head: HEAD, context: { colorScheme, viewport: { width: 320, height: 640 } } });
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
        await page.waitForTimeout(200);
        assert.deepEqual(await problems(page), []);
      }
    });
  }

  test("they differ", async () => {
    const looks = new Set();
    for (const preset of ["plain", "card", "bordered", "pill", "docs"]) {
      const { page, field } = await staged.open({ attributes: `preset="${preset}"` });
      looks.add(await field.evaluate((node) => {
        const { borderRadius, borderInlineStartWidth, borderInlineStartColor, blockSize } = getComputedStyle(node);
        return [borderRadius, borderInlineStartWidth, borderInlineStartColor, blockSize, getComputedStyle(node.closest("search")).padding].join();
      }));
      await page.close();
    }
    assert.equal(looks.size, 5);
  });
});

describe("tokens and themes", () => {
  test("the page's font and colours are inherited, tokens override them from anywhere above", async () => {
    const { page } = await results({ head: "<style>body { font-family: monospace } main { --help-color-accent: rgb(200, 0, 100); --help-radius: 3px; --help-space: 6px }</style>" });
    assert.equal(await styleOf(page, "field", "fontFamily"), "monospace");
    assert.equal(await styleOf(page, "field", "borderRadius"), "3px");
    await page.keyboard.press("ArrowDown");
    assert.equal(await styleOf(page, "option", "borderInlineStartColor"), "rgb(200, 0, 100)");
  });

  test("theme light and dark go their own way, auto follows the page", async () => {
    const background = async (theme, colorScheme) => {
      const { page } = await staged.open({ attributes: `theme="${theme}"`, head: HEAD, context: { colorScheme } });
      return styleOf(page, "field", "backgroundColor");
    };
    const [white, black] = [await background("light", "dark"), await background("dark", "light")];
    assert.notEqual(white, black);
    assert.equal(await background("auto", "dark"), black);
    assert.equal(await background("auto", "light"), white);
  });

  test("parts can be styled", async () => {
    const { page } = await results({ head: "<style>help-search::part(option-title) { text-decoration-line: overline }</style>" });
    assert.equal(await styleOf(page, "option-title", "textDecorationLine"), "overline");
  });
});

describe("a hostile page", () => {
  test("changes nothing inside", async () => {
    const look = ({ page }) => page.evaluate(() => {
      const { shadowRoot } = document.querySelector("help-search");
      const names = ["color", "backgroundColor", "fontSize", "fontWeight", "textTransform", "textIndent", "whiteSpace", "borderTopWidth", "blockSize", "cursor"];
      return [...shadowRoot.querySelectorAll("[part~=field],[part~=option],[part~=option-title],[part~=footer],[part~=clear]")].map((node) => names.map((name) => getComputedStyle(node)[name]).join());
    });
    const body = '<div><help-search></help-search></div>';
    const plain = await look(await results({ body }));
    const tortured = await look(await results({ body, head: `<style>${TORTURE}</style>` }));
    assert.deepEqual(tortured, plain);
  });

  test("is not touched: no style, no global, no attribute outside of the element", async () => {
    const { page } = await results({ head: "<style>p { color: rgb(1, 2, 3) }</style>" });
    const seen = await page.evaluate(() => ({
      styles: document.querySelectorAll("style,link[rel=stylesheet]").length + document.adoptedStyleSheets.length,
      color: getComputedStyle(document.querySelector("p")).color,
      inline: document.querySelectorAll("[style]").length + document.querySelector("help-search").shadowRoot.querySelectorAll("[style],style").length,
      globals: Object.keys(window).filter((name) => /help/i.test(name)),
    }));
    assert.deepEqual(seen, { styles: 1, color: "rgb(1, 2, 3)", inline: 0, globals: [] });
  });
});

describe("room for everyone", () => {
  const targets = (page) => page.evaluate(() => {
    const { shadowRoot } = document.querySelector("help-search");
    const nodes = [...shadowRoot.querySelectorAll("button,[role=option],input,label.choice")].filter((node) => node.checkVisibility());
    return nodes.map((node) => [node.getAttribute("part") ?? node.className, Math.min(node.getBoundingClientRect().height, node.getBoundingClientRect().width)]).filter(([, size]) => size < 24);
  });

  test("what can be pressed is large enough, in every state that has something to press", async () => {
    const { page, field } = await results({ context: { viewport: { width: 320, height: 640 } } });
    assert.deepEqual(await targets(page), []);
    await field.fill("qqqq");
    await reach(page, "zero");
    await page.getByRole("button", { name: "Contact us" }).waitFor();
    assert.deepEqual(await targets(page), []);
    await page.getByRole("button", { name: "Contact us" }).click();
    await reach(page, "escalate");
    assert.deepEqual((await targets(page)).filter(([name]) => !/contact/.test(name)), []);
  });

  test("wider spacing of text hides nothing", async () => {
    const { page } = await results({ head: "<style>* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }</style>", context: { viewport: { width: 320, height: 640 } } });
    const cut = await page.evaluate(() => {
      const { shadowRoot } = document.querySelector("help-search");
      return [...shadowRoot.querySelectorAll("[part=option-title],[part=footer],label")].filter((node) => node.scrollWidth > node.clientWidth + 1).length;
    });
    assert.equal(cut, 0);
    assert.equal(await styleOf(page, "option-title", "letterSpacing") !== "normal", true);
  });

  test("an article fits a narrow window; its table and code scroll by themselves", async () => {
    const { page } = await staged.open({ context: { viewport: { width: 320, height: 256 } } });
    await page.evaluate(() => document.querySelector("help-search").openArticle("refund"));
    await reach(page, "article");
    const { sideways, panel } = await page.evaluate(() => {
      const view = document.querySelector("help-search").shadowRoot.querySelector("[part=view]");
      return { sideways: view.scrollWidth - view.clientWidth, panel: document.documentElement.scrollWidth - document.documentElement.clientWidth };
    });
    assert.deepEqual([sideways, panel], [0, 0]);
  });
});
