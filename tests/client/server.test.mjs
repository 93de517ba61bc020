import assert from "node:assert/strict";
import { test } from "node:test";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { createSSRApp, h } from "vue";
import { renderToString as renderVue } from "vue/server-renderer";

test("a server can import the loader, the client and the single file", async () => {
  await import("../../www/define.js");
  const { createClient } = await import("../../www/client.js");
  assert.equal(typeof createClient, "function");
  assert.equal(typeof (await import("../../www/single.js")).createClient, "function");
});

test("React and Vue render the element on a server, with its plain form", async () => {
  const inReact = renderToString(createElement("help-search", { mode: "page", "min-chars": 3, offline: true, "onhelp:search": () => {} }, createElement("form", { action: "/search" })));
  assert.equal(inReact, '<help-search mode="page" min-chars="3" offline=""><form action="/search"></form></help-search>');
  const inVue = await renderVue(createSSRApp({ render: () => h("help-search", { mode: "page", "min-chars": 3 }, [h("form", { action: "/search" })]) }));
  assert.equal(inVue, '<help-search mode="page" min-chars="3"><form action="/search"></form></help-search>');
});
