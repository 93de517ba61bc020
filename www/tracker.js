import init, { Tracker } from "./wasm/helpdex_tracker.js";

/** @import { ClickDetail, SearchDetail } from "./events.js" */

/**
 * @typedef {object} TrackerOptions
 * @property {string} endpoint address of the collector
 * @property {string} site
 * @property {string} lang
 * @property {string} surface where on the site the field is
 * @property {string} page
 * @property {string} application
 */

/**
 * Starts the question tracker; what it sends is redacted in Rust before anything is queued.
 * @param {string|URL} wasm address of tracker.wasm
 * @param {TrackerOptions} options
 */
export async function startTracker(wasm, options) {
  await init({ module_or_path: wasm });
  const tracker = new Tracker(options);
  return {
    /**
     * @param {SearchDetail} detail
     * @param {number} latencyMs
     */
    search(detail, latencyMs) {
      tracker.search({
        query_id: detail.queryId,
        query: detail.query,
        hit_ids: detail.hitIds,
        total: detail.total,
        step: detail.step,
        corrected: detail.corrections.length > 0,
        trigger: detail.trigger,
        latency_ms: Math.round(latencyMs),
        reformulation_of: detail.reformulationOf,
        replaces: detail.replaces,
      });
    },
    /** @param {ClickDetail} detail */
    click({ queryId, id, position }) {
      tracker.click({ query_id: queryId, article_id: id, position });
    },
    destroy() {
      tracker.flush();
      tracker.free();
    },
  };
}
