// Runs what is not native: Lowdefy's engine in Node and in Chromium, and Lath's wasm in Chromium.
//
// node run.mjs <document> [<folder of the wasm>]: prints one JSON object. What cannot be run is left
// out, and `notes` says why.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { homedir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const VERSION = "4.0.0-rc.11";
const PACKAGES = ["engine", "operators", "operators-js", "actions-core"];
const ENTRIES = {
  "@lowdefy/actions-core/actions": "@lowdefy/actions-core/dist/actions.js",
  "@lowdefy/engine": "@lowdefy/engine/dist/index.js",
  "@lowdefy/helpers": "@lowdefy/helpers/dist/index.js",
  "@lowdefy/operators": "@lowdefy/operators/dist/index.js",
  "@lowdefy/operators-js/operators/client": "@lowdefy/operators-js/dist/operatorsClient.js",
  "decode-uri-component": "decode-uri-component/index.js",
  "filter-obj": "filter-obj/index.js",
  "lodash.merge": "lodash.merge/index.js",
  "query-string": "query-string/index.js",
  "split-on-first": "split-on-first/index.js",
};

const LATH = `
import init, { measure as run } from "/wasm/bench_engine.js";
export async function measure(text, clock) {
  await init();
  return JSON.parse(run(text, clock));
}`;

const here = fileURLToPath(new URL(".", import.meta.url));
const [document, wasm] = process.argv.slice(2);
const notes = [];
const results = { notes };

const lowdefy = attempt("Lowdefy's packages are not there", install);
if (lowdefy) {
  const { measure } = await import(pathToFileURL(join(lowdefy, "lowdefy.mjs")));
  const text = readFileSync(document, "utf8");
  results.node = await measure(text, () => performance.now());
}
try {
  await inBrowser();
} catch (error) {
  notes.push(`nothing ran in Chromium: ${firstLine(error)}`);
}
console.log(JSON.stringify(results));

/** From npm, into a folder of its own outside the clone; gives the folder. */
function install() {
  const tools = process.env.LATH_TOOLS || join(homedir(), ".cache/lath/tools");
  const folder = join(tools, `lowdefy-${VERSION}`);
  // Written last, so that an install that was interrupted is done again.
  const done = join(folder, "complete");
  if (!existsSync(done)) {
    mkdirSync(folder, { recursive: true });
    const packages = PACKAGES.map((name) => `@lowdefy/${name}@${VERSION}`);
    const quiet = ["--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
    execFileSync("npm", ["install", ...quiet, "--prefix", folder, ...packages], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    writeFileSync(done, "");
  }
  // Modules are looked for beside the module that names them.
  copyFileSync(join(here, "lowdefy.mjs"), join(folder, "lowdefy.mjs"));
  return folder;
}

async function inBrowser() {
  const { launch } = await import("../../end2end/browser.mjs");
  const server = createServer(serve).listen(0, "127.0.0.1");
  await new Promise((listening) => server.once("listening", listening));
  const browser = await launch();
  try {
    const address = `http://127.0.0.1:${server.address().port}/`;
    if (lowdefy) results.chromium = await run(browser, address, "/lowdefy.mjs");
    if (wasm) results.wasm = await run(browser, address, "/lath.mjs");
  } finally {
    await browser.close();
    server.close();
  }
}

/** Measures with the module at `path`, in a page of its own. */
async function run(browser, address, path) {
  const page = await browser.newPage();
  await page.goto(address);
  const measured = await page.evaluate(async (path) => {
    const { measure } = await import(path);
    const text = await (await fetch("/document")).text();
    return measure(text, () => performance.now());
  }, path);
  await page.close();
  return measured;
}

function serve(request, response) {
  try {
    answer(new URL(request.url, "http://localhost").pathname, response);
  } catch {
    response.writeHead(404).end();
  }
}

function answer(path, response) {
  // In a page that is isolated the clock is finer.
  response.setHeader("cross-origin-opener-policy", "same-origin");
  response.setHeader("cross-origin-embedder-policy", "require-corp");
  const send = (type, body) => response.writeHead(200, { "content-type": type }).end(body);
  if (path === "/") return send("text/html", index());
  if (path === "/document") return send("application/json", readFileSync(document));
  if (path === "/lath.mjs") return send("text/javascript", LATH);
  const folder = path.startsWith("/wasm/") ? wasm : lowdefy;
  const body = readFileSync(join(folder, path.replace(/^\/wasm\//, "")));
  if (path.includes("/lodash.merge/")) {
    return send("text/javascript", `const module = { exports: {} }; const { exports } = module;
${body}
export default module.exports;`);
  }
  send(extname(path) === ".wasm" ? "application/wasm" : "text/javascript", body);
}

function index() {
  const paths = Object.entries(ENTRIES).map(([name, path]) => [name, `/node_modules/${path}`]);
  const imports = JSON.stringify({ imports: Object.fromEntries(paths) });
  return `<!doctype html><title>bench</title><script type="importmap">${imports}</script>`;
}

function attempt(what, run) {
  try {
    return run();
  } catch (error) {
    notes.push(`${what}: ${firstLine(error)}`);
    return undefined;
  }
}

function firstLine(error) {
  const text = String(error.stderr || error.message || error);
  return text.trim().split("\n")[0];
}
