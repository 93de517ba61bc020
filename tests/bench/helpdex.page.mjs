import { lang, manifest } from "bench:lang";
import { createClient } from "../../www/client.js";

let client;

export async function load({ base }) {
  client = await createClient({ base: `${base}help/`, lang, manifest });
}

export async function search(text, limit) {
  const { hits } = await client.search(text, { limit, snippets: false });
  return hits.map(({ id, title }) => ({ id, title }));
}
