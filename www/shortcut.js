/**
 * Whether a key press is the shortcut that the page has chosen. It always needs Ctrl or Command:
 * single letters would get in the way of speech input and of screen readers (WCAG 2.1.4). What is
 * typed in a field is none.
 * @param {KeyboardEvent} event
 * @param {string|null} shortcut `mod+` (Ctrl or Command) and a key, such as `mod+k`
 * @returns {boolean}
 */
export function isShortcut(event, shortcut) {
  const target = /** @type {Element} */ (event.composedPath()[0]);
  return (event.ctrlKey || event.metaKey) && `mod+${event.key.toLowerCase()}` === shortcut && !target.matches?.(":read-write,select");
}
