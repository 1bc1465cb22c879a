import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../server.mjs";

export const name = "functions of _js: drawn by the server, live in the browser";

// Neither UTC nor English, so that a server and this browser disagree.
export const options = { timezoneId: "America/New_York", locale: "de-DE" };

const CLIENT = `
export default {
  'greet=': ({ actions, event, input, location, lowdefyGlobal, request, state, urlQuery, user }) => { return \`Hello \${(state('name') ?? 'nobody').toUpperCase()}\`; },
  'count=': ({ args, state }) => { return { seen: args.words.filter((word) => word?.length > args.than), at: new Date(1e12) }; },
  'hour=': () => { return \`at \${new Date(0).getHours()}\`; },
  'money=': () => { return (1234567.5).toLocaleString(undefined, { style: 'currency', currency: 'EUR' }); },
  'dice=': () => { return \`dice \${Math.floor(Math.random() * 1e9)}\`; },
  'server=': () => { return typeof window === 'undefined'; },
  'throws=': () => { throw new TypeError('of no use'); },
  'itself=': () => { const it = {}; it.it = it; return it; },
  'promise=': async () => { return 1; },
  'twice=': () => { return (word) => word + word; },
  'swap=': ({ event, state }) => { return [...state('name')].reverse().join('') + (event('x') ?? ''); },
  };`;

const title = (blockId, content, more = {}) => ({
  id: `block:${blockId}`, blockId, type: "Title", properties: { content, level: 4 }, ...more,
});

const page = (pageId, blocks) => ({
  id: `page:${pageId}`, pageId, blockId: pageId, type: "Box", auth: { public: true },
  areas: { content: { blocks } },
});

const MODULE = "plugins/operators/clientJsMap.js";

const APP = {
  [MODULE]: CLIENT,
  "config.json": {}, "global.json": {}, "auth.json": { configured: false }, "menus.json": [],
  "pages/plain/plain.json": page("plain", [
    {
      id: "block:go", blockId: "go", type: "Button", properties: { title: "Go" },
      events: { onClick: { try: [{ id: "go", type: "Link", params: "script" }], catch: [] } },
    },
  ]),
  "pages/script/script.json": page("script", [
    { id: "block:name", blockId: "name", type: "TextInput", properties: { title: "Name" } },
    title("greeting", { _js: "greet=" }),
    title("words", {
      _nunjucks: {
        template: "{{ c.seen.length }} long words, first {{ c.seen[0] }}, {{ c.at | date('YYYY') }}",
        on: { c: { _js: { fn: "count=", args: { words: ["a", "bbb", { _state: "name" }, "cccc"], than: 2 } } } },
      },
    }),
    title("hour", { _js: "hour=" }),
    title("money", { _js: "money=" }),
    title("dice", { _js: "dice=" }),
    title("server_only", "Only the server shows this", { visible: { _js: "server=" } }),
    title("broken", { _if_none: [{ _js: "throws=" }, "mended"] }),
    title("refused", { "_array.join": [[{ _if_none: [{ _js: "itself=" }, "a"] }, { _if_none: [{ _js: "promise=" }, "b"] }], " "] }),
    title("mapped", {
      "_array.join": [{ "_array.map": { on: ["a", "b"], callback: { _js: "twice=" } } }, "-"],
    }),
    {
      id: "block:swap", blockId: "swap", type: "Button", properties: { title: "Swap" },
      events: { onClick: { try: [{ id: "swap", type: "SetState", params: { name: { _js: "swap=" } } }], catch: [] } },
    },
  ]),
};

export default async ({ page, assert, hydrated, serve, screenshot }) => {
  const { folder } = await serve(process.env.LATH_BUILD_DIR ?? join(root, "build"));
  const build = join(folder, "app");
  for (const [path, content] of Object.entries(APP)) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), typeof content === "string" ? content : JSON.stringify(content));
  }
  const { origin } = await serve(build, { LATH_JS_TIMEOUT_MS: "2000" });
  const text = (id) => page.locator(`[id="${id}"]`).innerText();

  // What the server draws, before any script of ours runs.
  const drawn = await (await fetch(`${origin}/script`)).text();
  for (const part of ["Hello NOBODY", "2 long words, first bbb, 2001", "at 0", "Only the server shows this", "mended", "aa-bb"]) {
    assert.ok(drawn.includes(part), part);
  }

  await page.goto(`${origin}/script`);
  const dice = await text("dice");
  await hydrated(page);
  assert.equal(await text("greeting"), "Hello NOBODY");
  assert.equal(await text("dice"), dice, "chance is the server's");
  // What a browser knows better it says once the page is alive.
  await page.locator('[id="hour"]').getByText("at 19").waitFor();
  await page.locator('[id="money"]').getByText(/1\.234\.567,50/).waitFor();
  await page.locator('[id="server_only"]').waitFor({ state: "detached" });
  assert.equal(await text("mapped"), "aa-bb");
  assert.equal(await text("refused"), "a b");

  // What a function read is remembered.
  await page.getByLabel("Name").fill("Eve!");
  await page.locator('[id="greeting"]').getByText("Hello EVE!").waitFor();
  await page.locator('[id="words"]').getByText("3 long words, first bbb, 2001").waitFor();
  await page.getByRole("button", { name: "Swap" }).click();
  await page.locator('[id="greeting"]').getByText("Hello !EVE").waitFor();
  await screenshot("javascript");

  // A page that calls none loads none; the next one does.
  const loaded = [];
  page.on("request", (request) => {
    if (request.url().includes("/_lath/js/")) loaded.push(request.url());
  });
  await page.goto(`${origin}/plain`);
  await hydrated(page);
  assert.deepEqual(loaded, []);
  await page.getByRole("button", { name: "Go" }).click();
  await page.locator('[id="greeting"]').getByText("Hello NOBODY").waitFor();
  assert.equal(loaded.length, 1);

  // In development a changed function is there at once.
  const { origin: dev } = await serve(build, { LATH_DEV: "1", LATH_JS_TIMEOUT_MS: "2000" });
  await page.goto(`${dev}/script`);
  await hydrated(page);
  await page.getByLabel("Name").fill("Eve");
  writeFileSync(join(build, MODULE), CLIENT.replace("Hello", "Good day"));
  await page.locator('[id="greeting"]').getByText("Good day EVE").waitFor();
  writeFileSync(join(build, MODULE), CLIENT.replace("return", "retrun it"));
  await page.getByRole("alertdialog").getByText(`${MODULE}:3:`).waitFor();
  assert.equal(await text("greeting"), "Good day EVE");
};
