export const name = "375 px wide: nothing is cut off, the menu is a drawer";

export const options = { viewport: { width: 375, height: 812 }, hasTouch: true, isMobile: true };

const PATHS = [
  "/dashboard", "/customers", "/customer?id=1", "/customer-edit?id=1", "/orders", "/order?id=1232",
  "/order-edit", "/products", "/product-edit?id=1", "/settings", "/nowhere",
];

export const expected = [/\/404$/];

export default async ({ page, assert, hydrated, screenshot }) => {
  for (const path of PATHS) {
    await page.goto(path);
    await hydrated(page);
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(over <= 0, `${path} is ${over} px too wide`);
  }

  await page.goto("/dashboard");
  await hydrated(page);
  const menu = page.getByRole("navigation", { name: "Main menu" });
  await menu.waitFor({ state: "hidden" });
  const button = page.getByRole("button", { name: "Menu", exact: true });
  assert.equal(await button.getAttribute("aria-expanded"), "false");
  await page.locator(".l-burger").tap();
  await menu.waitFor();
  assert.equal(await button.getAttribute("aria-expanded"), "true");
  await screenshot("phone-menu");
  await menu.getByText("Products").tap();
  await page.waitForURL("**/products");
  await menu.waitFor({ state: "hidden" });
  await page.getByRole("heading", { name: "Products" }).waitFor();
};
