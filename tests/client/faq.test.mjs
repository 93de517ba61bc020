import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Answers } from "../../www/faq/answers.js";
import { faqPage } from "../../www/faq/json-ld.js";
import { hashOf, stepOfHash, wayTo } from "../../www/tree/tree.js";

describe("answers", () => {
  test("without whole articles in the bundle there are none, and a failure is tried again", async () => {
    let opened = 0;
    const question = { id: "a", title: "A", url: "/a" };
    const none = new Answers(async () => (opened++, { hasReader: false }));
    assert.deepEqual([await none.of(question), await none.of(question), opened], [[], [], 1]);
    const failing = new Answers(async () => {
      if (opened++ < 2) throw new Error("offline");
      return {};
    });
    await assert.rejects(failing.of(question), /offline/);
    assert.deepEqual(await failing.of(question), []);
  });

  test("JSON-LD closes no script", () => {
    const text = faqPage([{ title: "</script><!--", answer: "a < b" }]);
    assert.ok(!text.includes("<"));
    assert.equal(JSON.parse(text).mainEntity[0].name, "</script><!--");
  });
});

describe("ways through a tree", () => {
  const choices = (...next) => ({ heading: "", body: [], choices: next.map((id) => ({ label: id, next: id })) });
  const tree = { title: "", start: "a", steps: { a: choices("b", "c"), b: choices("a", "d"), c: choices("d", "lost"), d: choices("a"), alone: choices() } };

  test("the shortest one is found, round loops and dead ends", () => {
    assert.deepEqual(["a", "c", "d", "alone"].map((step) => wayTo(tree, step).join("")), ["a", "ac", "abd", "alone"]);
  });

  test("an address is read back, whatever the names are", () => {
    const odd = { ...tree, steps: { "a/b %é": choices(), ...tree.steps } };
    assert.equal(stepOfHash(hashOf("x/y#", "a/b %é"), "x/y#", odd), "a/b %é");
    assert.equal(stepOfHash(hashOf("x", "a"), "y", odd), undefined);
    assert.equal(stepOfHash("#help-tree=x/toString", "x", odd), undefined);
    assert.equal(stepOfHash("#help-tree=%/a", "%", odd), "a");
  });
});
