// Assistants speak the Model Context Protocol with the tool: the client is the protocol's own.
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BINARY = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));
const BUNDLE = resolve(process.env.HELPDEX_BUNDLE ?? join(ROOT, "target/demo/help"));

describe("assistants", () => {
  const client = new Client({ name: "test", version: "1.0.0" });
  before(() => client.connect(new StdioClientTransport({ command: BINARY, args: ["mcp", "--bundle", BUNDLE] })));
  after(() => client.close());
  const call = (name, args) => client.callTool({ name, arguments: args });

  test("learn what there is", async () => {
    assert.equal(client.getServerVersion().name, "helpdex");
    assert.match(client.getInstructions(), /Search it before you answer/);
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), ["search", "read_article"]);
    assert.ok(tools.every(({ annotations }) => annotations.readOnlyHint));
    assert.ok(tools[0].inputSchema.properties.lang.enum.includes("pl"));
  });

  test("search and read what was found", async () => {
    const found = await call("search", { query: "pakcage readme", lang: "en", limit: 3 });
    const { hits, corrections } = found.structuredContent;
    assert.equal(corrections[0].used, "package");
    assert.ok(hits.length > 0 && hits.length <= 3);
    assert.ok(found.content[0].text.includes(hits[0].url) && found.content[0].text.includes(`(id ${hits[0].id})`));
    const read = await call("read_article", { id: hits[0].id, lang: "en" });
    assert.equal(read.structuredContent.title, hits[0].title);
    assert.ok(read.structuredContent.markdown.length > 40);
    assert.ok(read.content[0].text.startsWith(`# ${hits[0].title}`));
  });

  test("another language by its tag", async () => {
    const { structuredContent } = await call("search", { query: "hasło", lang: "pl-PL" });
    assert.equal(structuredContent.lang, "pl");
    assert.ok(structuredContent.hits.length > 0);
  });

  test("are told what to mend", async () => {
    for (const [name, args, told] of [
      ["read_article", { id: "none" }, /no article "none"/],
      ["search", { query: "x", lang: "xx" }, /it has: .*en/],
      ["search", { limit: 3 }, /missing field `query`/],
      ["search", { query: 7 }, /not those of the tool/],
    ]) {
      const { isError, content } = await call(name, args);
      assert.ok(isError, name);
      assert.match(content[0].text, told);
    }
    await assert.rejects(call("forget", {}), /there are search and read_article/);
  });

  test("nothing found is said, not invented", async () => {
    const { content, structuredContent } = await call("search", { query: "zzyzx qwrtp" });
    assert.deepEqual(structuredContent.hits, []);
    assert.match(content[0].text, /^0 of 0 articles/);
  });
});
