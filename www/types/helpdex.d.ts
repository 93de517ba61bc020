// Types of helpdex: the elements and the client.
//
// <script type="module" src="/help/helpdex.js"></script> needs none of this. For an editor or a compiler:
//   import "…/helpdex";                       the elements in HTML, React 19, Vue and Svelte
//   import type { Client } from "…/helpdex";  the client of `/help/app-HASH/client.js`

/** UTF-16 offsets, end exclusive. */
export type Span = [start: number, end: number];

export type State =
  | "idle" | "loading" | "typing" | "results" | "weak" | "zero" | "article"
  | "feedback" | "feedback-no" | "escalate" | "offline" | "error";

/** An article that answers. */
export interface Hit {
  id: string;
  /** BCP 47 tag of the article's language. */
  language: string;
  /** Once the passage is known, with the fragment of its section. */
  url: string;
  title: string;
  /** Joined by " › ", empty without any. */
  breadcrumbs: string;
  /** Where the passage stands; both empty before the first heading. */
  section: { heading: string; anchor: string };
  /** The best passage. */
  snippet: string;
  highlights: { title: Span[]; snippet: Span[] };
  /** Comparable within one language of one answer only. */
  score: number;
}

export type TopQuestion = Pick<Hit, "id" | "url" | "title" | "breadcrumbs">;

/** Words as typed, and what was searched instead of them or besides them. */
export interface Replacement {
  typed: string;
  used: string;
}

/** How strictly the words were matched. */
export type Step = "none" | "all" | "most" | "any" | "typo" | "infix" | "closest";

export interface SearchResult {
  hits: Hit[];
  /** Matching articles, at least `hits.length`. */
  total: number;
  step: Step;
  /** Misspelled words and what was searched instead; never keep them from the reader. */
  corrections: Replacement[];
  synonyms: Replacement[];
  /** Whether `refine` may find a better answer. */
  partial: boolean;
  /** Names this search in events. */
  queryId: string;
}

export interface SearchOptions {
  /** Most hits to return; default 10. */
  limit?: number;
  signal?: AbortSignal;
  /** Wait for what makes the answer better; default true. */
  refine?: boolean;
  /** Wait for the passages too; default true. */
  snippets?: boolean;
}

export interface ClientOptions {
  /** URL of the bundle's folder. */
  base: string;
  /** BCP 47 tag of the page. */
  lang?: string;
  /** Per file, in milliseconds; default 15000. */
  timeoutMs?: number;
  /** Run the engine in a module worker; default false. */
  worker?: boolean;
  /** Keep the files in this browser's Cache API; default false. */
  offline?: boolean;
}

export type HelpdexErrorCode = "network" | "not-found" | "unauthorized" | "mime" | "wasm-blocked" | "version" | "corrupt";

/** An error whose message names the cause and the cure. */
export declare class HelpdexError extends Error {
  readonly code: HelpdexErrorCode;
}

/** Searches a bundle. The latest search wins: an older one rejects with AbortError. */
export interface Client {
  /** The language that answers first. */
  readonly language: string;
  /** With `offline` and without a network, when the kept files were last known to be those deployed. */
  readonly offlineSince: Date | undefined;
  search(text: string, options?: SearchOptions): Promise<SearchResult>;
  refine(result: SearchResult): AsyncGenerator<SearchResult, void, void>;
  snippets(hits: Hit[], options?: { signal?: AbortSignal }): Promise<Hit[]>;
  topQuestions(): Promise<TopQuestion[]>;
  destroy(): void;
}

export declare function createClient(options: ClientOptions): Promise<Client>;

export interface SearchDetail {
  queryId: string;
  query: string;
  total: number;
  step: Step;
  hitIds: string[];
  corrections: Replacement[];
  synonyms: Replacement[];
  trigger: "pause" | "enter" | "open";
  /** Milliseconds from the keystroke to the rows. */
  latencyMs: number;
  /** queryId of the question this one rewords. */
  reformulationOf: string | null;
  /** queryId of the question this one refines, which no longer counts. */
  replaces: string | null;
}

export interface ClickDetail {
  queryId: string;
  query: string;
  id: string;
  url: string;
  /** 1 is the first. */
  position: number;
}

export interface FeedbackDetail {
  articleId: string;
  queryId: string;
  solved: "yes" | "partly" | "no";
  reason?: string;
  comment?: string;
}

export interface ContactDetail {
  channel: string;
  rank?: number;
  cell?: string;
}

