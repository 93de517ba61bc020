/**
 * How the field and its rows are used: as a combobox with a popup, or as a page of results.
 * @typedef {object} Mode
 * @property {boolean} isPopup whether the rows lie over the page and can be closed
 * @property {number} active index of the row that the keyboard is on, -1 if it is in none
 * @property {(rows: HTMLElement[]) => void} setRows other rows are on screen
 * @property {(rows: HTMLElement[]) => void} addRows further ones below the same
 * @property {(move: () => void) => void} whenFree moves rows as soon as nobody is in the list
 * @property {() => void} drop forgets what waits for that
 * @property {(index: number) => void} restore puts the keyboard onto a row again; -1: into the field
 * @property {(text: string) => void} type puts a text into the field as if somebody had typed it
 * @property {() => void} reflect says whether the rows are on screen
 */
/**
 * What a mode asks its owner to do.
 * @typedef {object} ModeActions
 * @property {(text: string, quiet?: boolean) => void} typed
 * @property {(index: number, newTab: boolean) => void} open
 * @property {() => void} submit Enter without an active row
 * @property {() => boolean} show
 * @property {() => void} hide
 * @property {() => boolean} visible
 */
export {};
