import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const name = "rows are on the page while more come";

const ROWS = 300;

// Every row costs the database some work, so that they take their time.
const query = `with recursive c(i) as (select 1 union all select i + 1 from c where i < ${ROWS})
  select i, (select count(*) from (with recursive d(j) as
    (select 1 union all select j + 1 from d where j < 6000 + c.i) select j from d)) as work from c`;

const count = (id, rows) => ({
  id: `block:${id}`, blockId: id, type: "Title",
  properties: { content: { "_array.length": { _if_none: [rows, []] } } },
});

const button = (id, action) => ({
  id: `block:${id}`, blockId: id, type: "Button", properties: { title: id },
  events: { onClick: { try: [action], catch: [] } },
});

const APP = {
  "config.json": {}, "global.json": {}, "auth.json": { configured: false }, "menus.json": [],
  "connections/db.json": {
    id: "connection:db", connectionId: "db", type: "Knex",
    properties: { client: "better-sqlite3", connection: { filename: "rows.sqlite" } },
  },
  "pages/rows/requests/all.json": {
    id: "request:rows:all", requestId: "all", pageId: "rows", type: "KnexRaw", connectionId: "db",
    auth: { public: true }, stream: true, properties: { query },
  },
  "api/all.json": {
    id: "endpoint:all", endpointId: "all", type: "Api", auth: { public: true },
    routine: [{
      id: "request:all:rows", stepId: "rows", type: "KnexRaw", connectionId: "db", stream: true,
      properties: { query },
    }],
  },
  "pages/rows/rows.json": {
    id: "page:rows", pageId: "rows", blockId: "rows", type: "Box", auth: { public: true },
    requests: [{ id: "request:rows:all", requestId: "all", pageId: "rows", stream: true }],
    areas: {
      content: {
        blocks: [
          button("request", { id: "get", type: "Request", params: "all" }),
          count("of_request", { _request: "all" }),
          button("endpoint", { id: "call", type: "CallAPI", params: { endpointId: "all" } }),
          count("of_endpoint", { _api: "all.response" }),
        ],
      },
    },
  },
};

export default async ({ page, assert, hydrated, serve }) => {
  const build = mkdtempSync(join(tmpdir(), "lath-streams-"));
  for (const [path, content] of Object.entries(APP)) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), JSON.stringify(content));
  }
  const { origin } = await serve(build);
  await page.goto(`${origin}/rows`);
  await hydrated(page);
  for (const id of ["request", "endpoint"]) {
    const title = page.locator(`[id="of_${id}"]`);
    assert.equal(await title.innerText(), "0");
    // Every text that it has on the way.
    await title.evaluate((element) => {
      window.seen = [];
      const note = () => window.seen.push(Number(element.innerText));
      new MutationObserver(note).observe(element, { childList: true, characterData: true, subtree: true });
    });
    await page.getByRole("button", { name: id, exact: true }).click();
    await page.locator(`[id="of_${id}"]`, { hasText: String(ROWS) }).waitFor();
    const seen = await page.evaluate(() => window.seen);
    const between = seen.filter((n) => n > 0 && n < ROWS);
    assert.ok(between.length > 1, `only ${seen} was seen`);
    assert.deepEqual(seen, [...seen].sort((a, b) => a - b));
  }
};
