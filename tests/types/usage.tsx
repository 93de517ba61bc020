// Must compile; every @ts-expect-error names what must not.
import { useEffect, useRef } from "react";
import type { GlobalComponents } from "vue";
import { createClient, HelpdexError } from "../../www/types/helpdex";
import type { Client, HelpSearchElement, SearchDetail } from "../../www/types/helpdex";

export async function ask(): Promise<string[]> {
  const client: Client = await createClient({ base: "/help/", lang: "es", offline: true });
  try {
    const { hits, corrections } = await client.search("refund", { limit: 5, signal: new AbortController().signal });
    const since: Date | undefined = client.offlineSince;
    return [...hits.map(({ title }) => title), ...corrections.map(({ used }) => used), String(since)];
  } catch (error) {
    if (error instanceof HelpdexError && error.code === "not-found") return [];
    throw error;
  }
}

// @ts-expect-error: a bundle is somewhere
createClient({});

const found = document.querySelector("help-search");
found?.addEventListener("help:search", ({ detail }) => {
  const { query, hitIds }: SearchDetail = detail;
  console.log(query, hitIds, found.state === "results" && found.results[0].title);
});
// @ts-expect-error: no such state
console.log(found?.state === "opened");
document.createElement("help-launcher").open("refund");

export function Help({ onQuestion }: { onQuestion: (query: string) => void }) {
  const search = useRef<HelpSearchElement>(null);
  useEffect(() => search.current?.suggest(["refund"]) && undefined, []);
  return (
    <help-search ref={search} mode="dialog" min-chars={3} offline onhelp:search={({ detail }) => onQuestion(detail.query)}>
      <form action="/search"><input name="q" /></form>
    </help-search>
  );
}

// @ts-expect-error: no such mode
export const wrong = <help-search mode="window" />;

export const inVue: InstanceType<GlobalComponents["help-search"]>["$props"] = { mode: "page", recent: true };
export const inSvelte: svelteHTML.IntrinsicElements["help-search"] = { preset: "card", "onhelp:error": ({ detail }) => console.error(detail.message) };
