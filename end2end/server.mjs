// Lath as a child process: an app, a free port, a data folder of its own.

import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const START_MS = 20_000;
const STOP_MS = 10_000;

/**
 * Starts the server for a build folder and waits until it is healthy.
 *
 * Its working folder is new and empty, so `./data` is, too. `stop()` gives what was wrong with it:
 * a panic in its log, or that it did not end by itself when asked.
 */
export async function serve(name, build, env = {}) {
  const folder = mkdtempSync(join(tmpdir(), "lath-e2e-"));
  const logs = join(root, "target/end2end");
  mkdirSync(logs, { recursive: true });
  const logFile = join(logs, `${name}.log`);
  const port = await freePort();
  const child = spawn(binary(), [], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      LEPTOS_OUTPUT_NAME: "lath",
      LEPTOS_SITE_ROOT: process.env.LATH_SITE ?? join(root, "target/site"),
      LEPTOS_SITE_PKG_DIR: "pkg",
      LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
      LATH_BUILD_DIR: resolve(build),
      LATH_DATA_DIR: join(folder, "data"),
      ...env,
    },
  });
  const log = createWriteStream(logFile);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => {
      text += data;
      log.write(data);
    });
  }
  const exit = new Promise((done) => {
    child.on("exit", (code, signal) => done(signal ?? code));
    child.on("error", (error) => done(error.message));
  });
  let exited;
  exit.then((how) => (exited = how));

  const origin = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const problems = [];
    if (exited === undefined) child.kill("SIGTERM");
    const late = setTimeout(() => {
      problems.push(`the server did not stop within ${STOP_MS / 1000} s of SIGTERM`);
      child.kill("SIGKILL");
    }, STOP_MS);
    const how = await exit;
    clearTimeout(late);
    if (how !== 0 && problems.length === 0) problems.push(`the server ended with ${how}`);
    problems.push(...(text.match(/^.*panicked at.*(\n.*)?/gm) ?? []));
    log.end();
    rmSync(folder, { recursive: true, force: true });
    return problems;
  };
  const deadline = Date.now() + START_MS;
  for (;;) {
    const healthy = await fetch(`${origin}/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return { origin, folder, stop, pid: child.pid, log: () => text };
    if (exited !== undefined || Date.now() > deadline) {
      const why = exited === undefined ? "is not healthy" : `ended with ${exited}`;
      await stop();
      throw new Error(`the server ${why} (${logFile}):\n${text.trim().slice(-2000)}`);
    }
    await new Promise((next) => setTimeout(next, 25));
  }
}

function binary() {
  const builds = ["debug", "release"].map((profile) => join(root, "target", profile, "lath"));
  const file = [process.env.LATH_SERVER, ...builds].find((path) => path && existsSync(path));
  if (!file) throw new Error("no server; run `cargo xtask build`");
  return file;
}

function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.on("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}
