// Building and editing an app of many pages: cargo xtask bench build [--pages N] [--app DIR]
//
// Needs `cargo build --release` (or LATH_SERVER) and a site (LATH_SITE). Lowdefy's own build of the
// same files comes from npm, if that is within reach. One line of figures for each thing.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { hydrated, launch } from "../end2end/browser.mjs";
import { root, serve } from "../end2end/server.mjs";

const LOWDEFY = "@lowdefy/build@4.0.0-rc.11";
const RUNS = Number(process.env.RUNS ?? 20);
const option = (name, value) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? value : process.argv[at + 1];
};
const pages = option("--pages", "200");
const work = join(root, "target/bench-build");
process.env.LATH_SERVER ??= join(root, "target/release/lath");
const app = resolve(option("--app", join(work, "app")));
const say = (what, text) => console.log(`${what.padEnd(44)}${text}`);
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
const ms = (all) => `${median(all).toFixed(1)} ms (${Math.min(...all).toFixed(1)}–${Math.max(...all).toFixed(1)})`;

mkdirSync(work, { recursive: true });
if (!process.argv.includes("--app")) {
  rmSync(app, { recursive: true, force: true });
  const gen = ["run", "-q", "-p", "xtask", "--", "gen-app", "--pages", pages, "--seed", "1", "--out", app];
  execFileSync("cargo", gen, { cwd: root, stdio: "inherit" });
}
const ours = coldBuilds();
const theirs = lowdefy();
if (theirs) say("times as fast", (theirs / ours).toFixed(0));
await edits();

/** Builds from nothing, each by a process of its own. */
function coldBuilds() {
  const whole = [];
  const inside = [];
  let peak = 0;
  // Folders that stay until the end: file systems are slow for a while where much was removed.
  const all = mkdtempSync(join(work, "out-"));
  for (let i = 0; i < RUNS; i++) {
    const out = join(all, String(i));
    const start = performance.now();
    const args = existsSync("/usr/bin/time") ? ["/usr/bin/time", "-f", "rss %M", process.env.LATH_SERVER] : [process.env.LATH_SERVER];
    const done = spawnSync(args[0], [...args.slice(1), "build", app, "--out", out], { encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
    whole.push(performance.now() - start);
    inside.push(Number(done.stdout.match(/([\d.]+) ms/)[1]));
    peak = Math.max(peak, Number(done.stderr.match(/rss (\d+)/)?.[1] ?? 0));
  }
  rmSync(all, { recursive: true, force: true });
  say(`lath build, ${pages} pages, whole process`, ms(whole));
  say("lath build, without the start of the process", ms(inside));
  if (peak) say("  memory at most", `${(peak / 1024).toFixed(0)} MB`);
  return median(inside);
}

/** Lowdefy's build of the same files, the time of `build()` alone. */
function lowdefy() {
  const folder = join(work, "npm");
  mkdirSync(join(folder, "server/public_default"), { recursive: true });
  if (!existsSync(join(folder, "node_modules/@lowdefy/build"))) {
    writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
    const npm = spawnSync("npm", ["i", "--no-audit", "--no-fund", LOWDEFY], { cwd: folder });
    if (npm.status !== 0) {
      say(LOWDEFY, "cannot be had from npm here");
      return undefined;
    }
  }
  writeFileSync(join(folder, "server/package.json"), '{"dependencies":{}}');
  const script = `
    import build from "@lowdefy/build";
    const none = () => {};
    const logger = { info: none, log: none, debug: none, succeed: none, warn: none, error: console.error };
    const directories = { config: ${JSON.stringify(app)}, build: ${JSON.stringify(join(folder, "out"))},
      server: ${JSON.stringify(join(folder, "server"))} };
    const start = performance.now();
    await build({ directories, logger, stage: "prod" });
    console.log(performance.now() - start, process.resourceUsage().maxRSS);`;
  writeFileSync(join(folder, "run.mjs"), script);
  const all = [];
  let peak = 0;
  for (let i = 0; i < 5; i++) {
    const done = spawnSync("node", ["run.mjs"], { cwd: folder, encoding: "utf8" });
    if (done.status !== 0) throw new Error(done.stderr);
    const [time, rss] = done.stdout.trim().split(" ").map(Number);
    all.push(time);
    peak = Math.max(peak, rss);
  }
  say(LOWDEFY, ms(all));
  say("  memory at most", `${(peak / 1024).toFixed(0)} MB`);
  return median(all);
}

/** From the moment when a file is written to that when the browser shows what is in it. */
async function edits() {
  const env = { LATH_DEV: "1", LATH_CONFIG_DIR: app, LATH_LOG: "warn" };
  const server = await serve("bench-build", join(work, "made"), env);
  const browser = await launch();
  const page = await browser.newPage();
  await page.goto(`${server.origin}/page_3`);
  await hydrated(page);
  const chapter = join(app, pageFolder(3), "chapter_0.md");
  await measure("save → shown, a file of one page", page, chapter, (n) => `## Edited ${n} times\n`);
  const footer = join(app, "texts/footer.md");
  await measure("save → shown, a file of every page", page, footer, (n) => `Edited ${n} times.\n`);
  memory(server);
  await browser.close();
  await server.stop();
}

function pageFolder(n) {
  const line = readFileSync(join(app, "pages.yaml"), "utf8").split("\n")[n];
  return line.slice("- _ref: ".length, -"/page.yaml".length);
}

async function measure(what, page, file, text) {
  const before = readFileSync(file, "utf8");
  const all = [];
  const built = [];
  for (let n = 1; n <= RUNS; n++) {
    const shown = page.evaluate((wanted) => {
      const is = () => document.body.textContent.includes(wanted);
      return new Promise((done) => {
        const look = () => is() && (watcher.disconnect(), done(Date.now()));
        const watcher = new MutationObserver(look);
        watcher.observe(document.body, { childList: true, subtree: true, characterData: true });
        look();
      });
    }, `Edited ${n} times`);
    await new Promise((next) => setTimeout(next, 150));
    const start = Date.now();
    writeFileSync(file, text(n));
    all.push((await shown) - start);
    const status = await (await fetch(new URL("/api/dev", page.url()))).json();
    built.push(status.ms);
  }
  say(what, ms(all));
  say("  of that building and loading", ms(built));
  writeFileSync(file, before);
  await new Promise((next) => setTimeout(next, 1000));
}

function memory(server) {
  const file = `/proc/${server.pid}/status`;
  if (!existsSync(file)) return;
  const text = readFileSync(file, "utf8");
  const size = (name) => `${(Number(text.match(new RegExp(`^${name}:\\s*(\\d+)`, "m"))[1]) / 1024).toFixed(0)} MB`;
  say("memory of the server", `${size("VmRSS")}, at most ${size("VmHWM")}`);
}
