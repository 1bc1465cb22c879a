export const name = "without JavaScript: pages show their data, links and drawer work";

export const options = { javaScriptEnabled: false };

export default async ({ page, assert, browser, url, screenshot }) => {
  const main = page.getByRole("main");
  await page.goto("/dashboard");
  for (const text of ["Quayside Coffee Supply", "Open orders", "Revenue by month", "Best sellers"]) {
    await main.getByText(text).first().waitFor();
  }
  assert.match(await main.textContent(), /Active customers\s*52/);
  assert.match(await main.textContent(), /€\d\d,\d{3}/);
  await main.getByText("Scheldekaai Branders").waitFor();
  await screenshot("no-script-dashboard");

  await page.getByRole("navigation", { name: "Main menu" }).getByText("Customers").click();
  await main.getByText("Kade Koffie").or(main.getByText("Aarhus Boennebar")).first().waitFor();
  assert.match(await main.textContent(), /of 60 items/);
  assert.match(await main.textContent(), /€5,342\.10/);

  await page.goto("/customer?id=1");
  assert.equal(await page.title(), "Kade Koffie");
  const text = await main.textContent();
  for (const part of ["Kade Koffie", "Sanne Vermeulen", "sanne@kade-koffie.example", "4,439", "€844.80", "PO-260776"]) {
    assert.ok(text.includes(part), `${part} is not there`);
  }

  const phone = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 812 } });
  const small = await phone.newPage();
  await small.goto(url("/customers"));
  const menu = small.getByRole("navigation", { name: "Main menu" });
  await menu.waitFor({ state: "hidden" });
  await small.locator(".l-burger").click();
  await menu.getByText("Orders").click();
  await small.waitForURL("**/orders");
  await small.getByText("#1240").waitFor();
  await phone.close();
};
