// Opens every page of every app and listens: node end2end/sweep.mjs [build folder…]
//
// Without arguments: ./build, and the apps in $LATH_SHARED/artifacts (../shared) if there are any.
// A page must answer, hydrate, and report no error. Requests of a page may fail, since the
// databases and hosts that foreign apps speak to do not exist here; so may the files of their public
// folders, which are not among their artifacts.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { hydrated, launch, watch } from "./browser.mjs";
import { report } from "./report.mjs";
import { root, serve } from "./server.mjs";

/** Pages that are open at once. */
const WIDTH = 3;

/** For what happens just after a page came alive: its onMount events. */
const SETTLE_MS = 100;

/** What artifacts of other people's apps cannot have with them. */
const ABSENT = [/\/api\/request\//, /\/api\/endpoints\//, /\/public\//];

const result = report();
const given = process.argv.slice(2);
const builds = given.length > 0 ? given.map((folder) => resolve(folder)) : everyApp();
const browser = builds.length > 0 ? await launch() : undefined;
for (const build of builds) await sweep(build);
await browser?.close();
result.close();

function everyApp() {
  const apps = [join(root, "build")];
  const artifacts = join(process.env.LATH_SHARED ?? join(root, "../shared"), "artifacts");
  for (const name of existsSync(artifacts) ? readdirSync(artifacts).sort() : []) {
    const packed = name.endsWith(".tar.gz");
    const folder = packed ? unpack(join(artifacts, name)) : join(artifacts, name);
    apps.push(join(folder, "build"));
  }
  return apps.filter((build) => existsSync(join(build, "pages")));
}

/** Into target/artifacts; the archive holds one folder of its own name. */
function unpack(archive) {
  const folder = join(root, "target/artifacts");
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  return join(folder, basename(archive, ".tar.gz"));
}

async function sweep(build) {
  const name = basename(build) === "build" ? basename(dirname(build)) : basename(build);
  const app = resolve(build) === join(root, "build") ? "build" : name;
  const pages = pagesOf(build);
  const base = json(join(build, "config.json")).basePath ?? "";
  const start = Date.now();
  let server;
  try {
    server = await serve(`sweep-${app}`, build);
  } catch (error) {
    result.check(app, [error.message]);
    return;
  }
  const context = await browser.newContext({ baseURL: server.origin });
  const queue = [...pages];
  let good = 0;
  const work = async () => {
    for (let page = queue.shift(); page; page = queue.shift()) {
      const absent = app === "build" ? [] : ABSENT;
      const problems = await visit(context, `${base}/${page.id}`, page, absent);
      if (problems.length > 0) result.check(`${app}/${page.id}`, problems);
      else good += 1;
    }
  };
  await Promise.all(Array.from({ length: WIDTH }, work));
  await context.close();
  result.passed(app, good, `${good} of ${pages.length} pages, ${Date.now() - start} ms`);
  const problems = await server.stop();
  if (problems.length > 0) result.check(`${app}: its server`, problems);
}

/** Opens one page; gives what was wrong. Answers of `absent` may be errors. */
async function visit(context, path, { id, open }, absent) {
  const page = await context.newPage();
  // The answer of the page itself is judged below; a 404 is also a line in the console, and what is
  // for others than this visitor leads to the page 404.
  const expected = [...absent, new RegExp(`${escaped(path)}$`)];
  if (!open) expected.push(/\/404$/);
  const problems = watch(page, { expected });
  try {
    const response = await page.goto(path, { waitUntil: "domcontentloaded" });
    const status = response.status();
    const allowed = id === "404" ? [200, 404] : open ? [200] : [200, 401, 403, 404];
    if (!allowed.includes(status)) problems.push(`answered ${status}`);
    // Who is not logged in may be led to a page for that, which has no script.
    const isLogin = !open && new URL(page.url()).pathname.includes("/api/auth/");
    if (!isLogin) await hydrated(page);
    await page.waitForTimeout(SETTLE_MS);
  } catch (error) {
    problems.push(error.message ?? String(error));
  }
  await page.close();
  return problems;
}

/** Every page id, from `pages/<id>/<id>.json` or `pages/<id>.json`; `open` means for everyone. */
function pagesOf(build) {
  const pages = new Map();
  const folder = join(build, "pages");
  for (const file of files(folder)) {
    const parts = relative(folder, file).slice(0, -".json".length).split(sep);
    const [last, above] = [parts.at(-1), parts.at(-2)];
    const id = (last === above ? parts.slice(0, -1) : parts).join("/");
    pages.set(id, { id, open: json(file).auth?.public !== false });
  }
  return [...pages.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "requests" ? [] : files(path);
    return entry.name.endsWith(".json") ? [path] : [];
  });
}

function json(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
