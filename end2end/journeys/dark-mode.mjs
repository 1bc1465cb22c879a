export const name = "dark mode is chosen in the settings and survives a reload";

export const options = { colorScheme: "light" };

export default async ({ page, assert, hydrated, screenshot }) => {
  await page.goto("/settings");
  await hydrated(page);
  const brightness = () =>
    page.evaluate(() => {
      const [r, g, b] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g);
      return (Number(r) + Number(g) + Number(b)) / 3;
    });
  assert.ok((await brightness()) > 200);
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.locator('html[data-theme="dark"]').waitFor();
  assert.ok((await brightness()) < 60);

  // The next document is dark before any script of the app runs.
  await page.goto("/customers", { waitUntil: "commit" });
  await page.locator("main").waitFor({ state: "attached" });
  assert.ok((await brightness()) < 60);
  await hydrated(page);
  assert.ok((await brightness()) < 60);
  await screenshot("dark-customers");

  await page.goto("/settings");
  await hydrated(page);
  assert.equal(await page.getByRole("radio", { name: "Dark" }).isChecked(), true);
  await page.getByRole("radio", { name: "Light" }).check();
  await page.locator('html[data-theme="light"]').waitFor();
  await page.reload();
  await hydrated(page);
  assert.ok((await brightness()) > 200);
};
