export const name = "filter, order and page of a list are in its address; a reload keeps them";

export default async ({ page, assert, hydrated }) => {
  await page.goto("/customers");
  await hydrated(page);
  const main = page.getByRole("main");
  const query = () => Object.fromEntries(new URL(page.url()).searchParams);
  const rows = () => main.getByRole("gridcell").allTextContents();

  await choose("Status", "Active");
  await page.waitForURL(/status=active/);
  await main.getByRole("radio", { name: "Cafés" }).check();
  await page.waitForURL(/segment=cafe/);
  await choose("Sort by", "Highest revenue");
  await page.waitForURL(/sort=revenue/);
  assert.deepEqual(query(), { status: "active", segment: "cafe", sort: "revenue" });
  await main.getByRole("button", { name: "Page 2" }).click();
  await page.waitForURL(/page=2/);
  assert.deepEqual(query(), { status: "active", segment: "cafe", sort: "revenue", page: "2" });
  await main.getByText(/^13-\d+ of \d+ items$/).waitFor();
  const shown = await rows();
  assert.ok(shown.length > 0);
  assert.ok(shown.includes("Café") && !shown.includes("Inactive") && !shown.includes("Office"));

  await page.reload();
  await hydrated(page);
  assert.deepEqual(await rows(), shown);
  assert.equal(await selected("Status"), "Active");
  assert.equal(await selected("Sort by"), "Highest revenue");
  assert.equal(await main.getByRole("radio", { name: "Cafés" }).isChecked(), true);
  const current = main.getByRole("button", { name: "Page 2" });
  assert.equal(await current.getAttribute("aria-current"), "page");

  // Another filter starts at the first page; what is as usual is not in the address.
  await main.getByRole("radio", { name: "All" }).check();
  await page.waitForURL((url) => !url.search.includes("segment"));
  assert.deepEqual(query(), { status: "active", sort: "revenue" });
  await main.getByLabel("Search").fill("no such customer");
  await main.getByText("No customer matches").waitFor();
  await main.getByRole("button", { name: "Clear the filters" }).click();
  await main.getByText(/^1-12 of 60 items$/).waitFor();
  assert.equal(await main.getByLabel("Search").inputValue(), "");

  async function choose(name, option) {
    await main.getByRole("combobox", { name }).click();
    await page.getByRole("option", { name: option, exact: true }).click();
  }

  async function selected(name) {
    const box = main.getByRole("combobox", { name });
    return box.evaluate((node) => node.value || node.textContent || node.parentElement.textContent);
  }
};
