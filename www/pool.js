import { openEngine } from "./engine.js";

/** @import { EngineOptions } from "./engine.js" */
/** @import { EngineLike } from "./client.js" */

/** @type {Map<string, { users: number, engine: Promise<EngineLike> }>} */
const engines = new Map();

/**
 * One engine per bundle and language, however many fields a page has. A failure is not kept.
 * @param {EngineOptions & { language: string }} options
 * @returns {Promise<EngineLike>} its `free` gives this use back
 */
export async function shareEngine(options) {
  const key = `${options.base} ${options.language}`;
  const entry = engines.get(key) ?? { users: 0, engine: openEngine(options) };
  engines.set(key, entry);
  entry.users += 1;
  try {
    return lease(await entry.engine, () => {
      entry.users -= 1;
      if (entry.users > 0) return false;
      if (engines.get(key) === entry) engines.delete(key);
      return true;
    });
  } catch (error) {
    if (engines.get(key) === entry) engines.delete(key);
    throw error;
  }
}

/**
 * @param {EngineLike} engine
 * @param {() => boolean} isLast
 * @returns {EngineLike}
 */
function lease(engine, isLast) {
  let held = true;
  return {
    language: engine.language,
    fallback: engine.fallback,
    search: (text, limit, signal) => engine.search(text, limit, signal),
    refine: (text, limit, signal) => engine.refine(text, limit, signal),
    topQuestions: () => engine.topQuestions(),
    hasReader: engine.hasReader,
    article: (id) => /** @type {Promise<any>} */ (engine.article?.(id)),
    snippets: (keys, signal) => engine.snippets(keys, signal),
    createSettler: () => /** @type {WasmSettler} */ (engine.createSettler?.()),
    free() {
      if (held && isLast()) engine.free();
      held = false;
    },
  };
}
