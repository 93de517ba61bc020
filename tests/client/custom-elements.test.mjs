// custom-elements.json and helpdex.d.ts say what the elements have: no less, and no more.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { HelpSearchElement } from "../../www/help-search.js";

const WWW = join(import.meta.dirname, "../../www");
const types = readFileSync(join(WWW, "types/helpdex.d.ts"), "utf8");
const { schemaVersion, modules } = JSON.parse(readFileSync(join(WWW, "types/custom-elements.json"), "utf8"));
const elements = new Map(modules[0].declarations.map((each) => [each.tagName, each]));
const search = elements.get("help-search");
/** What any of the elements has. @param {"attributes"|"cssParts"|"cssProperties"} kind */
const told = (kind) => [...elements.values()].flatMap((element) => names(element[kind] ?? []));

const source = readdirSync(WWW, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".js") && !name.startsWith("wasm") && !name.startsWith("demo") && !name.startsWith("docs"))
  .map((name) => readFileSync(join(WWW, name), "utf8"))
  .join("\n");
const all = (pattern) => [...new Set([...source.matchAll(pattern)].map(([, name]) => name))].sort();
const names = (list) => list.map(({ name }) => name);
const missing = (wanted, from) => wanted.filter((each) => !from.includes(each));

/** Attributes that the scripts read of elements that are not ours. */
const FOREIGN = ["action", "aria-label", "name", "for", "data-text", "aria-activedescendant", "href", "id", "slot"];
const attributes = all(/host\.(?:get|has)Attribute\("([\w-]+)"\)/g).concat(all(/this\.(?:get|has)Attribute\("([\w-]+)"\)/g)).filter((name) => !FOREIGN.includes(name));
const parts = all(/\bpart: "([\w -]+)"/g).flatMap((each) => each.split(" "));
/** A part's name may be chosen among several. */
const quoted = [...parts, ...all(/"([\w-]+)"/g)];
const properties = all(/var\((--help-[\w-]+)/g);
const members = Object.entries(Object.getOwnPropertyDescriptors(HelpSearchElement.prototype))
  .filter(([name]) => !/^constructor$|Callback$/.test(name))
  .map(([name, { get }]) => [get ? "field" : "method", name]);

test("the schema is one that editors read", () => {
  assert.match(schemaVersion, /^2\./);
  for (const { name, tagName, description, customElement } of elements.values()) {
    assert.ok(name && description && customElement, tagName);
    assert.match(types, new RegExp(`"${tagName}": `));
  }
  for (const list of [search.attributes, search.members, search.events, search.cssParts, search.cssProperties, search.slots]) {
    for (const each of list) assert.ok(each.description, each.name);
    assert.equal(new Set(names(list)).size, list.length);
  }
});

describe("nothing is missing", () => {
  test("attributes", () => assert.deepEqual(missing(attributes, told("attributes")), []));
  test("parts", () => assert.deepEqual(missing(parts, told("cssParts")), []));
  test("custom properties", () => assert.deepEqual(missing(properties, told("cssProperties")), []));
  test("fields and methods", () => {
    const told = search.members.map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(missing(members.map((each) => each.join(" ")), told), []);
  });
  test("the same in the types", () => {
    for (const name of names(search.attributes)) assert.match(types, new RegExp(`^  "?${name}"?\\?: `, "m"), name);
    for (const { kind, name } of search.members) assert.match(types, new RegExp(kind === "field" ? `readonly ${name}: ` : `^  ${name}\\(`, "m"), name);
    for (const name of names(search.events)) assert.ok(types.includes(`"${name}": CustomEvent<`), name);
  });
});

describe("nothing is made up", () => {
  test("parts", () => assert.deepEqual(missing(told("cssParts"), quoted), []));
  test("custom properties", () => assert.deepEqual(missing(told("cssProperties"), properties), []));
  test("fields and methods", () => assert.deepEqual(missing(names(search.members), members.map(([, name]) => name)), []));
});
