// Runs in the page; each function stands alone, because it is sent there as text.

/** Watches, from the first moment on, what the page costs. */
export function watchLoad() {
  globalThis.lcp = 0;
  globalThis.shift = 0;
  globalThis.longTasks = [];
  globalThis.eventMs = [];
  const observe = (options, each) => new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ buffered: true, ...options });
  observe({ type: "largest-contentful-paint" }, ({ startTime }) => (globalThis.lcp = startTime));
  observe({ type: "layout-shift" }, ({ value, hadRecentInput }) => (globalThis.shift += hadRecentInput ? 0 : value));
  observe({ type: "longtask" }, ({ duration }) => globalThis.longTasks.push(duration));
  observe({ type: "event", durationThreshold: 16 }, ({ duration, interactionId }) => interactionId && globalThis.eventMs.push(duration));
  const memories = new Set();
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...all) => {
    const made = await instantiate.apply(WebAssembly, all);
    for (const value of Object.values((made.instance ?? made).exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
    return made;
  };
  globalThis.wasmBytes = () => [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

/** Focuses the field, puts a query into it, and gives the milliseconds until an answer was painted. */
export async function answerOf({ host, field, row, none, query }) {
  const root = host ? document.querySelector(host).shadowRoot : document;
  const input = root.querySelector(field);
  const start = performance.now();
  input.focus();
  input.value = query;
  input.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  while (!root.querySelector(`${row}, ${none}`)) {
    if (performance.now() - start > 60_000) throw new Error(`no answer within a minute: ${query}`);
    await new Promise((done) => setTimeout(done, 5));
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return { ms: performance.now() - start, isFound: root.querySelector(row) !== null };
}

/**
 * Notes in `keys`, for every key whose answer changes the rows before the next key, the milliseconds
 * until they stood in the document and until they were painted.
 */
export function watchTyping({ host, field, row }) {
  globalThis.keys = [];
  const root = host ? document.querySelector(host).shadowRoot : document;
  let typed = 0;
  root.querySelector(field).addEventListener("input", ({ timeStamp }) => (typed = timeStamp), { capture: true });
  new MutationObserver(() => {
    if (!typed || !root.querySelector(row)) return;
    const start = typed;
    typed = 0;
    const drawn = performance.now() - start;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.keys.push({ drawn, painted: performance.now() - start });
      port2.postMessage(0);
    });
  }).observe(root, { childList: true, subtree: true });
}
