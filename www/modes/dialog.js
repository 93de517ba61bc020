/** @import { Shell } from "../help-search.js" */
/** @import { Panel } from "../panel.js" */

/**
 * What the mode `dialog` adds: while the dialog is open, there is an entry in the history, so that
 * the Back of a phone closes it and does not leave the page. Where the focus was before is the
 * browser's to know: it goes back there.
 */
export class Dialog {
  #dialog;
  #hasEntry = false;

  /**
   * @param {Shell & { dialog: HTMLDialogElement }} shell
   * @param {Panel} panel
   * @param {AbortSignal} signal ends all listeners
   */
  constructor({ dialog }, panel, signal) {
    this.#dialog = dialog;
    panel.close.addEventListener("click", () => dialog.close(), { signal });
    dialog.addEventListener("close", () => this.#closed(), { signal });
    dialog.addEventListener("click", (event) => event.target === dialog && dialog.close(), { signal });
    addEventListener("popstate", () => this.#left(), { signal });
    globalThis.visualViewport?.addEventListener("scroll", () => dialog.open && panel.fit(), { signal });
    this.opened();
  }

  /** To be called whenever the dialog has been opened. */
  opened() {
    if (!this.#dialog.open || this.#hasEntry) return;
    history.pushState({ ...history.state, helpdex: "dialog" }, "");
    this.#hasEntry = true;
  }

  #left() {
    if (!this.#hasEntry || history.state?.helpdex === "dialog") return;
    this.#hasEntry = false;
    this.#dialog.close();
  }

  /** Closed by a key or a button, the entry is of no use any more. */
  #closed() {
    if (!this.#hasEntry) return;
    this.#hasEntry = false;
    if (history.state?.helpdex === "dialog") history.back();
  }
}
