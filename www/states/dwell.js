/** An article that is left sooner was not read. */
const READ_AFTER_MS = 5000;

/**
 * An article that somebody reads is told after five seconds, and how long it was read when it is left.
 * @param {(dwellSeconds: number|null) => void} viewed
 * @returns {() => void} to be called when it is left
 */
export function countDwell(viewed) {
  const opened = performance.now();
  let isRead = false;
  const timer = setTimeout(() => {
    isRead = true;
    viewed(null);
  }, READ_AFTER_MS);
  const left = () => {
    clearTimeout(timer);
    if (isRead) viewed(Math.round((performance.now() - opened) / 1000));
    isRead = false;
  };
  // Whoever closes the page leaves the article first.
  addEventListener("pagehide", left, { capture: true });
  return () => {
    removeEventListener("pagehide", left, { capture: true });
    left();
  };
}
