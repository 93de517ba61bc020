/** States of the element, as `www/states.html` names them. */
export const STATES = ["idle", "loading", "typing", "results", "weak", "zero", "article", "feedback", "feedback-no", "escalate", "offline", "error"];

/**
 * Opens `www/states.html` and waits until the element is in the state.
 * @param {import("playwright-core").Page} page
 * @param {string} base origin of the server
 * @param {Record<string, string>} wanted parameters of the page
 */
export async function openState(page, base, wanted) {
  await page.goto(`${base}/states.html?${new URLSearchParams(wanted)}`);
  await page.waitForFunction(() => document.documentElement.matches("[data-reached],[data-missed]"));
  const missed = await page.locator("#missed").textContent();
  if (missed) throw new Error(missed);
}
