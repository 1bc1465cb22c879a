// Runs the journeys: node end2end/run.mjs [part of a name…]
//
// A journey is a file in journeys/ that exports
//   name      what a person does, in a few words
//   default   async ({ page, context, url, assert, browser, hydrated, screenshot, serve }) => …
//   options   for its browser context, if it wants any (viewport, javaScriptEnabled, …)
//   expected  patterns of URLs that are meant to fail, if any
// `url("/orders")` is an address of the server, as is a bare path in `page.goto`. Every journey has
// a server of its own with fresh data. Whatever the browser reports as an error fails it.

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { hydrated, launch, screenshot, watch } from "./browser.mjs";
import { report } from "./report.mjs";
import { root, serve } from "./server.mjs";

const BUILD = process.env.LATH_BUILD_DIR ?? join(root, "build");
const JOURNEY_MS = 60_000;
const STEP_MS = 10_000;

const folder = join(root, "end2end/journeys");
const wanted = process.argv.slice(2);
const files = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((file) => file.endsWith(".mjs"))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();

const result = report();
const browser = files.length > 0 ? await launch() : undefined;
for (const file of files) {
  const start = Date.now();
  const journey = await import(pathToFileURL(join(folder, file)));
  const problems = await walk(basename(file, ".mjs"), journey);
  result.check(`${journey.name ?? file}`, problems, `${Date.now() - start} ms`);
}
await browser?.close();
result.close();

/** One journey from start to end; gives what was wrong. */
async function walk(id, journey) {
  const problems = [];
  const stops = [];
  const start = async (build, env) => {
    const server = await serve(`${id}${stops.length || ""}`, build, env);
    stops.push(server.stop);
    return server;
  };
  let context;
  try {
    const { origin } = await start(BUILD);
    context = await browser.newContext({ baseURL: origin, ...journey.options });
    // Every page counts, also those that the journey opens itself.
    const watched = [];
    context.on("page", (page) => watched.push(watch(page, journey)));
    context.setDefaultTimeout(STEP_MS);
    const page = await context.newPage();
    const url = (path = "/") => new URL(path, origin).href;
    // `${url}/orders` reads well, too.
    url.toString = () => origin;
    const shot = (name) => screenshot(page, name);
    const things = { page, context, url, assert, browser, hydrated, screenshot: shot, serve: start };
    const done = journey.default(things);
    await Promise.race([done, limit(JOURNEY_MS)]).catch(async (error) => {
      problems.push(error.stack ?? String(error));
      await screenshot(page, `failed-${id}`).catch(() => {});
    });
    problems.push(...watched.flat());
  } catch (error) {
    problems.push(error.message ?? String(error));
  }
  await context?.close();
  for (const stop of stops) problems.push(...(await stop()));
  return problems;
}

function limit(ms) {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error(`took longer than ${ms / 1000} s`)), ms).unref();
  });
}
