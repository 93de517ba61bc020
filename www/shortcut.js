/**
 * Whether a key press is the shortcut that the page has chosen. Single letters never are: they would
 * get in the way of speech input and of screen readers (WCAG 2.1.4). Nor is anything typed in a field.
 * @param {KeyboardEvent} event
 * @param {string|null} shortcut `mod` (Ctrl or Command), `alt` and `shift`, in this order, and a key, such as `mod+k`
 * @returns {boolean}
 */
export function isShortcut(event, shortcut) {
  const pressed = [(event.ctrlKey || event.metaKey) && "mod", event.altKey && "alt", event.shiftKey && "shift", event.key].filter(Boolean).join("+");
  const target = /** @type {Element} */ (event.composedPath()[0]);
  return /^(mod|alt)\+/.test(pressed) && pressed.toLowerCase() === shortcut && !target.matches?.(":read-write,select");
}
