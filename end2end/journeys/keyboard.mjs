export const name = "by keyboard alone: search, choose in a list, open a row";

export default async ({ page, assert, hydrated }) => {
  await page.goto("/customers");
  await hydrated(page);
  const key = (name) => page.keyboard.press(name);
  const main = page.getByRole("main");
  const focused = () => page.evaluate(() => document.activeElement.getAttribute("id") ?? "");
  /** Tab until the focus is there. */
  const tabTo = async (locator) => {
    for (let i = 0; i < 40; i++) {
      await key("Tab");
      if (await locator.evaluate((node) => node === document.activeElement)) return;
    }
    assert.fail(`Tab does not reach ${locator}; it is at ${await focused()}`);
  };

  // The first stop leads past the menu.
  await key("Tab");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /Skip to content/);
  await key("Enter");
  await tabTo(main.getByLabel("Search"));
  await page.keyboard.type("ro");
  await page.waitForURL("**/customers?q=ro");

  const status = main.getByRole("combobox", { name: "Status" });
  await tabTo(status);
  await key("Enter");
  await page.getByRole("option", { name: "On hold" }).waitFor();
  assert.equal(await status.getAttribute("aria-expanded"), "true");
  await key("ArrowDown");
  await key("Enter");
  await page.waitForURL(/status=/);
  assert.equal(await status.getAttribute("aria-expanded"), "false");
  const chosen = new URL(page.url()).searchParams.get("status");
  await key("Enter");
  await key("Home");
  await key("Enter");
  await page.waitForURL(/status=active/);
  assert.ok(["active", "on_hold"].includes(chosen));

  // Escape closes it and changes nothing.
  await key("Enter");
  await page.getByRole("option", { name: "On hold" }).waitFor();
  await key("Escape");
  await page.getByRole("option", { name: "On hold" }).waitFor({ state: "detached" });
  assert.match(page.url(), /status=active/);

  // Within radio buttons arrows choose.
  await tabTo(main.getByRole("radio", { name: "All" }));
  await key("ArrowRight");
  await page.waitForURL(/segment=cafe/);
  await key("ArrowLeft");
  await page.waitForURL((url) => !url.search.includes("segment"));

  // The table is one stop; arrows go through its cells, Enter opens a row.
  const grid = main.getByRole("grid");
  await tabTo(grid.or(grid.locator("[tabindex='0']")).first());
  const second = await main.getByRole("row").nth(2).getByRole("gridcell").first().textContent();
  await key("ArrowDown");
  await key("ArrowDown");
  await key("Enter");
  await page.waitForURL(/\/customer\?id=\d+$/);
  await main.getByRole("heading", { name: second }).waitFor();
};
