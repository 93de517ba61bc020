import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Makes a page follow the colour scheme of its reader. */
export const COLOURS = '<meta name="color-scheme" content="light dark"><style>html { background: Canvas; color: CanvasText }</style>';

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>} what axe finds wrong or leaves open, a line each
 */
export async function problems(page) {
  const { violations, unexplained } = await examine(page);
  return [...violations, ...unexplained];
}

/**
 * @param {import("playwright-core").Page} page
 * @returns {Promise<string[]>} what axe finds wrong, a line each; for pages with backgrounds that it cannot judge
 */
export async function violations(page) {
  return (await examine(page)).violations;
}

/** @param {import("playwright-core").Page} page */
async function examine(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations, incomplete } = await axe.run(document, { runOnly: { type: "tag", values } });
    const told = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")} ${failureSummary}`);
    // axe takes text that is clipped for text that lies over what comes next; the browser knows what is on top.
    function uncertain(result) {
      const nodes = result.nodes.filter(({ target, failureSummary }) => !/overlapped by another element/.test(failureSummary) || !isOnTop(target));
      return { ...result, nodes };
    }
    function isOnTop(target) {
      let root = document;
      let node;
      for (const selector of target.flat()) {
        node = root.querySelector(selector);
        root = node?.shadowRoot ?? root;
      }
      const rects = [...(node?.getClientRects() ?? [])];
      return rects.length > 0 && rects.every(({ x, y, width, height }) => [0.05, 0.5, 0.95].every((share) => {
        const seen = root.elementFromPoint(x + width * share, y + height / 2);
        return seen === node || node.contains(seen);
      }));
    }
    // The footer's arrow keys are signs, whose contrast axe leaves to people: they have that of the words beside them.
    const unexplained = incomplete.map(uncertain).flatMap(told).filter((line) => !/kbd .*\s*.*non-text characters/.test(line));
    return { violations: violations.flatMap(told), unexplained };
  }, TAGS);
}
