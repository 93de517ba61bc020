// The GitHub Action: its file, and its scripts as a runner executes them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, describe, test } from "node:test";
import { parse } from "yaml";

const ROOT = join(import.meta.dirname, "../..");
const TEXT = readFileSync(join(ROOT, ".github/actions/helpdex/action.yml"), "utf8");
const ACTION = parse(TEXT);
const TOOL = process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex");
const { steps } = ACTION.runs;
const stepOf = (id) => steps.find((step) => step.id === id);
const lintsAsSarif = spawnSync(TOOL, ["check", "--help"], { encoding: "utf8" }).stdout.includes("--format");

const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** A job's workspace with articles. @param {Record<string, string>} files */
function job(files) {
  const folder = mkdtempSync(join(tmpdir(), "helpdex-action-"));
  folders.push(folder);
  for (const name of ["bin", "temp", "content"]) mkdirSync(join(folder, name));
  symlinkSync(TOOL, join(folder, "bin/helpdex"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/**
 * Runs one step as a runner does: expressions replaced in `env` only, then bash with the runner's options.
 * @param {string} folder
 * @param {string} id
 * @param {Record<string, string>} inputs
 */
function runStep(folder, id, inputs = {}) {
  const step = stepOf(id);
  const given = (name) => inputs[name] ?? ACTION.inputs[name].default;
  const env = Object.fromEntries(Object.entries(step.env).map(([name, value]) => [name, value.replace(/\$\{\{ inputs\.(\w+) \}\}/g, (_, input) => given(input))]));
  const [script, output, summary] = ["script.sh", "output", "summary"].map((name) => join(folder, "temp", name));
  writeFileSync(script, step.run);
  writeFileSync(output, "");
  writeFileSync(summary, "");
  const { status, stdout, stderr } = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, ...env, PATH: [join(folder, "bin"), process.env.PATH].join(delimiter), RUNNER_TEMP: join(folder, "temp"), GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary },
  });
  const outputs = Object.fromEntries(readFileSync(output, "utf8").split("\n").filter(Boolean).map((line) => line.split(/=(.*)/s)));
  return { status, outputs, summary: readFileSync(summary, "utf8"), told: stdout + stderr };
}

describe("GitHub Action", () => {
  test("its file has what a runner asks for, and names only what there is", () => {
    assert.ok(ACTION.name && ACTION.description);
    assert.equal(ACTION.runs.using, "composite");
    for (const [name, input] of Object.entries(ACTION.inputs)) {
      assert.deepEqual([typeof input.description, typeof input.default], ["string", "string"], name);
    }
    for (const [, name] of TEXT.matchAll(/\binputs\.([\w-]+)/g)) assert.ok(name in ACTION.inputs, name);
    for (const [, id] of TEXT.matchAll(/\bsteps\.([\w-]+)/g)) assert.ok(stepOf(id), id);
    for (const step of steps) {
      const kinds = ["run", "uses"].filter((kind) => kind in step);
      assert.equal(kinds.length, 1, step.id);
      if (step.run) assert.equal(step.shell, "bash", step.id);
      else assert.match(step.uses, /^[\w-]+\/[\w./-]+@v\d+$/, step.id);
      assert.doesNotMatch(step.run ?? "", /\$\{\{/, `${step.id}: an expression in a script would let an input become a command`);
    }
  });

  test("every output is set by the step that it names", () => {
    for (const [name, { value }] of Object.entries(ACTION.outputs)) {
      const [, id, output] = value.match(/^\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}$/);
      assert.ok(stepOf(id).run.includes(`echo "${output}=`), name);
    }
  });

  test("it installs the tool from the checkout that it is part of", () => {
    const path = stepOf("install").run.match(/--path "\$GITHUB_ACTION_PATH\/(.+)"/)[1];
    assert.ok(existsSync(join(ROOT, ".github/actions/helpdex", path, "Cargo.toml")));
  });

  test("the README's example gives inputs that there are", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const [, block] = readme.match(/```yaml\n([^]*?helpdex\/\.github\/actions\/helpdex@[^]*?)```/);
    const { jobs } = parse(block);
    const used = Object.values(jobs).flatMap((each) => each.steps).find((step) => step.uses?.includes("actions/helpdex@"));
    for (const name of Object.keys(used.with)) assert.ok(name in ACTION.inputs, name);
  });

  test("builds the bundle, says where it is, and writes the summary", () => {
    const folder = job({ "content/refund.md": "# Get a refund\n\nAsk us within 30 days.\n" });
    const { status, outputs, summary, told } = runStep(folder, "build", { out: "public/my help" });
    assert.equal(status, 0, told);
    assert.deepEqual(outputs, { bundle: "public/my help" });
    assert.ok(existsSync(join(folder, "public/my help/manifest.json")));
    assert.match(summary, /^### helpdex: bundle\n~~~~text\n[^]+\n~~~~\n$/);
  });

  test("an article that must be found and is not fails the job and publishes nothing", () => {
    const folder = job({
      "content/refund.md": "# Get a refund\n\nAsk us within 30 days.\n",
      "own.toml": '[[must_find]]\nquery = "parcel"\narticle = "refund"\n',
    });
    const { status, outputs, summary, told } = runStep(folder, "build", { config: "own.toml" });
    assert.equal(status, 1, told);
    assert.deepEqual(outputs, {});
    assert.match(summary, /parcel/);
    assert.equal(existsSync(join(folder, "public/help/manifest.json")), false);
  });

  test("an input cannot become a command", () => {
    const folder = job({ "content/a.md": "# A\n\nText.\n" });
    runStep(folder, "build", { out: "out\"; touch stolen; \"", source: "$(touch stolen)" });
    assert.equal(existsSync(join(folder, "stolen")), false);
  });

  describe("check", { skip: lintsAsSarif ? false : "this tool has no `helpdex check --format` yet" }, () => {
    const broken = { "content/a.md": "# How do I pay?\n\nSee [there](missing.md).\n" };

    test("findings are counted, told and fail the job", () => {
      const { status, outputs, summary, told } = runStep(job(broken), "check");
      assert.equal(status, 1, told);
      assert.ok(Number(outputs.findings) >= 1, told);
      const { version, runs } = JSON.parse(readFileSync(outputs.sarif, "utf8"));
      assert.deepEqual([version, runs.flatMap(({ results }) => results).length], ["2.1.0", Number(outputs.findings)]);
      assert.match(summary, /a\.md/);
    });

    test("`report` tells them and goes on", () => {
      const { status, outputs } = runStep(job(broken), "check", { check: "report" });
      assert.equal(status, 0);
      assert.ok(Number(outputs.findings) >= 1);
    });

    test("a source that is not there is a failure without findings", () => {
      const { status, outputs } = runStep(job(broken), "check", { source: "nowhere", check: "report" });
      assert.equal(status, 2);
      assert.deepEqual(outputs, {});
    });
  });
});
