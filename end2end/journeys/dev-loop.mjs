import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../server.mjs";

export const name = "development: a changed page shows at once, a broken one is told with its line";

export default async ({ page, context, assert, hydrated, serve, screenshot }) => {
  // A copy that may be edited, in a folder of a server that is watched.
  const build = process.env.LATH_BUILD_DIR ?? join(root, "build");
  const { folder } = await serve(build);
  const copy = join(folder, "app");
  cpSync(build, copy, { recursive: true });
  const { origin } = await serve(copy, { LATH_DEV: "1" });
  const file = join(copy, "pages/customer-edit/customer-edit.json");
  const good = readFileSync(file, "utf8");

  await page.goto(`${origin}/customer-edit?id=1`);
  await hydrated(page);
  const main = page.getByRole("main");
  await main.getByLabel("City").fill("Vlaardingen");

  writeFileSync(file, good.replace('"title": "Street and number"', '"title": "Road and number"'));
  await main.getByLabel("Road and number").waitFor();
  assert.equal(await main.getByLabel("City").inputValue(), "Vlaardingen");
  assert.equal(await main.getByLabel("Name").inputValue(), "Kade Koffie");

  const lines = good.split("\n");
  const line = lines.findIndex((text) => text.includes('"title": "Street and number"'));
  writeFileSync(file, lines.with(line, '"title": oops,').join("\n"));
  const overlay = page.getByRole("alertdialog");
  await overlay.getByText(`customer-edit.json:${line + 1}:`).waitFor();
  await screenshot("dev-overlay");
  assert.equal(await main.getByLabel("City").inputValue(), "Vlaardingen");
  // Others get the last good version.
  const other = await context.newPage();
  await other.goto(`${origin}/customer-edit?id=1`);
  assert.equal(await other.getByLabel("Road and number").inputValue(), "Wijnhaven 21");
  await other.close();

  writeFileSync(file, good.replace('"title": "Street and number"', '"title": "Quay and number"'));
  await overlay.waitFor({ state: "detached" });
  await main.getByLabel("Quay and number").waitFor();
  assert.equal(await main.getByLabel("City").inputValue(), "Vlaardingen");
};
