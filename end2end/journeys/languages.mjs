import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const name = "the language changes in place, and is kept";

export const options = { locale: "de-AT" };

const title = (blockId, content) => ({
  id: `block:${blockId}`, blockId, type: "Title", properties: { content, level: 4 },
});

const button = (code) => ({
  id: `block:${code}`, blockId: code, type: "Button", properties: { title: code },
  events: { onClick: { try: [{ id: "set", type: "SetLocale", params: { locale: code } }], catch: [] } },
});

const APP = {
  "config.json": {}, "global.json": {}, "auth.json": { configured: false }, "menus.json": [],
  "i18n.json": {
    defaultLocale: "en-US",
    locales: [{ code: "en-US" }, { code: "de-DE" }, { code: "ar-EG" }],
    messages: {
      "en-US": { hello: "Hello", cart: "{n, plural, one {# thing} other {# things}} on {at, date, ::yyyyMMMd}" },
      "de-DE": { hello: "Hallo", cart: "{n, plural, one {# Ding} other {# Dinge}} am {at, date, ::yyyyMMMd}" },
      "ar-EG": { hello: "مرحبا" },
    },
  },
  "pages/words/words.json": {
    id: "page:words", pageId: "words", blockId: "words", type: "Box", auth: { public: true },
    areas: {
      content: {
        blocks: [
          title("hello", { _t: "hello" }),
          title("cart", { _t: { key: "cart", values: { n: 2, at: { _date: "2026-06-04" } } } }),
          title("number", { "_number.toLocaleString": [1234.5] }),
          title("other", { _t: { key: "hello", locale: "ar-EG" } }),
          button("en-US"), button("de-DE"), button("ar-EG"), button("auto"),
        ],
      },
    },
  },
};

export default async ({ page, assert, hydrated, serve }) => {
  const build = mkdtempSync(join(tmpdir(), "lath-languages-"));
  for (const [path, content] of Object.entries(APP)) {
    mkdirSync(dirname(join(build, path)), { recursive: true });
    writeFileSync(join(build, path), JSON.stringify(content));
  }
  const { origin } = await serve(build);
  const text = (id) => page.locator(`[id="${id}"]`).innerText();
  const shows = async (lang, dir, hello, cart, number) => {
    await page.locator(`html[lang="${lang}"]`).waitFor();
    await page.getByText(hello, { exact: true }).first().waitFor();
    assert.equal((await page.locator("html").getAttribute("dir")) ?? "ltr", dir);
    assert.equal(await text("hello"), hello);
    assert.equal(await text("cart"), cart);
    assert.equal(await text("number"), number);
    assert.equal(await text("other"), "مرحبا");
  };
  const german = ["de-DE", "ltr", "Hallo", "2 Dinge am 4. Juni 2026", "1.234,5"];

  await page.goto(`${origin}/words`);
  await shows(...german);
  await hydrated(page);
  await shows(...german);
  await page.getByRole("button", { name: "en-US" }).click();
  await shows("en-US", "ltr", "Hello", "2 things on Jun 4, 2026", "1,234.5");
  await page.getByRole("button", { name: "ar-EG" }).click();
  const arabic = ["ar-EG", "rtl", "مرحبا", "٢ things on ٤ يونيو ٢٠٢٦", "١٬٢٣٤٫٥"];
  await shows(...arabic);
  await page.reload();
  await shows(...arabic);
  await hydrated(page);
  await page.getByRole("button", { name: "auto" }).click();
  await shows(...german);
  await page.reload();
  await shows(...german);
};
