// A help center with Zendesk's interface, for the articles about importing: shapes as in its reference.
import { createServer } from "node:http";

/** The address that stands for it in the text. */
export const DESK = "https://acme.zendesk.com";

const SEGMENTS = [{ id: 900, user_type: "staff", name: "Agents" }];
const CATEGORIES = [{ id: 1, name: "Money" }];
const SECTIONS = [{ id: 20, name: "Refunds", category_id: 1, parent_section_id: null }];
const ARTICLES = [
  { id: 7, title: "Get a refund", body: "<p>Open <b>Orders</b> and ask for a refund.</p>", draft: false, user_segment_id: null },
  { id: 8, title: "Approve a refund", body: "<p>Above 500 € ask your team lead.</p>", draft: false, user_segment_id: 900 },
];

/**
 * Starts it on a free port. Staff's articles are for requests with a token only.
 * @returns {Promise<{ origin: string, close(): void }>}
 */
export async function startDesk() {
  const server = createServer(({ url = "", headers }, response) => {
    const answer = answerTo(new URL(url, DESK).pathname, Boolean(headers.authorization));
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" }).end(JSON.stringify(answer ?? {}));
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() };
}

/**
 * @param {string} path
 * @param {boolean} isStaff
 */
function answerTo(path, isStaff) {
  const rows = ARTICLES.filter(({ user_segment_id }) => isStaff || user_segment_id === null);
  const lists = {
    "user_segments.json": isStaff && { user_segments: SEGMENTS },
    "en-us/categories.json": { categories: CATEGORIES },
    "en-us/sections.json": { sections: SECTIONS },
    "en-us/articles.json": { articles: rows.map((row) => ({ ...row, locale: "en-us", section_id: 20, label_names: [], html_url: `${DESK}/hc/en-us/articles/${row.id}`, updated_at: "2026-03-31T09:00:00Z" })) },
  };
  const name = path.replace("/api/v2/help_center/", "");
  if (name === "locales.json") return { locales: ["en-us"], default_locale: "en-us" };
  return lists[name] && { ...lists[name], meta: { has_more: false } };
}
