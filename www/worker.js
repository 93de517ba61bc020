import { openEngine } from "./engine.js";
import { isAbort, toHelpdexError } from "./errors.js";

/** @import { SearchEngine } from "./engine.js" */
/** @import { WorkerReply, WorkerRequest } from "./remote.js" */

/** @type {Promise<SearchEngine>|undefined} */
let engine;
/** @type {Map<number, AbortController>} */
const running = new Map();

/**
 * @param {WorkerRequest} request
 * @param {AbortSignal} signal
 * @returns {Promise<unknown>}
 */
async function answer(request, signal) {
  if (request.call === "open") {
    engine = openEngine(request.options);
    const { language, fallback, hasReader } = await engine;
    return { language, fallback, hasReader };
  }
  const opened = await engine;
  if (request.call === "search") return opened?.search(request.text, request.limit, signal);
  if (request.call === "refine") return opened?.refine(request.text, request.limit, signal);
  if (request.call === "topQuestions") return opened?.topQuestions();
  if (request.call === "article") return opened?.article(request.key, signal);
  if (request.call === "snippets") return opened?.snippets(request.keys, signal);
}

/** @param {WorkerRequest} request */
async function handle(request) {
  const { id } = request;
  if (request.call === "abort") return running.get(id)?.abort();
  const abort = new AbortController();
  running.set(id, abort);
  /** @type {WorkerReply} */
  let reply;
  try {
    const value = await answer(request, abort.signal);
    reply = { id, value, offlineSince: (await engine)?.offlineSince };
  } catch (error) {
    const { code, message } = toHelpdexError(error);
    reply = { id, error: { code: isAbort(error) ? "abort" : code, message } };
  }
  running.delete(id);
  postMessage(reply);
}

addEventListener("message", ({ data }) => handle(data));
