// Runs the operators' specs in Chromium: node end2end/specs.mjs
//
// LATH_SPECS is a folder with `cases.json` (every case with what it gave natively) and with the wasm of
// the crate `specs`. Every case of pages is run in the browser; it must give what its spec says, and
// what it gave natively, text by text. Code of `_js` is left out: the page of an app runs that, in the
// journey of JavaScript.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { launch } from "./browser.mjs";
import { report } from "./report.mjs";
import { root } from "./server.mjs";

const folder = process.env.LATH_SPECS ?? join(root, "target/specs");
const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };

const all = JSON.parse(readFileSync(join(folder, "cases.json"), "utf8"));
const cases = all.filter(({ place, script }) => place === "page" && !script);
const scripts = all.filter(({ place, script }) => place === "page" && script).length;

const result = report();
const server = createServer(serve).listen(0, "127.0.0.1");
await new Promise((listening) => server.once("listening", listening));
const browser = await launch();
try {
  await check();
} finally {
  await browser.close();
  server.close();
}
result.close();

async function check() {
  const start = Date.now();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  const answers = await page.evaluate(run, cases.map((one) => one.case));
  let passed = 0;
  cases.forEach((one, at) => {
    const problems = compare(one.outcome, answers[at]);
    if (problems.length > 0) result.check(one.title, problems);
    else passed += 1;
  });
  const note = `${Date.now() - start} ms; ${scripts} with JavaScript left out`;
  result.passed(`${passed} of ${cases.length} cases of operators as specified, and as natively`, passed, note);
}

/** In the page: the answers, or what went wrong. What panics leaves its module unusable. */
async function run(cases) {
  const { default: init, run } = await import("/specs.js");
  await init();
  return cases.map((one) => {
    try {
      return JSON.parse(run(one));
    } catch (error) {
      return { thrown: String(error) };
    }
  });
}

function compare(native, answer) {
  if (answer.thrown) return [answer.thrown];
  const { miss, ...outcome } = answer;
  const problems = miss === null ? [] : [miss];
  for (const key of Object.keys(native)) {
    const [there, here] = [native, outcome].map((one) => JSON.stringify(one[key]));
    if (there !== here) problems.push(`${key}: natively ${there}, in the browser ${here}`);
  }
  return problems;
}

function serve(request, response) {
  const path = new URL(request.url, "http://localhost").pathname;
  if (path === "/") {
    response.writeHead(200, { "content-type": "text/html" });
    return response.end("<!doctype html><title>specs</title>");
  }
  try {
    const body = readFileSync(join(folder, "wasm", path));
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "text/plain" }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}
