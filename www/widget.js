import { Answers } from "./answers.js";
import { Asking } from "./asking.js";
import { Client } from "./client.js";
import { Contacting } from "./contacting.js";
import { directionOf } from "./direction.js";
import { h } from "./dom.js";
import { toHelpdexError } from "./errors.js";
import { SearchEvents } from "./events.js";
import { IdleList } from "./idle-list.js";
import { LiveRegion } from "./live-region.js";
import { pickLanguage } from "./manifest.js";
import { Dialog } from "./modes/dialog.js";
import { PopupMode } from "./modes/popup.js";
import { NetworkState } from "./network-state.js";
import { Panel } from "./panel.js";
import { shareEngine } from "./pool.js";
import { Reading } from "./reading.js";
import { Routing } from "./routing.js";
import { ListboxRows } from "./rows/listbox.js";
import { Session } from "./session.js";
import { SiteLists } from "./site-lists.js";
import { contactPrompt, signInLink } from "./states/contact.js";
import { errorMessage } from "./states/error.js";
import { startFollowing } from "./tracking/start.js";
import { Views } from "./views.js";
import { pageUrl } from "./address.js";

export { loadTexts } from "./strings/load.js";

/** @import { SearchDetail } from "./events.js" */
/** @import { MountOptions, Shell } from "./help-search.js" */
/** @import { Parts, State } from "./parts.js" */

/** Scripts in which one character can be a word. */
const DENSE_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** @typedef {typeof import("./modes/page.js")} PageModule code of the mode `page`, loaded where it is used */

/**
 * Brings the field to life.
 * @param {Shell} shell
 * @param {MountOptions} options
 * @returns {Promise<SearchWidget|undefined>} undefined if the field has gone meanwhile
 */
export async function mount(shell, options) {
  const page = shell.host.getAttribute("mode") === "page" ? await import("./modes/page.js") : undefined;
  return options.signal.aborted ? undefined : new SearchWidget(shell, options, page);
}

/** What is behind one field: it hears what is typed and chosen, and lets the parts show what follows. */
export class SearchWidget {
  #shell;
  #options;
  /** @type {Parts} */
  #parts;
  #views;
  #contacting;
  #answers;
  #reading;
  #idle;
  #asking;
  #network;
  /** @type {Dialog|undefined} */
  #dialog;
  #following;
  #end = new AbortController();
  /** @type {Promise<Client>|undefined} */
  #client;
  #failed = false;
  #plainSearch = h("a", { class: "link", part: "link" });

