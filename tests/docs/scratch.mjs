// The folder in which the blocks of one article run, with what they start.
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";

const ROOT = join(import.meta.dirname, "../..");
export const HELPDEX = resolve(process.env.HELPDEX_BIN ?? join(ROOT, "target/release/helpdex"));

/** A port that nothing listens on. @returns {Promise<number>} */
export async function freePort() {
  const probe = createServer();
  await new Promise((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
  await new Promise((done) => probe.close(done));
  return port;
}

/**
 * A project with a folder of articles, as a reader of the documentation has one.
 */
export class Scratch {
  /** Standard output of the last shell block, or body of the last answer. */
  output = "";
  #children = [];
  /** Ports of this machine that stand for those of the text. @type {Map<string, number>} */
  #ports = new Map();

  /** @param {string} root */
  constructor(root) {
    this.root = root;
  }

  static async make() {
    const root = await mkdtemp(join(tmpdir(), "helpdex-docs-"));
    await cp(join(import.meta.dirname, "project"), root, { recursive: true });
    await mkdir(join(root, ".bin"));
    await symlink(HELPDEX, join(root, ".bin/helpdex"));
    return new Scratch(root);
  }

  /** @param {string} name */
  path(name) {
    return join(this.root, name);
  }

  /**
   * @param {string} name
   * @param {string} text
   */
  async write(name, text) {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }

  /**
   * The text with free ports in place of its own, the same ones throughout the article.
   * @param {string} text
   */
  async place(text) {
    for (const [, port] of text.matchAll(/127\.0\.0\.1:(\d+)/g)) {
      if (!this.#ports.has(port)) this.#ports.set(port, await freePort());
    }
    return text.replace(/127\.0\.0\.1:(\d+)/g, (_, port) => `127.0.0.1:${this.#ports.get(port)}`);
  }

  /**
   * Runs a program to its end.
   * @param {string} program
   * @param {string[]} args
   * @returns {Promise<{ code: number|null, stdout: string, stderr: string }>}
   */
  async run(program, args) {
    const child = this.#spawn(program, args);
    const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => {
      const chunks = [];
      stream.on("data", (chunk) => chunks.push(chunk));
      return () => Buffer.concat(chunks).toString();
    });
    const code = await new Promise((done, fail) => child.on("close", done).on("error", fail));
    return { code, stdout: stdout(), stderr: stderr() };
  }

  /**
   * Starts a program that goes on, and waits until it listens.
   * @param {string} program
   * @param {string[]} args
   * @param {number} port
   */
  async start(program, args, port) {
    const child = this.#spawn(program, args);
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
    this.#children.push(child);
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) throw new Error(`${program} ${args.join(" ")} ended:\n${said}`);
      if (await listens(port)) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`${program} ${args.join(" ")} does not listen on ${port}:\n${said}`);
  }

  async end() {
    await Promise.all(this.#children.map((child) => new Promise((done) => {
      if (child.exitCode !== null || child.signalCode !== null) return done(undefined);
      child.on("close", done);
      process.kill(-child.pid, "SIGTERM");
    })));
    await rm(this.root, { recursive: true, force: true });
  }

  /**
   * @param {string} program
   * @param {string[]} args
   */
  #spawn(program, args) {
    const env = { ...process.env, PATH: `${this.path(".bin")}${delimiter}${process.env.PATH}`, HOME: this.root, NO_COLOR: "1" };
    return spawn(program, args, { cwd: this.root, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  }
}

/** @param {number} port */
function listens(port) {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => (socket.destroy(), done(true)));
    socket.on("error", () => done(false));
  });
}
