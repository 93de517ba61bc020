// Blocks that the command line runs or reads.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { parse } from "yaml";
import { DESK, startDesk } from "./desk.mjs";

/** @import { Block } from "./articles.mjs" */
/** @import { Scratch } from "./scratch.mjs" */

/**
 * `sh`: runs to its end; `sh server` goes on until the article ends; `sh fails` has to fail; `sh account`
 * needs somebody's account elsewhere, so only its syntax is checked.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function shell({ text, marks, at }, scratch) {
  const script = await scratch.place(text);
  if (marks.includes("server")) {
    const port = Number(/127\.0\.0\.1:(\d+)/.exec(script)?.[1] ?? assert.fail(`${at}: the server names no port`));
    return scratch.start("bash", ["-euc", script], port);
  }
  const args = marks.includes("account") ? ["-n", "-c", script] : ["-euo", "pipefail", "-c", script];
  const { code, stdout, stderr } = await atDesk(args, scratch);
  scratch.output = stdout;
  if (!marks.includes("fails")) assert.doesNotMatch(stderr, /\b(warning|error): /, at);
  const wanted = marks.includes("fails") ? code !== 0 : code === 0;
  assert.ok(wanted, `${at}: ended with ${code}\n${stdout}${stderr}`);
}

/**
 * Runs Bash; a help desk that the text names is one of this machine.
 * @param {string[]} args
 * @param {Scratch} scratch
 */
async function atDesk(args, scratch) {
  if (!args.some((arg) => arg.includes(DESK))) return scratch.run("bash", args);
  const desk = await startDesk();
  try {
    return await scratch.run("bash", args.map((arg) => arg.replaceAll(DESK, desk.origin)));
  } finally {
    desk.close();
  }
}

/**
 * `yaml workflow`: a workflow of GitHub's, which gives helpdex's action only what it takes (tests/package runs the action).
 * @param {Block} block
 */
export async function workflow({ text, at }) {
  const action = parse(await readFile(join(import.meta.dirname, "../../.github/actions/helpdex/action.yml"), "utf8"));
  const steps = Object.values(parse(text).jobs).flatMap(({ steps }) => steps).filter(({ uses }) => uses?.includes("/.github/actions/helpdex@"));
  assert.ok(steps.length > 0, `${at}: no step uses the action`);
  for (const name of steps.flatMap((step) => Object.keys(step.with ?? {}))) {
    assert.ok(Object.hasOwn(action.inputs, name), `${at}: the action takes no "${name}"`);
  }
}

/**
 * `toml`: a helpdex.toml that builds the project without a warning, here or, with `file=`, in the blocks
 * that follow; `toml collect`: settings of a collector.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function toml(block, scratch) {
  if (block.marks.includes("collect")) return collectorSettings(block, scratch);
  await scratch.write(block.file ?? "block.toml", block.text);
  if (block.file) return;
  const args = ["build", "--config", "block.toml", "--no-eval", "--out", "toml-out"];
  if (!/^source = /m.test(block.text)) args.push("--source", "articles");
  await build(args, block, scratch);
}

/**
 * @param {Block} block
 * @param {Scratch} scratch
 */
async function collectorSettings({ text, file = "collect.toml" }, scratch) {
  await scratch.write(file, text);
  const listen = await scratch.place("127.0.0.1:1");
  await scratch.start("helpdex", ["collect", "--store", "sqlite:settings.db", "--listen", listen, "--config", file], Number(listen.split(":")[1]));
}

/**
 * `yaml` and `md`: a decision tree or an article, which the project is built with in the blocks that follow.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function sourceFile({ text, file, at }, scratch) {
  await scratch.write(file ?? assert.fail(`${at}: nothing reads it; give it a file=`), text);
}

/**
 * @param {string[]} args
 * @param {Block} block
 * @param {Scratch} scratch
 */
async function build(args, { at }, scratch) {
  const { code, stdout, stderr } = await scratch.run("helpdex", args);
  assert.equal(code, 0, `${at}: ${stdout}${stderr}`);
  assert.doesNotMatch(stdout + stderr, /\b(warning|error): /, at);
}

/**
 * `json`: is JSON; `json reply`: has the shape of the last answer; `json mcp`: settings of an assistant.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function json({ text, marks, file, at }, scratch) {
  const value = JSON.parse(text);
  if (file) await scratch.write(file, text);
  if (marks.includes("reply")) assertShape(JSON.parse(scratch.output), value, at);
  if (marks.includes("mcp")) await startAssistant(value, scratch);
}

/**
 * `jsonl`: every line is JSON; the file is read by what follows.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function jsonLines({ text, file, at }, scratch) {
  for (const line of text.trim().split("\n")) JSON.parse(line);
  await scratch.write(file ?? assert.fail(`${at}: nothing reads the lines; give them a file=`), text);
}

/**
 * @param {unknown} real
 * @param {any} stated
 * @param {string} at
 */
function assertShape(real, stated, at) {
  assert.equal(typeof real, typeof stated, at);
  if (Array.isArray(stated)) {
    assert.ok(Array.isArray(real), at);
    if (stated.length) assertShape(real[0], stated[0], `${at}[0]`);
  } else if (stated && typeof stated === "object") {
    for (const key of Object.keys(stated)) {
      assert.ok(Object.hasOwn(/** @type {object} */ (real), key), `${at}: the answer has no ${key}`);
      assertShape(real[key], stated[key], `${at}.${key}`);
    }
  }
}

/**
 * @param {{ mcpServers: Record<string, { command: string, args: string[] }> }} settings
 * @param {Scratch} scratch
 */
async function startAssistant({ mcpServers }, scratch) {
  for (const { command, args } of Object.values(mcpServers)) {
    const inside = args.map((arg) => arg.replace(/^\/srv\//, `${scratch.root}/public/`));
    const client = new Client({ name: "docs", version: "1.0.0" });
    await client.connect(new StdioClientTransport({ command: scratch.path(`.bin/${command}`), args: inside }));
    const { tools } = await client.listTools();
    assert.ok(tools.length > 0);
    await client.close();
  }
}

/**
 * `http`: a request, whose answer has to be a success.
 * @param {Block} block
 * @param {Scratch} scratch
 */
export async function http({ text, at }, scratch) {
  const [start, ...rest] = (await scratch.place(text)).trim().split("\n");
  const [method, url] = start.split(" ");
  const gap = rest.indexOf("");
  const lines = gap < 0 ? rest : rest.slice(0, gap);
  const headers = Object.fromEntries(lines.map((line) => line.split(/:\s*/, 2)));
  const response = await fetch(url, { method, headers, body: gap < 0 ? undefined : rest.slice(gap + 1).join("\n") });
  scratch.output = await response.text();
  assert.ok(response.ok, `${at}: ${response.status} ${scratch.output}`);
}
