import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What axe finds on a page, and what it cannot tell.
 * @param {import("playwright-core").Page} page
 */
export async function problems(page) {
  await page.evaluate(AXE);
  return page.evaluate(async (values) => {
    const { violations, incomplete } = await axe.run(document, { runOnly: { type: "tag", values } });
    const tell = ({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.flat().join(" ")} ${failureSummary}`);
    // The footer's arrow keys are signs, whose contrast axe leaves to people: they have that of the words beside them.
    const unexplained = incomplete.flatMap(tell).filter((line) => !/kbd .*\s*.*non-text characters/.test(line));
    return { violations: violations.flatMap(tell), incomplete: unexplained };
  }, TAGS);
}
