export const name = "find a customer, edit it, be told what is wrong, save, see it in the list";

export default async ({ page, assert, hydrated, screenshot }) => {
  await page.goto("/customers");
  await hydrated(page);
  const main = page.getByRole("main");

  await main.getByLabel("Search").fill("kade");
  await main.getByText("Koffiehuis").waitFor({ state: "detached" });
  const row = main.getByRole("row", { name: /Kade Koffie/ });
  await row.click();
  await page.waitForURL("**/customer?id=1");
  await main.getByRole("heading", { name: "Kade Koffie" }).waitFor();
  await main.getByText("sanne@kade-koffie.example").waitFor();
  await main.getByRole("button", { name: "Edit" }).click();
  await page.waitForURL("**/customer-edit?id=1");
  await main.getByText("Fields with a mark are needed").waitFor();

  // Two errors: one that validation finds, one field that is needed.
  const calls = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/request/")) calls.push(request.url());
  });
  const email = main.getByLabel("E-mail");
  await email.fill("sanne at kade");
  const city = main.getByLabel("City");
  await city.fill("");
  await main.getByRole("button", { name: "Save" }).click();
  await main.getByText("This does not look like an e-mail address.").waitFor();
  await main.getByText("Where do we deliver?").waitFor();
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  const told = await email.getAttribute("aria-describedby");
  assert.match(await page.locator(`[id="${told}"]`).textContent(), /e-mail address/);
  assert.deepEqual(calls, [], "nothing is sent while something is wrong");
  assert.match(page.url(), /customer-edit\?id=1$/);
  await screenshot("customer-edit-errors");

  await email.fill("sanne@new-kade.example");
  await city.fill("Schiedam");
  await main.getByText("This does not look like an e-mail address.").waitFor({ state: "detached" });
  await main.getByRole("button", { name: "Save" }).click();
  await page.getByRole("status").getByText("Kade Koffie was saved.").waitFor();
  await page.waitForURL("**/customer?id=1");
  await main.getByText("sanne@new-kade.example").waitFor();
  assert.equal(calls.filter((url) => url.includes("update_customer")).length, 1);

  await page.getByRole("navigation", { name: "Main menu" }).getByText("Customers").click();
  await page.waitForURL("**/customers");
  await main.getByLabel("Search").fill("kade");
  await main.getByRole("row", { name: /Kade Koffie.*Schiedam/ }).waitFor();
};
