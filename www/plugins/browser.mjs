// What the plugins' scripts do in the page.

/** @type {Map<string, Promise<void>>} */
const loading = new Map();

/**
 * Loads the bundle's script once.
 * @param {string} bundle address of the bundle, with a trailing slash
 * @returns {Promise<void>} fails where the site was not built yet, such as under a development server
 */
export function loadSearch(bundle) {
  const src = `${bundle}helpdex.js`;
  const begun = loading.get(src) ?? new Promise((done, fail) => {
    const script = Object.assign(document.createElement("script"), { type: "module", src });
    script.onload = () => done(undefined);
    script.onerror = () => fail(new Error(`helpdex: ${src} is not there; it is made when the site is built`));
    document.head.append(script);
  });
  loading.set(src, begun);
  return begun;
}

/**
 * Lets the site's router follow a hit, so that the page is not loaded anew.
 * @param {string} base address of the site's root; what lies elsewhere is left to the browser
 * @param {(address: string) => void} push the router's way to go to an address of this host
 * @returns {() => void} ends it
 */
export function followHits(base, push) {
  const { signal, abort } = stopper();
  document.addEventListener("help:before-navigate", (event) => {
    const { url, newTab } = /** @type {CustomEvent<{ url: string, newTab: boolean }>} */ (event).detail;
    const to = new URL(url);
    if (newTab || to.origin !== location.origin || !to.pathname.startsWith(base)) return;
    event.preventDefault();
    closed().then(() => push(to.pathname + to.search + to.hash));
  }, { signal });
  return abort;
}

/**
 * Closes the search. An open dialog has an entry in the history, which it leaves by going back: a router that is
 * told of the next page before that would be led back from it.
 */
async function closed() {
  const searches = [...document.querySelectorAll("help-search")];
  const hasEntry = history.state?.helpdex === "dialog" && searches.some(({ shadowRoot }) => shadowRoot?.querySelector("dialog[open]"));
  const left = hasEntry && new Promise((done) => addEventListener("popstate", done, { once: true }));
  for (const search of searches) /** @type {any} */ (search).close?.();
  await left;
}

function stopper() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}
