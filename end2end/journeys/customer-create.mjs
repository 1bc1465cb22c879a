export const name = "create a customer";

export default async ({ page, assert, hydrated }) => {
  await page.goto("/customers");
  await hydrated(page);
  const main = page.getByRole("main");
  await main.getByText("of 60 items").waitFor();
  await main.getByRole("button", { name: "New customer" }).click();
  await page.waitForURL("**/customer-edit");
  await main.getByRole("heading", { name: "New customer" }).waitFor();

  // An empty form names what it needs.
  await main.getByRole("button", { name: "Add customer" }).click();
  await main.getByText("Every customer needs a name.").waitFor();
  await main.getByText("Whom do we call?").waitFor();

  await main.getByLabel("Name").fill("Zeeman & Zonen");
  await main.getByRole("combobox", { name: "Segment" }).click();
  await page.getByRole("option", { name: "Roastery" }).click();
  await main.getByLabel("City").fill("Vlissingen");
  await main.getByLabel("Contact person").fill("Mies Zeeman");
  await main.getByLabel("E-mail").fill("mies@zeeman.example");
  await main.getByLabel("Credit limit").fill("1500");
  await main.locator("label:has([role=switch])").click();
  assert.equal(await main.getByRole("switch", { name: "Newsletter" }).isChecked(), true);
  await main.getByLabel("Notes").fill('Ring twice, "Mies" <or> ask for O\'Neill');
  await main.getByRole("button", { name: "Add customer" }).click();

  await page.getByRole("status").getByText("Zeeman & Zonen was saved.").waitFor();
  await page.waitForURL(/\/customer\?id=\d+$/);
  await main.getByRole("heading", { name: "Zeeman & Zonen" }).waitFor();
  await main.getByText("Roastery in Vlissingen, Netherlands").waitFor();
  await main.getByText("Subscribed").waitFor();
  await main.getByText('Ring twice, "Mies" <or> ask for O\'Neill').waitFor();
  await main.getByText("No orders yet.").waitFor();

  // What the server draws for a visitor who comes anew.
  const html = await (await page.request.get(page.url())).text();
  assert.match(html, /Zeeman &amp; Zonen/);
  assert.match(html, /€?\s*1,500/);
};
