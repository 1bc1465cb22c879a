// Chromium, and what a page must not do while it is watched.

import { existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { root } from "./server.mjs";

const { chromium } = playwright();

/** From NODE_PATH, or from where `cargo xtask setup` keeps it, outside the clone. */
function playwright() {
  const require = createRequire(import.meta.url);
  const { "playwright-core": version } = require("./package.json").dependencies;
  const tools = process.env.LATH_TOOLS || join(homedir(), ".cache/lath/tools");
  const paths = [root, join(tools, `playwright-core-${version}`)];
  return require(require.resolve("playwright-core", { paths }));
}

/** How long a page may take until it is hydrated. */
const HYDRATION_MS = 10_000;

export function launch() {
  return chromium.launch({
    executablePath: process.env.LATH_CHROMIUM ?? onPath(),
    // The old headless mode that Playwright would ask for is another browser than people use.
    ignoreDefaultArgs: ["--headless", "--headless=old"],
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // Nothing but our own server exists. Playwright's request routing would do it, too, but it
      // switches off the HTTP cache, and with that the cache of compiled wasm.
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    ],
  });
}

function onPath() {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = files.find((file) => existsSync(file));
  if (!found) throw new Error("no Chromium on PATH; name one with LATH_CHROMIUM");
  return found;
}

/**
 * Collects what goes wrong in a page: exceptions, console errors, and whatever speaks of hydration or of
 * values that were read where nobody hears of their change.
 * `expected` are URLs whose failed answers are not the page's fault.
 */
export function watch(page, { expected = [] } = {}) {
  const problems = [];
  page.on("pageerror", (error) => problems.push(`exception: ${error.message ?? error}`));
  page.on("crash", () => problems.push("the page crashed"));
  page.on("console", (message) => {
    const text = message.text();
    const hydration = /hydrat|mismatch|outside a reactive/i.test(text) && message.type() !== "log";
    if (message.type() !== "error" && !hydration) return;
    const { url } = message.location();
    const answer = text.startsWith("Failed to load resource");
    if (answer && expected.some((pattern) => pattern.test(url))) return;
    if (foreign(url, text)) return;
    problems.push(`console ${message.type()}: ${text}${url ? ` (${url})` : ""}`);
  });
  return problems;
}

/** Whether a message is about a host that does not exist here. */
function foreign(url, text) {
  const local = (address) => {
    const { hostname } = new URL(address);
    return hostname === "127.0.0.1" || hostname === "localhost";
  };
  if (/^https?:/.test(url) && !local(url)) return true;
  const named = text.match(/https?:\/\/[^\s'"()]+/g) ?? [];
  const blocked = /net::ERR|Failed to load|Refused to|Content Security Policy|CORS/.test(text);
  return blocked && named.some((address) => URL.canParse(address) && !local(address));
}

/** Resolves when the page is alive. */
export async function hydrated(page) {
  const alive = () => document.documentElement.dataset.hydrated === "true";
  await page.waitForFunction(alive, null, { timeout: HYDRATION_MS }).catch(() => {
    throw new Error(`not hydrated after ${HYDRATION_MS / 1000} s`);
  });
}

/** Saves a picture as target/screenshots/<name>.png. */
export async function screenshot(page, name) {
  const folder = join(root, "target/screenshots");
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