  /**
   * @param {Shell} shell
   * @param {MountOptions} options
   * @param {PageModule} [page] in mode `page`
   */
  constructor(shell, options, page) {
    this.#shell = shell;
    this.#options = options;
    this.#parts = this.#createParts(page);
    const { signal } = this.#end;
    this.#views = new Views(this.#parts);
    this.#contacting = new Contacting(this.#parts, this.#views);
    this.#answers = new Answers(this.#parts, this.#contacting);
    this.#reading = new Reading(this.#parts, this.#views, this.#answers, this.#contacting);
    this.#idle = new IdleList(this.#parts, signal);
    this.#network = new NetworkState(this.#parts, signal);
    this.#asking = new Asking(() => this.#openClient(), {
      waited: () => this.#showLoading(),
      answered: (asked) => {
        this.#parts.panel.busy = false;
        this.#idle.hide();
        this.#network.answered(asked.client);
        this.#answers.answered(asked);
        this.#parts.events.shown(asked);
      },
      improved: (asked) => this.#answers.improved(asked),
      failed: (error) => this.#fail(error),
    });
    const { dialog } = shell;
    if (dialog) this.#dialog = new Dialog({ ...shell, dialog }, this.#parts.panel, signal);
    this.#following = startFollowing(shell.host, options);
    this.#listen(signal);
    this.#typed(shell.field.value);
    this.#openClient().catch(() => {}); // A failure is told when an answer is due.
  }

  destroy() {
    const { live, events, panel } = this.#parts;
    this.#end.abort();
    this.#asking.stop();
    this.#views.clear();
    live.destroy();
    events.destroy();
    this.#following.then((stop) => stop());
    this.#client?.then((client) => client.destroy(), () => {});
    panel.busy = false;
    panel.detach();
    this.#shell.field.setAttribute("aria-expanded", "false");
  }

  get results() {
    return this.#answers.shown?.result.hits ?? [];
  }

  /** The loader has opened the dialog or focused the field. */
  opened() {
    this.#dialog?.opened();
  }

  close() {
    this.#hide();
  }

  /** @param {string} id */
  async openArticle(id) {
    this.#shell.host.open();
    if (!(await this.#reading.show({ id }))) console.warn(`helpdex: there is no article ${id} to show here`);
  }

  /** @param {string[]} [ids] */
  suggest(ids) {
    return this.#idle.suggest(ids);
  }

  /** @param {{ channel: string, stage: "start"|"submit"|"cancel" }} contact */
  trackContact({ channel, stage }) {
    this.#parts.events.tell(`contact_${stage}`, { channel });
  }

  /** @param {string} id */
  explain(id) {
    const hit = this.results.find((each) => each.id === id);
    const result = this.#answers.shown?.result;
    return hit && result && { id, score: hit.score, step: result.step, corrections: result.corrections, synonyms: result.synonyms };
  }

  /**
   * @param {PageModule} [page]
   * @returns {Parts}
   */
  #createParts(page) {
    const { host } = this.#shell;
    const { texts } = this.#options;
    const level = (Number(host.getAttribute("heading-level")) || 2) + 1;
    const panel = new Panel(this.#shell, texts, page ? new page.LinkRows(level, texts.strings.list) : new ListboxRows());
    const session = new Session();
    const lists = new SiteLists(this.#options);
    return {
      shell: this.#shell, options: this.#options, texts, panel, session, lists,
      live: new LiveRegion(panel.status),
      events: new SearchEvents(host, (detail) => this.#settled(detail)),
      routing: new Routing(lists, session),
      survey: { host, texts, surveys: () => lists.surveys() },
      mode: this.#createMode(panel, page),
      state: "idle",
      enter: (state) => this.#enter(state),
      hasFocus: () => this.#hasFocus(),
      client: () => this.#openClient(),
    };
  }

  /**
   * @param {Panel} panel
   * @param {PageModule} [page]
   */
  #createMode(panel, page) {
    const { signal } = this.#end;
    const actions = {
      typed: (/** @type {string} */ text, /** @type {boolean|undefined} */ quiet) => this.#typed(text, quiet),
      open: (/** @type {number} */ index, /** @type {boolean} */ newTab) => this.#choose(index, newTab),
      submit: () => this.#submit(),
      show: () => this.#show(),
      hide: () => this.#hide(),
      visible: () => panel.visible && panel.shown.includes("list"),
    };
    if (!page) return new PopupMode(this.#shell, panel.rows.node, actions, signal);
    return new page.PageMode(this.#shell, panel.rows.node, actions, signal, this.#plainName());
  }

  /** @param {AbortSignal} signal */
  #listen(signal) {
    const { host, frame } = this.#shell;
    const { panel } = this.#parts;
    panel.clear.addEventListener("click", () => this.#clear(), { signal });
    panel.node.addEventListener("keydown", (event) => this.#keydown(event), { signal });
    const fit = () => panel.fit();
    globalThis.visualViewport?.addEventListener("resize", fit, { signal });
    globalThis.addEventListener("scroll", fit, { signal, passive: true });
    host.addEventListener("focusin", () => this.#focused(), { signal });
    host.addEventListener("focusout", () => this.#blurred(), { signal });
    if (!host.closest("[dir]")) frame.dir = directionOf(this.#options.lang);
  }

  /** @returns {Promise<Client>} */
  #openClient() {
    this.#client ??= this.#connect().catch((error) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect() {
    const { host } = this.#shell;
    const { lang, manifest } = this.#options;
    const language = pickLanguage(manifest, lang);
    const settings = { ...this.#options, timeoutMs: Number(host.getAttribute("timeout")) || undefined, offline: host.hasAttribute("offline") };
    const open = (/** @type {string} */ lang, /** @type {string} */ language) => shareEngine({ ...settings, lang, language });
    const client = new Client(await open(lang, language), (other) => open(other, other));
    if (this.#end.signal.aborted) client.destroy();
    else this.#parts.events.start(client.createSettler(), this.#shell.field.value);
    return client;
  }

  /** @param {State} state */
  #enter(state) {
    this.#parts.state = state;
    this.#network.reflect();
  }

  /** @param {SearchDetail} detail */
  #settled({ query, queryId, reformulationOf }) {
    const { session } = this.#parts;
    session.queryId = queryId;
    if (reformulationOf) session.reformulations += 1;
    this.#idle.remember(query);
  }

  /**
   * @param {string} text
   * @param {boolean} [quiet] whether nothing should open
   */
  #typed(text, quiet) {
    const query = text.trim();
    const { panel, events, shell } = this.#parts;
    panel.clear.hidden = !text;
    this.#options.internals.setFormValue(text);
    events.typed(text);
    this.#reading.stop();
    if (this.#failed) {
      this.#updatePlainSearch();
      return;
    }
    if (this.#views.isOpen) this.#leaveViews();
    const limit = Number(shell.host.getAttribute("max-results")) || 10;
    if (query.length >= this.#minChars(query)) this.#asking.ask(query, limit);
    else this.#wait(query ? "typing" : "idle", !quiet);
  }

  /** What was read gives way to the list, which is about to change. */
  #leaveViews() {
    this.#views.clear();
    this.#parts.panel.fill("view", []);
    this.#parts.panel.show();
    this.#asking.stop();
  }

  /** @param {string} query */
  #minChars(query) {
    const least = Number(this.#shell.host.getAttribute("min-chars")) || 2;
    return DENSE_SCRIPT.test(query) ? 1 : least;
  }

  /**
   * @param {"typing"|"idle"} state
   * @param {boolean} isOpen whether the panel may stay or become open
   */
  #wait(state, isOpen) {
    const { panel, mode, live, session } = this.#parts;
    this.#asking.stop();
    this.#answers.clear();
    session.query = "";
    mode.drop();
    panel.busy = false;
    live.clear();
    this.#enter(state);
    this.#idle.show(isOpen);
    if (!isOpen) this.#hide();
  }

  #showLoading() {
    const { panel, live, texts, hasFocus } = this.#parts;
    this.#enter("loading");
    panel.busy = true;
    live.say(texts.strings.loading);
    if (this.#answers.shown) return;
    this.#idle.hide();
    panel.fill("message", [h("p", {}, texts.strings.loading)]);
    panel.show("message");
    panel.visible = hasFocus();
    this.#parts.mode.setRows([]);
  }

  /** @param {unknown} error */
  #fail(error) {
    const { panel, live, mode, events, hasFocus } = this.#parts;
    this.#answers.clear();
    this.#idle.hide();
    this.#failed = !this.#client;
    this.#enter("error");
    panel.busy = false;
    mode.setRows([]);
    live.clear();
    const told = toHelpdexError(error);
    this.#drawError(told);
    panel.visible = hasFocus();
    events.failed(told);
  }

  /**
   * What needs no engine still leads on: the page's own search, top questions, a person.
   * @param {import("./errors.js").HelpdexError} error
   */
  async #drawError({ code }) {
    const { panel, texts, routing, shell } = this.#parts;
    const signIn = code === "unauthorized" ? signInLink(shell.host, texts) : [];
    this.#updatePlainSearch();
    panel.rows.draw([]);
    panel.fill("message", errorMessage(texts, { retry: () => this.#retry(), canContact: routing.isOpen, signIn }, this.#plainSearch));
    panel.show("message");
    await routing.ready;
    if (this.#parts.state !== "error") return;
    const listed = this.#idle.show(panel.visible);
    panel.show("message");
    await listed;
    if (this.#parts.state !== "error") return;
    panel.fill("more", routing.isOpen ? [contactPrompt(texts, () => this.#contacting.escalate())] : []);
    panel.show("message", "list", "more");
    panel.visible = this.#hasFocus();
    this.#parts.mode.reflect();
  }

  #retry() {
    this.#failed = false;
    this.#shell.field.focus();
    this.#typed(this.#shell.field.value);
  }

  /** Leads to what the page's own form would open. */
  #updatePlainSearch() {
    const { form, field } = this.#shell;
    const url = form?.hasAttribute("action") && form.method === "get" ? pageUrl(form.action) : undefined;
    url?.searchParams.set(this.#plainName(), field.value);
    this.#plainSearch.hidden = !url;
    if (url) this.#plainSearch.href = url.href;
  }

  /** @returns {string} name of the field that people type into without JavaScript */
  #plainName() {
    return this.#shell.form?.querySelector("input[type=search],input[type=text],input:not([type])")?.getAttribute("name") || "q";
  }

  #submit() {
    const { form, field } = this.#shell;
    if (this.#parts.state !== "error") {
      this.#parts.events.settle("enter");
      this.#show();
    } else if (form?.hasAttribute("action")) {
      const plain = form.elements.namedItem(this.#plainName());
      if (plain instanceof HTMLInputElement) plain.value = field.value;
      form.requestSubmit();
    } else this.#retry();
  }

  /**
   * @param {number} index of a row
   * @param {boolean} newTab
   */
  #choose(index, newTab) {
    const choice = this.#idle.choice(index);
    if (choice && "query" in choice) return this.#parts.mode.type(choice.query);
    const chosen = choice ? { article: choice.article, isHit: false } : this.#answers.article(index);
    if (!chosen) return;
    const { article, isHit } = chosen;
    const { id, url } = article;
    if (isHit && pageUrl(url)) this.#parts.events.opened(/** @type {import("./engine.js").Hit} */ (article), index);
    else if (!isHit) this.#parts.events.tell("suggestion_click", { id, url, position: index + 1 });
    this.#reading.open(article, newTab);
  }

  /** @returns {boolean} whether the panel is on screen: it stays hidden as long as it has nothing to show */
  #show(visible = true) {
    const { panel, mode } = this.#parts;
    panel.visible = visible;
    mode.reflect();
    return panel.visible;
  }

  #hide() {
    this.#show(false);
  }

  #clear() {
    this.#shell.field.focus();
    this.#parts.mode.type("");
  }

  /**
   * Escape leaves the innermost of what is open: an article or contact, then the panel.
   * @param {KeyboardEvent} event
   */
  #keydown(event) {
    if (event.key !== "Escape" || event.isComposing) return;
    if (this.#views.isOpen) this.#views.pop();
    else if (this.#parts.mode.isPopup) {
      this.#shell.field.focus();
      this.#hide();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #hasFocus() {
    return this.#shell.root.activeElement !== null;
  }

  #focused() {
    if (!this.#parts.panel.visible) this.#show();
  }

  /** A window that loses the focus gives it back to the same node, so the panel may stay. */
  #blurred() {
    queueMicrotask(() => {
      if (document.hasFocus() && !this.#hasFocus()) this.#hide();
    });
  }
}
