// A real WordPress of Debian's packages in a folder of its own, with MariaDB on a socket.
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PLUGIN = join(import.meta.dirname, "../../www/plugins/wordpress/helpdex");
const PACKAGED = "/usr/share/wordpress";
const THEMES = "/var/lib/wordpress/wp-content/themes";
const WAIT_MS = 100;
const TRIES = 200;

/**
 * @returns {Promise<{ origin: string, folder: string, php: (code: string) => Promise<string>, close: () => Promise<void> }>}
 *   `php` runs code within the installed WordPress and gives what it prints
 */
export async function startWordPress() {
  const top = await mkdtemp(join(tmpdir(), "helpdex-wordpress-"));
  const folder = join(top, "site");
  const origin = `http://127.0.0.1:${await freePort()}`;
  const processes = [];
  const close = async () => {
    await Promise.all(processes.map((each) => ended(each)));
    await rm(top, { recursive: true, force: true });
  };
  try {
    await copySite(folder);
    processes.push(await startDatabase(top));
    await writeFile(join(folder, "wp-config.php"), configuration(join(top, "socket")));
    await run("php", [join(import.meta.dirname, "wordpress/install.php"), folder, origin]);
    processes.push(spawn("php", ["-S", origin.slice("http://".length), "-t", folder], { stdio: "ignore" }));
    await until(async () => (await fetch(origin)).ok);
  } catch (error) {
    await close();
    throw error;
  }
  const php = async (code) => (await run("php", ["-r", `$_SERVER["HTTP_HOST"] = "127.0.0.1"; require "${folder}/wp-load.php"; ${code}`])).stdout;
  return { origin, folder, php, close };
}

/** PHP finds a linked file where it really is, so links do not do. */
async function copySite(folder) {
  await cp(PACKAGED, folder, { recursive: true, dereference: true, filter: (path) => !/\/(wp-config\.php|wp-content)$/.test(path) });
  await mkdir(join(folder, "wp-content/plugins"), { recursive: true });
  await cp(THEMES, join(folder, "wp-content/themes"), { recursive: true, dereference: true });
  await cp(PLUGIN, join(folder, "wp-content/plugins/helpdex"), { recursive: true });
}

async function startDatabase(top) {
  const [data, socket] = [join(top, "data"), join(top, "socket")];
  const user = process.getuid() === 0 ? ["--user=root"] : [];
  await run("mariadb-install-db", ["--no-defaults", ...user, `--datadir=${data}`, "--auth-root-authentication-method=normal", "--skip-test-db"]);
  await writeFile(join(top, "init.sql"), "CREATE DATABASE wordpress;\nCREATE USER wordpress@localhost IDENTIFIED BY 'wordpress';\nGRANT ALL ON wordpress.* TO wordpress@localhost;\n");
  const server = spawn("mariadbd", ["--no-defaults", ...user, `--datadir=${data}`, `--socket=${socket}`, `--pid-file=${join(top, "pid")}`, "--skip-networking", `--init-file=${join(top, "init.sql")}`], { stdio: "ignore" });
  await until(async () => (await run("mariadb", ["--no-defaults", `--socket=${socket}`, "--user=wordpress", "--password=wordpress", "wordpress", "--execute=SELECT 1"])).stdout);
  return server;
}

function configuration(socket) {
  return `<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'wordpress' );
define( 'DB_PASSWORD', 'wordpress' );
define( 'DB_HOST', 'localhost:${socket}' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', true );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
$table_prefix = 'wp_';
defined( 'ABSPATH' ) || define( 'ABSPATH', __DIR__ . '/' );
require_once ABSPATH . 'wp-settings.php';
`;
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

async function until(ready) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (await ready().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, WAIT_MS));
  }
  throw new Error(`not ready after ${(WAIT_MS * TRIES) / 1000} s: ${ready}`);
}

function ended(child) {
  return new Promise((done) => {
    if (child.exitCode !== null) return done(undefined);
    child.once("exit", done);
    child.kill();
  });
}