/** The events of `<help-search>`; all bubble and cross shadow roots. */
export interface HelpSearchEventMap {
  "help:search": CustomEvent<SearchDetail>;
  "help:impression": CustomEvent<{ queryId: string; hitIds: string[] }>;
  "help:no_results": CustomEvent<{ queryId: string; query: string; hitIds: string[]; comment?: string }>;
  "help:result_click": CustomEvent<ClickDetail>;
  "help:suggestion_click": CustomEvent<{ id: string; url: string; position: number }>;
  /** After five seconds with null, and again when it is left. */
  "help:article_view": CustomEvent<{ articleId: string; queryId: string; dwellSeconds: number | null }>;
  "help:article_flag": CustomEvent<{ articleId: string; queryId: string; reason: string; comment?: string }>;
  "help:article_share": CustomEvent<{ articleId: string; queryId: string; what: "link" | "answer" }>;
  /** `score` is null if it was skipped. */
  "help:survey_response": CustomEvent<{ instrument: "ces" | "csat" | "nps"; score: number | null }>;
  "help:article_feedback": CustomEvent<FeedbackDetail>;
  "help:route_offer": CustomEvent<{ cell: string; primary?: object; secondary?: object }>;
  "help:contact_start": CustomEvent<ContactDetail>;
  "help:contact_submit": CustomEvent<ContactDetail>;
  "help:contact_cancel": CustomEvent<ContactDetail>;
  "help:error": CustomEvent<{ code: HelpdexErrorCode; message: string }>;
  /** Cancelable. */
  "help:before-navigate": CustomEvent<{ id: string; url: string; newTab: boolean }>;
  /** Cancelable. */
  "help:before-send": CustomEvent<{ kind: string; event: object }>;
}

export interface HelpSearchElement extends HTMLElement {
  readonly state: State;
  readonly results: Hit[];
  readonly query: string;
  open(text?: string): void;
  close(): void;
  search(text: string): void;
  openArticle(id: string): Promise<void>;
  suggest(ids?: string[]): Promise<void>;
  setConsent(granted: boolean): void;
  trackContact(contact: { channel: string; stage: "start" | "submit" | "cancel" }): Promise<void>;
  explain(id: string): Promise<object | undefined>;
  preload(): Promise<unknown> | undefined;
  destroy(): void;
  addEventListener<K extends keyof HelpSearchEventMap>(type: K, listener: (this: HelpSearchElement, event: HelpSearchEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HelpSearchElement, event: HTMLElementEventMap[K]) => void, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

export interface HelpLauncherElement extends HTMLElement {
  open(text?: string): void;
}

/** A boolean attribute: there or not. */
type Flag = boolean | "";

export interface BundleAttributes {
  /** Folder of the bundle; default: where the script lies. */
  src?: string;
  lang?: string;
}

/** Where an element's events go. */
export interface EventAttributes {
  endpoint?: string;
  consent?: "required" | "true" | "false";
  "respect-dnt"?: Flag;
  /** Names, with spaces between: `ga4`, `matomo`, `plausible`, `posthog`, `segment`. */
  adapters?: string;
  "send-query"?: Flag;
  surface?: string;
  site?: string;
}

export interface HelpSearchAttributes extends BundleAttributes, EventAttributes {
  mode?: "inline" | "page" | "dialog";
  theme?: "auto" | "light" | "dark";
  preset?: "plain" | "card" | "bordered" | "pill" | "docs";
  shortcut?: string;
  "min-chars"?: number | string;
  "max-results"?: number | string;
  reader?: "inline" | "link";
  "heading-level"?: number | string;
  feedback?: "off" | "comment";
  recent?: Flag;
  preload?: "hover" | "idle" | "none";
  offline?: Flag;
  timeout?: number | string;
  "signin-url"?: string;
  "edit-url"?: string;
}

/** Attributes by tag. */
export interface HelpElementAttributes {
  "help-search": HelpSearchAttributes;
  "help-launcher": HelpSearchAttributes & { for?: string };
  "help-article": BundleAttributes & EventAttributes & { "article-id"?: string; "signin-url"?: string };
  "help-faq": BundleAttributes & EventAttributes;
  "help-tree": BundleAttributes & EventAttributes & { tree?: string };
  "help-suggest": BundleAttributes & EventAttributes & { for?: string };
}

/** `onhelp:search` and so on: how React 19 and Svelte 5 name a listener in markup. */
type Listeners = { [K in keyof HelpSearchEventMap as `on${K}`]?: (event: HelpSearchEventMap[K]) => void };
/** What any element takes in markup, whatever the framework. */
interface Anywhere {
  id?: string;
  class?: string;
  className?: string;
  slot?: string;
  hidden?: boolean;
  children?: unknown;
  key?: string | number | bigint | null;
  ref?: unknown;
  style?: unknown;
}
type InMarkup = { [Tag in keyof HelpElementAttributes]: HelpElementAttributes[Tag] & Listeners & Anywhere };

declare global {
  interface HTMLElementTagNameMap {
    "help-search": HelpSearchElement;
    "help-launcher": HelpLauncherElement;
    "help-article": HTMLElement;
    "help-faq": HTMLElement;
    "help-tree": HTMLElement;
    "help-suggest": HTMLElement;
  }
  namespace svelteHTML {
    interface IntrinsicElements extends InMarkup {}
  }
}

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends InMarkup {}
  }
}

declare module "vue" {
  interface GlobalComponents {
    "help-search": new () => { $props: HelpSearchAttributes & Anywhere };
    "help-launcher": new () => { $props: HelpElementAttributes["help-launcher"] & Anywhere };
    "help-article": new () => { $props: HelpElementAttributes["help-article"] & Anywhere };
    "help-faq": new () => { $props: HelpElementAttributes["help-faq"] & Anywhere };
    "help-tree": new () => { $props: HelpElementAttributes["help-tree"] & Anywhere };
    "help-suggest": new () => { $props: HelpElementAttributes["help-suggest"] & Anywhere };
  }
}
