export const name = "delete a customer: keep it first, then confirm";

export default async ({ page, assert, hydrated, screenshot }) => {
  await page.goto("/customers?q=Alfama");
  await hydrated(page);
  const main = page.getByRole("main");
  await main.getByRole("row", { name: /Alfama Brunch Club/ }).click();
  await main.getByRole("heading", { name: "Alfama Brunch Club" }).waitFor();
  const address = page.url();

  await main.getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete this customer?" });
  await dialog.getByText("Alfama Brunch Club disappears for good.").waitFor();
  await screenshot("customer-delete");
  await dialog.getByRole("button", { name: "Keep" }).click();
  await dialog.waitFor({ state: "hidden" });
  assert.equal(page.url(), address);
  assert.equal((await page.request.get(address)).status(), 200);

  // Escape is another way out.
  await main.getByRole("button", { name: "Delete" }).click();
  await dialog.waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await main.getByRole("button", { name: "Delete" }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("status").getByText("Alfama Brunch Club was deleted.").waitFor();
  await page.waitForURL("**/customers");
  await main.getByText("of 59 items").waitFor();
  assert.equal(await main.getByText("Alfama Brunch Club").count(), 0);

  // Its address says so, and one with orders cannot be deleted at all.
  await page.goto(address);
  await main.getByText("No such customer").waitFor();
  await page.goto("/customer?id=1");
  await hydrated(page);
  await main.getByRole("button", { name: "Delete" }).click();
  await dialog.getByText("9 orders belong to this customer").waitFor();
  assert.equal(await dialog.getByRole("button", { name: "Delete" }).isDisabled(), true);
};
