import { join } from "node:path";
import { root } from "../server.mjs";

export const name = "development: the reference is searched, read and copied from, also on a phone";

export const options = { permissions: ["clipboard-read", "clipboard-write"] };

export const expected = [/\/docs\/operators\/_fi$/];

export default async ({ page, context, assert, serve, screenshot }) => {
  const build = process.env.LATH_BUILD_DIR ?? join(root, "build");
  const { origin } = await serve(build, { LATH_DEV: "1" });
  const main = page.getByRole("main");

  await page.goto(`${origin}/docs`);
  await screenshot("docs-index");
  await main.getByRole("searchbox").fill("set state");
  await page.keyboard.press("Enter");
  await main.getByRole("link", { name: "SetState", exact: true }).first().click();
  await main.getByRole("heading", { name: "SetState", level: 1 }).waitFor();
  await screenshot("docs-action");

  await main.getByRole("button", { name: "Copy code" }).click();
  await main.locator("[data-done]").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^id: fill_in\ntype: SetState\n/);
  await main.locator("pre").getByRole("link", { name: "_request" }).click();
  await page.waitForURL("**/docs/operators/_request");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");

  await page.goto(`${origin}/docs/operators/_fi`);
  await main.getByRole("link", { name: "_if" }).click();
  await page.waitForURL("**/docs/operators/_if");

  const phone = await context.newPage();
  await phone.setViewportSize({ width: 375, height: 812 });
  for (const path of ["", "/blocks", "/blocks/AgGridAlpine", "/operators/_date", "/common", "/settings", "/compatibility", "?q=width"]) {
    await phone.goto(`${origin}/docs${path}`);
    const over = await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `/docs${path} is ${over} px too wide`);
  }
  await phone.goto(`${origin}/docs/blocks/Modal`);
  const contents = phone.getByRole("navigation", { name: "Contents" });
  await contents.waitFor({ state: "hidden" });
  await phone.getByRole("button", { name: "Contents" }).click();
  await contents.getByRole("link", { name: "Selector", exact: true }).click();
  await phone.waitForURL("**/docs/blocks/Selector");
  await phone.close();
};
