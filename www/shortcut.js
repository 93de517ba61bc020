/**
 * Whether a key press is the shortcut that the page has chosen. Single letters never are: they would
 * get in the way of speech input and of screen readers (WCAG 2.1.4). Nor is anything typed in a field.
 * @param {KeyboardEvent} event
 * @param {string|null} shortcut `mod` (Ctrl or Command), `alt` and `shift`, in this order, and a key, such as `mod+k`
 * @returns {boolean}
 */
export function isShortcut(event, shortcut) {
  const { ctrlKey, metaKey, altKey, shiftKey, key } = event;
  const pressed = (ctrlKey || metaKey ? "mod+" : "") + (altKey ? "alt+" : "") + (shiftKey ? "shift+" : "") + key.toLowerCase();
  const target = /** @type {Element} */ (event.composedPath()[0]);
  return pressed === shortcut && /^[ma].+\+/.test(pressed) && !target.matches?.(":read-write,select");
}
